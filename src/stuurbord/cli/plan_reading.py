"""The plan in any file that can hold one: a plan file, our workbook, or a table with tasks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import typer

from stuurbord.cli.given_file import read_bytes
from stuurbord.cli.terminal import Terminal
from stuurbord.errors import (
    N_,
    Finding,
    Severity,
    UnreadableFile,
    Where,
    errors_in,
)
from stuurbord.exchange import workbook
from stuurbord.exchange.foreign_table import apply, open_table, suggest
from stuurbord.exchange.plan_file import FOR_DATES, Content, Limits, content_of, read_plan
from stuurbord.exchange.records import PortfolioRecords
from stuurbord.plan import Plan

_TABLES = (".csv", ".tsv", ".txt")


@dataclass(frozen=True, slots=True)
class ShownPlan:
    """A plan with the file it came from and what was noticed in reading it."""

    file: str
    project: str
    plan: Plan
    findings: tuple[Finding, ...]


def read_shown_plan(path: Path, project: str, terminal: Terminal, limits: Limits = FOR_DATES) -> ShownPlan:
    """Read the plan in a file.

    Raises
    ------
    UnreadableFile, InvalidPlan
        If there is no plan in it that can be read.
    typer.BadParameter
        If it holds several and ``project`` names none of them.
    """
    data = read_bytes(path)
    if content_of(data, path.name) is Content.WORKBOOK or path.suffix.lower() in _TABLES:
        return _from_table(_records(data, path.name), path.name, project, terminal)
    reading = read_plan(data, path.name, limits)
    return ShownPlan(path.name, reading.plan.name or path.stem, reading.plan, reading.findings)


def _records(data: bytes, file: str) -> PortfolioRecords:
    if workbook.is_ours(data):
        return workbook.read(data, file)
    table = open_table(data, file)
    return apply(table, suggest(table))


def _from_table(records: PortfolioRecords, file: str, project: str, terminal: Terminal) -> ShownPlan:
    findings = tuple(records.findings)
    if not records.plans:
        problems = errors_in(findings)
        text = N_("There is no planning in this file: no tasks with a project and a name.")
        raise UnreadableFile(*problems or [Finding("no_planning", text, Severity.ERROR, Where(file))])
    if not project and len(records.plans) == 1:
        project = next(iter(records.plans))
    if project not in records.plans:
        text = terminal.gettext(N_("Choose one of the projects in this file with --project: {codes}."))
        raise typer.BadParameter(text.format(codes=", ".join(sorted(records.plans))))
    plan = records.plans[project]
    return ShownPlan(file, plan.name or project, plan, findings)
