"""What people still do, and what the plan takes for granted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy, pgettext_lazy

from stuurbord.web.clock import today
from stuurbord.web.lists.register import Column, Family, Filter, Register, Section, View
from stuurbord.web.lists.states import StateMachine, Transition, from_each
from stuurbord.web.reader import reader
from stuurbord.web.registers.checks import check_action, check_assumption
from stuurbord.web.registers.conclusions import overdue
from stuurbord.web.registers.declarations.issues import GRAVITY
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
)
from stuurbord.web.registers.guards import known
from stuurbord.web.registers.models import CLOSED_ACTIONS, ActionItem, Assumption
from stuurbord.web.registers.telling import counted

WEEK = timedelta(days=7)
ACTION_STATES = StateMachine(
    "open",
    (
        *from_each(("open", "done"), "in_progress", "B", guard=known("owner")),
        *from_each(("open", "in_progress"), "done", "K"),
        *from_each(("open", "in_progress"), "dropped", "V"),
        *from_each(("in_progress", "done", "dropped"), "open", "H"),
    ),
)
ASSUMPTION_STATES = StateMachine(
    "assumed",
    (
        Transition("assumed", "confirmed", "B", guard=known("validated_by", "validated_on")),
        Transition("assumed", "refuted", "W", guard=known("validated_by", "validated_on")),
        *from_each(("confirmed", "refuted"), "assumed", "H"),
    ),
)
_ACTIONS = ngettext_lazy("{n} action is open.", "{n} actions are open.", "number")
_ACTIONS_LATE = ngettext_lazy("{n} should have been done.", "{n} should have been done.", "number")
_NOBODY = ngettext_lazy("{n} has no owner.", "{n} have no owner.", "number")
_ASSUMED = ngettext_lazy(
    "The plan rests on {n} assumption that nobody confirmed.",
    "The plan rests on {n} assumptions that nobody confirmed.",
    "number",
)
_UNCERTAIN = ngettext_lazy("{n} is uncertain.", "{n} are uncertain.", "number")


def action_sentence(action: Any) -> str:
    """Say when an action is due."""
    if action.due is None:
        return _now("This action has no date yet.")
    days = (action.due - today()).days
    if action.state in CLOSED_ACTIONS:
        return ""
    if days < 0:
        return ngettext("{n} day too late.", "{n} days too late.", -days).format(
            n=reader().count_at_start(-days)
        )
    return ngettext("{n} day left.", "{n} days left.", days).format(n=reader().count_at_start(days))


ACTIONS = Register(
    slug="acties",
    title=_("Actions"),
    one=pgettext_lazy("one line", "Action"),
    model=ActionItem,
    prefix="A-",
    columns=(
        NUMBER,
        Column("title", pgettext_lazy("one line", "Action"), "name", "title"),
        PROJECT,
        Column("priority", _("Priority"), "level", "priority_order"),
        OWNER,
        DUE,
        STATE,
        Column("source", _("Comes from"), "text", "source"),
        Column("done_on", _("Done on"), "date", "done_on", is_extra=True),
    ),
    facts=(Column("priority", _("Priority"), "level"), Column("owner", _("Owner"), "person"), DUE),
    sections=(
        Section(_("What is to be done"), ("code", "title", "description", "source")),
        Section(_("Who does it, by when"), ("owner", "due", "priority", "state", "done_on")),
    ),
    search=("code", "title", "description", "source", "owner__name"),
    order=("due", "code"),
    views=(
        OVERDUE,
        View("this-week", _("This week"), lambda user: Q(due__lte=today() + WEEK)),
        View("no-owner", _("Without owner"), lambda user: Q(owner=None)),
        MINE,
    ),
    filters=(OF_OWNER, Filter("priority", _("Priority"), "priority"), OF_STATE),
    closed_states=CLOSED_ACTIONS,
    states=ACTION_STATES,
    related=WITH_OWNER,
    annotations={"priority_order": GRAVITY},
    empty=_("No actions yet. An action has a verb, one owner and a date."),
    conclusion=lambda lines: counted(lines, _ACTIONS, (_ACTIONS_LATE, overdue()), (_NOBODY, Q(owner=None))),
    sentence=action_sentence,
    check=check_action,
    asks=(ask_owner("action", pgettext_lazy("what is asked", "Finish"), "done"),),
    is_main=True,
    help=USUAL
    | {"source": _("Number of the risk, the issue or the decision it follows from, or the meeting.")},
)

ASSUMPTIONS = Register(
    slug="aannames",
    title=_("Assumptions"),
    one=_("Assumption"),
    model=Assumption,
    prefix="AN-",
    columns=(
        NUMBER,
        Column("title", _("Assumption"), "name", "title"),
        PROJECT,
        Column("get_certainty_display", _("Certainty"), "choice", "certainty"),
        Column("consequence", _("If it proves false"), "text"),
        OWNER,
        DUE,
        STATE,
        Column("validated_on", _("Checked on"), "date", "validated_on"),
    ),
    facts=(
        Column("get_certainty_display", _("Certainty"), "choice"),
        Column("owner", _("Owner"), "person"),
        DUE,
    ),
    sections=(
        Section(_("What is taken for granted"), ("code", "title", "certainty", "consequence")),
        Section(
            _("How and when it is checked"),
            ("validation", "owner", "due", "state", "validated_by", "validated_on"),
        ),
    ),
    search=("code", "title", "consequence", "owner__name"),
    order=("due", "code"),
    views=(View("uncertain", _("Uncertain"), lambda user: Q(certainty="low")), OVERDUE, MINE),
    filters=(OF_OWNER, Filter("certainty", _("Certainty"), "certainty"), OF_STATE),
    closed_states=Assumption.closed,
    states=ASSUMPTION_STATES,
    related=(*WITH_OWNER, "validated_by"),
    empty=_("No assumptions yet. Write down what the plan takes for true without proof."),
    conclusion=lambda lines: counted(
        lines, _ASSUMED, (_UNCERTAIN, Q(certainty="low")), (_ACTIONS_LATE, overdue())
    ),
    check=check_assumption,
    asks=(ask_owner("assumption", pgettext_lazy("what is asked", "Check")),),
    family=Family.SCOPE,
    help=USUAL
    | {
        "consequence": _("What changes in time, money or quality. Worth a risk of its own?"),
        "due": _("The day by which it must be checked."),
    },
)
