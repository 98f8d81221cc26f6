"""The curve of spending that a run keeps: month by month, with a point on the status date."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from stuurbord.engine.cost_curve import CurveStatus, cost_curve
from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.schedule_risk.cost_band import CostBand, cost_band, course_of
from stuurbord.engine.schedule_risk.outcome import Outcome
from stuurbord.plan import NONE, Plan
from stuurbord.plan.model import Floats, Integers
from stuurbord.web.forecasts.answers import DAY

Column = list[float | None]


class Promised(NamedTuple):
    """What the first baseline promised to spend: days since 1970, cumulative euro at each month's end."""

    first: float
    ends: Floats
    amounts: Floats
    last: float
    """Month's end at which all of it is spent."""


def spending(plan: Plan, schedule: Schedule, outcome: Outcome) -> dict[str, Any] | None:
    """Return the curves as plain data, cumulative euro; None if the plan holds no costs."""
    if not outcome.planned_cost:
        return None
    band = cost_band(plan, schedule, outcome)
    status = (plan.status_date if plan.status_date != NONE else plan.start) / DAY
    ends = _ends(band.months)
    promised = _promised(plan, schedule)
    beyond = course_of(plan, schedule, outcome).beyond
    days = _days(ends, status, (outcome.finish_at(0.8) + beyond) / DAY + 31, promised)
    is_past, is_coming = days <= status, days >= status
    return {
        "days": [round(float(one), 3) for one in days],
        "actual": _actual(band, days, ends, status, is_past),
        "planned": _planned(days, promised),
        "low": _column(days, ends, band.p20, is_coming, at=status, value=_now(band)),
        "middle": _column(days, ends, band.p50, is_coming, at=status, value=_now(band)),
        "high": _column(days, ends, band.p80, is_coming, at=status, value=_now(band)),
    }


def course(plan: Plan, schedule: Schedule, outcome: Outcome) -> dict[str, Any] | None:
    """Return how the plan spends what remains, as plain data; None if it holds no costs."""
    if not outcome.planned_cost:
        return None
    found = course_of(plan, schedule, outcome)
    return {
        "status": int(found.status),
        "spent": round(found.spent, 2),
        "share": [round(float(one), 5) for one in found.share],
        "length": found.length,
        "beyond": found.beyond,
    }


def _ends(months: Integers) -> Floats:
    """Return the days on which months end, from those on which they begin."""
    following = months.astype("datetime64[D]").astype("datetime64[M]") + 1
    return following.astype("datetime64[D]").astype(np.float64)


def _now(band: CostBand) -> float:
    return float(band.actual[-1]) if len(band.actual) else 0.0


def _actual(band: CostBand, days: Floats, ends: Floats, status: float, is_past: Any) -> Column:
    """Return what was spent, on the status date as much as the band begins with."""
    if not len(band.actual):
        return [None] * len(days)
    return _column(days, np.append(ends[: len(band.actual) - 1], status), band.actual, is_past)


def _days(ends: Floats, status: float, last: float, promised: Promised | None) -> Floats:
    """Return the days of the curve: month ends up to the last, or to the end of the promise if later."""
    if promised is not None:
        last = max(last, promised.last)
        ends = np.append(ends, promised.ends[promised.ends > ends[-1]])
    coming = ends[(ends > status) & (ends <= last)]
    return np.concatenate([ends[ends < status], [status], coming])


def _column(
    days: Floats, ends: Floats, values: Floats, shown: Any, at: float | None = None, value: float = 0.0
) -> Column:
    """Return values at days, between month ends on a straight line; None where it is not shown."""
    if at is not None:
        ends, values = np.append(at, ends[ends > at]), np.append(value, values[ends > at])
    found = np.interp(days, ends, values)
    is_shown = np.broadcast_to(shown, days.shape)
    return [round(float(one), 2) if known else None for one, known in zip(found, is_shown, strict=True)]


def _promised(plan: Plan, schedule: Schedule) -> Promised | None:
    """Return what was promised to be spent by the first baseline; None if it holds no money."""
    curve = cost_curve(plan, schedule)
    if curve.status is not CurveStatus.COMPLETE:
        return None
    ends = _ends(curve.months)
    amounts = curve.planned / 100
    last = float(ends[int(np.argmax(amounts >= amounts[-1] - 0.5))])
    return Promised(float(curve.months[0]), ends, amounts, last)


def _planned(days: Floats, promised: Promised | None) -> Column:
    if promised is None:
        return [None] * len(days)
    ends, amounts = np.append(promised.first, promised.ends), np.append(0.0, promised.amounts)
    found = np.interp(days, ends, amounts)
    return [
        round(float(one), 2) if day <= promised.last else None for one, day in zip(found, days, strict=True)
    ]
