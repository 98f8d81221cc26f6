"""A small portfolio for the workbook's tests: one project late, one unknown, one exactly at its limit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from stuurbord.reports.snapshot import (
    BudgetYear,
    CurvePoint,
    DecisionFacts,
    FinishFacts,
    IssueFacts,
    MilestoneFacts,
    MoneyFacts,
    PlanFacts,
    PreviousFacts,
    ProjectFacts,
    RiskFacts,
    Snapshot,
    SourceFacts,
    StatusFacts,
    TrendLine,
)
from stuurbord.rulebooks.project_status import Facts, Reason, project_status

AS_OF = date(2026, 11, 20)
BASELINE, FORECAST = date(2027, 3, 1), date(2027, 4, 11)


def made_project(code: str = "P-001", name: str = "Sluisbediening", **changes: Any) -> ProjectFacts:
    """Return a project; its verdict is the rule book's on its own facts."""
    finish = changes.pop("finish", FinishFacts("G4", BASELINE, FORECAST, 41, 30))
    money = changes.pop(
        "money",
        MoneyFacts(
            Decimal("1000000"), Decimal("1080000.50"), Decimal("400000"), Decimal("90000"), Decimal("0.1")
        ),
    )
    verdict = project_status(
        Facts(
            AS_OF,
            finish.baseline,
            finish.forecast,
            finish.tolerance_days,
            money.budget,
            money.forecast,
            money.tolerance,
        )
    )
    status = StatusFacts(verdict.status, verdict.time, verdict.cost, verdict.reasons, verdict.missing)
    facts: dict[str, Any] = {
        "code": code,
        "name": name,
        "short_name": "",
        "kind": "infrastructure",
        "programme": "Vaarwegen",
        "owner": "K. De Backer",
        "manager": "An Peeters",
        "stage": "execution",
        "description": "Bediening op afstand van twaalf sluizen.",
        "status": status,
        "next_gate": "G3",
        "finish": finish,
        "money": money,
        "milestones": (
            MilestoneFacts("G3", "Gunning", True, date(2026, 9, 1), date(2026, 9, 8), date(2026, 9, 8)),
            MilestoneFacts("G4", "Ingebruikname", True, finish.baseline, finish.forecast, None),
        ),
        "plan": PlanFacts(2, "P-001.xml", "ab" * 32, "mspdi", date(2026, 11, 19), AS_OF, 120, 31, 0.42),
        "cost_curve": (
            CurvePoint(date(2026, 10, 31), Decimal("0"), Decimal("0"), Decimal("0")),
            CurvePoint(date(2026, 11, 30), Decimal("500000"), Decimal("480000"), Decimal("450000")),
            CurvePoint(date(2026, 12, 31), Decimal("600000"), Decimal("620000"), None),
        ),
        "done": ("Bestek goedgekeurd",),
        "upcoming": ("Gunning", "Werfvergadering 1"),
        "previous": PreviousFacts("on_track", date(2027, 3, 20), 19, Decimal("1050000")),
    }
    return ProjectFacts(**facts | changes)


def made_snapshot(**changes: Any) -> Snapshot:
    """Return a snapshot with something in every part, and with facts missing where they may."""
    unknown = made_project(
        "P-002",
        "GIS-platform",
        finish=FinishFacts("G4", None, date(2027, 6, 1), None, None),
        money=MoneyFacts(None, Decimal("250000"), None, None, None),
        plan=None,
        cost_curve=(),
        milestones=(),
        previous=None,
    )
    exact = made_project(
        "P-003",
        "Datacenter",
        finish=FinishFacts("G4", date(2027, 1, 15), date(2027, 1, 5), -10, 20),
        # Exactly the tolerance: a computer's 0.1 must not make it a breach.
        money=MoneyFacts(Decimal("3000000"), Decimal("3300000"), Decimal("0"), None, Decimal("0.1")),
    )
    facts: dict[str, Any] = {
        "organisation": "Agentschap Sluizen en Netwerken",
        "portfolio": "asn",
        "portfolio_name": "Portefeuille ASN",
        "meeting": "Stuurgroep ICT en infrastructuur",
        "as_of": AS_OF,
        "compared_with": date(2026, 10, 23),
        "compared_sha256": "cd" * 32,
        "product_version": "0.1.0",
        "projects": (made_project(), unknown, exact),
        "budget_years": (
            BudgetYear(2026, *map(Decimal, "500000 420000.10 480000 300000 250000 290000".split())),
            BudgetYear(
                2027,
                *map(Decimal, "900000 0 950000.20 800000 0 870000".split()),
                previous_forecast_commitment=Decimal("910000"),
                previous_forecast_payment=Decimal("870000"),
            ),
        ),
        "risks": (
            RiskFacts(
                "R-1",
                "P-001",
                "Levering loopt uit",
                "",
                "",
                "",
                0.4,
                25,
                Decimal("40000"),
                "mitigate",
                "",
                "An Peeters",
                date(2026, 12, 15),
                "in_treatment",
                None,
                0.3,
                20,
            ),
            RiskFacts(
                "R-2",
                "P-002",
                "Geen offertes",
                "",
                "",
                "",
                None,
                None,
                None,
                "",
                "",
                "",
                None,
                "identified",
                None,
            ),
        ),
        "issues": (
            IssueFacts("I-1", "P-001", "Kabel ontbreekt", "high", "", None, date(2026, 12, 1), "registered"),
        ),
        "decisions": (
            DecisionFacts(
                "B1",
                "P-001",
                "Gefaseerd starten?",
                "Ja",
                "−21 dagen",
                Decimal("60000"),
                "Later",
                None,
                "Stuurgroep",
                "requested",
                "",
                None,
            ),
        ),
        "report_dates": tuple(date(2026, month, 20) for month in (8, 9, 10, 11)),
        "trend": (
            TrendLine(
                "P-001",
                "G4",
                date(2027, 3, 1),
                (date(2027, 3, 5), None, date(2027, 3, 20), date(2027, 4, 11)),
            ),
            TrendLine("P-002", "G4", None, (None, None, None, date(2027, 6, 1))),
        ),
        "sources": (
            SourceFacts(
                "Project plans",
                2,
                3,
                12,
                "incomplete",
                Reason("plans_without_status_date", "{n} plans have no status date", {"n": 1}),
            ),
            SourceFacts("Risk register: owner", 0, 0, None, "missing"),
        ),
    }
    return Snapshot(**facts | changes)
