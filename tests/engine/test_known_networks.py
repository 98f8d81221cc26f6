"""More networks with known answers, then laws that every schedule keeps: floats, orders, calendars."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest
from engine.networks import activity_on_node, after
from hypothesis import given
from hypothesis import strategies as st

from stuurbord.engine.critical_path import Driver, Schedule, critical_path
from stuurbord.plan import (
    Calendar,
    Constraint,
    DependencyKind,
    DependencyRow,
    Plan,
    PlanDraft,
    TaskRow,
    freeze,
    instant,
    moment,
    working_time,
)
from stuurbord.plan.calendar import DAY, HOUR, OFFICE_HOURS, ROUND_THE_CLOCK, STANDARD, day_number

# Published networks


def test_widgetco_is_ready_after_38_days():
    """W. L. Winston, *Operations Research: Applications and Algorithms* (4th ed.), section 8.4, Widgetco.

    The critical path is B–D–E–F, 38 days; A has three days of total and of free float, C nine.
    """
    days = {"A": 6, "B": 9, "C": 8, "D": 7, "E": 10, "F": 12}
    network = activity_on_node(days, after({"C": "AB", "D": "AB", "E": "D", "F": "CE"}))

    assert network.length == 38
    assert network.critical == "BDEF"
    assert network.floats() == {"A": 3, "B": 0, "C": 9, "D": 0, "E": 0, "F": 0}
    assert network.floats("free_float") == network.floats()


def test_total_and_free_float_part_where_taha_says():
    """H. A. Taha, *Operations Research: An Introduction* (8th ed.), examples 6.5-2 and 6.5-3.

    25 days along A–D–H; total and free float of B are five and two, of C three and none.
    """
    days = {"A": 5, "B": 6, "C": 3, "D": 8, "E": 2, "F": 11, "G": 1, "H": 12}
    predecessors = {"C": "A", "D": "A", "E": "BC", "F": "BC", "G": "D", "H": "DE"}
    network = activity_on_node(days, after(predecessors))

    assert network.length == 25
    assert network.critical == "ADH"
    assert network.floats() == {"A": 0, "B": 5, "C": 3, "D": 0, "E": 3, "F": 6, "G": 11, "H": 0}
    assert network.floats("free_float") == {"A": 0, "B": 2, "C": 0, "D": 0, "E": 3, "F": 6, "G": 11, "H": 0}


def test_milwaukee_paper_takes_15_weeks():
    """J. Heizer and B. Render, *Operations Management* (10th ed.), chapter 3, Milwaukee Paper.

    The critical path is A–C–E–G–H; B and D have a week of slack, F six.
    """
    weeks = {"A": 2, "B": 3, "C": 2, "D": 4, "E": 4, "F": 3, "G": 5, "H": 2}
    predecessors = {"C": "A", "D": "AB", "E": "C", "F": "C", "G": "DE", "H": "FG"}
    network = activity_on_node(weeks, after(predecessors))

    assert network.length == 15
    assert network.critical == "ACEGH"
    assert network.floats() == {"A": 0, "B": 1, "C": 0, "D": 1, "E": 0, "F": 6, "G": 0, "H": 0}
    assert network.days("late_start") == {"A": 0, "B": 1, "C": 2, "D": 4, "E": 4, "F": 10, "G": 8, "H": 13}


def test_two_paths_of_equal_length_are_both_critical():
    """Derived by hand: A–B–D and A–C–D both take nine days; E, of two days beside them, has seven."""
    network = activity_on_node({"A": 2, "B": 3, "C": 3, "D": 4, "E": 2}, ["A B", "A C", "B D", "C D"])

    assert network.length == 9
    assert network.critical == "ABCD"
    assert network.floats()["E"] == 7


@pytest.mark.parametrize(
    ("link", "start", "length"),
    [
        ("A FS B", 6, 10),
        ("A FS+2 B", 8, 12),
        ("A FS-2 B", 4, 8),
        ("A SS B", 0, 6),
        ("A SS+3 B", 3, 7),
        ("A FF B", 2, 6),
        ("A FF+3 B", 5, 9),
        ("A FF-1 B", 1, 6),
        ("A SF+9 B", 5, 9),
        ("A SF+3 B", 0, 6),
    ],
)
def test_each_kind_of_link_with_lag_and_lead(link, start, length):
    """Derived by hand: A takes six days, B four, and one link lies between them.

    FS: B starts when A ends, 6 + lag. SS: 0 + lag. FF: B ends on 6 + lag, four days after its start. SF: B
    ends on 0 + lag, but starts no earlier than the project. The project ends with the later of both, and A is
    critical each time: it either holds B or is itself the last to end.
    """
    network = activity_on_node({"A": 6, "B": 4}, [link])

    assert network.days("start") == {"A": 0, "B": start}
    assert network.length == length
    assert network.floats()["A"] == network.floats("free_float")["A"] == 0
    assert network.days("late_finish")["B"] == length


# Rules, on an office calendar: Monday 2 March 2026


def _at(text: str) -> int:
    return instant(datetime.fromisoformat(text))


MONDAY = _at("2026-03-02T08:00")
WORKDAY = 8 * HOUR


def _task(uid: int, days: float = 1, **changes) -> TaskRow:
    return TaskRow(uid, f"Taak {uid}", duration=round(days * WORKDAY), **changes)


def _plan(*tasks: TaskRow, links: tuple[DependencyRow, ...] = (), **changes) -> Plan:
    draft = PlanDraft(**({"start": MONDAY, "tasks": list(tasks), "dependencies": list(links)} | changes))
    return freeze(draft)[0]


def _text(value: int) -> str:
    return moment(value).isoformat()[:16]


@pytest.mark.parametrize(
    ("constraint", "date", "start", "late_finish", "days_of_float"),
    [
        (Constraint.ASAP, "", "2026-03-03T08:00", "2026-03-13T17:00", 8),
        (Constraint.ALAP, "", "2026-03-13T08:00", "2026-03-13T17:00", 0),
        (Constraint.MSO, "2026-03-05T08:00", "2026-03-05T08:00", "2026-03-05T17:00", 0),
        (Constraint.MFO, "2026-03-06T17:00", "2026-03-06T08:00", "2026-03-06T17:00", 0),
        (Constraint.SNET, "2026-03-06T08:00", "2026-03-06T08:00", "2026-03-13T17:00", 5),
        (Constraint.SNLT, "2026-03-05T08:00", "2026-03-03T08:00", "2026-03-05T17:00", 2),
        (Constraint.FNET, "2026-03-09T17:00", "2026-03-09T08:00", "2026-03-13T17:00", 4),
        (Constraint.FNLT, "2026-03-10T17:00", "2026-03-03T08:00", "2026-03-10T17:00", 5),
    ],
)
def test_each_constraint_has_its_dates_and_its_float(constraint, date, start, late_finish, days_of_float):
    """Derived by hand: a day of work after a day, in a project of ten working days until Friday 13 March.

    As late as possible the task lies at its late dates and has no float left, as Microsoft Project stores it.
    """
    dated = {"constraint": constraint} | ({"constraint_date": _at(date)} if date else {})
    plan = _plan(_task(1), _task(2, 1, **dated), _task(3, 10), links=(DependencyRow(1, 2),))
    schedule = critical_path(plan)

    assert _text(schedule.start[1]) == start
    assert _text(schedule.late_finish[1]) == late_finish
    assert schedule.total_float[1] == days_of_float * WORKDAY


def test_a_missed_deadline_makes_its_whole_chain_critical_and_nothing_else():
    """Five days of work against a deadline after three: two days short for both links of the chain.

    The chain beside it keeps its room, and no free float is ever negative.
    """
    rows = (_task(1, 2), _task(2, 3, deadline=_at("2026-03-04T17:00")), _task(3, 1), _task(4, 8))
    schedule = critical_path(_plan(*rows, links=(DependencyRow(1, 2), DependencyRow(3, 4))))

    assert schedule.total_float.tolist() == [-2 * WORKDAY, -2 * WORKDAY, 0, 0]
    assert schedule.free_float.tolist() == [0, 0, 0, 0]
    assert schedule.is_critical.tolist() == [True] * 4
    assert _text(schedule.late_start[0]) == "2026-02-26T08:00"


def test_a_milestone_on_a_sunday_stays_there_and_work_waits_for_monday():
    """What takes no time is not moved; the task after it starts when the office opens."""
    sunday = {"constraint": Constraint.SNET, "constraint_date": _at("2026-03-08T12:00")}
    schedule = critical_path(_plan(_task(1, 0, **sunday), _task(2, 1), links=(DependencyRow(1, 2),)))

    assert _text(schedule.start[0]) == _text(schedule.finish[0]) == "2026-03-08T12:00"
    assert _text(schedule.start[1]) == "2026-03-09T08:00"
    assert schedule.driver[1] == Driver.PREDECESSOR


def test_float_is_counted_on_the_calendar_of_the_task():
    """Up to Friday evening next week an office task has room for working days, an elapsed one for days."""
    elapsed = TaskRow(2, "Termijn", duration=DAY, is_elapsed=True)
    schedule = critical_path(_plan(_task(1, 1), elapsed, _task(3, 10)))

    assert schedule.total_float[0] == 9 * WORKDAY
    # Tuesday 08:00 to Friday 13 March 17:00 on the clock.
    assert schedule.total_float[1] == 10 * DAY + 9 * HOUR


def test_the_change_to_summer_time_moves_nothing():
    """Planning time is the clock on the wall: two days from Friday evening end on Sunday evening.

    In Brussels the night of 29 March 2026 lasts an hour less.
    """
    elapsed = TaskRow(2, "Wachttermijn", duration=2 * DAY, is_elapsed=True)
    start = _at("2026-03-27T08:00")
    plan = _plan(
        _task(1, 1), elapsed, _task(3, 1), links=(DependencyRow(1, 2), DependencyRow(2, 3)), start=start
    )
    schedule = critical_path(plan)

    assert _text(schedule.finish[1]) == "2026-03-29T17:00"
    assert _text(schedule.start[2]) == "2026-03-30T08:00"


def test_from_the_finish_back_through_lag_and_lead():
    """Derived by hand: A takes three days, B two and C two, which end on Friday 20 March.

    C runs on 19 and 20 March. Between B and C lies a day, so B runs on 16 and 17 March. A and B overlap by
    a day, so A runs from Thursday 12 to Monday 16 March.
    """
    rows = [_task(uid, days, constraint=Constraint.ALAP) for uid, days in ((1, 3), (2, 2), (3, 2))]
    links = (DependencyRow(1, 2, lag=-WORKDAY), DependencyRow(2, 3, lag=WORKDAY))
    schedule = critical_path(_plan(*rows, links=links, from_finish=True, finish=_at("2026-03-20T17:00")))

    assert [_text(one) for one in schedule.start] == [
        "2026-03-12T08:00",
        "2026-03-16T08:00",
        "2026-03-19T08:00",
    ]
    assert _text(schedule.project_start) == "2026-03-12T08:00"
    assert schedule.project_finish == _at("2026-03-20T17:00")


@pytest.mark.parametrize(
    ("changes", "finish"),
    [
        ({"percent_complete": 0.0}, "2026-03-13T17:00"),
        ({"percent_complete": 0.5, "remaining_duration": 2 * WORKDAY}, "2026-03-11T17:00"),
        ({"percent_complete": 0.99, "remaining_duration": HOUR}, "2026-03-10T09:00"),
        ({"percent_complete": 1.0, "actual_finish": _at("2026-03-05T17:00")}, "2026-03-05T17:00"),
    ],
    ids=["begun, nothing done", "half", "almost", "finished"],
)
def test_what_remains_goes_on_after_the_status_date(changes, finish):
    """Four days begun on Monday 2 March, looked at on the evening of Monday 9 March."""
    begun = _task(1, 4, actual_start=MONDAY, **changes)
    plan = _plan(begun, status_date=_at("2026-03-09T17:00"))

    assert _text(critical_path(plan, unstarted_after_status_date=True).finish[0]) == finish


# Laws

START = MONDAY
_WEEKEND = Calendar("Weekend", ((),) * 5 + (OFFICE_HOURS,) * 2)
_SHIFT = Calendar("Shift", (((6 * HOUR, 14 * HOUR),),) * 6 + ((),))
CALENDARS = (STANDARD, _WEEKEND, _SHIFT, ROUND_THE_CLOCK)


@st.composite
def _drafts(
    draw, least_lag: int = -8, calendars: tuple[Calendar, ...] = (STANDARD,), least_hours: int = 0
) -> PlanDraft:
    """Return a network of plain tasks without constraints; links point down the list."""
    n_tasks = draw(st.integers(2, 8))
    ends = st.lists(st.integers(0, n_tasks - 1), min_size=2, max_size=2, unique=True).map(sorted)
    links = st.builds(
        lambda at, kind, lag: DependencyRow(*at, kind, lag * HOUR),
        ends,
        st.sampled_from(tuple(DependencyKind)),
        st.sampled_from([lag for lag in (-8, -3, 0, 0, 5, 16) if lag >= least_lag]),
    )
    names = st.sampled_from([one.name for one in calendars])
    return PlanDraft(
        start=START,
        calendar=calendars[0].name,
        calendars=list(calendars),
        tasks=[
            TaskRow(uid, str(uid), duration=draw(st.integers(least_hours, 24)) * HOUR, calendar=draw(names))
            for uid in range(n_tasks)
        ],
        dependencies=draw(
            st.lists(links, max_size=12, unique_by=lambda one: (one.predecessor_uid, one.successor_uid))
        ),
    )


def _solved(draft: PlanDraft) -> Schedule:
    return critical_path(freeze(draft)[0])


def _clock(calendar: Calendar = STANDARD):
    day = day_number(moment(START).date())
    return working_time(calendar, day - 400, day + 800)


@given(_drafts())
def test_free_float_lies_between_nothing_and_total_float(draft):
    """Who moves no successor moves no finish either."""
    schedule = _solved(draft)
    clock = _clock()

    assert (schedule.free_float >= 0).all()
    assert (schedule.total_float >= schedule.free_float).all()
    assert (clock.before(schedule.early_start) <= clock.before(schedule.late_start)).all()
    assert (clock.before(schedule.early_finish) <= clock.before(schedule.late_finish)).all()


@given(_drafts(least_lag=0), st.data())
def test_one_more_link_makes_nothing_earlier(draft, data):
    """A dependency with lag only holds back; what it does not hold stays where it was."""
    one = _solved(draft)
    taken = {(link.predecessor_uid, link.successor_uid) for link in draft.dependencies}
    n_tasks = len(draft.tasks)
    free = [(a, b) for a in range(n_tasks) for b in range(a + 1, n_tasks) if (a, b) not in taken]
    if not free:
        return
    ends = data.draw(st.sampled_from(free))
    kind, lag = data.draw(st.sampled_from(tuple(DependencyKind))), data.draw(st.sampled_from((0, 5, 16)))
    draft.dependencies.append(DependencyRow(*ends, kind, lag * HOUR))
    other, clock = _solved(draft), _clock()

    assert (clock.before(other.start) >= clock.before(one.start)).all()
    assert (clock.before(other.finish) >= clock.before(one.finish)).all()
    assert clock.before(other.project_finish) >= clock.before(one.project_finish)


@given(_drafts(calendars=CALENDARS), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_date(draft, random):
    """Dates, floats and what is critical belong to the tasks, not to where they stand in the file."""
    one = _solved(draft)
    order = list(range(len(draft.tasks)))
    random.shuffle(order)
    draft.tasks = [draft.tasks[idx] for idx in order]
    random.shuffle(draft.dependencies)
    other = _solved(draft)

    for column in (
        "start",
        "finish",
        "late_start",
        "late_finish",
        "total_float",
        "free_float",
        "is_critical",
    ):
        assert np.array_equal(getattr(other, column), getattr(one, column)[order]), column


@given(_drafts(calendars=CALENDARS), st.integers(1, 60))
def test_all_calendars_of_a_week_move_together_with_the_start(draft, weeks):
    """Without exceptions every week is alike, whatever calendar a task follows."""
    one = _solved(draft)
    draft.start += weeks * 7 * DAY
    other = _solved(draft)

    for column in ("start", "finish", "early_start", "early_finish", "late_start", "late_finish"):
        assert np.array_equal(
            getattr(other, column) - getattr(one, column), [weeks * 7 * DAY] * len(one.start)
        )
    assert np.array_equal(other.is_critical, one.is_critical)


@given(_drafts(calendars=CALENDARS))
def test_nobody_is_short_of_time_where_nothing_was_promised(draft):
    """Whatever calendars meet, no float is negative: the plan itself shows that it can be done."""
    schedule = _solved(draft)

    assert (schedule.total_float >= 0).all()
    assert (schedule.free_float >= 0).all()


@given(_drafts(calendars=CALENDARS, least_hours=1), st.data())
def test_a_task_may_use_its_total_float_on_any_calendar(draft, data):
    """Started a minute before its float is used up, the task leaves the project finish where it was.

    To the minute it may not: work that has to begin before a pause cannot begin when the pause does.
    """
    one = _solved(draft)
    idx = data.draw(st.integers(0, len(draft.tasks) - 1))
    row = draft.tasks[idx]
    clock = _clock(next(one for one in CALENDARS if one.name == row.calendar))
    last = clock.start_at(clock.before(int(one.late_start[idx])) - 60)
    row.constraint, row.constraint_date = Constraint.SNET, max(last, int(one.start[idx]))
    other = _solved(draft)

    assert other.project_finish <= one.project_finish


@given(
    st.sampled_from((STANDARD, _WEEKEND, _SHIFT)),
    st.integers(0, 60 * 24),
    st.integers(1, 200),
)
def test_subtracting_a_duration_undoes_adding_it(calendar, hours, length):
    """On and back again is the same moment of work; an idle moment comes back as the next start."""
    clock = _clock(calendar)
    at, duration = START + hours * HOUR, length * HOUR
    begins = clock.next_start(at)
    ends = clock.finish_after(at, duration)

    assert clock.start_before(ends, duration) == begins
    assert clock.finish_after(begins, duration) == ends
    assert clock.between(begins, ends) == duration


def test_what_is_finished_slips_no_more():
    """A task done a week before its successor begins has no free float left; the open one beside it has."""
    done = _task(1, 2, percent_complete=1.0)
    done.actual_start, done.actual_finish = _at("2026-03-02T08:00"), _at("2026-03-03T17:00")
    rows = (done, _task(2, 1), _task(3, 5), _task(4, 1))
    links = (DependencyRow(1, 4), DependencyRow(2, 4), DependencyRow(3, 4))
    schedule = critical_path(_plan(*rows, links=links))

    assert schedule.free_float.tolist() == [0, 4 * WORKDAY, 0, 0]
