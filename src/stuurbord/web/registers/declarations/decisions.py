"""What is asked of a body that decides, and what came of it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.lists.register import Ask, Column, Filter, Register, Section, View
from stuurbord.web.lists.states import StateMachine, Transition
from stuurbord.web.registers.conclusions import (
    decision_sentence,
    decisions_conclusion,
    decisions_that_wait,
    overdue,
)
from stuurbord.web.registers.declarations.usual import (
    MINE,
    NUMBER,
    OF_STATE,
    PROJECT,
    STATE,
    USUAL,
    WITH_OWNER,
)
from stuurbord.web.registers.guards import known
from stuurbord.web.registers.models import CLOSED_DECISIONS, Decision

DECISION_STATES = StateMachine(
    "requested",
    (
        Transition("requested", "decided", "B", Permission.DECIDE, known("outcome", "decided_on")),
        Transition("requested", "withdrawn", "I"),
        Transition("decided", "executed", "U"),
        Transition("decided", "requested", "H"),
        Transition("executed", "decided", "H"),
        Transition("withdrawn", "requested", "H"),
    ),
)


def _to_bring(person: Any) -> Q:
    """Return the condition of decisions that somebody must bring before the body that decides."""
    return decisions_that_wait() & (Q(owner=person) | Q(owner=None, project__manager=person))


DECISIONS = Register(
    slug="beslissingen",
    title=_("Decisions"),
    one=_("Decision"),
    model=Decision,
    sheet="decisions",
    prefix="B-",
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
            ("body", "owner", "due", "state", "decided_on", "outcome"),
        ),
    ),
    title_field="question",
    search=("code", "question", "recommendation", "body"),
    order=("due", "code"),
    views=(
        View("waiting", _("Waiting"), decisions_that_wait),
        View("overdue", _("Overdue"), lambda user: decisions_that_wait() & overdue()),
        MINE,
    ),
    filters=(Filter("body", _("Competent body"), "body"), OF_STATE),
    closed_states=CLOSED_DECISIONS,
    states=DECISION_STATES,
    related=WITH_OWNER,
    empty=_("No decisions asked. A decision has a question, a recommendation and a last useful date."),
    conclusion=decisions_conclusion,
    sentence=decision_sentence,
    asks=(Ask("decision", pgettext_lazy("what is asked", "Bring to a decision"), _to_bring),),
    expiries=("due",),
    is_main=True,
    help=USUAL
    | {
        "without_decision": _("What happens if nobody decides by the last useful date."),
        "due": _("After this day the decision no longer changes anything."),
        "owner": _("Who writes the memo and brings it to the meeting."),
    },
)
