"""From the records of a workbook or register to a `RiskModel` of one plan.

The records are the same wherever they come from, so a file and the web mean the same by the same words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from stuurbord.errors import Finding, Where
from stuurbord.exchange.records import (
    EstimateRecord,
    FactorCorrelationRecord,
    FactorLoadingRecord,
    ResponseActionRecord,
    RiskRecord,
    WeatherRecord,
)
from stuurbord.exchange.risk_workbook.events import event_tables
from stuurbord.exchange.risk_workbook.shared_causes import SharedCauses, weather_tables
from stuurbord.exchange.risk_workbook.spreads import Spreads
from stuurbord.exchange.risk_workbook.told import Told
from stuurbord.plan import Plan
from stuurbord.plan.uncertainty import RiskModel


@dataclass(slots=True)
class RiskRecords:
    """What is uncertain about one project, as people wrote it."""

    project: str = ""
    """Code of the project; part of the identity of what its tasks share."""
    risks: list[RiskRecord] = field(default_factory=list)
    responses: list[ResponseActionRecord] = field(default_factory=list)
    estimates: list[EstimateRecord] = field(default_factory=list)
    loadings: list[FactorLoadingRecord] = field(default_factory=list)
    correlations: list[FactorCorrelationRecord] = field(default_factory=list)
    weather: list[WeatherRecord] = field(default_factory=list)
    reference_class: str = ""
    contingency_days: int | None = None
    contingency_cost: Decimal | None = None
    where: Where = field(default_factory=Where)
    """Of the row that names the reference class."""


def risk_model(records: RiskRecords, plan: Plan) -> tuple[RiskModel, list[Finding]]:
    """Return what the records say about a plan, and what in them cannot be simulated.

    Closed and past risks stay out, as do responses that are done: what works already is in the figures.
    """
    told = Told(plan)
    events = event_tables(records.risks, records.responses, told)
    spreads = Spreads(told)
    spreads.add_all(records.estimates, records.reference_class, records.where)
    shared = SharedCauses(told)
    shared.add_loadings(records.loadings)
    shared.add_course(spreads, records.project)
    shared.add_correlations(records.correlations)
    weather, lost_days, exposures = weather_tables(records.weather, told)
    model = RiskModel(
        estimates=spreads.estimates(),
        events=events.events,
        impacts=events.impacts,
        repeats=events.repeats,
        responses=events.responses,
        factors=shared.factors(),
        loadings=shared.table_of_loadings(),
        weather=weather,
        lost_days=lost_days,
        exposures=exposures,
        references=tuple(spreads.references),
        factor_correlation=shared.correlation,
        contingency_seconds=(records.contingency_days or 0) * plan.seconds_per_day,
        contingency_cents=int((records.contingency_cost or Decimal(0)) * 100),
    )
    return model, told.findings
