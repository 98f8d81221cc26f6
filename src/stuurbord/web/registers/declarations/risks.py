"""Threats and opportunities, what is done about them, and how much of it is borne."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import DateField, ExpressionWrapper, F, FloatField, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.engine.risk_matrix import CLASSES, IMPACT_LIMITS, PROBABILITY_LIMITS, WATCH
from stuurbord.web.lists.register import Ask, Column, Family, Filter, Register, Section, View
from stuurbord.web.lists.states import StateMachine, Transition, from_each
from stuurbord.web.registers.appetite import (
    above_appetite,
)
from stuurbord.web.registers.conclusions import (
    not_reviewed,
    rising,
    risk_sentence,
    risks_conclusion,
)
from stuurbord.web.registers.declarations.usual import (
    DUE,
    MINE,
    NUMBER,
    OF_OWNER,
    OF_STATE,
    OVERDUE,
    OWNER,
    PROJECT,
    STATE,
    USUAL,
    WITH_OWNER,
    ask_owner,
    of_person,
)
from stuurbord.web.registers.guards import known
from stuurbord.web.registers.heat_map import classes_by, heat_map
from stuurbord.web.registers.issues_from_risks import raise_issues
from stuurbord.web.registers.line_checks import check_risk
from stuurbord.web.registers.models import (
    CLOSED_RISKS,
    REVIEW_DAYS,
    Risk,
    RiskState,
)

_OPEN = ("identified", "analysed", "response_planned", "in_treatment", "accepted")
_S = RiskState


def _others(target: str) -> tuple[str, ...]:
    return tuple(one for one in _OPEN if one != target)


RISK_STATES = StateMachine(
    _S.IDENTIFIED,
    (
        *from_each(_others(_S.ANALYSED), _S.ANALYSED, "G", guard=known("probability")),
        *from_each(_others(_S.RESPONSE_PLANNED), _S.RESPONSE_PLANNED, "R", guard=known("response")),
        *from_each(_others(_S.IN_TREATMENT), _S.IN_TREATMENT, "I", guard=known("owner")),
        *from_each(_others(_S.ACCEPTED), _S.ACCEPTED, "A", guard=known("owner")),
        *from_each(_OPEN, _S.OCCURRED, "O"),
        *from_each((*_OPEN, _S.OCCURRED), _S.CLOSED, "S"),
        Transition(_S.CLOSED, _S.IDENTIFIED, "H"),
        Transition(_S.OCCURRED, _S.IDENTIFIED, "H"),
    ),
)
_NUMBERED = tuple((str(number), str(number)) for number in CLASSES)


def _weight(cost_or_days: str) -> ExpressionWrapper:
    # The same weighing for all risks: a probability without an impact, or the reverse, has none.
    product = Cast("probability", FloatField()) * Cast(cost_or_days, FloatField())
    return ExpressionWrapper(product, FloatField())


def _risk_columns() -> tuple[Column, ...]:
    return (
        NUMBER,
        Column("title", _("Risk"), "name", "title"),
        PROJECT,
        Column("level", _("Level"), "level", "level_order"),
        Column("classes_written", _("P × I"), "classes"),
        Column("trend_written", _("Trend"), "text", "trend"),
        Column("expected_days", _("Expected"), "days", "expected_days", is_extra=True),
        Column("probability", _("Probability"), "percent", "probability"),
        Column("impact_days", _("Time"), "days", "impact_days"),
        Column("impact_cost", _("Cost"), "euro", "impact_cost"),
        OWNER,
        Column("get_response_display", _("Response"), "choice", "response"),
        STATE,
        Column("reviewed_on", _("Reviewed"), "date", "reviewed_on", alarm="is_review_late"),
        Column("get_kind_display", _("Kind"), "choice", "kind", is_extra=True),
        Column("get_category_display", _("Category"), "choice", "category", is_extra=True),
        Column("get_proximity_display", _("Proximity"), "choice", "proximity", is_extra=True),
        Column("inherent_probability", _("Probability before response"), "percent", is_extra=True),
        Column("residual_probability", _("Probability after response"), "percent", is_extra=True),
    )


def _waits_for_review(person: Any) -> Q:
    return of_person(person) & not_reviewed()


RISKS = Register(
    slug="risicos",
    title=_("Risks"),
    one=_("Risk"),
    model=Risk,
    sheet="risks",
    prefix="R-",
    columns=_risk_columns(),
    facts=(
        Column("expected_days", _("Expected delay"), "days"),
        Column("probability", _("Probability"), "percent"),
        Column("impact_days", _("Impact in time"), "days"),
        Column("impact_cost", _("Impact in cost"), "euro"),
        DUE,
        Column("reviewed_on", _("Reviewed"), "date", alarm="is_review_late"),
    ),
    sections=(
        Section(_("What can happen"), ("code", "title", "kind", "category", "cause", "event", "effect")),
        Section(_("How likely, how much"), ("probability", "impact_days", "impact_cost", "proximity")),
        Section(_("Before any response"), ("inherent_probability", "inherent_days", "inherent_cost")),
        Section(_("After the response"), ("residual_probability", "residual_days", "residual_cost")),
        Section(
            _("For the forecast"),
            (
                "tasks milestones impact_days_low impact_days_high impact_cost_low impact_cost_high "
                "repeats exclusive_group depends_on"
            ).split(),
        ),
        Section(_("What is done about it"), ("response", "owner", "state", "due", "reviewed_on", "measure")),
    ),
    search=("code", "title", "event", "measure", "owner__name"),
    order=("-level_order", "-expected_days", "-probability", "code"),
    views=(
        View("high-medium", _("High and medium"), lambda user: Q(level_order__gte=WATCH)),
        View("above-appetite", _("Above the appetite"), above_appetite),
        View("rising", _("Rising"), rising),
        View("not-reviewed", _("Not reviewed"), not_reviewed),
        View("no-response", _("Without response"), lambda user: Q(response="")),
        OVERDUE,
        MINE,
    ),
    filters=(
        OF_OWNER,
        Filter("response", _("Response"), "response"),
        OF_STATE,
        Filter("kind", _("Kind"), "kind"),
        Filter("category", _("Category"), "category"),
        Filter("probability", _("Probability class"), "probability_class", _NUMBERED, is_quiet=True),
        Filter("impact", _("Impact class"), "impact_class", _NUMBERED, is_quiet=True),
    ),
    closed_states=CLOSED_RISKS,
    states=RISK_STATES,
    related=WITH_OWNER,
    annotations={
        "expected_days": _weight("impact_days"),
        "expected_cost": _weight("impact_cost"),
        "probability_class": classes_by("probability", PROBABILITY_LIMITS),
        "impact_class": classes_by("impact_days", IMPACT_LIMITS),
        "level_order": F("probability_class") * F("impact_class"),
        "review_due": ExpressionWrapper(F("reviewed_on") + timedelta(days=REVIEW_DAYS), DateField()),
    },
    picture=heat_map,
    empty=_("No risks yet. Start with the first one or take them over from Excel."),
    conclusion=risks_conclusion,
    sentence=risk_sentence,
    check=check_risk,
    follow=raise_issues,
    asks=(
        ask_owner("risk", pgettext_lazy("what is asked", "Follow up")),
        Ask("risk-review", pgettext_lazy("what is asked", "Review"), _waits_for_review, "review_due"),
    ),
    plan_fields=("tasks",),
    family=Family.RISK,
    is_main=True,
    help=USUAL
    | {
        "cause": _("What is already so, today, and makes it possible."),
        "event": _("What can happen; it may also not happen."),
        "effect": _("What that does to time, money or quality."),
        "probability": _("As you see it now, with the responses that work already."),
        "impact_days": _("Working days of delay if it occurs; below zero for an opportunity."),
        "impact_cost": _("Extra cost in euro if it occurs; below zero for an opportunity."),
        "inherent_probability": _("As it would be if nobody did anything."),
        "residual_probability": _("As it becomes when all responses chosen are carried out."),
        "proximity": _("How soon it can happen."),
        "tasks": _("Numbers or WBS codes of the tasks that it hits, with commas; the forecast reads them."),
        "milestones": _("Numbers of the milestones that it endangers, with commas: G3, G4."),
        "reviewed_on": _("The day on which the owner last looked at it."),
        "exclusive_group": _("Of the risks with the same word here at most one occurs."),
        "depends_on": _("Number of the risk that has to occur first; with “not” before it: that must not."),
    },
)
