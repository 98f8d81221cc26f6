"""What is read from the iterations: drivers, milestones, convergence, portfolios, reserves, curves."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from engine.schedule_risk.risk_plans import (
    MONDAY,
    WORKDAY,
    at,
    days_plan,
    event,
    link,
    plan_of,
    rows,
    spread,
    task,
)

from stuurbord.engine.critical_path import critical_path
from stuurbord.engine.schedule_risk import simulate
from stuurbord.engine.schedule_risk.contingency import contingency
from stuurbord.engine.schedule_risk.convergence import convergence_of
from stuurbord.engine.schedule_risk.cost_band import cost_band, course_of
from stuurbord.engine.schedule_risk.exceedance import exceedance
from stuurbord.engine.schedule_risk.outcome import DriverKind
from stuurbord.engine.schedule_risk.portfolio import Member, per_programme, shared_drivers, together
from stuurbord.engine.schedule_risk.running import run_iterations
from stuurbord.errors import InvalidRiskModel
from stuurbord.plan import NONE, Calendar, Constraint, DependencyKind, TaskRow
from stuurbord.plan.calendar import DAY, HOUR, STANDARD
from stuurbord.plan.model import Baseline
from stuurbord.plan.uncertainty import (
    Estimates,
    Exposures,
    Factors,
    Loadings,
    LostDays,
    ReferenceQuantiles,
    RiskModel,
    Shape,
    Weather,
)

N = 10_000
UNIFORM = {"shape": Shape.UNIFORM}


def _pair():
    """A of 10–30 days, then B of 10–20; the finish is their sum."""
    return days_plan({"A": 20, "B": 15}, ["AB"]), spread({0: (10, 20, 30), 1: (10, 15, 20)}, **UNIFORM)


def test_parts_of_the_variance_are_those_of_a_sum():
    """Variances 400/12 and 100/12: four fifths and one fifth; a fifth at either end is 8 and 4 days away."""
    outcome = simulate(*_pair(), iterations=N)
    first, second = outcome.drivers

    assert (first.kind, first.code, first.name, second.code) == (DriverKind.TASK, "0", "A", "1")
    assert (first.share, second.share) == (pytest.approx(0.8, abs=0.02), pytest.approx(0.2, abs=0.02))
    assert first.seconds_low / DAY == pytest.approx(-8, abs=0.4)
    assert second.seconds_high / DAY == pytest.approx(4, abs=0.4)
    assert first.criticality == second.criticality == 1.0
    assert first.cruciality == pytest.approx(0.9, abs=0.03)


def test_parts_of_the_variance_never_add_up_to_more_than_one():
    """Sampling noise of many drivers is taken off."""
    points = dict.fromkeys(range(26), (5, 10, 20))
    plan = days_plan(dict.fromkeys("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 10))
    outcome = simulate(plan, spread(points), iterations=1000)

    assert sum(one.share for one in outcome.drivers) <= 1.0


def test_an_event_and_a_shared_cause_are_drivers():
    """The event of 20 days at 50 % outweighs; the cause moves both tasks; each has a row."""
    plan, model = _pair()
    shared = replace(
        model,
        factors=rows(Factors, code=["PLC"], name=["Supplier"]),
        loadings=rows(Loadings, factor_idx=[0, 0], task_uid=[0, 1], loading=[0.6, 0.6]),
    )
    hit = event(0.5, 1, 20)
    outcome = simulate(plan, replace(shared, events=hit.events, impacts=hit.impacts), iterations=N)
    by_kind = {one.kind: one for one in outcome.drivers}

    assert by_kind[DriverKind.EVENT].share == max(one.share for one in outcome.drivers)
    assert (by_kind[DriverKind.EVENT].seconds_high - by_kind[DriverKind.EVENT].seconds_low) / DAY == (
        pytest.approx(20, abs=0.7)
    )
    assert by_kind[DriverKind.EVENT].criticality is None
    supplier = by_kind[DriverKind.FACTOR]
    assert supplier.code == "PLC"
    assert supplier.seconds_low < -4 * DAY < 4 * DAY < supplier.seconds_high


def test_weather_is_a_driver():
    """Much lost and little lost stand at both ends."""
    model = RiskModel(
        weather=rows(Weather, code=["rain"], name=["Rain"]),
        lost_days=rows(LostDays, weather_idx=[0] * 12, month=list(range(1, 13)), probability=0.3),
        exposures=rows(Exposures, weather_idx=[0], task_uid=[0]),
    )
    (rain,) = simulate(plan_of([task(0, 60)]), model, iterations=2000).drivers

    assert (rain.kind, rain.code) == (DriverKind.WEATHER, "rain")
    assert rain.seconds_low < 0 < rain.seconds_high


def test_the_same_seed_gives_the_same_outcome_whatever_runs_it():
    """Split over two calls the iterations are the same; another seed gives others."""

    def in_two(network, seed, first, n, *, criticality=False):
        whole = run_iterations(network, seed, first, n, criticality=criticality)
        halves = [run_iterations(network, seed, first + at, n // 2) for at in (0, n // 2)]
        finish = np.concatenate([one.finish for one in halves])
        return replace(whole, finish=finish)

    facts = {"iterations": 1000, "drivers": False}
    one, two = simulate(*_pair(), **facts), simulate(*_pair(), run=in_two, **facts)

    assert np.array_equal(one.finish, two.finish)
    assert not np.array_equal(one.finish, simulate(*_pair(), seed=1, **facts).finish)


def test_projects_share_causes_but_not_the_chance_of_their_own_tasks():
    """Equal uids of two projects move apart; a factor both name moves both."""
    plan, model = _pair()
    shared = replace(
        model,
        factors=rows(Factors, code=["PLC"]),
        loadings=rows(Loadings, factor_idx=[0, 0], task_uid=[0, 1], loading=[0.9, 0.9]),
    )

    def correlation(chosen):
        finishes = [simulate(plan, chosen, iterations=N, identity=code).finish for code in ("P-1", "P-2")]
        return np.corrcoef(*finishes)[0, 1]

    assert abs(correlation(model)) < 0.05
    assert correlation(shared) > 0.6


def test_milestones_gates_and_deadlines_are_kept_with_their_promises():
    """Each finish of what people wait for, on whatever calendar; what is done already is left out."""
    evening = Calendar("Evening", (((17 * HOUR, 22 * HOUR),),) * 5 + ((), ()))
    tasks = [
        task(0, 5),
        task(1, 0, is_milestone=True, name="Ready"),
        task(2, 3, calendar="Evening", deadline=at("03-20T00:00")),
        task(3, 1),
    ]
    plan = plan_of(tasks, [link(0, 1), link(1, 2)], calendars=[STANDARD, evening])
    plan = replace(plan, baselines={0: _baseline({1: at("03-05T17:00")}, 4)})
    estimates = rows(Estimates, task_uid=[0], low=[1.0], likely=[1.2], high=[2.0])
    outcome = simulate(plan, RiskModel(estimates=estimates), iterations=500)
    ready, evening_work = outcome.milestones

    assert (ready.name, ready.baseline, ready.planned) == ("Ready", at("03-05T17:00"), at("03-06T17:00"))
    assert ready.deadline == NONE
    assert evening_work.deadline == at("03-20T00:00")
    assert (ready.finish >= ready.planned).all()
    assert (evening_work.finish > ready.finish).all()
    assert np.array_equal(np.maximum(evening_work.finish, at("03-02T17:00")), outcome.finish)


def _baseline(finish: dict[int, int], n_tasks: int) -> Baseline:
    columns = {name: np.full(n_tasks, NONE) for name in Baseline.columns()}
    for idx, value in finish.items():
        columns["finish"][idx] = value
    return Baseline(**columns)


def test_the_goal_is_the_finish_of_one_task():
    """Aftercare goes on; what is asked is when the gate is reached. An unknown task is told."""
    plan = days_plan({"A": 10, "G": 0, "B": 50}, ["AG", "GB"])
    outcome = simulate(plan, spread({0: (10, 10, 20)}), iterations=500, goal_uid=1)
    whole = simulate(plan, spread({0: (10, 10, 20)}), iterations=500, goal_uid=77)

    assert outcome.planned_finish == MONDAY + 10 * DAY
    assert outcome.finish.max() <= MONDAY + 20 * DAY
    assert whole.planned_finish == MONDAY + 60 * DAY
    assert [one.code for one in whole.findings] == ["goal_unknown"]


def test_a_summary_is_a_template_and_can_be_hit_as_a_whole():
    """Its estimate holds for the parts without one; a delay of it comes after its last part."""
    tasks = [TaskRow(0, "Phase"), task(1, 4, outline_level=2), task(2, 2, outline_level=2), task(3, 1)]
    plan = plan_of(tasks, [link(0, 3)])
    estimates = rows(Estimates, task_uid=[0, 2], low=[2.0, 1.0], likely=[2.0, 1.0], high=[2.0, 1.0])
    hit = event(1.0, 0, 3, WORKDAY)
    outcome = simulate(plan, replace(hit, estimates=estimates), iterations=10)

    assert outcome.planned_finish == at("03-06T17:00")
    assert set(outcome.finish) == {at("03-17T17:00")}  # 8 days, 3 of delay, 1: twelve workdays


def test_a_reference_class_holds_for_all_without_an_estimate():
    """Half of the projects took up to the planned time, the others up to four times as long."""
    quantiles = ReferenceQuantiles("ict", (0.1, 0.5, 0.9), (0.8, 1.0, 4.0))
    model = RiskModel(references=(quantiles,), default_reference=0)
    outcome = simulate(days_plan({"A": 100}), model, iterations=N)

    assert (outcome.finish_at(0.5) - MONDAY) / DAY == pytest.approx(100, abs=2)
    assert (outcome.finish_at(0.9) - MONDAY) / DAY == pytest.approx(400, rel=0.05)
    assert (outcome.finish_at(0.1) - MONDAY) / DAY == pytest.approx(80, rel=0.03)


def test_far_delays_are_not_cut_off_at_the_end_of_the_calendars():
    """A tail of thirty times the plan is dated all the same."""
    plan = plan_of([task(0, 100)])
    estimates = rows(Estimates, task_uid=[0], shape=[Shape.LOGNORMAL], low=[0.2], likely=[1.0], high=[8.0])
    outcome = simulate(plan, RiskModel(estimates=estimates), iterations=N)

    assert len(np.unique(outcome.finish[outcome.finish > outcome.finish_at(0.99)])) > 50


def test_delays_beyond_all_calendars_are_told():
    """A century of delay cannot be dated; it counts as the last day, and the reader knows."""
    outcome = simulate(plan_of([task(0, 100)]), event(0.5, 0, 20_000, WORKDAY), iterations=50)

    assert "finish_cut_off" in [one.code for one in outcome.findings]
    assert outcome.finish.max() > MONDAY + 25 * 365 * DAY


def test_how_far_finishes_that_are_cut_off_may_move_is_unknown():
    """All on the last day, they only seem to agree; what they cost is known."""
    found = simulate(plan_of([task(0, 100)]), event(1.0, 0, 20_000, WORKDAY), iterations=200).convergence

    assert (found.p50_seconds, found.p80_seconds, found.is_enough) == (None, None, False)
    assert (found.p50_eur, found.p80_eur) == (0.0, 0.0)


@pytest.mark.parametrize(("n", "is_known"), [(1, False), (2, False), (99, False), (100, True)])
def test_too_few_iterations_tell_nothing_of_convergence(n, is_known):
    """However well they agree: an unknown width is no width of 0."""
    found = convergence_of(np.full(n, MONDAY), np.zeros(n), MONDAY)

    assert found.is_enough == is_known
    for width in (found.p50_seconds, found.p80_seconds, found.p50_eur, found.p80_eur):
        assert width == (0.0 if is_known else None)


def test_convergence_narrows_with_the_root_of_the_iterations():
    """The half width of the P50 of a uniform spread of 100 days: 1.96 · 100 · √(0.25 / n)."""
    rng = np.random.default_rng(3)
    for n in (1000, 10_000):
        finish = MONDAY + (rng.random(n) * 100 * DAY).astype(np.int64)
        found = convergence_of(finish, finish / DAY, MONDAY)

        assert found.p50_seconds / DAY == pytest.approx(1.96 * 50 / math.sqrt(n), rel=0.3)
        assert found.p50_eur == pytest.approx(found.p50_seconds / DAY, rel=1e-6)


def test_a_portfolio_is_joined_iteration_by_iteration():
    """Costs add up, the last finish counts, and all must stay within their limits in the same iteration."""
    plan, model = _pair()
    members = [
        Member(code, simulate(plan, model, iterations=1000, identity=code), programme, MONDAY + 35 * DAY, 1.0)
        for code, programme in (("P-1", "A"), ("P-2", "A"), ("P-3", "B"))
    ]
    joined = together(members)
    finishes = np.stack([one.outcome.finish for one in members])

    assert np.array_equal(joined.finish, finishes.max(axis=0))
    assert joined.chance_in_time == pytest.approx(float((finishes.max(axis=0) <= MONDAY + 35 * DAY).mean()))
    assert (joined.chance_within_cost, joined.chance_all_within) == (1.0, joined.chance_in_time)
    assert {name: one.codes for name, one in per_programme(members).items()} == {
        "A": ("P-1", "P-2"),
        "B": ("P-3",),
    }
    assert shared_drivers(members) == ()
    with pytest.raises(ValueError, match="different seeds"):
        together([members[0], Member("P-4", simulate(plan, model, iterations=100))])


def test_a_factor_of_several_projects_is_one_shared_driver():
    """What it costs them is added up."""
    plan = plan_of([task(0, 10, cost=100_00)])
    model = RiskModel(
        estimates=rows(Estimates, task_uid=[0], quantity=[1], low=[0.5], likely=[1.0], high=[2.0]),
        factors=rows(Factors, code=["PLC"], name=["Supplier"]),
        loadings=rows(Loadings, factor_idx=[0], task_uid=[0], quantity=[1], loading=[0.8]),
    )
    members = [Member(code, simulate(plan, model, iterations=500, identity=code)) for code in ("P-1", "P-2")]
    (shared,) = shared_drivers(members)
    each = [one for member in members for one in member.outcome.drivers if one.code == "PLC"]

    assert (shared.code, shared.codes) == ("PLC", ("P-1", "P-2"))
    assert shared.eur_high == pytest.approx(sum(one.eur_high for one in each))


def test_the_reserve_needed_is_what_lies_between_plan_and_p80():
    """Ten days of delay at 50 % need ten working days; five held suffice in the other half."""
    plan = plan_of([task(0, 10, cost=1_000_00)])
    model = replace(event(0.5, 0, 10, WORKDAY), contingency_seconds=5 * WORKDAY, contingency_cents=10_00)
    outcome = simulate(plan, model, iterations=N)
    found = contingency(plan, model, outcome)

    assert found.needed_seconds == 10 * WORKDAY
    assert found.chance_in_time == pytest.approx(0.5, abs=0.02)
    assert (found.needed_eur, found.held_eur, found.chance_within_cost) == (0.0, 10.0, 1.0)
    assert found.chance_both == found.chance_in_time


def test_the_exceedance_curve_falls_from_one_to_zero():
    """It tells the share of iterations beyond each amount."""
    curve = exceedance(np.arange(1000.0))

    assert curve.probability[0] == pytest.approx(0.999)
    assert curve.probability[-1] == 0
    assert (np.diff(curve.probability) < 0).all()
    assert np.interp(800, curve.value, curve.probability) == pytest.approx(0.2, abs=0.002)


def test_the_cost_band_starts_at_what_was_spent_and_ends_at_what_may_be_spent():
    """Before the status date there is one line; at the end the band is that of the cost."""
    begun = {"actual_start": at("03-02T08:00"), "percent_complete": 0.75, "actual_cost": 400_00}
    tasks = [task(0, 40, cost=1_000_00, **begun), task(1, 20, cost=1_000_00)]
    plan = plan_of(tasks, [link(0, 1, DependencyKind.FS)], status_date=at("04-11T00:00"))
    estimates = rows(Estimates, task_uid=[0, 1, 1], quantity=[0, 0, 1], low=0.8, likely=1.0, high=2.0)
    outcome = simulate(plan, RiskModel(estimates=estimates), iterations=2000)
    band = cost_band(plan, critical_path(plan, unstarted_after_status_date=True), outcome)

    assert band.actual.tolist() == [pytest.approx(400 * 22 / 30, abs=0.1), 400.0]
    assert band.p20[0] == band.planned[0] == band.p80[0] == band.actual[0]
    assert band.planned[-1] == pytest.approx(2_000)
    assert band.p80[-1] >= band.p50[-1] >= band.p20[-1] > 1_000
    assert (np.diff(band.p50) >= 0).all()
    assert (band.p20[1:] > 400).all()


def test_what_is_paid_after_the_goal_is_not_spent_at_the_goal():
    """A goal half way: nothing of the second task's money may be gone before that task begins."""
    tasks = [task(0, 20, cost=1_000_00), task(1, 40, cost=1_000_00)]
    plan = plan_of(tasks, [link(0, 1, DependencyKind.FS)])
    estimates = rows(Estimates, task_uid=[0], quantity=[0], low=0.9, likely=1.0, high=3.0)
    outcome = simulate(plan, RiskModel(estimates=estimates), iterations=500, goal_uid=0)
    schedule = critical_path(plan, unstarted_after_status_date=True)
    band, course = cost_band(plan, schedule, outcome), course_of(plan, schedule, outcome)
    goal_month = int(np.searchsorted(band.months * 86_400, outcome.finish_at(0.8))) - 1

    assert course.beyond > 0
    assert band.p50[goal_month] < 1_600
    assert band.p50[-1] == pytest.approx(2_000)


def test_a_model_with_errors_is_refused_with_its_findings():
    """What is wrong is told, all of it; nothing is simulated."""
    model = event(1.5, 99, 2)
    with pytest.raises(InvalidRiskModel) as refused:
        simulate(days_plan({"A": 3}), model)

    assert [one.code for one in refused.value.findings] == ["probability_outside", "risk_uid_unknown"]
    with pytest.raises(ValueError, match="iterations 0 < 1"):
        simulate(days_plan({"A": 3}), RiskModel(), iterations=0)


ODD = {
    "nothing takes part": ([task(0, 2, is_active=False)], {}, "03-02T08:00"),
    "one milestone": ([task(0, 0, is_milestone=True)], {0: (0, 0, 0)}, "03-02T08:00"),
    "one task": ([task(0, 2)], {0: (2, 2, 2)}, "03-03T17:00"),
}


@pytest.mark.parametrize(("tasks", "points", "finish"), ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize("iterations", [1, 2, 3])
def test_odd_plans_have_a_defined_answer(tasks, points, finish, iterations):
    """However little there is, everything is a number."""
    model = spread(points, WORKDAY) if points else RiskModel()
    outcome = simulate(plan_of(tasks), model, iterations=iterations)

    assert set(outcome.finish) == {at(finish)} == {outcome.planned_finish}
    assert (outcome.drivers, set(outcome.cost)) == ((), {0.0})
    assert (outcome.convergence.p80_seconds, outcome.convergence.is_enough) == (None, False)


def test_an_opportunity_makes_no_task_shorter_than_nothing():
    """Twenty days off ten: the task is done as it begins; it stays ten days otherwise."""
    outcome = simulate(days_plan({"A": 10}), event(0.5, 0, -20), iterations=500)

    assert {(one - MONDAY) / DAY for one in outcome.finish.tolist()} == {0.0, 10.0}


def test_a_milestone_that_may_slip_stays_where_it_is_when_it_does_not():
    """Due on a Sunday; with the event three working days later."""
    sunday = at("03-08T12:00")
    plan = plan_of([task(0, 0, is_milestone=True, constraint=Constraint.SNET, constraint_date=sunday)])
    outcome = simulate(plan, event(0.5, 0, 3, WORKDAY), iterations=500)

    assert outcome.findings == ()
    assert set(outcome.finish) == {sunday, at("03-11T17:00")}


def test_a_risk_whose_tasks_are_done_is_told():
    """It delays nothing any more; its cost still counts."""
    done = {"actual_start": at("03-02T08:00"), "actual_finish": at("03-03T17:00"), "percent_complete": 1.0}
    plan = plan_of([task(0, 2, **done), task(1, 2)], status_date=at("03-04T00:00"))
    outcome = simulate(plan, event(0.5, 0, 3, WORKDAY), iterations=100)

    assert [one.code for one in outcome.findings] == ["risk_without_effect"]
    assert len(set(outcome.finish)) == 1
