"""The fourteen points of schedule quality, each on a plan small enough to count by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from stuurbord.engine.schedule_quality import (
    DurationBasis,
    Missing,
    PathLength,
    Point,
    QualitySettings,
    Verdict,
    schedule_quality,
)
from stuurbord.plan import (
    AssignmentRow,
    BaselineRow,
    Constraint,
    DependencyKind,
    DependencyRow,
    Plan,
    PlanDraft,
    ResourceRow,
    TaskRow,
    freeze,
    instant,
)
from stuurbord.plan.calendar import DAY, HOUR

WORKDAY = 8 * HOUR


def _at(text: str) -> int:
    return instant(datetime.fromisoformat(text))


MONDAY = _at("2026-03-02T08:00")
FRIDAY = _at("2026-03-06T17:00")


def _task(uid: int, days: float = 1, **fields: object) -> TaskRow:
    level = fields.pop("outline_level", 1)
    return TaskRow(uid, f"Taak {uid}", level, duration=round(days * WORKDAY), **fields)


def _done(uid: int, finish: str, promised: str = "") -> TaskRow:
    """Return a task of one day that is finished; promised for a moment."""
    at = _at(finish)
    task = _task(uid, 1, actual_start=at - 9 * HOUR, actual_finish=at, percent_complete=1.0)
    if promised:
        task.baselines = {0: BaselineRow(_at(promised) - 9 * HOUR, _at(promised), WORKDAY)}
    return task


def _promised(uid: int, days: float, finish: str, **fields: object) -> TaskRow:
    task = _task(uid, days, **fields)
    task.baselines = {0: BaselineRow(MONDAY, _at(finish), round(days * WORKDAY))}
    return task


def _plan(*tasks: TaskRow, links: tuple[DependencyRow, ...] = (), **fields: object) -> Plan:
    return freeze(PlanDraft(start=MONDAY, tasks=list(tasks), dependencies=list(links), **fields))[0]


def _point(number: int, plan: Plan, **settings: object) -> Point:
    return schedule_quality(plan, QualitySettings(**settings)).points[number - 1]


def _chain(n_tasks: int, **fields: object) -> Plan:
    links = tuple(DependencyRow(uid, uid + 1) for uid in range(1, n_tasks))
    return _plan(*(_task(uid) for uid in range(1, n_tasks + 1)), links=links, **fields)


def test_points_come_in_their_own_order():
    """One to fourteen, each once."""
    assert [one.number for one in schedule_quality(_chain(3)).points] == list(range(1, 15))


def test_logic_excepts_the_first_and_the_last_task():
    """A chain lacks nothing; without the exception its two ends do."""
    plan = _chain(4)

    assert _point(1, plan).task_idx == ()
    assert _point(1, plan, excepts_ends=False).task_idx == (0, 3)


def test_a_loose_task_lacks_logic():
    """It has neither predecessor nor successor: one of three."""
    plan = _plan(_task(1), _task(2, 5), _task(3, 2), links=(DependencyRow(1, 2),))
    point = _point(1, plan)

    assert (point.task_idx, point.n_population, point.verdict) == ((2,), 3, Verdict.FAIL)
    assert point.value == pytest.approx(1 / 3)


def test_milestones_count_in_the_population_only_if_asked():
    """Two tasks and a milestone that nothing follows up."""
    plan = _plan(
        _task(1), _task(2, 5), TaskRow(3, "Mijlpaal", 1, is_milestone=True), links=(DependencyRow(1, 2),)
    )

    assert _point(1, plan).n_population == 2
    assert _point(1, plan, counts_milestones=True).task_idx == (2,)


def test_a_link_to_a_summary_is_logic_only_if_links_of_summaries_count():
    """The first task has a summary as its successor."""
    rows = (_task(1), _task(2), _task(3, 1, outline_level=2), _task(4, 9))
    plan = _plan(*rows, links=(DependencyRow(1, 2), DependencyRow(3, 4)))

    assert 0 not in _point(1, plan).task_idx
    assert 0 in _point(1, plan, counts_links_of_summaries=False, excepts_ends=False).task_idx
    assert _point(4, plan, counts_links_of_summaries=False).n_population == 1


def test_leads_lags_and_kinds_are_shares_of_the_links():
    """Four links: a lead, a lag, and a start to start."""
    links = (
        DependencyRow(1, 2, lag=-WORKDAY),
        DependencyRow(2, 3, lag=WORKDAY),
        DependencyRow(3, 4, DependencyKind.SS),
        DependencyRow(4, 5),
    )
    plan = _plan(*(_task(uid, 2) for uid in range(1, 6)), links=links)
    found = [_point(number, plan) for number in (2, 3, 4)]

    assert [(one.value, one.link_idx, one.verdict) for one in found] == [
        (0.25, (0,), Verdict.FAIL),
        (0.25, (1,), Verdict.FAIL),
        (0.75, (2,), Verdict.FAIL),
    ]


def test_links_into_finished_tasks_count_only_if_asked():
    """The lead lies behind us."""
    plan = _plan(
        _done(1, "2026-03-02T17:00"),
        _done(2, "2026-03-03T17:00"),
        _task(3),
        links=(DependencyRow(1, 2, lag=-WORKDAY), DependencyRow(2, 3)),
    )

    assert _point(2, plan).verdict is Verdict.PASS
    assert _point(2, plan, counts_links_of_finished=True).value == 0.5


@pytest.mark.parametrize(
    ("constraint", "is_hard"),
    [
        (Constraint.MSO, True),
        (Constraint.MFO, True),
        (Constraint.SNLT, True),
        (Constraint.FNLT, True),
        (Constraint.SNET, False),
        (Constraint.FNET, False),
        (Constraint.ALAP, False),
    ],
)
def test_hard_constraints_are_those_that_stop_the_logic(constraint, is_hard):
    """A floor only delays; a fixed date or a ceiling stops what comes before it."""
    plan = _plan(_task(1, 1, constraint=constraint, constraint_date=FRIDAY), _task(2, 9))

    assert _point(5, plan).task_idx == ((0,) if is_hard else ())


def test_high_float_begins_beyond_44_working_days():
    """Beside a task of 46 days one of two days has 44 days of float, one of a day 45."""
    point = _point(6, _plan(_task(1, 46), _task(2, 2), _task(3, 1)))

    assert point.task_idx == (2,)


def test_float_of_elapsed_work_is_counted_in_days_of_24_hours():
    """Some 50 days of 24 hours beside a task of 36 working days are more than 44, 40 are not."""
    elapsed = TaskRow(2, "Uitharden", 1, duration=DAY, is_elapsed=True)

    assert _point(6, _plan(_task(1, 30), elapsed)).task_idx == ()
    assert _point(6, _plan(_task(1, 36), elapsed)).task_idx == (1,)


def test_negative_float_fails_at_the_first_task():
    """A week of work was promised in three days."""
    point = _point(7, _plan(_task(1, 5, deadline=_at("2026-03-04T17:00"))))

    assert (point.task_idx, point.verdict) == ((0,), Verdict.FAIL)


@pytest.mark.parametrize(
    ("basis", "found"),
    [
        (DurationBasis.BASELINE, (1, 2)),
        (DurationBasis.PLANNED, (0, 2)),
        (DurationBasis.REMAINING, (2,)),
    ],
)
def test_high_duration_by_what_counts(basis, found):
    """Grown from 40 to 50 days and half done; shrunk from 60 to 40; 45 days without a promise."""
    grown = _promised(1, 40, "2026-04-24T17:00", actual_start=MONDAY, percent_complete=0.5)
    grown.duration, grown.remaining_duration = 50 * WORKDAY, 25 * WORKDAY
    shrunk = _promised(2, 60, "2026-05-22T17:00")
    shrunk.duration = 40 * WORKDAY

    assert _point(8, _plan(grown, shrunk, _task(3, 45)), duration_basis=basis).task_idx == found


def test_dates_on_the_wrong_side_of_the_status_date():
    """Not begun though planned before it; finished after it; to be finished before it."""
    plan = _plan(
        _task(1, 1),
        _done(2, "2026-03-12T17:00"),
        _task(3, 3, actual_start=MONDAY, percent_complete=0.5),
        _task(4, 1, constraint=Constraint.SNET, constraint_date=_at("2026-03-09T08:00")),
        status_date=FRIDAY,
    )
    point = _point(9, plan)

    assert (point.task_idx, point.value, point.n_population) == ((0, 1, 2), 3, 4)


def test_monday_morning_is_not_before_friday_evening():
    """No work lies between the two."""
    plan = _plan(
        _task(1, 1, constraint=Constraint.SNET, constraint_date=_at("2026-03-06T17:00")),
        status_date=_at("2026-03-09T08:00"),
    )

    assert _point(9, plan).verdict is Verdict.PASS


def test_without_a_status_date_invalid_dates_are_unknown():
    """Unknown is neither met nor failed, and says what is missing."""
    point = _point(9, _chain(3))

    assert (point.verdict, point.missing) == (Verdict.UNKNOWN, (Missing.STATUS_DATE,))


def test_tasks_of_a_day_ask_for_a_resource_or_a_cost():
    """One has a person, one a cost, one nothing, one takes only an hour."""
    short = _task(4)
    short.duration = HOUR
    plan = _plan(
        _task(1),
        _task(2, 1, cost=100_00),
        _task(3),
        short,
        resources=[ResourceRow(1, "Ann")],
        assignments=[AssignmentRow(1, 1, 1, work=WORKDAY)],
    )
    point = _point(10, plan)

    assert (point.task_idx, point.n_population) == ((2,), 3)
    assert _point(10, plan, shortest_with_resources=1).task_idx == (2, 3)


def test_a_plan_without_any_means_is_not_judged_by_them():
    """Nobody planned resources: that is a fact that is missing."""
    assert _point(10, _chain(3)).missing == (Missing.RESOURCES,)


@pytest.fixture
def halfway() -> Plan:
    """Return a plan on Friday: one task on time, one late, one not yet, one to come, one never promised."""
    return _plan(
        _done(1, "2026-03-02T17:00", "2026-03-02T17:00"),
        _done(2, "2026-03-04T17:00", "2026-03-03T17:00"),
        _promised(3, 1, "2026-03-05T17:00"),
        _promised(4, 1, "2026-03-12T17:00"),
        _task(5),
        status_date=FRIDAY,
    )


def test_missed_tasks_are_late_or_not_there(halfway):
    """Of three promises that fell due, one was kept."""
    point = _point(11, halfway)

    assert (point.task_idx, point.n_population) == ((1, 2), 3)
    assert point.value == pytest.approx(2 / 3)


def test_execution_index_counts_what_was_never_promised_if_asked(halfway):
    """Two are finished; three were due, and one has no promise."""
    assert _point(14, halfway).value == 2 / 4
    assert _point(14, halfway, index_counts_unpromised=False).value == pytest.approx(2 / 3)
    assert dict(_point(14, halfway).facts) == {"finished": 2, "due": 3, "unpromised": 1}


def test_without_baseline_promises_cannot_be_judged():
    """Points 11, 13 and 14 say so."""
    plan = _chain(3, status_date=FRIDAY)

    assert [_point(number, plan).missing for number in (11, 13, 14)] == [(Missing.BASELINE,)] * 3


def test_path_length_index_by_both_readings():
    """Status date Friday; promised in ten working days; expected in fifteen: five days of negative float.

    To the promised end: (10 − 5) ÷ 10. To the expected end: (15 − 5) ÷ 15.
    """
    task = _promised(
        1, 15, "2026-03-20T17:00", constraint=Constraint.SNET, constraint_date=_at("2026-03-09T08:00")
    )
    plan = _plan(task, status_date=FRIDAY)

    assert _point(13, plan).value == pytest.approx(0.5)
    assert _point(13, plan, path_length=PathLength.FORECAST_FINISH).value == pytest.approx(10 / 15)
    assert _point(13, plan).verdict is Verdict.FAIL


def test_path_length_index_needs_time_before_the_end():
    """What was promised for last week has no length left."""
    plan = _plan(_promised(1, 1, "2026-03-02T17:00"), status_date=FRIDAY)

    assert _point(13, plan).missing == (Missing.TIME_LEFT,)


def test_delay_of_the_critical_path_moves_the_end():
    """Six hundred working days at the beginning are six hundred at the end."""
    point = _point(12, _chain(4))

    assert (point.value, point.task_idx, point.verdict) == (600, (0,), Verdict.PASS)


def test_a_fixed_date_swallows_the_delay():
    """The last task must finish on Friday, whatever comes before it."""
    plan = _plan(
        _task(1), _task(2, 1, constraint=Constraint.MFO, constraint_date=FRIDAY), links=(DependencyRow(1, 2),)
    )
    point = _point(12, plan)

    assert point.verdict is Verdict.FAIL


def test_a_date_set_by_hand_swallows_the_delay():
    """The milestone at the end stays where somebody put it."""
    end = _at("2026-06-01T17:00")
    by_hand = TaskRow(2, "Einde", 1, is_milestone=True, is_manual=True, given_start=end, given_finish=end)
    point = _point(12, _plan(_task(1), by_hand, links=(DependencyRow(1, 2),)))

    assert (point.task_idx, point.verdict) == ((0,), Verdict.FAIL)


def test_a_task_that_people_work_on_is_lengthened_with_its_work():
    """Two people at half their time: the end still follows."""
    plan = _plan(
        _task(1, 2),
        _task(2, 1),
        links=(DependencyRow(1, 2),),
        resources=[ResourceRow(1, "Ann"), ResourceRow(2, "Bea")],
        assignments=[
            AssignmentRow(1, 1, 1, units=0.5, work=WORKDAY),
            AssignmentRow(2, 1, 2, units=0.5, work=WORKDAY),
        ],
    )

    assert _point(12, plan).value == 600


def test_a_finished_plan_leaves_nothing_to_judge():
    """Without open tasks the shares are unknown, not perfect."""
    quality = schedule_quality(_plan(_done(1, "2026-03-02T17:00")))

    assert {one.number for one in quality.points if one.missing == (Missing.OPEN_TASKS,)} == {
        1,
        5,
        6,
        7,
        8,
        12,
    }
    assert quality.count(Verdict.FAIL) == 0


def test_summaries_and_inactive_tasks_take_no_part():
    """Only work that will be done is judged."""
    plan = _plan(_task(1), _task(2, 1, outline_level=2), _task(3, 1, is_active=False))

    assert schedule_quality(plan).n_open_tasks == 1


def test_the_plan_that_was_judged_stays_as_it_was(halfway):
    """The test of point 12 works on a copy."""
    before = replace(halfway)
    schedule_quality(halfway)

    assert halfway == before
