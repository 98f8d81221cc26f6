"""Snapshots made by hand: a dozen projects as a real agency has them, and the edges a pack must survive."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from stuurbord.reports.snapshot import (
    BudgetYear,
    CurvePoint,
    DecisionFacts,
    FinishFacts,
    ForecastFacts,
    IssueFacts,
    JointFacts,
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
from stuurbord.rulebooks.project_status import Facts, Reason, Status, project_status

AS_OF = date(2026, 11, 20)
COMPARED = date(2026, 10, 14)
REPORTS = (
    *(date(2025, 12, 17), date(2026, 1, 21), date(2026, 2, 18), date(2026, 3, 18), date(2026, 4, 22)),
    *(date(2026, 5, 20), date(2026, 6, 17), date(2026, 7, 8), date(2026, 8, 26), date(2026, 9, 16)),
    *(COMPARED, AS_OF),
)

_DOZEN = tomllib.loads(Path(__file__).with_name("made_dozen.toml").read_text(encoding="utf-8"))
_JUDGED = {"P-014": "Het voorstel om de openbare procedure te volgen wacht op een beslissing"}
_GATES = (
    ("G0", "Intake"),
    ("G1", "Opstart"),
    ("G2", "Planning"),
    ("G3.1", "Fasegrens"),
    ("G3.2", "Fasegrens"),
    ("G4", "Ingebruikname"),
    ("G5", "Afsluiting"),
    ("G6", "Batentoets"),
)


def _days(number: int) -> timedelta:
    return timedelta(days=number)


def _curve(
    start: date, finish: date, budget: Decimal, forecast: Decimal, late: int
) -> tuple[CurvePoint, ...]:
    """Return an S-curve; the forecast stretches over the delay."""
    months = (finish.year - start.year) * 12 + finish.month - start.month + 1 + max(late, 0) // 30
    now = (AS_OF.year - start.year) * 12 + AS_OF.month - start.month
    share = [1 / (1 + math.exp(-9 * ((month + 1) / months - 0.5))) for month in range(months)]
    low, high = share[0], share[-1]
    points = []
    for month in range(months):
        first = date(start.year + (start.month - 1 + month) // 12, (start.month - 1 + month) % 12 + 1, 1)
        planned = share[min(month + max(late, 0) // 30, months - 1)]
        reach = (share[month] - low) / (high - low)
        points.append(
            CurvePoint(
                first,
                round(budget * Decimal((planned - low) / (high - low)), 2),
                round(forecast * Decimal(reach), 2),
                round(budget * Decimal(reach * 0.93), 2) if month <= now else None,
            )
        )
    return tuple(points)


def _gates(next_gate: str, expected: date, promised: date | None, late: int) -> tuple[MilestoneFacts, ...]:
    at = [code for code, _ in _GATES].index(next_gate)
    made = []
    for number, (code, name) in enumerate(_GATES):
        base = (promised or expected) + _days((number - at) * 150)
        forecast = expected if number == at else base + _days(0 if number < at else max(late, 0))
        baseline = None if promised is None else base
        made.append(MilestoneFacts(code, name, True, baseline, forecast, forecast if number < at else None))
    return tuple(made)


def _project(row: dict[str, Any]) -> ProjectFacts:
    base, late, before = row.get("baseline"), row.get("late"), row.get("late_before")
    budget, forecast = Decimal(row["budget"]) * 1000, Decimal(row["forecast"]) * 1000
    share, judgement = Decimal(row["share_allowed"]), _JUDGED.get(row["code"], "")
    finish = base + _days(late) if base else date(2028, 1, 14)
    verdict = project_status(
        Facts(
            AS_OF,
            base,
            finish,
            row["days_allowed"],
            budget,
            forecast,
            share,
            row["gate"],
            row["gate_on"],
            Status.ADJUST if judgement else None,
            judgement,
        )
    )
    gates = tuple(
        replace(one, baseline=base, forecast=finish) if one.code == row["goal"] != row["gate"] else one
        for one in _gates(row["gate"], row["gate_on"], row.get("gate_baseline"), late or 0)
    )
    spent = round(forecast * Decimal("0.55"), 2)
    return ProjectFacts(
        code=row["code"],
        name=row["name"],
        short_name=row["short_name"],
        kind="application",
        programme="",
        owner=row["owner"],
        manager=row["manager"],
        stage="execution",
        description="",
        status=StatusFacts(
            verdict.status.value,
            verdict.time.value,
            verdict.cost.value,
            verdict.reasons,
            verdict.missing,
            verdict.is_judged,
        ),
        next_gate=row["gate"],
        finish=FinishFacts(row["goal"], base, finish, late, row["days_allowed"]),
        money=MoneyFacts(budget, forecast, spent + 200_000, spent, share),
        milestones=gates,
        plan=PlanFacts(3, f"{row['code']}.xml", "ab" * 32, "mspdi", AS_OF, AS_OF, 170, 42, 0.46),
        cost_curve=_curve(date(2025, 9, 1), finish, budget, forecast, late or 0),
        done=("Nachtproeven in Oosterham afgerond", "Zaal 2 gekeurd, met vier opmerkingen"),
        upcoming=("Mistproef in Oosterham", "Dossier voor poort G3.2 bij de stuurgroep"),
        previous=PreviousFacts("", base + _days(before), before, None) if base else None,
    )


def _year(row: list[int]) -> BudgetYear:
    year, *amounts = row
    return BudgetYear(year, *(Decimal(amount) * 1000 for amount in amounts))


def _risk(row: dict[str, Any]) -> RiskFacts:
    cost = row.get("cost")
    return RiskFacts(
        code=row["code"],
        project=row["project"],
        title=row["title"],
        cause="",
        event="",
        effect="",
        probability=row["probability"],
        impact_days=row.get("impact_days"),
        impact_cost=None if cost is None else Decimal(cost) * 1000,
        response="mitigate",
        measure=row.get("measure", ""),
        owner=row.get("owner", ""),
        due=row.get("due"),
        state="in_treatment",
        reviewed_on=date(2026, 11, 16),
    )


def _decision(row: dict[str, Any]) -> DecisionFacts:
    return DecisionFacts(
        row["code"],
        row["project"],
        row["question"],
        row["recommendation"],
        row["effect_on_date"],
        Decimal(row["cost"]),
        row["without_decision"],
        row["due"],
        row["body"],
        row["state"],
        row.get("outcome", ""),
        row.get("decided_on"),
    )


def _trend(projects: Sequence[ProjectFacts]) -> tuple[TrendLine, ...]:
    lines = []
    for one in projects:
        days, base = _DOZEN["reported"].get(one.code), one.finish.baseline
        if days is None or base is None:
            continue
        said = (None,) * (len(REPORTS) - len(days)) + tuple(base + _days(each) for each in days)
        lines.append(TrendLine(one.code, one.finish.milestone, base, said))
    return tuple(lines)


def a_dozen() -> Snapshot:
    """Return twelve projects with everything a steering committee sees."""
    projects = tuple(_project(row) for row in _DOZEN["project"])
    return Snapshot(
        organisation="Agentschap Sluizen en Netwerken",
        portfolio="asn",
        portfolio_name="Portefeuille ICT en infrastructuur",
        meeting="Stuurgroep ICT en infrastructuur",
        as_of=AS_OF,
        compared_with=COMPARED,
        compared_sha256="",
        product_version="0.1.0",
        projects=projects,
        budget_years=tuple(_year(row) for row in _DOZEN["years"]),
        risks=tuple(_risk(row) for row in _DOZEN["risk"]),
        issues=(
            IssueFacts(
                "I-031", "P-009", "Dubbele leveranciers", "high", "M. Hendrickx", None, None, "assessed"
            ),
        ),
        decisions=tuple(_decision(row) for row in _DOZEN["decision"]),
        report_dates=REPORTS,
        trend=_trend(projects),
        sources=(
            SourceFacts("Project plans", 12, 12, 0, "good"),
            SourceFacts("Baselines", 11, 12, None, "incomplete"),
            SourceFacts("Budget and forecast", 12, 12, None, "good"),
            SourceFacts(
                "Risk register: owner",
                18,
                19,
                12,
                "incomplete",
                Reason("x", "{n} plans have no status date", {"n": 2}),
            ),
        ),
    )


def with_previous_snapshot() -> Snapshot:
    """Return the dozen compared with an earlier snapshot: statuses and costs then are known too."""
    dozen = a_dozen()
    shifts = {"P-001": -200_000, "P-009": -600_000, "P-002": 60_000}
    projects = tuple(
        one
        if one.previous is None or one.money.forecast is None
        else replace(
            one,
            previous=replace(
                one.previous,
                status="adjust" if one.status.value == "intervene" else one.status.value,
                forecast_cost=one.money.forecast + shifts.get(one.code, 0),
            ),
        )
        for one in dozen.projects
    )
    years = tuple(
        replace(
            one,
            previous_forecast_commitment=one.forecast_commitment - 200_000,
            previous_forecast_payment=one.forecast_payment + 90_000,
        )
        for one in dozen.budget_years
    )
    risks = tuple(
        replace(one, previous_probability=0.3, previous_impact_days=20)
        if one.code in ("R-041", "R-032", "R-058")
        else one
        for one in dozen.risks
    )
    return replace(dozen, projects=projects, budget_years=years, risks=risks, compared_sha256="cd" * 32)


def simulated() -> Snapshot:
    """Return the month after with simulations: all but two projects, some with an earlier P80."""
    after = with_previous_snapshot()
    projects = tuple(_simulated(one, number) for number, one in enumerate(after.projects))
    known = [one.forecast for one in projects if one.forecast and one.forecast.p50_cost is not None]
    p50 = sum((one.p50_cost for one in known if one.p50_cost), Decimal(0))
    return replace(
        after,
        projects=projects,
        joint=JointFacts(
            n_projects=len(known),
            n_missing=len(projects) - len(known),
            p50_cost=p50,
            p80_cost=p50 + 2_300_000,
            budget=sum((one.money.budget for one in projects if one.money.budget), Decimal(0)),
            chance_time=0.004,
            chance_cost=0.12,
            previous_p50_cost=p50 - 1_000_000,
            previous_p80_cost=p50 + 1_000_000,
        ),
    )


def _simulated(one: ProjectFacts, number: int) -> ProjectFacts:
    if number in (3, 7) or one.finish.forecast is None:
        return one
    finish, cost = one.finish.forecast, one.money.forecast
    found = ForecastFacts(
        p50_finish=finish + _days(number),
        p80_finish=finish + _days(number + 14 * (number % 5)),
        p50_cost=cost,
        p80_cost=None if cost is None else cost * Decimal("1.08"),
        chance_time=(0.25, 0.5, 0.56, 0.0, 0.77, 0.8, 0.9, 0.0, 0.999, 1.0, 0.98, 0.003)[number % 12],
        chance_cost=None if cost is None else 0.66,
    )
    before = one.previous and replace(
        one.previous, p50_finish=finish, p80_finish=finish + _days(20 - 4 * number), p50_cost=cost
    )
    return replace(one, forecast=found, previous=before)


def empty() -> Snapshot:
    """Return a portfolio without anything."""
    return replace(
        a_dozen(),
        organisation="",
        meeting="",
        compared_with=None,
        projects=(),
        budget_years=(),
        risks=(),
        issues=(),
        decisions=(),
        report_dates=(),
        trend=(),
        sources=(),
    )


def bare_project() -> Snapshot:
    """Return one project of which only code and name are known."""
    unknown = "undetermined"
    project = ProjectFacts(
        code="P-1",
        name="Nieuw project",
        short_name="",
        kind="",
        programme="",
        owner="",
        manager="",
        stage="",
        description="",
        status=StatusFacts(unknown, unknown, unknown, (), ("promised_on", "expected_on", "budget")),
        next_gate="",
        finish=FinishFacts("", None, None, None, None),
        money=MoneyFacts(None, None, None, None, None),
        milestones=(),
        plan=None,
        cost_curve=(),
        done=(),
        upcoming=(),
        previous=None,
    )
    asked = replace(a_dozen().decisions[0], project="P-1", due=None, effect_on_cost=None, body="")
    return replace(empty(), projects=(project,), decisions=(asked,))


LONG = (
    "Vernieuwing van de geïntegreerde beheerstoepassing voor vergunningen, domeinconcessies "
    "& <waterwegen> (fase 2 van 3)…"
)


def long_texts() -> Snapshot:
    """Return the dozen with names of 120 letters, long codes and endless sentences everywhere."""
    dozen = with_previous_snapshot()
    projects = tuple(
        replace(
            one,
            code=f"PROGRAMMA-2026-{number:03}",
            name=LONG,
            short_name=LONG,
            owner=LONG[:80],
            manager=LONG[:80],
            done=(LONG,) * 4,
            upcoming=(LONG,) * 4,
            milestones=tuple(replace(each, name=LONG) for each in one.milestones),
        )
        for number, one in enumerate(dozen.projects, start=1)
    )
    codes = {old.code: new.code for old, new in zip(dozen.projects, projects, strict=True)}
    risks = tuple(
        replace(
            one,
            project=codes[one.project],
            title=LONG,
            measure=LONG * 3,
            owner=LONG[:60],
            code=f"RISICO-{one.code}",
        )
        for one in dozen.risks
    )
    decisions = tuple(
        replace(
            one,
            project=codes[one.project],
            question=LONG * 2,
            recommendation=LONG * 4,
            effect_on_date=LONG,
            without_decision=LONG * 3,
            body=LONG,
            outcome=LONG * 3 if one.outcome else "",
        )
        for one in dozen.decisions
    )
    return replace(
        dozen,
        organisation=LONG,
        meeting=LONG,
        portfolio_name=LONG,
        projects=projects,
        risks=risks,
        decisions=decisions,
        trend=tuple(replace(one, project=codes[one.project]) for one in dozen.trend),
    )


def many(n: int) -> Snapshot:
    """Return a portfolio of ``n`` projects, repeating the dozen with growing delays."""
    dozen = a_dozen()
    projects, risks, trend = [], [], []
    for number in range(n):
        one = dozen.projects[number % 12]
        code = f"P-{number + 1:03}"
        finish = one.finish
        if finish.baseline and finish.deviation_days is not None:
            late = finish.deviation_days + (number // 12) * 3
            finish = replace(finish, deviation_days=late, forecast=finish.baseline + _days(late))
        projects.append(replace(one, code=code, finish=finish))
        risks.append(replace(dozen.risks[number % len(dozen.risks)], project=code))
        if one.code in _DOZEN["reported"]:
            line = next(each for each in dozen.trend if each.project == one.code)
            trend.append(replace(line, project=code))
    return replace(dozen, projects=tuple(projects), risks=tuple(risks), trend=tuple(trend))


EVERY = {
    "a dozen": a_dozen,
    "compared with a snapshot": with_previous_snapshot,
    "empty": empty,
    "bare project": bare_project,
    "long texts": long_texts,
    "simulated": simulated,
    "forty projects": lambda: many(40),
}
