"""Waivers: a criterion set aside for a while, asked by one and allowed by another."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from stuurbord.rulebooks.gates.evidence import months_later
from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.clock import today
from stuurbord.web.gates.mandates import may_be_named, scopes_at_gate
from stuurbord.web.gates.models import Waiver
from stuurbord.web.gates.naming import order
from stuurbord.web.lists.register import Ask, Column, Family, Register, Section, View
from stuurbord.web.lists.state_checks import keeps
from stuurbord.web.lists.states import StateMachine, Transition
from stuurbord.web.reader import reader
from stuurbord.web.registers.declarations.usual import (
    MINE,
    NUMBER,
    OF_OWNER,
    OF_STATE,
    OWNER,
    PROJECT,
    STATE,
    USUAL,
)
from stuurbord.web.registers.guards import known
from stuurbord.web.registers.models import Milestone
from stuurbord.web.registers.telling import counted

MOST_MONTHS = 6
"""A waiver that lasts longer is a changed rule."""
_OPEN = ngettext_lazy("{n} waiver is open.", "{n} waivers are open.", "number")
_ASKED = ngettext_lazy("{n} waits for a decision.", "{n} wait for a decision.", "number")
_DECIDE = Permission.DECIDE
_asked = known("owner", "gate", "rule", "reason", "measure", "residual_risk", "expires_on")


def _can_be_asked(line: Any) -> str:
    return _asked(line) or _without_mandate(line)


def _without_mandate(line: Any) -> str:
    """Say that whoever is named to allow it cannot; nobody need be named."""
    if line.approver is None or may_be_named(line.approver, line):
        return ""
    told = _now("{name} has no mandate at gate {gate}: name somebody who decides there, or nobody.")
    return told.format(name=line.approver, gate=line.gate)


def _decided(line: Any) -> str:
    """Whoever allows it is not whoever asks it, and says why."""
    if missing := _asked(line) or known("approver", "outcome")(line):
        return missing
    return _too_long(line) or _own(line)


def _own(line: Any) -> str:
    same = line.approver_id == line.owner_id
    return _now("Somebody else allows a waiver than who asks for it.") if same else ""


def _too_long(line: Any) -> str:
    last = last_day(line.project, line.gate)
    if line.expires_on is None or line.expires_on <= last:
        return ""
    told = _now("A waiver lasts at most {n} months and not beyond the next gate: until {day} at the latest.")
    return told.format(n=MOST_MONTHS, day=reader().day(last))


def last_day(project: Any, gate: str) -> date:
    """Return the last day on which a waiver of today may expire: six months, or the gate that follows."""
    most = months_later(today(), MOST_MONTHS)
    later = [
        one.expected_on
        for one in Milestone.objects.filter(project=project, is_gate=True, is_archived=False)
        if order(one.code) > order(gate) and one.expected_on and one.expected_on >= today()
    ]
    return min([most, *later])


WAIVER_STATES = StateMachine(
    "draft",
    (
        Transition("draft", "requested", "V", guard=_can_be_asked),
        Transition("requested", "approved", "G", _DECIDE, _decided, four_eyes=True, named="approver"),
        Transition("requested", "refused", "W", _DECIDE, known("outcome"), four_eyes=True, named="approver"),
        Transition("requested", "draft", "O"),
        Transition("approved", "ended", "E"),
        Transition("refused", "draft", "O"),
    ),
)
_keeps_what_was_allowed = keeps(
    ("approved", "ended"),
    "gate",
    "rule",
    "reason",
    "measure",
    "residual_risk",
    "approver",
    "expires_on",
    "owner",
)


def check_waiver(form: ModelForm) -> None:
    """Refuse a waiver that lasts too long, or that whoever asks it allows."""
    sent = form.cleaned_data
    if sent.get("owner") and sent.get("owner") == sent.get("approver"):
        form.add_error("approver", _now("Somebody else allows a waiver than who asks for it."))
    project, gate, end = sent.get("project"), sent.get("gate"), sent.get("expires_on")
    if project and gate and end and "expires_on" in form.changed_data:
        last = last_day(project, gate)
        if end > last:
            told = _now(
                "A waiver lasts at most {n} months and not beyond the next gate: until {day} at the latest."
            )
            form.add_error("expires_on", told.format(n=MOST_MONTHS, day=reader().day(last)))
    if sent.get("approver") and "approver" in form.changed_data and sent.get("state") == "requested":
        _refuse_without_mandate(form)
    _keeps_what_was_allowed(form)


def _refuse_without_mandate(form: ModelForm) -> None:
    """A line that waits already is not left to somebody who cannot decide on it."""
    line = form.instance
    line.approver, line.gate = form.cleaned_data["approver"], form.cleaned_data.get("gate", line.gate)
    if told := _without_mandate(line):
        form.add_error("approver", told)


def waivers_conclusion(lines: QuerySet[Any]) -> str:
    return counted(lines, _OPEN, (_ASKED, Q(state="requested")))


def _to_complete(person: Any) -> Q:
    return Q(owner=person, state="draft")


WAIVERS = Register(
    slug="toegestane-afwijkingen",
    title=_("Waivers"),
    one=_("Waiver"),
    model=Waiver,
    prefix="TA-",
    columns=(
        NUMBER,
        Column("title", _("Waiver"), "name", "title"),
        PROJECT,
        Column("gate", _("Gate"), "code", "gate"),
        Column("rule", _("Criterion"), "code", "rule"),
        OWNER,
        Column("approver", _("Allowed by"), "person", "approver__name"),
        Column("expires_on", _("Expires on"), "date", "expires_on", alarm="is_expired"),
        STATE,
    ),
    facts=(
        Column("gate", _("Gate"), "text"),
        Column("rule", _("Criterion"), "text"),
        Column("expires_on", _("Expires on"), "date", alarm="is_expired"),
        Column("approver", _("Allowed by"), "person"),
        Column("get_state_display", _("State"), "choice"),
    ),
    sections=(
        Section(_("What is set aside"), ("code", "title", "gate", "rule", "reason")),
        Section(_("What is done instead"), ("measure", "residual_risk", "expires_on")),
        Section(_("Who asks and who allows"), ("owner", "approver", "due", "state", "outcome")),
    ),
    search=("code", "title", "rule"),
    order=("project__code", "code"),
    views=(View("asked", _("Asked"), lambda user: Q(state="requested")), MINE),
    filters=(OF_OWNER, OF_STATE),
    closed_states=("refused", "ended"),
    states=WAIVER_STATES,
    mandate_scopes=scopes_at_gate,
    check=check_waiver,
    related=("project__portfolio", "owner", "approver"),
    empty=_("No waivers. One is asked from a criterion in the dossier of a gate."),
    conclusion=waivers_conclusion,
    asks=(Ask("waiver", pgettext_lazy("what is asked", "Complete"), _to_complete),),
    expiries=("expires_on",),
    family=Family.STEERING,
    help=USUAL
    | {
        "rule": _("The number of the criterion, as the dossier shows it."),
        "measure": _("What makes up for it meanwhile."),
        "residual_risk": _("What can still go wrong."),
        "expires_on": _("At most six months, and not beyond the gate that follows."),
        "approver": _("Who decides at that gate, other than the owner. Named here, nobody else allows it."),
    },
)
