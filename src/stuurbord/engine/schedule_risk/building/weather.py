"""Calendars that lose days to the weather: one course per scenario, drawn day by day.

All tasks and projects that stand out in one kind of weather lose the same days of a scenario: the days
are drawn from the seed, the weather and the year, never from the plan.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from stuurbord.engine.schedule_risk.random_numbers import identity_key
from stuurbord.plan.calendar import DAY, WorkingTime
from stuurbord.plan.model import Booleans, Floats, Integers
from stuurbord.plan.uncertainty import RiskModel

N_SCENARIOS: Final = 64
"""Courses of the weather; every iteration takes one of them."""
_WEATHER_MASK: Final = 2**64 - 1


@dataclass(slots=True)
class LostDaysDrawn:
    """Which days each kind of weather takes in each scenario.

    Attributes
    ----------
    kinds
        Task position → the kinds of weather in which it stands out.
    """

    model: RiskModel
    seed: int
    kinds: dict[int, tuple[int, ...]]
    _years: dict[tuple[int, int], Floats] = field(default_factory=dict)
    _kept: dict[tuple[int, tuple[int, ...]], Booleans] = field(default_factory=dict)

    def thinned(self, number: int, course: WorkingTime, kinds: tuple[int, ...]) -> Booleans:
        """Return which working ranges of a calendar these kinds of weather leave, per scenario.

        A scenario that would lose them all keeps them all. Bool of shape (N_SCENARIOS, n_ranges).

        Parameters
        ----------
        number
            Of the calendar, so that it is thinned once only.
        """
        key = number, kinds
        if key not in self._kept:
            days, place = np.unique(course.starts // DAY, return_inverse=True)
            is_lost = np.zeros((N_SCENARIOS, len(days)), np.bool_)
            for kind in kinds:
                is_lost |= self._lost(kind, days)
            is_lost &= ~is_lost.all(axis=1, keepdims=True)
            self._kept[key] = ~is_lost[:, place]
        return self._kept[key]

    def lost_days(self, kind: int, first_day: int, last_day: int) -> Floats:
        """Return per scenario how many calendar days of a period are lost, shape (N_SCENARIOS,)."""
        days = np.arange(first_day, last_day + 1)
        lost: Floats = self._lost(kind, days).sum(axis=1).astype(np.float64)
        return lost

    def _lost(self, kind: int, days: Integers) -> Booleans:
        """Return per scenario which days are lost, shape (N_SCENARIOS, n_days)."""
        dates = days.astype("datetime64[D]")
        years = dates.astype("datetime64[Y]").astype(np.int64) + 1970
        month = dates.astype("datetime64[M]").astype(np.int64) % 12 + 1
        of_year = days - np.array([f"{year}-01-01" for year in years], "datetime64[D]").astype(np.int64)
        chance = self._chance(kind)[month]
        drawn = np.empty((N_SCENARIOS, len(days)))
        for year in np.unique(years).tolist():
            its = years == year
            drawn[:, its] = self._year(kind, year)[:, of_year[its]]
        lost: Booleans = drawn < chance
        return lost

    def _chance(self, kind: int) -> Floats:
        """Return per month (1–12) the chance that a working day is lost."""
        rows = self.model.lost_days
        chance = np.zeros(13)
        its = rows.weather_idx == kind
        chance[rows.month[its]] = rows.probability[its]
        found: Floats = chance
        return found

    def _year(self, kind: int, year: int) -> Floats:
        if (kind, year) not in self._years:
            key = [self.seed & _WEATHER_MASK, identity_key(f"weather {year}", self.model.weather.code[kind])]
            rng = np.random.Generator(np.random.Philox(key=np.array(key, np.uint64)))
            self._years[kind, year] = rng.random((N_SCENARIOS, 366))
        return self._years[kind, year]


def exposed_kinds(model: RiskModel, task_idx: dict[int, int]) -> dict[int, tuple[int, ...]]:
    """Return task position → the kinds of weather in which it stands out."""
    found: dict[int, set[int]] = {}
    rows = model.exposures
    for kind, uid in zip(rows.weather_idx.tolist(), rows.task_uid.tolist(), strict=True):
        if uid in task_idx:
            found.setdefault(task_idx[uid], set()).add(kind)
    return {task: tuple(sorted(kinds)) for task, kinds in found.items()}
