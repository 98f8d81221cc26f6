"""Write the Excel file of one snapshot: the same snapshot always gives the same bytes."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from stuurbord.errors import N_
from stuurbord.language import DEFAULT_LANGUAGE, language
from stuurbord.reports.canonical_package import canonical
from stuurbord.reports.snapshot import Snapshot
from stuurbord.reports.steering_workbook.look import Look
from stuurbord.reports.steering_workbook.money import budget_table, cost_table
from stuurbord.reports.steering_workbook.portfolio import portfolio_table
from stuurbord.reports.steering_workbook.projects import projects_table
from stuurbord.reports.steering_workbook.provenance import add_meta, plans_table, sources_table
from stuurbord.reports.steering_workbook.reading_guide import add_reading_guide
from stuurbord.reports.steering_workbook.registers import (
    decisions_table,
    issues_table,
    milestones_table,
    risks_table,
    terms_table,
)
from stuurbord.reports.steering_workbook.sheet import SheetWriting
from stuurbord.reports.steering_workbook.table import Table
from stuurbord.reports.steering_workbook.trend import trend_table
from stuurbord.reports.steering_workbook.wording import Wording

# Text is text, whatever its first character: nobody's project name becomes a formula or a link.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(snapshot: Snapshot, language_code: str = DEFAULT_LANGUAGE) -> bytes:
    """Return the workbook behind the steering pack as bytes.

    Parameters
    ----------
    snapshot
        The only thing it is made from.
    language_code
        Of headings, words and number formats: one of `stuurbord.language.LANGUAGES`.
    """
    import xlsxwriter  # here, since only writing should pay for loading it

    wording = Wording(language(language_code), snapshot)
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as workbook:
        workbook.set_properties(_properties(wording))
        workbook.set_size(2600, 1500)
        look, made = Look(workbook, language_code), tables(wording)
        add_reading_guide(workbook, look, wording, made)
        for table in made:
            SheetWriting(workbook, look, wording, table).write()
        add_meta(workbook, wording)
    return canonical(target.getvalue(), snapshot.as_of)


def tables(wording: Wording) -> tuple[Table, ...]:
    """Return the sheets in their order: the answer, what is asked, the proof, where it comes from."""
    return (
        portfolio_table(wording),
        decisions_table(wording),
        trend_table(wording),
        budget_table(wording),
        risks_table(wording),
        issues_table(wording),
        *([terms_table(wording)] if wording.snapshot.terms else []),
        milestones_table(wording),
        projects_table(wording),
        cost_table(wording),
        plans_table(wording),
        sources_table(wording),
    )


def _properties(wording: Wording) -> dict[str, Any]:
    as_of = wording.snapshot.as_of
    title = wording(N_("Figures behind the steering pack"))
    # A workbook has no time zone; the day is the snapshot's, so that no clock shows in the file.
    created = datetime(as_of.year, as_of.month, as_of.day)  # noqa: DTZ001
    return {
        "title": title,
        "subject": wording.snapshot.portfolio_name,
        "author": "Stuurbord",
        "created": created,
    }
