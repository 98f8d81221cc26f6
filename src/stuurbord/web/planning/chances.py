"""How sure the dates of a changed plan are: the forecast's own question, asked of another plan.

Both plans meet the same chance: draws belong to tasks and risks, not to places in a list, so what differs
is the edits and nothing else. The numbers of the plan as it stands are those of the page of the forecast.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from threading import Lock
from typing import Any, Final

import numpy as np

from stuurbord.engine.schedule_risk.building.preparation import prepared
from stuurbord.engine.schedule_risk.building.prepared import Prepared
from stuurbord.engine.schedule_risk.kept_draws import KeptDraws
from stuurbord.engine.schedule_risk.outcome import Outcome
from stuurbord.engine.schedule_risk.percentiles import rank_of
from stuurbord.engine.schedule_risk.reading import Wanted
from stuurbord.engine.schedule_risk.simulation import simulated
from stuurbord.exchange.risk_workbook import RiskRecords
from stuurbord.plan import NONE, Plan
from stuurbord.plan.calendar import MINUTE
from stuurbord.plan.document import digest
from stuurbord.plan.model import Integers
from stuurbord.web.forecasts.answers import Answers
from stuurbord.web.forecasts.limits import end_of
from stuurbord.web.forecasts.models import SimulationRun
from stuurbord.web.forecasts.runner import runner
from stuurbord.web.forecasts.simulating import ITERATIONS, SEED, Question, digest_of
from stuurbord.web.registers.risk_models import risk_model_of

MOST_TASKS_AT_ONCE: Final = 3_000
"""Above this nobody waits for an answer: a variant computes it in the background."""
_EXACT_TASKS: Final = 600
_FEWER_ITERATIONS: Final = 1_000
"""Of larger plans, while somebody waits; both sides of a comparison then run as many."""
_MOST_KEPT: Final = 32
_MOST_DRAWN: Final = 8
"""Projects of which the drawn values are kept, some 20 MB each: edits change few draws, and find the rest."""
_kept: OrderedDict[tuple[str, str, int], Spread] = OrderedDict()
_drawn: OrderedDict[tuple[str, str], KeptDraws] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Spread:
    """How the finishes of one plan are spread.

    Attributes
    ----------
    quantiles
        Instants by which the goal is reached with 0, 1 … 100 % certainty.
    chance
        Chance to reach it by the last day within the tolerance, 0–1; None where nothing was agreed.
    p80_of
        Uid of each gate that is still to come → instant of its P80.
    cost_p50, cost_p80
        Euro; None if the plan holds no costs.
    """

    iterations: int
    quantiles: tuple[int, ...]
    chance: float | None
    p80_of: dict[int, int]
    cost_p50: float | None
    cost_p80: float | None

    @property
    def p50(self) -> int:
        return self.quantiles[50]

    @property
    def p80(self) -> int:
        return self.quantiles[80]


def iterations_for(plan: Plan) -> int:
    """Return how many iterations are run while somebody waits."""
    return ITERATIONS if len(plan.tasks) <= _EXACT_TASKS else _FEWER_ITERATIONS


def question_with(question: Question, plan: Plan, more: RiskRecords | None = None) -> Question:
    """Return the same question about another plan of the project: same goal, seed, risks and limits.

    Parameters
    ----------
    more
        What is uncertain about that plan and not in the registers yet.
    """
    model, findings = risk_model_of(question.project, plan, more)
    parts = (question.key, digest(plan), digest_of(model))
    key = hashlib.sha256(repr(parts).encode()).hexdigest()
    return replace(question, plan=plan, model=model, findings=tuple(findings), key=key)


def spread_of(question: Question, iterations: int, run: Callable[..., Any] | None = None) -> Spread:
    """Return the spread of a plan, from what is stored or kept, else simulated now.

    Raises
    ------
    InvalidPlan
        If the plan cannot be dated.
    InvalidRiskModel
        If what is uncertain cannot be read.
    """
    key = question.identity, question.key, iterations
    with _lock:
        if found := _kept.get(key):
            _kept.move_to_end(key)
            return found
    made = _stored(question) if iterations == ITERATIONS else None
    made = made or _simulated(question, iterations, run or runner())
    with _lock:
        _kept[key] = made
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return made


def _stored(question: Question) -> Spread | None:
    """Return what the page of the forecast shows of this very question; None if it does not."""
    run = SimulationRun.objects.filter(revision=question.revision, key=question.key).first()
    if run is None:
        return None
    found, has_cost = Answers(run), bool(run.planned_cost)
    return Spread(
        iterations=run.iterations,
        quantiles=tuple(found.finish_at(percent / 100) for percent in range(101)),
        chance=found.chance_by(end_of(question.limits.limit)),
        p80_of=_of_gates(question.plan, {one.uid: one.at(0.8) for one in found.milestones}),
        cost_p50=found.cost_at(0.5) if has_cost else None,
        cost_p80=found.cost_at(0.8) if has_cost else None,
    )


def _simulated(question: Question, iterations: int, run: Callable[..., Any]) -> Spread:
    prepare = partial(_prepared, question)
    outcome = simulated(prepare, iterations, run, Wanted(criticality=False, drivers=False, responses=False))
    return _read(question, outcome)


def _prepared(question: Question, room: float) -> Prepared:
    made = prepared(
        question.plan,
        question.model,
        seed=SEED,
        identity=question.identity,
        goal_uid=question.goal_uid,
        room=room,
    )
    return replace(made, kept=_draws_of(question))


def _draws_of(question: Question) -> KeptDraws:
    """Return what was drawn already for this project and its shared causes."""
    model = question.model
    moves_together = b"" if model.factor_correlation is None else model.factor_correlation.tobytes()
    hashed = hashlib.sha256(repr(model.factors.code).encode() + moves_together).hexdigest()
    key = f"{question.project.pk} {question.identity}", hashed
    with _lock:
        found = _drawn.setdefault(key, KeptDraws())
        _drawn.move_to_end(key)
        while len(_drawn) > _MOST_DRAWN:
            _drawn.popitem(last=False)
    return found


def _read(question: Question, outcome: Outcome) -> Spread:
    ordered, n_runs = np.sort(_to_the_minute(outcome.finish)), len(outcome.finish)
    limit, has_cost = end_of(question.limits.limit), bool(outcome.planned_cost)
    sure = {int(one.task_uid): int(np.sort(one.finish)[rank_of(n_runs, 0.8)]) for one in outcome.milestones}
    return Spread(
        iterations=n_runs,
        quantiles=tuple(int(ordered[rank_of(n_runs, percent / 100)]) for percent in range(101)),
        chance=None if limit == NONE else float(np.mean(ordered <= limit)),
        p80_of=_of_gates(question.plan, sure),
        cost_p50=outcome.cost_at(0.5) if has_cost else None,
        cost_p80=outcome.cost_at(0.8) if has_cost else None,
    )


def _to_the_minute(instants: Integers) -> Integers:
    """Return instants as a stored run holds them, so that the same plan has the same numbers from both."""
    first = int(instants.min())
    minutes: Integers = (instants - first) // MINUTE * MINUTE
    return first + minutes


def _of_gates(plan: Plan, sure: dict[int, int]) -> dict[int, int]:
    gates = {uid for uid, gate in zip(plan.tasks.uid.tolist(), plan.tasks.gate, strict=True) if gate}
    return {uid: instant for uid, instant in sure.items() if uid in gates and instant != NONE}
