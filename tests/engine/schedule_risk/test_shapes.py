"""Tables of distributions against their formulas."""

from __future__ import annotations

import math

import numpy as np
import pytest

from stuurbord.engine.schedule_risk.shapes import (
    P90,
    ShapeTable,
    grid,
    mean_weights,
    probabilities,
    z_of,
)
from stuurbord.plan.uncertainty import Shape


def quantiles(shape, low, likely, high, z):
    """Return values of a distribution as the simulation reads them."""
    table = ShapeTable()
    idx, shift, scale = table.spread(shape, low, likely, high)
    return shift + scale * np.interp(z, grid(), table.table()[idx])


def beta_quantiles(place, probability):
    """Return quantiles of a PERT on 0 … 1 by the trapezium rule, as a check."""
    nodes = np.sin(np.linspace(0, np.pi / 2, 400_001)) ** 2
    density = nodes ** (4 * place) * (1 - nodes) ** (4 - 4 * place)
    below = np.concatenate([[0], np.cumsum((density[1:] + density[:-1]) / 2 * np.diff(nodes))])
    return np.interp(probability * below[-1], below, nodes)


@pytest.mark.parametrize("place", [0.0, 0.0034, 0.1, 1 / 16, 0.25, 0.3333, 0.5, 0.77, 1.0])
def test_pert_is_a_beta_distribution(place):
    """Quantiles from P0.1 to P99.9 within 3e-4 of the range, within 5e-4 if the mode is next to an end."""
    z = np.linspace(-3, 3, 61)
    exact = 100 + 50 * beta_quantiles(place, probabilities(z))
    error = np.abs(quantiles(Shape.PERT, 100.0, 100 + 50 * place, 150.0, z) - exact).max() / 50

    assert error < (1e-4 if place * 1024 % 1 == 0 else 5e-4 if place < 0.01 else 3e-4)


@pytest.mark.parametrize("place", [0.0, 0.1, 0.25, 0.4999, 0.77, 1.0])
@pytest.mark.parametrize("shape", [Shape.PERT, Shape.TRIANGULAR])
def test_mean_and_deviation_are_exact(shape, place):
    """By formula against the table as it is read."""
    low, likely, high = 10.0, 10 + 20 * place, 30.0
    table = ShapeTable()
    idx, shift, scale = table.spread(shape, low, likely, high)
    z = np.linspace(-6, 6, 240_001)
    weight = np.exp(-z * z / 2)
    values = shift + scale * np.interp(z, grid(), table.table()[idx])
    mean = float(values @ weight / weight.sum())
    deviation = math.sqrt(float((values - mean) ** 2 @ weight / weight.sum()))
    four = 4 if shape == Shape.PERT else 1
    exact = (low + four * likely + high) / (2 + four)
    if shape == Shape.PERT:
        spread = math.sqrt((exact - low) * (high - exact) / 7)
    else:
        spread = math.sqrt(((likely - low) ** 2 + (high - likely) ** 2 + (high - low) ** 2) / 36)

    assert mean == pytest.approx(exact, abs=2e-6 * 20)
    assert deviation == pytest.approx(spread, rel=1e-5)


def test_triangular_uniform_and_lognormal_have_their_quantiles():
    """In closed form, within 1e-4 of the range (lognormal: of the value)."""
    z = np.linspace(-3, 3, 61)
    p = probabilities(z)
    triangular = np.where(p < 0.25, 40 * np.sqrt(p * 0.25), 40 - 40 * np.sqrt((1 - p) * 0.75))

    assert quantiles(Shape.TRIANGULAR, 0.0, 10.0, 40.0, z) == pytest.approx(triangular, abs=40 * 1.5e-4)
    assert quantiles(Shape.UNIFORM, 5.0, 0.0, 9.0, z) == pytest.approx(5 + 4 * p, abs=4e-4)
    sigma = math.log(3.0) / (2 * P90)
    exact = math.sqrt(0.8 * 2.4) * np.exp(sigma * z)
    assert quantiles(Shape.LOGNORMAL, 0.8, 0.0, 2.4, z) == pytest.approx(exact, rel=4e-3)
    assert quantiles(Shape.LOGNORMAL, 0.8, 0.0, 2.4, [-P90, P90]) == pytest.approx([0.8, 2.4], rel=1e-4)


def test_a_reference_class_has_its_quantiles_and_goes_on_lognormally():
    """Exactly at the quantiles given; beyond them with the last slope."""
    table = ShapeTable()
    probability, multiple = (0.1, 0.5, 0.9), (0.9, 1.2, 2.4)
    idx = table.reference(probability, multiple)
    values = table.table()[idx]
    at = np.interp(z_of(probability), grid(), values)

    assert at == pytest.approx(multiple, rel=2e-3)
    assert np.interp(2 * P90, grid(), values) == pytest.approx(4.8, rel=1e-3)


def test_ten_thousand_tasks_share_a_thousand_tables():
    """Places of the most likely value are rounded; equal rows are one."""
    rng = np.random.default_rng(1)
    low, high = rng.uniform(0, 1, 10_000), rng.uniform(2, 3, 10_000)
    table = ShapeTable()
    table.spreads(Shape.PERT, low, rng.uniform(1, 2, 10_000), high)
    table.spreads(Shape.TRIANGULAR, low, rng.uniform(1, 2, 10_000), high)

    assert len(table.table()) <= 2 * 1025
    assert mean_weights().sum() == pytest.approx(1, abs=1e-12)


def test_equal_points_do_not_vary():
    """And points that make no sense are refused."""
    assert ShapeTable().spread(Shape.PERT, 4.0, 4.0, 4.0)[1:] == (4.0, 0.0)
    with pytest.raises(ValueError, match="P10"):
        ShapeTable().spread(Shape.LOGNORMAL, 0.0, 1.0, 2.0)
    with pytest.raises(ValueError, match="no three points"):
        ShapeTable().spread(Shape.REFERENCE, 0.0, 1.0, 2.0)
