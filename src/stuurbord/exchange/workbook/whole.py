"""What only the whole file can tell: the same row twice, a reference to nothing, too many findings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from stuurbord.errors import N_, Finding, Severity, Where
from stuurbord.exchange.records import PortfolioRecords
from stuurbord.exchange.workbook.declaration import sheets
from stuurbord.exchange.workbook.planning_rows import PlanningRow


def check_unique(made: PortfolioRecords) -> None:
    """Add an error for each row that says the same thing again as an earlier one."""
    for sheet in sheets():
        if not sheet.unique:
            continue
        first: dict[tuple[Any, ...], Where] = {}
        for record in getattr(made, sheet.key):
            values = [getattr(record, name) for name in sheet.unique]
            key = tuple(value.casefold() if isinstance(value, str) else value for value in values)
            if key in first:
                text = N_("“{key}” already stands at {cell}; each occurs once.")
                shown = " ".join(str(value) for value in values if value not in ("", None))
                fields = {"key": shown, "cell": first[key].cell or first[key].line}
                made.findings.append(Finding("duplicate_row", text, Severity.ERROR, record.where, fields))
            else:
                first[key] = record.where


def check_references(made: PortfolioRecords, planning: Iterable[PlanningRow]) -> None:
    """Tell which rows speak of a project or milestone that this file does not have.

    The portfolio itself may have it, so it is a warning; and a file without projects tells nothing.
    """
    projects = {record.code for record in made.projects}
    milestones = {(record.project, record.code) for record in made.milestones}
    seen: set[tuple[str, ...]] = set()
    rows = [row for sheet in sheets() for row in getattr(made, sheet.key, ()) if hasattr(row, "project")]
    for row in (*rows, *planning):
        if not row.project:
            continue  # a workbook that speaks of one project need not name it
        is_report = hasattr(row, "milestone")
        if projects and row.project not in projects and (row.project,) not in seen:
            text = N_("Project {project} does not stand on the sheet of projects.")
            _tell(made, "unknown_project_code", text, row.where, project=row.project)
            seen.add((row.project,))
        elif is_report and milestones and (row.project, row.milestone) not in milestones | seen:
            text = N_("Milestone {milestone} of project {project} does not stand on the sheet of milestones.")
            _tell(made, "unknown_milestone", text, row.where, milestone=row.milestone, project=row.project)
            seen.add((row.project, row.milestone))


def _tell(made: PortfolioRecords, code: str, text: str, where: Where, **fields: str) -> None:
    made.findings.append(Finding(code, text, Severity.WARNING, where, fields))


def without_excess(findings: list[Finding], file: str, most: int) -> list[Finding]:
    """Return the findings, errors first where they are cut off at ``most``."""
    if len(findings) <= most:
        return findings
    ranked = sorted(findings, key=lambda finding: finding.severity is not Severity.ERROR)
    text = N_("{number} more findings are not listed. Correct these first.")
    fields = {"number": len(findings) - most}
    severity = ranked[most].severity
    return [*ranked[:most], Finding("more_findings", text, severity, Where(file), fields)]
