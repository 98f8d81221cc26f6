"""When a project is finished, as a row of a table tells it: simulated where it can be, and saying so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from stuurbord.web.look.deviation import DeviationScale, deviation_band
from stuurbord.web.look.forecast_band import forecast_band


@dataclass(frozen=True, slots=True)
class FinishFacts:
    """P50 and P80 of a project, or its forecast alone.

    Attributes
    ----------
    finish, days
        P50, without a simulation the forecast; calendar days from the baseline.
    sure, sure_days
        P80; None without a simulation.
    """

    finish: date | None
    days: int | None
    sure: date | None
    sure_days: int | None

    @property
    def is_simulated(self) -> bool:
        return self.sure is not None


def finish_facts(state: Any) -> FinishFacts:
    """Return what the state of a project says of its finish."""
    middle, sure = getattr(state, "p50_finish", None), getattr(state, "p80_finish", None)
    if middle is None or sure is None:
        return FinishFacts(state.forecast_finish, state.deviation_days, None, None)
    promised = state.baseline_finish
    return FinishFacts(middle, _days(middle, promised), sure, _days(sure, promised))


def state_band(scale: DeviationScale, state: Any, tolerance: int | None) -> SafeString:
    """Return the band P50 to P80 on the axis of a table; without a simulation the bar to the forecast."""
    shown = finish_facts(state)
    if shown.is_simulated:
        return forecast_band(scale, shown.days, shown.sure_days, tolerance)
    return deviation_band(scale, shown.days, tolerance)


def _days(day: date, promised: date | None) -> int | None:
    return None if promised is None else (day - promised).days
