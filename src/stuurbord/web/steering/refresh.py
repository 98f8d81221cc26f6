"""Compute the state of projects from plans and registers, and store it where dashboards read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet

from stuurbord.engine.cost_curve import progress
from stuurbord.plan import NONE
from stuurbord.rulebooks.project_status import Facts, Status, Verdict, project_status
from stuurbord.rulebooks.project_status.check import GRAVITY
from stuurbord.rulebooks.project_status.check import KEY as STATUS
from stuurbord.web.clock import today
from stuurbord.web.forecasts.simulated import simulated
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import is_work, plan_of, schedule_of
from stuurbord.web.registers.models import CLOSED_ISSUES, CLOSED_RISKS, Milestone, MilestoneReport, Risk
from stuurbord.web.registers.plan_dates import day_of
from stuurbord.web.rules.queries import pack_in_force
from stuurbord.web.steering.models import ProjectState
from stuurbord.web.steering.queries import FINISHED

BATCH = 200
_JUDGED = (
    "status",
    "status_time",
    "status_cost",
    "status_rank",
    "reasons",
    "missing",
    "is_judged",
    "judged_until",
    "basis",
)
_SIMULATED = ("chance_time", "chance_cost", "p50_finish", "p80_finish", "p50_cost", "p80_cost")


def on_projects_changed(sender: Any, project_ids: Iterable[int], **kwargs: Any) -> None:
    """Listen to `projects_changed`."""
    refresh(project_ids)


def refresh(project_ids: Iterable[int], on: date | None = None) -> None:
    """Recompute and store the state of these projects as of ``on`` (default: today)."""
    ids = sorted(set(project_ids))
    for first in range(0, len(ids), BATCH):
        projects = projects_with_facts(ids[first : first + BATCH])
        states = [state_of(project, on or today()) for project in projects]
        fields = [f.name for f in ProjectState._meta.fields if not f.primary_key]
        ProjectState.objects.bulk_create(
            states, update_conflicts=True, unique_fields=["project"], update_fields=fields
        )


def on_forecasts_made(sender: Any, project_ids: Iterable[int], **kwargs: Any) -> None:
    """Listen to `forecasts_made`: from now on the chance decides."""
    refresh(project_ids)


def judge_again(states: QuerySet[ProjectState], on: date) -> None:
    """Judge again what the passing of days alone changes: a gate is more days overdue every morning, a
    person's judgement comes to its end.

    Only what differs is written, so that of all readers of a day the first writes and the others read.
    """
    passed = states.filter(Q(next_gate_on__lt=on) | Q(judged_until__lt=on))
    rows = passed.values_list("pk", "next_gate_on", "judged_until", "reasons")
    stale = [pk for pk, due, until, reasons in rows if _is_old(due, until, reasons, on)]
    if not stale:
        return
    with transaction.atomic():
        held = ProjectState.objects.filter(pk__in=stale).order_by("pk")
        held = held.select_related("project__portfolio__tolerances").prefetch_related("project__issues")
        rows, book = list(held.select_for_update(of=("self",))), pack_in_force(STATUS)
        for one in rows:
            one.project.status_book = book
        changed = [one for one in rows if _is_judged_anew(one, on)]
        ProjectState.objects.bulk_update(changed, _JUDGED, batch_size=BATCH)


def _is_old(due: date | None, until: date | None, reasons: list[dict[str, Any]], on: date) -> bool:
    if until is not None and until < on:
        return True
    if due is None or due >= on:
        return False
    return not any(one["fields"].get("overdue_days") == (on - due).days for one in reasons)


def _is_judged_anew(state: ProjectState, on: date) -> bool:
    """Give a state the verdict of a day, and tell whether it had another."""
    before = [getattr(state, name) for name in _JUDGED]
    _take_verdict(state, verdict_of(state.project, state, on))
    return before != [getattr(state, name) for name in _JUDGED]


def projects_with_facts(ids: Iterable[int]) -> list[Project]:
    """Return projects with all that a state or a snapshot is made of, in a handful of queries."""
    reports = Prefetch("reports", MilestoneReport.objects.order_by("reported_on"))
    found = list(
        Project.objects.filter(pk__in=list(ids))
        .select_related("portfolio__tolerances", "programme", "owner", "manager", "current_revision")
        .defer("current_revision__document", "current_revision__findings")
        .prefetch_related(
            Prefetch("milestones", Milestone.objects.prefetch_related(reports)),
            Prefetch("risks", Risk.objects.select_related("owner")),
            "issues__owner",
            "budget_lines",
            "decisions",
        )
        .order_by("code")
    )
    figures, book = simulated(found), pack_in_force(STATUS) if found else None
    for project in found:
        project.simulated, project.status_book = figures.get(project.pk), book
    return found


def state_of(project: Project, on: date) -> ProjectState:
    """Return the state of one project (unsaved), from what `projects_with_facts` loaded."""
    milestones = ordered_milestones(project)
    gates = [one for one in milestones if one.is_gate and not one.is_archived]
    goal = next((one for one in milestones if one.code == project.goal_gate), None)
    upcoming = next((one for one in gates if one.passed_on is None), None)
    if project.stage in FINISHED:
        upcoming = None  # what has ended waits for no gate
    state = ProjectState(project=project)
    _take_plan(state, project)
    if goal is not None:
        state.goal_milestone = goal.code
        state.baseline_finish, state.forecast_finish = goal.promised_on, goal.expected_on
    if state.baseline_finish and state.forecast_finish:
        state.deviation_days = (state.forecast_finish - state.baseline_finish).days
    if upcoming is not None:
        state.next_gate, state.next_gate_on = upcoming.code, upcoming.expected_on
    state.gates = [[gate.code, gate.passed_on is not None] for gate in gates]
    state.slips = slips(goal, state.deviation_days, on)
    _take_money(state, project)
    _take_registers(state, project)
    _take_simulated(state, project)
    _take_verdict(state, verdict_of(project, state, on))
    return state


def verdict_of(project: Project, state: ProjectState, on: date) -> Verdict:
    """Return the rules' verdict on a project whose facts stand in ``state``."""
    return project_status(
        Facts(
            on=on,
            promised_on=state.baseline_finish,
            expected_on=state.forecast_finish,
            time_tolerance_days=project.time_tolerance_days,
            budget=state.budget,
            forecast_cost=state.forecast_cost,
            cost_tolerance=project.cost_tolerance,
            next_gate=state.next_gate,
            next_gate_on=state.next_gate_on,
            judged_status=Status(project.judged_status) if project.judged_status else None,
            judged_reason=project.judged_reason,
            judged_until=project.judged_until,
            chance_time=state.chance_time,
            chance_cost=state.chance_cost,
            on_track_from=_threshold(project, "on_track_from"),
            adjust_from=_threshold(project, "adjust_from"),
            legal_breaches=_legal_breaches(project),
        ),
        getattr(project, "status_book", None) or pack_in_force(STATUS),
    )


def _threshold(project: Project, name: str) -> float | None:
    """Return a threshold that the portfolio agreed on, None if it holds to the rule book."""
    agreed = getattr(project.portfolio, "tolerances", None)
    value = getattr(agreed, name, None)
    return None if value is None else float(value)


def _legal_breaches(project: Project) -> tuple[str, ...]:
    return tuple(
        one.code
        for one in project.issues.all()
        if one.is_legal_breach and one.state not in CLOSED_ISSUES and not one.is_archived
    )


def ordered_milestones(project: Project) -> list[Milestone]:
    """Return a project's milestones by date of promise; undated ones last, by code."""

    def order(one: Milestone) -> tuple[Any, ...]:
        if one.is_gate:
            return (0, *_gate_order(one.code))
        return (1, one.promised_on or one.expected_on or date.max, one.code)

    return sorted((one for one in project.milestones.all() if not one.is_archived), key=order)


def _gate_order(code: str) -> tuple[Any, ...]:
    """Sort G2 before G2b before G3.1 before G3.2."""
    match = re.match(r"\D*(\d+)(\D*)(\d*)", code)
    return (int(match[1]), match[2], int(match[3] or 0), code) if match else (99, "", 0, code)


def slips(goal: Milestone | None, deviation_days: int | None, on: date) -> list[int]:
    """Return the goal's deviation in its last reports before a day, the one of that day last."""
    if goal is None or goal.promised_on is None:
        return []
    promised = goal.promised_on
    reported = [(one.forecast - promised).days for one in goal.reports.all() if one.reported_on < on]
    return [*reported[-11:], *([] if deviation_days is None else [deviation_days])]


def _take_plan(state: ProjectState, project: Project) -> None:
    """Fill what the plan alone tells; its own finish stands until a goal milestone replaces it."""
    revision = project.current_revision
    if revision is None:
        return
    plan, schedule = plan_of(revision.pk), schedule_of(revision.pk)
    work = is_work(plan, schedule)
    state.n_tasks = int(work.sum())
    state.n_critical = int((schedule.is_critical & work).sum())
    state.progress = progress(plan)
    state.status_date = revision.status_date
    state.forecast_finish = day_of(schedule.project_finish)
    if 0 in plan.baselines:
        promised = plan.baselines[0].finish[work]
        promised = promised[promised != NONE]
        state.baseline_finish = day_of(int(promised.max())) if len(promised) else None


def _take_money(state: ProjectState, project: Project) -> None:
    lines = [line for line in project.budget_lines.all() if not line.is_archived]
    state.budget = total(line.budgeted_payment for line in lines)
    state.forecast_cost = total(line.forecast_payment for line in lines)
    state.committed = total((line.committed for line in lines), partial=True)
    state.paid = total((line.paid for line in lines), partial=True)


def total(amounts: Iterable[Decimal | None], partial: bool = False) -> Decimal | None:
    """Return the sum, or None when an amount is missing (``partial``: when all are)."""
    listed = list(amounts)
    known: Sequence[Decimal] = [amount for amount in listed if amount is not None]
    complete = bool(known) if partial else bool(listed) and len(known) == len(listed)
    return sum(known, Decimal(0)) if complete else None


def _take_simulated(state: ProjectState, project: Project) -> None:
    if not hasattr(project, "simulated"):
        project.simulated = simulated([project]).get(project.pk)
    if project.simulated is not None:
        for name in _SIMULATED:
            setattr(state, name, getattr(project.simulated, name))


def _take_registers(state: ProjectState, project: Project) -> None:
    risks = [one for one in project.risks.all() if one.state not in CLOSED_RISKS and not one.is_archived]
    issues = [one for one in project.issues.all() if one.state not in CLOSED_ISSUES and not one.is_archived]
    state.n_open_risks, state.n_open_issues = len(risks), len(issues)
    if risks:
        top = max(risks, key=exposure)
        state.top_risk, state.top_risk_probability = top.title, top.probability


def exposure(risk: Risk) -> tuple[float, float]:
    """Return expected delay and expected cost: what orders risks until the simulation weighs them."""
    chance = float(risk.probability or 0)
    return chance * (risk.impact_days or 0), chance * float(risk.impact_cost or 0)


def _take_verdict(state: ProjectState, verdict: Verdict) -> None:
    state.status, state.status_time, state.status_cost = verdict.status, verdict.time, verdict.cost
    state.status_rank = GRAVITY.index(verdict.status)
    state.reasons = [asdict(reason) for reason in verdict.reasons]
    state.missing, state.is_judged = list(verdict.missing), verdict.is_judged
    state.judged_until = state.project.judged_until if verdict.is_judged else None
    state.basis = verdict.basis_time
