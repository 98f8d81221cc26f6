"""The array engine: the same answers however it runs, and after a change the same as from scratch."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan.made_plans import CALENDARS, START, drafts

from stuurbord.engine.critical_path import critical_path, horizon
from stuurbord.engine.critical_path.array_path import critical_path_of_arrays
from stuurbord.engine.critical_path.clocks import Clocks
from stuurbord.engine.critical_path.kernels import buckets, search
from stuurbord.engine.critical_path.layout.clock_columns import clock_columns
from stuurbord.engine.critical_path.replanner import Replanner
from stuurbord.engine.critical_path.running.compiled import compiled_runner
from stuurbord.engine.critical_path.running.machine_code import is_compiled, machine_code_folder
from stuurbord.engine.critical_path.running.runner import PLAIN
from stuurbord.errors import InvalidPlan
from stuurbord.plan import NONE, Constraint, DependencyKind, DependencyRow, Plan, PlanDraft, TaskRow, freeze
from stuurbord.plan.calendar import DAY, HOUR, ROUND_THE_CLOCK, intersection, working_time
from stuurbord.plan.model import Contour, FloatKind, OutOfSequence, SchedulingRules, WorkPeriods

FIRST_DAY = START // DAY - 20
DAYS = (FIRST_DAY, FIRST_DAY + 60)

changes = st.one_of(
    st.builds(lambda hours: {"duration": hours * HOUR}, st.integers(0, 60)),
    st.builds(
        lambda kind, hours: {"constraint": kind, "constraint_date": START + hours * HOUR},
        st.sampled_from(Constraint),
        st.integers(-50, 400),
    ),
    st.builds(lambda hours: {"deadline": NONE if hours < 0 else START + hours * HOUR}, st.integers(-20, 400)),
    st.builds(lambda days: {"leveling_delay": days * DAY}, st.integers(0, 3)),
    st.builds(lambda calendar: {"calendar_idx": calendar}, st.integers(-1, len(CALENDARS) - 1)),
    st.builds(
        lambda hours, share: {"actual_start": START + hours * HOUR, "percent_complete": share},
        st.integers(0, 100),
        st.sampled_from([0.0, 0.25, 1.0]),
    ),
    st.builds(lambda is_manual: {"is_manual": is_manual}, st.booleans()),
    st.builds(lambda is_active: {"is_active": is_active}, st.booleans()),
)


@st.composite
def rich_plans(draw):
    """Plans with progress, patterns of work, contours, delays and every option of the rules."""
    plan = freeze(draw(drafts()))[0]
    n_tasks, n_rows = len(plan.tasks), len(plan.assignments)

    def column(values, n):
        return np.array(draw(st.lists(values, min_size=n, max_size=n)))

    hours = st.integers(0, 40).map(lambda amount: amount * HOUR)
    instants = st.just(NONE) | st.integers(0, 400).map(lambda amount: START + amount * HOUR)
    starts = column(instants, n_tasks)
    finishes = np.maximum(starts, column(instants, n_tasks))
    tasks = replace(
        plan.tasks,
        leveling_is_working=column(st.booleans(), n_tasks),
        is_external=column(st.sampled_from([False, False, True]), n_tasks) & ~plan.tasks.is_summary,
        actual_start=starts,
        actual_finish=np.where(column(st.booleans(), n_tasks), finishes, NONE),
        remaining_duration=column(st.just(NONE) | hours, n_tasks),
        resume=column(instants, n_tasks),
        given_finish=column(instants, n_tasks),
    )
    rows = replace(
        plan.assignments,
        delay=column(hours, n_rows).astype(np.int64),
        contour=column(st.sampled_from(Contour), n_rows).astype(np.int64),
        remaining_work=column(st.just(NONE) | hours, n_rows).astype(np.int64),
    )
    shaped = np.array([row for row in range(n_rows) if draw(st.booleans())], np.int64)
    n_periods = 2 * len(shaped)
    lengths = column(st.integers(1, 10).map(lambda amount: amount * HOUR), n_periods).astype(np.int64)
    gaps = column(hours, n_periods).astype(np.int64)
    offsets = gaps.copy()
    offsets[1::2] += (gaps + lengths)[::2]
    periods = WorkPeriods(
        np.repeat(shaped, 2), offsets, lengths, lengths, column(st.booleans(), n_periods).astype(np.bool_)
    )
    rules = SchedulingRules(
        honors_constraints=draw(st.booleans()),
        out_of_sequence=draw(st.sampled_from(OutOfSequence)),
        splits_in_progress=draw(st.booleans()),
        float_kind=draw(st.sampled_from(FloatKind)),
        multiple_critical_paths=draw(st.booleans()),
        critical_limit=draw(hours),
    )
    return replace(
        plan,
        tasks=tasks,
        assignments=rows,
        periods=periods,
        rules=rules,
        from_finish=draw(st.booleans()),
        finish=START + draw(st.integers(0, 200)) * HOUR,
    )


def assert_same(one, other):
    """Two schedules are equal to the second."""
    for column in fields(one):
        if column.name != "findings":
            assert np.array_equal(getattr(one, column.name), getattr(other, column.name)), column.name
    assert sorted(map(str, one.findings)) == sorted(map(str, other.findings))


@settings(deadline=None)
@given(rich_plans())
def test_compiled_kernels_give_what_the_plain_ones_give(plan):
    """The same functions on arrays and on lists."""
    assert_same(
        critical_path_of_arrays(plan, runner=compiled_runner()), critical_path_of_arrays(plan, runner=PLAIN)
    )


@settings(deadline=None)
@given(rich_plans(), st.data())
def test_a_changed_plan_is_what_it_is_from_scratch(plan, data):
    """Random edits of tasks and links, one after the other, early and late."""
    replanner = Replanner(plan, runner=PLAIN)
    for _ in range(data.draw(st.integers(1, 6))):
        if len(plan.dependencies) and data.draw(st.booleans()):
            link = data.draw(st.integers(0, len(plan.dependencies) - 1))
            replanner.change_link(link, lag=data.draw(st.integers(-20, 40)) * HOUR)
        else:
            replanner.change_task(data.draw(st.integers(0, len(plan.tasks) - 1)), **data.draw(changes))

        assert_same(replanner.schedule(), critical_path_of_arrays(replanner.plan, runner=PLAIN))


@settings(deadline=None)
@given(st.lists(st.sampled_from((*CALENDARS, ROUND_THE_CLOCK)), min_size=1, max_size=3), st.data())
def test_both_searches_answer_as_the_calendar_does(calendars, data):
    """W(t), its two inverses and the snaps, at edges and in between."""
    clocks = [working_time(calendar, *DAYS) for calendar in calendars]
    clocks.append(intersection(clocks[0], clocks[0]))
    plain, arrays = clock_columns(clocks, PLAIN), clock_columns(clocks, compiled_runner())
    for number, clock in enumerate(clocks):
        edges = st.sampled_from([*clock.starts.tolist(), *clock.ends.tolist()])
        t = data.draw(edges | st.integers(clock.first, clock.last))
        work = data.draw(st.integers(0, int(clock.cum[-1]) - 1) | st.sampled_from(clock.cum.tolist()[:-1]))
        for kernels, columns in ((search, plain), (buckets, arrays)):
            assert kernels.before(columns, number, t) == clock.before(t)
            assert kernels.start_at(columns, number, work) == clock.start_at(work)
            assert kernels.finish_at(columns, number, work) == clock.finish_at(work)
            assert kernels.worked_and_previous(columns, number, t) == (
                clock.before(t),
                clock.previous_finish(t),
            )
            if clock.before(t) < clock.cum[-1]:
                assert kernels.worked_and_next(columns, number, t) == (clock.before(t), clock.next_start(t))
            assert columns.outside[0] == 0


def long_plan(n_tasks: int, days: int) -> Plan:
    """A chain of long tasks."""
    tasks = [TaskRow(uid, duration=days * 8 * HOUR) for uid in range(n_tasks)]
    links = [DependencyRow(uid, uid + 1) for uid in range(n_tasks - 1)]
    return freeze(PlanDraft(start=START, tasks=tasks, dependencies=links))[0]


@pytest.mark.parametrize("is_compiled", [False, True])
def test_work_of_centuries_is_refused(is_compiled):
    """Both ways to run tell that no days suffice."""
    runner = compiled_runner() if is_compiled else PLAIN
    with pytest.raises(InvalidPlan, match="centuries"):
        critical_path_of_arrays(long_plan(30, 10_000), runner=runner)


@pytest.mark.parametrize("is_compiled", [False, True])
def test_dates_beyond_the_compiled_days_are_computed_on_more(is_compiled):
    """A lead of ten years reaches before what is compiled at first."""
    runner = compiled_runner() if is_compiled else PLAIN
    plan = long_plan(2, 5)
    lead = replace(plan.dependencies, lag=np.array([-2_600 * 8 * HOUR]))

    schedule = critical_path_of_arrays(replace(plan, dependencies=lead), runner=runner)

    assert schedule.start[1] < START - 9 * 366 * DAY


def test_a_deadline_long_before_the_work_can_end_is_foreseen(monkeypatch):
    """Late dates lie ten years before the start, and calendars are compiled once."""
    compiled = []
    monkeypatch.setattr(horizon, "Clocks", lambda *days: compiled.append(days) or Clocks(*days))
    plan = long_plan(10, 250)
    early = replace(plan.tasks, deadline=np.where(plan.tasks.uid == 9, START, NONE))

    schedule = critical_path(replace(plan, tasks=early))

    assert schedule.late_start[0] < START - 9 * 366 * DAY
    assert len(compiled) == 1


def test_a_change_may_need_more_days():
    """The plan is laid out anew when a change leads beyond the compiled days."""
    replanner = Replanner(long_plan(3, 5), runner=PLAIN)
    replanner.change_task(1, duration=9_000 * 8 * HOUR)

    assert_same(replanner.schedule(), critical_path_of_arrays(replanner.plan, runner=PLAIN))


def test_the_plan_given_stays_as_it_was():
    """A replanner changes columns of its own."""
    plan = long_plan(3, 5)
    replanner = Replanner(plan, runner=PLAIN)
    replanner.change_task(1, duration=8 * HOUR)
    replanner.change_link(0, lag=8 * HOUR)

    assert plan.tasks.duration.tolist() == [5 * 8 * HOUR] * 3
    assert plan.dependencies.lag.tolist() == [0, 0]
    assert replanner.plan.tasks.duration[1] == replanner.plan.dependencies.lag[0] == 8 * HOUR


def test_the_ends_of_a_link_stay():
    """Another network is another plan."""
    with pytest.raises(ValueError, match="ends"):
        Replanner(long_plan(3, 5), runner=PLAIN).change_link(0, successor_idx=2)


def test_a_large_changed_plan_is_what_it_is_from_scratch():
    """Compiled, with calendars, constraints and deadlines: a hundred changes one after the other."""
    plan, source = large_plan(1_500), np.random.default_rng(5)
    replanner = Replanner(plan, runner=compiled_runner())
    for task in source.choice(np.flatnonzero(~plan.tasks.is_summary), 100).tolist():
        replanner.change_task(task, duration=int(source.integers(0, 30)) * 4 * HOUR)
    for link in source.choice(len(plan.dependencies), 50).tolist():
        replanner.change_link(link, lag=int(source.integers(-9, 30)) * HOUR)

    assert_same(replanner.schedule(), critical_path_of_arrays(replanner.plan, runner=compiled_runner()))


def large_plan(n_tasks: int) -> Plan:
    """Phases of forty tasks, links of three kinds that point down the list."""
    source = random.Random(5)
    tasks = [
        TaskRow(
            uid,
            outline_level=2 if uid % 41 else 1,
            duration=source.randint(0, 80) * HOUR,
            calendar=source.choice(["", "", "", "Shift", "Part-time"]),
            constraint=source.choice([Constraint.ASAP] * 9 + [Constraint.SNET, Constraint.ALAP]),
            constraint_date=START + source.randint(0, 300) * DAY,
            deadline=START + source.randint(400, 900) * DAY if source.random() < 0.05 else NONE,
        )
        for uid in range(n_tasks)
    ]
    kinds = (DependencyKind.FF, DependencyKind.FS, DependencyKind.SS)
    ends = {
        (uid, uid + source.randint(1, 90)): source.choice(kinds) for uid in range(n_tasks - 90) if uid % 41
    }
    links = [DependencyRow(*pair, kind) for pair, kind in ends.items() if pair[1] % 41]
    draft = PlanDraft(
        start=START, calendar="Standard", calendars=list(CALENDARS), tasks=tasks, dependencies=links
    )
    return freeze(draft)[0]


def test_small_plans_do_not_load_the_compiler():
    """A fresh process that schedules a small plan never imports numba."""
    code = (
        "import sys; from stuurbord.engine.critical_path import critical_path;"
        "from stuurbord.plan import PlanDraft, TaskRow, freeze;"
        "critical_path(freeze(PlanDraft(start=0, tasks=[TaskRow(1)]))[0]);"
        "sys.exit('numba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_machine_code_is_kept_by_the_sources_it_came_from():
    """The folder is beside the package and named for what the kernels say."""
    compiled_runner()
    folder = machine_code_folder()

    assert is_compiled()
    assert folder.name.startswith("kernels-")
    assert list(folder.glob("**/*.nbi"))
