"""Changes of what was agreed: assessed first, decided by who has the mandate, then carried out."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.lists.register import Ask, Column, Family, Filter, Register, Section, View
from stuurbord.web.lists.states import StateMachine, Transition, from_each
from stuurbord.web.reader import reader
from stuurbord.web.registers.checks import check_change
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
    of_person,
)
from stuurbord.web.registers.guards import assessed, decided
from stuurbord.web.registers.models import CLOSED_CHANGES, ChangeRequest
from stuurbord.web.registers.telling import counted

_WAITING = ("assessed", "postponed")


def _mandate(target: str, letter: str) -> tuple[Transition, ...]:
    """Return the ways into a decision: by who may decide, on an impact that is known."""
    sources = [one for one in _WAITING if one != target]
    return from_each(sources, target, letter, Permission.DECIDE, decided)


CHANGE_STATES = StateMachine(
    "requested",
    (
        Transition("requested", "assessed", "B", guard=assessed),
        *_mandate("approved", "G"),
        *_mandate("rejected", "W"),
        *_mandate("postponed", "U"),
        Transition("postponed", "assessed", "B", guard=assessed),
        Transition("assessed", "requested", "H"),
        Transition("rejected", "requested", "H"),
        Transition("approved", "executed", "V"),
        Transition("executed", "closed", "S"),
        Transition("executed", "approved", "H"),
    ),
)
_OPEN = ngettext_lazy("{n} change request is open.", "{n} change requests are open.", "number")
_DECIDE = ngettext_lazy("{n} waits for a decision.", "{n} wait for a decision.", "number")
_LATE = ngettext_lazy("For {n} the date has passed.", "For {n} the date has passed.", "number")


def waits_for_decision(user: Any = None) -> Q:
    """Return the condition of changes that are assessed and not decided."""
    return Q(state__in=_WAITING)


def _to_assess(person: Any) -> Q:
    return of_person(person) & Q(state="requested")


def _to_carry_out(person: Any) -> Q:
    return of_person(person) & Q(state="approved")


def changes_conclusion(lines: QuerySet[Any]) -> str:
    """Say how many changes wait, and what those that are not decided yet would cost."""
    told = counted(lines, _OPEN, (_DECIDE, waits_for_decision()), (_LATE, overdue()))
    if not told:
        return ""
    found = lines.filter(state__in=("requested", *_WAITING)).order_by()
    sums = found.aggregate(days=Sum("impact_days"), cost=Sum("impact_cost"))
    if not sums["cost"]:
        return told
    price = _now("Together those that are not decided ask {amount}.")
    return f"{told} {price.format(amount=reader().euro(sums['cost']))}"


def change_sentence(change: Any) -> str:
    """Say what a change does to time and money."""
    if change.impact_days is None or change.impact_cost is None:
        return _now("The impact of this change is not assessed yet.")
    days, amount = reader().number(change.impact_days), reader().euro(change.impact_cost)
    return _now("This change takes {days} days and {amount}.").format(days=days, amount=amount)


CHANGES = Register(
    slug="wijzigingen",
    title=_("Change requests"),
    one=_("Change request"),
    model=ChangeRequest,
    prefix="W-",
    columns=(
        NUMBER,
        Column("title", pgettext_lazy("one line", "Change"), "name", "title"),
        PROJECT,
        Column("impact_days", _("Time"), "days", "impact_days", has_total=True),
        Column("impact_cost", _("Cost"), "euro", "impact_cost", has_total=True),
        OWNER,
        DUE,
        STATE,
        Column("decided_by", _("Decided by"), "person", "decided_by__name"),
        Column("decided_on", _("Decided on"), "date", "decided_on"),
        Column("get_kind_display", _("Kind"), "choice", "kind", is_extra=True),
    ),
    facts=(
        Column("impact_days", _("Impact in time"), "days"),
        Column("impact_cost", _("Impact in cost"), "euro"),
        Column("get_state_display", _("State"), "choice"),
        DUE,
        Column("decided_on", _("Decided on"), "date"),
    ),
    sections=(
        Section(_("What is asked"), "code title kind reason requested_by requested_on priority".split()),
        Section(_("What it changes"), "impact_days impact_cost impact_scope impact_quality tasks".split()),
        Section(_("What one can choose"), ("options", "scenario")),
        Section(
            _("Who decides, and what came of it"), "owner due state decided_by decided_on outcome".split()
        ),
    ),
    search=("code", "title", "reason", "outcome", "owner__name"),
    order=("due", "code"),
    views=(View("to-decide", _("To decide"), waits_for_decision), OVERDUE, MINE),
    filters=(OF_OWNER, OF_STATE, Filter("kind", _("Kind"), "kind")),
    closed_states=CLOSED_CHANGES,
    states=CHANGE_STATES,
    related=(*WITH_OWNER, "decided_by", "requested_by"),
    empty=_("No change requests yet. Write down what somebody wants changed, before anybody starts on it."),
    conclusion=changes_conclusion,
    sentence=change_sentence,
    check=check_change,
    asks=(
        Ask("change", pgettext_lazy("what is asked", "Assess"), _to_assess),
        Ask("change-execute", pgettext_lazy("what is asked", "Carry out"), _to_carry_out),
    ),
    expiries=("due",),
    plan_fields=("tasks",),
    family=Family.SCOPE,
    is_main=True,
    help=USUAL
    | {
        "impact_days": _(
            "Working days on the end of the project; below zero if it comes sooner. 0 is an answer."
        ),
        "impact_cost": _("Euro on top of the budget; below zero if it saves. 0 is an answer."),
        "scenario": _(
            "Name or address of the what-if run that shows the plan with this change; attach its file."
        ),
        "options": _("What else is possible, to do nothing included."),
        "due": _("The day by which a decision is needed."),
    },
)
