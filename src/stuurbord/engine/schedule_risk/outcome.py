"""The answer of a simulation, in the dates and amounts that people read.

Everything is per iteration or summed over iterations; quantiles are read from it on demand, so that a page
that asks for P80 and a page that asks for P55 read the same run.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from stuurbord.engine.schedule_risk.percentiles import rank_of
from stuurbord.errors import Finding
from stuurbord.plan.model import Floats, Integers


class DriverKind(StrEnum):
    """What moves the outcome."""

    TASK = "task"
    EVENT = "event"
    FACTOR = "factor"
    WEATHER = "weather"


@dataclass(frozen=True, slots=True)
class Driver:
    """One row of the tornado: what the finish and the cost do when this one turns out well or badly.

    Attributes
    ----------
    kind, code, name
        The task's uid, or the code of the event, factor or weather.
    seconds_low, seconds_high
        Clock seconds from the median finish to that of the fifth of iterations in which the
        driver was lowest (around its P10), and highest (P90). For an event: when it does not occur, and
        when it does.
    eur_low, eur_high
        Likewise for the cost, euro.
    share
        Its part of the variance of the finish, 0–1; parts of all drivers add up to at most 1.
    cost_share
        Likewise of the cost.
    criticality
        Share of iterations in which the task is on a longest path; None for what is not a task.
    cruciality
        Rank correlation of the draw with the finish, −1–1.
    """

    kind: DriverKind
    code: str
    name: str
    seconds_low: float
    seconds_high: float
    eur_low: float
    eur_high: float
    share: float
    cost_share: float
    criticality: float | None
    cruciality: float


@dataclass(frozen=True, slots=True)
class ResponseValue:
    """What one response brings, beside the choice that stands: with it if not chosen, without if chosen.

    Attributes
    ----------
    seconds_won
        Clock seconds by which the chosen percentile of the finish comes earlier with it than without it.
    eur_won
        Likewise for the cost, its own price included; negative if it costs more than it brings.
    cost
        Euro it costs.
    """

    code: str
    name: str
    event_code: str
    cost: float
    is_chosen: bool
    seconds_won: float
    eur_won: float
    finish: int
    """Instant: the percentile of the finish with this response (and the chosen ones)."""
    chance: float | None = None
    """Probability of finishing by the limit with this response; None if no limit was given."""


@dataclass(frozen=True, slots=True)
class Convergence:
    """How far the figures may still move with more iterations: 95 % intervals by order statistics.

    None where that is unknown: with fewer than 100 iterations, and of finishes of which some are cut off.
    """

    p50_seconds: float | None
    """Half of the width of the interval around the P50 of the finish, clock seconds."""
    p80_seconds: float | None
    p50_eur: float | None
    p80_eur: float | None
    is_enough: bool
    """The interval of the P80 is known, and narrower than a working day or a hundredth of what remains."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """All finishes of one task that people wait for."""

    task_uid: int
    name: str
    finish: Integers
    """Instants, shape (n_iterations,)."""
    planned: int
    """Instant without any uncertainty (the critical path)."""
    baseline: int
    """Instant of the first baseline, `NONE` if there is none."""
    deadline: int
    """Instant, `NONE` if there is none: a legal date, a promise."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the iterations of one plan gave.

    Attributes
    ----------
    finish
        Instants of the project's finish, int64 of shape (n_iterations,), in the order of iterations, so
        that projects can be joined iteration by iteration.
    cost
        Euro, float64 of shape (n_iterations,): what is spent already and all that comes.
    planned_finish, planned_cost
        Without any uncertainty: the critical path and the planned cost.
    occurred
        Share of iterations in which each event occurred, by code.
    """

    seed: int
    finish: Integers
    cost: Floats
    planned_finish: int
    planned_cost: float
    milestones: tuple[Milestone, ...]
    criticality: Floats
    """Per task of the plan the share of iterations on a longest path, (n_tasks,); empty if not asked."""
    drivers: tuple[Driver, ...]
    responses: tuple[ResponseValue, ...]
    occurred: dict[str, float]
    convergence: Convergence
    findings: tuple[Finding, ...] = ()

    def finish_at(self, probability: float) -> int:
        """Return the instant by which the project is finished with this probability (0–1)."""
        return quantile_of_instants(self.finish, probability)

    def cost_at(self, probability: float) -> float:
        """Return the euro that suffice with this probability (0–1)."""
        return float(np.sort(self.cost)[rank_of(len(self.cost), probability)])

    def chance_by(self, instant: int) -> float:
        """Return the probability that the project is finished at an instant."""
        return float(np.mean(self.finish <= instant))

    def chance_within(self, instant: int, eur: float) -> float:
        """Return the joint probability of finishing by an instant within an amount."""
        return float(np.mean((self.finish <= instant) & (self.cost <= eur)))


def quantile_of_instants(values: Integers, probability: float) -> int:
    """Return the smallest value that at least this share of the values does not exceed."""
    ordered: NDArray[np.int64] = np.sort(values)
    return int(ordered[rank_of(len(ordered), probability)])
