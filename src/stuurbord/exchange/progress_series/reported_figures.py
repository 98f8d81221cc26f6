"""ProTrack's own indices and forecasts, under the names this product gives them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from stuurbord.exchange.progress_series.columns import SheetCells
from stuurbord.plan.calendar import NONE


@dataclass(frozen=True, slots=True)
class _Figure:
    """Where a figure stands: the ``nth`` column of this header, and what its cells are."""

    header: str
    kind: str
    nth: int = 0


FIGURES: Final[dict[str, _Figure]] = {
    "planned_value": _Figure("Planned Value (PV)", "money"),
    "earned_value": _Figure("Earned Value (EV)", "money"),
    "actual_cost": _Figure("Actual Cost (AC)", "money"),
    "earned_schedule": _Figure("Earned Schedule (ES)", "moment"),
    "schedule_variance": _Figure("Schedule Variance (SV)", "money"),
    "spi": _Figure("Schedule Performance Index (SPI)", "number"),
    "cost_variance": _Figure("Cost Variance (CV)", "money"),
    "cpi": _Figure("Cost Performance Index (CPI)", "number"),
    "schedule_variance_time": _Figure("Schedule Variance (SV(t))", "span"),
    "spi_t": _Figure("Schedule Performance Index (SPI(t))", "number"),
    "p_factor": _Figure("p-factor", "number"),
    "finish_pv_1": _Figure("EAC(t)-PV (PF=1)", "moment"),
    "finish_pv_spi": _Figure("EAC(t)-PV (PF=SPI)", "moment"),
    "finish_pv_sci": _Figure("EAC(t)-PV (PF=SCI)", "moment"),
    "finish_ed_1": _Figure("EAC(t)-ED (PF=1)", "moment"),
    "finish_ed_spi": _Figure("EAC(t)-ED (PF=SPI)", "moment"),
    # The export gives two columns the same name; the second is SCI.
    "finish_ed_sci": _Figure("EAC(t)-ED (PF=SPI)", "moment", nth=1),
    "finish_es_1": _Figure("EAC(t)-ES (PF=1)", "moment"),
    "finish_es_spi_t": _Figure("EAC(t)-ES (PF=SPI(t))", "moment"),
    "finish_es_sci_t": _Figure("EAC(t)-ES (PF=SCI(t))", "moment"),
    "cost_1": _Figure("EAC (PF=1)", "money"),
    "cost_cpi": _Figure("EAC (PF=CPI)", "money"),
    "cost_spi": _Figure("EAC (PF=SPI)", "money"),
    "cost_spi_t": _Figure("EAC (PF=SPI(t))", "money"),
    "cost_sci": _Figure("EAC (PF=SCI)", "money"),
    "cost_sci_t": _Figure("EAC (PF=SCI(t))", "money"),
    "cost_cpi_spi": _Figure("EAC (PF=0.8*CPI+0.2*SPI)", "money"),
    "cost_cpi_spi_t": _Figure("EAC (PF=0.8*CPI+0.2*SPI(t))", "money"),
}
_SPAN: Final = re.compile(r"(-?)(?:(\d{1,6})d)? ?(?:(\d{1,3})h)?")


def reported_figures(overview: SheetCells, rows: Sequence[int]) -> dict[str, tuple[float | None, ...]]:
    """Return name → the figure on each of the rows; None where the cell is empty or no figure."""
    return {name: tuple(_figure(overview, row, figure) for row in rows) for name, figure in FIGURES.items()}


def _figure(overview: SheetCells, row: int, figure: _Figure) -> float | None:
    at = overview.position(figure.header, figure.nth)
    if figure.kind == "moment":
        when = overview.moment(row, at)
        return None if when == NONE else when
    if figure.kind == "span":
        text = str(overview.rows[row][at]).strip() if at is not None else ""
        return _span(text, overview.units.day)
    number = overview.number(row, at)
    return number * 100 if figure.kind == "money" and number is not None else number


def _span(text: str, day: int) -> float | None:
    """Return ``-3d 5h`` as working seconds.

    >>> _span("-3d 5h", 28_800), _span("0", 28_800)
    (-104400.0, 0.0)
    """
    if text == "0":
        return 0.0
    found = _SPAN.fullmatch(text)
    if not text or found is None:
        return None
    seconds = int(found[2] or 0) * day + int(found[3] or 0) * 3600
    return float(-seconds if found[1] else seconds)
