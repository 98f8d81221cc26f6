"""Read what is uncertain about one plan from a workbook: the sheets of the portfolio workbook that say so.

The same sheets serve a portfolio and a single plan; for a single plan the project need not be named.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from stuurbord.errors import N_, Finding, Severity, errors_in
from stuurbord.exchange.records import PortfolioRecords
from stuurbord.exchange.risk_workbook.translating import RiskRecords, risk_model
from stuurbord.exchange.tabular.book import base_name
from stuurbord.exchange.tabular.limits import DEFAULT, Limits
from stuurbord.exchange.workbook import read_of_project
from stuurbord.plan import Plan
from stuurbord.plan.uncertainty import RiskModel
from stuurbord.plan.uncertainty_findings import findings_of

ROWS: Final = ("risks", "responses", "estimates", "loadings", "correlations", "weather")
SHEETS: Final = ("projects", *ROWS)


def read_risks(
    data: bytes,
    file: str,
    plan: Plan,
    reference_class: str = "",
    project: str = "",
    limits: Limits = DEFAULT,
) -> tuple[RiskModel, list[Finding]]:
    """Return what a workbook says about a plan, with a finding for each cell and row that is not right.

    Parameters
    ----------
    reference_class
        Class for tasks without an estimate, in the place of the workbook's own.
    project
        Code of the project whose rows count, where the workbook speaks of several.

    Raises
    ------
    UnreadableFile, FileRefused
        If this is no readable workbook, or one without any of the sheets.
    """
    found = read_of_project(data, file, SHEETS, limits)
    records, findings = records_of(found, plan, project)
    records.reference_class = reference_class or records.reference_class
    model, told = risk_model(records, plan)
    told += errors_in(findings_of(plan, model))
    told = [*found.findings, *findings, *(_in_file(one, base_name(file)) for one in told)]
    return model, list({(one.code, one.where, one.text): one for one in reversed(told)}.values())[::-1]


def records_of(found: PortfolioRecords, plan: Plan, project: str = "") -> tuple[RiskRecords, list[Finding]]:
    """Return the rows that speak of this plan's project; rows without a project always do."""
    named = {row.project for key in ROWS for row in getattr(found, key)}
    codes = sorted((named | {one.code for one in found.projects}) - {""})
    code = project or (codes[0] if len(codes) == 1 else next((c for c in codes if _is_of(c, plan)), ""))
    findings = []
    if codes and code not in codes:
        text = N_("The workbook speaks of several projects ({projects}) and none of them is this plan's.")
        fields = {"projects": ", ".join(codes[:20])}
        findings.append(Finding("risks_of_other_projects", text, Severity.ERROR, fields=fields))
    rows: dict[str, Any] = {
        key: [row for row in getattr(found, key) if row.project in ("", code)] for key in ROWS
    }
    made = RiskRecords(project=code, **rows)
    for one in found.projects:
        if one.code == code:
            made.reference_class, made.where = one.reference_class, one.where
            made.contingency_days, made.contingency_cost = one.contingency_days, one.contingency_cost
    return made, findings


def _is_of(code: str, plan: Plan) -> bool:
    """Tell whether a plan's name begins with a project's code, as in ``P-001 Bediening op afstand``."""
    name = plan.name.casefold()
    return name == code.casefold() or name.startswith((f"{code} ".casefold(), f"{code}.".casefold()))


def _in_file(finding: Finding, file: str) -> Finding:
    """Return a finding that names its file, also where a row's place was not kept."""
    return finding if finding.where.file else replace(finding, where=replace(finding.where, file=file))
