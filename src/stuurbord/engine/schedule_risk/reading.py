"""From the answers of iterations to an `Outcome`: instants, amounts, milestones, what moves them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from stuurbord.engine.schedule_risk.building.prepared import Drawn, Prepared
from stuurbord.engine.schedule_risk.convergence import convergence_of
from stuurbord.engine.schedule_risk.drivers import drivers_of
from stuurbord.engine.schedule_risk.network import Network, Runs
from stuurbord.engine.schedule_risk.outcome import Milestone, Outcome
from stuurbord.engine.schedule_risk.response_values import response_values
from stuurbord.errors import N_, Finding
from stuurbord.plan.calendar import DAY, NONE
from stuurbord.plan.model import Floats, Integers

_NEAR: Final = 30 * DAY


class Run(Protocol):
    """What runs the iterations of a network: `run_iterations`, or the same on other machines."""

    def __call__(
        self, network: Network, seed: int, first: int, n: int, /, *, criticality: bool = False
    ) -> Runs:
        """Return iterations ``first`` … ``first + n − 1``."""
        ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is read from the iterations beside finish, cost and milestones.

    Attributes
    ----------
    limit
        Instant for which each response tells the chance, `NONE` for none.
    """

    criticality: bool = True
    drivers: bool = True
    responses: bool = True
    limit: int = NONE


def outcome_of(ready: Prepared, iterations: int, run: Run, **facts: bool | int) -> Outcome:
    """Run a prepared plan and read what came of it.

    Parameters
    ----------
    facts
        Fields of `Wanted`; everything by default.
    """
    wanted = Wanted(**facts)  # type: ignore[arg-type]
    drawn = ready.drawn()
    return outcome_of_runs(ready, drawn, ran(ready, drawn, iterations, run, wanted), run, wanted)


def ran(ready: Prepared, drawn: Drawn, iterations: int, run: Run, wanted: Wanted) -> Runs:
    """Run the iterations; drivers need criticality counted."""
    counts = wanted.criticality or wanted.drivers
    return run(drawn.network, ready.seed, 0, iterations, criticality=counts)


def outcome_of_runs(ready: Prepared, drawn: Drawn, runs: Runs, run: Run, wanted: Wanted) -> Outcome:
    """Read what came of iterations that have run; ``run`` runs them again with other responses."""
    iterations = len(runs.finish)
    finish = ready.finish_instants(runs.finish)
    has_counts = wanted.criticality or wanted.drivers
    shares = _criticality(ready, runs, iterations) if has_counts else np.zeros(0)
    codes = [ready.model.events.code[event] for event in drawn.event_order.tolist()]
    plan = ready.plan
    return Outcome(
        seed=ready.seed,
        finish=finish,
        cost=runs.cost,
        planned_finish=ready.planned_finish,
        planned_cost=ready.planned_cost,
        milestones=_milestones(ready, runs, iterations),
        criticality=shares,
        drivers=drivers_of(ready, drawn, runs, finish, shares) if wanted.drivers else (),
        occurred=dict(zip(codes, runs.occurred[: len(codes)].mean(axis=1).tolist(), strict=True)),
        responses=response_values(ready, runs, finish, run, wanted.limit) if wanted.responses else (),
        convergence=convergence_of(finish, runs.cost, max(plan.start, plan.status_date), ready.until - _NEAR),
        findings=(*ready.findings, *_cut_off(ready, finish)),
    )


def is_cut_off(ready: Prepared, finish: Integers) -> bool:
    """Tell whether iterations reached the end of the compiled days, so that they need more."""
    return int(finish.max()) >= ready.until - _NEAR


def _cut_off(ready: Prepared, finish: Integers) -> list[Finding]:
    if not is_cut_off(ready, finish):
        return []
    n_cut = int(np.count_nonzero(finish >= ready.until - _NEAR))
    text = N_("{n} iterations end after all years that are computed; they count as ending on the last day.")
    return [Finding("finish_cut_off", text, fields={"n": n_cut})]


def _criticality(ready: Prepared, runs: Runs, iterations: int) -> Floats:
    """Return per task its share of iterations on a longest path; of a summary that of one of its parts."""
    node = ready.grounds.node
    shares = np.where(node >= 0, runs.critical_count[np.maximum(node, 0)] / iterations, 0.0)
    parents = ready.plan.tasks.parent_idx.tolist()
    for task in range(len(parents) - 1, -1, -1):  # a summary comes before its parts
        if parents[task] >= 0:
            shares[parents[task]] = max(shares[parents[task]], shares[task])
    return shares


def _milestones(ready: Prepared, runs: Runs, iterations: int) -> tuple[Milestone, ...]:
    tasks, baseline = ready.plan.tasks, ready.plan.baselines.get(0)
    found = []
    for one in ready.watched:
        found.append(
            Milestone(
                task_uid=int(tasks.uid[one.task]),
                name=tasks.name[one.task],
                finish=ready.watched_instants(one, runs.watched, iterations),
                planned=one.planned,
                baseline=int(baseline.finish[one.task]) if baseline is not None else NONE,
                deadline=int(tasks.deadline[one.task]),
            )
        )
    return tuple(found)
