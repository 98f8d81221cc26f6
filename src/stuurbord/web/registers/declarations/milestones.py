"""Gates and milestones: promised, expected, reached."""

from __future__ import annotations

from django.db.models import DateField, DurationField, ExpressionWrapper, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from stuurbord.web.lists.register import Column, Family, Register, Section, View
from stuurbord.web.registers.conclusions import late_milestones, milestone_sentence, milestones_conclusion
from stuurbord.web.registers.declarations.usual import NUMBER, PROJECT
from stuurbord.web.registers.models import Milestone

_PROMISED = Coalesce("baseline", "planned_baseline", output_field=DateField())
_PASSED = Coalesce("actual", "planned_actual", output_field=DateField())
_EXPECTED = Coalesce("actual", "planned_actual", "planned_forecast", "forecast", output_field=DateField())

MILESTONES = Register(
    slug="mijlpalen",
    title=_("Milestones"),
    one=_("Milestone"),
    model=Milestone,
    sheet="milestones",
    columns=(
        NUMBER,
        Column("name", _("Milestone"), "name", "name"),
        PROJECT,
        Column("promised_on", _("Baseline"), "date", "promised_order"),
        Column("expected_on", _("Forecast"), "date", "expected_order"),
        Column("deviation_days", _("Deviation"), "deviation", "deviation_order"),
        Column("passed_on", _("Reached"), "date", "passed_order"),
    ),
    facts=(
        Column("promised_on", _("Baseline"), "date"),
        Column("expected_on", _("Forecast"), "date"),
        Column("deviation_days", _("Deviation"), "deviation"),
        Column("passed_on", _("Reached"), "date"),
    ),
    sections=(
        Section(_("Which milestone"), ("code", "name", "is_gate", "task")),
        Section(_("Dates given by people"), ("baseline", "forecast", "actual")),
    ),
    title_field="name",
    still_open=Q(actual=None, planned_actual=None),
    search=("code", "name"),
    order=("project__code", "expected_order", "code"),
    views=(
        View("late", _("Later than baseline"), late_milestones),
        View("gates", _("Gates"), lambda user: Q(is_gate=True)),
    ),
    annotations={
        "promised_order": _PROMISED,
        "expected_order": _EXPECTED,
        "passed_order": _PASSED,
        "deviation_order": ExpressionWrapper(_EXPECTED - _PROMISED, DurationField()),
    },
    empty=_("No milestones yet. Import a plan with gates, or write down the first one."),
    conclusion=milestones_conclusion,
    sentence=milestone_sentence,
    plan_fields=("task",),
    family=Family.SCOPE,
    is_main=True,
    prefix="G",
)
