"""Axes of working time: instants of a plan as seconds on the calendar that a task works on, and back.

An axis counts the working seconds of one calendar from a common origin. A calendar that loses days to the
weather has one course per scenario; all others have one course.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from stuurbord.engine.schedule_risk.building.axis_maps import staircase
from stuurbord.engine.schedule_risk.network import EARLIEST, LATEST, AxisMap
from stuurbord.plan.calendar import DAY, WorkingTime
from stuurbord.plan.model import Integers

_AFTER: Final = 366 * DAY
CLOCK: Final = 0
"""Position of the axis on which every second counts."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Working seconds since the origin, in each scenario.

    Attributes
    ----------
    courses
        Working time per scenario; one if it is the same in all.
    zeros
        Working seconds of each course before the origin.
    """

    courses: tuple[WorkingTime, ...]
    zeros: tuple[int, ...]

    @property
    def is_thinned(self) -> bool:
        """Tell whether it differs between scenarios."""
        return len(self.courses) > 1

    def position(self, instant: int) -> int:
        """Return where an instant lies, in the first scenario."""
        course = self.courses[0]
        inside = min(max(instant, course.first), course.last)
        return min(max(course.before(inside) - self.zeros[0], EARLIEST + 1), LATEST - 1)

    def finishes(self, positions: Integers) -> Integers:
        """Return the instants at which work that ends at these positions is done."""
        course = self.courses[0]
        return course.finish_at(np.clip(positions + self.zeros[0], 0, int(course.cum[-1])))

    def starts(self, positions: Integers) -> Integers:
        """Return the instants at which work that begins at these positions starts."""
        course = self.courses[0]
        return course.start_at(np.clip(positions + self.zeros[0], 0, int(course.cum[-1]) - 1))


@dataclass(slots=True)
class Axes:
    """All axes of one network and the maps between them, made as they are needed.

    The first is the clock. Positions count from ``origin``; maps reach to ``until`` (instants).
    """

    origin: int
    until: int
    found: list[Axis] = field(default_factory=list)
    whole: dict[int, int] = field(default_factory=dict)
    """Of an axis that loses days the one of its calendar without that."""
    _numbers: dict[bytes, int] = field(default_factory=dict)
    _maps: dict[tuple[int, int, bool], int] = field(default_factory=dict)
    _staircases: dict[tuple[int, int], AxisMap] = field(default_factory=dict)

    @classmethod
    def around(cls, clock: WorkingTime, origin: int, until: int) -> Axes:
        """Return axes with the clock only."""
        axes = cls(origin, until)
        axes.number((clock,))
        return axes

    def number(self, courses: Sequence[WorkingTime]) -> int:
        """Return the axis of these courses; calendars that work at the same times share one."""
        courses = [self.within(one) for one in courses]
        key = b"".join(one.starts.tobytes() + b"-" + one.ends.tobytes() for one in courses)
        if key not in self._numbers:
            self._numbers[key] = len(self.found)
            zeros = tuple(int(one.before(self.origin)) for one in courses)
            self.found.append(Axis(tuple(courses), zeros))
        return self._numbers[key]

    def within(self, course: WorkingTime) -> WorkingTime:
        """Return a calendar with the time that can matter only: from the origin to a year after the end."""
        kept = (course.ends > self.origin) & (course.starts < self.until + _AFTER)
        if kept.all() or not kept.any():
            return course
        return WorkingTime(course.starts[kept], course.ends[kept], course.first, course.last)

    def map_idx(self, one: int, other: int, *, is_start: bool) -> int:
        """Return the position of the map from one axis to another, −1 if they are the same.

        Parameters
        ----------
        is_start
            A position in a pause is the moment after it, where work starts; else the moment before.
        """
        if one == other:
            return -1
        key = one, other, is_start and one != CLOCK  # the clock never pauses
        return self._maps.setdefault(key, len(self._maps))

    def maps(self) -> tuple[AxisMap, ...]:
        """Return all maps that were asked for, in their order."""
        found = []
        for one, other, is_start in self._maps:
            if (one, other) not in self._staircases:
                self._staircases[one, other] = staircase(self.found[one], self.found[other], self.until)
            steps = self._staircases[one, other]
            found.append(AxisMap(steps.cell, steps.base, steps.slope, 0 if is_start else 1))
        return tuple(found)
