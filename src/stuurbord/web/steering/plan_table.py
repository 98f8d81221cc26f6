"""A plan as a table beside its Gantt: the tasks asked for, each as a row of text and a picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from django.utils.safestring import SafeString

from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.editing import legal_until
from stuurbord.plan import NONE, DependencyKind, Plan, moment
from stuurbord.plan.calendar import DAY
from stuurbord.plan.model import Booleans, Integers
from stuurbord.web.look import figures
from stuurbord.web.look.gantt import AFTER, Bar, Closure, Marks, Timescale, row_drawing
from stuurbord.web.projects.plans import is_work
from stuurbord.web.reader import reader
from stuurbord.web.steering.plan_request import BLOCK, PlanRequest
from stuurbord.web.steering.task_facts import (
    bar_of,
    closed_days,
    dense_day,
    is_done,
    kind_of,
    room_in_words,
    summaries_of,
)

FIRST_BLOCKS = 4
ROOM = 1400
"""Pixels that a plan should fit in before the reader chooses a zoom: about two widths of its box."""
PAPER = 640
"""Pixels of the drawing on an A4 page in landscape, beside the table."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One task as text, and its picture; ``position`` counts the rows asked for from 1."""

    position: int
    uid: int
    wbs: str
    name: str
    kind: str
    """``task``, ``summary``, ``milestone`` or ``gate``."""
    level: int
    has_parts: bool
    is_unfolded: bool
    is_hidden: bool
    is_active: bool
    is_critical: bool
    start: str
    finish: str
    deviation: SafeString | str
    room: str
    """The float in words, empty for summaries and what is done."""
    progress: str
    drawing: SafeString


@dataclass(frozen=True, slots=True)
class Block:
    """A run of rows that is sent together, or fetched when it comes into view."""

    first: int
    n_visible: int
    rows: list[PlanRow] | None


class PlanTable:
    """The rows of one plan that a reader asked for.

    Parameters
    ----------
    tolerance
        Days a finish may lie beyond its baseline before it is shown in red.
    """

    def __init__(
        self, plan: Plan, schedule: Schedule, asked: PlanRequest, today: date, tolerance: int | None = None
    ) -> None:
        self.plan, self.schedule, self.asked = plan, schedule, asked
        self.today, self.tolerance = today, tolerance
        self.baseline = plan.baselines.get(0)
        levels = plan.tasks.outline_level
        self._least_level = int(levels.min()) if len(levels) else 1

    @cached_property
    def shown(self) -> list[int]:
        """Positions of the tasks asked for, and of the summaries above them."""
        wanted = self._wanted()
        if not self.asked.is_filtered:
            return list(range(len(wanted)))
        parents = self.plan.tasks.parent_idx.tolist()
        with_parents = wanted.tolist()
        for idx in wanted.nonzero()[0].tolist():
            above = parents[idx]
            while above >= 0 and not with_parents[above]:
                with_parents[above] = True
                above = parents[above]
        return [idx for idx, is_wanted in enumerate(with_parents) if is_wanted]

    @cached_property
    def n_found(self) -> int:
        """How many tasks meet the filter themselves."""
        return int(self._wanted().sum())

    @cached_property
    def levels(self) -> list[int]:
        """Level of each row shown, from 1."""
        given = self.plan.tasks.outline_level.tolist()
        return [given[idx] - self._least_level + 1 for idx in self.shown]

    @cached_property
    def deviation_days(self) -> list[int | None]:
        """Calendar days that each task's finish lies after its baseline."""
        if self.baseline is None:
            return [None] * len(self.plan.tasks)
        pairs = zip(self.schedule.finish.tolist(), self.baseline.finish.tolist(), strict=True)
        return [None if NONE in pair else pair[0] // DAY - pair[1] // DAY for pair in pairs]

    @cached_property
    def scale(self) -> Timescale:
        start, finish = self._extent()
        if self.asked.everything:
            return Timescale.filling(start, finish, PAPER, AFTER)
        return Timescale.at_zoom(start, finish, self.asked.zoom, ROOM)

    @cached_property
    def marks(self) -> Marks:
        status = self.plan.status_date
        return Marks(self.today, None if status == NONE else moment(status).date())

    @cached_property
    def closures(self) -> list[Closure]:
        """Runs of days on which the project's calendar does not work."""
        return closed_days(self.plan, self.scale.first_day, self.scale.last_day)

    @cached_property
    def _critical_summaries(self) -> Booleans:
        return summaries_of(self.plan, self.schedule.is_critical & ~self.plan.tasks.is_summary)

    def blocks(self) -> list[Block]:
        """Return all rows in blocks; those the reader sees first are filled in."""
        depth = self.asked.depth
        blocks = []
        for first in range(0, len(self.shown), BLOCK):
            n_before = first - self.asked.first
            is_filled = self.asked.everything or 0 <= n_before < FIRST_BLOCKS * BLOCK
            levels = self.levels[first : first + BLOCK]
            n_visible = sum(1 for level in levels if not depth or level <= depth)
            blocks.append(Block(first, n_visible, self.rows(first) if is_filled else None))
        return blocks

    def next_first(self) -> int | None:
        """Return the row at which a reader without scripts goes on, None at the end."""
        following = self.asked.first + FIRST_BLOCKS * BLOCK
        return None if self.asked.everything or following >= len(self.shown) else following

    def rows(self, first: int, n_rows: int = BLOCK) -> list[PlanRow]:
        """Return so many rows from a position among those shown."""
        return [self._row(place) for place in range(first, min(first + n_rows, len(self.shown)))]

    def outline(self) -> dict[str, Any]:
        """Return what folding and the lines between bars need: plain lists, one entry per row shown."""
        return {
            "levels": self.levels,
            "depth": self.asked.depth,
            "block": BLOCK,
            "begin": self._begin(),
            "links": self._links(),
        }

    def _begin(self) -> int:
        """Return the row where work is going on: that of the summary above the first unfinished task."""
        is_open = ~is_done(self.plan) & is_work(self.plan, self.schedule)
        place = next((place for place, idx in enumerate(self.shown) if is_open[idx]), 0)
        level = self.levels[place] if self.levels else 0
        while place > 0 and self.levels[place] >= level > 1:
            place -= 1
        return place

    def _wanted(self) -> Booleans:
        tasks = self.plan.tasks
        wanted = np.ones(len(tasks), np.bool_)
        if self.asked.query:
            text = self.asked.query.casefold()
            pairs = zip(tasks.name, tasks.wbs, strict=True)
            wanted &= np.array([text in name.casefold() or text == wbs for name, wbs in pairs], np.bool_)
        if self.asked.only == "critical":
            wanted &= self.schedule.is_critical & ~tasks.is_summary
        elif self.asked.only == "milestones":
            wanted &= (tasks.is_milestone & ~tasks.is_summary) | np.array([bool(gate) for gate in tasks.gate])
        elif self.asked.only == "late":
            is_late = np.array([(days or 0) > 0 for days in self.deviation_days], np.bool_)
            wanted &= is_late & ~is_done(self.plan) & ~tasks.is_summary
        return wanted

    def _extent(self) -> tuple[int, int]:
        start, finish = self.schedule.project_start, self.schedule.project_finish
        if self.baseline is not None:
            promised = self.baseline.finish[self.baseline.finish != NONE]
            finish = max(finish, int(promised.max())) if len(promised) else finish
        return start, finish

    @cached_property
    def _legal_until(self) -> Integers:
        return legal_until(self.plan, self.schedule)

    def _bar(self, idx: int) -> Bar:
        bar = bar_of(self.plan, self.schedule, idx, self.deviation_days[idx])
        over = int(self._legal_until[idx])
        return bar if over == NONE else replace(bar, legal_until=over)

    def _row(self, place: int) -> PlanRow:
        idx, level, depth = self.shown[place], self.levels[place], self.asked.depth
        tasks, schedule = self.plan.tasks, self.schedule
        has_parts = place + 1 < len(self.levels) and self.levels[place + 1] > level
        kind = kind_of(self.plan, idx)
        is_active = schedule.start[idx] != NONE
        bar = self._bar(idx) if is_active else None
        if bar is not None and kind == "summary":
            bar = replace(bar, is_critical=bool(self._critical_summaries[idx]))
        return PlanRow(
            position=place + 1,
            uid=int(tasks.uid[idx]),
            wbs=tasks.wbs[idx],
            name=tasks.name[idx] or "–",
            kind=kind,
            level=level,
            has_parts=has_parts,
            is_unfolded=not depth or level < depth,
            is_hidden=bool(depth and level > depth),
            is_active=is_active,
            is_critical=bool(schedule.is_critical[idx]) and kind != "summary",
            start=dense_day(schedule.start[idx]),
            finish=dense_day(schedule.finish[idx]),
            deviation=figures.days(self.deviation_days[idx], self.tolerance),
            room=room_in_words(self.plan, schedule, idx),
            progress=reader().percent(float(tasks.percent_complete[idx])) if is_active else "",
            drawing=row_drawing(self.scale, bar),
        )

    def _links(self) -> list[list[float]]:
        """Lines between bars: row and place of the one end, of the other end, 1 where critical."""
        if self.asked.links == "none":
            return []
        place_of = {idx: place for place, idx in enumerate(self.shown)}
        links = self.plan.dependencies
        columns = (links.predecessor_idx.tolist(), links.successor_idx.tolist(), links.kind.tolist())
        found = []
        for number, (before, after, kind) in enumerate(zip(*columns, strict=True)):
            is_critical = self._is_critical_link(number, before, after)
            if before in place_of and after in place_of and (is_critical or self.asked.links == "all"):
                leaves = self._x_of(before, kind in (DependencyKind.SS, DependencyKind.SF))
                arrives = self._x_of(after, kind in (DependencyKind.FS, DependencyKind.SS))
                if leaves is not None and arrives is not None:
                    found.append([place_of[before], leaves, place_of[after], arrives, int(is_critical)])
        return found

    def _is_critical_link(self, number: int, before: int, after: int) -> bool:
        schedule = self.schedule
        return bool(
            schedule.is_critical[before]
            and schedule.is_critical[after]
            and schedule.driving_dependency_idx[after] == number
        )

    def _x_of(self, idx: int, at_start: bool) -> float | None:
        date = int(self.schedule.start[idx] if at_start else self.schedule.finish[idx])
        return None if date == NONE else round(self.scale.x(date), 1)
