"""Tables of distributions: the value of each shape at z = −6 … 6, the scale of a standard normal.

A draw is shift + scale · shape(z). PERT and triangular shapes live on 0 … 1 and differ in where the most
likely value lies: that place is rounded to 1/1024, after which shift and scale restore the exact mean and
standard deviation (quantiles are then within 5e-4 of the range). So any number of tasks needs at most a
thousand tables. A lognormal is exp(σz), σ rounded to 1/1024; shift and scale restore P10 and P90. What
takes one of a few values is not a shape but an exclusive group of events (`network.Events`), which is exact.

References
----------
D. G. Malcolm, J. H. Roseboom, C. E. Clark and W. Fazar, "Application of a technique for research and
development program evaluation", Operations Research 7 (1959), 646–669.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stuurbord.plan.uncertainty import Shape

Floats = NDArray[np.float64]
Table = tuple[str, float | tuple[float, ...]]
Spreads = tuple[NDArray[np.int64], Floats, Floats]

WIDEST: Final = 6.0
"""Tables end at ±6 standard deviations; what lies beyond (once in 5e8 draws) counts as that."""
N_POINTS: Final = 385
"""Points of a table: 32 cells per standard deviation."""
PLACES: Final = 1024
"""Places of the most likely value, and steps of σ per unit."""
P90: Final = 1.2815515655446004
"""z of the 90th percentile."""
MOST_SIGMA: Final = 4.0


@dataclass(slots=True)
class ShapeTable:
    """Gathers the tables that a network needs, each once.

    >>> shapes = ShapeTable()
    >>> shapes.spread(Shape.UNIFORM, 2.0, 0.0, 5.0), shapes.spread(Shape.UNIFORM, 0.0, 0.0, 8.0)
    ((0, 2.0, 3.0), (0, 0.0, 8.0))
    >>> shapes.table().shape
    (1, 385)
    """

    _place: dict[Table, int] = field(default_factory=dict)

    def table(self) -> NDArray[np.float32]:
        """Return all tables, float32 of shape (n_shapes, n_points); one row at least."""
        rows = [_values(*table) for table in self._place] or [np.zeros(N_POINTS)]
        return np.stack(rows).astype(np.float32)

    def spread(self, shape: int, low: float, likely: float, high: float) -> tuple[int, float, float]:
        """Return position, shift and scale of a distribution from its points; scale 0 if they are equal.

        Raises
        ------
        ValueError
            If the points of a lognormal (P10 and P90) are not above 0, or the shape has other points.
        """
        columns = self.spreads(shape, *(np.array([point]) for point in (low, likely, high)))
        return int(columns[0][0]), float(columns[1][0]), float(columns[2][0])

    def spreads(self, shape: int, low: Floats, likely: Floats, high: Floats) -> Spreads:
        """Return positions, shifts and scales, float64 of shape (n,) each, of many distributions at once."""
        if shape == Shape.PERT:
            mean = (low + 4 * likely + high) / 6
            variance = np.maximum((mean - low) * (high - mean), 0) / 7
            return self._placed("pert", (low, likely, high), mean, np.sqrt(variance))
        if shape == Shape.TRIANGULAR:
            parts = (likely - low) ** 2 + (high - likely) ** 2 + (high - low) ** 2
            return self._placed(
                "triangular", (low, likely, high), (low + likely + high) / 3, np.sqrt(parts / 36)
            )
        if shape == Shape.UNIFORM:
            return np.full(len(low), self._idx("uniform", 0.0)), low, high - low
        if shape == Shape.LOGNORMAL:
            return self._lognormal(low, high)
        raise ValueError(f"shape {shape} has no three points")

    def normal(self) -> int:
        """Return the position of the standard normal itself."""
        return self._idx("normal", 0.0)

    def reference(self, probability: tuple[float, ...], multiple: tuple[float, ...]) -> int:
        """Return the position of the multiples of a reference class."""
        return self._idx("reference", (*probability, *multiple))

    def _lognormal(self, p10: Floats, p90: Floats) -> Spreads:
        if len(p10) and not (p10.min() > 0 and np.all(p10 <= p90)):
            raise ValueError("a lognormal needs 0 < P10 ≤ P90")
        sigma = np.minimum(np.log(p90 / p10) / (2 * P90), MOST_SIGMA)
        near = np.maximum(np.rint(sigma * PLACES), 1) / PLACES
        scale = (p90 - p10) / (np.exp(near * P90) - np.exp(-near * P90))
        return self._all("lognormal", near), p10 - scale * np.exp(-near * P90), scale

    def _placed(self, name: str, points: tuple[Floats, Floats, Floats], mean: Floats, sd: Floats) -> Spreads:
        """Return spreads of a shape on 0 … 1 that differs in where its most likely value lies."""
        low, likely, high = points
        width = high - low
        where = np.divide(likely - low, width, out=np.full(len(low), 0.5), where=width > 0)
        near = np.rint(np.clip(where, 0, 1) * PLACES) / PLACES
        places, inverse = np.unique(near, return_inverse=True)
        moments = np.array([_moments(name, place) for place in places.tolist()]).reshape(-1, 2)[inverse]
        scale = sd / moments[:, 1]
        return self._all(name, near), mean - scale * moments[:, 0], scale

    def _all(self, name: str, parameter: Floats) -> NDArray[np.int64]:
        found, inverse = np.unique(parameter, return_inverse=True)
        return np.array([self._idx(name, value) for value in found.tolist()], np.int64)[inverse]

    def _idx(self, name: str, parameter: float | tuple[float, ...]) -> int:
        return self._place.setdefault((name, parameter), len(self._place))


@lru_cache(maxsize=1)
def mean_weights() -> Floats:
    """Return the weight of each point of a table in the mean of its shape; they add up to 1.

    The integral of the normal density times the hat function around the point.
    """
    z = grid()
    step = z[1] - z[0]
    density = np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    mass, moment = np.diff(grid_probabilities()), -np.diff(density)
    upper = (moment - z[:-1] * mass) / step
    weights = np.zeros(len(z))
    weights[:-1] += mass - upper
    weights[1:] += upper
    weights[[0, -1]] += grid_probabilities()[0]
    return weights


def grid() -> Floats:
    """Return the z of the points of a table."""
    return np.linspace(-WIDEST, WIDEST, N_POINTS)


@lru_cache(maxsize=1)
def grid_probabilities() -> Floats:
    """Return the probabilities of the points of a table."""
    return probabilities(grid())


def probabilities(z: Floats) -> Floats:
    """Return the normal distribution function."""
    return np.array([math.erfc(-one / math.sqrt(2)) / 2 for one in z.tolist()])


def z_of(probability: Sequence[float]) -> Floats:
    """Return the z of probabilities between 0 and 1, by halving: within 1e-12."""
    wanted = np.asarray(probability, np.float64)
    low, high = np.full(len(wanted), -9.0), np.full(len(wanted), 9.0)
    for _ in range(64):
        middle = (low + high) / 2
        below = probabilities(middle) < wanted
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    found: Floats = (low + high) / 2
    return found


@lru_cache(maxsize=4096)
def _values(name: str, parameter: float | tuple[float, ...]) -> Floats:
    if isinstance(parameter, tuple):
        return _reference(grid(), np.array(parameter))
    if name == "normal":
        return grid()
    if name == "lognormal":
        return np.asarray(np.exp(parameter * grid()))
    if name == "uniform":
        return grid_probabilities()
    below, above = {"pert": _pert, "triangular": _triangular}[name](parameter)
    values: Floats = np.concatenate([below, 1 - above[-2::-1]])
    return values


@lru_cache(maxsize=4096)
def _moments(name: str, place: float) -> tuple[float, float]:
    """Return mean and standard deviation of a table as it is read: straight between its points."""
    values, weights = _values(name, place), mean_weights()
    mean = float(weights @ values)
    # The square of a broken line is above the line through its squares: the difference is small but known.
    bend = np.diff(values) ** 2 @ _bend_weights()
    return mean, math.sqrt(max(float(weights @ values**2) - float(bend) - mean**2, 0.0))


@lru_cache(maxsize=1)
def _bend_weights() -> Floats:
    """Return per cell the mean of f·(1 − f), f the fraction of the way through it, by its middle density."""
    weights: Floats = np.diff(grid_probabilities()) / 6
    return weights


def _triangular(place: float) -> tuple[Floats, Floats]:
    """Return the lower half of the quantiles from 0, and the upper half from 1, as distances."""
    probability = grid_probabilities()[: N_POINTS // 2 + 1]

    def distance(near: float) -> Floats:
        rising = np.sqrt(probability * near)
        falling = 1 - np.sqrt((1 - probability) * (1 - near))
        found: Floats = np.where(probability < near, rising, falling)
        return found

    return distance(place), distance(1 - place)


def _pert(place: float) -> tuple[Floats, Floats]:
    """Return the same of the beta distribution with exponents 4·place and 4·(1 − place).

    Both tails are summed from their own end: 1 − p has no digits left beyond z = 6.
    """
    low, high, weights, edges = _beta_nodes()
    mass = (np.exp(4 * place * low + 4 * (1 - place) * high) * weights).sum(axis=1)
    probability = grid_probabilities()[: N_POINTS // 2 + 1]

    def distance(cells: Floats) -> Floats:
        below = np.concatenate([[0.0], np.cumsum(cells)])
        found: Floats = np.interp(probability * below[-1], below, edges)
        return found

    return distance(mass), distance(mass[::-1])


@lru_cache(maxsize=1)
def _beta_nodes(n_cells: int = 1024) -> tuple[Floats, Floats, Floats, Floats]:
    """Return ln x, ln(1 − x) and weights of Gauss–Legendre in cells of t, and the edges of the cells.

    x = sin²(πt/2): dense at both ends, and the cells are each other's mirror images.
    """
    nodes, weights = np.polynomial.legendre.leggauss(3)
    angle = (np.arange(n_cells)[:, None] + (nodes + 1) / 2) * (np.pi / 2 / n_cells)
    edges = np.sin(np.linspace(0, np.pi / 2, n_cells + 1)) ** 2
    return 2 * np.log(np.sin(angle)), 2 * np.log(np.cos(angle)), np.sin(2 * angle) * weights, edges


def _reference(z: Floats, parameter: Floats) -> Floats:
    """Return multiples: straight in ln(multiple) over z between the quantiles, and so on beyond them."""
    probability, multiple = parameter.reshape(2, -1)
    at, height = z_of(probability.tolist()), np.log(multiple)
    if len(at) == 1:
        return np.full(len(z), multiple[0])
    cell = np.clip(np.searchsorted(at, z, side="right") - 1, 0, len(at) - 2)
    slope = np.diff(height) / np.diff(at)
    return np.asarray(np.exp(height[cell] + slope[cell] * (z - at[cell])))
