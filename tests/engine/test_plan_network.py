"""Plans with links across them: known answers by hand, and equality with one concatenated plan."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stuurbord.engine.critical_path import critical_path
from stuurbord.engine.critical_path.replanner import Replanner
from stuurbord.engine.editing import Resize, edited
from stuurbord.engine.plan_network import CrossLink, PlanNetwork
from stuurbord.errors import InvalidPlan
from stuurbord.plan import (
    NONE,
    Constraint,
    DependencyRow,
    LagCalendar,
    Plan,
    PlanDraft,
    SchedulingRules,
    TaskRow,
    freeze,
    instant,
    moment,
)

HOURS = 8 * 3600
START = instant(datetime.fromisoformat("2026-01-05T08:00"))  # a Monday
NAMES = {"A": "A", "B": "B", "C": "C"}


def chain(*days: int, name: str = "Taak") -> Plan:
    """Return tasks 1, 2, … one after the other, of so many working days."""
    tasks = [TaskRow(uid, f"{name} {uid}", duration=n * HOURS) for uid, n in enumerate(days, start=1)]
    links = [DependencyRow(uid, uid + 1) for uid in range(1, len(days))]
    return freeze(PlanDraft(start=START, tasks=tasks, dependencies=links))[0]


def network(plans: dict[str, Plan], *links: CrossLink) -> PlanNetwork:
    pairs = {
        key: (plan, critical_path(plan, unstarted_after_status_date=True)) for key, plan in plans.items()
    }
    return PlanNetwork.of(pairs, links, NAMES)


def days(plan_network: PlanNetwork, key: str, uid: int) -> tuple[str, str]:
    dated = plan_network.plans[key]
    row = dated.plan.tasks.uid.tolist().index(uid)
    told = (moment(int(dated.schedule.start[row])), moment(int(dated.schedule.finish[row])))
    return f"{told[0]:%d/%m}", f"{told[1]:%d/%m}"


def longer(plan: Plan, uid: int, n_days: int) -> Plan:
    return edited(plan, [Resize([uid], n_days * HOURS)], critical_path)


def test_a_task_begins_after_what_it_waits_for_in_another_plan():
    """A1 takes a week; B2 would begin on Tuesday and begins on the Monday after, with all that follows it."""
    made = network({"A": chain(5, 5), "B": chain(1, 2, 2)}, CrossLink("l", "B", 2, "A", 1))

    assert days(made, "B", 1) == ("05/01", "05/01")
    assert days(made, "B", 2) == ("12/01", "13/01")
    assert days(made, "B", 3) == ("14/01", "15/01")
    assert len(made.plans["B"].schedule.start) == 3


def test_a_day_without_a_task_holds_too():
    """What an outsider delivers on a day."""
    day = START + 14 * 86_400
    made = network({"B": chain(1, 2)}, CrossLink("l", "B", 2, day=day))

    assert days(made, "B", 2) == ("19/01", "20/01")


def test_what_comes_early_moves_nothing():
    """The schedule is then the very one of the plan alone."""
    made = network({"A": chain(1), "B": chain(5, 5)}, CrossLink("l", "B", 2, "A", 1))

    assert made.plans["B"].schedule is made.alone["B"]


def test_a_change_runs_through_plans_that_wait_for_each_other_and_leaves_the_others():
    """A longer moves B and through it C; D waits for nobody and is not computed again."""
    plans = {"A": chain(5), "B": chain(1, 1), "C": chain(1, 1), "D": chain(3)}
    made = network(plans, CrossLink("1", "B", 2, "A", 1), CrossLink("2", "C", 2, "B", 2))
    felt = made.changed({"A": longer(plans["A"], 1, 10)}, NAMES)

    assert set(felt) == {"A", "B", "C"}
    assert f"{moment(int(felt['C'].schedule.finish[1])):%d/%m}" == "20/01"
    assert days(made, "C", 2) == ("13/01", "13/01")


def test_plans_may_wait_for_each_other_there_and_back():
    """A1 → B1 → A2 is no circle; both come out, whatever the order of the keys."""
    plans = {"A": chain(2, 2), "B": chain(3)}
    made = network(plans, CrossLink("to", "B", 1, "A", 1), CrossLink("back", "A", 2, "B", 1))

    assert not made.findings
    assert days(made, "B", 1) == ("07/01", "09/01")
    assert days(made, "A", 2) == ("12/01", "13/01")
    assert set(made.changed({"B": longer(plans["B"], 1, 5)}, NAMES)) == {"A", "B"}


def test_a_circle_is_left_out_and_told_with_its_tasks():
    """A2 waits for B1, and B1 for A2: one link goes, and the finding names both projects and tasks."""
    plans = {"A": chain(2, 2, name="Sluis"), "B": chain(3, name="Stuw")}
    made = network(plans, CrossLink("to", "B", 1, "A", 2), CrossLink("back", "A", 1, "B", 1))

    assert [one.code for one in made.findings] == ["cycle_across_plans"]
    assert len(made.links) == 1
    told = str(made.findings[0].fields["tasks"])
    assert "A Sluis 1 → A Sluis 2 → B Stuw 1" in told or "B Stuw 1 → A Sluis 1 → A Sluis 2" in told


def test_an_edit_that_closes_a_circle_is_refused():
    """The tasks of A were not linked to each other; linked, they make A wait for itself through B."""
    loose = freeze(PlanDraft(start=START, tasks=[TaskRow(1, duration=HOURS), TaskRow(2, duration=HOURS)]))[0]
    made = network(
        {"A": loose, "B": chain(1)}, CrossLink("to", "B", 1, "A", 2), CrossLink("back", "A", 1, "B", 1)
    )

    with pytest.raises(InvalidPlan) as refused:
        made.changed({"A": chain(1, 1)}, NAMES)
    assert refused.value.findings[0].code == "cycle_across_plans"
    assert made.changed({"A": longer(loose, 1, 2)}, NAMES).keys() == {"A"}


def test_a_new_link_that_closes_a_circle_is_refused_and_another_is_followed():
    """As when it is drawn with the mouse."""
    plans = {"A": chain(5, 1), "B": chain(3, 1)}
    made = network(plans, CrossLink("to", "B", 2, "A", 1))

    with pytest.raises(InvalidPlan):
        made.changed({}, NAMES, [CrossLink("back", "A", 1, "B", 2)])
    felt = made.changed({}, NAMES, [CrossLink("also", "B", 1, "A", 2)])
    assert set(felt) == {"B"}
    assert f"{moment(int(felt['B'].schedule.start[0])):%d/%m}" == "13/01"


def test_an_external_task_takes_the_dates_of_the_task_it_stands_for():
    """Its own links say who waits: here after half of it, counted from its start."""
    outside = TaskRow(1, "Elders", is_external=True, given_start=START, given_finish=START + 9 * 3600)
    draft = PlanDraft(
        start=START, tasks=[outside, TaskRow(2, "Hier", duration=HOURS)], dependencies=[DependencyRow(1, 2)]
    )
    plans = {"A": chain(4, 3), "B": freeze(draft)[0]}
    made = network(plans, CrossLink("l", "B", 1, "A", 2, stands_in=True))

    assert days(made, "B", 1) == ("09/01", "13/01")
    assert days(made, "B", 2) == ("14/01", "14/01")


def test_work_that_has_begun_is_held_up_by_nobody():
    """And what nobody waits for any more does not make the plan end later."""
    begun = freeze(
        PlanDraft(
            start=START,
            tasks=[TaskRow(1, duration=2 * HOURS, actual_start=START, percent_complete=0.5)],
        )
    )[0]
    made = network({"A": chain(30), "B": begun}, CrossLink("l", "B", 1, "A", 1))

    assert days(made, "B", 1) == ("05/01", "06/01")
    schedule = made.plans["B"].schedule
    assert schedule.project_finish == made.alone["B"].project_finish
    assert np.array_equal(schedule.total_float, made.alone["B"].total_float)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9)), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_dates_given_again_and_again_leave_no_trace(moves):
    """A plan that stays laid out while its external tasks move is the plan dated anew, floats included."""
    tasks = [TaskRow(uid, duration=(uid + 1) * HOURS) for uid in range(1, 5)]
    outside = [
        TaskRow(uid, is_external=True, given_start=START, given_finish=START + HOURS) for uid in (8, 9)
    ]
    links = [DependencyRow(1, 2), DependencyRow(8, 2), DependencyRow(9, 4), DependencyRow(2, 3)]
    plan = freeze(PlanDraft(start=START, tasks=[*tasks, *outside], dependencies=links))[0]
    replanner = Replanner(plan)
    for one, other in moves:
        dates = [(START + n * 86_400, START + n * 86_400 + HOURS) for n in (one, other)]
        replanner.redate({4: dates[0], 5: dates[1]})
        anew = critical_path(replanner.plan)
        found = replanner.schedule()

        assert np.array_equal(found.finish, anew.finish)
        assert np.array_equal(found.total_float, anew.total_float)
        assert np.array_equal(found.free_float, anew.free_float)
    with pytest.raises(ValueError, match="no external task"):
        replanner.redate({0: (START, START)})


@st.composite
def linked_plans(draw):
    """Two to four plans of up to six tasks, with links inside down the list and across between any two."""
    n_plans = draw(st.integers(2, 4))
    shapes = [draw(st.lists(st.integers(0, 6), min_size=1, max_size=6)) for _ in range(n_plans)]
    inside = [
        draw(st.lists(st.tuples(st.integers(0, len(one) - 1), st.integers(0, len(one) - 1)), max_size=5))
        for one in shapes
    ]
    ends = [(key, uid) for key, one in enumerate(shapes) for uid in range(len(one))]
    across = draw(st.lists(st.tuples(st.sampled_from(ends), st.sampled_from(ends)), max_size=6))
    return shapes, inside, [(one, other) for one, other in across if one[0] != other[0]]


@given(linked_plans())
@settings(max_examples=150, deadline=None)
def test_dates_are_those_of_one_plan_that_holds_them_all(case):
    """Early dates of the network equal the critical path of the plans put one after the other."""
    shapes, inside, across = case
    plans, rows, links = {}, [], []
    offset = 0
    for key, shape in enumerate(shapes):
        mine = [TaskRow(uid + 1, duration=n * HOURS) for uid, n in enumerate(shape)]
        pairs = sorted({(one, other) for one, other in inside[key] if one < other})
        draft = PlanDraft(
            start=START, tasks=mine, dependencies=[DependencyRow(a + 1, b + 1) for a, b in pairs]
        )
        plans[str(key)] = freeze(draft)[0]
        rows += [TaskRow(offset + uid + 1, duration=n * HOURS) for uid, n in enumerate(shape)]
        links += [DependencyRow(offset + a + 1, offset + b + 1) for a, b in pairs]
        offset += len(shape)
    first = np.cumsum([0, *map(len, shapes)])
    crossing = [
        CrossLink(str(at), str(after[0]), after[1] + 1, str(before[0]), before[1] + 1)
        for at, (before, after) in enumerate(sorted(set(across)))
    ]
    made = network(plans, *crossing)
    offset_of = {str(key): int(n) for key, n in enumerate(first)}
    links += [
        DependencyRow(offset_of[one.before] + one.before_uid, offset_of[one.after] + one.after_uid)
        for one in made.links
    ]
    whole, findings = freeze(PlanDraft(start=START, tasks=rows, dependencies=links))
    schedule = critical_path(whole)

    assert not [one for one in findings if one.code == "cycle"]
    for key in range(len(shapes)):
        part = slice(first[key], first[key + 1])
        mine = made.plans[str(key)].schedule
        assert np.array_equal(mine.start, schedule.start[part])
        assert np.array_equal(mine.finish, schedule.finish[part])


@given(linked_plans(), st.integers(1, 9))
@settings(max_examples=60, deadline=None)
def test_a_change_gives_what_a_new_network_gives(case, n_days):
    """Only what waits is dated again, and nothing is forgotten."""
    shapes, _, across = case
    plans = {str(key): chain(*shape) for key, shape in enumerate(shapes)}
    crossing = [
        CrossLink(str(at), str(after[0]), after[1] + 1, str(before[0]), before[1] + 1)
        for at, (before, after) in enumerate(sorted(set(across)))
    ]
    made = network(plans, *crossing)
    new = plans | {"0": longer(plans["0"], 1, n_days)}
    anew, felt = network(new, *made.links), made.changed({"0": new["0"]}, NAMES)

    for key, one in anew.plans.items():
        found = felt.get(key, made.plans[key])
        assert np.array_equal(found.schedule.finish, one.schedule.finish)
        assert np.array_equal(found.schedule.total_float, one.schedule.total_float)


def test_a_task_as_late_as_possible_waits_too():
    """Its early date counts, so that it is never put before what it waits for."""
    draft = PlanDraft(
        start=START,
        rules=SchedulingRules(lag_calendar=LagCalendar.SUCCESSOR),
        tasks=[TaskRow(1, duration=10 * HOURS), TaskRow(2, duration=HOURS, constraint=Constraint.ALAP)],
    )
    made = network({"A": chain(3), "B": freeze(draft)[0]}, CrossLink("l", "B", 2, "A", 1))
    row = made.plans["B"].schedule

    assert row.early_start[1] == instant(datetime.fromisoformat("2026-01-08T08:00"))
    assert NONE not in row.finish.tolist()
