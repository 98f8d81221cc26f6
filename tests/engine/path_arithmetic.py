"""Whether a driving path adds up: each instant must follow from the one before it."""

from __future__ import annotations

from itertools import pairwise

from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.driving_path import DatePath, Step, StepKind, TaskClocks
from stuurbord.plan import NONE, Plan

EQUAL = (StepKind.SUMMARY, StepKind.PART)


def faults(
    plan: Plan, schedule: Schedule, path: DatePath, clocks: TaskClocks, seen: set[Step] | None = None
) -> list[str]:
    """Return what does not add up in the three chains of a task; steps that were ``seen`` are sound."""
    idx, found, seen = path.task_idx, [], set() if seen is None else seen
    for name, steps in (("start", path.start), ("finish", path.finish), ("late_finish", path.late)):
        if steps[0].at != getattr(schedule, name)[idx]:
            found.append(f"{name} of task {idx} is not what its path reaches")
        if not steps[-1].is_origin:
            found.append(f"{name} of task {idx} has no origin")
        for step, before in pairwise(steps):
            if step.since != before.at:
                found.append(f"gap in {name} of task {idx} between {step.kind} and {before.kind}")
        found += [
            f"{name} of task {idx}: {step}"
            for step in steps
            if step not in seen and not adds_up(step, clocks)
        ]
        seen.update(steps)
    return found


def adds_up(step: Step, clocks: TaskClocks) -> bool:
    """Tell if the amount of a step leads from where it comes to where it says."""
    if step.is_origin:
        return step.since == NONE
    if step.kind in EQUAL:
        return step.at == step.since
    if step.clock is None:
        return step.at == step.since + step.amount
    ticks = clocks.compiled(step.clock)
    if step.kind is StepKind.PAUSE:
        return step.at != step.since and ticks.between(step.since, step.at) == 0 and bool(step.rests)
    return ticks.before(step.since) + step.amount == ticks.before(step.at)
