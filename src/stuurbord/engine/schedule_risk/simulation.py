"""From a plan and what is uncertain about it to dates and amounts with a probability."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from stuurbord.engine.schedule_risk.building.preparation import prepared
from stuurbord.engine.schedule_risk.building.prepared import Prepared
from stuurbord.engine.schedule_risk.outcome import Outcome
from stuurbord.engine.schedule_risk.reading import (
    Run,
    Wanted,
    is_cut_off,
    outcome_of_runs,
    ran,
)
from stuurbord.engine.schedule_risk.running import run_iterations
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Plan
from stuurbord.plan.uncertainty import RiskModel

_MORE_ROOM: Final = 4.0
"""By how much more time calendars are compiled for when iterations reach their end; 30 years at most."""


def simulate(
    plan: Plan,
    model: RiskModel,
    *,
    seed: int = 2026,
    iterations: int = 10_000,
    criticality: bool = True,
    drivers: bool = True,
    responses: bool = True,
    run: Run = run_iterations,
    identity: str = "",
    goal_uid: int = -1,
    limit: int = NONE,
) -> Outcome:
    """Simulate a plan with its uncertainty.

    Work that is not done is not placed before the status date. The same seed gives the same numbers,
    whatever runs the iterations, and another choice of responses meets the same chance.

    Parameters
    ----------
    criticality
        Count how often each task is on a longest path. Drivers need it, and count it themselves.
    drivers, responses
        Also tell what moves the outcome, and what each response brings.
    run
        Runs the iterations.
    identity
        What tells this project's random numbers from those of others (its code); the plan's name if empty.
    goal_uid
        The task whose finish is asked for; −1 for the finish of the whole. The cost is that of the whole.
    limit
        Instant for which each response tells the chance.

    Raises
    ------
    InvalidRiskModel
        If the model has errors; it carries the findings.
    InvalidPlan
        If the plan cannot be dated.
    """
    if iterations < 1:
        raise ValueError(f"iterations {iterations} < 1")

    def prepare(room: float) -> Prepared:
        return prepared(plan, model, seed=seed, identity=identity, goal_uid=goal_uid, room=room)

    return simulated(prepare, iterations, run, Wanted(criticality, drivers, responses, limit))


def simulated(prepare: Callable[[float], Prepared], iterations: int, run: Run, wanted: Wanted) -> Outcome:
    """Simulate a plan that is prepared already, or is now.

    Parameters
    ----------
    prepare
        Returns the plan with calendars compiled for that multiple of the time after it.
    """
    room, until = 1.0, 0
    while True:
        ready = prepare(room)
        drawn = ready.drawn()
        runs = ran(ready, drawn, iterations, run, wanted)
        is_enough = not is_cut_off(ready, ready.finish_instants(runs.finish))
        if is_enough or ready.until <= until:
            return outcome_of_runs(ready, drawn, runs, run, wanted)
        room, until = room * _MORE_ROOM, ready.until
