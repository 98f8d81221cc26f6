"""Without uncertainty the simulated network dates every task as the critical path does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from against.schedule_oracle import stored_schedules
from docs.pages import ROOT
from engine.schedule_risk.risk_plans import WORKDAY, at, link, plan_of, rows, task
from engine.test_critical_path_kernel import rich_plans
from hypothesis import given, settings
from plan.made_plans import plans

from stuurbord.engine.cost_curve import cost_curve
from stuurbord.engine.critical_path import critical_path
from stuurbord.engine.schedule_risk.building.planned_dates import finish_instants, planned_dates
from stuurbord.engine.schedule_risk.building.preparation import prepared
from stuurbord.engine.schedule_risk.looking_up import draw_values
from stuurbord.engine.schedule_risk.running import run_iterations
from stuurbord.errors import InvalidPlan
from stuurbord.exchange.plan_file import read_plan_path
from stuurbord.plan import (
    NONE,
    AssignmentRow,
    Calendar,
    CalendarException,
    Constraint,
    DependencyKind,
    Plan,
    ResourceRow,
    TaskRow,
)
from stuurbord.plan.calendar import DAY, HOUR, OFFICE_HOURS, ROUND_THE_CLOCK, STANDARD, day_number, moment
from stuurbord.plan.model import (
    ActivityKind,
    Assignments,
    LagUnit,
    OutOfSequence,
    RuleProfile,
    SchedulingRules,
    WorkPeriods,
    empty,
)
from stuurbord.plan.uncertainty import Estimates, RiskModel

FOUR_DAYS = Calendar("Four days", (None, None, (), None, None, None, None), parent=STANDARD)
EVENING = Calendar("Evening", (((17 * HOUR, 22 * HOUR),),) * 5 + ((), ()))
CALENDARS = [STANDARD, FOUR_DAYS, EVENING, ROUND_THE_CLOCK]


def _network_finishes(plan: Plan, model: RiskModel | None = None):
    skeleton = prepared(plan, model or RiskModel(), seed=1).skeleton
    return finish_instants(skeleton, planned_dates(skeleton.sketch))


def _differing(plan: Plan) -> tuple[int, int]:
    """Return how many leaf tasks have another finish, and how many there are."""
    expected = critical_path(plan, unstarted_after_status_date=True).early_finish
    found, _ = _network_finishes(plan)
    is_leaf = (expected != NONE) & ~plan.tasks.is_summary
    return int(np.count_nonzero(is_leaf & (found != expected))), int(np.count_nonzero(is_leaf))


FS, SS, FF, SF = DependencyKind.FS, DependencyKind.SS, DependencyKind.FF, DependencyKind.SF
SNET, FNET, MSO, MFO = Constraint.SNET, Constraint.FNET, Constraint.MSO, Constraint.MFO
LINKS = [(kind, lag) for kind in (FS, SS, FF, SF) for lag in (0, WORKDAY, -WORKDAY // 2)]
UNITS = [LagUnit.WORKING, LagUnit.ELAPSED]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(("kind", "lag"), LINKS)
@pytest.mark.parametrize("calendar", ["", "Four days", "Evening", "24 hours"])
def test_links_over_calendars_give_the_dates_of_the_critical_path(kind, lag, unit, calendar):
    """All kinds of links, with lags and leads on the clock and in working time, between all calendars."""
    tasks = [task(0, 4), task(1, 3, calendar=calendar), task(2, 0, is_milestone=True), task(3, 2.5)]
    links = [link(0, 1, kind, lag), link(1, 2), link(1, 3, kind, lag)]
    for one in links:
        one.lag_unit = unit

    assert _differing(plan_of(tasks, links, calendars=CALENDARS)) == (0, 4)


@pytest.mark.parametrize("honors", [True, False])
@pytest.mark.parametrize("status", [NONE, at("03-05T12:00")])
@pytest.mark.parametrize("day", ["02-20T08:00", "03-04T08:00", "03-07T00:00", "03-30T17:00"])
@pytest.mark.parametrize("constraint", list(Constraint))
def test_constraints_give_the_dates_of_the_critical_path(constraint, day, status, honors):
    """Each date constraint, early and late, on a working day and in a weekend."""
    tasks = [task(0, 4), task(1, 3, constraint=constraint, constraint_date=at(day)), task(2, 0), task(3, 2)]
    links = [link(0, 1), link(1, 2), link(2, 3)]
    rules = SchedulingRules(honors_constraints=honors)

    assert _differing(plan_of(tasks, links, status_date=status, rules=rules)) == (0, 4)


@pytest.mark.parametrize("rule", list(OutOfSequence))
def test_progress_gives_the_dates_of_the_critical_path(rule):
    """Finished, begun before its predecessor, resumed later, and what has yet to begin."""
    begun = {"actual_start": at("03-03T08:00"), "percent_complete": 0.5}
    tasks = [
        task(0, 2, actual_start=at("03-02T08:00"), actual_finish=at("03-04T12:00"), percent_complete=1.0),
        task(1, 6),
        task(2, 8, **begun),
        task(3, 4, **begun, resume=at("03-12T08:00"), remaining_duration=2 * WORKDAY),
        task(4, 1),
    ]
    links = [link(0, 1), link(1, 2), link(0, 3, FS, WORKDAY), link(2, 4, SS), link(3, 4)]
    plan = plan_of(tasks, links, status_date=at("03-06T00:00"), rules=SchedulingRules(out_of_sequence=rule))

    assert _differing(plan) == (0, 5)


def test_summaries_manual_tasks_and_people_give_the_dates_of_the_critical_path():
    """Links to and from summaries, a summary set by hand, levelling, an elapsed task, a part-time person."""
    tasks = [
        task(0, 2),
        TaskRow(1, "Phase"),
        task(2, 3, outline_level=2),
        task(3, 5, outline_level=2, leveling_delay=DAY),
        TaskRow(4, "By hand", is_manual=True, given_start=at("03-18T08:00")),
        task(5, 2, outline_level=2),
        task(6, 2, is_manual=True, given_start=at("03-05T08:00"), given_finish=at("03-09T17:00")),
        TaskRow(7, "Drying", duration=3 * DAY, is_elapsed=True),
        task(8, 0, is_milestone=True),
    ]
    links = [link(0, 1, FS, WORKDAY), link(1, 7, SS), link(1, 8), link(6, 7), link(7, 8), link(4, 8, FF)]
    plan = plan_of(
        tasks,
        links,
        calendars=CALENDARS,
        resources=[ResourceRow(1, "Ann", calendar="Four days")],
        assignments=[AssignmentRow(1, 3, 1, 1.0, 5 * WORKDAY)],
    )

    assert _differing(plan) == (0, 7)


@given(plans())
@settings(max_examples=60)
def test_made_up_plans_agree_in_nearly_every_task(plan):
    """Plans of every fact at once: at most one finish is told as the working moment before it."""
    _assert_near(plan)


@given(rich_plans())
@settings(max_examples=60)
def test_made_up_plans_with_progress_and_patterns_agree_in_nearly_every_task(plan):
    """The same with patterns of work, teams, retained logic and plans made from their finish."""
    _assert_near(plan)


def _assert_near(plan: Plan) -> None:
    try:
        expected = critical_path(plan, unstarted_after_status_date=True)
    except InvalidPlan:
        return
    ready = prepared(plan, RiskModel(), seed=1)
    found, is_known = finish_instants(ready.skeleton, planned_dates(ready.skeleton.sketch))
    differs = is_known & (np.abs(found - expected.early_finish) >= 60)
    told = {one.code: one.fields["n"] for one in ready.findings if one.code == "risk_tasks_approximated"}

    assert told.get("risk_tasks_approximated", 0) == np.count_nonzero(differs)


def test_real_plans_agree(shared_data):
    """Measured: 4,585 of 4,586 tasks of 35 files; the other one ends on a bound in a pause."""
    counts = [_differing(one.plan) for one in stored_schedules(shared_data("schedules") / "oracle.tar.gz")]

    assert sum(differs for differs, _ in counts) <= 0.001 * sum(n_tasks for _, n_tasks in counts)


def test_the_demonstration_plans_agree():
    """Every finish of the plans that come with the product."""
    plans_of_demo = sorted((ROOT / "demo" / "plannen").glob("*.xml"))

    assert len(plans_of_demo) > 5
    for path in plans_of_demo:
        assert _differing(read_plan_path(path).plan)[0] == 0


def test_other_durations_move_real_plans_as_the_critical_path_does(shared_data):
    """A draw is another duration: the network with it must be the critical path of the plan with it."""
    rng = np.random.default_rng(4)
    n_differs = n_compared = 0
    for stored in stored_schedules(shared_data("schedules") / "oracle.tar.gz"):
        plan = replace(stored.plan, assignments=empty(Assignments), periods=empty(WorkPeriods))
        is_free, duration = _other_durations(plan, rng)
        tasks = replace(plan.tasks, duration=duration)
        expected = critical_path(replace(plan, tasks=tasks), unstarted_after_status_date=True).early_finish
        skeleton = prepared(plan, _all_uncertain(plan), seed=1).skeleton
        for row in skeleton.sketch.rows:
            if row.task >= 0 and is_free[row.task]:
                row.duration = int(duration[row.task])
        found, is_known = finish_instants(skeleton, planned_dates(skeleton.sketch))
        is_compared = is_known & (expected != NONE)
        n_compared += np.count_nonzero(is_compared)
        n_differs += np.count_nonzero(is_compared & (np.abs(found - expected) >= 60))

    assert n_compared > 3_000
    assert n_differs <= 0.002 * n_compared


def _other_durations(plan: Plan, rng):
    tasks, links = plan.tasks, plan.dependencies
    is_free = (tasks.duration > 0) & ~tasks.is_summary & ~tasks.is_manual & ~tasks.is_external
    is_free &= (tasks.actual_start == NONE) & (tasks.actual_finish == NONE) & (tasks.percent_complete == 0)
    is_share = np.isin(links.lag_unit, [LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT])
    is_free[links.predecessor_idx[is_share]] = False  # a lag in percent stays the planned one
    drawn = np.rint(tasks.duration * rng.uniform(0.3, 3.0, len(tasks)) / 60) * 60
    return is_free, np.where(is_free, drawn, tasks.duration).astype(np.int64)


def _all_uncertain(plan: Plan) -> RiskModel:
    uids = plan.tasks.uid.tolist()
    return RiskModel(estimates=rows(Estimates, task_uid=uids, low=0.5, likely=1.0, high=1.5))


def test_each_iteration_is_the_critical_path_of_the_plan_with_its_draws():
    """Over three calendars, with lags, a milestone, constraints, a summary and progress: to the second."""
    tasks = [
        task(0, 4, actual_start=at("03-02T08:00"), percent_complete=0.5),
        task(1, 6, calendar="Four days"),
        TaskRow(2, "Phase"),
        task(3, 5, outline_level=2, constraint=SNET, constraint_date=at("03-05T08:00")),
        task(4, 3, outline_level=2, calendar="Evening"),
        task(5, 0, is_milestone=True),
        task(6, 8, constraint=FNET, constraint_date=at("03-21T12:00")),
    ]
    links = [link(0, 1, SS, WORKDAY), link(0, 2), link(2, 5), link(1, 4, FF, 4 * HOUR), link(3, 6)]
    links.append(link(5, 6, FS, -WORKDAY))
    plan = plan_of(tasks, links, status_date=at("03-04T00:00"), calendars=CALENDARS)
    ready = prepared(plan, _all_uncertain(plan), seed=3)
    drawn = ready.drawn()
    runs = run_iterations(drawn.network, 3, 0, 30)
    finish = ready.finish_instants(runs.finish)
    (milestone,) = (ready.watched_instants(one, runs.watched, 30) for one in ready.watched)
    values = {
        drawn.task_of_key[int(key)]: np.rint(draw_values(drawn.network, 3, row, 0, 30).value)
        for row, key in enumerate(drawn.network.draws.key.tolist())
    }

    for at_iteration in range(30):
        remaining = plan.tasks.remaining_duration.copy()
        duration = plan.tasks.duration.copy()
        for number, value in values.items():
            duration[number] = value[at_iteration]
        remaining[0] = duration[0]  # two days of it are done
        duration[0] += 2 * WORKDAY
        changed = replace(plan.tasks, duration=duration, remaining_duration=remaining)
        schedule = critical_path(replace(plan, tasks=changed), unstarted_after_status_date=True)
        assert finish[at_iteration] == schedule.project_finish
        assert milestone[at_iteration] == schedule.finish[5]


def test_a_date_that_beats_predecessors_is_told():
    """Behind such a date no delay shows, so the forecast says that it is there."""
    tasks = [task(0, 4), task(1, 3, constraint=MSO, constraint_date=at("03-09T08:00"))]
    findings = prepared(plan_of(tasks, [link(0, 1)]), RiskModel(), seed=1).findings

    assert [one.code for one in findings] == ["no_uncertainty", "risk_date_hides_delay"]


def test_calendars_that_work_alike_share_an_axis():
    """A copy of the project calendar costs no map; an evening shift does."""
    copy = Calendar("Copy", (OFFICE_HOURS,) * 5 + ((), ()))
    tasks = [task(0, 2), task(1, 2, calendar="Copy"), task(2, 2, calendar="Evening")]
    links = [link(0, 1), link(1, 2)]
    alike = prepared(plan_of(tasks[:2], links[:1], calendars=[STANDARD, copy]), RiskModel(), seed=1)
    other = prepared(plan_of(tasks, links, calendars=[STANDARD, copy, EVENING]), RiskModel(), seed=1)

    assert (len(alike.maps), len(other.maps)) == (0, 1)


def test_holidays_move_what_comes_behind_them():
    """Three days from Thursday 2 April 2026 over Easter Monday end on Tuesday 7 April."""
    easter = day_number(moment(at("04-06T00:00")).date())
    calendar = replace(STANDARD, exceptions=(CalendarException(easter, easter, name="Easter Monday"),))
    plan = plan_of([task(0, 3)], calendar=calendar, start=at("04-02T08:00"))
    found, _ = _network_finishes(plan)

    assert found.tolist() == [at("04-07T17:00")]


def test_a_plan_of_primavera_is_simulated_by_its_own_dates():
    """A limit binds no early date there, a level of effort drives nothing, progress keeps its logic."""
    begun = {"actual_start": at("03-03T08:00"), "percent_complete": 0.5, "remaining_duration": 2 * WORKDAY}
    tasks = [
        task(0, 6),
        task(1, 4, **begun),
        task(2, 3, constraint=Constraint.SNLT, constraint_date=at("03-06T08:00")),
        task(3, 1, activity=ActivityKind.LEVEL_OF_EFFORT),
        task(4, 0, is_milestone=True, activity=ActivityKind.FINISH_MILESTONE),
    ]
    links = [link(0, 1), link(1, 2), link(0, 3, SS), link(2, 3, FF), link(2, 4)]
    rules = SchedulingRules(
        profile=RuleProfile.P6, honors_constraints=False, out_of_sequence=OutOfSequence.RETAINED_LOGIC
    )
    plan = plan_of(tasks, links, rules=rules, status_date=at("03-05T08:00"))
    ready = prepared(plan, RiskModel(), seed=1)
    finish = ready.finish_instants(run_iterations(ready.drawn().network, 1, 0, 3).finish)

    assert [one.code for one in ready.findings] == ["no_uncertainty"]
    assert set(finish) == {critical_path(plan).project_finish} == {ready.planned_finish}


def test_the_planned_cost_is_that_of_the_cost_curve():
    """To the cent, with what is spent, what a summary costs itself and what takes no part."""
    begun = {"actual_start": at("03-02T08:00"), "percent_complete": 0.5, "actual_cost": 70_00}
    tasks = [
        TaskRow(0, "Phase", cost=10_00),
        task(1, 4, outline_level=2, cost=100_00, **begun),
        task(2, 4, outline_level=2, cost=55_55),
        task(3, 4, outline_level=2, cost=99_00, is_active=False),
    ]
    plan = plan_of(tasks, [link(1, 2)], status_date=at("03-04T00:00"))
    curve = cost_curve(plan, critical_path(plan, unstarted_after_status_date=True))

    assert prepared(plan, RiskModel(), seed=1).planned_cost == pytest.approx(curve.forecast[-1] / 100)
