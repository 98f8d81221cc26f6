"""Conditions of decisions: reported by who owns them, confirmed by who decides at their gate."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.gates.handing_over import handed, still_runs
from stuurbord.web.gates.mandates import scopes_at_gate
from stuurbord.web.gates.models import CLOSED_CONDITIONS, GateCondition
from stuurbord.web.lists.register import Ask, Column, Family, Register, Section
from stuurbord.web.lists.states import StateMachine, Transition
from stuurbord.web.registers.conclusions import overdue
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
)
from stuurbord.web.registers.guards import known
from stuurbord.web.registers.telling import counted

_OPEN = ngettext_lazy("{n} condition is open.", "{n} conditions are open.", "number")
_LATE = ngettext_lazy("For {n} the date has passed.", "For {n} the date has passed.", "number")

_DECIDE = Permission.DECIDE

CONDITION_STATES = StateMachine(
    "open",
    (
        Transition("open", "reported", "M", guard=known("outcome")),
        Transition("open", "handed_over", "D", _DECIDE, handed),
        Transition("open", "withdrawn", "I", _DECIDE, known("outcome")),
        Transition("reported", "met", "V", _DECIDE, four_eyes=True),
        Transition("reported", "open", "H", guard=still_runs),
        Transition("reported", "handed_over", "D", _DECIDE, handed),
        Transition("handed_over", "reported", "M", guard=known("outcome")),
        Transition("handed_over", "open", "H", guard=still_runs),
        Transition("handed_over", "withdrawn", "I", _DECIDE, known("outcome")),
        Transition("met", "open", "H", guard=still_runs),
    ),
)


def conditions_conclusion(lines: QuerySet[Any]) -> str:
    return counted(lines, _OPEN, (_LATE, overdue()))


def _to_meet(person: Any) -> Q:
    return Q(owner=person, state="open")


def _left_to_meet(person: Any) -> Q:
    return Q(owner=person, state="handed_over")


CONDITIONS = Register(
    slug="voorwaarden",
    title=pgettext_lazy("of gates", "Conditions"),
    one=_("Condition"),
    model=GateCondition,
    prefix="VW-",
    columns=(
        NUMBER,
        Column("title", _("Condition"), "name", "title"),
        PROJECT,
        Column("gate", _("Gate"), "code", "gate"),
        OWNER,
        DUE,
        STATE,
    ),
    facts=(
        Column("gate", _("Gate"), "text"),
        Column("due", _("Due"), "date", alarm="is_overdue"),
        Column("owner", _("Owner"), "person"),
        Column("get_state_display", _("State"), "choice"),
    ),
    sections=(
        Section(_("What must still be done"), ("code", "title", "gate", "rule")),
        Section(_("By whom and by when"), ("owner", "due", "state", "outcome")),
    ),
    search=("code", "title", "gate"),
    order=("due", "code"),
    views=(OVERDUE, MINE),
    filters=(OF_OWNER, OF_STATE),
    closed_states=CLOSED_CONDITIONS,
    states=CONDITION_STATES,
    mandate_scopes=scopes_at_gate,
    set_by_decision=("title", "gate", "rule", "owner", "due"),
    related=WITH_OWNER,
    empty=_("No conditions. They come from a decision “go with conditions” at a gate."),
    conclusion=conditions_conclusion,
    asks=(
        Ask("condition", pgettext_lazy("what is asked", "Meet"), _to_meet),
        Ask("condition_left", pgettext_lazy("what is asked", "Meet"), _left_to_meet, outlives_project=True),
    ),
    expiries=("due",),
    family=Family.STEERING,
    help=USUAL
    | {
        "due": _("Missed, the gate re-opens by itself."),
        "outcome": _("What shows that it is met."),
        "state": _("Handed over, its owner keeps being asked for it, also when the project is closed."),
        "rule": _("The criterion of the gate that it comes from."),
    },
)
