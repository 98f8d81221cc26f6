"""The answer of ``forecast evm`` as JSON: money in euro, durations in days, dates in ISO form."""

from __future__ import annotations

from typing import Any

from stuurbord.cli.forecast_reading import EvmAnswer
from stuurbord.cli.forecast_words import DAYS, INDEX_NAMES, MONEY, REASONS, explanation
from stuurbord.cli.terminal import Terminal
from stuurbord.engine.earned_value import Figures, Unknown
from stuurbord.engine.forecast import Estimate
from stuurbord.plan.calendar import moment


def answer_record(answer: EvmAnswer, speaker: Terminal) -> dict[str, Any]:
    """Return what is known on the last date reported; what is unknown is null, with its reason."""
    series, unknown = answer.series, _Unknown(answer, speaker)
    found = answer.indices.as_dict()
    figures = {
        name: unknown.value(f"indices.{name}", found[attribute], _divisor(name, answer))
        for name, (attribute, _) in INDEX_NAMES.items()
    }
    return {
        "file": answer.file,
        "project": answer.project,
        "period_end": None if answer.row is None else iso(answer, int(series.period_end[answer.row])),
        "line": answer.line,
        "budget_at_completion": series.budget_at_completion / 100,
        "baseline": {
            "start": iso(answer, series.baseline_start, is_start=True),
            "finish": iso(answer, series.baseline_finish),
            "days": answer.curve.planned_duration / answer.seconds_per_day,
        },
        "hours_per_day": answer.seconds_per_day / 3600,
        "indices": figures,
        "duration_forecasts": {
            method.value: {
                "days": unknown.value(f"duration_forecasts.{method.value}", one, answer.seconds_per_day),
                "finish": _finish(answer, answer.finishes[method]),
            }
            for method, one in answer.durations.items()
        },
        "cost_forecasts": {
            method.value: unknown.value(f"cost_forecasts.{method.value}", one, 100)
            for method, one in answer.costs.items()
        },
        "forecast": _own_record(answer, unknown, speaker),
        "unknown": unknown.reasons,
        "findings": [one.as_json(speaker.gettext) for one in answer.findings],
    }


def iso(answer: EvmAnswer, when: int, *, is_start: bool = False) -> str:
    """Return an instant in ISO form: the day it ends (or starts) where the file has no times of day."""
    if answer.days_only:
        return moment(when if is_start else when - 1).date().isoformat()
    return moment(when).isoformat()


def _own_record(answer: EvmAnswer, unknown: _Unknown, speaker: Terminal) -> dict[str, Any]:
    """Return our own forecast with its interval of 80 %, and the sentences that explain it."""
    own = answer.own
    for name, estimate in (("finish", own.finish), ("cost", own.cost)):
        if estimate.point is None:
            unknown.keep(f"forecast.{name}", estimate.unknown)
    finish = {name: None if at is None else iso(answer, at) for name, at in _bounds(own.finish)}
    cost = {name: None if cents is None else cents / 100 for name, cents in _bounds(own.cost)}
    return {
        "finish": finish,
        "cost": cost,
        "interval": 0.8,
        "method": own.method.value,
        "because": [{"code": one.code, "message": explanation(one, speaker)} for one in own.because],
    }


def _bounds(estimate: Estimate) -> tuple[tuple[str, int | None], ...]:
    return ("point", estimate.point), ("low", estimate.low), ("high", estimate.high)


class _Unknown:
    """The figures of one row, with the reasons of those that are unknown."""

    def __init__(self, answer: EvmAnswer, speaker: Terminal) -> None:
        self.row, self.speaker = answer.row, speaker
        self.reasons: dict[str, dict[str, str]] = {}

    def value(self, name: str, figures: Figures, divisor: float) -> float | None:
        """Return a figure in the unit of the JSON, or None with its reason kept."""
        found = None if self.row is None else figures.at(self.row)
        if found is not None:
            return found / divisor
        self.keep(name, Unknown.NOT_REPORTED if self.row is None else figures.reason_at(self.row))
        return None

    def keep(self, name: str, reason: Unknown) -> None:
        """Keep why a figure is unknown."""
        message = self.speaker.gettext(REASONS[reason])
        self.reasons[name] = {"code": reason.name.lower(), "message": message}


def _divisor(name: str, answer: EvmAnswer) -> float:
    if name in MONEY:
        return 100
    return answer.seconds_per_day if name in DAYS else 1


def _finish(answer: EvmAnswer, figures: Figures) -> str | None:
    found = None if answer.row is None else figures.at(answer.row)
    return None if found is None else iso(answer, int(found))
