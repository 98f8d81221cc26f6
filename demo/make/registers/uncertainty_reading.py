"""Read what is uncertain about the demo plans; an unknown key is an error."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from demo.make.registers.reading import read_toml
from stuurbord.exchange.records import (
    EstimateQuantity,
    EstimateRecord,
    EstimateShape,
    EstimateUnit,
    FactorCorrelationRecord,
    FactorLoadingRecord,
    ResponseActionRecord,
    ResponseState,
    WeatherRecord,
)


def responses() -> list[ResponseActionRecord]:
    """Return what could be done about the risks."""
    return [
        ResponseActionRecord(
            cost=Decimal(told.pop("cost")),
            probability_after=_decimal(told.pop("after", None)),
            impact_left=_decimal(told.pop("left", None)),
            is_chosen=told.pop("chosen", False),
            state=ResponseState(told.pop("state")),
            **told,
        )
        for told in read_toml("responses")["response"]
    ]


def estimates() -> list[EstimateRecord]:
    """Return the three points of tasks, or two for a lognormal."""
    return [
        EstimateRecord(
            quantity=EstimateQuantity(told.pop("quantity")),
            shape=EstimateShape(told.pop("shape", "pert")),
            unit=EstimateUnit(told.pop("unit", "percent")),
            **_points(told.pop("points")),
            **told,
        )
        for told in read_toml("uncertainty")["estimate"]
    ]


def loadings() -> list[FactorLoadingRecord]:
    """Return which tasks share a cause."""
    return [
        FactorLoadingRecord(
            quantity=EstimateQuantity(told.pop("quantity", "duration")),
            loading=Decimal(told.pop("loading")),
            **told,
        )
        for told in read_toml("uncertainty")["loading"]
    ]


def correlations() -> list[FactorCorrelationRecord]:
    """Return which causes move together."""
    return [
        FactorCorrelationRecord(correlation=Decimal(told.pop("correlation")), **told)
        for told in read_toml("uncertainty")["correlation"]
    ]


def weather() -> list[WeatherRecord]:
    """Return the days that the weather takes."""
    return [
        WeatherRecord(**{month: Decimal(chance) for month, chance in told.pop("months").items()}, **told)
        for told in read_toml("uncertainty")["weather"]
    ]


def _points(given: list[float]) -> dict[str, Decimal]:
    names = ("low", "likely", "high") if len(given) == 3 else ("low", "high")
    return {name: Decimal(str(value)) for name, value in zip(names, given, strict=True)}


def _decimal(text: Any) -> Decimal | None:
    return None if text is None else Decimal(text)
