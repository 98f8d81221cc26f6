"""The classes of the risk matrix and the line of the appetite."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stuurbord.engine.risk_matrix import (
    APPETITE,
    CLASSES,
    IMPACT_LIMITS,
    PROBABILITY_LIMITS,
    Level,
    first_above_appetite,
    impact_class,
    level,
    probability_class,
)


@pytest.mark.parametrize(
    ("probability", "number"),
    [(0.0, 1), (0.09, 1), (0.10, 2), (0.24, 2), (0.25, 3), (0.40, 4), (0.59, 4), (0.60, 5), (1.0, 5)],
)
def test_a_probability_on_a_limit_is_in_the_higher_class(probability, number):
    """Both sides of every limit."""
    assert probability_class(probability) == number


@pytest.mark.parametrize(
    ("days", "number"), [(-10, 1), (0, 1), (4, 1), (5, 2), (10, 3), (20, 4), (39, 4), (40, 5), (999, 5)]
)
def test_an_impact_on_a_limit_is_in_the_higher_class(days, number):
    """A gain is in the lowest class."""
    assert impact_class(days) == number


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_larger_probability_is_never_in_a_lower_class(one, other):
    """Classes keep the order."""
    low, high = sorted((one, other))

    assert probability_class(low) <= probability_class(high)


@pytest.mark.parametrize("probability", CLASSES)
@pytest.mark.parametrize("impact", CLASSES)
def test_the_stepped_line_runs_between_high_and_the_rest(probability, impact):
    """What lies beyond the first class above the appetite is high, and nothing else."""
    is_beyond = impact >= first_above_appetite(probability)

    assert is_beyond == (probability * impact >= APPETITE)
    assert is_beyond == (level(probability * impact) is Level.HIGH)


def test_there_is_a_class_between_every_two_limits():
    """Five classes need four limits."""
    assert len(PROBABILITY_LIMITS) == len(IMPACT_LIMITS) == len(CLASSES) - 1
