"""Why this date, asked of every task of the real files: the steps add up, and almost none is unexplained."""

from __future__ import annotations

from collections import Counter

import pytest
from against.schedule_oracle import stored_schedules
from engine.path_arithmetic import faults

from stuurbord.engine.critical_path import critical_path
from stuurbord.engine.driving_path import StepKind, TaskClocks, date_path
from stuurbord.exchange import mpxj
from stuurbord.exchange.mpxj import java
from stuurbord.plan import NONE

MOST_TASKS = 500
"""Of each file; the largest is a research network whose tasks are all alike."""


@pytest.mark.parametrize("is_forecast", [False, True])
def test_every_chain_of_the_real_files_adds_up(shared_data, is_forecast):
    """From the date back to its origin: predecessor + lag + pause = bound, start + work = finish."""
    found, kinds, measured = [], Counter(), 0
    for stored in stored_schedules(shared_data("schedules") / "oracle.tar.gz"):
        plan = stored.plan
        schedule = critical_path(plan, unstarted_after_status_date=is_forecast)
        clocks, sound = TaskClocks(plan, schedule), set()
        for idx in range(0, len(plan.tasks), max(1, len(plan.tasks) // MOST_TASKS)):
            if schedule.start[idx] == NONE:
                continue
            path = date_path(plan, schedule, idx, clocks)
            found += [f"{stored.file}: {fault}" for fault in faults(plan, schedule, path, clocks, sound)]
            own = [step for step in (*path.finish, *path.late) if step.task_idx == idx]
            kinds.update(step.kind for step in own)
            measured += sum(step.is_measured for step in own)
    n_steps = sum(kinds.values())

    assert found == []
    assert kinds[StepKind.UNEXPLAINED] <= 0.005 * n_steps
    assert measured <= 0.01 * n_steps


@pytest.mark.java
@pytest.mark.skipif(
    not mpxj.is_installed() or java.library() is None, reason="the extra msproject or Java is missing"
)
def test_every_chain_of_the_primavera_files_adds_up_and_says_why(shared_data):
    """By Primavera's rules every date has a reason, and every run is one that the plan states."""
    found, own = [], []
    for path in sorted(shared_data("schedules").glob("*.xer")):
        plan, _ = mpxj.read(path.read_bytes(), path.name)
        schedule = critical_path(plan)
        clocks, sound = TaskClocks(plan, schedule), set()
        for idx in range(len(plan.tasks)):
            chains = date_path(plan, schedule, idx, clocks)
            found += [f"{path.name}: {fault}" for fault in faults(plan, schedule, chains, clocks, sound)]
            own += [step for chain in (chains.start, chains.finish, chains.late) for step in chain]

    assert len(own) > 500
    assert found == []
    assert not [step for step in own if step.kind is StepKind.UNEXPLAINED or step.is_measured]
