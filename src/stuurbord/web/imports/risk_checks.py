"""What the risk rows of a file say about plans: tasks that are in none, conditions that go round.

Only told, never refused: a plan that has those tasks may still come, and a forecast says what it leaves out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from stuurbord.errors import Finding, Severity
from stuurbord.exchange.records import PortfolioRecords
from stuurbord.exchange.risk_workbook import RiskRecords, risk_model
from stuurbord.exchange.risk_workbook.read import ROWS
from stuurbord.plan import Plan
from stuurbord.web.imports.plan_arrivals import PlanArrival
from stuurbord.web.projects.models import Portfolio
from stuurbord.web.projects.plans import plan_of

_TOLD: Final = frozenset(
    {
        "correlation_impossible",
        "estimate_twice",
        "estimate_unit_wrong",
        "reference_class_unknown",
        "reference_class_without_quantity",
        "risk_condition_circle",
        "risk_rows_too_many",
        "risk_task_unknown",
    }
)
"""What the rows of one file can tell. What is missing in them may be stored already."""


def risk_findings(
    portfolio: Portfolio, records: PortfolioRecords, arrivals: Iterable[PlanArrival]
) -> list[Finding]:
    """Return a warning for each row that a forecast would pass over, as far as its project has a plan."""
    rows = {row.project for key in ROWS for row in getattr(records, key)}
    codes = sorted({one.code for one in records.projects if one.reference_class} | rows)
    if not codes:
        return []
    plans = _plans(portfolio, codes) | {one.project_code: one.plan for one in arrivals}
    found: list[Finding] = []
    for code in codes:
        if code in plans:
            _, told = risk_model(_of_project(records, code), plans[code])
            found += [replace(one, severity=Severity.WARNING) for one in told if one.code in _TOLD]
    return found


def _plans(portfolio: Portfolio, codes: Iterable[str]) -> dict[str, Plan]:
    """Return code → current plan of the projects that have one."""
    stored = portfolio.projects.filter(code__in=codes, current_revision__isnull=False)
    return {code: plan_of(revision) for code, revision in stored.values_list("code", "current_revision_id")}


def _of_project(records: PortfolioRecords, code: str) -> RiskRecords:
    made = RiskRecords(project=code)
    for key in ROWS:
        setattr(made, key, [row for row in getattr(records, key) if row.project == code])
    for one in records.projects:
        if one.code == code:
            made.reference_class, made.where = one.reference_class, one.where
    return made
