"""A change in a real Primavera project moves what it has to, and stored dates play no part."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from stuurbord.engine.critical_path import Schedule, critical_path
from stuurbord.exchange import mpxj
from stuurbord.exchange.mpxj import java
from stuurbord.plan import NONE, Plan
from stuurbord.plan.calendar import DAY, HOUR, working_time
from stuurbord.plan.model import ActivityKind, GivenDates, empty

pytestmark = [
    pytest.mark.java,
    pytest.mark.skipif(
        not mpxj.is_installed() or java.library() is None, reason="the extra msproject or Java is missing"
    ),
]
FILES = (
    "25_Constology_sample.xer",
    "26_nmoghimi-code_BL-54069-B2-20250902.xer",
    "27_nmoghimi-code_UP-54069-20260122.xer",
)
MORE = 20 * 8 * HOUR
SPANS = (ActivityKind.LEVEL_OF_EFFORT, ActivityKind.WBS_SUMMARY)


@pytest.fixture(scope="module", params=FILES)
def export(request, shared_data) -> bytes:
    return (shared_data("schedules") / request.param).read_bytes()


@pytest.fixture(scope="module")
def plan(export) -> Plan:
    return mpxj.read(export, "plan.xer")[0]


def open_activities(plan: Plan) -> list[int]:
    """Return what has not begun and takes time, but for what follows others anyway."""
    tasks = plan.tasks
    return [
        idx
        for idx in np.flatnonzero((tasks.actual_start == NONE) & ~tasks.is_summary & (tasks.duration > 0))
        if tasks.activity[idx] not in SPANS
    ]


def following(plan: Plan, first: int) -> set[int]:
    """Return everything that logic leads to from one activity, and the summaries above."""
    links, parents = plan.dependencies, plan.tasks.parent_idx
    found, waiting = set(), [first]
    while waiting:
        idx = waiting.pop()
        if idx >= 0 and idx not in found:
            found.add(idx)
            waiting += links.successor_idx[links.predecessor_idx == idx].tolist()
            waiting.append(int(parents[idx]))
    return found


def durations(plan: Plan, schedule: Schedule, activities: list[int]) -> list[int]:
    """Return the working time from start to finish on the calendar of each activity."""
    days = int(schedule.project_start) // DAY - 40, int(schedule.project_finish) // DAY + 400
    clocks = [working_time(one, *days) for one in plan.calendars]
    return [
        clocks[plan.tasks.calendar_idx[idx]].between(int(schedule.start[idx]), int(schedule.finish[idx]))
        for idx in activities
    ]


def test_a_longer_activity_moves_what_follows_and_nothing_else(plan):
    """Twenty days more for the first open activity that others wait for: they keep their durations."""
    before, activities = critical_path(plan), open_activities(plan)
    waited_for = [
        idx
        for idx in activities
        if idx in plan.dependencies.predecessor_idx
        and before.free_float[idx] < MORE
        and plan.tasks.expected_finish[idx] == NONE
    ]
    first = min(waited_for, key=lambda idx: int(before.start[idx]))
    duration = plan.tasks.duration.copy()
    duration[first] += MORE
    longer = replace(plan, tasks=replace(plan.tasks, duration=duration))
    after = critical_path(longer)
    others = [idx for idx in activities if idx != first]
    moved = {idx for idx in range(len(plan.tasks)) if before.start[idx] != after.start[idx]}
    spans = {idx for idx, kind in enumerate(plan.tasks.activity) if kind in SPANS}

    assert after.start[first] == before.start[first]
    assert durations(longer, after, others) == durations(plan, before, others)
    assert moved
    assert moved - spans <= following(plan, first)
    assert (after.start[sorted(moved - spans)] > before.start[sorted(moved - spans)]).all()


def test_no_stored_date_enters_a_computed_one(plan):
    """Without what Primavera computed every date and float is the same."""
    nothing = np.full(len(plan.tasks), NONE)
    tasks = replace(plan.tasks, given_start=nothing, given_finish=nothing)
    blank = critical_path(replace(plan, tasks=tasks, given=empty(GivenDates)))
    schedule = critical_path(plan)

    for name in (
        "start finish early_start early_finish late_start late_finish total_float free_float is_critical"
    ).split():
        assert np.array_equal(getattr(blank, name), getattr(schedule, name)), name


def test_the_longest_path_is_the_one_that_primavera_stored(plan, export):
    """The exports mark the activities on it, whichever way they call them critical."""
    longest = replace(plan, rules=replace(plan.rules, longest_path=True))
    is_critical = critical_path(longest).is_critical & ~plan.tasks.is_summary

    assert set(plan.tasks.uid[is_critical].tolist()) == marked(export)


def marked(export: bytes) -> set[int]:
    """Return the unfinished activities that an export has on the longest path."""
    found, table, names = set(), "", []
    for line in export.decode("cp1252").splitlines():
        kind, *cells = line.split("\t")
        table = cells[0] if kind == "%T" else table
        names = cells if kind == "%F" else names
        row = dict(zip(names, cells, strict=False)) if kind == "%R" and table == "TASK" else {}
        if row.get("driving_path_flag") == "Y" and not row["act_end_date"]:
            found.add(int(row["task_id"]))
    return found
