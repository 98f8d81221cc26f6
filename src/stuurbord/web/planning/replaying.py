"""Edits of an older revision on a newer one: what still works, and what does not with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from stuurbord.engine.editing import check_logic, edited, edits_from
from stuurbord.errors import InvalidPlan
from stuurbord.plan import Plan
from stuurbord.web.projects.plans import forecast_schedule

Record = Mapping[str, Any]
_UIDS = ("uid", "below", "predecessor", "successor", "task")


@dataclass(frozen=True, slots=True)
class Broken:
    """An edit that no longer works; ``place`` counts from 0."""

    place: int
    record: Record
    reason: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """A plan with the edits that work on it."""

    plan: Plan
    working: tuple[Record, ...]
    broken: tuple[Broken, ...]


def replayed(plan: Plan, records: Sequence[Record]) -> Replayed:
    """Make edits one by one; one that cannot be made is left out and told, and the rest goes on.

    A new task whose number was given out meanwhile gets another, and later edits follow it.
    """
    working: list[Record] = []
    broken: list[Broken] = []
    renumbered: dict[int, int] = {}
    for place, record in enumerate(records):
        wanted = _with_uids(_with_free_uid(plan, record, renumbered), renumbered)
        try:
            plan = _made(plan, wanted)
        except InvalidPlan as error:
            broken.append(Broken(place, record, " ".join(one.message(_) for one in error.findings)))
        except ValueError:
            reason = _("What it changes is no longer in the plan.")
            broken.append(Broken(place, record, reason))
        else:
            working.append(wanted)
    return Replayed(plan, tuple(working), tuple(broken))


def _made(plan: Plan, record: Record) -> Plan:
    """Return the plan after one edit that makes sense by itself."""
    after = edited(plan, edits_from([record]), forecast_schedule)
    check_logic(after)
    return after


def _with_free_uid(plan: Plan, record: Record, renumbered: dict[int, int]) -> Record:
    """Choose another number for a new task where somebody else took it; told in ``renumbered``."""
    if record.get("edit") != "Insert":
        return record
    wanted = int(record["uid"])
    if (plan.tasks.uid == wanted).any():
        renumbered[wanted] = int(plan.tasks.uid.max()) + 1
    return record


def _with_uids(record: Record, renumbered: Mapping[int, int]) -> Record:
    if not renumbered:
        return record
    changed = dict(record)
    for name in _UIDS:
        if name in changed:
            changed[name] = renumbered.get(changed[name], changed[name])
    if "uids" in changed:
        changed["uids"] = [renumbered.get(uid, uid) for uid in changed["uids"]]
    return changed
