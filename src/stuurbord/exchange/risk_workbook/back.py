"""From a `RiskModel` back to records, so that a model made in a notebook can be written as a workbook.

Reference classes are written by their code; shared causes per task; the course that a reference class adds
is left out, since reading adds it again.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from stuurbord.exchange.records import (
    EstimateRecord,
    EstimateShape,
    EstimateUnit,
    FactorCorrelationRecord,
    FactorLoadingRecord,
    PortfolioRecords,
    ProjectRecord,
    ResponseActionRecord,
    RiskRecord,
    WeatherRecord,
)
from stuurbord.exchange.risk_workbook.shared_causes import COURSE_PREFIX, MONTHS
from stuurbord.exchange.risk_workbook.spreads import QUANTITY
from stuurbord.exchange.risk_workbook.told import Told
from stuurbord.plan import Plan
from stuurbord.plan.uncertainty import Quantity, RiskModel, Shape

_QUANTITY: Final = {value: key for key, value in QUANTITY.items()}
_SHAPE: Final = {one: EstimateShape[one.name] for one in Shape}
_CENT: Final = Decimal("0.01")
_FINE: Final = Decimal("0.0001")


def records_from(model: RiskModel, plan: Plan, project: str = "P-001") -> PortfolioRecords:
    """Return the rows of the workbook that say what a model says of a plan.

    Amounts are rounded as the workbook holds them: days and percentages of a task to four decimals, euro to
    the cent, delays by a risk to whole days.
    """
    told = Told(plan)
    made = PortfolioRecords()
    made.projects = [
        ProjectRecord(
            project,
            plan.name or project,
            contingency_days=round(model.contingency_seconds / plan.seconds_per_day) or None,
            contingency_cost=Decimal(model.contingency_cents) / 100 or None,
        )
    ]
    made.risks = [_risk(model, idx, told, project) for idx in range(len(model.events))]
    made.responses = [_response(model, idx, project) for idx in range(len(model.responses))]
    made.estimates = [_estimate(model, idx, told, project) for idx in range(len(model.estimates))]
    made.loadings = _loadings(model, project)
    made.correlations = _correlations(model, project)
    made.weather = [_weather(model, idx, project) for idx in range(len(model.weather))]
    return made


def _risk(model: RiskModel, idx: int, told: Told, project: str) -> RiskRecord:
    events, impacts, repeats = model.events, model.impacts, model.repeats
    own = (impacts.event_idx == idx).nonzero()[0].tolist()
    values: dict[str, Any] = {}
    tasks: list[int] = []
    for row in own:
        if uid := max(int(impacts.task_uid[row]), 0):
            tasks.append(uid)
        points = (impacts.low[row], impacts.likely[row], impacts.high[row])
        if impacts.quantity[row] == Quantity.DURATION:
            low, likely, high = (round(point / _day(told, uid)) for point in points)
            values |= {"impact_days_low": low, "impact_days_high": high}
            values["impact_days"] = None if impacts.shape[row] == Shape.UNIFORM else likely
        else:
            low, likely, high = (Decimal(point / 100).quantize(_CENT) for point in points)
            values |= {"impact_cost_low": low, "impact_cost_high": high}
            values["impact_cost"] = None if impacts.shape[row] == Shape.UNIFORM else likely
    again = [int(uid) for uid in repeats.task_uid[repeats.event_idx == idx]]
    condition = int(events.condition_idx[idx])
    depends_on = "" if condition < 0 else events.code[condition]
    return RiskRecord(
        project,
        events.code[idx],
        events.name[idx] or events.code[idx],
        probability=_fine(events.probability[idx]),
        tasks=_named(tasks),
        repeats=_named(again),
        exclusive_group=events.exclusive_group[idx],
        depends_on=depends_on if events.condition_occurs[idx] or not depends_on else f"niet {depends_on}",
        **values,
    )


def _response(model: RiskModel, idx: int, project: str) -> ResponseActionRecord:
    responses, event = model.responses, int(model.responses.event_idx[idx])
    before = model.events.probability[event]
    return ResponseActionRecord(
        project,
        responses.code[idx],
        model.events.code[event],
        responses.name[idx] or responses.code[idx],
        cost=Decimal(int(responses.cost[idx])) / 100,
        probability_after=_fine(before * responses.probability_left[idx]),
        impact_left=_fine(responses.impact_left[idx]),
        is_chosen=bool(responses.is_chosen[idx]),
    )


def _estimate(model: RiskModel, idx: int, told: Told, project: str) -> EstimateRecord:
    table = model.estimates
    quantity, shape = Quantity(int(table.quantity[idx])), Shape(int(table.shape[idx]))
    name, of = f"#{table.task_uid[idx]}", _QUANTITY[quantity]
    if shape is Shape.REFERENCE:
        code = model.references[int(table.reference_idx[idx])].code.partition(":")[0]
        return EstimateRecord(project, name, of, EstimateShape.REFERENCE, reference_class=code)
    unit, factor = EstimateUnit.PERCENT, 100.0
    if table.is_amount[idx]:
        in_days = quantity is Quantity.DURATION
        day = _day(told, int(table.task_uid[idx]))
        unit, factor = (EstimateUnit.DAYS, 1 / day) if in_days else (EstimateUnit.EURO, 0.01)
    low, likely, high = (_fine(one * factor) for one in (table.low[idx], table.likely[idx], table.high[idx]))
    chances: dict[str, Any] = {}
    if shape is Shape.DISCRETE:
        chances = {one: _fine(getattr(table, one)[idx]) for one in ("low_chance", "high_chance")}
    return EstimateRecord(project, name, of, _SHAPE[shape], unit, low, likely, high, **chances)


def _loadings(model: RiskModel, project: str) -> list[FactorLoadingRecord]:
    factors, table = model.factors, model.loadings
    return [
        FactorLoadingRecord(
            project,
            factors.code[int(table.factor_idx[row])],
            f"#{table.task_uid[row]}",
            _QUANTITY[Quantity(int(table.quantity[row]))],
            _fine(table.loading[row]),
            factors.name[int(table.factor_idx[row])],
        )
        for row in range(len(table))
        if not factors.code[int(table.factor_idx[row])].startswith(COURSE_PREFIX)
    ]


def _correlations(model: RiskModel, project: str) -> list[FactorCorrelationRecord]:
    matrix, codes = model.factor_correlation, model.factors.code
    if matrix is None:
        return []
    return [
        FactorCorrelationRecord(project, codes[first], codes[second], _fine(matrix[first, second]))
        for first in range(len(codes))
        for second in range(first + 1, len(codes))
        if matrix[first, second]
    ]


def _weather(model: RiskModel, idx: int, project: str) -> WeatherRecord:
    lost, exposed = model.lost_days, model.exposures
    chances: dict[str, Any] = {
        MONTHS[int(lost.month[row]) - 1]: _fine(lost.probability[row])
        for row in (lost.weather_idx == idx).nonzero()[0].tolist()
    }
    tasks = [int(uid) for uid in exposed.task_uid[exposed.weather_idx == idx]]
    name = model.weather.name[idx]
    return WeatherRecord(project, model.weather.code[idx], name, _named(tasks), **chances)


def _day(told: Told, uid: int) -> float:
    """Return the seconds of a working day on the clock of a task."""
    idx = told.references.position(f"#{uid}")
    return float(told.plan.seconds_per_day) if idx is None else told.day(idx)


def _named(uids: list[int]) -> str:
    return "; ".join(f"#{uid}" for uid in dict.fromkeys(uids))


def _fine(value: float) -> Decimal:
    return Decimal(repr(float(value))).quantize(_FINE).normalize() + 0
