"""The planned value of a baseline as a curve over its working time, and the way back: earned schedule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from stuurbord.engine.earned_value.series import ProgressSeries
from stuurbord.plan.calendar import (
    DAY,
    NONE,
    ROUND_THE_CLOCK,
    Calendar,
    OutsideHorizon,
    WorkingTime,
    working_time,
)
from stuurbord.plan.model import Floats, Integers

_MARGIN: Final = 366
"""Days compiled before and after what is asked for, in whole blocks so that calendars are shared."""
HALF_CENT: Final = 0.5


def clock_over(calendar: Calendar | None, first: int, last: int) -> WorkingTime:
    """Return the clock of a calendar over two instants and a year around them.

    A calendar without working time, or none at all, gives the clock that never stops.
    """
    days = (first // DAY // _MARGIN - 1) * _MARGIN, (last // DAY // _MARGIN + 2) * _MARGIN
    try:
        return working_time(calendar or ROUND_THE_CLOCK, *days)
    except OutsideHorizon:
        return working_time(ROUND_THE_CLOCK, *days)


@dataclass(frozen=True, slots=True, eq=False)
class PlannedCurve:
    """Cumulative planned value over working time since the start of the baseline.

    Between two points the value rises evenly; two points at the same time are a jump.

    Attributes
    ----------
    work
        int64 of shape (n_points,), working seconds since the baseline start, not descending.
    value
        float64 of shape (n_points,), cents, not descending.
    planned_duration
        Working seconds between start and finish of the baseline.
    tolerance
        Cents by which amounts may differ for having been rounded: half a cent per amount summed.
    """

    work: Integers
    value: Floats
    planned_duration: int
    tolerance: float = HALF_CENT

    def earned_schedule(self, earned_value: Floats, actual_time: Floats) -> Floats:
        """Return when the earned value was to be earned, in working seconds since the baseline start.

        Where the plan rests, the value stands for a stretch of time: the moment nearest to the actual
        time counts, so that who has earned exactly what was planned is neither ahead nor behind. Beyond
        the planned value of the whole baseline, its finish counts.

        Parameters
        ----------
        earned_value, actual_time
            Cents and working seconds since the baseline start, of shape (n_rows,).

        References
        ----------
        Lipke, W. (2003), "Schedule is Different", The Measurable News, Summer 2003: ES = C + (EV − PV(C))
        / (PV(C+1) − PV(C)). ProTrack chooses between moments of equal value as done here.
        """
        lowest, highest = self._without_rounding(earned_value)
        first, last = self._reached(lowest, "left"), self._reached(highest, "right")
        last = np.minimum(last, np.maximum(first, self.planned_duration))
        return np.asarray(np.clip(actual_time, first, last), np.float64)

    def _without_rounding(self, value: Floats) -> tuple[Floats, Floats]:
        """Return the lowest and highest value each of these may stand for: the turns within the tolerance.

        A cent less than the value at which the plan rests would else be earned before the whole rest.
        """
        last = len(self.value) - 1
        lowest = self.value[np.minimum(np.searchsorted(self.value, value - self.tolerance, "left"), last)]
        highest = self.value[np.maximum(np.searchsorted(self.value, value + self.tolerance, "right") - 1, 0)]
        is_turn = np.abs(lowest - value) <= self.tolerance
        return np.where(is_turn, lowest, value), np.where(is_turn, highest, value)

    def _reached(self, value: Floats, side: Literal["left", "right"]) -> Floats:
        """Return the first (left) or last (right) time at which the curve has this value."""
        value = np.clip(value, self.value[0], self.value[-1])
        after = np.searchsorted(self.value, value, side=side)
        before, after = np.maximum(after - 1, 0), np.minimum(after, len(self.value) - 1)
        rise = self.value[after] - self.value[before]
        share = np.divide(value - self.value[before], rise, out=np.zeros_like(value), where=rise > 0)
        begin, end = self.work[before], self.work[after]
        # Without a rise the value stands at an end of the curve, and both points are that end.
        return np.asarray(begin + share * (end - begin), np.float64)


def series_curve(series: ProgressSeries) -> PlannedCurve:
    """Return the curve through the planned values of a series, from 0 at the start to the budget.

    A series that stops before the budget is reached goes on to it at the baseline's finish; where it
    falls, it stays level.
    """
    known = series.planned_value != NONE
    ends, values = series.period_end[known], series.planned_value[known].astype(np.float64)
    later = ends > series.baseline_start
    ends, values = ends[later], values[later]
    last = int(ends[-1]) if len(ends) else NONE
    if last < series.baseline_finish:
        ends = np.append(ends, series.baseline_finish)
        values = np.append(values, float(series.budget_at_completion))
    clock = clock_over(series.calendar, series.baseline_start, int(ends[-1]))
    begin = clock.before(series.baseline_start)
    return PlannedCurve(
        work=np.concatenate([[0], clock.before(ends) - begin]).astype(np.int64),
        value=np.concatenate([[0.0], np.maximum.accumulate(values)]),
        planned_duration=clock.before(series.baseline_finish) - begin,
    )
