"""What the project is for: benefits promised before, measured after."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from stuurbord.web.clock import today
from stuurbord.web.lists.register import Ask, Column, Family, Filter, Register, Section, View
from stuurbord.web.lists.states import StateMachine, from_each
from stuurbord.web.registers.checks import check_benefit, check_measurement
from stuurbord.web.registers.conclusions import overdue
from stuurbord.web.registers.declarations.usual import (
    DUE,
    MINE,
    NUMBER,
    OF_OWNER,
    OF_STATE,
    OWNER,
    PROJECT,
    STATE,
    USUAL,
    WITH_OWNER,
    of_person,
)
from stuurbord.web.registers.guards import known
from stuurbord.web.registers.models import Benefit, Measurement
from stuurbord.web.registers.realisation import benefit_sentence, measurement_sentence
from stuurbord.web.registers.telling import counted

_WARNED = timedelta(days=14)
"""So long before the day, the owner is asked to measure."""
_OPEN = ("promised", "measuring")
BENEFIT_STATES = StateMachine(
    "promised",
    (
        *from_each(("promised",), "measuring", "M", guard=known("baseline_value", "target_value", "owner")),
        *from_each(_OPEN, "realised", "R", guard=known("target_value")),
        *from_each(_OPEN, "not_realised", "N"),
        *from_each(_OPEN, "dropped", "V"),
        *from_each(("realised", "not_realised", "dropped"), "measuring", "H"),
        *from_each(("measuring",), "promised"),
    ),
)
_BENEFITS = ngettext_lazy("{n} benefit is promised.", "{n} benefits are promised.", "number")
_NO_BASELINE = ngettext_lazy(
    "{n} has no baseline measurement: what it brings can never be shown.",
    "{n} have no baseline measurement: what they bring can never be shown.",
    "number",
)
_MEASURE = ngettext_lazy("{n} should have been measured.", "{n} should have been measured.", "number")
_MEASURED = ngettext_lazy("{n} measurement was done.", "{n} measurements were done.", "number")


def _last(name: str) -> Subquery:
    latest = Measurement.objects.filter(benefit=OuterRef("pk"), is_archived=False)
    return Subquery(latest.order_by("-measured_on", "-pk").values(name)[:1])


def to_measure(person: Any) -> Q:
    """Return the condition of benefits that somebody must measure: the day is near and nobody did since."""
    done = Measurement.objects.filter(
        benefit=OuterRef("pk"), measured_on__gte=OuterRef("due") - _WARNED, is_archived=False
    )
    return of_person(person) & Q(due__lte=today() + _WARNED) & ~Q(Exists(done))


def benefits_conclusion(lines: Any) -> str:
    """Count the benefits, those without a baseline, and those that nobody measured in time."""
    return counted(lines, _BENEFITS, (_NO_BASELINE, Q(baseline_value=None)), (_MEASURE, overdue()))


BENEFITS = Register(
    slug="baten",
    title=_("Benefits"),
    one=_("Benefit"),
    model=Benefit,
    prefix="BA-",
    columns=(
        NUMBER,
        Column("title", _("Benefit"), "name", "title"),
        PROJECT,
        Column("baseline_value", _("Before"), "number", "baseline_value"),
        Column("target_value", _("Target value"), "number", "target_value"),
        Column("last_value", _("Measured"), "number", "last_value"),
        Column("unit", _("Unit"), "text", "unit"),
        Column("target_on", _("Target date"), "date", "target_on"),
        OWNER,
        Column("due", _("Next measurement"), "date", "due", alarm="is_overdue"),
        STATE,
    ),
    facts=(
        Column("baseline_value", _("Value before"), "number"),
        Column("target_value", _("Target value"), "number"),
        Column("last_value", _("Measured"), "number"),
        Column("last_on", _("Measured on"), "date"),
        Column("target_on", _("Target date"), "date"),
        DUE,
    ),
    sections=(
        Section(_("What it brings"), ("code", "title", "is_disbenefit", "measure", "unit")),
        Section(_("From where to where"), ("baseline_value", "baseline_on", "target_value", "target_on")),
        Section(_("Who measures, when"), ("owner", "due", "state")),
    ),
    search=("code", "title", "measure", "owner__name"),
    order=("target_on", "code"),
    views=(
        View("no-baseline", _("Without baseline"), lambda user: Q(baseline_value=None)),
        View("to-measure", _("To measure"), lambda user: Q(due__lte=today() + _WARNED)),
        View("disbenefits", _("Disbenefits"), lambda user: Q(is_disbenefit=True)),
        MINE,
    ),
    filters=(OF_OWNER, OF_STATE),
    closed_states=Benefit.closed,
    states=BENEFIT_STATES,
    related=WITH_OWNER,
    annotations={"last_value": _last("value"), "last_on": _last("measured_on")},
    empty=_("No benefits yet. Write down what gets better, in which unit, and measure it before the start."),
    conclusion=benefits_conclusion,
    sentence=benefit_sentence,
    check=check_benefit,
    asks=(Ask("measurement", pgettext_lazy("what is asked", "Measure"), to_measure, outlives_project=True),),
    expiries=("due",),
    family=Family.BENEFITS,
    is_main=True,
    help=USUAL
    | {
        "is_disbenefit": _("A price that is paid for the benefits: more work elsewhere, a higher bill."),
        "measure": _("What is counted, where and over which period."),
        "due": _("The next day on which somebody measures, also after the project is closed."),
    },
)

MEASUREMENTS = Register(
    slug="metingen",
    title=_("Measurements"),
    one=_("Measurement"),
    model=Measurement,
    prefix="ME-",
    columns=(
        NUMBER,
        Column("benefit", _("No. of the benefit"), "code", "benefit__code"),
        PROJECT,
        Column("measured_on", _("Measured on"), "date", "measured_on"),
        Column("value", _("Value"), "number", "value"),
        Column("source", _("Source"), "text", "source"),
    ),
    facts=(Column("value", _("Value"), "number"), Column("measured_on", _("Measured on"), "date")),
    sections=(
        Section(_("What was measured"), ("code", "benefit", "measured_on", "value")),
        Section(_("Where it comes from"), ("source", "remark")),
    ),
    title_field="source",
    search=("code", "source", "remark", "benefit__code", "benefit__title"),
    order=("project__code", "benefit__code", "-measured_on", "code"),
    filters=(Filter("benefit", _("No. of the benefit"), "benefit__code"),),
    related=("project__portfolio", "benefit"),
    empty=_("Nothing measured yet. The first measurement is the one before the start."),
    conclusion=lambda lines: counted(lines, _MEASURED),
    sentence=measurement_sentence,
    check=check_measurement,
    family=Family.BENEFITS,
    help=USUAL | {"source": _("The system, the count or the survey it comes from.")},
)
