"""The critical path: published networks with known answers, then one rule at a time, then properties."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
from engine.networks import DAY_ZERO, activity_on_node, after
from hypothesis import assume, given
from hypothesis import strategies as st
from plan.made_plans import START, plans

from stuurbord.engine.critical_path import Driver, Schedule, critical_path
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
    Plan,
    PlanDraft,
    ResourceRow,
    TaskKind,
    TaskRow,
    freeze,
    instant,
    moment,
    working_time,
)
from stuurbord.plan.calendar import DAY, HOUR, OFFICE_HOURS, ROUND_THE_CLOCK, STANDARD, day_number
from stuurbord.plan.model import LagUnit, SchedulingRules, WorkPeriods, table

# Published networks


def test_pmbok_example_has_its_printed_dates_and_float():
    """PMBOK Guide, 6th edition, figure 6-16: A–C–D is critical (30 days) and B has five days of float."""
    network = activity_on_node({"A": 5, "B": 5, "C": 10, "D": 15}, ["A B", "A C", "B D", "C D"])

    assert network.length == 30
    assert network.critical == "ACD"
    assert network.floats() == {"A": 0, "B": 5, "C": 0, "D": 0}
    assert (network.days("late_start")["B"], network.days("late_finish")["B"]) == (10, 15)


def test_reliable_construction_takes_44_weeks():
    """F. S. Hillier and G. J. Lieberman, *Introduction to Operations Research* (7th ed.), section 10.3.

    Table 10.1 lists the activities; the text finds 44 weeks, critical path A–B–C–E–F–J–L–N, and slack
    four for D, G, H and M, two for I and one for K.
    """
    weeks = dict(zip("ABCDEFGHIJKLMN", (2, 4, 10, 6, 4, 5, 7, 9, 7, 8, 4, 5, 2, 6), strict=True))
    predecessors = {
        **{"B": "A", "C": "B", "D": "C", "E": "C", "F": "E", "G": "D", "H": "EG", "I": "C"},
        **{"J": "FI", "K": "J", "L": "J", "M": "H", "N": "KL"},
    }
    network = activity_on_node(weeks, after(predecessors))

    assert network.length == 44
    assert network.critical == "ABCEFJLN"
    slack = {name: weeks for name, weeks in network.floats().items() if weeks}
    assert slack == {"D": 4, "G": 4, "H": 4, "M": 4, "I": 2, "K": 1}


def test_building_a_house_takes_34_days():
    """F. K. Levy, G. L. Thompson and J. D. Wiest, "The ABCs of the Critical Path Method", Harvard
    Business Review 41(5), 1963, 98–108: the house takes 34 days along a–b–c–d–j–k–l–n–t–s–x.
    """
    days = dict(
        zip(
            "abcdefghijklmnopqrstuvwx",
            (0, 4, 2, 4, 6, 1, 2, 3, 2, 4, 10, 3, 1, 2, 3, 2, 1, 1, 2, 3, 1, 2, 5, 0),
            strict=True,
        )
    )
    predecessors = {
        **{"b": "a", "c": "b", "d": "c", "e": "d", "f": "c", "g": "f", "h": "f", "i": "d", "j": "dg"},
        **{"k": "ijh", "l": "k", "m": "l", "n": "l", "o": "l", "p": "e", "q": "p", "r": "c", "s": "ot"},
        **{"t": "mn", "u": "t", "v": "qr", "w": "v", "x": "suw"},
    }
    network = activity_on_node(days, after(predecessors))

    assert network.length == 34
    assert network.critical == "abcdjklnstx"


def test_precedence_network_with_overlaps():
    """Derived by hand: four kinds of link with lag.

    A(4) 0–4. SS+2: B(6) may start on 2, runs 2–8. FF+3: C(5) must finish on or after 8+3 = 11, so it
    runs 6–11 (nothing else asks it to be earlier than its start 0). FS+1: D(2) starts on 12, runs 12–14.
    SF+9: E(3) must finish on or after A's start + 9 = 9, so it runs 6–9. The project takes 14 days.
    Backward: D 12–14; C finishes at the latest on 14 − 2 − 1 = 11; B on 11 − 3 = 8; A starts at the
    latest on 2 − 2 = 0. E may finish on 14, five days later. A's finish is free: its float is in its start.
    """
    network = activity_on_node(
        {"A": 4, "B": 6, "C": 5, "D": 2, "E": 3}, ["A SS+2 B", "B FF+3 C", "C FS+1 D", "A SF+9 E"]
    )

    assert network.days("start") == {"A": 0, "B": 2, "C": 6, "D": 12, "E": 6}
    assert network.days("finish") == {"A": 4, "B": 8, "C": 11, "D": 14, "E": 9}
    assert network.floats() == {"A": 0, "B": 0, "C": 0, "D": 0, "E": 5}
    assert network.length == 14


def test_lengthening_a_reverse_critical_task_shortens_the_project():
    """J. D. Wiest, "Precedence diagramming methods: some unusual characteristics and their implications
    for project managers", Journal of Operations Management 1(3), 1981, 121–130.

    B finishes no earlier than A (FF) and C starts no earlier than B (SS). B(3) runs 7–10 and C(5) 7–12;
    with B(6) it runs 4–10 and C 4–9, so that A alone decides: ten days.
    """
    links = ["A FF B", "B SS C"]

    assert activity_on_node({"A": 10, "B": 3, "C": 5}, links).length == 12
    assert activity_on_node({"A": 10, "B": 6, "C": 5}, links).length == 10


# Rules, on an office calendar


def _at(text: str) -> int:
    return instant(datetime.fromisoformat(text))


MONDAY = _at("2026-03-02T08:00")
FRIDAY_EVENING = _at("2026-03-06T17:00")
WORKDAY = 8 * HOUR


def _plan(*tasks: TaskRow, links: tuple[DependencyRow, ...] = (), **changes) -> Plan:
    draft = PlanDraft(**({"start": MONDAY, "tasks": list(tasks), "dependencies": list(links)} | changes))
    return freeze(draft)[0]


def _dates(schedule: Schedule, idx: int) -> tuple[str, str]:
    return moment(schedule.start[idx]).isoformat()[:16], moment(schedule.finish[idx]).isoformat()[:16]


def _task(uid: int, days: float = 1, **changes) -> TaskRow:
    return TaskRow(uid, f"Taak {uid}", duration=round(days * WORKDAY), **changes)


def test_work_pauses_at_night_and_over_the_weekend():
    """Six days from Monday end on the Monday after; the next task begins on Tuesday morning."""
    schedule = critical_path(_plan(_task(1, 6), _task(2), links=(DependencyRow(1, 2),)))

    assert _dates(schedule, 0) == ("2026-03-02T08:00", "2026-03-09T17:00")
    assert _dates(schedule, 1) == ("2026-03-10T08:00", "2026-03-10T17:00")


def test_a_milestone_does_not_wait_for_monday():
    """What takes no time falls where its predecessor ends."""
    schedule = critical_path(_plan(_task(1, 5), _task(2, 0), links=(DependencyRow(1, 2),)))

    assert schedule.start[1] == schedule.finish[1] == FRIDAY_EVENING


@pytest.mark.parametrize(
    ("lag", "unit", "start"),
    [
        (2 * WORKDAY, LagUnit.WORKING, "2026-03-11T08:00"),
        (-2 * WORKDAY, LagUnit.WORKING, "2026-03-05T08:00"),
        (2 * DAY, LagUnit.ELAPSED, "2026-03-09T08:00"),
        (4 * DAY, LagUnit.ELAPSED, "2026-03-11T08:00"),
        (40_00, LagUnit.PERCENT, "2026-03-11T08:00"),
        (-20_00, LagUnit.PERCENT, "2026-03-06T08:00"),
    ],
    ids=["working", "lead", "elapsed weekend", "elapsed", "percent", "percent lead"],
)
def test_lag_is_counted_in_its_own_unit(lag, unit, start):
    """After five days that end on Friday evening: working days, days on the clock, share of the five.

    Elapsed: Friday 17:00 + 4 × 24 h is Tuesday 17:00, so work begins on Wednesday.
    """
    link = DependencyRow(1, 2, lag=lag, lag_unit=unit)
    schedule = critical_path(_plan(_task(1, 5), _task(2), links=(link,)))

    assert _dates(schedule, 1)[0] == start


def test_an_elapsed_duration_runs_on_the_clock():
    """Two elapsed days from Friday evening end on Sunday evening."""
    elapsed = TaskRow(2, duration=2 * DAY, is_elapsed=True)
    schedule = critical_path(_plan(_task(1, 5), elapsed, links=(DependencyRow(1, 2),)))

    assert _dates(schedule, 1) == ("2026-03-06T17:00", "2026-03-08T17:00")


def test_a_legal_period_is_critical_when_what_it_holds_is():
    """It runs through a weekend in which nobody works: the chain to the finish passes through it."""
    decision, conclusion = _task(1, 5), _task(3, 1)
    standstill = TaskRow(2, duration=15 * DAY, is_elapsed=True)
    drying = TaskRow(4, duration=8 * DAY, is_elapsed=True)
    links = tuple(DependencyRow(*pair) for pair in ((1, 2), (2, 3), (1, 4), (4, 3)))

    def found(*basis: str) -> tuple[list[bool], list[float]]:
        for task, text in zip((standstill, drying), basis, strict=True):
            task.legal_basis = text
        schedule = critical_path(_plan(decision, standstill, conclusion, drying, links=links))
        return schedule.is_critical.tolist(), (schedule.total_float / DAY).tolist()

    assert found("", "") == ([True, False, True, False], [0, 1.625, 0, 8.625])
    assert found("art. 11", "art. 64") == ([True, True, True, False], [0, 1, 0, 8])


def test_a_task_keeps_to_its_own_calendar():
    """A weekend shift works when the office does not."""
    weekend = Calendar("Weekend", ((),) * 5 + (OFFICE_HOURS,) * 2)
    schedule = critical_path(_plan(_task(1, 3, calendar="Weekend"), calendars=[STANDARD, weekend]))

    assert _dates(schedule, 0) == ("2026-03-07T08:00", "2026-03-14T17:00")


PART_TIME = Calendar("Part-time", (None, None, (), None, None, None, None), parent=STANDARD)


def _assigned(*assignments: AssignmentRow, **changes) -> Plan:
    resources = [ResourceRow(1, "Ann", calendar="Part-time"), ResourceRow(2, "Bert")]
    task = _task(1, 3, **changes)
    return _plan(task, calendars=[STANDARD, PART_TIME], resources=resources, assignments=list(assignments))


def test_a_person_works_on_their_own_calendar():
    """Who is off on Wednesday finishes three days on Thursday."""
    schedule = critical_path(_assigned(AssignmentRow(1, 1, 1, work=3 * WORKDAY)))

    assert _dates(schedule, 0) == ("2026-03-02T08:00", "2026-03-05T17:00")


def test_the_last_of_several_people_finishes_the_task():
    """Each assignment takes work ÷ units after its delay; the task runs from the first to the last."""
    schedule = critical_path(
        _assigned(
            AssignmentRow(1, 1, 1, units=0.5, work=WORKDAY),
            AssignmentRow(2, 1, 2, work=2 * WORKDAY, delay=3 * WORKDAY),
        )
    )

    assert _dates(schedule, 0) == ("2026-03-02T08:00", "2026-03-06T17:00")


def test_a_delay_that_all_share_moves_the_finish_and_not_the_start():
    """Who joins after a day finishes a day later; Microsoft Project leaves the start of the task alone."""
    schedule = critical_path(_assigned(AssignmentRow(1, 1, 2, work=3 * WORKDAY, delay=WORKDAY)))

    assert _dates(schedule, 0) == ("2026-03-02T08:00", "2026-03-05T17:00")


@pytest.mark.parametrize(
    "changes",
    [{"kind": TaskKind.FIXED_DURATION}, {"calendar": "Standard", "ignores_resource_calendar": True}],
    ids=["fixed duration", "ignores resource calendars"],
)
def test_some_tasks_keep_to_their_own_calendar_whoever_works(changes):
    """A fixed duration, or the wish to ignore resources, leaves Wednesday a working day."""
    schedule = critical_path(_assigned(AssignmentRow(1, 1, 1, work=3 * WORKDAY), **changes))

    assert _dates(schedule, 0) == ("2026-03-02T08:00", "2026-03-04T17:00")


def test_task_and_resource_calendars_are_combined():
    """Work happens when the task's calendar and the person's both work: Monday, Tuesday, Thursday."""
    schedule = critical_path(_assigned(AssignmentRow(1, 1, 1, work=3 * WORKDAY), calendar="Standard"))

    assert _dates(schedule, 0)[1] == "2026-03-05T17:00"


@pytest.mark.parametrize(
    ("constraint", "date", "honored", "loose"),
    [
        (Constraint.ASAP, NONE, "2026-03-04T08:00", "2026-03-04T08:00"),
        (Constraint.SNET, "2026-03-05T08:00", "2026-03-05T08:00", "2026-03-05T08:00"),
        (Constraint.SNET, "2026-03-03T08:00", "2026-03-04T08:00", "2026-03-04T08:00"),
        (Constraint.FNET, "2026-03-06T17:00", "2026-03-06T08:00", "2026-03-06T08:00"),
        (Constraint.MSO, "2026-03-03T08:00", "2026-03-03T08:00", "2026-03-04T08:00"),
        (Constraint.MSO, "2026-03-06T08:00", "2026-03-06T08:00", "2026-03-06T08:00"),
        (Constraint.MFO, "2026-03-03T17:00", "2026-03-03T08:00", "2026-03-04T08:00"),
        (Constraint.SNLT, "2026-03-03T08:00", "2026-03-03T08:00", "2026-03-04T08:00"),
        (Constraint.FNLT, "2026-03-03T17:00", "2026-03-03T08:00", "2026-03-04T08:00"),
        (Constraint.FNLT, "2026-03-09T17:00", "2026-03-04T08:00", "2026-03-04T08:00"),
    ],
)
def test_constraints_beat_predecessors_only_where_the_plan_honors_them(constraint, date, honored, loose):
    """A day of work after two days, under each constraint; without honouring, predecessors win."""
    dated = {"constraint": constraint, "constraint_date": date if date == NONE else _at(date)}
    rows = (_task(1, 2), _task(2, 1, **dated))
    for honors, start in ((True, honored), (False, loose)):
        plan = _plan(*rows, links=(DependencyRow(1, 2),), rules=SchedulingRules(honors_constraints=honors))

        assert _dates(critical_path(plan), 1)[0] == start


def test_a_promise_that_cannot_be_kept_gives_negative_float():
    """Three days that must be finished after two leave both tasks a day short."""
    promised = {"constraint": Constraint.FNLT, "constraint_date": _at("2026-03-03T17:00")}
    plan = _plan(
        _task(1, 2),
        _task(2, 1, **promised),
        links=(DependencyRow(1, 2),),
        rules=SchedulingRules(honors_constraints=False),
    )
    schedule = critical_path(plan)

    assert schedule.total_float.tolist() == [-WORKDAY, -WORKDAY]
    assert schedule.free_float.tolist() == [0, 0]
    assert schedule.is_critical.all()


def test_a_deadline_moves_only_the_late_dates():
    """A deadline two days after the end leaves two days, although the project runs on for weeks."""
    plan = _plan(_task(1, 1, deadline=_at("2026-03-04T17:00")), _task(2, 15))
    schedule = critical_path(plan)

    assert _dates(schedule, 0) == ("2026-03-02T08:00", "2026-03-02T17:00")
    assert moment(schedule.late_finish[0]).isoformat() == "2026-03-04T17:00:00"
    assert schedule.total_float[0] == 2 * WORKDAY


def test_as_late_as_possible_waits_for_what_follows():
    """The task takes its float; its early dates still say how early it could be."""
    late = _task(2, 1, constraint=Constraint.ALAP)
    plan = _plan(_task(1, 5), late, _task(3, 1), links=(DependencyRow(1, 3), DependencyRow(2, 3)))
    schedule = critical_path(plan)

    assert _dates(schedule, 1) == ("2026-03-06T08:00", "2026-03-06T17:00")
    assert moment(schedule.early_start[1]).isoformat() == "2026-03-02T08:00:00"
    assert schedule.driver[1] == Driver.LATEST
    assert moment(schedule.project_finish).isoformat() == "2026-03-09T17:00:00"


def test_scheduling_from_the_finish_ends_on_it():
    """Tasks as late as possible line up before the finish of the plan."""
    rows = [_task(uid, 2, constraint=Constraint.ALAP) for uid in (1, 2)]
    plan = _plan(*rows, links=(DependencyRow(1, 2),), from_finish=True, finish=_at("2026-03-20T17:00"))
    schedule = critical_path(plan)

    assert _dates(schedule, 0) == ("2026-03-17T08:00", "2026-03-18T17:00")
    assert _dates(schedule, 1) == ("2026-03-19T08:00", "2026-03-20T17:00")


def test_a_started_task_ignores_its_predecessors():
    """Actual dates are facts; what remains goes on from where the work stands."""
    started = _task(2, 4, actual_start=MONDAY, percent_complete=0.5)
    schedule = critical_path(_plan(_task(1, 10), started, links=(DependencyRow(1, 2),)))

    assert _dates(schedule, 1) == ("2026-03-02T08:00", "2026-03-05T17:00")
    assert schedule.driver[1] == Driver.ACTUAL


def test_remaining_work_resumes_where_it_is_told():
    """The remaining duration counts from the resume date, not from the percentage."""
    resume = _at("2026-03-10T08:00")
    task = _task(1, 4, actual_start=MONDAY, percent_complete=0.5, remaining_duration=WORKDAY, resume=resume)
    schedule = critical_path(_plan(task))

    assert _dates(schedule, 0) == ("2026-03-02T08:00", "2026-03-10T17:00")


def test_a_finished_task_is_where_it_was_and_never_critical():
    """Early, late and planned dates of a finished task are its actual dates."""
    dates = {"actual_start": _at("2026-03-03T08:00"), "actual_finish": _at("2026-03-05T12:00")}
    schedule = critical_path(_plan(_task(1, 1, percent_complete=1.0, **dates)))

    assert _dates(schedule, 0) == ("2026-03-03T08:00", "2026-03-05T12:00")
    assert schedule.late_start[0] == schedule.start[0]
    assert schedule.late_finish[0] == schedule.finish[0]
    assert not schedule.is_critical[0]


def test_only_the_forecast_moves_work_out_of_the_past():
    """Without the option unstarted work stays where it was planned; with it nothing lies behind today."""
    begun = _task(2, 4, actual_start=MONDAY, percent_complete=0.25)
    manual = _task(3, 1, is_manual=True, given_start=MONDAY, given_finish=_at("2026-03-02T17:00"))
    plan = _plan(_task(1, 1), begun, manual, status_date=_at("2026-03-10T17:00"))
    usual, forecast = critical_path(plan), critical_path(plan, unstarted_after_status_date=True)

    assert _dates(usual, 0)[0] == "2026-03-02T08:00"
    assert _dates(forecast, 0) == ("2026-03-11T08:00", "2026-03-11T17:00")
    assert forecast.driver[0] == Driver.STATUS_DATE
    assert _dates(forecast, 1) == ("2026-03-02T08:00", "2026-03-13T17:00")
    assert _dates(forecast, 2) == _dates(usual, 2)


def test_a_manual_task_keeps_its_dates_and_drives_on():
    """Neither predecessor nor duration moves it, and its successor follows the given finish."""
    by_hand = _task(2, 1, is_manual=True, given_start=MONDAY, given_finish=_at("2026-03-04T17:00"))
    rows = (_task(1, 9), by_hand, _task(3))
    schedule = critical_path(_plan(*rows, links=(DependencyRow(1, 2), DependencyRow(2, 3))))

    assert _dates(schedule, 1) == ("2026-03-02T08:00", "2026-03-04T17:00")
    assert schedule.driver[1] == Driver.MANUAL
    assert _dates(schedule, 2)[0] == "2026-03-05T08:00"


def test_an_inactive_task_takes_part_in_nothing():
    """It has no dates, holds nobody up, and does not lengthen the project; nor do its parts."""
    rows = (_task(1), _task(2, 50, is_active=False), _task(3), _task(4, 9, outline_level=2, is_active=True))
    rows[2].is_active = False
    schedule = critical_path(_plan(*rows, links=(DependencyRow(2, 1), DependencyRow(4, 1))))

    assert _dates(schedule, 0) == ("2026-03-02T08:00", "2026-03-02T17:00")
    assert schedule.project_finish == schedule.finish[0]
    for column in (schedule.start, schedule.finish, schedule.late_finish, schedule.total_float):
        assert column[1:].tolist() == [NONE] * 3
    assert not schedule.is_critical[1:].any()


def _phases(*links: DependencyRow, **phase_two) -> Schedule:
    """Return the schedule of two phases of two parallel tasks each, of one and two days."""
    rows = [
        TaskRow(1, "Fase 1"),
        _task(2, 1, outline_level=2),
        _task(3, 2, outline_level=2),
        TaskRow(4, "Fase 2", **phase_two),
        _task(5, 1, outline_level=2),
        _task(6, 2, outline_level=2),
    ]
    return critical_path(_plan(*rows, links=links))


def test_a_summary_spans_its_parts():
    """From the first start to the last finish; its float is that of its parts."""
    schedule = _phases(DependencyRow(3, 5))

    assert _dates(schedule, 3) == ("2026-03-02T08:00", "2026-03-04T17:00")
    assert schedule.driver[3] == Driver.PARTS
    assert schedule.total_float[0] == 0


def test_a_link_between_summaries_holds_all_their_parts():
    """Every part of the second phase waits for the last part of the first."""
    schedule = _phases(DependencyRow(1, 4))

    assert [_dates(schedule, idx)[0] for idx in (4, 5)] == ["2026-03-04T08:00"] * 2
    assert schedule.driver[4:].tolist() == [Driver.SUMMARY] * 2
    assert schedule.driving_dependency_idx[4:].tolist() == [0, 0]
    assert schedule.total_float.tolist()[1:3] == [WORKDAY, 0]


def test_a_constraint_on_a_summary_is_inherited():
    """No part starts before the summary may."""
    dated = {"constraint": Constraint.SNET, "constraint_date": _at("2026-03-12T08:00")}
    schedule = _phases(**dated)

    assert [_dates(schedule, idx)[0] for idx in (3, 4, 5)] == ["2026-03-12T08:00"] * 3


def test_a_manual_summary_is_a_floor_and_shields_its_parts():
    """Its parts start no earlier than it, and its own predecessors no longer drive them."""
    by_hand = {
        "is_manual": True,
        "given_start": _at("2026-03-03T08:00"),
        "given_finish": _at("2026-03-31T17:00"),
    }
    schedule = _phases(DependencyRow(1, 4, lag=20 * WORKDAY), **by_hand)

    assert [_dates(schedule, idx)[0] for idx in (4, 5)] == ["2026-03-03T08:00"] * 2
    assert _dates(schedule, 3) == ("2026-03-03T08:00", "2026-03-31T17:00")


def test_a_manual_summary_at_the_top_ends_its_parts():
    """What is set by hand as one window leaves its parts no more room than the window."""
    window = {"is_manual": True, "given_start": MONDAY, "given_finish": _at("2026-03-06T17:00")}
    rows = (TaskRow(1, "Venster", **window), _task(2, 1, outline_level=2), _task(3, 30))
    schedule = critical_path(_plan(*rows))

    assert schedule.late_finish[1] == FRIDAY_EVENING
    assert schedule.total_float[1] == 4 * WORKDAY


def test_what_follows_does_not_ask_a_manual_date_to_be_earlier():
    """Its float is zero under a promise that it breaks; its own deadline on Thursday costs a day."""
    by_hand = {"is_manual": True, "given_start": MONDAY, "given_finish": FRIDAY_EVENING}
    promised = {"constraint": Constraint.FNLT, "constraint_date": _at("2026-03-04T17:00")}
    for deadline, room in ((NONE, 0), (_at("2026-03-05T17:00"), -WORKDAY)):
        rows = (_task(1, 5, deadline=deadline, **by_hand), _task(2, 1, **promised))
        plan = _plan(*rows, links=(DependencyRow(1, 2),), rules=SchedulingRules(honors_constraints=False))

        assert critical_path(plan).total_float[0] == room


def test_a_begun_successor_leaves_room_until_it_resumes():
    """A predecessor that is still open may last until the successor's remaining work goes on."""
    resume = _at("2026-03-05T08:00")
    begun = _task(2, 4, actual_start=MONDAY, percent_complete=0.5, remaining_duration=WORKDAY, resume=resume)
    schedule = critical_path(_plan(_task(1, 1), begun, _task(3, 20), links=(DependencyRow(1, 2),)))

    assert moment(schedule.late_finish[0]).isoformat() == "2026-03-04T17:00:00"


@pytest.mark.parametrize("contour", [Contour.FLAT, Contour.BELL])
def test_people_on_one_calendar_last_as_long_as_their_task(contour):
    """Two days of work in a task of three: uneven, or edited to last longer since; it takes three."""
    plan = _assigned(
        AssignmentRow(1, 1, 2, work=2 * WORKDAY, contour=contour), AssignmentRow(2, 1, 2, work=WORKDAY)
    )

    assert _dates(critical_path(plan), 0)[1] == "2026-03-04T17:00"


@pytest.mark.parametrize("days", [1, 2, 5])
def test_an_edited_duration_holds_for_all_who_share_a_calendar(days):
    """Whatever the file said of the work: the one who ends last goes on, or all stop, with the task."""
    plan = _assigned(AssignmentRow(1, 1, 2, work=2 * WORKDAY), AssignmentRow(2, 1, 2, work=WORKDAY))
    duration, remaining = (np.array([days * WORKDAY]) for _ in range(2))
    tasks = replace(plan.tasks, duration=duration, remaining_duration=remaining)

    assert _dates(critical_path(replace(plan, tasks=tasks)), 0)[1] == f"2026-03-{days + 1:02}T17:00"


def test_a_lead_may_put_a_task_before_the_project_start():
    """The project start is a floor only for tasks that nothing else holds."""
    link = DependencyRow(1, 2, lag=-3 * WORKDAY)
    schedule = critical_path(_plan(_task(1, 1), _task(2), links=(link,)))

    assert _dates(schedule, 1)[0] == "2026-02-26T08:00"
    assert schedule.project_start == schedule.start[1]


def test_levelling_delay_runs_from_when_work_could_begin():
    """After Friday evening work could begin on Monday 08:00; one or four days on the clock later."""
    for days, start in ((1, "2026-03-10T08:00"), (4, "2026-03-13T08:00")):
        delayed = _task(2, 1, leveling_delay=days * DAY)
        schedule = critical_path(_plan(_task(1, 5), delayed, links=(DependencyRow(1, 2),)))

        assert _dates(schedule, 1)[0] == start


def test_each_date_knows_what_set_it():
    """The driver and the driving link answer "why this date?"."""
    dated = {"constraint": Constraint.SNET, "constraint_date": _at("2026-03-20T08:00")}
    rows = (_task(1, 2), _task(2, 3), _task(3), _task(4, 1, **dated))
    links = (DependencyRow(1, 3), DependencyRow(2, 3), DependencyRow(2, 4))
    schedule = critical_path(_plan(*rows, links=links))

    assert schedule.driver.tolist() == [
        Driver.PROJECT_START,
        Driver.PROJECT_START,
        Driver.PREDECESSOR,
        Driver.CONSTRAINT,
    ]
    assert schedule.driving_dependency_idx.tolist() == [-1, -1, 1, -1]


def test_calendars_that_never_meet_are_told():
    """Who never works when the task may be worked on gets the task's calendar, and a finding."""
    night = Calendar("Nacht", (((0, 6 * HOUR),),) * 7)
    task = _task(1, 3, calendar="Standard")
    plan = _plan(
        task,
        calendars=[STANDARD, night],
        resources=[ResourceRow(1, "Ann", calendar="Nacht")],
        assignments=[AssignmentRow(1, 1, 1, work=3 * WORKDAY)],
    )
    schedule = critical_path(plan)

    assert _dates(schedule, 0)[1] == "2026-03-04T17:00"
    assert [finding.code for finding in schedule.findings] == ["calendars_disjoint"]


def test_progress_without_an_actual_start_is_told():
    """Its start is computed, which the planner should know."""
    schedule = critical_path(_plan(_task(1, 3, percent_complete=0.5)))

    assert [finding.code for finding in schedule.findings] == ["progress_undated"]
    assert (
        schedule.findings[0].message() == "“Taak 1” has progress but no actual start; its start is computed."
    )


def test_a_plan_whose_calendar_stops_working_cannot_be_dated():
    """Work that never ends is an error, not an endless search."""
    last = day_number(moment(MONDAY).date()) + 3
    closing = Calendar("Closing", (OFFICE_HOURS,) * 7, (CalendarException(last, last + 400 * 366),))
    with pytest.raises(InvalidPlan) as caught:
        critical_path(_plan(_task(1, 30), calendar="Closing", calendars=[closing]))

    assert caught.value.findings[0].code == "plan_cannot_be_dated"


def test_too_many_calendars_over_centuries_are_refused():
    """A file of a few kilobytes cannot ask for gigabytes of compiled days."""
    calendars = [STANDARD, *(Calendar(f"K{number}", (OFFICE_HOURS,) * 7) for number in range(80))]
    tasks = [_task(number, 260 * 140, calendar=f"K{number}") for number in range(80)]
    with pytest.raises(InvalidPlan) as caught:
        critical_path(_plan(*tasks, calendars=calendars))

    assert caught.value.findings[0].code == "too_many_calendars"


def test_thirty_years_of_work_find_their_days():
    """The compiled days grow with the plan."""
    schedule = critical_path(_plan(_task(1, 260 * 30)))

    assert moment(schedule.finish[0]).year in (2055, 2056)


def test_nothing_of_a_schedule_can_be_written():
    """A schedule is an answer, not a working sheet."""
    schedule = critical_path(_plan(_task(1)))

    with pytest.raises(ValueError, match="read-only"):
        schedule.start[0] = 0


# Properties


@given(plans(), st.booleans())
def test_any_valid_plan_is_scheduled(plan, forecast):
    """No combination of facts breaks the passes, and what takes part has dates in order."""
    schedule = critical_path(plan, unstarted_after_status_date=forecast)
    takes_part = schedule.start != NONE
    # What has begun is where it is, although a deadline may have asked for less.
    lies_ahead = takes_part & (plan.tasks.actual_start == NONE) & ~plan.tasks.is_summary

    assert (schedule.start <= schedule.finish)[takes_part].all()
    assert (schedule.late_start <= schedule.late_finish)[lies_ahead].all()
    assert (schedule.free_float >= 0)[takes_part].all()
    assert np.array_equal(takes_part, schedule.driver != Driver.NOTHING)


@st.composite
def _networks(draw, kinds=tuple(DependencyKind), lags=(-8, 0, 0, 3, 16), calendar=STANDARD):
    """A network of plain tasks without constraints; links point down the list."""
    n_tasks = draw(st.integers(2, 9))
    hours = draw(st.lists(st.integers(0, 30), min_size=n_tasks, max_size=n_tasks))
    ends = st.lists(st.integers(0, n_tasks - 1), min_size=2, max_size=2, unique=True).map(sorted)
    links = st.builds(
        lambda at, kind, lag: DependencyRow(*at, kind, lag * HOUR),
        ends,
        st.sampled_from(kinds),
        st.sampled_from(lags),
    )
    return PlanDraft(
        start=START,
        calendar=calendar.name,
        calendars=[calendar],
        tasks=[TaskRow(uid, str(uid), duration=length * HOUR) for uid, length in enumerate(hours)],
        dependencies=draw(
            st.lists(links, max_size=14, unique_by=lambda one: (one.predecessor_uid, one.successor_uid))
        ),
    )


@given(_networks())
def test_every_link_is_satisfied(draft):
    """Between the two ends of each link lies at least its lag of working time."""
    plan, _ = freeze(draft)
    schedule = critical_path(plan)
    days = [day_number(moment(int(t)).date()) for t in (schedule.start.min(), schedule.finish.max())]
    clock = working_time(STANDARD, days[0] - 30, days[1] + 30)
    links = plan.dependencies

    for predecessor, successor, kind, lag in zip(
        links.predecessor_idx, links.successor_idx, links.kind, links.lag, strict=True
    ):
        ends = schedule.start if kind in (DependencyKind.SS, DependencyKind.SF) else schedule.finish
        begins = schedule.finish if kind in (DependencyKind.FF, DependencyKind.SF) else schedule.start
        assert clock.between(int(ends[predecessor]), int(begins[successor])) >= lag


@given(_networks(kinds=(DependencyKind.FS,), lags=(0, 0, 5), calendar=ROUND_THE_CLOCK))
def test_the_longest_path_is_the_length_of_the_project(draft):
    """A recursion over predecessors, written down as in the textbook, finds the same length."""
    plan, _ = freeze(draft)
    schedule = critical_path(plan)
    into = {task.uid: [] for task in draft.tasks}
    for link in draft.dependencies:
        into[link.successor_uid].append((link.predecessor_uid, link.lag))

    def length_up_to(uid: int) -> int:
        before = [length_up_to(predecessor) + lag for predecessor, lag in into[uid]]
        return max(before, default=0) + draft.tasks[uid].duration

    assert schedule.project_finish - START == max(length_up_to(task.uid) for task in draft.tasks)
    assert schedule.total_float.min() == 0


@given(_networks(), st.data())
def test_using_free_float_moves_no_successor(draft, data):
    """A task that starts later by its free float leaves every other task where it was, in working time.

    A finish may still be named Monday 08:00 instead of Friday 17:00, when a start decides it.
    """
    schedule = critical_path(freeze(draft)[0])
    idx = data.draw(st.integers(0, len(draft.tasks) - 1))
    free = int(schedule.free_float[idx])
    assume(free > 0)
    day = day_number(moment(START).date())
    clock = working_time(STANDARD, day - 400, day + 400)
    work = clock.before(int(schedule.start[idx])) + free
    row = draft.tasks[idx]
    row.constraint = Constraint.SNET
    row.constraint_date = clock.start_at(work) if row.duration else clock.finish_at(work)
    delayed = critical_path(freeze(draft)[0])
    others = np.arange(len(draft.tasks)) != idx

    assert clock.between(int(schedule.start[idx]), int(delayed.start[idx])) == free
    assert np.array_equal(clock.before(delayed.start)[others], clock.before(schedule.start)[others])
    assert clock.between(schedule.project_finish, delayed.project_finish) == 0


@given(_networks(kinds=(DependencyKind.FS,)), st.data())
def test_lengthening_beyond_total_float_moves_the_finish(draft, data):
    """A task may grow by its total float and not by an hour more."""
    schedule = critical_path(freeze(draft)[0])
    idx = data.draw(st.integers(0, len(draft.tasks) - 1))
    length, room = draft.tasks[idx].duration, int(schedule.total_float[idx])
    assume(length > 0)
    draft.tasks[idx].duration = length + room
    grown = critical_path(freeze(draft)[0])
    draft.tasks[idx].duration = length + room + HOUR
    beyond = critical_path(freeze(draft)[0])

    assert grown.project_finish == schedule.project_finish
    assert beyond.project_finish > schedule.project_finish


@given(_networks())
def test_late_dates_never_precede_early_dates_without_promises(draft):
    """Without constraints and deadlines no float is negative, and some task has none."""
    schedule = critical_path(freeze(draft)[0])

    assert (schedule.total_float >= 0).all()
    assert (schedule.total_float == 0).any()


@given(_networks(), st.integers(1, 90))
def test_moving_the_project_start_by_weeks_moves_everything(draft, weeks):
    """A calendar without exceptions repeats every week, and so does the plan."""
    one = critical_path(freeze(draft)[0])
    draft.start += weeks * 7 * DAY
    other = critical_path(freeze(draft)[0])

    assert np.array_equal(other.start - one.start, np.full(len(one.start), weeks * 7 * DAY))
    assert np.array_equal(other.total_float, one.total_float)


def test_day_zero_of_the_textbooks_is_a_midnight():
    """The helper's days are whole days."""
    assert DAY_ZERO % DAY == 0


@st.composite
def _patterns(draw):
    """A chain of tasks for one or two people on two calendars, with stored patterns and begun work."""
    periods, assignments = {name: [] for name in WorkPeriods.columns()}, []
    tasks, links = [], []
    for uid in range(draw(st.integers(1, 4))):
        duration = draw(st.integers(1, 40)) * HOUR
        begun = draw(st.booleans()) and uid == 0
        facts = {"actual_start": MONDAY, "remaining_duration": duration // 2} if begun else {}
        kind = draw(st.sampled_from(list(TaskKind)))
        tasks.append(TaskRow(uid, str(uid), duration=duration, kind=kind, **facts))
        if uid:
            links.append(DependencyRow(uid - 1, uid, draw(st.sampled_from(list(DependencyKind)))))
        for resource in draw(st.lists(st.sampled_from([-1, 1, 2]), max_size=2, unique=True)):
            at = draw(st.integers(0, 8)) * HOUR
            for _ in range(draw(st.integers(0, 3))):
                length = draw(st.integers(1, 12)) * HOUR
                row = (len(assignments), at, length, length, begun and draw(st.booleans()))
                for name, value in zip(periods, row, strict=True):
                    periods[name].append(value)
                at += length + draw(st.integers(0, 9)) * HOUR
            work = draw(st.integers(0, 30)) * HOUR
            contour = draw(st.sampled_from(list(Contour)))
            assignments.append(AssignmentRow(len(assignments), uid, resource, work=work, contour=contour))
    resources = [ResourceRow(1, "Ann", calendar="Part-time"), ResourceRow(2, "Bert")]
    calendars = [STANDARD, PART_TIME]
    plan = _plan(
        *tasks, links=tuple(links), calendars=calendars, resources=resources, assignments=assignments
    )
    return replace(plan, periods=table(WorkPeriods, periods, len(periods["offset"])))


@given(_patterns(), st.integers(1, 30), st.booleans())
def test_patterns_move_with_the_project_start_and_hold_no_date(plan, weeks, computes_contours):
    """Weeks later everything lies weeks later, and nothing ends before it begins or late before early."""
    one = critical_path(plan, computes_contours=computes_contours)
    shift = weeks * 7 * DAY
    actual = np.where(plan.tasks.actual_start == NONE, NONE, plan.tasks.actual_start + shift)
    later = replace(plan, start=plan.start + shift, tasks=replace(plan.tasks, actual_start=actual))
    other = critical_path(later, computes_contours=computes_contours)

    assert (one.start <= one.finish).all()
    assert (one.late_finish >= one.late_start).all()
    for column in ("start", "finish", "late_start", "late_finish"):
        assert np.array_equal(getattr(other, column) - getattr(one, column), np.full(len(plan.tasks), shift))


def test_a_levelled_person_may_end_after_the_duration_of_the_task():
    """Two days of work for each in a task of two, one of them put off by two: four days in all."""
    plan = _assigned(
        AssignmentRow(1, 1, 2, work=2 * WORKDAY),
        AssignmentRow(2, 1, 2, work=2 * WORKDAY, leveling_delay=2 * WORKDAY),
    )
    tasks = replace(plan.tasks, duration=np.array([2 * WORKDAY]))

    assert _dates(critical_path(replace(plan, tasks=tasks)), 0)[1] == "2026-03-05T17:00"
