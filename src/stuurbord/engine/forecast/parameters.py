"""What the forecaster learned from finished projects, and what it takes as given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Spread:
    """Between which relative errors 80 % of finished projects lie, in units of the scale of `interval`."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Parameters:
    """Everything a forecast depends on besides the facts of the project.

    What is not fitted was chosen once, in round figures.

    Attributes
    ----------
    network_weight
        Of a project that is behind: weight (0–1) of the network beside the earned schedule. Fitted.
    pace_exponent
        How far the pace so far holds for what remains: 0 not at all, 1 wholly. Fitted.
    cost_exponent, delay_exponent
        How far the cost of work so far, and the relative delay expected, hold for the cost of what
        remains. Fitted.
    finish_with_tasks, finish_without_tasks, cost_with_tasks, cost_without_tasks
        Intervals. Fitted.
    pace_prior
        Time gone as planned that is counted along with the pace, in planned durations.
    cost_prior
        Cost as planned that is counted along with the cost performance, in budgets.
    task_prior
        Work gone as planned that is counted along with the durations of tasks, as a share of the network.
    memory
        Time in which earlier forecasts lose their weight, in planned durations.
    fitted_on
        Codes of the finished projects behind the fitted figures. None of them may be judged by these.
    fingerprints
        Of the same projects, so that a renamed copy is known too; see `benchmarks.forecast_cases`.
    """

    network_weight: float
    pace_exponent: float
    cost_exponent: float
    delay_exponent: float
    finish_with_tasks: Spread
    finish_without_tasks: Spread
    cost_with_tasks: Spread
    cost_without_tasks: Spread
    fitted_on: tuple[str, ...] = ()
    fingerprints: tuple[str, ...] = ()
    pace_prior: float = 0.1
    cost_prior: float = 0.5
    task_prior: float = 0.3
    memory: float = 0.1


FITTED: Final = Parameters(
    network_weight=0.6,
    pace_exponent=0.36,
    cost_exponent=0.63,
    delay_exponent=0.34,
    finish_with_tasks=Spread(-0.11, 0.366),
    finish_without_tasks=Spread(-0.139, 0.386),
    cost_with_tasks=Spread(-0.076, 0.2),
    cost_without_tasks=Spread(-0.083, 0.174),
    fitted_on=tuple(
        "C2011-05 C2011-12 C2011-13 C2013-01 C2013-02 C2013-04 C2013-07 C2013-09 C2013-11 C2013-13"
        " C2013-15 C2014-04 C2014-06 C2014-08".split()
    ),
    fingerprints=tuple(
        "f4e0fb9ccf81 9738ef211f1d d7a0cd712c08 7be30e01578a 70c0b9698df3 a4c415588e7e 3d1bd7a5b865"
        " 4dedea5f1912 ba1e92a8c4e9 b721915771e4 f282b9b227fb 4ab5257b388d 98353a2b183a 615840938a61".split()
    ),
)
"""Fitted by ``python -m benchmarks.forecast_accuracy FOLDER --fit``; see docs/methods/forecast.md."""
