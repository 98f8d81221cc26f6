"""One question to the simulation and its answer: what the job, the what-if and the tests share."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from functools import partial
from threading import Lock
from time import perf_counter
from typing import Any, Final

import numpy as np

from stuurbord import __version__
from stuurbord.engine.schedule_risk.building.preparation import prepared
from stuurbord.engine.schedule_risk.building.prepared import Prepared
from stuurbord.engine.schedule_risk.outcome import Outcome, quantile_of_instants
from stuurbord.engine.schedule_risk.reading import Wanted, is_cut_off
from stuurbord.engine.schedule_risk.simulation import simulated
from stuurbord.errors import Finding
from stuurbord.plan import NONE, Plan
from stuurbord.plan.model import Booleans, Integers, Table
from stuurbord.plan.uncertainty import RiskModel
from stuurbord.web.forecasts.answers import DAY
from stuurbord.web.forecasts.limits import Limits, end_of, goal_uid, limits_of
from stuurbord.web.projects.models import PlanRevision, Project
from stuurbord.web.projects.plans import plan_of
from stuurbord.web.registers.risk_models import risk_model_of

SEED: Final = 2026
ITERATIONS: Final = 10_000
"""The same for every project, so that a portfolio can be joined iteration by iteration."""
SURE: Final = 0.8
MOST_PROPOSED: Final = 8
_MORE_ROOM: Final = 4.0
_MOST_READY: Final = 8
"""Networks kept in memory with what was drawn, some 20 MB each, for those who are trying responses now."""
_ready: OrderedDict[tuple[str, str], tuple[float, Prepared]] = OrderedDict()
_lock = Lock()
_making = Lock()

Run = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Question:
    """Everything a simulation of a project reads.

    Attributes
    ----------
    key
        Hash of it all: who asks the same gets the same answer, so it is not computed twice.
    """

    project: Project
    revision: PlanRevision
    plan: Plan
    model: RiskModel
    findings: tuple[Finding, ...]
    goal_uid: int
    limits: Limits
    key: str

    @property
    def identity(self) -> str:
        """What makes the random numbers of this project its own: the same on the command line."""
        return self.project.code

    @property
    def code_and_key(self) -> tuple[str, str]:
        """What tells its network from all others: twins of one plan draw their own numbers."""
        return self.identity, self.key


@dataclass(frozen=True, slots=True)
class Choice:
    """A set of responses, computed through.

    Attributes
    ----------
    codes
        All that are chosen then.
    cost
        Euro of all that are chosen.
    finish
        Instants per iteration.
    """

    codes: tuple[str, ...]
    cost: float
    finish: Integers
    seconds: float

    @property
    def sure(self) -> int:
        """The instant of P80."""
        return quantile_of_instants(self.finish, SURE)

    def chance_by(self, instant: int) -> float | None:
        """Return the chance to finish by an instant; None if there is none."""
        return None if instant == NONE else float(np.mean(self.finish <= instant))


def question_of(project: Project) -> Question | None:
    """Return the question a project asks today; None without a plan."""
    revision = project.current_revision
    return None if revision is None else question_about(project, revision)


def question_about(project: Project, revision: PlanRevision) -> Question:
    """Return the question a project asks today of one of its plans."""
    plan = plan_of(revision.pk)
    model, findings = risk_model_of(project, plan)
    goal = goal_uid(project, plan)
    limits = limits_of([project])[project.pk]
    parts = (revision.sha256, digest_of(model), goal, str(limits.limit), SEED, ITERATIONS, __version__)
    key = hashlib.sha256(repr(parts).encode()).hexdigest()
    return Question(project, revision, plan, model, tuple(findings), goal, limits, key)


def answer(question: Question, run: Run) -> Outcome:
    """Return the whole answer: drivers, criticality and the worth of each response."""
    wanted = Wanted(limit=end_of(question.limits.limit))
    return simulated(partial(ready_for, question), ITERATIONS, run, wanted)


def choose(question: Question, codes: Iterable[str], run: Run) -> Choice:
    """Return the answer with exactly these responses chosen: only the finish, so that nobody waits."""
    started, wanted = perf_counter(), set(codes)
    responses = question.model.responses
    is_chosen = np.array([code in wanted for code in responses.code], np.bool_)
    ready = ready_for(question)
    finish = _finish(ready, is_chosen, run)
    if is_cut_off(ready, finish):
        ready = ready_for(question, _MORE_ROOM)
        finish = _finish(ready, is_chosen, run)
    listed = tuple(code for code in responses.code if code in wanted)
    cost = float(responses.cost[is_chosen].sum()) / 100
    return Choice(listed, cost, finish, perf_counter() - started)


def _finish(ready: Prepared, is_chosen: Booleans, run: Run) -> Integers:
    return ready.finish_instants(run(ready.drawn(is_chosen).network, SEED, 0, ITERATIONS).finish)


def proposal(question: Question, base: Outcome, run: Run) -> Choice | None:
    """Return the responses worth proposing: the most days per euro first, until P80 is within the tolerance.

    Without a tolerance, those that win a day. None if no response does: who pays wants an earlier date.
    """
    limit = end_of(question.limits.limit)
    order = sorted((one for one in base.responses if not one.is_chosen), key=_days_per_euro, reverse=True)
    responses = question.model.responses
    codes = {code for code, is_on in zip(responses.code, responses.is_chosen.tolist(), strict=True) if is_on}
    found, best = None, base.finish_at(SURE)
    for one in order[:MOST_PROPOSED]:
        if limit != NONE and best <= limit:
            break
        if found is None and not _wins_a_day(best, one.finish):
            continue  # by itself it is computed already
        tried = choose(question, codes | {one.code}, run)
        if _wins_a_day(best, tried.sure):
            codes.add(one.code)
            found, best = tried, tried.sure
    return found


def ready_for(question: Question, room: float = 1.0) -> Prepared:
    """Return the network of a question, kept for who ticks the next response.

    Parameters
    ----------
    room
        Multiple of the time after the plan for which calendars are compiled; where more was needed once,
        it is kept.
    """
    found = _kept(question, room)
    if found:
        return found
    with _making:  # who comes second for the same network waits for it instead of making it again
        return _kept(question, room) or _make(question, room)


def _make(question: Question, room: float) -> Prepared:
    made = prepared(
        question.plan,
        question.model,
        seed=SEED,
        identity=question.identity,
        goal_uid=question.goal_uid,
        room=room,
    )
    with _lock:
        _ready[question.code_and_key] = room, made
        while len(_ready) > _MOST_READY:
            _ready.popitem(last=False)
    return made


def _kept(question: Question, room: float) -> Prepared | None:
    key = question.code_and_key
    with _lock:
        found = _ready.get(key)
        if found is None or found[0] < room:
            return None
        _ready.move_to_end(key)
        return found[1]


def digest_of(model: RiskModel) -> str:
    """Return a hash of all that is uncertain; the places in files and registers do not count."""
    hashed = hashlib.sha256()
    for one in fields(model):
        value = getattr(model, one.name)
        hashed.update(one.name.encode())
        if isinstance(value, Table):
            for column in fields(value):
                if column.name != "where":
                    hashed.update(_bytes_of(getattr(value, column.name)))
        else:
            hashed.update(_bytes_of(value))
    return hashed.hexdigest()


def _bytes_of(value: Any) -> bytes:
    return value.tobytes() if isinstance(value, np.ndarray) else repr(value).encode()


def without_responses(question: Question, base: Outcome, run: Run) -> int:
    """Return the instant of P80 with no response at all, also of those that are chosen already."""
    if not question.model.responses.is_chosen.any():
        return base.finish_at(SURE)
    return choose(question, (), run).sure


def _wins_a_day(before: int, after: int) -> bool:
    """Tell whether an instant comes earlier by a day, on the calendar too."""
    return before - after >= DAY / 2 and before // DAY > after // DAY


def _days_per_euro(one: Any) -> float:
    return one.seconds_won / max(one.cost, 1.0)
