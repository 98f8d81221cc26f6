"""What a row says in several cells of what is uncertain: points in order, chances that add up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from stuurbord.errors import N_, Finding, Severity, Where
from stuurbord.exchange.records import EstimateRecord, EstimateShape, PortfolioRecords, RiskRecord

_LIKELY_UNREAD: Final = (EstimateShape.LOGNORMAL, EstimateShape.UNIFORM)


def check_points(made: PortfolioRecords) -> None:
    """Add an error for each risk and estimate whose cells contradict each other."""
    for risk in made.risks:
        made.findings += _of_risk(risk)
    for estimate in made.estimates:
        made.findings += _of_estimate(estimate)


def _of_risk(risk: RiskRecord) -> Iterator[Finding]:
    days = (risk.impact_days_low, risk.impact_days, risk.impact_days_high)
    cost = (risk.impact_cost_low, risk.impact_cost, risk.impact_cost_high)
    if not (ascends(*days) and ascends(*cost)):
        yield _disordered(risk.code, risk.where)


def _of_estimate(row: EstimateRecord) -> Iterator[Finding]:
    likely = None if row.shape in _LIKELY_UNREAD else row.likely
    if not ascends(row.low, likely, row.high):
        yield _disordered(row.task, row.where)
    elif row.low is not None and row.low < 0:
        text = N_("{row}: what remains cannot be negative.")
        yield _error("points_negative", text, row.task, row.where)
    if (row.low_chance or 0) + (row.high_chance or 0) > 1:
        text = N_("{row}: the chances of the low and the high value together exceed 100 %.")
        yield _error("chances_above_one", text, row.task, row.where)


def ascends(*points: Decimal | int | None) -> bool:
    """Return whether the points that are given stand in order."""
    given = [one for one in points if one is not None]
    return given == sorted(given)


def _disordered(row: str, where: Where) -> Finding:
    text = N_("{row}: the lowest value must not exceed the most likely, nor that one the highest.")
    return _error("points_disordered", text, row, where)


def _error(code: str, text: str, row: str, where: Where) -> Finding:
    return Finding(code, text, Severity.ERROR, where, {"row": row[:60]})
