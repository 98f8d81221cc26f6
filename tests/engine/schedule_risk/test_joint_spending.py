"""Spending of projects together: stretched to each iteration's finish, summed within it."""

from __future__ import annotations

import numpy as np

from stuurbord.engine.schedule_risk.joint_spending import Course, Spender, joint_band
from stuurbord.engine.schedule_risk.outcome import Convergence, Outcome


def outcome_of(finish: list[int], cost: list[float]) -> Outcome:
    """Return an outcome of which only finish and cost matter."""
    return Outcome(
        seed=1,
        finish=np.array(finish, np.int64),
        cost=np.array(cost),
        planned_finish=finish[0],
        planned_cost=cost[0],
        milestones=(),
        criticality=np.zeros(0),
        drivers=(),
        responses=(),
        occurred={},
        convergence=Convergence(0.0, 0.0, 0.0, 0.0, True),
    )


def spender(finish: list[int], cost: list[float], actual: list[float], status: int = 1000) -> Spender:
    """Return a project that has spent 10 euro and spends the rest evenly."""
    course = Course(status, 10.0, np.array([0.0, 1.0]), length=1000)
    return Spender(course, outcome_of(finish, cost), np.array(actual))


def test_each_iteration_spends_evenly_up_to_its_own_finish():
    """Half of what remains is spent half way, whatever the finish; afterwards the amount stands still."""
    one = spender([2000, 3000, 5000, 5000, 5000], [110.0] * 5, [10.0, 0, 0, 0])

    band = joint_band([one], np.array([1000, 2000, 5000, 9000], np.int64))

    assert band[:, 0].tolist() == [10.0, 10.0, 10.0]
    np.testing.assert_allclose(band[:, 1], [35.0, 35.0, 60.0], atol=0.1)
    np.testing.assert_allclose(band[:, 2:], 110.0)


def test_what_is_dear_in_other_iterations_is_not_added_up():
    """Two projects of which either one is dear cost the same in every iteration: the band has no width."""
    end = np.array([2000], np.int64)
    cheap_first = spender([2000, 2000], [100.0, 300.0], [0.0])
    dear_first = spender([2000, 2000], [300.0, 100.0], [0.0])

    band = joint_band([cheap_first, dear_first], end)

    np.testing.assert_allclose(band[:, 0], 400.0)


def test_before_its_status_date_a_project_counts_what_it_spent():
    """A project that was reported later counts its actual cost until then."""
    early = spender([2000, 2000], [110.0, 110.0], [10.0, 0.0])
    late = spender([4000, 4000], [500.0, 500.0], [3.0, 7.0], status=3000)

    band = joint_band([early, late], np.array([500, 2500], np.int64))

    np.testing.assert_allclose(band[:, 0], 13.0)
    np.testing.assert_allclose(band[:, 1], 117.0)


def test_what_is_spent_after_the_finish_keeps_its_distance_to_it():
    """A finish twice as far away stretches what comes before it, and moves what comes after it."""
    course = Course(1000, 10.0, np.array([0.0, 0.25, 0.5, 0.75, 1.0]), length=1000, beyond=1000)
    late = Spender(course, outcome_of([3000], [110.0]), np.array([10.0, 0, 0, 0, 0]))

    band = joint_band([late], np.array([1000, 2000, 3000, 3500, 4000], np.int64))

    np.testing.assert_allclose(band[1], [10.0, 35.0, 60.0, 85.0, 110.0], atol=0.1)


def test_what_is_spent_after_the_goal_keeps_its_distance_to_it():
    """A late goal moves the aftercare; it does not stretch it."""
    course = Course(1000, 10.0, np.array([0.0, 0.5, 1.0]), length=1000, beyond=1000)
    one = Spender(course, outcome_of([4000] * 2, [110.0] * 2), np.zeros(3))

    band = joint_band([one], np.array([2500, 4000, 5000], np.int64))

    np.testing.assert_allclose(band[1], [35.0, 60.0, 110.0], atol=0.1)
