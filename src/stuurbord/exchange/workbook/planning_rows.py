"""A row of a planning sheet, wherever it came from: what one task says of itself in a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from stuurbord.errors import Where
from stuurbord.plan import Calendar

DATES: Final = (
    "start",
    "finish",
    "deadline",
    "baseline_start",
    "baseline_finish",
    "actual_start",
    "actual_finish",
)
"""The fields of a row that are days or moments."""


@dataclass(slots=True)
class PlanningRow:
    """One task as its table tells it; ``None`` and empty text mean not given.

    Durations stay text (or a number of days) until the project's units are known.
    """

    project: str
    name: str
    number: int | None = None
    wbs: str = ""
    level: int | None = None
    duration: Any = None
    predecessors: str = ""
    start: date | datetime | None = None
    finish: date | datetime | None = None
    constraint: Any = None
    deadline: date | datetime | None = None
    baseline_start: date | datetime | None = None
    baseline_finish: date | datetime | None = None
    baseline_duration: Any = None
    baseline_cost: Decimal | None = None
    percent_complete: Decimal | None = None
    actual_start: date | datetime | None = None
    actual_finish: date | datetime | None = None
    cost: Decimal | None = None
    actual_cost: Decimal | None = None
    resources: str = ""
    is_milestone: bool | None = None
    gate: str = ""
    legal_basis: str = ""
    legal_minimum: int | None = None
    legal_is_unverified: bool | None = None
    step: str = ""
    calendar: str = ""
    notes: str = ""
    where: Where = field(default_factory=Where)
    cells: Mapping[str, str] = field(default_factory=dict)
    """Field → cell, for findings."""

    def where_of(self, name: str) -> Where:
        """Return the place of one field of this row."""
        return replace(self.where, cell=self.cells.get(name, self.where.cell))


@dataclass(frozen=True, slots=True)
class PlanSettings:
    """What a project says of its plan as a whole.

    Attributes
    ----------
    calendar
        Name of a calendar the sheet knows, or empty: the Flemish administration's.
    given_calendar
        A calendar that came with the file (an agenda sheet); it goes before the name.
    summary_costs_are_totals
        A summary's cost already counts its parts, so only the parts' costs are costs.
    start_is_constraint
        A start date in the sheet holds the task back; otherwise it only informs.
    """

    name: str = ""
    start: date | datetime | None = None
    status_date: date | datetime | None = None
    calendar: str = ""
    given_calendar: Calendar | None = None
    default_unit: str = "d"
    summary_costs_are_totals: bool = False
    start_is_constraint: bool = True
