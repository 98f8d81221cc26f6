"""The first sheet: what this file is, what each sheet holds, and how to read the figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from stuurbord.errors import N_
from stuurbord.reports.steering_workbook.look import Look
from stuurbord.reports.steering_workbook.portfolio import ADJUST_ABOVE
from stuurbord.reports.steering_workbook.sheet import fitting, set_up_page
from stuurbord.reports.steering_workbook.table import Table
from stuurbord.reports.steering_workbook.wording import Wording
from stuurbord.rulebooks.project_status import adjust_share

ABOUT: Final = {
    "Portfolio": N_("Every project on one line: dates, money and status, with live formulas."),
    "Decisions": N_("What is asked of the committee, and what was decided before."),
    "Milestone trend": N_("The goal date of each project as each report gave it."),
    "Budget": N_("Commitment and payment per year: budgeted, actual and forecast."),
    "Risks": N_("The open risks of all projects, the greatest expected delay first."),
    "Issues": N_("The open issues of all projects."),
    "Procurement periods": N_("The open periods of procurements: missed, undetermined or ending soon."),
    "Milestones": N_("Every gate and milestone with baseline, forecast and deviation."),
    "Projects": N_("Each project in words: people, reasons for the status, done and coming up."),
    "Cost curve": N_("Planned value, earned value and forecast per project and month."),
    "Plans": N_("The plan file that each project's dates come from, with its hash."),
    "Provenance": N_("How complete and how old each source is."),
}
MEANINGS: Final = {
    "on_track": N_("The forecast stays within the tolerances in time and cost."),
    "adjust": N_("The forecast uses more of a tolerance than the share below, or a gate is overdue."),
    "intervene": N_("The forecast lies beyond a tolerance."),
    "undetermined": N_("A fact is missing; unknown is not green."),
}
NOTES: Final = (
    N_("Formulas are live: change a figure and the status follows. The snapshot itself does not change."),
    N_("An empty cell means that the fact is not known. It is never counted as zero."),
    N_("The total of a difference is left out when not every line has both figures."),
    N_("A status may be worse than time and cost say: a gate is overdue, or a person judged it so (°)."),
)
LAST_COLUMN: Final = 3


def add_reading_guide(workbook: Any, look: Look, wording: Wording, tables: Sequence[Table]) -> None:
    """Add the sheet; the cell with the adjusting share gets the name that formulas use."""
    page = workbook.add_worksheet(wording(N_("Reading guide")))
    for position, width in enumerate((24, 34, 44, 34)):
        page.set_column(position, position, width)
    row = _section(page, look, _head(page, look, wording), wording(N_("Sheets")))
    abouts = {wording(name): about for name, about in ABOUT.items()}
    for table in tables:
        name = table.name.replace("'", "''")
        page.write_url(row, 0, f"internal:'{name}'!A1", look.link, table.name)
        row = _line(page, look, row, wording(abouts[table.name]))
    row = _section(page, look, row + 1, wording(N_("Status")))
    for value, meaning in MEANINGS.items():
        page.write_string(row, 0, wording.status(value), look.legend[value])
        row = _line(page, look, row, wording(meaning))
    row = _threshold(workbook, page, look, wording, row)
    row = _section(page, look, row + 1, wording(N_("How to read the figures")))
    for note in NOTES:
        page.merge_range(row, 0, row, LAST_COLUMN, wording(note), look.quiet)
        row += 1
    set_up_page(page, wording)
    page.activate()


def _head(page: Any, look: Look, wording: Wording) -> int:
    snapshot, day = wording.snapshot, wording.language.long_day
    page.set_row(0, 30)
    page.write_string(0, 0, fitting(snapshot.portfolio_name), look.title)
    lead = " · ".join(one for one in (snapshot.organisation, snapshot.meeting) if one)
    page.merge_range(1, 0, 1, LAST_COLUMN, fitting(lead), look.lead)
    facts = (
        (N_("Status date"), day(snapshot.as_of)),
        (N_("Compared with"), day(snapshot.compared_with) if snapshot.compared_with else "–"),
        (N_("Snapshot"), wording.sha256),
        (N_("Product version"), f"Stuurbord {snapshot.product_version}"),
    )
    for row, (name, value) in enumerate(facts, start=3):
        page.write_string(row, 0, wording(name), look.quiet)
        page.merge_range(row, 1, row, LAST_COLUMN, value, look.cell("text"))
    return 3 + len(facts) + 1


def _section(page: Any, look: Look, row: int, title: str) -> int:
    page.set_row(row, 20)
    page.write_string(row, 0, title, look.section)
    for position in range(1, LAST_COLUMN + 1):
        page.write_blank(row, position, None, look.section)
    return row + 1


def _line(page: Any, look: Look, row: int, text: str) -> int:
    page.merge_range(row, 1, row, LAST_COLUMN, text, look.cell("text"))
    return row + 1


def _threshold(workbook: Any, page: Any, look: Look, wording: Wording, row: int) -> int:
    """Write the adjusting share where people see it and formulas read it."""
    page.write_number(row, 0, adjust_share(wording.snapshot.as_of), look.threshold)
    sheet = page.get_name().replace("'", "''")
    workbook.define_name(ADJUST_ABOVE, f"='{sheet}'!$A${row + 1}")
    return _line(page, look, row, wording(N_("of a tolerance may be used before a project must adjust.")))
