"""How much longer than planned a project may last at the worst, so that its calendars reach so far."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from stuurbord.engine.schedule_risk.shapes import P90, WIDEST, ShapeTable
from stuurbord.plan.model import Plan
from stuurbord.plan.uncertainty import Quantity, ReferenceQuantiles, RiskModel, Shape

_LEAST: Final = 1.5
_MOST: Final = 16.0
_MOST_WITH_WEATHER: Final = 3.0
"""Calendars with many courses are dear; should a project still reach the end, it gets more days."""
_TOGETHER: Final = 0.5
"""Not every task turns out at its worst."""
_FAR: Final = 4.0
"""Standard deviations: once in thirty thousand draws."""


def stretch(model: RiskModel) -> float:
    """Return by how much a project may last longer at the worst that is at all likely."""
    estimates = model.estimates
    is_duration = (estimates.quantity == Quantity.DURATION) & ~estimates.is_amount
    has_tail = np.isin(estimates.shape, [Shape.REFERENCE, Shape.LOGNORMAL])
    highest = float(estimates.high[is_duration & ~has_tail].max(initial=1.0))
    found = max(_LEAST, 1 + (highest - 1) * _TOGETHER)
    # A fat tail may be that of a cause all tasks share, so it counts whole.
    lognormal = is_duration & (estimates.shape == Shape.LOGNORMAL)
    for low, high in {
        *zip(estimates.low[lognormal].tolist(), estimates.high[lognormal].tolist(), strict=True)
    }:
        found = max(found, math.sqrt(low * high) * (high / low) ** (_FAR / (2 * P90)))
    classes = {*estimates.reference_idx[is_duration & (estimates.shape == Shape.REFERENCE)].tolist()}
    for idx in classes | {model.default_reference} - {-1}:
        found = max(found, _far_out(model.references[idx]))
    if not len(model.exposures):
        return min(found, _MOST)
    lost = float(model.lost_days.probability.max(initial=0.0))
    return min(found / max(1 - lost, 0.2), _MOST_WITH_WEATHER)


def _far_out(reference: ReferenceQuantiles) -> float:
    """Return the multiple of a class that hardly any project exceeds."""
    table = ShapeTable()
    row = table.reference(reference.probability, reference.multiple)
    values = table.table()[row]
    return float(np.interp(_FAR, np.linspace(-WIDEST, WIDEST, len(values)), values))


def extra_days(plan: Plan, model: RiskModel) -> int:
    """Return how many days events and amounts may add, all of them together."""
    impacts, estimates = model.impacts, model.estimates
    by_event = impacts.high[impacts.quantity == Quantity.DURATION]
    is_amount = estimates.is_amount & (estimates.quantity == Quantity.DURATION)
    again = plan.tasks.duration[np.isin(plan.tasks.uid, model.repeats.task_uid)]
    seconds = float(np.maximum(by_event, 0).sum() + estimates.high[is_amount].sum() + again.sum() * 3)
    workdays = seconds / max(plan.seconds_per_day, 3600)
    return int(min(workdays * 7 / 5 * _TOGETHER, 20 * 366))
