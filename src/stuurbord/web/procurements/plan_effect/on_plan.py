"""Where a procurement stands in a plan: its steps on the calendar, its conclusion and the gate it opens."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Final

from stuurbord.engine.critical_path import Schedule
from stuurbord.errors import InvalidPlan
from stuurbord.plan import NONE, Plan, moment
from stuurbord.plan.changes import from_plain
from stuurbord.web.planning.actions import applied
from stuurbord.web.planning.models import Proposal
from stuurbord.web.procurements.advising import asked
from stuurbord.web.procurements.models import PlanLink, ProcurementFile
from stuurbord.web.procurements.plan_effect.branch import Branch, branch_of, merged
from stuurbord.web.procurements.plan_effect.once_planned import PlanBefore, once_planned
from stuurbord.web.procurements.plan_effect.steps import Wanted, begin_of, parts_of, wanted_of
from stuurbord.web.projects.models import PlanRevision
from stuurbord.web.projects.plans import forecast_schedule, plan_of, schedule_of
from stuurbord.web.reader import reader

MOST_TASKS: Final = 1_000
"""Of a larger plan nobody waits for the dates of procedures that were not chosen."""
_MOST_KEPT: Final = 128
_kept: OrderedDict[tuple[object, ...], Planned | None] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One step of a procurement as a plan has it.

    Attributes
    ----------
    legal_days
        Calendar days that the law asks at least; 0 where it asks none.
    """

    step: str
    name: str
    first: date
    last: date
    legal_days: int
    article: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """A procurement in a plan.

    Attributes
    ----------
    gate, gate_on
        The gate that the contract opens, and its day; empty and None where the plan has none.
    """

    steps: tuple[PlannedStep, ...]
    conclusion: date | None
    gate: str
    gate_on: date | None


@dataclass(frozen=True, slots=True)
class PlanNow:
    """The plan of a project that counts, as it is stored."""

    sha256: str
    plan: Plan
    schedule: Schedule


def plan_now(file: ProcurementFile) -> PlanNow | None:
    """Return the plan that a procurement stands in; None where its project has none."""
    pk = file.project.current_revision_id
    if pk is None:
        return None
    sha256 = PlanRevision.objects.values_list("sha256", flat=True).get(pk=pk)
    return PlanNow(sha256, plan_of(pk), schedule_of(pk))


def planned_now(file: ProcurementFile, link: PlanLink, now: PlanNow) -> Planned | None:
    """Return the procurement as the plan that counts has it; None where that has no steps of it."""
    branch = branch_of(now.plan, file.reference, link.branch_uid)
    return _planned(now.plan, now.schedule, branch, link)


def planned_by(proposal: Proposal, file: ProcurementFile, link: PlanLink) -> Planned | None:
    """Return the procurement as the plan of a proposal has it; None where it has no steps of it."""

    def made() -> Planned | None:
        plan = applied(plan_of(proposal.base_id), from_plain(proposal.changes))
        branch = branch_of(plan, file.reference, link.branch_uid)
        return _planned(plan, forecast_schedule(plan), branch, link)

    # By content, not by number: a number that was rolled back is given out again, to another proposal.
    text = json.dumps(proposal.changes, sort_keys=True)
    own = (file.reference, link.branch_uid, link.feeds_uid)
    return _once(("proposal", proposal.base.sha256, hashlib.sha256(text.encode()).digest(), *own), made)


def planned_with(
    file: ProcurementFile,
    link: PlanLink,
    now: PlanNow,
    wanted: Wanted,
    former: Wanted | None,
    before: Sequence[PlanBefore],
) -> Planned | None:
    """Return the procurement as the plan would have it with one procedure; None where that cannot be told.

    Nothing is kept of it: it is what a proposal of this procedure would bring.

    Parameters
    ----------
    former
        The procedure so far; None if none was chosen.
    before
        The plans that earlier proposals replaced, as `plans_before` finds them.
    """
    plan, feeds = now.plan, link.feeds_uid
    if feeds is None or feeds not in plan.tasks.uid or len(plan.tasks) > MOST_TASKS:
        return None

    once = once_planned(before, wanted.verdict.code)

    def made() -> Planned | None:
        branch = branch_of(plan, file.reference, link.branch_uid)
        parts = parts_of(wanted, former, plan, branch, begin_of(plan), once)
        try:
            found = merged(plan, branch, parts.parts, file.reference, feeds)
        except InvalidPlan:  # a proposal of it says why
            return None
        return _planned(found.plan, forecast_schedule(found.plan), found.branch, link)

    own = (file.reference, link.branch_uid, feeds)
    key = ("procedure", now.sha256, begin_of(plan), reader().code, *own, wanted.key, former and former.key)
    key = (*key, tuple(sorted(once.items())))
    return _once(key, made)


def former_of(file: ProcurementFile) -> Wanted | None:
    """Return the procedure that counts so far; None if none was chosen."""
    answer = asked(file)
    verdict = answer.verdict_on(file.procedure) if file.procedure else None
    return None if verdict is None else wanted_of(answer, verdict)


def gate_of(plan: Plan, schedule: Schedule, branch: Branch, feeds: int | None) -> tuple[str, str, int | None]:
    """Return code, name and uid of the gate that the contract opens.

    It is the gate that waits for the contract, else the first gate after its conclusion.
    """
    tasks, finish = plan.tasks, schedule.finish
    rows = [row for row, gate in enumerate(tasks.gate) if gate and finish[row] != NONE]
    fed = [row for row in rows if tasks.uid[row] == feeds]
    concluded = branch.conclusion_instant(plan, schedule)
    if not fed and concluded is not None:
        fed = sorted((row for row in rows if finish[row] >= concluded), key=lambda row: int(finish[row]))
    if not fed:
        return "", "", None
    return tasks.gate[fed[0]], tasks.name[fed[0]], int(tasks.uid[fed[0]])


def _planned(plan: Plan, schedule: Schedule, branch: Branch, link: PlanLink) -> Planned | None:
    if not branch.step_uids:
        return None
    row_of = {uid: row for row, uid in enumerate(plan.tasks.uid.tolist())}
    code, _name, uid = gate_of(plan, schedule, branch, link.feeds_uid)
    steps = []
    for step, uids in sorted(branch.step_uids.items()):
        found = _step(plan, schedule, step, [row_of[one] for one in uids])
        if found is not None:
            steps.append(found)
    gate_on = None if uid is None else moment(int(schedule.finish[row_of[uid]])).date()
    return Planned(tuple(steps), branch.conclusion(plan, schedule), code, gate_on)


def _step(plan: Plan, schedule: Schedule, step: str, rows: Collection[int]) -> PlannedStep | None:
    """Return one step from its tasks: a period of the law has a second one, on its last day."""
    tasks = plan.tasks
    dated = [row for row in rows if schedule.finish[row] != NONE and tasks.is_active[row]]
    if not dated:
        return None
    least = [int(tasks.legal_minimum[row]) for row in dated if tasks.legal_minimum[row] > 0]
    return PlannedStep(
        step=step,
        name=tasks.name[dated[0]],
        first=moment(int(min(schedule.start[row] for row in dated))).date(),
        last=moment(int(max(schedule.finish[row] for row in dated))).date(),
        legal_days=max(least, default=0),
        article=next((tasks.legal_basis[row] for row in dated if tasks.legal_basis[row]), ""),
        is_verified=not any(tasks.legal_is_unverified[row] for row in dated),
    )


def _once(key: tuple[object, ...], make: Callable[[], Planned | None]) -> Planned | None:
    """Return what was computed under this key, else compute it now."""
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    found = make()
    with _lock:
        _kept[key] = found
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return found
