"""The calendars that a plan's work runs on, by number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from stuurbord.engine.critical_path.clocks import Clocks
from stuurbord.plan.calendar import WorkingTime
from stuurbord.plan.model import Integers

_SMALL: Final = 10_000


@dataclass(slots=True)
class NumberedClocks:
    """Compiled calendars, numbered as they are first needed."""

    clocks: Clocks
    used: list[WorkingTime]

    def number(self, clock: WorkingTime) -> int:
        """Return the number of a calendar."""
        for number, one in enumerate(self.used):
            if one is clock:
                return number
        self.used.append(clock)
        return len(self.used) - 1

    def numbers(self, own: Integers, other: Integers) -> Integers:
        """Return the number of the calendar of each pair of positions; equal positions are one calendar."""
        if own.size == 1:
            return np.array([self._number_of(int(own[0]), int(other[0]))])
        if not own.size:
            return own
        low = min(int(own.min()), int(other.min()))
        width = int(other.max()) - low + 1
        found, which = _distinct((own - low) * width + other - low)
        numbers = [self._number_of(pair // width + low, pair % width + low) for pair in found.tolist()]
        return np.array(numbers, np.int64)[which]

    def _number_of(self, one: int, two: int) -> int:
        return self.number(self.clocks.of(one) if one == two else self.clocks.both(one, two))


def _distinct(values: Integers) -> tuple[Integers, Integers]:
    """Return the distinct values, and which of them each is; small ones are told apart without sorting."""
    size = int(values.max()) + 1
    if size > max(_SMALL, 4 * len(values)):
        return np.unique(values, return_inverse=True)
    found = np.flatnonzero(np.bincount(values, minlength=size))
    position = np.zeros(size, np.int64)
    position[found] = np.arange(len(found))
    return found, position[values]
