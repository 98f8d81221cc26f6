"""From rows to what tasks share: factors with their loadings and correlations, and the weather."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from stuurbord.errors import N_
from stuurbord.exchange.records import (
    EstimateQuantity,
    FactorCorrelationRecord,
    FactorLoadingRecord,
    WeatherRecord,
)
from stuurbord.exchange.risk_workbook.spreads import QUANTITY, Spreads
from stuurbord.exchange.risk_workbook.told import Told, place_of
from stuurbord.plan.model import Floats, table
from stuurbord.plan.uncertainty import Exposures, Factors, Loadings, LostDays, Quantity, Weather

MONTHS: Final = (
    "january february march april may june july august september october november december"
).split()
_MOST_SEARCHED: Final = 100
_POSITIVE: Final = 1e-9
"""Rounding may make a matrix that is just not definite seem so."""
COURSE: Final = N_("Course of the project as a whole")
"""Name of the factor that the tasks of one project share by their reference class."""
COURSE_PREFIX: Final = "course:"


@dataclass(slots=True)
class SharedCauses:
    """Factors and their loadings, while rows are added."""

    told: Told
    names: dict[str, str] = field(default_factory=dict)
    loadings: dict[tuple[str, int, Quantity], tuple[float, str]] = field(default_factory=dict)
    correlation: Floats | None = None

    def add_loadings(self, rows: Iterable[FactorLoadingRecord]) -> None:
        """Add what tasks share as people say it."""
        for row in rows:
            self.names[row.factor] = self.names.get(row.factor) or row.name
            quantity = QUANTITY[EstimateQuantity(row.quantity)]
            for named in self.told.tasks(row.tasks, row.where, row.factor):
                place = place_of(row.where, row.factor)
                self.loadings[row.factor, named.idx, quantity] = float(row.loading), place

    def add_course(self, spreads: Spreads, project: str) -> None:
        """Let tasks share what their reference class found that tasks of one project share.

        What people said of a task goes before: only the variance they left is shared so.
        """
        said: dict[tuple[int, Quantity], float] = defaultdict(float)
        for (_, idx, quantity), (loading, _) in self.loadings.items():
            said[idx, quantity] += loading**2
        for (idx, quantity), spread in sorted(spreads.by_task.items(), key=lambda item: item[0]):
            share = spread.reference.shared_variance if spread.reference else 0.0
            share = min(share, 1.0 - said[idx, quantity])
            if share <= 0:
                continue
            code = f"{COURSE_PREFIX}{project}"
            self.names.setdefault(code, COURSE)
            self.loadings[code, idx, quantity] = math.sqrt(share), spread.row["where"]

    def add_correlations(self, rows: Iterable[FactorCorrelationRecord]) -> None:
        """Add how causes move together, as long as that is possible at all; call it last."""
        position = {code: idx for idx, code in enumerate(self.names)}
        known = [row for row in rows if self._is_known(row, position)]
        matrix = _with(np.eye(len(position)), known, position)
        if known and not _is_possible(matrix):
            matrix = self._possible_part(known, position)
        self.correlation = matrix if known else None

    def _possible_part(self, rows: list[FactorCorrelationRecord], position: dict[str, int]) -> Floats:
        """Return the correlations that are possible with those above them; the others are told."""
        matrix = np.eye(len(position))
        for row in rows:
            tried = _with(matrix, [row], position)
            # Many causes are not searched through: each step costs their number to the third power.
            if len(position) <= _MOST_SEARCHED and _is_possible(tried):
                matrix = tried
                continue
            text = N_("Correlation {correlation} of “{factor}” and “{other}” contradicts the others.")
            fields: dict[str, Any] = {"factor": row.factor[:40], "other": row.other[:40]}
            fields["correlation"] = str(row.correlation)
            self.told.tell("correlation_impossible", text, row.where, **fields)
        return matrix

    def _is_known(self, row: FactorCorrelationRecord, position: dict[str, int]) -> bool:
        unknown = [one for one in (row.factor, row.other) if one not in position]
        for code in unknown:
            text = N_("Shared cause “{factor}” is not on the sheet of shared causes.")
            self.told.tell("factor_unknown", text, row.where, factor=code[:40])
        return not unknown and row.factor != row.other

    def factors(self) -> Factors:
        """Return the table of factors."""
        made: Factors = table(
            Factors, {"code": list(self.names), "name": [*self.names.values()]}, len(self.names)
        )
        return made

    def table_of_loadings(self) -> Loadings:
        """Return the table of loadings."""
        position = {code: idx for idx, code in enumerate(self.names)}
        uid = self.told.plan.tasks.uid
        columns: dict[str, list[Any]] = {
            "factor_idx": [position[code] for code, _, _ in self.loadings],
            "task_uid": [int(uid[idx]) for _, idx, _ in self.loadings],
            "quantity": [quantity for _, _, quantity in self.loadings],
            "loading": [loading for loading, _ in self.loadings.values()],
            "where": [where for _, where in self.loadings.values()],
        }
        made: Loadings = table(Loadings, columns, len(self.loadings))
        return made


def _with(matrix: Floats, rows: Iterable[FactorCorrelationRecord], position: dict[str, int]) -> Floats:
    """Return a correlation matrix with these pairs in it."""
    made = matrix.copy()
    for row in rows:
        first, second = position[row.factor], position[row.other]
        made[first, second] = made[second, first] = float(row.correlation)
    return made


def _is_possible(matrix: Floats) -> bool:
    """Tell whether a matrix is positive definite."""
    return bool(np.linalg.eigvalsh(matrix)[0] > _POSITIVE)


def weather_tables(rows: Iterable[WeatherRecord], told: Told) -> tuple[Weather, LostDays, Exposures]:
    """Return the kinds of weather, the days they take per month and the tasks out in them."""
    kinds: list[tuple[str, str, str]] = []
    lost: list[tuple[int, int, float, str]] = []
    exposed: list[tuple[int, int, str]] = []
    for row in rows:
        place = place_of(row.where, row.code)
        for number, month in enumerate(MONTHS, start=1):
            if chance := getattr(row, month):
                lost.append((len(kinds), number, float(chance), place))
        named = told.tasks(row.tasks, row.where, row.code)
        exposed += [(len(kinds), told.uid(one), place) for one in named]
        kinds.append((row.code, row.name or row.code, place))
    return (
        _columns(Weather, ("code", "name", "where"), kinds),
        _columns(LostDays, ("weather_idx", "month", "probability", "where"), lost),
        _columns(Exposures, ("weather_idx", "task_uid", "where"), exposed),
    )


def _columns(kind: type, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> Any:
    values = list(zip(*rows, strict=True)) or [()] * len(names)
    return table(kind, dict(zip(names, map(list, values), strict=True)), len(rows))
