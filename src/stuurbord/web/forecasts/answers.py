"""The answers of a run as plain data to store, and read back as the pages want them."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np

from stuurbord.engine.schedule_risk.joint_spending import Course
from stuurbord.engine.schedule_risk.outcome import Convergence, Outcome
from stuurbord.engine.schedule_risk.percentiles import rank_of
from stuurbord.errors import Finding
from stuurbord.plan import NONE
from stuurbord.plan.model import Floats, Integers
from stuurbord.web.forecasts.models import SimulationRun
from stuurbord.web.forecasts.packing import euro_of, instants_of, packed_euro, packed_instants

DAY: Final = 86_400
_GRID: Final = tuple(range(101))
"""Percents at which the finish of a milestone is kept."""
_LEAST_SHARE: Final = 0.005
"""Part of a spread that shows as a percent; below it days and euro are mostly chance, of either sign."""


@dataclass(frozen=True, slots=True)
class StoredMilestone:
    """A milestone of a run: instants, `NONE` where there is none.

    Attributes
    ----------
    quantiles
        Instants by which it is reached with 0, 1 … 100 % certainty.
    chance_baseline, chance_deadline
        Chance to be there on the last second of that day, counted over all iterations; None where there
        is no such day.
    """

    uid: int
    name: str
    planned: int
    baseline: int
    deadline: int
    quantiles: tuple[int, ...]
    chance_baseline: float | None = None
    chance_deadline: float | None = None

    def at(self, share: float) -> int:
        """Return the instant by which it is reached with this certainty."""
        return self.quantiles[round(share * 100)]


@dataclass(frozen=True, slots=True)
class StoredDriver:
    """One cause of the spread: days and euro from the middle outcome when it turns out well or badly."""

    kind: str
    code: str
    name: str
    days_low: float
    days_high: float
    eur_low: float
    eur_high: float
    share: float
    cost_share: float
    criticality: float | None

    @property
    def moves_finish(self) -> bool:
        """Whether its part of the spread of the finish is more than what chance makes of nothing."""
        return self.share >= _LEAST_SHARE

    @property
    def moves_cost(self) -> bool:
        """Likewise of the cost."""
        return self.cost_share >= _LEAST_SHARE


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """One response: what it costs and what it brings."""

    code: str
    name: str
    event: str
    cost: float
    is_chosen: bool
    days_won: float
    eur_won: float
    finish: int
    chance: float | None

    @property
    def days_signed(self) -> int:
        """What it does to P80, whole days: earlier is negative."""
        return -round(self.days_won)

    @property
    def wins_a_day(self) -> bool:
        """Whether what it wins shows as a day."""
        return round(self.days_won) > 0

    @property
    def days_per_10k(self) -> float | None:
        """Days won on P80 per 10.000 euro, 0 below a day; None for what costs nothing."""
        if self.cost <= 0:
            return None
        return self.days_won / self.cost * 10_000 if round(self.days_won) else 0.0


@dataclass(frozen=True, slots=True)
class StoredProposal:
    """The responses that the run proposes."""

    codes: tuple[str, ...]
    cost: float
    finish: int
    chance: float | None


@dataclass(frozen=True, slots=True)
class StoredSpending:
    """Cumulative euro at the end of each month; NaN never, None where unknown."""

    days: tuple[float, ...]
    actual: tuple[float | None, ...]
    planned: tuple[float | None, ...]
    low: tuple[float | None, ...]
    middle: tuple[float | None, ...]
    high: tuple[float | None, ...]


class Answers:
    """A run, opened: arrays are unpacked when somebody asks for them."""

    def __init__(self, run: SimulationRun) -> None:
        self.run = run

    @cached_property
    def finish(self) -> Integers:
        """Instants per iteration, in the order of iterations."""
        return instants_of(bytes(self.run.finish))

    @cached_property
    def cost(self) -> Floats:
        """Euro per iteration."""
        return euro_of(bytes(self.run.cost))

    @cached_property
    def outcome(self) -> Outcome:
        """Finish and cost as the engine joins them with those of other projects."""
        return Outcome(
            seed=self.run.seed,
            finish=self.finish,
            cost=self.cost,
            planned_finish=self.run.planned_finish,
            planned_cost=self.run.planned_cost,
            milestones=(),
            criticality=np.zeros(0),
            drivers=(),
            responses=(),
            occurred={},
            convergence=Convergence(None, None, None, None, is_enough=False),
        )

    @cached_property
    def _by_finish(self) -> Integers:
        return np.sort(self.finish)

    @cached_property
    def _by_cost(self) -> Floats:
        return np.sort(self.cost)

    def finish_at(self, share: float) -> int:
        """Return the instant that this share of the iterations does not exceed."""
        return int(self._by_finish[rank_of(len(self._by_finish), share)])

    def cost_at(self, share: float) -> float:
        """Return the euro that suffice in this share of the iterations."""
        return float(self._by_cost[rank_of(len(self._by_cost), share)])

    def chance_by(self, instant: int) -> float | None:
        """Return the chance to finish by an instant; None if there is none."""
        if instant == NONE:
            return None
        return float(np.searchsorted(self._by_finish, instant, side="right") / len(self._by_finish))

    def chance_for(self, euro: float | None) -> float | None:
        """Return the chance that an amount suffices."""
        if euro is None:
            return None
        return float(np.searchsorted(self._by_cost, euro, side="right") / len(self._by_cost))

    def chance_within(self, instant: int, euro: float | None) -> float | None:
        """Return the chance of both together; None if one of the two limits is missing."""
        if instant == NONE or euro is None:
            return None
        return float(np.mean((self.finish <= instant) & (self.cost <= euro)))

    @cached_property
    def milestones(self) -> list[StoredMilestone]:
        listed = self.run.answers.get("milestones", ())
        return [StoredMilestone(**one | {"quantiles": tuple(one["quantiles"])}) for one in listed]

    @cached_property
    def drivers(self) -> list[StoredDriver]:
        """What moves the finish or the cost by a percent of its spread; if nothing does, what is nearest."""
        every = [StoredDriver(**one) for one in self.run.answers.get("drivers", ())]
        return [one for one in every if one.moves_finish or one.moves_cost] or every[:1]

    @cached_property
    def responses(self) -> list[StoredResponse]:
        return [StoredResponse(**one) for one in self.run.answers.get("responses", ())]

    @cached_property
    def without(self) -> int:
        """The instant of P80 with no response at all: those chosen already are held against it."""
        return int(self.run.answers.get("without", self.finish_at(0.8)))

    @cached_property
    def proposal(self) -> StoredProposal | None:
        found = self.run.answers.get("proposal")
        return StoredProposal(**found | {"codes": tuple(found["codes"])}) if found else None

    @cached_property
    def spending(self) -> StoredSpending | None:
        found = self.run.answers.get("spending")
        return StoredSpending(**{name: tuple(values) for name, values in found.items()}) if found else None

    @cached_property
    def course(self) -> Course | None:
        """How what remains is spent; None without costs, and in runs of before it was kept."""
        found = self.run.answers.get("course")
        return Course(**found | {"share": np.array(found["share"])}) if found else None

    @cached_property
    def findings(self) -> list[Finding]:
        return [Finding.from_record(one) for one in self.run.findings]

    @property
    def reliability(self) -> tuple[int, int]:
        """How many earlier P80s held, of how many that can be checked."""
        held, checked = self.run.answers.get("reliability", (0, 0))
        return held, checked


def packed(outcome: Outcome) -> dict[str, Any]:
    """Return the fields of a run that hold an outcome."""
    return {
        "planned_finish": outcome.planned_finish,
        "planned_cost": _finite(outcome.planned_cost) or 0.0,
        "finish": packed_instants(outcome.finish),
        "cost": packed_euro(outcome.cost),
        "findings": [one.to_record() for one in outcome.findings],
    }


def plain(outcome: Outcome) -> dict[str, Any]:
    """Return the rest of an outcome as plain data."""
    return {
        "milestones": [_milestone(one) for one in outcome.milestones],
        "drivers": [_driver(one) for one in outcome.drivers],
        "responses": [_response(one) for one in outcome.responses],
        "convergence": {name: _plain_value(value) for name, value in asdict(outcome.convergence).items()},
        "occurred": {code: _finite(share) for code, share in outcome.occurred.items()},
    }


def proposal_record(codes: tuple[str, ...], cost: float, finish: int, chance: float | None) -> dict[str, Any]:
    """Return a proposal as plain data."""
    return {"codes": list(codes), "cost": cost, "finish": finish, "chance": chance}


def _milestone(one: Any) -> dict[str, Any]:
    ordered = np.sort(one.finish)

    def chance(instant: int) -> float | None:
        if instant == NONE:
            return None
        evening = instant - instant % DAY + DAY - 1  # who is there in the evening is in time
        return float(np.searchsorted(ordered, evening, side="right") / len(ordered))

    return {
        "uid": int(one.task_uid),
        "name": one.name,
        "planned": int(one.planned),
        "baseline": int(one.baseline),
        "deadline": int(one.deadline),
        "quantiles": [int(ordered[rank_of(len(ordered), percent / 100)]) for percent in _GRID],
        "chance_baseline": chance(int(one.baseline)),
        "chance_deadline": chance(int(one.deadline)),
    }


def _driver(one: Any) -> dict[str, Any]:
    return {
        "kind": str(one.kind.value),
        "code": one.code,
        "name": one.name,
        "days_low": _finite(one.seconds_low / DAY) or 0.0,
        "days_high": _finite(one.seconds_high / DAY) or 0.0,
        "eur_low": _finite(one.eur_low) or 0.0,
        "eur_high": _finite(one.eur_high) or 0.0,
        "share": _finite(one.share) or 0.0,
        "cost_share": _finite(one.cost_share) or 0.0,
        "criticality": None if one.criticality is None else _finite(one.criticality),
    }


def _response(one: Any) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "event": one.event_code,
        "cost": _finite(one.cost) or 0.0,
        "is_chosen": bool(one.is_chosen),
        "days_won": _finite(one.seconds_won / DAY) or 0.0,
        "eur_won": _finite(one.eur_won) or 0.0,
        "finish": int(one.finish),
        "chance": None if one.chance is None else _finite(one.chance),
    }


def _plain_value(value: Any) -> Any:
    """Return a figure as JSON has it; what is unknown stays None."""
    if value is None or isinstance(value, (bool, np.bool_)):
        return value if value is None else bool(value)
    return _finite(value)


def _finite(value: float) -> float | None:
    return round(float(value), 6) if math.isfinite(value) else None
