"""Decide on the spot: the line of the register changes through its own rules, the minutes say so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.errors import VersionConflict
from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.clock import today
from stuurbord.web.lists.actions import save_line
from stuurbord.web.lists.changing import changed_form
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.meetings.actions.locking import (
    locked_item,
    next_item_version,
    open_meeting,
    running_meeting,
    tell,
)
from stuurbord.web.meetings.gate_decisions import decide_at_gate
from stuurbord.web.meetings.given import CannotDecide, Given
from stuurbord.web.meetings.models import AgendaItem, ItemKind, ItemState, Meeting
from stuurbord.web.meetings.queries import person_of
from stuurbord.web.meetings.rulings import Ruling, rulings_for
from stuurbord.web.meetings.what_changed import require_fresh


@transaction.atomic
def decide_item(actor: Any, meeting: Meeting, item: AgendaItem, given: Given) -> AgendaItem:
    """Decide what an item asks, in the register it comes from and in the minutes, all or nothing.

    Raises
    ------
    NotPermitted
        If the actor has no mandate to decide there, or asked for it himself where others must decide.
    VersionConflict
        If somebody changed the item or the meeting first; `StaleLine` if the line changed, with what.
    CannotDecide
        If the register refuses it: there is no way to that state, or something must be known first.
    """
    stored = running_meeting(meeting)
    kept = locked_item(stored, item, given.seen.item)
    require(actor, Permission.DECIDE, kept.project.scopes if kept.project else stored.scopes)
    ruling = next((one for one in rulings_for(kept) if one.code == given.ruling), None)
    if ruling is None:
        raise CannotDecide([_("Choose what was decided.")])
    if ruling.code != "noted" and not given.outcome.strip():
        raise CannotDecide([_("Write what was decided, in a sentence that stands by itself.")])
    if kept.state == ItemState.HANDLED and kept.line_id is not None:
        raise VersionConflict(_("This item was decided already. Change it in its register."))
    _SOURCES.get(kept.kind, _nothing_else)(actor, kept, ruling, given)
    kept.outcome, kept.ruling, kept.state = given.outcome.strip(), ruling.code, ItemState.HANDLED
    next_item_version(kept, "outcome", "ruling", "state")
    tell(actor, stored, "agenda.decide", {"ruling": ruling.code, "outcome": kept.outcome}, kept)
    return kept


@transaction.atomic
def postpone_item(actor: Any, meeting: Meeting, item: AgendaItem, version: int) -> AgendaItem:
    """Leave an item for the next meeting, or take it up again."""
    stored = open_meeting(meeting)
    require(actor, meeting.permission, meeting.scopes)
    kept = locked_item(stored, item, version)
    if kept.state == ItemState.HANDLED:
        raise VersionConflict(_("This item was decided already. Change it in its register."))
    before = kept.state
    if stored.is_over:
        raise VersionConflict(_("This meeting was held: what was not handled goes to the next one already."))
    kept.state = ItemState.OPEN if before == ItemState.CARRIED_OVER else ItemState.CARRIED_OVER
    next_item_version(kept, "state")
    tell(actor, stored, "agenda.carry", {"state": [before, kept.state]}, kept)
    return kept


def line_of(item: AgendaItem) -> Any:
    """Return the line that an item stands for, archived or not; None if it stands for none."""
    register = REGISTERS.get(item.source)
    if register is None or item.line_id is None:
        return None
    lines = register.model._default_manager.select_related("project__portfolio")
    return lines.filter(pk=item.line_id).first()


# -- per source --------------------------------------------------------------------------------------


def _nothing_else(actor: Any, item: AgendaItem, ruling: Ruling, given: Given) -> None:
    """Reports, actions and free items: the outcome is in the minutes and nowhere else."""


def _decision(actor: Any, item: AgendaItem, ruling: Ruling, given: Given) -> None:
    values: dict[str, Any] = {"state": ruling.target, "outcome": given.outcome}
    if ruling.target == "decided":
        values["decided_on"] = today()
    _change(actor, item.source, line_of(item), given.seen.line, values)


def _change_request(actor: Any, item: AgendaItem, ruling: Ruling, given: Given) -> None:
    person = person_of(actor) or item.meeting.chair
    values = {
        "state": ruling.target,
        "outcome": given.outcome,
        "decided_by": person.pk if person else None,
        "decided_on": today(),
    }
    _change(actor, item.source, line_of(item), given.seen.line, values)


def _issue(actor: Any, item: AgendaItem, ruling: Ruling, given: Given) -> None:
    values = {"state": ruling.target, "solution": given.outcome}
    _change(actor, item.source, line_of(item), given.seen.line, values)


def _exception(actor: Any, item: AgendaItem, ruling: Ruling, given: Given) -> None:
    """Decide through the decision that the exception asked; the exception follows it by itself."""
    report = line_of(item)
    if report is None:
        raise CannotDecide([_("What this item stands for is no longer there.")])
    require_fresh(REGISTERS[item.source], report, given.seen.line)
    decision = getattr(report, "decision", None)
    if decision is None:
        raise CannotDecide([_("The exception asks no decision yet. Its project manager asks it first.")])
    values = {"state": ruling.target, "outcome": given.outcome, "decided_on": today()}
    seen = decision.version if given.seen.decision is None else given.seen.decision
    _change(actor, "beslissingen", decision, seen, values)


def _gate(actor: Any, item: AgendaItem, ruling: Ruling, given: Given) -> None:
    decide_at_gate(actor, item, ruling.code, given)


_SOURCES: Final[dict[str, Callable[[Any, AgendaItem, Ruling, Given], None]]] = {
    ItemKind.DECISION: _decision,
    ItemKind.CHANGE: _change_request,
    ItemKind.ESCALATION: _issue,
    ItemKind.EXCEPTION: _exception,
    ItemKind.GATE: _gate,
}


def _change(actor: Any, slug: str, line: Any, version: int | None, values: Mapping[str, Any]) -> None:
    """Change a line as its own form would: its rules, its four eyes, its audit entry."""
    if line is None:
        raise CannotDecide([_("What this item stands for is no longer there.")])
    register = REGISTERS[slug]
    require(actor, register.permission, line.project.scopes)
    require_fresh(register, line, version)
    known = {name: value for name, value in values.items() if name in register.form_fields}
    form = changed_form(register, actor, line, known)
    if not form.is_valid():
        raise CannotDecide([str(error) for errors in form.errors.values() for error in errors])
    save_line(actor, register, form, version)
