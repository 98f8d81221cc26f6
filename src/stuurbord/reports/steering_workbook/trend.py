"""The milestone trend: what each report said of each project's goal, as reported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from stuurbord.errors import N_
from stuurbord.reports.steering_workbook.table import Column, Formula, Table
from stuurbord.reports.steering_workbook.wording import Wording

SHIFTS = (1, 3)
"""Over how many reports a shift is shown."""


def trend_table(wording: Wording) -> Table:
    """Return the goal date of each project in each report, with its shift over one and three reports."""
    dates = wording.snapshot.report_dates
    names = {project.code: project.name for project in wording.snapshot.projects}
    return Table(
        name=wording(N_("Milestone trend")),
        note=wording.note(wording(N_("each column is a report; shifts in calendar days"))),
        columns=(
            Column("project", wording(N_("Project")), "text", 9),
            Column("project_name", wording(N_("Project name")), "text", 30),
            Column("milestone", wording(N_("Goal")), "text", 7),
            Column("baseline", wording(N_("Baseline")), "day", 11),
            *(Column(_key(n), wording.language.day(day), "day", 11) for n, day in enumerate(dates)),
            *(_shift(dates, back, wording) for back in SHIFTS if len(dates) > back),
        ),
        rows=[
            {
                "project": line.project,
                "project_name": names.get(line.project, ""),
                "milestone": line.milestone,
                "baseline": line.baseline,
            }
            | {_key(n): forecast for n, forecast in enumerate(line.forecasts)}
            for line in wording.snapshot.trend
        ],
        empty=wording(N_("No reports on milestones.")),
        frozen=3,
    )


def _key(report: int) -> str:
    return f"report_{report}"


def _shift(dates: Sequence[date], back: int, wording: Wording) -> Column:
    last, earlier = _key(len(dates) - 1), _key(len(dates) - 1 - back)
    shift = Formula(f"{{{last}}}-{{{earlier}}}", lambda row: (row[last] - row[earlier]).days)
    since = wording.language.day(dates[-1 - back])
    heading = wording(N_("Shift since {date}, days")).format(date=since)
    return Column(f"shift_{back}", heading, "signed_days", 12, shift)
