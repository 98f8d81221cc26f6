"""What is uncertain about a plan: three points, risk events, responses, weather, shared causes.

Rows name tasks by their ``uid``, not by their position: an estimate outlives a revision of the plan.
Units as in `stuurbord.plan.model`: durations are working seconds of the task, money is cents, fractions
are 0–1. A `RiskModel` is made by hand or by a reader and holds no dates.

`stuurbord.plan.uncertainty_findings` tells what is wrong with a model, row by row; the engine refuses a
model that has errors.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np

from stuurbord.plan.model import Booleans, Floats, Integers, Table, Texts, _column, empty


class Shape(IntEnum):
    """The form of a distribution between its points."""

    PERT = 0
    """Beta, with four times the weight on the most likely value (Malcolm et al. 1959)."""
    TRIANGULAR = 1
    UNIFORM = 2
    LOGNORMAL = 3
    """``low`` and ``high`` are P10 and P90; ``likely`` is not read. Fat tail to the right."""
    REFERENCE = 4
    """A reference class: quantiles measured on finished projects (`ReferenceQuantiles`)."""
    DISCRETE = 5
    """``low``, ``likely`` or ``high`` and nothing in between, each with its chance. Of estimates only."""


class Quantity(IntEnum):
    """What a row says something about."""

    DURATION = 0
    COST = 1


@dataclass(frozen=True, slots=True, eq=False)
class Estimates(Table):
    """The spread of what is planned; every column has shape (n_estimates,)."""

    task_uid: Integers = _column(np.int64, 0)
    quantity: Integers = _column(np.int64, Quantity.DURATION)
    shape: Integers = _column(np.int64, Shape.PERT)
    low: Floats = _column(np.float64, 1.0)
    """Multiple of what remains as planned (duration or cost); an amount where ``is_amount``."""
    likely: Floats = _column(np.float64, 1.0)
    high: Floats = _column(np.float64, 1.0)
    is_amount: Booleans = _column(np.bool_, False)
    """The points are working seconds or cents of what remains, not multiples."""
    reference_idx: Integers = _column(np.int64, -1)
    """Of `Shape.REFERENCE` the class in `RiskModel.references`."""
    low_chance: Floats = _column(np.float64, 0.0)
    """Of `Shape.DISCRETE` the chance of ``low``, 0–1; what ``high_chance`` leaves beside it is ``likely``."""
    high_chance: Floats = _column(np.float64, 0.0)
    where: Texts = _column(str, "")
    """Row of the file or register, for findings."""


@dataclass(frozen=True, slots=True, eq=False)
class RiskEvents(Table):
    """What may happen or not; every column has shape (n_events,)."""

    code: Texts = _column(str, "")
    """The number people call it by (``R-012``); unique, and the identity of its random numbers."""
    name: Texts = _column(str, "")
    probability: Floats = _column(np.float64, 0.0)
    exclusive_group: Texts = _column(str, "")
    """Of the events of one group at most one occurs: their probabilities add up to at most 1."""
    condition_idx: Integers = _column(np.int64, -1)
    """Can only occur if that event did (or did not): ``probability`` is given the condition."""
    condition_occurs: Booleans = _column(np.bool_, True)
    where: Texts = _column(str, "")


@dataclass(frozen=True, slots=True, eq=False)
class Impacts(Table):
    """What an event does when it occurs; every column has shape (n_impacts,).

    An opportunity has negative amounts; no task becomes shorter than zero by it.
    """

    event_idx: Integers = _column(np.int64, 0)
    task_uid: Integers = _column(np.int64, -1)
    """The task that takes longer or costs more; −1 for a cost of the project as a whole."""
    quantity: Integers = _column(np.int64, Quantity.DURATION)
    shape: Integers = _column(np.int64, Shape.PERT)
    low: Floats = _column(np.float64, 0.0)
    """Working seconds on the calendar of the task, or cents."""
    likely: Floats = _column(np.float64, 0.0)
    high: Floats = _column(np.float64, 0.0)
    where: Texts = _column(str, "")


@dataclass(frozen=True, slots=True, eq=False)
class Repeats(Table):
    """Tasks that run again when an event occurs: a tender that is cancelled and repeated.

    Each listed task takes its time (and what its time costs) once more, drawn anew.
    """

    event_idx: Integers = _column(np.int64, 0)
    task_uid: Integers = _column(np.int64, 0)
    where: Texts = _column(str, "")


@dataclass(frozen=True, slots=True, eq=False)
class Responses(Table):
    """What can be done about an event, and what is left of it then; shape (n_responses,).

    Several chosen responses to one event multiply: each leaves its share of probability and impact.
    """

    code: Texts = _column(str, "")
    name: Texts = _column(str, "")
    event_idx: Integers = _column(np.int64, 0)
    probability_left: Floats = _column(np.float64, 1.0)
    """Share of the probability that is left, 0–1."""
    impact_left: Floats = _column(np.float64, 1.0)
    """Share of the impact in time and in cost that is left, 0–1."""
    cost: Integers = _column(np.int64, 0)
    """Cents; spent for sure once chosen."""
    is_chosen: Booleans = _column(np.bool_, False)
    where: Texts = _column(str, "")


@dataclass(frozen=True, slots=True, eq=False)
class Factors(Table):
    """Causes that several tasks share (a supplier, a team, the ground): their spread moves together."""

    code: Texts = _column(str, "")
    """Identity of its random numbers: projects that name the same factor move together."""
    name: Texts = _column(str, "")


@dataclass(frozen=True, slots=True, eq=False)
class Loadings(Table):
    """How strongly the spread of a task follows a factor; shape (n_loadings,).

    Gaussian copula: z = Σ loading·factor + √(1 − Σ loading²)·own, so that two tasks with loadings a and b
    on one factor correlate a·b. The squares of one estimate add up to at most 1.
    """

    factor_idx: Integers = _column(np.int64, 0)
    task_uid: Integers = _column(np.int64, 0)
    quantity: Integers = _column(np.int64, Quantity.DURATION)
    loading: Floats = _column(np.float64, 0.0)
    where: Texts = _column(str, "")


@dataclass(frozen=True, slots=True, eq=False)
class Weather(Table):
    """Working days lost to the weather, per kind of exposure; shape (n_kinds,).

    A day that is lost is lost to every exposed task of that kind.
    """

    code: Texts = _column(str, "")
    name: Texts = _column(str, "")
    where: Texts = _column(str, "")


@dataclass(frozen=True, slots=True, eq=False)
class LostDays(Table):
    """Chance that a working day of a month is lost; shape (n_rows,)."""

    weather_idx: Integers = _column(np.int64, 0)
    month: Integers = _column(np.int64, 1)
    probability: Floats = _column(np.float64, 0.0)
    where: Texts = _column(str, "")


@dataclass(frozen=True, slots=True, eq=False)
class Exposures(Table):
    """Which tasks stand out in which weather; shape (n_exposures,)."""

    weather_idx: Integers = _column(np.int64, 0)
    task_uid: Integers = _column(np.int64, 0)
    where: Texts = _column(str, "")


@dataclass(frozen=True, slots=True)
class ReferenceQuantiles:
    """A reference class: what finished projects made of their plans.

    Attributes
    ----------
    probability, multiple
        float64 of shape (n_points,), ascending: quantiles of realised ÷ planned.
    source
        Where the figures come from.
    """

    code: str
    probability: tuple[float, ...]
    multiple: tuple[float, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class RiskModel:
    """Everything uncertain about one plan.

    Attributes
    ----------
    factor_correlation
        float64 of shape (n_factors, n_factors), or None if factors are independent. Positive definite.
    default_reference
        Class for unfinished tasks without an estimate of their own, position in ``references``; −1 none.
    contingency_seconds, contingency_cents
        Reserve held for the project: working seconds on the project calendar, and money.
    """

    estimates: Estimates = field(default_factory=lambda: empty(Estimates))
    events: RiskEvents = field(default_factory=lambda: empty(RiskEvents))
    impacts: Impacts = field(default_factory=lambda: empty(Impacts))
    repeats: Repeats = field(default_factory=lambda: empty(Repeats))
    responses: Responses = field(default_factory=lambda: empty(Responses))
    factors: Factors = field(default_factory=lambda: empty(Factors))
    loadings: Loadings = field(default_factory=lambda: empty(Loadings))
    weather: Weather = field(default_factory=lambda: empty(Weather))
    lost_days: LostDays = field(default_factory=lambda: empty(LostDays))
    exposures: Exposures = field(default_factory=lambda: empty(Exposures))
    references: tuple[ReferenceQuantiles, ...] = ()
    factor_correlation: Floats | None = None
    default_reference: int = -1
    contingency_seconds: int = 0
    contingency_cents: int = 0
