"""Cases that real files hold too few of, each with its arithmetic; every answer was worked out by hand.

All plans start on Monday 2 March 2026 at 08:00 and work Monday to Friday, 08:00–12:00 and 13:00–17:00.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pytest

from stuurbord.engine.critical_path import Schedule, critical_path
from stuurbord.plan import (
    AssignmentRow,
    Calendar,
    CalendarException,
    Constraint,
    Contour,
    DependencyKind,
    DependencyRow,
    PeriodRow,
    Plan,
    PlanDraft,
    ResourceRow,
    TaskKind,
    TaskRow,
    freeze,
    instant,
    moment,
)
from stuurbord.plan.calendar import DAY, HOUR, ROUND_THE_CLOCK, STANDARD, WorkWeek, day_number
from stuurbord.plan.model import LagUnit, OutOfSequence, SchedulingRules

WORKDAY = 8 * HOUR


def _at(text: str) -> int:
    return instant(datetime.fromisoformat(f"2026-{text}"))


START = _at("03-02T08:00")


def _task(uid: int, days: float = 1.0, **facts) -> TaskRow:
    return TaskRow(uid, f"Task {uid}", duration=round(days * WORKDAY), **facts)


def _plan(*tasks: TaskRow, links=(), **changes) -> Plan:
    draft = PlanDraft(start=START, calendar="Standard", calendars=[STANDARD], tasks=list(tasks))
    draft.dependencies = list(links)
    for name, value in changes.items():
        setattr(draft, name, value)
    plan, findings = freeze(draft)
    assert findings == ()
    return plan


def _dates(schedule: Schedule, idx: int) -> tuple[str, str]:
    return _text(schedule.start[idx]), _text(schedule.finish[idx])


def _late(schedule: Schedule, idx: int) -> tuple[str, str]:
    return _text(schedule.late_start[idx]), _text(schedule.late_finish[idx])


def _text(value: int) -> str:
    return moment(int(value)).strftime("%m-%dT%H:%M")


# Progress


def _out_of_sequence(rules: SchedulingRules) -> Schedule:
    """Five days until Friday; the three days that follow began on Tuesday, and one of them is done."""
    begun = _task(
        2, 3, percent_complete=1 / 3, actual_start=_at("03-03T08:00"), remaining_duration=2 * WORKDAY
    )
    return critical_path(_plan(_task(1, 5), begun, links=[DependencyRow(1, 2)], rules=rules))


def test_remaining_work_resumes_when_it_is_told():
    """Two of five days are done on Tuesday evening; resumed on Thursday, three days end on Monday."""
    begun = _task(
        1,
        5,
        percent_complete=0.4,
        actual_start=START,
        remaining_duration=3 * WORKDAY,
        resume=_at("03-05T08:00"),
    )
    schedule = critical_path(_plan(begun))

    assert _dates(schedule, 0) == ("03-02T08:00", "03-09T17:00")


def test_done_and_remaining_work_run_on_the_calendar_of_who_does_it():
    """Bert is away on Tuesday: two days are done by Wednesday, two remain until Friday."""
    begun = _task(1, 4, percent_complete=0.5, actual_start=START, remaining_duration=2 * WORKDAY)
    bert = [AssignmentRow(1, 1, 2, work=4 * WORKDAY, remaining_work=2 * WORKDAY)]
    plan = _two_people(begun, away=(3,), assignments=bert)

    assert _dates(critical_path(plan), 0) == ("03-02T08:00", "03-06T17:00")


def test_out_of_sequence_work_goes_on_as_if_nothing_came_before():
    """After Tuesday come Wednesday and Thursday.

    The predecessor should have been ready before the work resumes, on Tuesday evening, and is on Friday:
    three days short.
    """
    schedule = _out_of_sequence(SchedulingRules())

    assert _dates(schedule, 1) == ("03-03T08:00", "03-05T17:00")
    assert schedule.total_float[0] == -3 * WORKDAY


def test_under_retained_logic_what_remains_waits_for_the_predecessor():
    """The two days that remain follow Friday: Monday and Tuesday; the predecessor is not late."""
    schedule = _out_of_sequence(SchedulingRules(out_of_sequence=OutOfSequence.RETAINED_LOGIC))

    assert _dates(schedule, 1) == ("03-03T08:00", "03-10T17:00")
    assert schedule.total_float[0] == 0


def test_work_that_may_not_be_split_goes_on_even_under_retained_logic():
    """Without splits in progress Wednesday and Thursday follow Tuesday."""
    rules = SchedulingRules(out_of_sequence=OutOfSequence.RETAINED_LOGIC, splits_in_progress=False)

    assert _dates(_out_of_sequence(rules), 1) == ("03-03T08:00", "03-05T17:00")


def test_a_finish_link_holds_what_remains_under_retained_logic():
    """What remains, two days, must end with the predecessor on Friday 13 March: it resumes on Thursday."""
    begun = _task(2, 3, percent_complete=1 / 3, actual_start=START, remaining_duration=2 * WORKDAY)
    rules = SchedulingRules(out_of_sequence=OutOfSequence.RETAINED_LOGIC)
    links = [DependencyRow(1, 2, DependencyKind.FF)]
    schedule = critical_path(_plan(_task(1, 10), begun, links=links, rules=rules))

    assert _dates(schedule, 1) == ("03-02T08:00", "03-13T17:00")


# Dependencies


@pytest.mark.parametrize(
    ("lag", "start", "finish"),
    [(0, "03-02T08:00", "03-04T08:00"), (WORKDAY, "03-03T08:00", "03-04T17:00")],
)
def test_start_to_finish_ends_where_the_predecessor_starts(lag, start, finish):
    """Two days end at Wednesday 08:00, which is not pulled back to Tuesday evening; a day later with lag."""
    first = _task(1, 1, constraint=Constraint.SNET, constraint_date=_at("03-04T08:00"))
    links = [DependencyRow(1, 2, DependencyKind.SF, lag)]
    schedule = critical_path(_plan(first, _task(2, 2), links=links))

    assert _dates(schedule, 1) == (start, finish)


@pytest.mark.parametrize(
    ("lag", "start", "finish"),
    [
        (0, "03-05T08:00", "03-06T17:00"),
        (-WORKDAY, "03-04T08:00", "03-05T17:00"),
        (WORKDAY, "03-06T08:00", "03-09T17:00"),
    ],
)
def test_finish_to_finish_sets_the_finish_and_the_start_follows(lag, start, finish):
    """Two days that end with five, a day before, or a day after."""
    links = [DependencyRow(1, 2, DependencyKind.FF, lag)]
    schedule = critical_path(_plan(_task(1, 5), _task(2, 2), links=links))

    assert _dates(schedule, 1) == (start, finish)


def test_of_a_start_link_and_a_finish_link_the_later_dates_count():
    """Finish-to-start asks for Wednesday; finish-to-finish for Friday, so the two days begin on Thursday."""
    links = [DependencyRow(1, 3), DependencyRow(2, 3, DependencyKind.FF)]
    schedule = critical_path(_plan(_task(1, 2), _task(2, 5), _task(3, 2), links=links))

    assert _dates(schedule, 2) == ("03-05T08:00", "03-06T17:00")


@pytest.mark.parametrize(
    ("days", "start", "milestone"),
    [
        (2, "03-09T08:00", "03-08T17:00"),
        (3, "03-10T08:00", "03-09T17:00"),
        (-3, "03-04T08:00", "03-03T17:00"),
    ],
)
def test_elapsed_lag_runs_through_the_weekend(days, start, milestone):
    """From Friday 17:00 two days on the clock reach Sunday, three Monday; three back lies Tuesday.

    Work begins on the next morning, a milestone stays where the clock stops.
    """
    links = [DependencyRow(1, uid, lag=days * DAY, lag_unit=LagUnit.ELAPSED) for uid in (2, 3)]
    schedule = critical_path(_plan(_task(1, 5), _task(2, 1), _task(3, 0), links=links))

    assert _text(schedule.start[1]) == start
    assert _text(schedule.start[2]) == milestone


def test_a_percentage_of_elapsed_work_is_elapsed_too():
    """Half of four days on the clock, from Monday 08:00, is Wednesday 08:00."""
    first = TaskRow(1, "Drying", duration=4 * DAY, is_elapsed=True)
    links = [DependencyRow(1, 2, DependencyKind.SS, 5_000, LagUnit.PERCENT)]
    schedule = critical_path(_plan(first, _task(2, 1), links=links))

    assert _text(schedule.start[1]) == "03-04T08:00"


@pytest.mark.parametrize(
    ("unit", "start"), [(LagUnit.PERCENT, "03-09T08:00"), (LagUnit.ELAPSED_PERCENT, "03-06T08:00")]
)
def test_an_elapsed_percentage_runs_on_the_clock(unit, start):
    """A quarter of four days is eight hours: after Thursday 17:00 all of Friday, or until one at night."""
    links = [DependencyRow(1, 2, lag=2_500, lag_unit=unit)]
    schedule = critical_path(_plan(_task(1, 4), _task(2, 1), links=links))

    assert _text(schedule.start[1]) == start


# Constraints


@pytest.mark.parametrize(
    ("constraint", "on"), [(Constraint.MSO, "03-04T08:00"), (Constraint.MFO, "03-05T17:00")]
)
def test_a_must_beats_the_predecessor_and_its_float_tells_by_how_much(constraint, on):
    """Two days fixed on Wednesday and Thursday; the predecessor ends on Friday and asks for Monday.

    From Monday back to Wednesday are three days, and as much is the predecessor late.
    """
    fixed = _task(2, 2, constraint=constraint, constraint_date=_at(on))
    schedule = critical_path(_plan(_task(1, 5), fixed, links=[DependencyRow(1, 2)]))

    assert _dates(schedule, 1) == _late(schedule, 1) == ("03-04T08:00", "03-05T17:00")
    assert schedule.start_float[1] == schedule.total_float[1] == -3 * WORKDAY
    assert schedule.finish_float[1] == 0
    assert schedule.total_float[0] == -3 * WORKDAY


def test_a_must_that_need_not_be_honoured_caps_the_late_dates_only():
    """The task follows its predecessor, on Monday and Tuesday, three days after what it had to be."""
    fixed = _task(2, 2, constraint=Constraint.MSO, constraint_date=_at("03-04T08:00"))
    rules = SchedulingRules(honors_constraints=False)
    schedule = critical_path(_plan(_task(1, 5), fixed, links=[DependencyRow(1, 2)], rules=rules))

    assert _dates(schedule, 1) == ("03-09T08:00", "03-10T17:00")
    assert _late(schedule, 1) == ("03-04T08:00", "03-05T17:00")
    assert schedule.total_float.tolist() == [-3 * WORKDAY, -3 * WORKDAY]


def test_a_finish_no_earlier_than_sunday_is_kept_on_sunday():
    """A day of work on Friday; the finish is the Sunday itself, and Monday 08:00 follows it."""
    late = _task(1, 1, constraint=Constraint.FNET, constraint_date=_at("03-08T17:00"))
    schedule = critical_path(_plan(late, _task(2, 1), links=[DependencyRow(1, 2)]))

    assert _dates(schedule, 0) == ("03-06T08:00", "03-08T17:00")
    assert _text(schedule.start[1]) == "03-09T08:00"


def test_scheduling_from_the_finish_packs_everything_against_it():
    """Back from Friday 13 March: three days from Wednesday, two days before them from Monday.

    The start of the plan follows from it, and says nothing.
    """
    late = {"constraint": Constraint.ALAP}
    plan = _plan(
        _task(1, 2, **late),
        _task(2, 3, **late),
        links=[DependencyRow(1, 2)],
        from_finish=True,
        finish=_at("03-13T17:00"),
    )
    schedule = critical_path(plan)
    elsewhere = critical_path(replace(plan, start=START + 365 * DAY))

    assert _dates(schedule, 0) == ("03-09T08:00", "03-10T17:00")
    assert _dates(schedule, 1) == ("03-11T08:00", "03-13T17:00")
    assert schedule.project_start == _at("03-09T08:00")
    assert np.array_equal(elsewhere.early_start, schedule.early_start)
    assert np.array_equal(elsewhere.start, schedule.start)


def test_a_task_of_another_plan_keeps_the_dates_it_is_given():
    """What stands for a task elsewhere lasts until Thursday, whatever its own predecessor says."""
    ghost = _task(2, 1, is_external=True, given_start=_at("03-04T08:00"), given_finish=_at("03-05T17:00"))
    links = [DependencyRow(1, 2), DependencyRow(2, 3)]
    schedule = critical_path(_plan(_task(1, 5), ghost, _task(3, 1), links=links))

    assert _dates(schedule, 1) == ("03-04T08:00", "03-05T17:00")
    assert _text(schedule.start[2]) == "03-06T08:00"


def test_a_manual_task_with_only_a_finish_starts_its_duration_before():
    """Two days that end on Thursday evening begin on Wednesday."""
    plan = _plan(_task(1, 2, is_manual=True, given_finish=_at("03-05T17:00")))

    assert _dates(critical_path(plan), 0) == ("03-04T08:00", "03-05T17:00")


# Calendars


def test_a_work_week_of_short_days_holds_while_it_lasts():
    """Forty hours from Thursday 5 March: 16 that week, 20 in a week of mornings, 4 on Monday the 16th."""
    mornings = ((8 * HOUR, 12 * HOUR),)
    first, last = (day_number(date(2026, 3, day)) for day in (9, 13))
    short = WorkWeek(first, last, (mornings,) * 5 + ((), ()))
    calendar = replace(STANDARD, name="Standard", work_weeks=(short,))
    held = _task(1, 5, constraint=Constraint.SNET, constraint_date=_at("03-05T08:00"))
    schedule = critical_path(_plan(held, calendars=[calendar]))

    assert _dates(schedule, 0) == ("03-05T08:00", "03-16T12:00")


def _day_off(*days: int) -> Calendar:
    numbers = [day_number(date(2026, 3, day)) for day in days]
    exceptions = tuple(CalendarException(number, number) for number in numbers)
    return Calendar("Away", (None,) * 7, exceptions, parent=STANDARD)


def _two_people(task: TaskRow, *others: TaskRow, away=(), links=(), assignments=None) -> Plan:
    people = [ResourceRow(1, "Ann", calendar="Standard"), ResourceRow(2, "Bert", calendar="Away")]
    if assignments is None:
        assignments = [
            AssignmentRow(1, task.uid, 1, work=WORKDAY),
            AssignmentRow(2, task.uid, 2, work=WORKDAY),
        ]
    return _plan(
        task,
        *others,
        links=links,
        calendars=[STANDARD, _day_off(*away)],
        resources=people,
        assignments=assignments,
    )


@pytest.mark.parametrize("kind", [TaskKind.FIXED_UNITS, TaskKind.FIXED_DURATION])
def test_late_dates_run_from_who_must_begin_first_to_who_can_end_last(kind):
    """A day for two within a project until Friday; Bert is away on Thursday and Friday.

    Bert begins on Wednesday at the latest, Ann ends on Friday at the latest.
    """
    plan = _two_people(_task(1, 1, kind=kind), _task(2, 5), away=(5, 6))

    assert _late(critical_path(plan), 0) == ("03-04T08:00", "03-06T17:00")


def test_who_has_no_work_in_a_task_begins_it_at_once():
    """After Friday 17:00 an assignment without work lies right there; the work itself begins on Monday."""
    nothing = [AssignmentRow(1, 2, 1, work=WORKDAY), AssignmentRow(2, 2, 2, work=0)]
    first, second = _task(1, 5), _task(2, 1, kind=TaskKind.FIXED_DURATION)
    plan = _two_people(first, second, links=[DependencyRow(1, 2)], assignments=nothing)

    assert _dates(critical_path(plan), 1) == ("03-06T17:00", "03-09T17:00")


# Levelling


@pytest.mark.parametrize(("is_working", "start"), [(False, "03-09T08:00"), (True, "03-10T08:00")])
def test_levelling_delay_counts_in_its_own_unit(is_working, start):
    """From Friday 08:00 two days on the clock reach Sunday, two days of work Tuesday.

    Two days on the clock before Monday 08:00 lies Saturday: the predecessor has Friday for itself. Two days
    of work before Tuesday lies Friday 08:00, and it has nothing.
    """
    length = 2 * WORKDAY if is_working else 2 * DAY
    delayed = _task(2, 1, leveling_delay=length, leveling_is_working=is_working)
    schedule = critical_path(_plan(_task(1, 4), delayed, links=[DependencyRow(1, 2)]))

    assert _text(schedule.start[1]) == start
    assert schedule.free_float[0] == schedule.total_float[0] == (0 if is_working else WORKDAY)


def test_the_levelling_delay_of_an_assignment_moves_the_finish_of_its_task():
    """Ann works on Monday, Bert two days later."""
    rows = [
        AssignmentRow(1, 1, 1, work=WORKDAY),
        AssignmentRow(2, 1, 2, work=WORKDAY, leveling_delay=2 * WORKDAY),
    ]

    assert _dates(critical_path(_two_people(_task(1, 3), assignments=rows)), 0) == (
        "03-02T08:00",
        "03-04T17:00",
    )


# Splits and contours


def _runs(*runs: tuple[str, str], n_done: int = 0) -> list[PeriodRow]:
    return [
        PeriodRow(_at(start), _at(finish), 2 * WORKDAY, number < n_done)
        for number, (start, finish) in enumerate(runs)
    ]


def _split(n_done: int = 0, **facts) -> tuple[TaskRow, AssignmentRow]:
    """Four days: Monday and Tuesday, a day of rest, Thursday and Friday; nobody is named."""
    row = _task(1, 4, given_start=START, **facts)
    runs = (("03-02T08:00", "03-03T17:00"), ("03-05T08:00", "03-06T17:00"))
    return row, AssignmentRow(1, 1, contour=Contour.CONTOURED, periods=_runs(*runs, n_done=n_done))


def test_a_split_moves_with_its_task_as_it_is():
    """Pushed to Thursday 12 March: Thursday and Friday, a rest on Monday, Tuesday and Wednesday."""
    row, pattern = _split()
    plan = _plan(row, _task(2, 8), links=[DependencyRow(2, 1)], assignments=[pattern])

    assert _dates(critical_path(plan), 0) == ("03-12T08:00", "03-18T17:00")


def test_the_late_dates_of_a_split_keep_its_rest():
    """In a project of ten days the five days from start to finish may shift by five."""
    row, pattern = _split()
    schedule = critical_path(_plan(row, _task(2, 10), assignments=[pattern]))

    assert _late(schedule, 0) == ("03-09T08:00", "03-13T17:00")


def test_a_split_in_progress_goes_on_after_its_rest_and_not_when_it_stopped():
    """Stopped on Tuesday evening, resumed on Wednesday by the file; the rest is stored until Thursday."""
    facts = {
        "actual_start": START,
        "percent_complete": 0.5,
        "remaining_duration": 2 * WORKDAY,
        "stop": _at("03-03T17:00"),
        "resume": _at("03-04T08:00"),
    }
    row, pattern = _split(n_done=1, **facts)

    assert _dates(critical_path(_plan(row, assignments=[pattern])), 0) == ("03-02T08:00", "03-06T17:00")


def test_a_split_in_progress_may_resume_even_later():
    """Resumed on Monday 9 March, the two days that remain end on Tuesday."""
    facts = {
        "actual_start": START,
        "percent_complete": 0.5,
        "remaining_duration": 2 * WORKDAY,
        "resume": _at("03-09T08:00"),
    }
    row, pattern = _split(n_done=1, **facts)

    assert _dates(critical_path(_plan(row, assignments=[pattern])), 0) == ("03-02T08:00", "03-10T17:00")


def test_a_day_added_to_a_split_goes_on_at_its_end():
    """Five days of work with a day of rest end on Monday."""
    row, pattern = _split(remaining_duration=4 * WORKDAY)
    plan = _plan(row, assignments=[pattern])
    longer = replace(plan, tasks=replace(plan.tasks, duration=np.array([5 * WORKDAY])))

    assert _dates(critical_path(longer), 0) == ("03-02T08:00", "03-09T17:00")


def test_work_that_pauses_within_a_fixed_duration_does_not_shorten_it():
    """Five fixed days of which Bert works Tuesday and Thursday last from Monday to Friday."""
    runs = (("03-03T08:00", "03-03T17:00"), ("03-05T08:00", "03-05T17:00"))
    bert = AssignmentRow(1, 1, 2, work=2 * WORKDAY, contour=Contour.CONTOURED, periods=_runs(*runs))
    fixed = _task(1, 5, kind=TaskKind.FIXED_DURATION, given_start=START)
    plan = _two_people(fixed, assignments=[bert])

    assert _dates(critical_path(plan), 0) == ("03-02T08:00", "03-06T17:00")


def test_a_split_makes_a_fixed_duration_last_longer():
    """Four fixed days with a day of rest between the pairs take five."""
    row, pattern = _split(kind=TaskKind.FIXED_DURATION)

    assert _dates(critical_path(_plan(row, assignments=[pattern])), 0) == ("03-02T08:00", "03-06T17:00")


def test_a_day_added_to_the_work_of_several_goes_on_with_who_ends_last():
    """Ann works Monday, Bert Monday and Tuesday; two days become three although nobody's work changed."""
    rows = [AssignmentRow(1, 1, 1, work=WORKDAY), AssignmentRow(2, 1, 2, work=2 * WORKDAY)]
    plan = _two_people(_task(1, 2, remaining_duration=2 * WORKDAY), assignments=rows)
    longer = replace(plan, tasks=replace(plan.tasks, duration=np.array([3 * WORKDAY])))

    assert _dates(critical_path(plan), 0)[1] == "03-03T17:00"
    assert _dates(critical_path(longer), 0)[1] == "03-04T17:00"


@pytest.mark.parametrize(
    ("contour", "work_days"),
    [
        (Contour.FLAT, 5.0),
        (Contour.BACK_LOADED, 3.0),
        (Contour.FRONT_LOADED, 3.0),
        (Contour.DOUBLE_PEAK, 2.5),
        (Contour.EARLY_PEAK, 2.5),
        (Contour.LATE_PEAK, 2.5),
        (Contour.BELL, 2.5),
        (Contour.TURTLE, 3.5),
    ],
)
def test_a_named_contour_stretches_the_work(contour, work_days):
    """Bert's work takes five days at the average rate of its contour: 60, 50 or 70 % of full time."""
    rows = [
        AssignmentRow(1, 1, 1, work=WORKDAY),
        AssignmentRow(2, 1, 2, work=round(work_days * WORKDAY), contour=contour),
    ]
    plan = _two_people(_task(1, 5), assignments=rows)

    assert _dates(critical_path(plan, computes_contours=True), 0) == ("03-02T08:00", "03-06T17:00")


def test_a_named_contour_may_be_laid_out_anew():
    """Stored until Wednesday, a bell of two and a half days of work takes five days when computed."""
    bell = AssignmentRow(1, 1, 2, work=5 * WORKDAY // 2, contour=Contour.BELL)
    bell.periods = _runs(("03-02T08:00", "03-04T17:00"))
    rows = [bell, AssignmentRow(2, 1, 1, work=WORKDAY)]
    plan = _two_people(_task(1, 5, given_start=START), assignments=rows)

    assert _dates(critical_path(plan), 0)[1] == "03-04T17:00"
    assert _dates(critical_path(plan, computes_contours=True), 0)[1] == "03-06T17:00"


# Critical paths


def test_each_end_of_the_network_may_have_a_critical_path_of_its_own():
    """Two chains of two and five days: only the longer is critical, or each on its own."""
    rows = (_task(1, 1), _task(2, 1), _task(3, 5))
    links = [DependencyRow(1, 2)]
    one = critical_path(_plan(*rows, links=links))
    each = critical_path(_plan(*rows, links=links, rules=SchedulingRules(multiple_critical_paths=True)))

    assert one.total_float.tolist() == [3 * WORKDAY, 3 * WORKDAY, 0]
    assert each.total_float.tolist() == [0, 0, 0]


def test_an_end_within_a_summary_that_leads_on_is_no_end():
    """The part of a day in a summary of two may slip a day: what follows the summary holds it, not itself."""
    rows = (
        TaskRow(1, "Summary", 1),
        _task(2, 1, outline_level=2),
        _task(3, 2, outline_level=2),
        _task(4, 1),
    )
    rules = SchedulingRules(multiple_critical_paths=True)
    schedule = critical_path(_plan(*rows, links=[DependencyRow(1, 4)], rules=rules))

    assert schedule.total_float[1] == WORKDAY


def test_a_task_is_critical_up_to_the_float_the_plan_names():
    """A day of float is critical where the limit is a day."""
    rows = (_task(1, 4), _task(2, 5))
    rules = SchedulingRules(critical_limit=WORKDAY)

    assert critical_path(_plan(*rows)).is_critical.tolist() == [False, True]
    assert critical_path(_plan(*rows, rules=rules)).is_critical.tolist() == [True, True]


# Summaries, manual tasks and links between them


def test_a_summary_set_by_hand_within_another_holds_its_start():
    """The inner summary is told to begin on Wednesday, its part of a day may wait until Friday the 13th.

    The outer summary cannot begin later than Wednesday, so what precedes it is done by Tuesday evening:
    a day of float. The late dates of the inner summary itself are those of its part.
    """
    inner = TaskRow(3, "Inner", 2, is_manual=True)
    inner.given_start, inner.given_finish = _at("03-04T08:00"), _at("03-04T17:00")
    rows = (_task(1, 1), TaskRow(2, "Outer", 1), inner, _task(4, 1, outline_level=3), _task(5, 10))
    schedule = critical_path(_plan(*rows, links=[DependencyRow(1, 2)]))

    assert _late(schedule, 3) == _late(schedule, 2) == ("03-13T08:00", "03-13T17:00")
    assert _late(schedule, 1) == ("03-04T08:00", "03-13T17:00")
    assert _late(schedule, 0) == ("03-03T08:00", "03-03T17:00")
    assert schedule.total_float[0] == WORKDAY


def test_what_precedes_a_summary_set_by_hand_waits_for_what_its_parts_ask():
    """The part begins with its summary on Wednesday and should have ended on Tuesday evening.

    No late start of the summary lies before its own Wednesday; the predecessor is to be ready on Monday.
    """
    above = TaskRow(2, "By hand", 1, is_manual=True)
    above.given_start, above.given_finish = _at("03-04T08:00"), _at("03-04T17:00")
    part = _task(3, 1, outline_level=2, deadline=_at("03-03T17:00"))
    schedule = critical_path(_plan(_task(1, 1), above, part, links=[DependencyRow(1, 2)]))

    assert _dates(schedule, 2) == ("03-04T08:00", "03-04T17:00")
    assert _late(schedule, 2) == ("03-03T08:00", "03-03T17:00")
    assert _text(schedule.late_start[1]) == "03-04T08:00"
    assert _late(schedule, 0) == ("03-02T08:00", "03-02T17:00")


def test_what_precedes_a_manual_task_is_late_by_its_late_start():
    """A day by hand on Wednesday may lie on Friday, the end; five days before it end a day after Thursday."""
    by_hand = _task(2, 1, is_manual=True, given_start=_at("03-04T08:00"), given_finish=_at("03-04T17:00"))
    schedule = critical_path(_plan(_task(1, 5), by_hand, links=[DependencyRow(1, 2)]))

    assert _dates(schedule, 1) == ("03-04T08:00", "03-04T17:00")
    assert _late(schedule, 1) == ("03-06T08:00", "03-06T17:00")
    assert _text(schedule.late_finish[0]) == "03-05T17:00"
    assert schedule.total_float.tolist() == [-WORKDAY, 2 * WORKDAY]


def test_a_summary_that_may_not_start_before_a_day_holds_all_its_parts():
    """Not before Wednesday: one part begins that day, another on its own Thursday."""
    above = TaskRow(1, "Summary", 1, constraint=Constraint.SNET, constraint_date=_at("03-04T08:00"))
    own = _task(3, 1, outline_level=2, constraint=Constraint.SNET, constraint_date=_at("03-05T08:00"))
    schedule = critical_path(_plan(above, _task(2, 1, outline_level=2), own))

    assert [_text(t) for t in schedule.start] == ["03-04T08:00", "03-04T08:00", "03-05T08:00"]


def test_a_summary_that_must_finish_by_a_day_caps_the_late_dates_of_its_parts():
    """Five days end on Friday, their summary should on Wednesday: Thursday to Wednesday, two days short."""
    above = TaskRow(1, "Summary", 1, constraint=Constraint.FNLT, constraint_date=_at("03-04T17:00"))
    schedule = critical_path(_plan(above, _task(2, 5, outline_level=2)))

    assert _dates(schedule, 1) == ("03-02T08:00", "03-06T17:00")
    assert _late(schedule, 1) == ("02-26T08:00", "03-04T17:00")
    assert schedule.total_float.tolist() == [-2 * WORKDAY, -2 * WORKDAY]


def test_links_do_not_pass_through_an_inactive_task():
    """Of 1 before 2 before 3, the middle one is switched off: the third begins with the project."""
    links = [DependencyRow(1, 2), DependencyRow(2, 3)]
    schedule = critical_path(_plan(_task(1, 5), _task(2, 1, is_active=False), _task(3, 1), links=links))

    assert _dates(schedule, 2) == ("03-02T08:00", "03-02T17:00")
    assert schedule.total_float.tolist()[::2] == [0, 4 * WORKDAY]


# Late dates, floats and deadlines


def test_a_deadline_before_the_task_can_start_makes_its_whole_chain_late():
    """A day of work on Monday 9 March was due on Wednesday the 4th: Thursday, Friday and Monday short."""
    due = _task(2, 1, deadline=_at("03-04T17:00"))
    schedule = critical_path(_plan(_task(1, 5), due, links=[DependencyRow(1, 2)]))

    assert _dates(schedule, 1) == ("03-09T08:00", "03-09T17:00")
    assert _late(schedule, 1) == ("03-04T08:00", "03-04T17:00")
    assert _text(schedule.late_finish[0]) == "03-03T17:00"
    assert schedule.total_float.tolist() == [-3 * WORKDAY, -3 * WORKDAY]
    assert schedule.is_critical.all()


def test_a_task_as_late_as_possible_pushes_what_follows_to_the_end():
    """A day before two, beside five: Wednesday, then Thursday and Friday; nobody can slip any more."""
    rows = (_task(1, 1, constraint=Constraint.ALAP), _task(2, 2), _task(3, 5))
    schedule = critical_path(_plan(*rows, links=[DependencyRow(1, 2)]))

    assert _dates(schedule, 0) == _late(schedule, 0) == ("03-04T08:00", "03-04T17:00")
    assert _dates(schedule, 1) == ("03-05T08:00", "03-06T17:00")
    assert _text(schedule.early_start[0]) == "03-02T08:00"
    assert schedule.total_float.tolist() == schedule.free_float.tolist() == [0, 0, 0]


def test_free_float_counts_to_the_successor_that_moves_first():
    """A day is followed by one that also waits for two days, and by the last day of five.

    The first of them begins on Wednesday, so Tuesday is free; both may wait until Friday: three in total.
    """
    links = [DependencyRow(1, 3), DependencyRow(2, 3), DependencyRow(1, 4), DependencyRow(5, 4)]
    rows = (_task(1, 1), _task(2, 2), _task(3, 1), _task(4, 1), _task(5, 4))
    schedule = critical_path(_plan(*rows, links=links))

    assert schedule.free_float.tolist() == [WORKDAY, 0, 2 * WORKDAY, 0, 0]
    assert schedule.total_float.tolist() == [3 * WORKDAY, 2 * WORKDAY, 2 * WORKDAY, 0, 0]


def test_work_on_the_clock_has_the_weekend_as_float():
    """Published by Microsoft (Q87301): eight hours of work and nine on the clock on Friday, then Monday.

    The first has no slack, the second 63 hours on the clock, told as 2.63 elapsed days.
    """
    friday = {"constraint": Constraint.SNET, "constraint_date": _at("03-06T08:00")}
    on_the_clock = TaskRow(2, "Nine hours", duration=9 * HOUR, is_elapsed=True, **friday)
    links = [DependencyRow(1, 3), DependencyRow(2, 3)]
    schedule = critical_path(_plan(_task(1, 1, **friday), on_the_clock, _task(3, 1), links=links))

    assert _dates(schedule, 0) == _dates(schedule, 1) == ("03-06T08:00", "03-06T17:00")
    assert schedule.total_float.tolist() == [0, 63 * HOUR, 0]


def test_a_start_that_lies_in_a_pause_is_asked_for_before_the_pause():
    """Two days of weekend work are due on Sunday 8 March; a weekday task must have begun before they do.

    Before Saturday 08:00 means on Friday. Its late start is named by the next moment of its own work, on
    Monday; what precedes it, on the clock, has to end on Friday at 17:00 all the same.
    """
    weekend = Calendar("Weekend", ((),) * 5 + (((8 * HOUR, 12 * HOUR), (13 * HOUR, 17 * HOUR)),) * 2)
    rows = (
        TaskRow(1, "Test", duration=HOUR, calendar=ROUND_THE_CLOCK.name),
        _task(2, 1),
        _task(3, 2, calendar="Weekend", deadline=_at("03-08T17:00")),
        _task(4, 10),
    )
    links = [DependencyRow(1, 2), DependencyRow(2, 3, DependencyKind.SS)]
    schedule = critical_path(_plan(*rows, links=links, calendars=[STANDARD, weekend, ROUND_THE_CLOCK]))

    assert _late(schedule, 2) == ("03-07T08:00", "03-08T17:00")
    assert _text(schedule.late_start[1]) == "03-09T08:00"
    assert _late(schedule, 0) == ("03-06T16:00", "03-06T17:00")


# Scheduled from the finish: Friday 13 March


def _from_the_finish(*tasks: TaskRow, links=()) -> Schedule:
    return critical_path(_plan(*tasks, links=links, from_finish=True, finish=_at("03-13T17:00")))


def test_as_soon_as_possible_holds_in_a_plan_from_its_finish():
    """Five days as late as possible begin on Monday 9 March, and a day as soon as possible with them."""
    schedule = _from_the_finish(_task(1, 5, constraint=Constraint.ALAP), _task(2, 1))

    assert _dates(schedule, 1) == ("03-09T08:00", "03-09T17:00")
    assert schedule.total_float.tolist() == [0, 4 * WORKDAY]


@pytest.mark.parametrize(
    ("constraint", "on", "dates"),
    [
        (Constraint.FNLT, "03-11T17:00", ("03-10T08:00", "03-11T17:00")),
        (Constraint.SNLT, "03-11T08:00", ("03-11T08:00", "03-12T17:00")),
        (Constraint.SNET, "03-10T08:00", ("03-12T08:00", "03-13T17:00")),
        (Constraint.FNET, "03-11T17:00", ("03-12T08:00", "03-13T17:00")),
        (Constraint.MSO, "03-10T08:00", ("03-10T08:00", "03-11T17:00")),
        (Constraint.MFO, "03-12T17:00", ("03-11T08:00", "03-12T17:00")),
    ],
)
def test_from_the_finish_a_limit_is_met_as_late_as_it_allows(constraint, on, dates):
    """Two days on Thursday and Friday, earlier where a date says no later; what precedes them follows."""
    limited = _task(2, 2, constraint=constraint, constraint_date=_at(on))
    before = _task(1, 1, constraint=Constraint.ALAP)
    schedule = _from_the_finish(before, limited, links=[DependencyRow(1, 2)])
    eve = moment(int(schedule.start[1]) - 15 * HOUR).strftime("%m-%dT%H:%M")

    assert _dates(schedule, 1) == dates
    assert _text(schedule.finish[0]) == eve


def test_a_deadline_draws_a_task_forward_in_a_plan_from_its_finish():
    """Two days due on Wednesday 11 March are done on Tuesday and Wednesday."""
    due = _task(1, 2, constraint=Constraint.ALAP, deadline=_at("03-11T17:00"))

    assert _dates(_from_the_finish(due), 0) == ("03-10T08:00", "03-11T17:00")
