"""Simulated plans against answers that can be worked out: textbooks, formulas, enumerations."""

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

from stuurbord.engine.schedule_risk import simulate
from stuurbord.plan import NONE, AssignmentRow, Calendar, CalendarException, Constraint, ResourceRow
from stuurbord.plan.calendar import DAY, STANDARD, day_number, moment
from stuurbord.plan.uncertainty import (
    Estimates,
    Exposures,
    Factors,
    Impacts,
    Loadings,
    LostDays,
    Repeats,
    Responses,
    RiskEvents,
    RiskModel,
    Shape,
    Weather,
)

N = 20_000
WEEKS = 7

FOUNDRY = {
    "A": (1, 2, 3),
    "B": (2, 3, 4),
    "C": (1, 2, 3),
    "D": (2, 4, 6),
    "E": (1, 4, 7),
    "F": (1, 2, 9),
    "G": (3, 4, 11),
    "H": (1, 2, 3),
}
"""General Foundry (Render, Stair and Hanna, *Quantitative Analysis for Management*): weeks."""
AFTER = ["AC", "BD", "CE", "CF", "DG", "EG", "FH", "GH"]


def _simulate(plan, model, **facts):
    return simulate(plan, model, **{"iterations": N, "drivers": False, "responses": False, "seed": 7} | facts)


def _days(outcome):
    return (outcome.finish - MONDAY) / DAY


def _margin(probability: float) -> float:
    """Return four standard errors of a share of N iterations."""
    return 4 * math.sqrt(probability * (1 - probability) / N)


def _foundry():
    durations = {name: (low + 4 * likely + high) / 6 * WEEKS for name, (low, likely, high) in FOUNDRY.items()}
    return days_plan(durations, AFTER)


def test_general_foundry_has_the_critical_path_of_the_textbook():
    """A-C-E-G-H: 15 weeks, variance 3.11, and 71.6 % within 16 weeks by the normal approximation."""
    variance = sum(((FOUNDRY[name][2] - FOUNDRY[name][0]) / 6) ** 2 for name in "ACEGH")
    by_normal = math.erfc(-(16 - 15) / math.sqrt(2 * variance)) / 2
    outcome = simulate(_foundry(), RiskModel(), iterations=100)

    assert (outcome.planned_finish - MONDAY) / DAY == 15 * WEEKS
    assert set(_days(outcome)) == {15 * WEEKS}
    assert variance == pytest.approx(3.11, abs=0.005)
    assert by_normal == pytest.approx(0.716, abs=0.002)  # the book rounds z to 0.57


def test_general_foundry_as_a_network_is_what_its_beta_distributions_give():
    """Drawn independently with NumPy's own beta: the same mean, spread and chance, merge bias included."""
    points = {number: tuple(week * WEEKS for week in FOUNDRY[name]) for number, name in enumerate("ABCDEFGH")}
    outcome = _simulate(_foundry(), spread(points))
    rng = np.random.default_rng(11)
    drawn = {}
    for name, (low, likely, high) in FOUNDRY.items():
        alpha, beta = 1 + 4 * (likely - low) / (high - low), 1 + 4 * (high - likely) / (high - low)
        drawn[name] = low + (high - low) * rng.beta(alpha, beta, 400_000)
    upper = drawn["A"] + drawn["C"]
    to_g = np.maximum(upper + drawn["E"], drawn["B"] + drawn["D"])
    weeks = np.maximum(to_g + drawn["G"], upper + drawn["F"]) + drawn["H"]

    assert _days(outcome).mean() / WEEKS == pytest.approx(weeks.mean(), abs=0.05)
    assert _days(outcome).std() / WEEKS == pytest.approx(weeks.std(), abs=0.04)
    assert outcome.chance_by(MONDAY + 16 * WEEKS * DAY) == pytest.approx(np.mean(weeks <= 16), abs=0.015)
    assert weeks.mean() > 15


def test_parallel_tasks_end_later_than_each_of_them():
    """Two tasks, uniform on 10–20 days: the later takes 16⅔ on average; on one cause they take 15."""
    plan = days_plan({"A": 15, "B": 15})
    model = spread({0: (10, 15, 20), 1: (10, 15, 20)}, shape=Shape.UNIFORM)
    shared = RiskModel(
        estimates=model.estimates,
        factors=rows(Factors, code=["F"]),
        loadings=rows(Loadings, factor_idx=[0, 0], task_uid=[0, 1], loading=[1.0, 1.0]),
    )

    assert _days(_simulate(plan, model)).mean() == pytest.approx(50 / 3, abs=0.08)
    assert _days(_simulate(plan, shared)).mean() == pytest.approx(15, abs=0.09)


def test_correlation_by_two_factors_is_what_their_matrix_says():
    """Loadings 0.8 and 0.6 on factors that correlate 0.5: the tasks correlate 0.24."""
    plan = days_plan({"A": 15, "B": 15}, ["AB"])
    model = spread({0: (5, 15, 25), 1: (5, 15, 25)}, shape=Shape.UNIFORM)
    shared = RiskModel(
        estimates=model.estimates,
        factors=rows(Factors, code=["F", "G"]),
        loadings=rows(Loadings, factor_idx=[0, 1], task_uid=[0, 1], loading=[0.8, 0.6]),
        factor_correlation=np.array([[1.0, 0.5], [0.5, 1.0]]),
    )
    one = 20**2 / 12
    correlation = 6 / math.pi * math.asin(0.8 * 0.6 * 0.5 / 2)  # of uniforms with a Gaussian copula

    variance = _days(_simulate(plan, shared)).var()
    assert variance == pytest.approx(2 * one * (1 + correlation), rel=0.04)


def test_two_events_give_exactly_the_enumerated_distribution():
    """A takes 10 days, 15 with an event (30 %); B takes 12, 16 with another (50 %): the later counts."""
    plan = days_plan({"A": 10, "B": 12})
    events = rows(RiskEvents, code=["R-1", "R-2"], probability=[0.3, 0.5])
    seconds = [5.0 * DAY, 4.0 * DAY]
    impacts = rows(Impacts, event_idx=[0, 1], task_uid=[0, 1], low=seconds, likely=seconds, high=seconds)
    outcome = _simulate(plan, RiskModel(events=events, impacts=impacts))
    found = dict(zip(*np.unique(_days(outcome), return_counts=True), strict=True))

    assert set(found) == {12.0, 15.0, 16.0}
    for days, probability in ((12.0, 0.35), (15.0, 0.15), (16.0, 0.5)):
        assert found[days] / N == pytest.approx(probability, abs=_margin(probability))


def test_exclusive_and_conditional_events_occur_as_often_as_they_should():
    """Of two outcomes at most one; a third only after the first, a fourth only if the first stays away."""
    plan = days_plan({"A": 100})
    events = rows(
        RiskEvents,
        code=["late", "early", "claim", "bonus"],
        probability=[0.3, 0.4, 0.5, 0.2],
        exclusive_group=["delivery", "delivery", "", ""],
        condition_idx=[-1, -1, 0, 0],
        condition_occurs=[True, True, True, False],
    )
    days = [10.0 * DAY, -5.0 * DAY, 30.0 * DAY, -1.0 * DAY]
    impacts = rows(Impacts, event_idx=[0, 1, 2, 3], task_uid=[0] * 4, low=days, likely=days, high=days)
    outcome = _simulate(plan, RiskModel(events=events, impacts=impacts))
    expected = {110: 0.15, 140: 0.15, 95: 0.4 * 0.8, 94: 0.4 * 0.2, 100: 0.3 * 0.8, 99: 0.3 * 0.2}
    found = dict(zip(*np.unique(_days(outcome), return_counts=True), strict=True))

    assert set(found) == set(expected)
    for value, probability in expected.items():
        assert found[value] / N == pytest.approx(probability, abs=_margin(probability))
    assert outcome.occurred["claim"] == pytest.approx(0.15, abs=_margin(0.15))


def test_a_repeated_tender_costs_its_time_once_more():
    """Two tasks of 20 and 10 days run again with 25 %: 30 or 60 days, each with its own draw."""
    plan = days_plan({"A": 20, "B": 10, "C": 5}, ["AB", "BC"])
    events = rows(RiskEvents, code=["R-9"], probability=[0.25])
    repeats = rows(Repeats, event_idx=[0, 0], task_uid=[0, 1])
    sure = _simulate(plan, RiskModel(events=events, repeats=repeats))
    estimates = spread({0: (10, 20, 30)}, shape=Shape.UNIFORM).estimates
    drawn = _simulate(plan, RiskModel(estimates=estimates, events=events, repeats=repeats))
    once = _days(drawn)[_days(drawn) < 45]

    assert set(_days(sure)) == {35.0, 65.0}
    assert np.mean(_days(sure) == 65) == pytest.approx(0.25, abs=_margin(0.25))
    assert _days(drawn).mean() == pytest.approx(35 + 0.25 * 30, abs=0.5)
    assert once.min() >= 25


def test_a_finished_part_of_a_repeated_tender_runs_again_with_what_is_open():
    """A is done; cancelled for sure, it takes its 20 days again beside the 10 of B."""
    done = {"actual_start": MONDAY, "actual_finish": MONDAY + 20 * DAY, "percent_complete": 1.0}
    plan = days_plan({"A": 20, "B": 10}, ["AB"])
    tasks = plan.tasks
    columns = {name: getattr(tasks, name).copy() for name in done}
    for name, value in done.items():
        columns[name][0] = value
    begun = replace(plan, tasks=replace(tasks, **columns), status_date=MONDAY + 20 * DAY)
    model = RiskModel(
        events=rows(RiskEvents, code=["R-9"], probability=[1.0]),
        repeats=rows(Repeats, event_idx=[0, 0], task_uid=[0, 1]),
    )

    assert set(_days(_simulate(begun, model, iterations=10))) == {20 + 10 + 20 + 10}


def _done(plan, finished, days):
    """Return the plan with these tasks done, after so many days."""
    columns = {
        name: getattr(plan.tasks, name).copy()
        for name in ("actual_start", "actual_finish", "percent_complete")
    }
    for name, value in zip(columns, (MONDAY, MONDAY + days * DAY, 1.0), strict=True):
        columns[name][finished] = value
    return replace(plan, tasks=replace(plan.tasks, **columns), status_date=MONDAY + days * DAY)


def _again(tasks, **facts):
    """Return a risk that occurs for sure and lets these tasks run again."""
    repeats = rows(Repeats, event_idx=[0] * len(tasks), task_uid=tasks)
    return RiskModel(events=rows(RiskEvents, code=["R-9"], probability=[1.0]), repeats=repeats, **facts)


@pytest.mark.parametrize(
    ("links", "listed", "again", "n_beside"),
    [
        (["AE", "BE", "CE", "DE"], [0, 1, 2, 4], 20, 2),  # all side by side: the longest
        (["AB", "BE", "CE", "DE"], [0, 1, 2, 4], 20 + 8, 1),  # A then B, C beside them
        (["AB", "BC", "CE", "DE"], [0, 2, 4], 20 + 5, 0),  # A then C, over B that does not run again
        (["AB", "BC", "CE", "DE"], [0, 1, 2, 3, 4], 20 + 8 + 5, 1),
    ],
)
def test_finished_work_runs_again_side_by_side_as_it_did(links, listed, again, n_beside):
    """A 20, B 8, C 5 and D 3 days are done; E of 10 is open and carries the longest chain of them."""
    plan = days_plan({"A": 20, "B": 8, "C": 5, "D": 3, "E": 10}, links)
    outcome = _simulate(_done(plan, [0, 1, 2, 3], 40), _again(listed), iterations=10)

    assert set(_days(outcome)) == {40 + 10 + again + 10}
    told = [one.fields["n"] for one in outcome.findings if one.code == "repeats_side_by_side"]
    assert told == ([n_beside] if n_beside else [])


def test_finished_work_that_runs_again_is_drawn_anew():
    """A of 20 days is done; again it takes 10 to 40, by multiples or in days."""
    plan = _done(days_plan({"A": 20, "B": 10}, ["AB"]), [0], 20)
    for points, is_amount in (((0.5, 1.0, 2.0), False), ((10 * DAY, 20 * DAY, 40 * DAY), True)):
        low, likely, high = ([point] for point in points)
        estimates = rows(
            Estimates,
            task_uid=[0],
            shape=[Shape.UNIFORM],
            low=low,
            likely=likely,
            high=high,
            is_amount=[is_amount],
        )
        found = _days(_simulate(plan, _again([0, 1], estimates=estimates)))

        assert found.mean() == pytest.approx(20 + 10 + 25 + 10, abs=0.5)
        assert (found.min(), found.max()) == (pytest.approx(50, abs=0.1), pytest.approx(80, abs=0.1))


def test_repeated_work_that_nothing_carries_says_what_to_do():
    """Only finished tasks are named: the reader is asked for the one that has to wait."""
    plan = _done(days_plan({"A": 20, "B": 10}, ["AB"]), [0], 20)
    outcome = _simulate(plan, _again([0]), iterations=10)

    assert set(_days(outcome)) == {30}
    assert [one.code for one in outcome.findings] == ["risk_without_effect"]
    assert "Name an open task" in outcome.findings[0].message()


def test_lost_days_lengthen_work_by_their_share():
    """A hundred working days of which one in five is lost take 125, for all who stand out alike."""
    plan = plan_of([task(0, 100), task(1, 100), task(2, 100)])
    model = RiskModel(
        weather=rows(Weather, code=["rain"], name=["Rain"]),
        lost_days=rows(LostDays, weather_idx=[0] * 12, month=list(range(1, 13)), probability=0.2),
        exposures=rows(Exposures, weather_idx=[0, 0], task_uid=[0, 1]),
    )
    outcome = _simulate(plan, model)
    last = np.datetime64(0, "D") + outcome.finish // DAY
    workdays = np.busday_count(np.datetime64("2026-03-02"), last) + 1
    # The last day is a working one of those left, so it is lost itself in no scenario.
    assert workdays.mean() == pytest.approx(125, abs=2.5)
    assert workdays.std() == pytest.approx(math.sqrt(100 * 0.2) / 0.8, abs=1.5)
    assert len(np.unique(outcome.finish)) <= 64


def test_a_delay_steps_over_holidays_and_weekends():
    """Three days and two more for sure from Thursday 2 April 2026, over Easter Monday: Thursday 9 April."""
    easter = day_number(moment(at("04-06T00:00")).date())
    calendar = Calendar("Easter", STANDARD.days, (CalendarException(easter, easter, name="Easter Monday"),))
    plan = plan_of([task(0, 3)], calendar=calendar, start=at("04-02T08:00"))
    outcome = _simulate(plan, event(1.0, 0, 2, WORKDAY), iterations=50)

    assert set(outcome.finish) == {at("04-09T17:00")}
    assert outcome.planned_finish == at("04-07T17:00")


def test_multiples_scale_what_remains():
    """Half of ten days is done; between 1 and 3 times the rest, the task ends 5 to 15 days on."""
    plan = plan_of(
        [task(0, 10, actual_start=at("03-02T08:00"), percent_complete=0.5)], status_date=at("03-07T00:00")
    )
    estimates = rows(Estimates, task_uid=[0], shape=[Shape.UNIFORM], low=[1.0], likely=[1.0], high=[3.0])
    outcome = _simulate(plan, RiskModel(estimates=estimates))

    assert outcome.planned_finish == at("03-13T17:00")
    assert outcome.finish.min() == pytest.approx(at("03-16T08:00"), abs=WORKDAY)
    assert outcome.finish_at(0.5) == pytest.approx(at("03-20T17:00"), abs=3 * DAY)
    assert outcome.finish.max() == pytest.approx(at("03-27T17:00"), abs=WORKDAY)


def test_a_response_moves_only_what_it_is_about():
    """Taking half of the chance away moves the mean by half of the impact, and never makes it worse."""
    plan = days_plan({"A": 10})
    responses = rows(Responses, code=["M"], event_idx=[0], probability_left=[0.5], cost=[1_000_00])
    model = event(0.6, 0, 10, responses=responses)
    outcome = simulate(plan, model, iterations=N, seed=7)
    value = outcome.responses[0]

    assert (value.code, value.event_code, value.cost, value.is_chosen) == ("M", "R-1", 1000.0, False)
    assert value.seconds_won == 0  # the P80 lies in the event with it and without it: 0.6, then 0.3
    assert value.eur_won == -1000.0


def test_a_response_that_takes_the_event_away_wins_its_delay():
    """Without the event the P80 is the plan."""
    responses = rows(Responses, code=["M"], event_idx=[0], probability_left=[0.0], is_chosen=[True])
    value = simulate(days_plan({"A": 10}), event(0.6, 0, 10, responses=responses), iterations=N).responses[0]

    assert value.seconds_won == 10 * DAY
    assert value.finish == MONDAY + 10 * DAY


def test_what_costs_by_time_costs_more_when_it_lasts_longer():
    """Euro: 8,000 for a person over ten days and 2,000 for material; five days more cost 4,000."""
    plan = plan_of(
        [task(0, 10, cost=10_000_00)],
        resources=[ResourceRow(1, "Ann", standard_rate=100_00)],
        assignments=[AssignmentRow(1, 0, 1, 1.0, 10 * WORKDAY, cost=8_000_00)],
    )
    outcome = _simulate(plan, event(0.5, 0, 5, WORKDAY))

    assert outcome.planned_cost == 10_000
    assert set(np.round(outcome.cost, 2)) == {10_000.0, 14_000.0}


def test_cost_estimates_impacts_and_sure_responses_add_up():
    """Twice 1,000 planned, 500 for the project if it happens, 250 for the measure."""
    plan = plan_of([task(0, 1, cost=1_000_00), task(1, 1, cost=1_000_00)])
    model = RiskModel(
        estimates=rows(Estimates, task_uid=[0], quantity=[1], low=[1.5], likely=[1.5], high=[1.5]),
        events=rows(RiskEvents, code=["R"], probability=[0.5]),
        impacts=rows(
            Impacts,
            event_idx=[0],
            task_uid=[-1],
            quantity=[1],
            low=[50_000.0],
            likely=[50_000.0],
            high=[50_000.0],
        ),
        responses=rows(Responses, code=["M"], event_idx=[0], cost=[250_00], is_chosen=[True]),
    )

    assert set(_simulate(plan, model).cost) == {2_750.0, 3_250.0}


def test_no_uncertainty_gives_the_plan_in_every_percentile():
    """All percentiles are the planned date and cost, and that is said."""
    outcome = simulate(days_plan({"A": 3}), RiskModel(), iterations=200)

    assert {outcome.finish_at(p / 100) for p in (5, 50, 95)} == {MONDAY + 3 * DAY}
    assert [one.code for one in outcome.findings] == ["no_uncertainty"]
    assert (outcome.drivers, outcome.convergence.p80_seconds, outcome.convergence.is_enough) == (
        (),
        0.0,
        True,
    )


def test_a_date_that_may_not_pass_holds_back_its_successors_only_in_the_plan():
    """A start that beats its predecessors stays where it is, whatever they do."""
    tasks = [task(0, 4), task(1, 3, constraint=Constraint.MSO, constraint_date=at("03-09T08:00"))]
    plan = plan_of(tasks, [link(0, 1)])
    estimates = rows(Estimates, task_uid=[0], shape=[Shape.UNIFORM], low=[1.0], likely=[1.0], high=[1.5])

    assert set(_simulate(plan, RiskModel(estimates=estimates), iterations=50).finish) == {at("03-11T17:00")}


def test_a_plan_that_is_done_has_its_actual_finish():
    """Nothing is left to draw; the outcome is what happened."""
    done = {"actual_start": at("03-02T08:00"), "actual_finish": at("03-04T15:00"), "percent_complete": 1.0}
    plan = plan_of([task(0, 2, cost=5_00, **done)], status_date=at("03-20T00:00"))
    estimates = rows(Estimates, task_uid=[0], low=[1.0], likely=[2.0], high=[3.0])
    outcome = simulate(plan, RiskModel(estimates=estimates), iterations=20)

    assert set(outcome.finish) == {at("03-04T15:00")}
    assert set(outcome.cost) == {5.0}
    assert NONE not in outcome.finish
