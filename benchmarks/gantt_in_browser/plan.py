"""The plan of the benchmark: 5,000 tasks, 4,000 links, and one task that moves most of the others.

A quarter thousand phases of nineteen tasks in streams of ten, as a large programme has; every stream begins
after the award, so that dragging the award moves every linked row. With baselines, people and money, as a
real plan has: they are part of what a preview tells.
"""

from __future__ import annotations

import random
from datetime import datetime
from itertools import pairwise
from typing import Final

from stuurbord.plan import (
    AssignmentRow,
    BaselineRow,
    DependencyRow,
    Plan,
    PlanDraft,
    ResourceRow,
    TaskRow,
    freeze,
    instant,
)

N_TASKS: Final = 5_000
N_LINKS: Final = 4_000
AWARD: Final = 1
"""Uid of the task that is dragged; its row is the first."""
_WORKDAY: Final = 8 * 3600
_PER_PHASE, _PHASES_IN_STREAM, _N_PEOPLE = 20, 10, 40


def large_plan(n_tasks: int = N_TASKS, n_links: int = N_LINKS, seed: int = 7) -> Plan:
    """Return the plan; each phase is a summary and what is under it."""
    source = random.Random(seed)
    start = instant(datetime.fromisoformat("2026-01-05T08:00"))
    tasks = [TaskRow(AWARD, "Gunning", duration=5 * _WORKDAY)]
    for number in range(1, n_tasks):
        is_phase = (number - 1) % _PER_PHASE == 0
        days = 0 if is_phase else source.randint(1, 6)
        name = (
            f"Fase {number // _PER_PHASE + 1}" if is_phase else f"Onderdeel {number}: uitvoering en controle"
        )
        task = TaskRow(AWARD + number, name, 1 if is_phase else 2, duration=days * _WORKDAY)
        task.cost = days * source.randint(200, 900) * 100
        begin = start + source.randint(10, 900) * 86_400
        task.baselines = {0: BaselineRow(begin, begin + days * 86_400, task.duration, cost=task.cost)}
        tasks.append(task)
    people = [ResourceRow(number, f"Ploeg {number}") for number in range(1, _N_PEOPLE + 1)]
    leaves = [task.uid for task in tasks if task.outline_level == 2]
    work = [
        AssignmentRow(number, uid, source.randint(1, _N_PEOPLE))
        for number, uid in enumerate(leaves[::2], start=1)
    ]
    draft = PlanDraft(
        name="Waterbouwkundig programma",
        start=start,
        tasks=tasks,
        dependencies=_links(leaves, n_links),
        resources=people,
        assignments=work,
    )
    return freeze(draft)[0]


def _links(leaves: list[int], n_links: int) -> list[DependencyRow]:
    """Return chains down each stream that begin after the award; what is left over stands alone."""
    in_stream = (_PER_PHASE - 1) * _PHASES_IN_STREAM
    streams = [leaves[first : first + in_stream] for first in range(0, len(leaves), in_stream)]
    per_stream = n_links // len(streams)
    made = []
    for number, stream in enumerate(streams):
        wanted = per_stream + (1 if number < n_links - per_stream * len(streams) else 0)
        chain = [AWARD, *stream][: wanted + 1]
        made += [DependencyRow(before, after) for before, after in pairwise(chain)]
    return made
