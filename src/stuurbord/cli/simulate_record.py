"""A simulation as ``simulate --json`` prints it; programs rely on the names."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from stuurbord.cli.plan_record import iso
from stuurbord.engine.schedule_risk.outcome import Driver, Milestone, Outcome, ResponseValue
from stuurbord.engine.schedule_risk.outcome import quantile_of_instants as quantile
from stuurbord.engine.schedule_risk.percentiles import rank_of
from stuurbord.plan import NONE

PERCENTS: Final = tuple(range(5, 100, 5))
DAY: Final = 86_400


def outcome_record(outcome: Outcome, baseline: int) -> dict[str, Any]:
    """Return everything a run tells, times local and in ISO form, differences in calendar days.

    Parameters
    ----------
    baseline
        Instant of the finish that was promised; `NONE` if there is none.
    """
    return {
        "finish": _instants(outcome.finish)
        | {
            "planned": iso(outcome.planned_finish),
            "baseline": iso(baseline),
            "chance_by_planned": outcome.chance_by(outcome.planned_finish),
            "chance_by_baseline": _chance(outcome.finish, baseline),
        },
        "cost": _amounts(outcome) | {"planned": _number(outcome.planned_cost)},
        "joint": _joint(outcome),
        "milestones": [_milestone(one) for one in outcome.milestones],
        "drivers": [driver_record(one) for one in outcome.drivers],
        "responses": [_response(one) for one in outcome.responses],
        "occurred": {code: _number(share) for code, share in outcome.occurred.items()},
        "convergence": {
            "p50_days": _known(outcome.convergence.p50_seconds, DAY),
            "p80_days": _known(outcome.convergence.p80_seconds, DAY),
            "p50_eur": _known(outcome.convergence.p50_eur),
            "p80_eur": _known(outcome.convergence.p80_eur),
            "is_enough": bool(outcome.convergence.is_enough),
        },
    }


def durations_record(seconds: NDArray[np.int32], cost: NDArray[np.float64]) -> dict[str, Any]:
    """Return the percentiles of a network without a calendar: days of 24 hours since its start."""
    exact = np.asarray(seconds, np.float64)
    return {
        "finish": percentiles(exact / DAY, _number) | _spread(exact / DAY),
        "finish_seconds": percentiles(exact, round) | _spread(exact),
        "cost": percentiles(cost, _number) | _spread(cost),
    }


def percentiles(values: NDArray[Any], written: Callable[[float], Any]) -> dict[str, Any]:
    """Return ``p5`` … ``p95``: the smallest value that this share of the iterations does not exceed."""
    ordered = np.sort(values)
    ranks = [rank_of(len(ordered), one / 100) for one in PERCENTS]
    return {f"p{one}": written(ordered[rank]) for one, rank in zip(PERCENTS, ranks, strict=True)}


def _instants(finish: NDArray[np.int64]) -> dict[str, Any]:
    first = int(finish.min())  # seconds since 1970 would cost the spread its last digits
    since = (finish - first).astype(np.float64)
    return percentiles(finish, lambda value: iso(int(value))) | {
        "mean": iso(first + round(float(since.mean()))),
        "sd": _number(float(since.std()) / DAY),
    }


def _amounts(outcome: Outcome) -> dict[str, Any]:
    return percentiles(outcome.cost, _number) | _spread(outcome.cost)


def _spread(values: NDArray[np.float64]) -> dict[str, Any]:
    return {"mean": _number(float(values.mean())), "sd": _number(float(values.std()))}


def _joint(outcome: Outcome) -> dict[str, Any]:
    """Return how sure date and amount are together, and which pair is met by four in five runs."""
    pairs = ((p / 100, outcome.finish_at(p / 100), outcome.cost_at(p / 100)) for p in range(80, 101))
    enough = next((one for one in pairs if outcome.chance_within(*one[1:]) >= 0.8), None)
    return {
        "planned": outcome.chance_within(outcome.planned_finish, outcome.planned_cost),
        "p50": outcome.chance_within(outcome.finish_at(0.5), outcome.cost_at(0.5)),
        "p80": outcome.chance_within(outcome.finish_at(0.8), outcome.cost_at(0.8)),
        "four_in_five": enough
        and {"percentile": enough[0], "finish": iso(enough[1]), "cost": _number(enough[2])},
    }


def _milestone(one: Milestone) -> dict[str, Any]:
    return {
        "uid": one.task_uid,
        "name": one.name,
        "planned": iso(one.planned),
        "baseline": iso(one.baseline),
        "deadline": iso(one.deadline),
        "chance_by_baseline": _chance(one.finish, one.baseline),
        "chance_by_deadline": _chance(one.finish, one.deadline),
        **{f"p{p}": iso(quantile(one.finish, p / 100)) for p in PERCENTS},
    }


def driver_record(one: Driver) -> dict[str, Any]:
    """Return one row of the tornado, in days of 24 hours and euro from the medians."""
    return {
        "kind": one.kind.value,
        "code": one.code,
        "name": one.name,
        "days_low": _number(one.seconds_low / DAY),
        "days_high": _number(one.seconds_high / DAY),
        "eur_low": _number(one.eur_low),
        "eur_high": _number(one.eur_high),
        "share": _number(one.share),
        "cost_share": _number(one.cost_share),
        "criticality": None if one.criticality is None else _number(one.criticality),
        "cruciality": _number(one.cruciality),
    }


def _response(one: ResponseValue) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "event": one.event_code,
        "cost": _number(one.cost),
        "chosen": bool(one.is_chosen),
        "days_won": _number(one.seconds_won / DAY),
        "eur_won": _number(one.eur_won),
        "p80": iso(one.finish),
    }


def _chance(finish: NDArray[np.int64], instant: int) -> float | None:
    return None if instant == NONE else float(np.mean(finish <= instant))


def _known(value: float | None, unit: float = 1.0) -> float | None:
    return None if value is None else _number(value / unit)


def _number(value: float) -> float | None:
    """Return a figure a program can read; what has no value is null, never NaN."""
    return round(float(value), 6) if math.isfinite(value) else None
