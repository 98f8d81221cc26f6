"""What only the whole series can tell: order, gaps, values that fall, a plan that misses its budget."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, Protocol

import numpy as np

from stuurbord.errors import N_, Finding, Severity, Where
from stuurbord.exchange.progress_series.table_rows import ProgressRows
from stuurbord.plan.calendar import DAY, NONE
from stuurbord.plan.model import Booleans, Integers

_GAP: Final = 1.75
"""A period this many times as long as usual skips at least one; months differ by less."""
_CENTS: Final = 100
"""Cents by which a planned value may miss the budget for having been rounded."""


class Facts(Protocol):
    """The part of `SeriesFacts` that is looked at here."""

    @property
    def budget_at_completion(self) -> int: ...
    @property
    def baseline_start(self) -> int: ...
    @property
    def baseline_finish(self) -> int: ...


def check_series(rows: ProgressRows, facts: Facts, file: str, findings: list[Finding]) -> ProgressRows:
    """Return the rows in order of date, one per date; what is doubtful about them is told."""
    checks = _Checks(Where(file), findings)
    rows = checks.in_order(rows)
    checks.look_at_values(rows, facts.budget_at_completion)
    checks.look_at_missing(rows)
    checks.look_at_dates(rows, facts)
    return rows


def check_values(rows: ProgressRows, budget: int, place: Where, findings: list[Finding]) -> None:
    """Tell what is doubtful about the values of rows that are in order already."""
    _Checks(place, findings).look_at_values(rows, budget)


class _Checks:
    """The checks of one file."""

    def __init__(self, place: Where, findings: list[Finding]) -> None:
        self.place, self.findings = place, findings

    def _tell(self, code: str, text: str, line: int | None, info: bool = False, **fields: Any) -> None:
        severity = Severity.INFO if info else Severity.WARNING
        self.findings.append(Finding(code, text, severity, replace(self.place, line=line), fields))

    def _each(self, code: str, text: str, rows: ProgressRows, mask: Booleans) -> None:
        for line in rows.line[mask].tolist():
            self._tell(code, text, line)

    def in_order(self, rows: ProgressRows) -> ProgressRows:
        """Sort by date; of two rows with one date the last in the file counts."""
        told = N_("This status date comes before that of an earlier row; the rows are put in order.")
        behind = rows.period_end < np.maximum.accumulate(rows.period_end)
        self._each("status_dates_unordered", told, rows, behind)
        rows = rows.chosen(np.argsort(rows.period_end, kind="stable"))
        is_repeated = np.concatenate([rows.period_end[1:] == rows.period_end[:-1], [False]])
        told = N_("Another row has the same status date and stands further down; that one counts.")
        self._each("status_date_twice", told, rows, is_repeated)
        return rows.chosen(np.flatnonzero(~is_repeated))

    def look_at_values(self, rows: ProgressRows, budget: int) -> None:
        """Tell of values that fall or exceed the budget, and of costs of zero."""
        told = N_("The planned value is lower than in an earlier period.")
        self._each("planned_value_falls", told, rows, _falls(rows.planned_value))
        told = N_("The earned value is lower than in an earlier period.")
        self._each("earned_value_falls", told, rows, _falls(rows.earned_value))
        told = N_("The actual cost is lower than in an earlier period.")
        self._each("actual_cost_falls", told, rows, _falls(rows.actual_cost))
        told = N_("The planned value exceeds the budget.")
        self._each("planned_value_above_budget", told, rows, rows.planned_value > budget + _CENTS)
        told = N_("The earned value exceeds the budget.")
        self._each("earned_value_above_budget", told, rows, rows.earned_value > budget + _CENTS)
        told = N_("Value is earned but the actual cost is zero; the cost index is unknown.")
        self._each("actual_cost_zero", told, rows, (rows.earned_value > 0) & (rows.actual_cost == 0))

    def look_at_missing(self, rows: ProgressRows) -> None:
        """Tell of values that are missing between others."""
        reported = rows.earned_value != NONE
        if not reported.any():
            told = N_("No row has an earned value; nothing can be said about progress.")
            self._tell("no_earned_value", told, None)
            return
        until = np.arange(len(rows)) <= np.flatnonzero(reported)[-1]
        told = N_("This row has no earned value, and a later one has; the period is left open.")
        self._each("earned_value_missing", told, rows, until & ~reported)
        told = N_("This row has an earned value but no actual cost; cost indices are unknown.")
        self._each("actual_cost_missing", told, rows, reported & (rows.actual_cost == NONE))
        told = N_("This row has an earned value but no planned value; SPI is unknown.")
        self._each("planned_value_missing", told, rows, reported & (rows.planned_value == NONE))

    def look_at_dates(self, rows: ProgressRows, facts: Facts) -> None:
        """Tell of periods that are missing, lie before the baseline, and of a plan that stops too low."""
        told = N_("This status date lies at or before the start of the baseline.")
        self._each("status_date_before_baseline", told, rows, rows.period_end <= facts.baseline_start)
        self._look_at_gaps(rows)
        planned = rows.planned_value != NONE
        if not planned.any():
            told = N_("No row has a planned value; the plan is taken to earn evenly.")
            self._tell("no_planned_value", told, None)
            return
        last = int(np.flatnonzero(planned)[-1])
        most = int(rows.planned_value[planned].max())
        if most < facts.budget_at_completion - max(_CENTS, facts.budget_at_completion // 10_000):
            ends_before = rows.period_end[last] < facts.baseline_finish
            if ends_before:
                told = N_(
                    "The planned value stops before the baseline ends; from there it is taken to rise evenly."
                )
            else:
                told = N_("The planned value does not reach the budget at the end of the baseline.")
            code = "planned_value_stops" if ends_before else "planned_value_short"
            self._tell(code, told, int(rows.line[last]), info=bool(ends_before))

    def _look_at_gaps(self, rows: ProgressRows) -> None:
        """Tell of reports further apart than usual; rows with planned value alone may stand as they like."""
        reported = np.flatnonzero(rows.earned_value != NONE)
        rows = rows.chosen(np.arange(reported[-1] + 1 if len(reported) else 0))
        if len(rows) < 4:
            return
        lengths = np.diff(rows.period_end)
        usual = float(np.sort(lengths)[(len(lengths) - 1) // 2])
        told = N_(
            "A period seems to be missing before this row: {days} days since the last, usually {usual}."
        )
        for row in np.flatnonzero(lengths > _GAP * usual).tolist():
            fields = {"days": round(int(lengths[row]) / DAY), "usual": round(usual / DAY)}
            self._tell("period_missing", told, int(rows.line[row + 1]), info=True, **fields)


def _falls(values: Integers) -> Booleans:
    """Tell which values are lower than one before them; what is not given is passed over."""
    highest = np.maximum.accumulate(values)  # `NONE` is the lowest of all
    falls: Booleans = (values != NONE) & (values < highest)
    return falls
