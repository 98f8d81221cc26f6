"""The earned value of one file: read, with every index and forecast on the last date reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import typer

from stuurbord.cli.forecast import given_cents, given_moment
from stuurbord.cli.terminal import Terminal
from stuurbord.engine.earned_value import (
    CostMethod,
    DurationMethod,
    Figures,
    Indices,
    PlannedCurve,
    ProgressSeries,
    cost_forecasts,
    duration_forecasts,
    finish_instants,
    indices,
    series_curve,
    tracked_curve,
    tracked_indices,
)
from stuurbord.engine.forecast import Forecast, TaskHistory, forecast
from stuurbord.errors import N_, Finding
from stuurbord.exchange.progress_series import (
    SeriesFacts,
    is_tracking_workbook,
    read_progress_table,
    read_tracking_workbook,
)
from stuurbord.plan.calendar import DAY, instant


@dataclass(frozen=True, slots=True)
class EvmAnswer:
    """What is known of a project's progress, on every date of its series.

    Attributes
    ----------
    own
        Our own forecast, beside the published ones.
    row
        The last row with an earned value; None if nothing was reported.
    line
        Where that row stands in the file, if it is a table.
    days_only
        Dates stand without a time of day.
    seconds_per_day
        What a day of the durations is: of work where the file has an agenda, else of the clock.
    """

    file: str
    project: str
    series: ProgressSeries
    curve: PlannedCurve
    row: int | None
    line: int | None
    indices: Indices
    durations: dict[DurationMethod, Figures]
    finishes: dict[DurationMethod, Figures]
    costs: dict[CostMethod, Figures]
    own: Forecast
    findings: tuple[Finding, ...]
    days_only: bool
    seconds_per_day: int


def read_answer(data: bytes, file: str, options: tuple[str, str, str], speaker: Terminal) -> EvmAnswer:
    """Read a table of progress or a tracking workbook, and compute everything from it.

    Parameters
    ----------
    options
        Budget, start and finish of the baseline as they were typed; a tracking workbook needs none.
    """
    if is_tracking_workbook(data, file):
        return _of_workbook(data, file, options, speaker)
    facts = _facts(options, speaker)
    reading = read_progress_table(data, file, facts)
    series, row = reading.series, reading.series.last_reported
    return _answer(
        file,
        series,
        series_curve(series),
        indices(series),
        forecast(series),
        line=None if row is None else reading.lines[row],
        findings=reading.findings,
        days_only=reading.days_only,
    )


def _of_workbook(data: bytes, file: str, options: tuple[str, str, str], speaker: Terminal) -> EvmAnswer:
    if any(options):
        told = N_("A tracking workbook holds its own budget and baseline: leave out the options for them.")
        raise typer.BadParameter(speaker.gettext(told))
    reading = read_tracking_workbook(data, file)
    project, curve = reading.project, tracked_curve(reading.project)
    return _answer(
        file,
        project.series,
        curve,
        tracked_indices(project),
        forecast(project.series, curve=curve, tasks=TaskHistory(project.plan, project.progress)),
        project=project.name,
        findings=reading.findings,
        seconds_per_day=project.plan.seconds_per_day,
    )


def _facts(options: tuple[str, str, str], speaker: Terminal) -> SeriesFacts:
    bac, start, finish = options
    names = ("--bac", "--baseline-start", "--baseline-finish")
    missing = [name for name, given in zip(names, options, strict=True) if not given]
    if missing:
        told = speaker.gettext(N_("A table of progress also needs {options}."))
        raise typer.BadParameter(told.format(options=", ".join(missing)))
    budget = given_cents(bac, speaker)
    begin = _instant(given_moment(start, names[1], speaker), at_end=False)
    end = _instant(given_moment(finish, names[2], speaker), at_end=True)
    if begin >= end:
        told = N_("The baseline must finish after it starts.")
        raise typer.BadParameter(speaker.gettext(told), param_hint=names[2])
    return SeriesFacts(budget, begin, end)


def _instant(when: date, *, at_end: bool) -> int:
    """Return an instant; a day without a time of day counts whole."""
    if isinstance(when, datetime):
        found = instant(when)
        # Midnight is how programs write a day without a time.
        return found + DAY if at_end and found % DAY == 0 else found
    return instant(datetime(when.year, when.month, when.day)) + (DAY if at_end else 0)  # noqa: DTZ001


def _answer(
    file: str,
    series: ProgressSeries,
    curve: PlannedCurve,
    found: Indices,
    own: Forecast,
    *,
    findings: tuple[Finding, ...],
    project: str = "",
    line: int | None = None,
    days_only: bool = False,
    seconds_per_day: int = DAY,
) -> EvmAnswer:
    budget = float(series.budget_at_completion)
    durations = duration_forecasts(found, budget=budget, planned_duration=float(curve.planned_duration))
    return EvmAnswer(
        file=file,
        project=project,
        series=series,
        curve=curve,
        row=series.last_reported,
        line=line,
        indices=found,
        durations=durations,
        finishes={method: finish_instants(series, one) for method, one in durations.items()},
        costs=cost_forecasts(found, budget=budget),
        own=own,
        findings=findings,
        days_only=days_only,
        seconds_per_day=seconds_per_day,
    )
