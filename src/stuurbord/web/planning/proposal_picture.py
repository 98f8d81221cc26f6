"""The rows of a plan that a proposal moves most, before and after, as a table with its drawing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
from django.utils.safestring import SafeString

from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.editing import legal_until
from stuurbord.plan import NONE, Plan, moment
from stuurbord.plan.calendar import DAY
from stuurbord.web.look.gantt import BeforeAfter, Marks, Timescale, before_after_drawing, ground, head

SHOWN: Final = 14
WIDTH: Final = 400
Dated = tuple[Plan, Schedule]


@dataclass(frozen=True, slots=True)
class MovedRow:
    """One task that moves, comes or goes."""

    uid: int
    wbs: str
    name: str
    kind: str
    before: date | None
    after: date | None
    days: int | None
    is_critical: bool
    drawing: SafeString


@dataclass(frozen=True, slots=True)
class Picture:
    """The rows with the drawing above and behind them; ``n_more`` rows move as well."""

    rows: list[MovedRow]
    head: SafeString
    ground: SafeString
    n_more: int


def picture_of(before: Dated, after: Dated, changed: Collection[int], today: date) -> Picture | None:
    """Return what moves, in the order of the plan; chosen first are gates, then what is changed itself.

    Parameters
    ----------
    changed
        Uids of the tasks that the proposal itself changes.
    """
    moved = [one for one in _pairs(before, after) if one.was != one.now]
    if not moved:
        return None
    chosen = sorted(moved, key=lambda one: one.weight(one.uid in changed))[:SHOWN]
    chosen.sort(key=lambda one: one.place)
    scale = _scale(chosen)
    status = after[0].status_date
    marks = Marks(today, None if status == NONE else moment(status).date())
    return Picture(
        rows=[_row(one, scale) for one in chosen],
        head=head(scale, marks),
        ground=ground(scale, [], marks),
        n_more=len(moved) - len(chosen),
    )


@dataclass(frozen=True, slots=True)
class _Pair:
    """A task with its dates before and after; ``place`` is its position in the new plan, then the old."""

    uid: int
    wbs: str
    name: str
    kind: str
    place: tuple[int, int]
    was: tuple[int, int] | None
    now: tuple[int, int] | None
    is_critical: bool
    law_until: int | None

    @property
    def days(self) -> int | None:
        return None if self.was is None or self.now is None else self.now[1] // DAY - self.was[1] // DAY

    def weight(self, is_changed: bool) -> tuple[int, int, tuple[int, int]]:
        """Return what sorts the rows that matter most first."""
        rank = 1 if is_changed else 2 + ("milestone", "task", "summary", "gate").index(self.kind)
        rank = 0 if self.kind == "gate" else rank
        shift = 10_000 if self.days is None else abs(self.days)
        return rank, -shift, self.place


def _pairs(before: Dated, after: Dated) -> list[_Pair]:
    old_row = {uid: row for row, uid in enumerate(before[0].tasks.uid.tolist())}
    new_uids = after[0].tasks.uid.tolist()
    over = legal_until(*after)
    pairs = []
    for row, uid in enumerate(new_uids):
        old = old_row.get(uid)
        was, now = None if old is None else _dates(before[1], old), _dates(after[1], row)
        one = _pair(after[0], row, (row, 0), was, now, after[1].is_critical)
        if now is not None and after[0].tasks.legal_basis[row]:
            one = replace(one, law_until=now[1] if over[row] == NONE else int(over[row]))
        pairs.append(one)
    for uid in old_row.keys() - set(new_uids):
        row = old_row[uid]
        place = (_above(before[0], row, new_uids), row + 1)
        gone = _pair(before[0], row, place, _dates(before[1], row), None, before[1].is_critical)
        pairs.append(replace(gone, wbs=""))  # its number may be another task's now
    return pairs


def _pair(
    plan: Plan,
    row: int,
    place: tuple[int, int],
    was: tuple[int, int] | None,
    now: tuple[int, int] | None,
    critical: np.ndarray,
) -> _Pair:
    tasks = plan.tasks
    kind = "milestone" if tasks.is_milestone[row] else "summary" if tasks.is_summary[row] else "task"
    return _Pair(
        uid=int(tasks.uid[row]),
        wbs=tasks.wbs[row],
        name=tasks.name[row],
        kind="gate" if tasks.gate[row] else kind,
        place=place,
        was=was,
        now=now,
        is_critical=bool(critical[row]) and now is not None,
        law_until=None,
    )


def _above(plan: Plan, row: int, new_uids: list[int]) -> int:
    """Return the position of the nearest row above that stays."""
    there = {uid: at for at, uid in enumerate(new_uids)}
    uids = plan.tasks.uid.tolist()
    return next((there[uids[at]] for at in range(row, -1, -1) if uids[at] in there), -1)


def _dates(schedule: Schedule, row: int) -> tuple[int, int] | None:
    dates = int(schedule.start[row]), int(schedule.finish[row])
    return None if NONE in dates else dates


def _scale(chosen: list[_Pair]) -> Timescale:
    dates = [one for pair in chosen for one in (pair.was, pair.now) if one is not None]
    return Timescale.filling(min(one[0] for one in dates), max(one[1] for one in dates), WIDTH)


def _row(pair: _Pair, scale: Timescale) -> MovedRow:
    is_moment = pair.kind in ("gate", "milestone")
    drawn = BeforeAfter(
        pair.was,
        pair.now,
        is_moment=is_moment,
        is_critical=pair.is_critical,
        law_until=pair.law_until,
    )
    return MovedRow(
        uid=pair.uid,
        wbs=pair.wbs,
        name=pair.name,
        kind=pair.kind,
        before=None if pair.was is None else moment(pair.was[1]).date(),
        after=None if pair.now is None else moment(pair.now[1]).date(),
        days=pair.days,
        is_critical=pair.is_critical,
        drawing=before_after_drawing(scale, drawn),
    )
