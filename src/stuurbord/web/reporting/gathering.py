"""Gather what a report tells of one project as of a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from stuurbord.reports.project_reports.facts import (
    ActionFacts,
    BenefitFacts,
    BudgetFacts,
    ChangeFacts,
    ConditionFacts,
    ExceptionFacts,
    FindingFacts,
    ForecastFacts,
    GateFacts,
    LessonFacts,
    NextGateFacts,
    OptionFacts,
    ProductFacts,
    ReportFacts,
    TargetFacts,
)
from stuurbord.reports.snapshot import DecisionFacts, IssueFacts, MilestoneFacts, RiskFacts, StatusFacts
from stuurbord.rulebooks.rule_pack.model import said
from stuurbord.web.gates.models import TO_MEET, GateCondition, GateDecision
from stuurbord.web.gates.queries import next_dossier
from stuurbord.web.procurement_desk.in_reports import reported_terms
from stuurbord.web.projects.models import Project
from stuurbord.web.reader import reader
from stuurbord.web.registers.models import (
    CLOSED_ACTIONS,
    CLOSED_CHANGES,
    CLOSED_ISSUES,
    CLOSED_RISKS,
    ActionItem,
    Benefit,
    ChangeRequest,
    DecisionState,
    Lesson,
    Measurement,
    Product,
    QualityFinding,
    Risk,
)
from stuurbord.web.registers.realisation import realised
from stuurbord.web.reporting.plan_parts import curve_of, highlights_of, plan_name, progress_of
from stuurbord.web.tolerances.exception_facts import exception_facts
from stuurbord.web.tolerances.models import CLOSED_EXCEPTIONS, ExceptionReport
from stuurbord.web.tolerances.standing import Standing, standings

MOST_RISKS = 10
PERIOD = timedelta(days=31)


def gather(
    project: Project,
    as_of: date,
    period_from: date,
    period_until: date,
    exception: str = "",
    previous: ReportFacts | None = None,
    previous_number: str = "",
) -> ReportFacts:
    """Return the facts of a project as of a day; ``exception`` picks one of its exceptions.

    ``previous`` are the facts of the report of this kind before this one, to tell what changed since.
    """
    before = previous.forecast if previous else None
    standing = standings([project], as_of)[project.pk]
    done, upcoming = highlights_of(project, period_from, as_of)
    portfolio, verdict = project.portfolio, standing.verdict
    terms_until = as_of + max(PERIOD, period_until - period_from)
    return ReportFacts(
        organisation=portfolio.organisation,
        portfolio=portfolio.name,
        project=project.code,
        name=project.name,
        owner=_name(project.owner),
        manager=_name(project.manager),
        stage=project.stage,
        as_of=as_of,
        period_from=period_from,
        period_until=period_until,
        status=StatusFacts(
            str(verdict.status),
            str(verdict.time),
            str(verdict.cost),
            tuple(verdict.reasons),
            tuple(verdict.missing),
            verdict.is_judged,
        ),
        judged_reason=project.judged_reason if verdict.is_judged else "",
        forecast=_forecast(project, standing),
        targets=_targets(standing),
        milestones=_milestones(project),
        curve=curve_of(project),
        plan=plan_name(project),
        progress=progress_of(project),
        done=done,
        upcoming=upcoming,
        changes=_changes(project, period_from),
        risks=_risks(project),
        issues=_issues(project),
        actions=_actions(project, as_of),
        decisions=_decisions(project),
        lessons=_lessons(project),
        products=_products(project),
        findings=_findings(project),
        budget=_budget(project),
        gates=_gates(project),
        conditions=_conditions(project),
        next_gate=_next_gate(project, as_of),
        benefits=_benefits(project),
        exceptions=_exceptions(project, exception),
        previous_finish=(before.p50_finish or before.finish) if before else None,
        previous_cost=(before.p50_cost or before.cost) if before else None,
        previous_number=previous_number,
        terms=reported_terms([project.pk], as_of, terms_until),
        terms_until=terms_until,
    )


def _name(person: Any) -> str:
    return person.name if person else ""


def _lines(model: Any, project: Project) -> Any:
    return model._default_manager.filter(project=project, is_archived=False)


def _forecast(project: Project, one: Standing) -> ForecastFacts:
    return ForecastFacts(
        goal=project.goal_gate,
        baseline=one.baseline,
        tolerance_days=one.tolerance_days,
        finish=one.forecast,
        p50_finish=one.p50_finish,
        p80_finish=one.p80_finish,
        chance_time=one.chance_time,
        budget=one.budget,
        cost_tolerance=one.cost_tolerance,
        cost=one.forecast_cost,
        p50_cost=one.p50_cost,
        p80_cost=one.p80_cost,
        chance_cost=one.chance_cost,
    )


def _targets(standing: Standing) -> tuple[TargetFacts, ...]:
    return tuple(
        TargetFacts(
            one.target,
            one.unit,
            one.used,
            one.allowed,
            one.basis,
            str(one.status),
            one.is_beyond,
            one.words,
        )
        for one in standing.targets
        if one.level == "project"
    )


def _milestones(project: Project) -> tuple[MilestoneFacts, ...]:
    found = list(project.milestones.filter(is_archived=False))
    found.sort(key=lambda one: (one.promised_on or one.expected_on or date.max, one.code))
    return tuple(
        MilestoneFacts(one.code, one.name, one.is_gate, one.promised_on, one.expected_on, one.passed_on)
        for one in found
    )


def _changes(project: Project, since: date) -> tuple[ChangeFacts, ...]:
    """Return what is open, and what was decided in the period."""
    return tuple(
        ChangeFacts(
            one.code,
            one.title,
            one.state,
            one.impact_days,
            one.impact_cost,
            one.decided_on,
            one.state not in CLOSED_CHANGES,
        )
        for one in _lines(ChangeRequest, project).order_by("code")
        if one.state in ("requested", "assessed", "postponed") or (one.decided_on and one.decided_on >= since)
    )


def _exposure(risk: Risk) -> tuple[float, float]:
    chance = float(risk.probability or 0)
    return chance * (risk.impact_days or 0), chance * float(risk.impact_cost or 0)


def _risks(project: Project) -> tuple[RiskFacts, ...]:
    found = _lines(Risk, project).exclude(state__in=CLOSED_RISKS).select_related("owner")
    heaviest = sorted(found, key=lambda one: (*(-part for part in _exposure(one)), one.code))[:MOST_RISKS]
    return tuple(
        RiskFacts(
            code=one.code,
            project=project.code,
            title=one.title,
            cause=one.cause,
            event=one.event,
            effect=one.effect,
            probability=None if one.probability is None else float(one.probability),
            impact_days=one.impact_days,
            impact_cost=one.impact_cost,
            response=one.response,
            measure=one.measure,
            owner=_name(one.owner),
            due=one.due,
            state=one.state,
            reviewed_on=one.reviewed_on,
        )
        for one in heaviest
    )


def _issues(project: Project) -> tuple[IssueFacts, ...]:
    found = project.issues.filter(is_archived=False).exclude(state__in=CLOSED_ISSUES).select_related("owner")
    return tuple(
        IssueFacts(
            one.code,
            project.code,
            one.title,
            one.priority,
            _name(one.owner),
            one.raised_on,
            one.due,
            one.state,
        )
        for one in sorted(found, key=lambda one: (one.due or date.max, one.code))
    )


def _actions(project: Project, as_of: date) -> tuple[ActionFacts, ...]:
    found = _lines(ActionItem, project).exclude(state__in=CLOSED_ACTIONS).select_related("owner")
    return tuple(
        ActionFacts(one.code, one.title, _name(one.owner), one.due, bool(one.due and one.due < as_of))
        for one in sorted(found, key=lambda one: (one.due or date.max, one.code))
    )


def _decisions(project: Project) -> tuple[DecisionFacts, ...]:
    found = project.decisions.filter(is_archived=False, state=DecisionState.REQUESTED)
    return tuple(
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
        for one in sorted(found, key=lambda one: (one.due or date.max, one.code))
    )


def _lessons(project: Project) -> tuple[LessonFacts, ...]:
    return tuple(
        LessonFacts(one.code, one.title, one.category, one.what_happened, one.recommendation, one.learned_on)
        for one in _lines(Lesson, project).order_by("category", "code")
    )


def _products(project: Project) -> tuple[ProductFacts, ...]:
    found = _lines(Product, project).exclude(state="dropped").select_related("owner").order_by("code")
    return tuple(
        ProductFacts(one.code, one.title, one.state, _name(one.owner), one.due, one.ready_on) for one in found
    )


def _findings(project: Project) -> tuple[FindingFacts, ...]:
    found = _lines(QualityFinding, project).exclude(state__in=QualityFinding.closed).select_related("owner")
    return tuple(
        FindingFacts(one.code, one.title, one.severity, _name(one.owner), one.due, one.state)
        for one in sorted(found, key=lambda one: (one.due or date.max, one.code))
    )


def _budget(project: Project) -> tuple[BudgetFacts, ...]:
    years: dict[int, list[Any]] = {}
    for line in project.budget_lines.filter(is_archived=False):
        years.setdefault(line.year, []).append(line)
    return tuple(
        BudgetFacts(
            year,
            _sum(one.budgeted_payment for one in lines),
            _sum((one.committed for one in lines), is_so_far=True),
            _sum((one.paid for one in lines), is_so_far=True),
            _sum(one.forecast_payment for one in lines),
        )
        for year, lines in sorted(years.items())
    )


def _sum(values: Iterable[Decimal | None], is_so_far: bool = False) -> Decimal | None:
    """Return a sum; one that lacks a term is no sum, unless it counts what happened so far."""
    listed = list(values)
    known = [one for one in listed if one is not None]
    if not known or (len(known) < len(listed) and not is_so_far):
        return None
    return sum(known, Decimal(0))


def _gates(project: Project) -> tuple[GateFacts, ...]:
    return tuple(
        GateFacts(one.gate, one.on, one.verdict, one.reason, one.by_name, len(one.conditions))
        for one in GateDecision.objects.filter(project=project).order_by("number")
    )


def _conditions(project: Project) -> tuple[ConditionFacts, ...]:
    found = (
        _lines(GateCondition, project)
        .filter(state__in=TO_MEET)
        .select_related("owner")
        .order_by("due", "code")
    )
    return tuple(ConditionFacts(one.code, one.gate, one.title, _name(one.owner), one.due) for one in found)


def _next_gate(project: Project, as_of: date) -> NextGateFacts | None:
    dossier = next_dossier(project, as_of)
    if dossier is None:
        return None
    due = dossier.gate.milestone.expected_on if dossier.gate.milestone else None
    met = [one for one in dossier.criteria if one.group == "met"]
    lacking = [one for one in dossier.criteria if one.group in ("blocking", "condition")]
    language = reader().code
    return NextGateFacts(
        dossier.gate.code,
        dossier.gate.name,
        due,
        len(met) + len(lacking),
        len(met),
        tuple(said(one.rule.refusal, language) for one in lacking),
    )


def _benefits(project: Project) -> tuple[BenefitFacts, ...]:
    last: dict[int, Measurement] = {}
    for one in _lines(Measurement, project).order_by("measured_on", "pk"):
        last[one.benefit_id] = one
    made = []
    for one in _lines(Benefit, project).select_related("owner").order_by("code"):
        measured = last.get(one.pk)
        value = measured.value if measured else None
        made.append(
            BenefitFacts(
                one.code,
                one.title,
                one.unit,
                _name(one.owner),
                one.baseline_value,
                one.target_value,
                one.target_on,
                value,
                measured.measured_on if measured else None,
                realised(one.baseline_value, one.target_value, value),
            )
        )
    return tuple(made)


def _exceptions(project: Project, code: str) -> tuple[ExceptionFacts, ...]:
    found = _lines(ExceptionReport, project).select_related("owner", "decision", "project__portfolio")
    found = found.filter(code=code) if code else found.exclude(state__in=CLOSED_EXCEPTIONS)
    return tuple(_exception(exception_facts(one)) for one in found.order_by("code"))


def _exception(one: Any) -> ExceptionFacts:
    return ExceptionFacts(
        code=one.code,
        title=one.title,
        target=one.target,
        level=one.level,
        scope=one.scope,
        unit=one.unit,
        measured=one.measured,
        allowed=one.allowed,
        basis=one.basis,
        raised_on=one.raised_on,
        state=one.state,
        cause=one.cause,
        consequence=one.consequence,
        recommendation=one.recommendation,
        owner=one.owner,
        due=one.due,
        body=str(one.body),
        decision=one.decision,
        outcome=one.outcome,
        options=tuple(
            OptionFacts(
                option.code,
                option.title,
                option.effect_days,
                option.effect_cost,
                option.effect_risk,
                option.is_recommended,
            )
            for option in one.options
        ),
    )
