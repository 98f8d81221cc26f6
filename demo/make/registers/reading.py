"""Read the registers of the demo portfolio; an unknown key is an error."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from demo.make.plan_building import Made
from stuurbord.exchange.records import (
    BudgetRecord,
    DecisionRecord,
    DecisionState,
    ExpenditureKind,
    IssueRecord,
    IssueState,
    JudgedStatus,
    MilestoneRecord,
    MilestoneReportRecord,
    PersonRecord,
    Priority,
    ProjectKind,
    ProjectRecord,
    RiskRecord,
    RiskResponse,
    RiskState,
    Stage,
)
from stuurbord.plan import NONE, moment

_FOLDER: Final = Path(__file__).parent


def read_toml(name: str) -> dict[str, Any]:
    """Return the content of a file beside this module."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def people() -> list[PersonRecord]:
    """Return everybody who can own something."""
    told = read_toml("people")
    return [
        PersonRecord(
            name,
            f"{name.replace('. ', '.').replace(' ', '').lower()}@{told['domain']}",
            function,
            told["organisation"],
            team,
        )
        for name, function, team in told["people"]
    ]


def projects(made: Mapping[str, Made]) -> list[ProjectRecord]:
    """Return the projects, each tied to its plan file."""
    return [
        ProjectRecord(
            kind=ProjectKind(told.pop("kind")),
            stage=Stage(told.pop("stage")),
            cost_tolerance=Decimal(told.pop("cost_tolerance")),
            contingency_cost=Decimal(told.pop("contingency_cost")) if "contingency_cost" in told else None,
            judged_status=JudgedStatus(told.pop("judged_status")) if "judged_status" in told else None,
            goal_gate=told.pop("goal_gate", "G4"),
            manager=made[told["code"]].project.author,
            plan_file=made[told["code"]].project.file_name,
            **told,
        )
        for told in read_toml("projects")["project"]
    ]


def budget() -> list[BudgetRecord]:
    """Return the budget lines."""
    told = read_toml("budget")
    return [
        _budget_line(code, year, told["articles"][article], kind, thousands)
        for code, year, article, kind, *thousands in told["rows"]
    ]


def _budget_line(code: str, year: int, article: str, kind: str, thousands: list[int]) -> BudgetRecord:
    """Return a line in euros; the six amounts are those of the columns, in their order."""
    budgeted, committed, forecast, payable, paid, expected = (Decimal(one * 1000) for one in thousands)
    return BudgetRecord(
        code, year, article, ExpenditureKind(kind), budgeted, committed, forecast, payable, paid, expected
    )


def risks() -> list[RiskRecord]:
    """Return the risk register."""
    return [
        RiskRecord(
            probability=Decimal(told.pop("probability")),
            impact_days=told.pop("days", None),
            impact_cost=Decimal(told.pop("cost")) if "cost" in told else None,
            response=RiskResponse(told.pop("response")),
            state=RiskState(told.pop("state")),
            reviewed_on=told.pop("reviewed"),
            **_ranges(told),
            **told,
        )
        for told in read_toml("risks")["risk"]
    ]


def _ranges(told: dict[str, Any]) -> dict[str, Any]:
    """Return the least and the most of the impacts that have them."""
    days, cost = told.pop("days_range", (None, None)), told.pop("cost_range", ())
    low, high = (Decimal(one) for one in cost) if cost else (None, None)
    return {
        "impact_days_low": days[0],
        "impact_days_high": days[1],
        "impact_cost_low": low,
        "impact_cost_high": high,
    }


def issues() -> list[IssueRecord]:
    """Return the issue register."""
    return [
        IssueRecord(
            priority=Priority(told.pop("priority")),
            state=IssueState(told.pop("state")),
            raised_on=told.pop("raised"),
            **told,
        )
        for told in read_toml("issues")["issue"]
    ]


def decisions() -> list[DecisionRecord]:
    """Return the decisions asked and taken."""
    return [
        DecisionRecord(
            state=DecisionState(told.pop("state")),
            effect_on_date=told.pop("effect_date"),
            effect_on_cost=Decimal(told.pop("effect_cost")),
            without_decision=told.pop("without"),
            **told,
        )
        for told in read_toml("decisions")["decision"]
    ]


def milestones(made: Mapping[str, Made]) -> list[MilestoneRecord]:
    """Return all gates of the plans and the milestones beside them; the forecast is left to the plan."""
    named = read_toml("milestones")["milestones"]
    records = []
    for code, one in made.items():
        for gate, uid in one.uid_of_gate.items():
            records.append(_milestone(one, code, gate, _gate_name(one, uid), uid, is_gate=True))
        for project, number, name, key in named:
            if project == code:
                records.append(_milestone(one, code, number, name, one.uid_of_key[key]))
    return records


def _gate_name(one: Made, uid: int) -> str:
    """Return ``Ingebruikname`` of a task called ``Poort G4 Ingebruikname``."""
    return one.plan.tasks.name[one.position(uid)].split(" ", 2)[2]


def _milestone(
    one: Made, project: str, code: str, name: str, uid: int, is_gate: bool = False
) -> MilestoneRecord:
    idx = one.position(uid)
    baseline = one.plan.baselines[0].finish[idx] if one.plan.baselines else NONE
    actual = one.plan.tasks.actual_finish[idx]
    return MilestoneRecord(
        project,
        code,
        name,
        is_gate,
        baseline=None if baseline == NONE else moment(int(baseline)).date(),
        actual=None if actual == NONE else moment(int(actual)).date(),
        task=str(uid),
    )


def milestone_reports(
    projects: list[ProjectRecord], milestones: list[MilestoneRecord]
) -> list[MilestoneReportRecord]:
    """Return what the monthly reports said of each goal gate."""
    told = read_toml("milestones")
    promised = {(one.project, one.code): one.baseline for one in milestones if one.baseline}
    records = []
    for project in projects:
        first: date | None = told["first_forecast"].get(project.code)
        first = first or promised[project.code, project.goal_gate]
        deviations = told["reports"][project.code]
        for day, deviation in zip(told["report_dates"][-len(deviations) :], deviations, strict=True):
            forecast = first + timedelta(days=deviation)
            records.append(MilestoneReportRecord(project.code, project.goal_gate, day, forecast))
    return records
