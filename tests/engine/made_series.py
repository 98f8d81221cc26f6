"""Series of progress for tests: periods of one week (or month of 30 days) from a fixed day, on the clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from stuurbord.engine.earned_value import ProgressSeries
from stuurbord.plan import NONE, instant
from stuurbord.plan.calendar import DAY

START = instant(datetime.fromisoformat("2026-01-01"))
WEEK = 7 * DAY


def series(
    planned: Sequence[float | None],
    earned: Sequence[float | None] = (),
    spent: Sequence[float | None] = (),
    *,
    budget: float | None = None,
    n_periods: int | None = None,
    period: int = WEEK,
    calendar=None,
) -> ProgressSeries:
    """Return a series of amounts in euro; None and what is left out at the end are not given.

    Parameters
    ----------
    n_periods
        How long the baseline lasts; as long as there are planned values if not given.
    """
    n_rows = len(planned)
    return ProgressSeries(
        START + period * np.arange(1, n_rows + 1),
        _cents(planned, n_rows),
        _cents(earned, n_rows),
        _cents(spent, n_rows),
        round(100 * (budget if budget is not None else max(one for one in planned if one is not None))),
        START,
        START + period * (n_rows if n_periods is None else n_periods),
        calendar,
    )


def _cents(values: Sequence[float | None], n_rows: int) -> np.ndarray:
    padded = [*values, *[None] * (n_rows - len(values))]
    return np.array([NONE if one is None else round(100 * one) for one in padded], np.int64)
