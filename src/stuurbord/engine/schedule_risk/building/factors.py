"""Causes that tasks share: their own mixture, and what they weigh in the spread of an estimate."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from stuurbord.engine.schedule_risk.network import Float32, Keys
from stuurbord.engine.schedule_risk.random_numbers import identity_key
from stuurbord.plan.model import Floats
from stuurbord.plan.uncertainty import RiskModel

_LEAST_VARIANCE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Factors:
    """Keys and mixture of the factors, and the loads per task and quantity."""

    key: Keys
    mix: Float32
    loads: dict[tuple[int, int], tuple[tuple[int, float], ...]]
    correlation: Floats

    def own(self, loads: tuple[tuple[int, float], ...]) -> float:
        """Return the weight of a draw's own spread beside these loads."""
        if not loads:
            return 1.0
        idx = [factor for factor, _ in loads]
        weight = np.array([one for _, one in loads])
        shared = float(weight @ self.correlation[np.ix_(idx, idx)] @ weight)
        return math.sqrt(max(1.0 - shared, 0.0))


def factors_of(model: RiskModel) -> Factors:
    """Return the factors of a model; their keys are the same in every project that names them."""
    n_factors = len(model.factors)
    correlation = np.eye(n_factors) if model.factor_correlation is None else model.factor_correlation
    mix = np.linalg.cholesky(correlation) if n_factors else np.zeros((0, 0))
    loads: dict[tuple[int, int], list[tuple[int, float]]] = {}
    rows = model.loadings
    columns = (rows.factor_idx, rows.task_uid, rows.quantity, rows.loading)
    for factor, uid, quantity, weight in zip(*(column.tolist() for column in columns), strict=True):
        if weight * weight > _LEAST_VARIANCE:
            loads.setdefault((uid, quantity), []).append((factor, weight))
    return Factors(
        np.array([identity_key("factor", code) for code in model.factors.code], np.uint64),
        mix.astype(np.float32),
        {key: tuple(found) for key, found in loads.items()},
        np.asarray(correlation, np.float64),
    )
