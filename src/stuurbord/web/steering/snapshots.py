"""Take a snapshot of a portfolio: everything a steering committee sees, as of one day, never to change."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from stuurbord import __version__
from stuurbord.engine.cost_curve import cost_curve
from stuurbord.errors import N_
from stuurbord.plan import NONE
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
from stuurbord.rulebooks.project_status import Reason
from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.audit.chain import record
from stuurbord.web.clock import today
from stuurbord.web.finance.models import BudgetLine
from stuurbord.web.forecasts.limits import limits_of
from stuurbord.web.forecasts.portfolio_figures import joined, project_row
from stuurbord.web.forecasts.queries import current_runs
from stuurbord.web.procurement_desk.in_reports import reported_terms
from stuurbord.web.projects.models import Portfolio, Project
from stuurbord.web.projects.plans import plan_of, schedule_of
from stuurbord.web.registers.models import CLOSED_ISSUES, CLOSED_RISKS, DecisionState, Milestone
from stuurbord.web.registers.plan_dates import day_of
from stuurbord.web.steering.models import ProjectState, StoredSnapshot
from stuurbord.web.steering.queries import FINISHED
from stuurbord.web.steering.refresh import (
    exposure,
    ordered_milestones,
    projects_with_facts,
    state_of,
    total,
    verdict_of,
)

REPORT_DAYS = 31
_SO_FAR = ("committed", "paid")
TREND_REPORTS = 12
LEAST_BETWEEN = timedelta(days=14)
"""Two packs of one fortnight belong to one meeting; both are compared with the meeting before."""


def content_of(stored: StoredSnapshot) -> Snapshot:
    """Return a stored snapshot as the reports want it."""
    return Snapshot.from_json(zlib.decompress(bytes(stored.content)).decode())


def default_as_of(portfolio: Portfolio) -> date:
    """Return the latest status date among the portfolio's plans, else today."""
    latest = (
        ProjectState.objects.filter(project__portfolio=portfolio, project__is_archived=False)
        .exclude(project__stage__in=FINISHED)
        .filter(status_date__isnull=False)
        .order_by("-status_date")
        .values_list("status_date", flat=True)
        .first()
    )
    return latest or today()


def take_snapshot(actor: Any, portfolio: Portfolio, as_of: date) -> StoredSnapshot:
    """Store what is known of a portfolio as of a day; unchanged facts give the snapshot already there."""
    require(actor, Permission.MAKE_PACK, portfolio.scopes)
    made = build_snapshot(portfolio, as_of)
    with transaction.atomic():
        known = portfolio.snapshots.filter(sha256=made.sha256).first()
        if known:
            return known
        stored = StoredSnapshot.objects.create(
            portfolio=portfolio,
            as_of=as_of,
            content=zlib.compress(made.to_json().encode(), 6),
            sha256=made.sha256,
            created_by=actor if actor.pk else None,
        )
        data = {"as_of": as_of, "sha256": made.sha256, "projects": len(made.projects)}
        record(actor, "snapshot.take", f"portfolio:{portfolio.key}", data, portfolio_id=portfolio.pk)
    return stored


def build_snapshot(portfolio: Portfolio, as_of: date) -> Snapshot:
    """Return the facts of a portfolio as of a day, compared with its latest earlier snapshot or report.

    Projects that are closed or stopped are no longer judged, as on the portfolio page; their money and what
    was decided on them remain.
    """
    ids = list(portfolio.projects.filter(is_archived=False).values_list("pk", flat=True))
    everything = projects_with_facts(ids)
    projects = [one for one in everything if one.stage not in FINISHED]
    states = {project.pk: state_of(project, as_of) for project in projects}
    before = _snapshot_before(portfolio, as_of)
    previous = content_of(before) if before else None
    compared_with = previous.as_of if previous else _last_report(projects, as_of)
    since = compared_with or as_of - timedelta(days=REPORT_DAYS)
    report_dates, trend = _trend(projects, as_of)
    terms_until = as_of + timedelta(days=REPORT_DAYS)
    return Snapshot(
        organisation=portfolio.organisation,
        portfolio=portfolio.key,
        portfolio_name=portfolio.name,
        meeting=portfolio.meeting,
        as_of=as_of,
        compared_with=compared_with,
        compared_sha256=before.sha256 if before else "",
        product_version=__version__,
        projects=tuple(
            _project(project, states[project.pk], as_of, since, _before(project, previous, compared_with))
            for project in projects
        ),
        budget_years=_budget_years(everything, previous),
        risks=_risks(projects, previous),
        issues=_issues(projects),
        decisions=_decisions(everything),
        report_dates=report_dates,
        trend=trend,
        sources=_sources(projects, states, as_of),
        joint=_joint(projects, states, previous),
        terms=reported_terms(ids, as_of, terms_until),
        terms_until=terms_until,
    )


def _snapshot_before(portfolio: Portfolio, as_of: date) -> StoredSnapshot | None:
    """Return the snapshot to compare with: that of the previous meeting, not a try of some days ago."""
    earlier = portfolio.snapshots.filter(as_of__lt=as_of)
    return earlier.filter(as_of__lte=as_of - LEAST_BETWEEN).first() or earlier.first()


def _last_report(projects: Iterable[Project], as_of: date) -> date | None:
    """Return the date of the previous report, so that dates can be compared from day one."""
    dates = {
        report.reported_on
        for project in projects
        for milestone in ordered_milestones(project)
        for report in milestone.reports.all()
        if report.reported_on < as_of
    }
    return max((day for day in dates if day <= as_of - LEAST_BETWEEN), default=max(dates, default=None))


def _before(project: Project, previous: Snapshot | None, compared_with: date | None) -> PreviousFacts | None:
    if previous is not None:
        found = next((one for one in previous.projects if one.code == project.code), None)
        if found is None:
            return None
        before = found.forecast
        return PreviousFacts(
            found.status.value,
            found.finish.forecast,
            found.finish.deviation_days,
            found.money.forecast,
            before and before.p50_finish,
            before and before.p80_finish,
            before and before.p50_cost,
        )
    goal = _goal(project)
    if goal is None or compared_with is None:
        return None
    reported = [one for one in goal.reports.all() if one.reported_on == compared_with]
    if not reported:
        return None
    deviation = (reported[0].forecast - goal.promised_on).days if goal.promised_on else None
    return PreviousFacts("", reported[0].forecast, deviation, None)


def _goal(project: Project) -> Milestone | None:
    return next((one for one in ordered_milestones(project) if one.code == project.goal_gate), None)


def _project(
    project: Project, state: ProjectState, as_of: date, since: date, previous: PreviousFacts | None
) -> ProjectFacts:
    verdict = verdict_of(project, state, as_of)
    done, upcoming = _highlights(project, since, as_of)
    return ProjectFacts(
        code=project.code,
        name=project.name,
        short_name=project.short_name,
        kind=project.kind,
        programme=project.programme.name if project.programme else "",
        owner=project.owner.name if project.owner else "",
        manager=project.manager.name if project.manager else "",
        stage=project.stage,
        description=project.description,
        status=StatusFacts(
            verdict.status,
            verdict.time,
            verdict.cost,
            verdict.reasons,
            verdict.missing,
            verdict.is_judged,
            verdict.basis_time,
            verdict.basis_cost,
            project.judged_until if verdict.is_judged else None,
        ),
        next_gate=state.next_gate,
        finish=FinishFacts(
            state.goal_milestone,
            state.baseline_finish,
            state.forecast_finish,
            state.deviation_days,
            project.time_tolerance_days,
        ),
        money=MoneyFacts(
            state.budget, state.forecast_cost, state.committed, state.paid, project.cost_tolerance
        ),
        milestones=tuple(
            MilestoneFacts(one.code, one.name, one.is_gate, one.promised_on, one.expected_on, one.passed_on)
            for one in ordered_milestones(project)
        ),
        plan=_plan(project, state),
        cost_curve=_curve(project),
        done=done,
        upcoming=upcoming,
        previous=previous,
        forecast=_forecast(state),
    )


def _forecast(state: ProjectState) -> ForecastFacts | None:
    """Return what the simulation says; None without one."""
    if state.p50_finish is None or state.p80_finish is None:
        return None
    return ForecastFacts(
        state.p50_finish,
        state.p80_finish,
        state.p50_cost,
        state.p80_cost,
        state.chance_time,
        state.chance_cost,
    )


def _joint(
    projects: list[Project], states: dict[int, ProjectState], previous: Snapshot | None
) -> JointFacts | None:
    """Return all simulated projects summed simulation by simulation; None if none has costs."""
    known = [one for one in projects if states[one.pk].p50_cost is not None]
    if not known:
        return None
    runs, limits = current_runs(known), limits_of(known)
    whole = joined("", [project_row(one, limits[one.pk], runs.get(one.pk)) for one in known])
    if whole is None or whole.cost_p50 is None or whole.cost_p80 is None:
        return None
    before = previous.joint if previous else None
    return JointFacts(
        n_projects=whole.n_costed,
        n_missing=len(projects) - whole.n_costed,
        p50_cost=_cents(whole.cost_p50),
        p80_cost=_cents(whole.cost_p80),
        budget=None if whole.budget is None else _cents(whole.budget),
        chance_time=whole.chance_time,
        chance_cost=whole.chance_cost,
        previous_p50_cost=before and before.p50_cost,
        previous_p80_cost=before and before.p80_cost,
    )


def _cents(euro: float) -> Decimal:
    return Decimal(str(euro)).quantize(Decimal("0.01"))


def _plan(project: Project, state: ProjectState) -> PlanFacts | None:
    revision = project.current_revision
    if revision is None:
        return None
    return PlanFacts(
        revision.number,
        revision.file_name,
        revision.file_sha256,
        revision.reader,
        timezone.localdate(revision.created_at),
        revision.status_date,
        state.n_tasks,
        state.n_critical,
        state.progress,
    )


def _curve(project: Project) -> tuple[CurvePoint, ...]:
    """Return the project's cumulative cost per month, empty when its plan has no costs."""
    if project.current_revision_id is None:
        return ()
    plan, schedule = plan_of(project.current_revision_id), schedule_of(project.current_revision_id)
    curve = cost_curve(plan, schedule)

    def euros(cents: int) -> Decimal | None:
        return None if cents == NONE else (Decimal(int(cents)) / 100).quantize(Decimal("0.01"))

    epoch = date(1970, 1, 1)
    return tuple(
        CurvePoint(epoch + timedelta(days=int(day)), euros(planned), euros(forecast), euros(earned))
        for day, planned, forecast, earned in zip(
            curve.months, curve.planned, curve.forecast, curve.earned, strict=True
        )
    )


def _highlights(project: Project, since: date, as_of: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what was finished since a day and what should finish soon: milestones, then summaries."""
    if project.current_revision_id is None:
        return (), ()
    plan, schedule = plan_of(project.current_revision_id), schedule_of(project.current_revision_id)
    until = as_of + timedelta(days=REPORT_DAYS)
    done: list[tuple[Any, ...]] = []
    upcoming: list[tuple[Any, ...]] = []
    for idx, name in enumerate(plan.tasks.name):
        if not plan.tasks.is_active[idx]:
            continue
        # Milestones tell most, then work packages, then the longest tasks.
        weight = 0 if plan.tasks.is_milestone[idx] else 1 if plan.tasks.is_summary[idx] else 2
        order = (weight, -int(plan.tasks.duration[idx]), idx)
        finished = day_of(plan.tasks.actual_finish[idx])
        if finished and since < finished <= as_of:
            done.append((*order, name))
        expected = day_of(schedule.finish[idx])
        if not finished and expected and as_of < expected <= until:
            upcoming.append((*order, name))
    return tuple(one[-1] for one in sorted(done)[:4]), tuple(one[-1] for one in sorted(upcoming)[:4])


def _budget_years(projects: Iterable[Project], previous: Snapshot | None) -> tuple[BudgetYear, ...]:
    """Sum the budget lines per year; a sum of which a term is not known is not known either."""
    names = [one.name for one in fields(BudgetYear) if one.name != "year" and "previous" not in one.name]
    lines: dict[int, list[BudgetLine]] = {}
    for project in projects:
        for line in project.budget_lines.all():
            if not line.is_archived:
                lines.setdefault(line.year, []).append(line)
    sums = {
        year: {name: total((getattr(line, name) for line in found), name in _SO_FAR) for name in names}
        for year, found in lines.items()
    }
    earlier = {one.year: one for one in previous.budget_years} if previous else {}
    return tuple(
        BudgetYear(
            year=year,
            **sums[year],
            previous_forecast_commitment=earlier[year].forecast_commitment if year in earlier else None,
            previous_forecast_payment=earlier[year].forecast_payment if year in earlier else None,
        )
        for year in sorted(sums)
    )


def _risks(projects: Iterable[Project], previous: Snapshot | None) -> tuple[RiskFacts, ...]:
    earlier = {(one.project, one.code): one for one in previous.risks} if previous else {}
    risks = [
        risk
        for project in projects
        for risk in project.risks.all()
        if risk.state not in CLOSED_RISKS and not risk.is_archived
    ]
    codes = {project.pk: project.code for project in projects}
    facts = []
    for risk in sorted(risks, key=exposure, reverse=True):
        before = earlier.get((codes[risk.project_id], risk.code))
        facts.append(
            RiskFacts(
                code=risk.code,
                project=codes[risk.project_id],
                title=risk.title,
                cause=risk.cause,
                event=risk.event,
                effect=risk.effect,
                probability=None if risk.probability is None else float(risk.probability),
                impact_days=risk.impact_days,
                impact_cost=risk.impact_cost,
                response=risk.response,
                measure=risk.measure,
                owner=risk.owner.name if risk.owner else "",
                due=risk.due,
                state=risk.state,
                reviewed_on=risk.reviewed_on,
                previous_probability=before.probability if before else None,
                previous_impact_days=before.impact_days if before else None,
            )
        )
    return tuple(facts)


def _issues(projects: Iterable[Project]) -> tuple[IssueFacts, ...]:
    return tuple(
        IssueFacts(
            issue.code,
            project.code,
            issue.title,
            issue.priority,
            issue.owner.name if issue.owner else "",
            issue.raised_on,
            issue.due,
            issue.state,
        )
        for project in projects
        for issue in project.issues.all()
        if issue.state not in CLOSED_ISSUES and not issue.is_archived
    )


def _decisions(projects: Iterable[Project]) -> tuple[DecisionFacts, ...]:
    asked = [
        DecisionFacts(
            one.code,
            project.code,
            one.question,
            one.recommendation,
            one.effect_on_date,
            one.effect_on_cost,
            one.without_decision,
            one.due,
            one.body,
            one.state,
            one.outcome,
            one.decided_on,
        )
        for project in projects
        for one in project.decisions.all()
        if one.state != DecisionState.WITHDRAWN and not one.is_archived
    ]
    return tuple(sorted(asked, key=lambda one: (one.due or date.max, one.code)))


def _trend(projects: Iterable[Project], as_of: date) -> tuple[tuple[date, ...], tuple[TrendLine, ...]]:
    """Return the last reports' dates, this one included, and what each said of every goal milestone."""
    said: dict[str, dict[date, date]] = {}
    goals: dict[str, Milestone] = {}
    for project in projects:
        goal = _goal(project)
        if goal is None:
            continue
        goals[project.code] = goal
        said[project.code] = {
            one.reported_on: one.forecast for one in goal.reports.all() if one.reported_on < as_of
        }
        if goal.expected_on:
            said[project.code][as_of] = goal.expected_on
    dates = tuple(sorted({day for reports in said.values() for day in reports})[-TREND_REPORTS:])
    lines = tuple(
        TrendLine(code, goal.code, goal.promised_on, tuple(said[code].get(day) for day in dates))
        for code, goal in goals.items()
    )
    return dates, lines


def _sources(
    projects: list[Project], states: dict[int, ProjectState], as_of: date
) -> tuple[SourceFacts, ...]:
    """Say of each source how complete and how old it is."""
    n_projects = len(projects)
    with_plan = [project for project in projects if project.current_revision_id]
    dated = [states[one.pk].status_date for one in with_plan if states[one.pk].status_date]
    with_money = [one for one in projects if states[one.pk].forecast_cost is not None]
    risks = [
        risk
        for one in projects
        for risk in one.risks.all()
        if risk.state not in CLOSED_RISKS and not risk.is_archived
    ]
    owned = [risk for risk in risks if risk.owner_id]
    reviewed = [risk.reviewed_on for risk in risks if risk.reviewed_on]
    compared = [one for one in projects if states[one.pk].deviation_days is not None]
    undated = len(with_plan) - len(dated)
    remark = (
        Reason("plans_without_status_date", N_("{n} plans have no status date"), {"n": undated})
        if undated
        else None
    )
    return (
        _source(N_("Project plans"), len(with_plan), n_projects, dated, as_of, remark),
        _source(N_("Baselines"), len(compared), n_projects, [], as_of),
        _source(N_("Budget and forecast"), len(with_money), n_projects, [], as_of),
        _source(N_("Risk register: owner"), len(owned), len(risks), reviewed, as_of),
    )


def _source(
    name: str, covered: int, total: int, dates: list[Any], as_of: date, remark: Reason | None = None
) -> SourceFacts:
    age = (as_of - min(dates)).days if dates else None
    verdict = "missing" if not covered else "good" if covered == total else "incomplete"
    if verdict == "good" and age is not None and age > REPORT_DAYS:
        verdict = "outdated"
    return SourceFacts(name, covered, total, age, verdict, remark)
