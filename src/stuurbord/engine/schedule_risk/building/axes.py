"""Axes of working time: instants of a plan as seconds on the calendar that a task works on, and back.

An axis counts the working seconds of one calendar from a common origin. A calendar that loses days to the
weather has one course per scenario; all others have one course.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from stuurbord.engine.schedule_risk.building.axis_maps import staircase
from stuurbord.engine.schedule_risk.network import EARLIEST, LATEST, AxisMap
from stuurbord.plan.calendar import DAY, WorkingTime
from stuurbord.plan.model import Booleans, Integers

_AFTER: Final = 366 * DAY
CLOCK: Final = 0
"""Position of the axis on which every second counts."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Working seconds since the origin, in each scenario.

    Attributes
    ----------
    whole
        The calendar if it loses nothing.
    kept
        Which of its working ranges stay, bool of shape (n_scenarios, n_ranges); None if all do.
    course
        Working time in the first scenario.
    zero
        Its working seconds before the origin.
    """

    whole: WorkingTime
    kept: Booleans | None
    origin: int
    course: WorkingTime
    zero: int

    @classmethod
    def of(cls, whole: WorkingTime, kept: Booleans | None, origin: int) -> Axis:
        """Return the axis of a calendar, of which each scenario keeps these ranges."""
        course = whole if kept is None else _keeping(whole, kept[0])
        return cls(whole, kept, origin, course, int(course.before(origin)))

    @property
    def is_thinned(self) -> bool:
        """Tell whether it differs between scenarios."""
        return self.kept is not None

    @property
    def n_scenarios(self) -> int:
        """How many courses it has; one if it is the same in all."""
        return 1 if self.kept is None else len(self.kept)

    def in_scenario(self, scenario: int) -> tuple[WorkingTime, int]:
        """Return the working time in one scenario, and its seconds before the origin."""
        if self.kept is None:
            return self.course, self.zero
        course = _keeping(self.whole, self.kept[scenario])
        return course, int(course.before(self.origin))

    def longest(self, until: int) -> int:
        """Return the working seconds from the origin to an instant, in the scenario that has most."""
        whole = self.whole
        seconds = np.clip(np.minimum(whole.ends, until) - np.maximum(whole.starts, self.origin), 0, None)
        return int(seconds.sum() if self.kept is None else (self.kept @ seconds).max())

    def position(self, instant: int) -> int:
        """Return where an instant lies, in the first scenario."""
        course = self.course
        inside = min(max(instant, course.first), course.last)
        return min(max(course.before(inside) - self.zero, EARLIEST + 1), LATEST - 1)

    def finishes(self, positions: Integers) -> Integers:
        """Return the instants at which work that ends at these positions is done."""
        course = self.course
        return course.finish_at(np.clip(positions + self.zero, 0, int(course.cum[-1])))

    def starts(self, positions: Integers) -> Integers:
        """Return the instants at which work that begins at these positions starts."""
        course = self.course
        return course.start_at(np.clip(positions + self.zero, 0, int(course.cum[-1]) - 1))


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
        axes.number(clock)
        return axes

    def number(self, course: WorkingTime, kept: Booleans | None = None) -> int:
        """Return the axis of a calendar; calendars that work at the same times share one.

        Parameters
        ----------
        kept
            Which of its working ranges each scenario keeps, bool of shape (n_scenarios, n_ranges).
        """
        if kept is None:
            course = self.within(course)
        key = course.starts.tobytes() + b"-" + course.ends.tobytes()
        key += b"" if kept is None else kept.tobytes()
        if key not in self._numbers:
            self._numbers[key] = len(self.found)
            self.found.append(Axis.of(course, kept, self.origin))
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
                self._staircases[one, other] = staircase(
                    self.found[one], self.found[other], self.origin, self.until
                )
            steps = self._staircases[one, other]
            found.append(AxisMap(steps.cell, steps.base, steps.slope, 0 if is_start else 1))
        return tuple(found)


def _keeping(course: WorkingTime, kept: Booleans) -> WorkingTime:
    return WorkingTime(course.starts[kept], course.ends[kept], course.first, course.last)
