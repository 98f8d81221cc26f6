"""The registers of this app, declared."""

from __future__ import annotations

from typing import Any

from django.db.models import (
    Case,
    DateField,
    DurationField,
    ExpressionWrapper,
    F,
    FloatField,
    IntegerField,
    Q,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from stuurbord.engine.risk_matrix import CLASSES, IMPACT_LIMITS, PROBABILITY_LIMITS, WATCH
from stuurbord.web.lists.register import Column, Filter, Register, Section, View, declare
from stuurbord.web.registers.conclusions import (
    decision_sentence,
    decisions_conclusion,
    decisions_that_wait,
    issues_conclusion,
    late_milestones,
    milestone_sentence,
    milestones_conclusion,
    not_reviewed,
    overdue,
    responses_conclusion,
    risk_sentence,
    risks_conclusion,
)
from stuurbord.web.registers.heat_map import classes_by, heat_map
from stuurbord.web.registers.line_checks import check_response, check_risk
from stuurbord.web.registers.models import (
    CLOSED_DECISIONS,
    CLOSED_ISSUES,
    CLOSED_RISKS,
    Decision,
    Issue,
    Milestone,
    Priority,
    ResponseAction,
    Risk,
)
from stuurbord.web.registers.uncertainty import CLOSED_RESPONSES

NUMBER = Column("code", _("No."), "code", "code")
PROJECT = Column("project", _("Project"), "project", "project__code")
OWNER = Column("owner", _("Owner"), "person", "owner__name")
STATE = Column("get_state_display", _("State"), "choice", "state")
DUE = Column("due", _("Due"), "date", "due", alarm="is_overdue")
OF_OWNER = Filter("owner", _("Owner"), "owner__name")
OF_STATE = Filter("state", _("State"), "state")

_PROMISED = Coalesce("baseline", "planned_baseline", output_field=DateField())
_PASSED = Coalesce("actual", "planned_actual", output_field=DateField())
_EXPECTED = Coalesce("actual", "planned_actual", "planned_forecast", "forecast", output_field=DateField())
_GRAVITY = Case(
    *(When(priority=level, then=Value(rank)) for rank, level in enumerate(Priority, start=1)),
    output_field=IntegerField(),
)


def of_reader(user: Any) -> Q:
    """Return the condition of lines that the reader owns."""
    return Q(owner__user_id=user.pk) & Q(owner__user__isnull=False)


MINE = View("mine", _("Mine"), of_reader)


NUMBERED = tuple((str(number), str(number)) for number in CLASSES)


def declare_all() -> None:
    """Declare the registers of this app."""
    for register in (RISKS, RESPONSES, ISSUES, MILESTONES, DECISIONS):
        declare(register)


RISKS = Register(
    slug="risicos",
    title=_("Risks"),
    one=_("Risk"),
    model=Risk,
    sheet="risks",
    columns=(
        NUMBER,
        Column("title", _("Risk"), "name", "title"),
        PROJECT,
        Column("level", _("Level"), "level", "level_order"),
        Column("classes_written", _("P × I"), "classes"),
        Column("expected_days", _("Expected"), "days", "expected_days"),
        Column("probability", _("Probability"), "percent", "probability"),
        Column("impact_days", _("Time"), "days", "impact_days"),
        Column("impact_cost", _("Cost"), "euro", "impact_cost"),
        OWNER,
        Column("get_response_display", _("Response"), "choice", "response"),
        STATE,
        Column("reviewed_on", _("Reviewed"), "date", "reviewed_on", alarm="is_review_late"),
    ),
    facts=(
        Column("expected_days", _("Expected delay"), "days"),
        Column("probability", _("Probability"), "percent"),
        Column("impact_days", _("Impact in time"), "days"),
        Column("impact_cost", _("Impact in cost"), "euro"),
        DUE,
        Column("reviewed_on", _("Reviewed"), "date", alarm="is_review_late"),
    ),
    sections=(
        Section(_("What can happen"), ("code", "title", "cause", "event", "effect")),
        Section(_("How likely, how much"), ("probability", "impact_days", "impact_cost")),
        Section(
            _("For the forecast"),
            (
                "tasks",
                "impact_days_low",
                "impact_days_high",
                "impact_cost_low",
                "impact_cost_high",
                "repeats",
                "exclusive_group",
                "depends_on",
            ),
        ),
        Section(_("What is done about it"), ("response", "owner", "state", "due", "reviewed_on", "measure")),
    ),
    search=("code", "title", "event", "measure", "owner__name"),
    order=("-level_order", "-expected_days", "-probability", "code"),
    views=(
        View("high-medium", _("High and medium"), lambda user: Q(level_order__gte=WATCH)),
        View("not-reviewed", _("Not reviewed"), not_reviewed),
        View("no-response", _("Without response"), lambda user: Q(response="")),
        View("overdue", _("Overdue"), overdue),
        MINE,
    ),
    filters=(
        OF_OWNER,
        Filter("response", _("Response"), "response"),
        OF_STATE,
        Filter("probability", _("Probability class"), "probability_class", NUMBERED, is_quiet=True),
        Filter("impact", _("Impact class"), "impact_class", NUMBERED, is_quiet=True),
    ),
    closed_states=CLOSED_RISKS,
    related=("project__portfolio", "owner"),
    annotations={
        # The same weighing for all risks: a probability without an impact, or the reverse, has none.
        "expected_days": ExpressionWrapper(
            Cast("probability", FloatField()) * Cast("impact_days", FloatField()), FloatField()
        ),
        "probability_class": classes_by("probability", PROBABILITY_LIMITS),
        "impact_class": classes_by("impact_days", IMPACT_LIMITS),
        "level_order": F("probability_class") * F("impact_class"),
    },
    picture=heat_map,
    empty=_("No risks yet. Start with the first one or take them over from Excel."),
    conclusion=risks_conclusion,
    sentence=risk_sentence,
    check=check_risk,
)

RESPONSES = Register(
    slug="maatregelen",
    title=_("Responses"),
    one=_("Measure"),
    model=ResponseAction,
    sheet="responses",
    columns=(
        NUMBER,
        Column("name", _("Measure"), "name", "name"),
        PROJECT,
        Column("risk", _("Risk no."), "code", "risk"),
        Column("cost", _("Cost"), "euro", "cost", has_total=True),
        Column("probability_after", _("Probability afterwards"), "percent", "probability_after"),
        Column("impact_left", _("Part of the impact that is left"), "percent", "impact_left"),
        Column("is_chosen", _("Chosen"), "yes_no", "is_chosen"),
        OWNER,
        STATE,
        DUE,
    ),
    facts=(
        Column("cost", _("Cost"), "euro"),
        Column("probability_after", _("Probability afterwards"), "percent"),
        Column("impact_left", _("Part of the impact that is left"), "percent"),
        Column("get_state_display", _("State"), "choice"),
        DUE,
    ),
    sections=(
        Section(_("What is done about which risk"), ("code", "name", "risk")),
        Section(_("What it costs and leaves"), ("cost", "probability_after", "impact_left", "is_chosen")),
        Section(_("Who does it, by when"), ("owner", "state", "due")),
    ),
    title_field="name",
    search=("code", "name", "risk", "owner__name"),
    order=("project__code", "risk", "code"),
    views=(
        View("chosen", _("Chosen"), lambda user: Q(is_chosen=True)),
        View("overdue", _("Overdue"), overdue),
        MINE,
    ),
    filters=(Filter("risk", _("Risk no."), "risk"), OF_OWNER, OF_STATE),
    closed_states=CLOSED_RESPONSES,
    related=("project__portfolio", "owner"),
    empty=_("No responses yet. A response says what is done about a risk, what it costs and what is left."),
    conclusion=responses_conclusion,
    check=check_response,
)

ISSUES = Register(
    slug="issues",
    title=_("Issues"),
    one=_("Issue"),
    model=Issue,
    sheet="issues",
    columns=(
        NUMBER,
        Column("title", _("Issue"), "name", "title"),
        PROJECT,
        Column("priority", _("Priority"), "level", "priority_order"),
        OWNER,
        STATE,
        Column("raised_on", _("Raised"), "date", "raised_on"),
        DUE,
    ),
    facts=(
        Column("priority", _("Priority"), "level"),
        Column("get_state_display", _("State"), "choice"),
        Column("owner", _("Owner"), "person"),
        Column("raised_on", _("Raised"), "date"),
        DUE,
    ),
    sections=(
        Section(_("What is the matter"), ("code", "title", "description")),
        Section(_("Who solves it, by when"), ("priority", "owner", "state", "raised_on", "due")),
    ),
    search=("code", "title", "description", "owner__name"),
    order=("due", "code"),
    views=(
        View("high", _("High priority"), lambda user: Q(priority=Priority.HIGH)),
        View("overdue", _("Overdue"), overdue),
        MINE,
    ),
    filters=(OF_OWNER, Filter("priority", _("Priority"), "priority"), OF_STATE),
    closed_states=CLOSED_ISSUES,
    related=("project__portfolio", "owner"),
    annotations={"priority_order": _GRAVITY},
    empty=_("No issues yet. Write down the first one or take them over from Excel."),
    conclusion=issues_conclusion,
)

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
)

DECISIONS = Register(
    slug="beslissingen",
    title=_("Decisions"),
    one=_("Decision"),
    model=Decision,
    sheet="decisions",
    columns=(
        NUMBER,
        Column("question", _("Question"), "name", "question"),
        PROJECT,
        Column("body", _("Competent body"), "text", "body"),
        Column("effect_on_date", _("Date"), "text", "effect_on_date"),
        Column("effect_on_cost", _("Cost"), "euro", "effect_on_cost"),
        Column("due", _("Last useful date"), "date", "due", alarm="is_overdue"),
        STATE,
        Column("decided_on", _("Decided on"), "date", "decided_on"),
    ),
    facts=(
        Column("due", _("Last useful date"), "date", alarm="is_overdue"),
        Column("body", _("Competent body"), "text"),
        Column("effect_on_cost", _("Effect on the cost"), "euro"),
        Column("get_state_display", _("State"), "choice"),
        Column("decided_on", _("Decided on"), "date"),
    ),
    sections=(
        Section(_("What is asked"), ("code", "question", "recommendation", "without_decision")),
        Section(_("What it changes"), ("effect_on_date", "effect_on_cost")),
        Section(
            _("Who decides, by when, and what came of it"),
            ("body", "due", "state", "decided_on", "outcome"),
        ),
    ),
    title_field="question",
    search=("code", "question", "recommendation", "body"),
    order=("due", "code"),
    views=(
        View("waiting", _("Waiting"), decisions_that_wait),
        View("overdue", _("Overdue"), lambda user: decisions_that_wait() & overdue()),
    ),
    filters=(Filter("body", _("Competent body"), "body"), OF_STATE),
    closed_states=CLOSED_DECISIONS,
    empty=_("No decisions asked. A decision has a question, a recommendation and a last useful date."),
    conclusion=decisions_conclusion,
    sentence=decision_sentence,
)
