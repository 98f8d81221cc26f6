"""The rules of Primavera, one at a time, on dates worked out by hand.

The calendar is Monday to Friday, 08:00–12:00 and 13:00–17:00; 2 March 2026 is a Monday.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from stuurbord.engine.critical_path import Driver, Schedule, critical_path
from stuurbord.plan import (
    NONE,
    AssignmentRow,
    Calendar,
    Constraint,
    DependencyKind,
    DependencyRow,
    Plan,
    PlanDraft,
    ResourceRow,
    TaskRow,
    freeze,
)
from stuurbord.plan.calendar import HOUR, STANDARD, instant, moment
from stuurbord.plan.model import (
    ActivityKind,
    FloatKind,
    LagCalendar,
    OutOfSequence,
    RuleProfile,
    SchedulingRules,
)

DAY = 8 * HOUR
RULES = SchedulingRules(
    profile=RuleProfile.P6,
    honors_constraints=False,
    out_of_sequence=OutOfSequence.RETAINED_LOGIC,
    lag_calendar=LagCalendar.PREDECESSOR,
    float_kind=FloatKind.FINISH,
)
ALL_WEEK = Calendar("7 days", (((8 * HOUR, 12 * HOUR), (13 * HOUR, 17 * HOUR)),) * 7)


def at(text: str) -> int:
    """Return an instant in March 2026: ``"4 17:00"``."""
    day, clock = text.split()
    return instant(datetime.fromisoformat(f"2026-03-{int(day):02d}T{clock}"))


def made(
    tasks: list[TaskRow],
    links: list[DependencyRow] | None = None,
    *,
    data_date: str = "2 08:00",
    rules: SchedulingRules = RULES,
    **more: object,
) -> Plan:
    """Return a plan of Primavera."""
    draft = PlanDraft(
        start=at("2 08:00"),
        status_date=at(data_date),
        rules=rules,
        calendar=STANDARD.name,
        calendars=[STANDARD, ALL_WEEK],
        tasks=tasks,
        dependencies=links or [],
        **more,  # type: ignore[arg-type]
    )
    return freeze(draft)[0]


def dated(plan: Plan) -> Schedule:
    """Return the schedule of a plan."""
    return critical_path(plan)


def shown(schedule: Schedule, idx: int, *columns: str) -> list[str]:
    """Return instants as ``"4 17:00"``."""
    return [f"{moment(int(getattr(schedule, name)[idx])):%-d %H:%M}" for name in columns]


EARLY = ("early_start", "early_finish")
LATE = ("late_start", "late_finish")


def test_nothing_that_remains_lies_before_the_data_date():
    """Neither what has not begun nor the rest of what has."""
    begun = TaskRow(1, duration=3 * DAY, remaining_duration=DAY, actual_start=at("2 08:00"))
    schedule = dated(made([begun, TaskRow(2, duration=DAY)], data_date="10 17:00"))

    assert shown(schedule, 0, "start", "finish", *EARLY) == ["2 08:00", "11 17:00", "11 08:00", "11 17:00"]
    assert shown(schedule, 1, "start", "finish") == ["11 08:00", "11 17:00"]
    assert schedule.driver.tolist() == [Driver.ACTUAL, Driver.STATUS_DATE]


def test_what_is_finished_is_early_at_the_data_date_and_passes_late_dates_through():
    """As Primavera stores it: no time remains, and a lag that has run out no longer counts."""
    done = TaskRow(1, duration=DAY, actual_start=at("2 08:00"), actual_finish=at("2 17:00"))
    links = [DependencyRow(1, 2, DependencyKind.FS, DAY), DependencyRow(1, 3)]
    tasks = [done, TaskRow(2, duration=DAY), TaskRow(3, duration=3 * DAY)]
    schedule = dated(made(tasks, links, data_date="9 17:00"))

    assert shown(schedule, 0, "start", "finish") == ["2 08:00", "2 17:00"]
    assert shown(schedule, 0, *EARLY) == ["9 17:00", "9 17:00"]
    assert shown(schedule, 0, *LATE) == ["10 08:00", "10 08:00"]
    assert shown(schedule, 1, *LATE) == ["12 08:00", "12 17:00"]


@pytest.mark.parametrize(
    ("option", "finish"),
    [
        (OutOfSequence.RETAINED_LOGIC, "6 17:00"),
        (OutOfSequence.ACTUAL_DATES, "6 17:00"),
        (OutOfSequence.PROGRESS_OVERRIDE, "4 17:00"),
    ],
)
def test_work_begun_out_of_sequence_waits_unless_progress_overrides(option, finish):
    """Its predecessor takes until Thursday; a day remains."""
    begun = TaskRow(2, duration=2 * DAY, remaining_duration=DAY, actual_start=at("2 08:00"))
    tasks = [TaskRow(1, duration=2 * DAY), begun]
    rules = replace(RULES, out_of_sequence=option)
    schedule = dated(made(tasks, [DependencyRow(1, 2)], data_date="3 17:00", rules=rules))

    assert shown(schedule, 0, *EARLY) == ["4 08:00", "5 17:00"]
    assert shown(schedule, 1, "start", "finish") == ["2 08:00", finish]


def test_logic_passes_through_what_was_finished_out_of_sequence():
    """With retained logic its successor waits for its predecessor."""
    done = TaskRow(2, duration=DAY, actual_start=at("2 08:00"), actual_finish=at("2 17:00"))
    tasks = [TaskRow(1, duration=2 * DAY), done, TaskRow(3, duration=DAY)]
    schedule = dated(made(tasks, [DependencyRow(1, 2), DependencyRow(2, 3)], data_date="3 17:00"))

    assert shown(schedule, 2, *EARLY) == ["6 08:00", "6 17:00"]


def test_a_latest_date_binds_only_the_backward_pass():
    """Start and finish on or before leave the early dates and make the float negative."""
    late = TaskRow(1, duration=3 * DAY, constraint=Constraint.FNLT, constraint_date=at("3 17:00"))
    schedule = dated(made([late]))

    assert shown(schedule, 0, *EARLY, *LATE) == ["2 08:00", "4 17:00", "27 08:00", "3 17:00"]
    assert schedule.total_float.tolist() == [-DAY]
    assert schedule.is_critical.tolist() == [True]


def test_a_mandatory_date_beats_the_network_in_both_passes():
    """The successor starts on its date although its predecessor takes longer."""
    fixed = TaskRow(2, duration=DAY, constraint=Constraint.MSO, constraint_date=at("3 08:00"))
    schedule = dated(made([TaskRow(1, duration=3 * DAY), fixed], [DependencyRow(1, 2)]))

    assert shown(schedule, 1, *EARLY, *LATE) == ["3 08:00", "3 17:00", "3 08:00", "3 17:00"]
    assert shown(schedule, 0, "late_finish") == ["2 17:00"]
    assert schedule.total_float.tolist() == [-2 * DAY, 0]


def test_both_constraints_count():
    """To start on a date that logic may overrule is a bound in each pass."""
    task = TaskRow(
        1,
        duration=DAY,
        constraint=Constraint.SNET,
        constraint_date=at("4 08:00"),
        second_constraint=Constraint.SNLT,
        second_constraint_date=at("4 08:00"),
    )
    schedule = dated(made([task, TaskRow(2, duration=10 * DAY)]))

    assert shown(schedule, 0, *EARLY, *LATE) == ["4 08:00", "4 17:00", "4 08:00", "4 17:00"]


@pytest.mark.parametrize(
    ("kind", "at_"), [(ActivityKind.START_MILESTONE, "3 08:00"), (ActivityKind.FINISH_MILESTONE, "2 17:00")]
)
def test_a_start_milestone_waits_for_work_and_a_finish_milestone_does_not(kind, at_):
    """The work before it ends on Monday at 17:00."""
    tasks = [TaskRow(1, duration=DAY), TaskRow(2, activity=kind, is_milestone=True)]
    schedule = dated(made(tasks, [DependencyRow(1, 2)]))

    assert shown(schedule, 1, *EARLY) == [at_, at_]


@pytest.mark.parametrize(
    ("option", "successor", "start"),
    [
        (LagCalendar.PREDECESSOR, ALL_WEEK, "8 08:00"),
        (LagCalendar.SUCCESSOR, STANDARD, "10 08:00"),
        (LagCalendar.PROJECT, ALL_WEEK, "10 08:00"),
        (LagCalendar.ROUND_THE_CLOCK, ALL_WEEK, "7 08:00"),
    ],
)
def test_a_lag_is_counted_on_the_calendar_of_the_option(option, successor, start):
    """Eight hours after Friday 17:00: the whole Saturday, the whole Monday, or a night."""
    tasks = [
        TaskRow(1, duration=5 * DAY, calendar=ALL_WEEK.name),
        TaskRow(2, duration=DAY, calendar=successor.name),
    ]
    links = [DependencyRow(1, 2, DependencyKind.FS, DAY)]
    schedule = dated(made(tasks, links, rules=replace(RULES, lag_calendar=option)))

    assert shown(schedule, 1, "early_start") == [start]


def test_a_level_of_effort_spans_and_drives_nothing():
    """From the start of the first to the finish of the second; what follows it does not wait."""
    effort = TaskRow(3, duration=DAY, activity=ActivityKind.LEVEL_OF_EFFORT)
    tasks = [TaskRow(1, duration=2 * DAY), TaskRow(2, duration=2 * DAY), effort, TaskRow(4, duration=DAY)]
    links = [
        DependencyRow(1, 2),
        DependencyRow(1, 3, DependencyKind.SS),
        DependencyRow(2, 3, DependencyKind.FF),
        DependencyRow(3, 4),
    ]
    schedule = dated(made(tasks, links[:3]))
    followed = dated(made(tasks, links))

    assert shown(schedule, 2, "start", "finish") == ["2 08:00", "5 17:00"]
    assert shown(followed, 3, "start") == ["2 08:00"]
    assert not schedule.is_critical[2]


def test_a_summary_of_the_work_breakdown_spans_its_branch():
    """And the summary above takes no other dates from it."""
    tasks = [
        TaskRow(1, "branch", 1),
        TaskRow(2, "first", 2, duration=DAY),
        TaskRow(3, "second", 2, duration=2 * DAY),
        TaskRow(4, "span", 2, activity=ActivityKind.WBS_SUMMARY),
    ]
    schedule = dated(made(tasks, [DependencyRow(2, 3)]))

    assert shown(schedule, 3, "start", "finish") == ["2 08:00", "4 17:00"]
    assert shown(schedule, 0, "start", "finish") == ["2 08:00", "4 17:00"]


def test_only_a_resource_dependent_activity_follows_its_resources():
    """Who works all week does two days on Saturday and Sunday."""
    resources = [ResourceRow(1, "An", calendar=ALL_WEEK.name)]
    dates = {}
    for kind in (ActivityKind.TASK_DEPENDENT, ActivityKind.RESOURCE_DEPENDENT):
        task = TaskRow(
            1, duration=2 * DAY, activity=kind, constraint=Constraint.SNET, constraint_date=at("7 08:00")
        )
        assignments = [AssignmentRow(1, 1, 1, 1.0, 2 * DAY)]
        schedule = dated(made([task], resources=resources, assignments=assignments))
        dates[kind] = shown(schedule, 0, *EARLY)

    assert dates[ActivityKind.TASK_DEPENDENT] == ["9 08:00", "10 17:00"]
    assert dates[ActivityKind.RESOURCE_DEPENDENT] == ["7 08:00", "8 17:00"]


def test_an_expected_finish_stretches_what_remains_and_leaves_no_free_float():
    """Two days become four; the successor follows at once."""
    task = TaskRow(1, duration=2 * DAY, expected_finish=at("5 17:00"))
    long = TaskRow(3, duration=10 * DAY)
    schedule = dated(made([task, TaskRow(2, duration=DAY), long], [DependencyRow(1, 2)]))

    assert shown(schedule, 0, *EARLY) == ["2 08:00", "5 17:00"]
    assert shown(schedule, 1, "early_start") == ["6 08:00"]
    assert schedule.free_float.tolist()[:2] == [0, 5 * DAY]


def test_suspended_work_goes_on_when_it_resumes():
    """A day remains, from the day of resuming."""
    task = TaskRow(
        1,
        duration=3 * DAY,
        remaining_duration=DAY,
        actual_start=at("2 08:00"),
        stop=at("3 17:00"),
        resume=at("11 08:00"),
    )
    schedule = dated(made([task], data_date="4 17:00"))

    assert shown(schedule, 0, "start", "finish") == ["2 08:00", "11 17:00"]


def test_as_late_as_possible_uses_up_the_free_float_only():
    """Its successor does not move."""
    tasks = [
        TaskRow(1, duration=DAY, constraint=Constraint.ALAP),
        TaskRow(2, duration=3 * DAY),
        TaskRow(3, duration=DAY),
    ]
    schedule = dated(made(tasks, [DependencyRow(1, 3), DependencyRow(2, 3)]))

    assert shown(schedule, 0, *EARLY) == ["4 08:00", "4 17:00"]
    assert shown(schedule, 2, "early_start") == ["5 08:00"]
    assert schedule.free_float.tolist()[0] == 0


def test_a_project_that_must_finish_by_a_date_counts_late_dates_from_it():
    """A date before the early finish makes every float negative."""
    plan = replace(made([TaskRow(1, duration=4 * DAY)]), finish=at("3 17:00"))
    schedule = dated(plan)

    assert shown(schedule, 0, "late_finish") == ["3 17:00"]
    assert schedule.total_float.tolist() == [-2 * DAY]
    assert f"{moment(schedule.project_finish):%-d %H:%M}" == "5 17:00"


def test_critical_is_up_to_the_limit_of_the_project():
    """A limit of three days makes a task with two days of float critical."""
    tasks = [TaskRow(1, duration=5 * DAY), TaskRow(2, duration=3 * DAY), TaskRow(3, duration=DAY)]
    schedule = dated(made(tasks, rules=replace(RULES, critical_limit=3 * DAY)))

    assert schedule.total_float.tolist() == [0, 2 * DAY, 4 * DAY]
    assert schedule.is_critical.tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("kind", "total"), [(FloatKind.START, 0), (FloatKind.FINISH, 2 * DAY), (FloatKind.SMALLEST, 0)]
)
def test_the_kind_of_float_is_an_option(kind, total):
    """A level of effort may end later than it does, but not begin later."""
    effort = TaskRow(3, duration=DAY, activity=ActivityKind.LEVEL_OF_EFFORT)
    tasks = [TaskRow(1, duration=4 * DAY), TaskRow(2, duration=2 * DAY), effort]
    links = [DependencyRow(1, 3, DependencyKind.SS), DependencyRow(2, 3, DependencyKind.FF)]
    schedule = dated(made(tasks, links, rules=replace(RULES, float_kind=kind)))

    assert schedule.start_float.tolist()[2] == 0
    assert schedule.finish_float.tolist()[2] == 2 * DAY
    assert schedule.total_float.tolist()[2] == total


def test_an_inactive_task_takes_no_part():
    """It has no dates, and nothing waits for it."""
    tasks = [TaskRow(1, duration=5 * DAY, is_active=False), TaskRow(2, duration=DAY)]
    schedule = dated(made(tasks, [DependencyRow(1, 2)]))

    assert schedule.start[0] == NONE
    assert shown(schedule, 1, "start") == ["2 08:00"]


def test_a_task_dated_by_hand_keeps_its_dates():
    """Primavera has none, but a plan that is computed by its rules may."""
    task = TaskRow(2, duration=DAY, is_manual=True, given_start=at("3 08:00"), given_finish=at("5 17:00"))
    tasks = [TaskRow(1, duration=10 * DAY), task, TaskRow(3, duration=DAY)]
    schedule = dated(made(tasks, [DependencyRow(1, 2), DependencyRow(2, 3)]))

    assert shown(schedule, 1, "start", "finish") == ["3 08:00", "5 17:00"]
    assert shown(schedule, 2, "start") == ["6 08:00"]
    assert schedule.driver[1] == Driver.MANUAL


def test_the_longest_path_is_what_drives_the_last_finish():
    """The second task has a float within the limit, but drives nothing that ends last."""
    tasks = [
        TaskRow(1, duration=3 * DAY),
        TaskRow(2, duration=2 * DAY),
        TaskRow(3, duration=DAY),
        TaskRow(4, duration=DAY),
    ]
    links = [DependencyRow(1, 3), DependencyRow(2, 3), DependencyRow(1, 4)]
    plan = made(tasks, links, rules=replace(RULES, critical_limit=DAY, longest_path=True))

    assert dated(plan).is_critical.tolist() == [True, False, True, True]
    assert dated(replace(plan, rules=replace(plan.rules, longest_path=False))).is_critical.all()


def test_the_longest_path_begins_where_a_date_holds_and_not_at_the_data_date():
    """A date in the plan, not its predecessor, places the last task; the summary holds a part of the path."""
    late = TaskRow(3, "", 2, duration=DAY, constraint=Constraint.SNET, constraint_date=at("12 08:00"))
    tasks = [TaskRow(1, duration=DAY), TaskRow(2, "Above"), late]
    schedule = dated(made(tasks, [DependencyRow(1, 3)], rules=replace(RULES, longest_path=True)))

    assert schedule.is_critical.tolist() == [False, True, True]


@pytest.mark.parametrize(("is_from_actual", "start"), [(False, "11 08:00"), (True, "10 08:00")])
def test_a_lag_after_a_start_runs_from_the_rest_or_from_the_actual_start(is_from_actual, start):
    """The rest is suspended to Wednesday; six days of lag have run for five since Monday the 2nd."""
    begun = TaskRow(
        1, duration=4 * DAY, remaining_duration=DAY, actual_start=at("2 08:00"), resume=at("10 08:00")
    )
    link = DependencyRow(1, 2, DependencyKind.SS, 6 * DAY)
    rules = replace(RULES, lag_from_actual_start=is_from_actual)
    schedule = dated(made([begun, TaskRow(2, duration=DAY)], [link], data_date="6 17:00", rules=rules))

    assert shown(schedule, 1, "start") == [start]
