"""P80 of what projects cost together: added draw by draw, since a sum of P80s is no P80."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

import numpy as np

from stuurbord.engine.schedule_risk.percentiles import rank_of
from stuurbord.web.forecasts.answers import Answers
from stuurbord.web.forecasts.models import SimulationRun
from stuurbord.web.tolerances.goals import Goal
from stuurbord.web.tolerances.models import PortfolioTolerances

_SURE: Final = 0.8
_CENT: Final = Decimal("0.01")


def sure_cost(goals: Iterable[Goal], stored: PortfolioTolerances | None = None) -> Decimal:
    """Return the euro that suffice for these projects together with 80 % certainty.

    In each draw a project counts with what its plan costs there, and at least with the forecast of its budget
    lines: a plan need not hold every euro. So a portfolio of one project measures what that project measures.

    Parameters
    ----------
    goals
        Of each the forecast, or a simulation with costs, is known.
    stored
        Keeps the outcome until a run or a forecast changes.
    """
    listed = list(goals)
    drawn = {one.simulated.run_id: one for one in listed if _has_draws(one) and one.simulated}
    fixed = sum((one.forecast_cost or Decimal(0) for one in listed if not _has_draws(one)), Decimal(0))
    if not drawn:
        return fixed
    key = _key(drawn, fixed)
    if stored is not None and stored.sure_cost is not None and stored.sure_cost_of == key:
        return stored.sure_cost
    made = fixed + Decimal(str(_p80(drawn))).quantize(_CENT)
    if stored is not None:
        kept = PortfolioTolerances.objects.filter(pk=stored.pk, version=stored.version)
        kept.update(sure_cost=made, sure_cost_of=key)
        stored.sure_cost, stored.sure_cost_of = made, key
    return made


def _has_draws(goal: Goal) -> bool:
    return goal.simulated is not None and goal.simulated.p80_cost is not None


def _key(drawn: dict[int, Goal], fixed: Decimal) -> str:
    """Return what the sum depends on, as one value."""
    runs = SimulationRun.objects.filter(pk__in=drawn).order_by("pk").values_list("pk", "key", "made_at")
    told = [f"{pk} {key} {at.isoformat()} {drawn[pk].forecast_cost}" for pk, key, at in runs]
    return hashlib.sha256("\n".join([*told, str(fixed)]).encode()).hexdigest()


def _p80(drawn: dict[int, Goal]) -> float:
    """Add the draws of one project after the other: those of a thousand need not be held at once."""
    total = None
    for run in SimulationRun.objects.filter(pk__in=drawn).order_by("pk").iterator(chunk_size=50):
        least = drawn[run.pk].forecast_cost
        cost = Answers(run).cost
        cost = cost if least is None else np.maximum(cost, float(least))
        total = cost if total is None else total + cost
    assert total is not None
    return float(np.sort(total)[rank_of(len(total), _SURE)])
