"""(Plan, RiskModel) → `Prepared`: the steps in their order."""

from __future__ import annotations

from typing import Final

import numpy as np

from stuurbord.engine.critical_path.kernels.columns import BEGUN
from stuurbord.engine.schedule_risk.building.axes import CLOCK, Axes
from stuurbord.engine.schedule_risk.building.costs import Costs, costs_of
from stuurbord.engine.schedule_risk.building.draws import Grounds, estimates_of_tasks
from stuurbord.engine.schedule_risk.building.exactness import approximations, planned_finishes
from stuurbord.engine.schedule_risk.building.foundation import Foundation, foundation
from stuurbord.engine.schedule_risk.building.prepared import Prepared, Watched, ends_of
from stuurbord.engine.schedule_risk.building.reach import extra_days, stretch
from stuurbord.engine.schedule_risk.building.rework import rework_findings
from stuurbord.engine.schedule_risk.building.skeleton import Skeleton
from stuurbord.engine.schedule_risk.building.sketch import Arrival, Row, Sketch, Source
from stuurbord.engine.schedule_risk.building.weather import LostDaysDrawn, exposed_kinds
from stuurbord.errors import N_, Finding, InvalidRiskModel, Severity, errors_in
from stuurbord.plan.calendar import DAY, NONE
from stuurbord.plan.model import Booleans, Integers, Plan
from stuurbord.plan.uncertainty import Quantity, RiskModel
from stuurbord.plan.uncertainty_findings import findings_of

_BEFORE: Final = 60 * DAY
"""Room on the axes before the first start: work may begin earlier than planned where a finish holds it."""
MOST_WATCHED: Final = 250
"""Milestones of which every finish is kept; gates and deadlines first."""


def prepared(
    plan: Plan, model: RiskModel, *, seed: int, identity: str = "", goal_uid: int = -1, room: float = 1.0
) -> Prepared:
    """Return a plan and its risk model ready to be simulated.

    Parameters
    ----------
    seed
        Of the weather; the draws themselves get theirs when they are run.
    identity
        What tells this project's random numbers from those of others (its code); the plan's name if empty.
    goal_uid
        The task whose finish is the finish of the whole; −1 for all.
    room
        Multiple of the time after the plan for which calendars are compiled.

    Raises
    ------
    InvalidRiskModel
        If the model has errors; it carries the findings.
    InvalidPlan
        If the plan cannot be dated.
    """
    findings = findings_of(plan, model)
    if errors_in(findings):
        raise InvalidRiskModel(*errors_in(findings))
    base = foundation(plan, stretch(model) * room, int(extra_days(plan, model) * room))
    task_idx = {uid: idx for idx, uid in enumerate(plan.tasks.uid.tolist())}
    weather = LostDaysDrawn(model, seed, exposed_kinds(model, task_idx))
    is_uncertain = _uncertain(plan, model, task_idx)
    goal = task_idx.get(goal_uid, -1)
    if goal < 0 <= goal_uid or (goal >= 0 and not base.made.layout.topology.is_active[goal]):
        text = N_("The task whose finish was asked for ({uid}) is not in the plan; all of it counts.")
        findings.append(Finding("goal_unknown", text, Severity.INFO, fields={"uid": goal_uid}))
        goal = -1
    wanted = _wanted(plan, base, goal)
    needs_end = _needs_end(base, is_uncertain, wanted + ([goal] if goal >= 0 else []))
    skeleton = _skeleton(base, weather, is_uncertain, needs_end)
    planned, whole = planned_finishes(plan, base)
    plain = skeleton if not weather.kinds else _skeleton(base, _fair(weather), is_uncertain, needs_end)
    findings += approximations(plan, plain, planned)
    watched, nodes = _watched(skeleton, wanted, planned)
    ends = ends_of(skeleton, goal)
    costs = costs_of(plan, base.made.layout.topology.is_active)
    grounds = _grounds(plan, skeleton, costs, identity or plan.name)
    findings += _without_effect(model, grounds, task_idx)
    findings += rework_findings(model, grounds, task_idx)
    return Prepared(
        plan=plan,
        model=model,
        seed=seed,
        grounds=grounds,
        skeleton=skeleton,
        links=skeleton.sketch.links(),
        nodes=skeleton.sketch.nodes(*_euro(skeleton, grounds)),
        ends=ends,
        watched=watched,
        watched_nodes=np.array(nodes, np.int32),
        planned_finish=int(planned[goal]) if goal >= 0 else whole,
        weather=weather,
        findings=tuple(findings),
        maps=skeleton.axes.maps(),
    )


def _skeleton(
    base: Foundation, weather: LostDaysDrawn, is_uncertain: Booleans, needs_end: Booleans
) -> Skeleton:
    first = _first_start(base) // DAY * DAY - _BEFORE
    axes = Axes.around(base.clock, max(first, base.clock.first), base.until)
    made: dict[tuple[int, tuple[int, ...] | None], int] = {}

    def axis_of(task: int, number: int) -> int:
        kinds = weather.kinds.get(task)
        if (number, kinds) not in made:
            course = axes.within(base.used[number])
            kept = None if kinds is None else weather.thinned(number, course, kinds)
            made[number, kinds] = axes.number(course, kept)
            axes.whole[made[number, kinds]] = axes.number(course)
        return made[number, kinds]

    return Skeleton(base, Sketch(axes), axis_of, is_uncertain, needs_end).build()


def _first_start(base: Foundation) -> int:
    """Return the first start of what is not done; of what has begun only the rest will be placed."""
    flags = np.asarray(base.made.layout.network.nodes.flags, np.int64)
    starts = np.asarray(base.made.early.early.start, np.int64)[(flags & BEGUN) == 0]
    known = [one for one in (base.plan.start, base.plan.status_date) if one != NONE]
    return int(starts[starts != NONE].min(initial=max(known)))


def _fair(weather: LostDaysDrawn) -> LostDaysDrawn:
    """Return weather in which nobody stands out."""
    return LostDaysDrawn(weather.model, weather.seed, {})


def _uncertain(plan: Plan, model: RiskModel, task_idx: dict[int, int]) -> Booleans:
    """Tell which tasks have a draw that may make them last longer or shorter than planned."""
    is_uncertain = np.zeros(len(plan.tasks), np.bool_)
    for task, estimate in estimates_of_tasks(plan, model, Quantity.DURATION).items():
        is_amount = estimate >= 0 and bool(model.estimates.is_amount[estimate])
        is_uncertain[task] = is_amount or plan.tasks.duration[task] > 0
    impacts = model.impacts
    hit = impacts.task_uid[impacts.quantity == Quantity.DURATION]
    for uid in np.concatenate([hit, model.repeats.task_uid]).tolist():
        if uid in task_idx:
            is_uncertain[task_idx[uid]] = True
    return is_uncertain


def _wanted(plan: Plan, base: Foundation, goal: int) -> list[int]:
    """Return the tasks that people wait for and that are not done: gates, deadlines, then milestones."""
    tasks = plan.tasks
    has_gate = np.array([bool(gate) for gate in tasks.gate], np.bool_)
    is_open = base.made.layout.topology.is_active & (tasks.actual_finish == NONE)
    first = has_gate | (tasks.deadline != NONE)
    if goal >= 0:
        first[goal] = True
    chosen = np.flatnonzero(is_open & first).tolist()
    others = np.flatnonzero(is_open & ~first & tasks.is_milestone & ~tasks.is_summary).tolist()
    return sorted((chosen + others)[:MOST_WATCHED])


def _needs_end(base: Foundation, is_uncertain: Booleans, wanted: list[int]) -> Booleans:
    """Tell of which summaries the finish must be a node: something follows it, adds to it or asks for it."""
    topo = base.made.layout.topology
    n_after = np.diff(np.asarray(topo.out_of.first, np.int64), append=0)  # the last answers for −1
    needs: Booleans = (n_after[topo.end] > 0) | is_uncertain
    needs[wanted] = True
    return needs


def _watched(
    skeleton: Skeleton, wanted: list[int], planned: Integers
) -> tuple[tuple[Watched, ...], list[int]]:
    """Return what is watched and its nodes; one on a calendar that loses days is read on the clock."""
    end = skeleton.base.made.layout.topology.end
    found: list[Watched] = []
    nodes: list[int] = []
    for task in wanted:
        finish = skeleton.ends.get(int(end[task]), (NONE, NONE))[1]
        if not isinstance(finish, Source):
            if finish != NONE:
                found.append(Watched(task, -1, finish, int(planned[task])))
            continue
        node, row = finish.node, skeleton.sketch.rows[finish.node]
        if skeleton.axes.found[row.axis].is_thinned:
            node = skeleton.sketch.add(Row(CLOCK, floor=row.floor), [Arrival(finish)], [])
        found.append(Watched(task, len(nodes), NONE, int(planned[task])))
        nodes.append(node)
    return tuple(found), nodes


def _grounds(plan: Plan, skeleton: Skeleton, costs: Costs, identity: str) -> Grounds:
    n_tasks = len(plan.tasks)
    node, span = np.full(n_tasks, -1), np.zeros(n_tasks, np.int64)
    for idx, row in enumerate(skeleton.sketch.rows):
        if row.task >= 0:
            node[row.task], span[row.task] = idx, row.duration
    work = skeleton.base.work
    has_begun = plan.tasks.actual_start != NONE
    remaining = np.where(has_begun, work.remaining, plan.tasks.duration)
    whole = np.where(has_begun, plan.tasks.duration, np.maximum(span, 0))
    whole = np.where(node >= 0, whole, plan.tasks.duration)
    return Grounds(plan, node, span, remaining, whole, costs, identity)


def _without_effect(model: RiskModel, grounds: Grounds, task_idx: dict[int, int]) -> list[Finding]:
    """Tell of events that can delay nothing any more: what they hit is done, or stands for itself."""
    impacts = model.impacts
    is_delay = impacts.quantity == Quantity.DURATION
    hits = list(zip(impacts.event_idx[is_delay].tolist(), impacts.task_uid[is_delay].tolist(), strict=True))
    hits += zip(model.repeats.event_idx.tolist(), model.repeats.task_uid.tolist(), strict=True)
    acts: dict[int, bool] = {}
    for event, uid in hits:
        acts[event] = acts.get(event, False) or int(grounds.node[task_idx[uid]]) >= 0
    text = N_("{code}: every task that this risk would delay is done or takes no part; it delays nothing.")
    again = N_(
        "{code}: every task that would run again is done or takes no part, so it delays nothing. Name an "
        "open task as well, the first that has to wait for the repeated work."
    )
    repeated = set(model.repeats.event_idx.tolist())
    return [
        Finding(
            "risk_without_effect",
            again if event in repeated else text,
            Severity.INFO,
            fields={"code": model.events.code[event]},
        )
        for event, is_acting in acts.items()
        if not is_acting
    ]


def _euro(skeleton: Skeleton, grounds: Grounds) -> tuple[list[float], list[float]]:
    """Return per node the euro that do not depend on its duration, and those per second of it."""
    fixed, timed = [0.0] * len(skeleton.sketch.rows), [0.0] * len(skeleton.sketch.rows)
    costs = grounds.costs
    for task, node in enumerate(grounds.node.tolist()):
        if node >= 0:
            span = int(grounds.span[task])
            by_time = float(costs.timed[task]) if span else 0.0
            fixed[node] = float(costs.remaining[task]) - by_time
            timed[node] = by_time / span if span else 0.0
    return fixed, timed
