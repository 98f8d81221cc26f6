"""A plan with the edits that somebody tries on it: computed, kept for a while, never stored."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.editing import edited, edits_from
from stuurbord.plan import Plan
from stuurbord.web.projects.plans import forecast_schedule, plan_of, schedule_of

MOST_EDITS: Final = 2_000
_MOST_KEPT: Final = 32
_kept: OrderedDict[str, Plan] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Tried:
    """A revision, and what edits make of it."""

    plan: Plan
    schedule: Schedule
    new_plan: Plan
    new_schedule: Schedule


def tried(revision_id: int, records: Sequence[Mapping[str, Any]]) -> Tried:
    """Return a revision with edits, given as plain data.

    Raises
    ------
    InvalidPlan
        If an edit cannot be made; its finding says why.
    ValueError
        If a record is no edit, names what is not there, or there are more than `MOST_EDITS`.
    """
    if len(records) > MOST_EDITS:
        raise ValueError(f"{len(records)} edits > {MOST_EDITS}")
    plan, schedule = plan_of(revision_id), schedule_of(revision_id)
    if not records:
        return Tried(plan, schedule, plan, schedule)
    new_plan = _edited(revision_id, plan, records)
    return Tried(plan, schedule, new_plan, forecast_schedule(new_plan))


def _edited(revision_id: int, plan: Plan, records: Sequence[Mapping[str, Any]]) -> Plan:
    """Return the edited plan; all edits but the last are mostly known from the frame before."""
    if not records:
        return plan
    key = _key(revision_id, records)
    with _lock:
        if found := _kept.get(key):
            _kept.move_to_end(key)
            return found
    before = _edited_before(revision_id, plan, records)
    new = edited(before, edits_from(records[-1:]), forecast_schedule)
    with _lock:
        _kept[key] = new
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return new


def _edited_before(revision_id: int, plan: Plan, records: Sequence[Mapping[str, Any]]) -> Plan:
    """Return the plan before the last edit: from the longest run of edits that is still kept."""
    for n in range(len(records) - 1, 0, -1):
        with _lock:
            found = _kept.get(_key(revision_id, records[:n]))
        if found is not None:
            return edited(found, edits_from(records[n:-1]), forecast_schedule)
    return edited(plan, edits_from(records[:-1]), forecast_schedule)


def _key(revision_id: int, records: Sequence[Mapping[str, Any]]) -> str:
    text = json.dumps([revision_id, *records], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
