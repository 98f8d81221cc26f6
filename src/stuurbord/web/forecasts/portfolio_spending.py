"""The curve of spending of a portfolio: what was, was planned, and the band of what may come."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

import numpy as np

from stuurbord.engine.schedule_risk.joint_spending import Spender, joint_band
from stuurbord.engine.schedule_risk.percentiles import rank_of
from stuurbord.plan.model import Floats
from stuurbord.web.forecasts.answers import DAY, Answers, StoredSpending
from stuurbord.web.forecasts.portfolio_figures import ProjectRow

_MOST_KEPT: Final = 32
_kept: OrderedDict[tuple[Any, ...], PortfolioSpending] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class PortfolioSpending:
    """The curves of all projects together that have one.

    Attributes
    ----------
    status
        Earliest status date, day since 1970: from there on it is a forecast.
    cost
        Euro per iteration, ordered.
    n_missing
        Projects with costs of which the curve is not known.
    n_unplanned
        Projects of which it is not known what was planned to be spent; of any, and nothing planned is told.
    """

    curves: StoredSpending
    status: float
    cost: Floats
    n_projects: int
    n_missing: int
    n_unplanned: int

    def cost_at(self, share: float) -> float:
        """Return the euro that suffice with this certainty."""
        rank = rank_of(len(self.cost), share)
        return float(self.cost[rank])


def portfolio_spending(rows: Sequence[ProjectRow]) -> PortfolioSpending | None:
    """Return the spending of these projects; made once per process for the same runs. None without costs."""
    costed = [row.answers for row in rows if row.answers is not None and row.cost_p50 is not None]
    known = [one for one in costed if one.course is not None and one.spending is not None]
    if not known:
        return None
    key = (len(costed), *((one.run.pk, one.run.key, one.run.made_at) for one in known))
    with _lock:
        if found := _kept.get(key):
            _kept.move_to_end(key)
            return found
    made = _made(known, len(costed) - len(known))
    with _lock:
        _kept[key] = made
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return made


def _made(known: Sequence[Answers], n_missing: int) -> PortfolioSpending:
    status = min(one.course.status for one in known if one.course) / DAY
    days = _days(known, status)
    instants = np.rint(days * DAY).astype(np.int64)
    spenders = [
        Spender(one.course, one.outcome, _filled(one, "actual", days))
        for one in known
        if one.course is not None
    ]
    low, middle, high = joint_band(spenders, instants)
    is_past, is_coming = days <= status, days >= status
    curves = StoredSpending(
        days=tuple(days.tolist()),
        actual=_column(middle, is_past),
        planned=_planned(known, days),
        low=_column(low, is_coming),
        middle=_column(middle, is_coming),
        high=_column(high, is_coming),
    )
    cost = np.sort(np.sum([one.cost for one in known], axis=0))
    n_unplanned = sum(not _is_planned(one) for one in known)
    return PortfolioSpending(curves, status, cost, len(known), n_missing, n_unplanned)


def _days(known: Sequence[Answers], status: float) -> Floats:
    """Return the month ends up to the end of the last project's curve, and the status date."""
    first = min(min(one.spending.days) for one in known if one.spending)
    last = max(max(one.spending.days) for one in known if one.spending)
    months = np.arange(
        np.datetime64(int(first), "D").astype("datetime64[M]"),
        np.datetime64(int(last), "D").astype("datetime64[M]") + 2,
    )
    return np.union1d(months.astype("datetime64[D]").astype(np.float64), [status])


def _filled(one: Answers, name: str, days: Floats) -> Floats:
    """Return a stored curve at these days: nothing before it begins, its last amount after it ends."""
    assert one.spending is not None
    amounts = zip(one.spending.days, getattr(one.spending, name), strict=True)
    points = [(day, amount) for day, amount in amounts if amount is not None]
    if not points:
        return np.zeros(len(days))
    at, amount = (np.array(column, np.float64) for column in zip(*points, strict=True))
    return np.interp(days, at, amount, left=0.0)


def _planned(known: Sequence[Answers], days: Floats) -> tuple[float | None, ...]:
    """Return what was planned; unknown if it is of any project, for the sum would be too low."""
    if not all(_is_planned(one) for one in known):
        return (None,) * len(days)
    total = np.sum([_filled(one, "planned", days) for one in known], axis=0)
    ends = [day for one in known if one.spending for day in _planned_days(one.spending)]
    last = days[np.searchsorted(days, max(ends)).clip(0, len(days) - 1)]
    return _column(total, days <= last)


def _is_planned(one: Answers) -> bool:
    return one.spending is not None and any(one.spending.planned)


def _planned_days(found: StoredSpending) -> list[float]:
    return [day for day, amount in zip(found.days, found.planned, strict=True) if amount is not None]


def _column(values: Floats, is_shown: Any) -> tuple[float | None, ...]:
    listed = zip(values.tolist(), is_shown.tolist(), strict=True)
    return tuple(round(value, 2) if shown else None for value, shown in listed)
