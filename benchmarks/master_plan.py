"""A made integrated master plan of any size: programmes of projects of phases of tasks, with calendars.

Twenty projects of two thousand tasks make a programme; links stay within sixty tasks of each other, one in
a hundred crosses to a later project of the programme. Denser than real schedules are (of 5,000 tasks of
Microsoft Project files 3 % of the links have a lag, 2 % are not finish-to-start, 3 % of the tasks have a
calendar of their own, 6 % a constraint, 2 % a deadline; 1.3 links a task): here 10, 10, 10, 6 and 2 %,
and 1.5 links.
"""

from __future__ import annotations

from datetime import date, datetime

import numpy as np

from stuurbord.plan import Calendar, CalendarException, Constraint, DependencyKind, Plan, instant
from stuurbord.plan.calendar import DAY, HOUR, NONE, OFFICE_HOURS, STANDARD, day_number
from stuurbord.plan.model import Dependencies, Tasks, table

START = instant(datetime.fromisoformat("2026-01-05T08:00"))
WORKDAY = 8 * HOUR
PROJECT, PHASE, PROGRAMME = 2_000, 40, 20


def calendars() -> tuple[Calendar, ...]:
    """Return the project calendar and five others, each with the holidays of twenty years."""
    first = date(2025, 1, 1)
    holidays = []
    for year in range(first.year, first.year + 20):
        for month, day in ((1, 1), (4, 21), (5, 1), (5, 29), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)):
            number = day_number(date(year, month, day))
            holidays.append(CalendarException(number, number))
    closed = tuple(holidays)
    shift, night = ((6 * HOUR, 14 * HOUR),), ((0, 6 * HOUR), (22 * HOUR, DAY))
    return (
        Calendar("Project", STANDARD.days, closed),
        Calendar("Shift", (shift,) * 6 + ((),), closed),
        Calendar("Part-time", (OFFICE_HOURS, OFFICE_HOURS, (), OFFICE_HOURS, (), (), ()), closed),
        Calendar("Night", (night,) * 5 + ((), ()), closed),
        Calendar("Weekend", ((),) * 5 + (shift,) * 2, closed),
        Calendar("Summer", STANDARD.days, closed[::2]),
    )


def master_plan(n_tasks: int, links_per_task: float = 1.5, seed: int = 1) -> Plan:
    """Return a plan of about ``n_tasks`` tasks, its summaries included."""
    source = np.random.default_rng(seed)
    idx = np.arange(n_tasks)
    in_project = idx % PROJECT
    is_project, is_phase = in_project == 0, (in_project % (PHASE + 1) == 1)
    project = idx - in_project
    parent = np.where(is_phase, project, project + (in_project - 1) // (PHASE + 1) * (PHASE + 1) + 1)
    parent[is_project] = -1
    is_summary = (is_project | is_phase) & (np.concatenate([parent[1:], [-1]]) == idx)
    leaves = np.flatnonzero(~is_summary)
    constraint, constraint_date = np.zeros(n_tasks, np.int64), np.full(n_tasks, NONE)
    bound = source.choice(leaves, len(leaves) // 16, replace=False)
    constraint[bound] = source.choice([Constraint.SNET, Constraint.FNET], len(bound), p=[0.8, 0.2])
    constraint_date[bound] = START + source.integers(0, 700, len(bound)) * DAY + 9 * HOUR
    deadline = np.full(n_tasks, NONE)
    promised = source.choice(leaves, len(leaves) // 50, replace=False)
    deadline[promised] = START + source.integers(1_500, 4_000, len(promised)) * DAY + 9 * HOUR
    calendar_idx = np.where(source.random(n_tasks) < 0.1, source.integers(1, 6, n_tasks), -1)
    calendar_idx[is_summary] = -1
    facts = {
        "uid": idx + 1,
        "parent_idx": parent,
        "outline_level": np.where(is_project, 1, np.where(is_phase, 2, 3)),
        "is_summary": is_summary,
        "duration": np.where(is_summary, 0, source.integers(1, 11, n_tasks) * WORKDAY),
        "calendar_idx": calendar_idx,
        "constraint": constraint,
        "constraint_date": constraint_date,
        "deadline": deadline,
    }
    names = [f"Taak {number}" for number in range(1, n_tasks + 1)]
    tasks = table(Tasks, {**facts, "name": names, "wbs": [str(number) for number in facts["uid"]]}, n_tasks)
    links = _links(leaves, int(n_tasks * links_per_task), source)
    return Plan(
        "Master plan",
        START,
        calendars(),
        tasks=tasks,
        dependencies=table(Dependencies, links, len(links["lag"])),
    )


def _links(leaves: np.ndarray, n_links: int, source: np.random.Generator) -> dict[str, np.ndarray]:
    """Return links that point down the list; at most one between two tasks."""
    at = source.integers(0, len(leaves) - 1, 2 * n_links)
    to = at + source.integers(1, 61, len(at))
    crosses = source.random(len(at)) < 0.01
    to[crosses] += source.integers(1, 6, crosses.sum()) * (len(leaves) // max(leaves[-1] // PROJECT + 1, 1))
    before, after = leaves[at], leaves[np.minimum(to, len(leaves) - 1)]
    same_project = before // PROJECT == after // PROJECT
    same_programme = before // (PROJECT * PROGRAMME) == after // (PROJECT * PROGRAMME)
    good = (to < len(leaves)) & (same_project | (crosses & same_programme))
    pairs = np.unique(np.stack([before[good], after[good]], axis=1), axis=0)
    pairs = pairs[np.sort(source.choice(len(pairs), min(n_links, len(pairs)), replace=False))]
    kinds = [DependencyKind.FF, DependencyKind.FS, DependencyKind.SS]
    return {
        "predecessor_idx": pairs[:, 0],
        "successor_idx": pairs[:, 1],
        "kind": source.choice(kinds, len(pairs), p=[0.05, 0.9, 0.05]),
        "lag": source.choice([0, WORKDAY, -WORKDAY], len(pairs), p=[0.9, 0.05, 0.05]),
    }
