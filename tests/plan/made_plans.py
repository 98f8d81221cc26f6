"""Hypothesis strategies for plans: small, varied, valid."""

from __future__ import annotations

from hypothesis import strategies as st

from stuurbord.plan import (
    NONE,
    AssignmentRow,
    BaselineRow,
    Calendar,
    CalendarException,
    Constraint,
    DependencyKind,
    DependencyRow,
    PlanDraft,
    ResourceKind,
    ResourceRow,
    TaskKind,
    TaskRow,
    freeze,
    instant,
)
from stuurbord.plan.calendar import DAY, HOUR, OFFICE_HOURS, STANDARD, day_number, moment
from stuurbord.plan.model import LagUnit, SchedulingRules

START = instant(moment(day_number(moment(0).date()) * DAY)) + 20_500 * DAY + 8 * HOUR
CLOSED = day_number(moment(START).date()) + 9
SHIFT = ((6 * HOUR, 14 * HOUR),)
CALENDARS = (
    STANDARD,
    Calendar("Shift", (SHIFT,) * 6 + ((),), (CalendarException(CLOSED, CLOSED + 2, name="closed"),)),
    Calendar("Part-time", (None, None, (), None, (), None, None), parent=STANDARD),
    Calendar("Evening", (((17 * HOUR, 22 * HOUR),),) * 5 + (OFFICE_HOURS, ())),
)

instants = st.integers(0, 400).map(lambda hours: START + hours * HOUR)
maybe_instants = st.just(NONE) | instants


@st.composite
def task_rows(draw, uid: int, level: int) -> TaskRow:
    """A task that has not begun, with any kind of facts about it."""
    return TaskRow(
        uid,
        draw(st.text('aé€→" ', max_size=6)),
        level,
        is_manual=draw(st.booleans()),
        is_active=draw(st.sampled_from([True, True, True, False])),
        is_elapsed=draw(st.booleans()),
        kind=draw(st.sampled_from(TaskKind)),
        duration=draw(st.integers(0, 30)) * HOUR,
        calendar=draw(st.sampled_from(["", *(one.name for one in CALENDARS)])),
        ignores_resource_calendar=draw(st.booleans()),
        constraint=draw(st.sampled_from(Constraint)),
        constraint_date=draw(instants),
        deadline=draw(maybe_instants),
        leveling_delay=draw(st.sampled_from([0, 0, DAY])),
        given_start=draw(maybe_instants),
        percent_complete=draw(st.sampled_from([0.0, 0.25, 1.0])),
        actual_start=draw(maybe_instants),
        cost=draw(st.integers(0, 10**9)),
        notes=draw(st.text(max_size=5)),
        baselines=draw(st.dictionaries(st.integers(0, 10), st.builds(BaselineRow, instants), max_size=2)),
    )


@st.composite
def drafts(draw) -> PlanDraft:
    """A plan of up to a dozen tasks with links that only point down the list."""
    n_tasks = draw(st.integers(1, 12))
    level, tasks = 1, []
    for uid in range(n_tasks):
        level = draw(st.integers(1, min(level + 1, 3))) if uid else 1
        tasks.append(draw(task_rows(uid, level)))
    return PlanDraft(
        name=draw(st.text(max_size=5)),
        start=START,
        status_date=draw(maybe_instants),
        rules=SchedulingRules(honors_constraints=draw(st.booleans())),
        calendar="Standard",
        calendars=list(CALENDARS),
        tasks=tasks,
        dependencies=draw(st.lists(_links(n_tasks), max_size=14)) if n_tasks > 1 else [],
        resources=[
            ResourceRow(7, "Ann", calendar="Part-time"),
            ResourceRow(8, "Sand", ResourceKind.MATERIAL),
        ],
        assignments=draw(st.lists(_assignments(n_tasks), max_size=6)),
    )


def plans():
    """Plans as `freeze` makes them."""
    return drafts().map(lambda draft: freeze(draft)[0])


def _links(n_tasks: int):
    ends = st.lists(st.integers(0, n_tasks - 1), min_size=2, max_size=2, unique=True).map(sorted)
    kinds, units = st.sampled_from(DependencyKind), st.sampled_from(LagUnit)
    hours = st.integers(-20, 40).map(lambda lag: lag * HOUR)
    return st.builds(lambda at, *rest: DependencyRow(*at, *rest), ends, kinds, hours, units)


def _assignments(n_tasks: int):
    return st.builds(
        AssignmentRow,
        st.integers(0, 99),
        st.integers(0, n_tasks - 1),
        st.sampled_from([-1, 7, 8]),
        st.sampled_from([0.5, 1.0, 2.0]),
        st.integers(0, 20).map(lambda hours: hours * HOUR),
    )
