"""Why this date: the steps that lead to it, one rule at a time, and that they always add up."""

from __future__ import annotations

from datetime import datetime

import pytest
from engine.path_arithmetic import faults
from hypothesis import given, settings
from plan.made_plans import plans

from stuurbord.engine.critical_path import critical_path
from stuurbord.engine.driving_path import DatePath, End, Step, StepKind, TaskClocks, date_path
from stuurbord.engine.driving_path.rests import RestKind
from stuurbord.errors import InvalidPlan
from stuurbord.plan import (
    NONE,
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
    TaskRow,
    freeze,
    instant,
    moment,
)
from stuurbord.plan.calendar import DAY, HOUR, OFFICE_HOURS, STANDARD, day_number
from stuurbord.plan.model import LagUnit

WORKDAY = 8 * HOUR


def _at(text: str) -> int:
    return instant(datetime.fromisoformat(text))


MONDAY = _at("2026-03-02T08:00")


def _task(uid: int, days: float = 1, **fields: object) -> TaskRow:
    level = fields.pop("outline_level", 1)
    return TaskRow(uid, f"Taak {uid}", level, duration=round(days * WORKDAY), **fields)


def _plan(*tasks: TaskRow, links: tuple[DependencyRow, ...] = (), **fields: object) -> Plan:
    return freeze(PlanDraft(start=MONDAY, tasks=list(tasks), dependencies=list(links), **fields))[0]


def _path(plan: Plan, idx: int, **options: bool) -> DatePath:
    """Return the path of one task, after a look at whether all of it adds up."""
    schedule = critical_path(plan, **options)
    path = date_path(plan, schedule, idx)
    assert faults(plan, schedule, path, TaskClocks(plan, schedule)) == []
    return path


def _kinds(steps: tuple[Step, ...]) -> list[str]:
    return [step.kind.value for step in steps]


def _moment(at: int) -> str:
    return moment(at).isoformat(timespec="minutes")


def test_a_task_nothing_holds_starts_with_the_project():
    """Two days from Monday: back from the finish over the work to the project start."""
    path = _path(_plan(_task(1, 2)), 0)

    assert _kinds(path.finish) == ["work", "project_start"]
    assert path.finish[0].amount == 2 * WORKDAY
    assert _moment(path.finish[0].at) == "2026-03-03T17:00"
    assert _kinds(path.start) == ["project_start"]


def test_a_link_with_lag_and_a_weekend():
    """Finished on Tuesday, three days of lag end on Friday 17:00; Monday 08:00 is the next working time."""
    link = DependencyRow(1, 2, lag=3 * WORKDAY)
    pause, lag, work, origin = _path(_plan(_task(1, 2), _task(2), links=(link,)), 1).start

    assert (pause.kind, lag.kind, work.kind, origin.kind) == ("pause", "link", "work", "project_start")
    assert (_moment(lag.since), lag.amount, _moment(lag.at)) == (
        "2026-03-03T17:00",
        3 * WORKDAY,
        "2026-03-06T17:00",
    )
    assert _moment(pause.at) == "2026-03-09T08:00"
    assert [one.kind for one in pause.rests if one.kind is not RestKind.HOURS] == [RestKind.WEEKDAY]


@pytest.mark.parametrize(
    ("unit", "lag", "at"),
    [(LagUnit.ELAPSED, 2 * DAY, "2026-03-05T17:00"), (LagUnit.PERCENT, 5_000, "2026-03-04T17:00")],
)
def test_lags_are_counted_in_their_own_unit(unit, lag, at):
    """Two days on the clock after Tuesday 17:00; half of two working days after it."""
    link = DependencyRow(1, 2, lag=lag, lag_unit=unit)
    steps = _path(_plan(_task(1, 2), _task(2), links=(link,)), 1).start

    assert _moment(next(step for step in steps if step.kind is StepKind.LINK).at) == at


def test_a_holiday_is_named():
    """Work that would go on on Tuesday waits until Wednesday, and says for what."""
    tuesday = day_number(datetime(2026, 3, 3).date())  # noqa: DTZ001
    calendar = Calendar(
        "Dienst", (OFFICE_HOURS,) * 5 + ((), ()), (CalendarException(tuesday, tuesday, (), "Vrije dag"),)
    )
    plan = _plan(_task(1), _task(2), links=(DependencyRow(1, 2),), calendars=[calendar], calendar="Dienst")
    rests = _path(plan, 1).start[0].rests

    assert [(one.kind, one.name) for one in rests if one.kind is RestKind.EXCEPTION] == [
        (RestKind.EXCEPTION, "Vrije dag")
    ]


def test_work_tells_which_closing_days_it_passes_over():
    """A task of three days around a closed Tuesday finishes on Thursday."""
    tuesday = day_number(datetime(2026, 3, 3).date())  # noqa: DTZ001
    calendar = Calendar(
        "Dienst", (OFFICE_HOURS,) * 5 + ((), ()), (CalendarException(tuesday, tuesday, (), "Vrije dag"),)
    )
    work = _path(_plan(_task(1, 3), calendars=[calendar], calendar="Dienst"), 0).finish[0]

    assert _moment(work.at) == "2026-03-05T17:00"
    assert [one.name for one in work.rests] == ["Vrije dag"]


@pytest.mark.parametrize(
    ("constraint", "kinds"),
    [
        (Constraint.SNET, ["work", "constraint"]),
        (Constraint.MSO, ["work", "constraint"]),
        (Constraint.FNET, ["constraint"]),
        (Constraint.MFO, ["constraint"]),
    ],
)
def test_a_fixed_date_ends_the_path(constraint, kinds):
    """The date stands in the plan; behind it lies nothing."""
    at = _at("2026-03-10T08:00" if constraint in (Constraint.SNET, Constraint.MSO) else "2026-03-10T17:00")
    path = _path(_plan(_task(1, 2, constraint=constraint, constraint_date=at)), 0)

    assert _kinds(path.finish) == kinds
    assert path.finish[-1].constraint is constraint
    assert path.finish[-1].at == at


def test_a_finish_bound_is_counted_back_to_the_start():
    """Finish to finish: the short one starts so that it ends with the long one."""
    link = DependencyRow(1, 2, DependencyKind.FF)
    path = _path(_plan(_task(1, 5), _task(2, 2), links=(link,)), 1)

    assert _kinds(path.finish) == ["link", "work", "project_start"]
    assert _kinds(path.start) == ["work_back", "link", "work", "project_start"]
    assert path.start[0].amount == -2 * WORKDAY


def test_somebody_with_another_calendar():
    """Ann works in the afternoon only: she begins at 13:00, and eight hours take her two days."""
    afternoon = Calendar("Ann", (((13 * HOUR, 17 * HOUR),),) * 5 + ((), ()))
    plan = _plan(
        _task(1, 1),
        calendars=[STANDARD, afternoon],
        resources=[ResourceRow(1, "Ann", calendar="Ann")],
        assignments=[AssignmentRow(1, 1, 1, work=WORKDAY)],
    )
    work, pause, _ = _path(plan, 0).finish

    assert (work.kind, work.assignment_idx, _moment(work.at)) == ("work", 0, "2026-03-03T17:00")
    assert (pause.kind, pause.assignment_idx, _moment(pause.at)) == ("pause", 0, "2026-03-02T13:00")


def test_a_split_task_tells_how_long_it_rests():
    """A day of work on Monday and one on Thursday: four days, of which two rest."""
    periods = [
        PeriodRow(MONDAY, MONDAY + 9 * HOUR, WORKDAY),
        PeriodRow(MONDAY + 3 * DAY, MONDAY + 3 * DAY + 9 * HOUR, WORKDAY),
    ]
    plan = _plan(
        _task(1, 2, given_start=MONDAY),
        resources=[ResourceRow(1, "Ann")],
        assignments=[AssignmentRow(1, 1, 1, work=2 * WORKDAY, contour=Contour.CONTOURED, periods=periods)],
    )
    work = _path(plan, 0).finish[0]

    assert (_moment(work.at), work.amount, work.resting) == ("2026-03-05T17:00", 4 * WORKDAY, 2 * WORKDAY)


def test_a_levelling_delay_is_a_step_of_its_own():
    """One day on the clock from when the work could begin."""
    plan = _plan(_task(1, 5), _task(2, 1, leveling_delay=DAY), links=(DependencyRow(1, 2),))
    steps = _path(plan, 1).start

    assert _kinds(steps)[:3] == ["leveling", "pause", "link"]
    assert steps[0].amount == DAY


def test_progress_is_followed_from_the_actual_start():
    """Two of four days are done since Wednesday: what remains goes on from there."""
    begun = _task(
        1, 4, actual_start=_at("2026-03-04T08:00"), percent_complete=0.5, remaining_duration=2 * WORKDAY
    )
    path = _path(_plan(begun), 0)

    assert _kinds(path.finish) in (["work", "actual_start"], ["remaining", "progress", "actual_start"])
    assert _moment(path.finish[-1].at) == "2026-03-04T08:00"


def test_what_remains_goes_on_at_a_resume_date():
    """The work was interrupted and goes on a week later."""
    begun = _task(
        1,
        4,
        actual_start=_at("2026-03-02T08:00"),
        percent_complete=0.5,
        remaining_duration=2 * WORKDAY,
        resume=_at("2026-03-11T08:00"),
    )
    path = _path(_plan(begun), 0)

    assert _kinds(path.finish) == ["remaining", "resume"]
    assert _moment(path.finish[0].at) == "2026-03-12T17:00"


def test_what_really_happened_explains_itself():
    """A finished task lies where it was."""
    done = _task(1, 2, actual_start=MONDAY, actual_finish=_at("2026-03-04T12:00"), percent_complete=1.0)
    path = _path(_plan(done), 0)

    assert (_kinds(path.start), _kinds(path.finish), _kinds(path.late)) == (
        ["actual_start"],
        ["actual_finish"],
        ["actual_finish"],
    )


def test_a_summary_is_followed_through_its_parts():
    """Its start is that of the first part, its finish that of the last; they are traced on."""
    plan = _plan(
        _task(1), _task(2, 1, outline_level=2), _task(3, 2, outline_level=2), links=(DependencyRow(2, 3),)
    )
    path = _path(plan, 0)

    assert (path.start[0].kind, path.start[0].above_idx) == ("part", 1)
    assert (path.finish[0].kind, path.finish[0].above_idx) == ("part", 2)
    assert path.finish[-1].kind == "project_start"


def test_what_holds_a_summary_holds_its_parts():
    """A link to the summary stands between the part and the predecessor."""
    plan = _plan(_task(1, 2), _task(2), _task(3, 1, outline_level=2), links=(DependencyRow(1, 2),))
    steps = _path(plan, 2).start

    assert _kinds(steps) == ["pause", "summary", "link", "work", "project_start"]
    assert [step.task_idx for step in steps[:3]] == [2, 2, 1]


def test_a_summary_set_by_hand_is_a_floor_of_its_parts():
    """Its part starts no earlier than the date somebody gave the summary."""
    given_start = _at("2026-03-09T08:00")
    by_hand = _task(1, is_manual=True, given_start=given_start, given_finish=given_start + 5 * DAY)
    steps = _path(_plan(by_hand, _task(2, 1, outline_level=2)), 1).start

    assert _kinds(steps) == ["summary", "manual"]
    assert steps[1].task_idx == 0


def test_dates_set_by_hand_have_no_other_reason():
    """A manual task stays where it is."""
    by_hand = _task(1, 1, is_manual=True, given_start=MONDAY, given_finish=MONDAY + 9 * HOUR)

    assert _kinds(_path(_plan(by_hand), 0).finish) == ["manual"]


def test_unstarted_work_waits_for_the_status_date():
    """In the forecast nothing that is not done lies in the past."""
    plan = _plan(_task(1, 1), status_date=_at("2026-03-06T17:00"))
    path = _path(plan, 0, unstarted_after_status_date=True)

    assert _kinds(path.start) == ["pause", "status_date"]


def test_as_late_as_possible_refers_to_the_late_dates():
    """It starts at its late start; the late path says what that hangs on."""
    plan = _plan(_task(1, 5), _task(2, 1, constraint=Constraint.ALAP))
    path = _path(plan, 1)

    assert path.start[-1].kind == "latest"
    assert path.late[-1].kind == "project_finish"


def test_late_dates_are_held_by_what_follows_and_by_promises():
    """The first may last until the second has to start; the second until its deadline."""
    promised = _at("2026-03-06T17:00")
    plan = _plan(_task(1, 1), _task(2, 1, deadline=promised), _task(3, 10), links=(DependencyRow(1, 2),))
    late = _path(plan, 0).late

    assert [kind for kind in _kinds(late) if kind != "pause"] == ["link", "work_back", "deadline"]
    assert late[-1].at == promised
    assert late[-1].end is End.FINISH


def test_a_plan_made_from_its_finish_begins_where_the_first_task_has_to():
    """Two days before Friday 17:00: the project starts on Thursday."""
    plan = _plan(_task(1, 2), from_finish=True, finish=_at("2026-03-06T17:00"))
    path = _path(plan, 0)

    assert path.start[-1].kind in ("project_start", "latest")
    assert _moment(path.start[0].at) == "2026-03-05T08:00"


def test_a_levelling_delay_leaves_the_status_date_alone():
    """It would have begun on Tuesday; the status date is later, and asks for no delay on top."""
    plan = _plan(_task(1, 1, leveling_delay=DAY), status_date=_at("2026-03-06T17:00"))
    path = _path(plan, 0, unstarted_after_status_date=True)

    assert _kinds(path.start) == ["pause", "status_date"]


def test_an_inactive_task_has_no_path():
    """It has no dates, so there is nothing to explain."""
    plan = _plan(_task(1), _task(2, 1, is_active=False))
    path = date_path(plan, critical_path(plan), 1)

    assert (path.start, path.finish, path.late) == ((), (), ())


@settings(deadline=None, max_examples=150)
@given(plans())
def test_every_path_of_any_plan_adds_up(plan):
    """Whatever the calendars, constraints and links: no gap, and every step leads where it says."""
    try:
        schedule = critical_path(plan)
    except InvalidPlan:
        return
    clocks = TaskClocks(plan, schedule)
    for idx in (schedule.start != NONE).nonzero()[0].tolist():
        assert faults(plan, schedule, date_path(plan, schedule, idx, clocks), clocks) == []
