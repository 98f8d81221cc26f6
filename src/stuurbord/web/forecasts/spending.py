"""The curve of spending that a run keeps: month by month, with a point on the status date."""

from __future__ import annotations

from typing import Any

import numpy as np

from stuurbord.engine.cost_curve import CurveStatus, cost_curve
from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.schedule_risk.cost_band import CostBand, cost_band
from stuurbord.engine.schedule_risk.outcome import Outcome
from stuurbord.plan import NONE, Plan
from stuurbord.plan.model import Floats
from stuurbord.web.forecasts.answers import DAY

Column = list[float | None]


def spending(plan: Plan, schedule: Schedule, outcome: Outcome) -> dict[str, Any] | None:
    """Return the curves as plain data, cumulative euro; None if the plan holds no costs."""
    if not outcome.planned_cost:
        return None
    band = cost_band(plan, schedule, outcome)
    status = (plan.status_date if plan.status_date != NONE else plan.start) / DAY
    ends = np.append(band.months[1:], band.months[-1] + 31).astype(np.float64)
    last = outcome.finish_at(0.8) / DAY + 31
    past, coming = ends[ends < status], ends[(ends > status) & (ends <= last)]
    days = np.concatenate([past, [status], coming])
    is_past, is_coming = days <= status, days >= status
    return {
        "days": [round(float(one), 3) for one in days],
        "actual": _column(days, ends, _spent(band, ends, status), is_past & (plan.status_date != NONE)),
        "planned": _planned(plan, schedule, days),
        "low": _column(days, ends, band.p20, is_coming, at=status, value=_now(band)),
        "middle": _column(days, ends, band.p50, is_coming, at=status, value=_now(band)),
        "high": _column(days, ends, band.p80, is_coming, at=status, value=_now(band)),
    }


def _now(band: CostBand) -> float:
    return float(band.actual[-1]) if len(band.actual) else 0.0


def _spent(band: CostBand, ends: Floats, status: float) -> Floats:
    """Return what was spent at each month's end; from the status date on it stands still."""
    spent = np.full(len(ends), _now(band))
    spent[: len(band.actual)] = band.actual
    return spent


def _column(
    days: Floats, ends: Floats, values: Floats, shown: Any, at: float | None = None, value: float = 0.0
) -> Column:
    """Return values at days, between month ends on a straight line; None where it is not shown."""
    if at is not None:
        ends, values = np.append(at, ends[ends > at]), np.append(value, values[ends > at])
    found = np.interp(days, ends, values)
    is_shown = np.broadcast_to(shown, days.shape)
    return [round(float(one), 2) if known else None for one, known in zip(found, is_shown, strict=True)]


def _planned(plan: Plan, schedule: Schedule, days: Floats) -> Column:
    """Return what was promised to be spent: the first baseline, up to its own end."""
    curve = cost_curve(plan, schedule)
    if curve.status is not CurveStatus.COMPLETE:
        return [None] * len(days)
    ends = np.append(curve.months[1:], curve.months[-1] + 31).astype(np.float64)
    amounts = curve.planned / 100
    last = ends[int(np.argmax(amounts >= amounts[-1] - 0.5))]
    found = np.interp(days, np.append(curve.months[0], ends), np.append(0.0, amounts))
    return [round(float(one), 2) if day <= last else None for one, day in zip(found, days, strict=True)]
