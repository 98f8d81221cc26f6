"""A table of cumulative planned value, earned value and actual cost per status date, as CSV or Excel."""

from __future__ import annotations

from dataclasses import dataclass

from stuurbord.engine.earned_value.series import ProgressSeries
from stuurbord.errors import N_, Finding, Severity, UnreadableFile, Where
from stuurbord.exchange.progress_series.checks import check_series
from stuurbord.exchange.progress_series.table_rows import read_rows
from stuurbord.exchange.tabular.book import base_name, check_size
from stuurbord.exchange.tabular.limits import DEFAULT, Limits
from stuurbord.exchange.workbook.whole import without_excess
from stuurbord.plan.calendar import Calendar


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """What a table of progress does not say itself.

    Attributes
    ----------
    budget_at_completion
        Cents, above zero.
    baseline_start, baseline_finish
        Instants; the start comes first.
    calendar
        In whose working time to count; without one time counts on the clock.
    """

    budget_at_completion: int
    baseline_start: int
    baseline_finish: int
    calendar: Calendar | None = None

    def __post_init__(self) -> None:
        if self.budget_at_completion <= 0:
            raise ValueError(f"budget_at_completion {self.budget_at_completion} <= 0")
        if self.baseline_start >= self.baseline_finish:
            raise ValueError(f"baseline_start {self.baseline_start} >= finish {self.baseline_finish}")


@dataclass(frozen=True, slots=True)
class ProgressReading:
    """A series as it was read.

    Attributes
    ----------
    lines
        The line of the file of each row of the series.
    days_only
        All dates stand without a time of day: each counts to its end.
    """

    series: ProgressSeries
    lines: tuple[int, ...]
    findings: tuple[Finding, ...]
    days_only: bool


def read_progress_table(
    data: bytes, file: str, facts: SeriesFacts, limits: Limits = DEFAULT
) -> ProgressReading:
    """Read cumulative values per status date; columns ``period_end``, ``pv``, ``ev`` and ``ac``.

    A cell that cannot be read is left out, a row without date as well; both are told with their line. Rows
    are put in order of date, and of two rows for one date the last counts.

    Raises
    ------
    UnreadableFile
        If there is no such table in the file.
    FileRefused
        If it is too large.
    """
    file = base_name(file)
    check_size(data, file, limits)
    rows, findings = read_rows(data, file, limits)
    if not len(rows):
        told = N_("The table holds no row with a status date.")
        nothing = Finding("no_progress_rows", told, Severity.ERROR, Where(file))
        raise UnreadableFile(*findings[: limits.findings], nothing)
    rows = check_series(rows, facts, file, findings)
    series = ProgressSeries(
        rows.period_end,
        rows.planned_value,
        rows.earned_value,
        rows.actual_cost,
        facts.budget_at_completion,
        facts.baseline_start,
        facts.baseline_finish,
        facts.calendar,
    )
    told_of = without_excess(findings, file, limits.findings)
    return ProgressReading(series, tuple(rows.line.tolist()), tuple(told_of), rows.days_only)
