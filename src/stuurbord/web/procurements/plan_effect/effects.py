"""What a procurement comes to in the plan of its project, before and after: days, dates, chances and euro.

Every figure is computed by the engine on the two plans; both meet the same draws, so that what differs is the
procedure and nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Sum

from stuurbord.engine.critical_path import Schedule
from stuurbord.errors import InvalidPlan, InvalidRiskModel
from stuurbord.exchange.risk_workbook import RiskRecords
from stuurbord.plan import NONE, Plan, moment
from stuurbord.plan.document import digest
from stuurbord.web.finance.models import BudgetLine
from stuurbord.web.forecasts.limits import WHOLE_PLAN
from stuurbord.web.forecasts.queries import is_uncertain
from stuurbord.web.forecasts.simulating import Question, digest_of, question_about
from stuurbord.web.planning.chances import MOST_TASKS_AT_ONCE, Spread, iterations_for, spread_of
from stuurbord.web.procurements.credit import credit_left, lacking
from stuurbord.web.procurements.models import PlanLink, ProcurementFile
from stuurbord.web.procurements.plan_effect.branch import Branch
from stuurbord.web.procurements.plan_effect.money import CENT, Money, Years, money_of
from stuurbord.web.procurements.plan_effect.on_plan import gate_of
from stuurbord.web.projects.models import PlanRevision, Project
from stuurbord.web.registers.risk_models import risk_model_of

_NOTHING: Final = Spread(0, (), None, {}, None, None)


@dataclass(frozen=True, slots=True)
class Standing:
    """A procurement in one plan.

    Attributes
    ----------
    branch
        Its steps in that plan.
    uncertainty
        What is uncertain about them and not in the registers yet.
    dispatch
        The day of the notice or invitation: when it went out, else as the plan has it, else as the facts name
        it; None where none of these tells.
    """

    procedure: str
    estimate: Decimal | None
    plan: Plan
    schedule: Schedule
    branch: Branch
    uncertainty: RiskRecords | None = None
    dispatch: date | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """Two standings of a file, beside each other.

    Attributes
    ----------
    plain
        JSON-ready: ``before`` and ``after`` with the same keys, the gate and the goal they speak of, what is
        missing, and how many runs the chances rest on.
    money
        Of the standing after.
    """

    plain: dict[str, Any]
    money: Money


def compared(
    file: ProcurementFile,
    base: PlanRevision,
    link: PlanLink,
    before: Standing,
    after: Standing,
    *,
    is_chanced: bool = True,
) -> Compared:
    """Return what a change of the procurement comes to.

    Parameters
    ----------
    is_chanced
        False: the chances are left open, for `with_chances` to compute.
    """
    project = file.project
    question = question_about(project, base)
    was, now = _spreads(project, question, before, after) if is_chanced else (_NOTHING, _NOTHING)
    gate = gate_of(after.plan, after.schedule, after.branch, link.feeds_uid)
    old, new = (
        money_of(one.plan, one.schedule, one.estimate, one.branch.conclusion(one.plan, one.schedule), link)
        for one in (before, after)
    )
    budget = _forecast(project)
    moved = None
    if budget is not None and link.has_budget_line and not new.missing:
        moved = budget + _more(new.payment, _held(link, "payment"))
    plain = {
        "gate": gate[0],
        "gate_name": gate[1],
        "goal": _without_code(question.limits.goal_name, question.limits.goal) or question.limits.goal,
        "goal_code": question.limits.goal,
        "limit": question.limits.limit.isoformat() if question.limits.limit else None,
        "most": _text(question.limits.most_euro),
        "iterations": now.iterations,
        "is_chanced": is_chanced,
        "shortages": [] if new.missing else shortages(link, project.pk, new.commitment),
        "missing": [*new.missing, *(() if link.has_budget_line else ("budget_line",))],
        "before": _side(before, was, old, gate[2]) | {"forecast": _text(budget)},
        "after": _side(after, now, new, gate[2]) | {"forecast": _text(moved)},
    }
    return Compared(plain, new)


def _side(one: Standing, spread: Spread, money: Money, gate_uid: int | None) -> dict[str, Any]:
    plan, schedule, branch = one.plan, one.schedule, one.branch
    return {
        "procedure": one.procedure,
        "estimate": _text(one.estimate),
        "dispatch": _iso(one.dispatch),
        "tender_days": branch.planned_days(plan, schedule, "S12"),
        "tender_minimum": branch.legal_minimum(plan, "S12"),
        "standstill_days": branch.planned_days(plan, schedule, "S23"),
        "conclusion": _iso(branch.conclusion(plan, schedule)),
        "gate": _iso(_finish(plan, schedule, gate_uid)),
        "commitment": _years(money.commitment),
        "payment": _years(money.payment),
        **_chances(spread),
    }


def _chances(spread: Spread) -> dict[str, Any]:
    return {
        "p50": _iso(_day(spread.p50)) if spread.quantiles else None,
        "p80": _iso(_day(spread.p80)) if spread.quantiles else None,
        "chance": spread.chance,
    }


def with_chances(
    project: Project, base: PlanRevision, effect: Mapping[str, Any], before: Standing, after: Standing
) -> dict[str, Any]:
    """Return an effect that `compared` left without chances, with them."""
    was, now = _spreads(project, question_about(project, base), before, after)
    sides = {"before": effect["before"] | _chances(was), "after": effect["after"] | _chances(now)}
    return {**effect, **sides, "iterations": now.iterations, "is_chanced": True}


def shortages(link: PlanLink, project_id: int, commitment: Years) -> list[dict[str, str]]:
    """Return for each year what the budget for commitments lacks for this contract, and lacked before.

    A year of which no budget or no forecast is known is left out.

    Parameters
    ----------
    commitment
        What the contract commits: year → euro.
    """
    if not link.has_budget_line:
        return []
    more = changes_by_year(commitment, link, "commitment")
    none, found = Decimal(0), []
    for year, left in credit_left(link, project_id, {*more, *commitment}):
        held, added = commitment.get(year, none), more.get(year, none)
        if short := lacking(left - added, held):
            before = lacking(left, held - added)
            told = {"free": str(max(left, none)), "short": str(short), "before": str(before)}
            found.append({"year": str(year), **told})
    return found


def _spreads(
    project: Project, question: Question, before: Standing, after: Standing
) -> tuple[Spread, Spread]:
    """Return how the goal is spread without and with the change; nothing where that takes too long."""
    n_tasks = max(len(before.plan.tasks), len(after.plan.tasks))
    if n_tasks > MOST_TASKS_AT_ONCE:
        return _NOTHING, _NOTHING
    iterations = iterations_for(after.plan)
    was = _spread(question, iterations) if is_uncertain(project) else _NOTHING
    return was, _spread(_with(question, after), iterations)


def _spread(question: Question, iterations: int) -> Spread:
    try:
        return spread_of(question, iterations)
    except (InvalidPlan, InvalidRiskModel):  # the page of the forecast tells what is wrong with it
        return _NOTHING


def _with(question: Question, after: Standing) -> Question:
    """Return the same question about the plan as it becomes, with what is uncertain about its new steps."""
    model, findings = risk_model_of(question.project, after.plan, after.uncertainty)
    goal = question.goal_uid if question.goal_uid in after.plan.tasks.uid else WHOLE_PLAN
    parts = (question.key, digest(after.plan), digest_of(model))
    key = hashlib.sha256(repr(parts).encode()).hexdigest()
    return replace(question, plan=after.plan, model=model, findings=tuple(findings), goal_uid=goal, key=key)


def _without_code(name: str, code: str) -> str:
    """Return what a gate is called beside its code.

    >>> _without_code("Poort G4 Ingebruikname", "G4")
    'Ingebruikname'
    """
    _before, found, after = name.partition(code) if code else (name, "", "")
    return after.strip(" :–-") if found else name


def _finish(plan: Plan, schedule: Schedule, uid: int | None) -> date | None:
    rows = [] if uid is None else (plan.tasks.uid == uid).nonzero()[0].tolist()
    return _day(int(schedule.finish[rows[0]])) if rows else None


def _forecast(project: Project) -> Decimal | None:
    """Return what the project is expected to pay over the years; None where nobody forecast anything."""
    lines = BudgetLine.objects.filter(project=project, is_archived=False)
    total = lines.aggregate(total=Sum("forecast_payment"))["total"]
    return None if total is None else Decimal(total).quantize(CENT)


def _held(link: PlanLink, credit: str) -> Years:
    return {int(year): Decimal(euro) for year, euro in link.forecast.get(credit, {}).items()}


def _more(now: Years, held: Years) -> Decimal:
    return sum(now.values(), Decimal(0)) - sum(held.values(), Decimal(0))


def changes_by_year(now: Years, link: PlanLink, credit: str) -> Years:
    """Return year → euro by which the budget forecast moves when this money is expected."""
    held = _held(link, credit)
    moved = {year: now.get(year, Decimal(0)) - held.get(year, Decimal(0)) for year in sorted({*now, *held})}
    return {year: euro for year, euro in moved.items() if euro}


def _years(amounts: Mapping[int, Decimal]) -> dict[str, str]:
    return {str(year): str(euro) for year, euro in sorted(amounts.items())}


def _day(instant: int) -> date | None:
    return None if instant == NONE else moment(instant).date()


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount.quantize(CENT))
