"""Reads for the dashboards: each page's facts in a handful of queries, never one per row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from stuurbord.rulebooks.project_status import Status
from stuurbord.rulebooks.project_status.check import GRAVITY
from stuurbord.web.accounts.models import Scope
from stuurbord.web.accounts.permissions import Permission, may, scope_ids
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.clock import today
from stuurbord.web.lists.list_request import asked_page
from stuurbord.web.notices.matter import FINISHED
from stuurbord.web.projects.models import Portfolio, Project
from stuurbord.web.projects.queries import visible_projects
from stuurbord.web.registers.models import Decision, DecisionState
from stuurbord.web.steering.models import ProjectState

PAGE_SIZE = 60
GATE_SOON_DAYS = 30


@dataclass(frozen=True)
class PortfolioRequest:
    """What a reader asks of the portfolio table."""

    view: str = "exceptions"
    query: str = ""
    status: str = ""
    owner: str = ""
    programme: str = ""
    sort: str = "status"
    finished: bool = False
    page: int = 1

    @classmethod
    def from_query(cls, parameters: Mapping[str, str]) -> PortfolioRequest:
        sort = parameters.get("sort", "status")
        view = parameters.get("view", "exceptions")
        return cls(
            view=view if view in VIEWS else "exceptions",
            query=parameters.get("q", "").strip()[:100],
            status=parameters.get("status", "") if parameters.get("status") in set(Status) else "",
            owner=parameters.get("owner", "")[:200],
            programme=parameters.get("programme", "")[:200],
            sort=sort if sort.lstrip("-") in SORTS else "status",
            finished=parameters.get("finished") == "1",
            page=asked_page(parameters),
        )


SHOWN_FINISH = Coalesce("p50_finish", "forecast_finish")
"""P50 where there is a simulation, else the forecast: what the page shows and sums."""
LATE_BY = ExpressionWrapper(SHOWN_FINISH - F("baseline_finish"), output_field=DurationField())
SORTS = {
    "status": ("status_rank", F("chance_time").asc(nulls_last=True), "-late_by", "project__code"),
    "project": ("project__name",),
    "code": ("project__code",),
    "stage": ("project__stage", "project__code"),
    "gate": ("next_gate_on", "project__code"),
    "deviation": ("late_by", "project__code"),
    "chance": ("chance_time", "project__code"),
    "finish": ("shown_finish", "project__code"),
    "budget": ("forecast_cost", "project__code"),
}
VIEWS = ("exceptions", "beyond", "gate", "mine")


@dataclass(frozen=True)
class PortfolioTotals:
    """The bottom line: how many of each status, what was promised and what is expected."""

    counts: dict[str, int]
    n_projects: int
    n_tasks: int
    budget: Decimal | None
    forecast: Decimal | None
    """Both over the same projects: those of which both are known."""
    n_costed: int
    """How many these are."""
    late_days: int
    """Sum of the deviations of all late projects: of P50 where there is a simulation."""
    late_days_beyond: int
    """The same, of projects that ask for intervention."""
    status_date: date | None
    n_simulated: int = 0
    """Projects of which P50 and P80 are known."""


def running_states(user: Any, portfolio: Portfolio) -> QuerySet[ProjectState]:
    """Return the states of all projects of a portfolio that go on and that the user may see."""
    return _states(user, portfolio, False)


def portfolio_states(user: Any, portfolio: Portfolio, asked: PortfolioRequest) -> QuerySet[ProjectState]:
    """Return the states of a portfolio's projects that the user may see, filtered and sorted."""
    states = _states(user, portfolio, asked.finished).select_related(
        "project__portfolio", "project__manager", "project__owner", "project__programme"
    )
    states = states.filter(_view(asked.view, user))
    if asked.status:
        states = states.filter(status=asked.status)
    if asked.owner:
        states = states.filter(project__owner__name=asked.owner)
    if asked.programme:
        states = states.filter(project__programme__name=asked.programme)
    if asked.query:
        wanted = Q(project__name__icontains=asked.query) | Q(project__code__icontains=asked.query)
        wanted |= Q(project__manager__name__icontains=asked.query)
        states = states.filter(wanted | Q(top_risk__icontains=asked.query))
    states = states.annotate(shown_finish=SHOWN_FINISH, late_by=LATE_BY)
    order: list[Any] = list(SORTS[asked.sort.lstrip("-")])
    if asked.sort.startswith("-"):
        order[0] = f"-{order[0]}".replace("--", "")
    return states.order_by(*order)


def _states(user: Any, portfolio: Portfolio, finished: bool) -> QuerySet[ProjectState]:
    states = ProjectState.objects.filter(project__portfolio=portfolio, project__is_archived=False)
    if not may(user, Permission.VIEW, portfolio.scopes):
        states = states.filter(project__in=visible_projects(user))
    return states if finished else states.exclude(project__stage__in=FINISHED)


def _view(view: str, user: Any) -> Q:
    if view == "beyond":
        return Q(status=Status.INTERVENE)
    if view == "gate":
        return Q(next_gate_on__lte=today() + timedelta(days=GATE_SOON_DAYS))
    if view == "mine":
        return Q(project__manager__user_id=user.pk) | Q(project__owner__user_id=user.pk)
    return Q()


def view_counts(user: Any, portfolio: Portfolio) -> dict[str, int]:
    """Return how many projects each saved view holds."""
    states = _states(user, portfolio, False)
    return states.aggregate(
        **{view: Count("pk", filter=_view(view, user), distinct=True) for view in VIEWS[1:]},
        exceptions=Count("pk"),
    )


def portfolio_totals(user: Any, portfolio: Portfolio) -> PortfolioTotals:
    """Return the bottom line over all projects of a portfolio that the user may see."""
    states = _states(user, portfolio, False)
    counts = {status.value: 0 for status in GRAVITY} | dict(
        states.order_by().values_list("status").annotate(n=Count("pk"))
    )
    late = Q(late_by__gt=timedelta(0))
    costed = Q(budget__isnull=False, forecast_cost__isnull=False)
    sums = states.annotate(late_by=LATE_BY).aggregate(
        promised=Sum("budget", filter=costed),
        expected=Sum("forecast_cost", filter=costed),
        costed=Count("pk", filter=costed),
        tasks=Sum("n_tasks"),
        late=Sum("late_by", filter=late),
        late_beyond=Sum("late_by", filter=late & Q(status=Status.INTERVENE)),
        simulated=Count("pk", filter=Q(p50_finish__isnull=False)),
    )
    dates = states.filter(status_date__isnull=False).order_by("-status_date")
    return PortfolioTotals(
        counts=counts,
        n_projects=sum(counts.values()),
        n_tasks=sums["tasks"] or 0,
        budget=sums["promised"],
        forecast=sums["expected"],
        n_costed=sums["costed"],
        late_days=(sums["late"] or timedelta(0)).days,
        late_days_beyond=(sums["late_beyond"] or timedelta(0)).days,
        n_simulated=sums["simulated"],
        status_date=dates.values_list("status_date", flat=True).first(),
    )


def open_decisions(user: Any, portfolio: Portfolio | None = None) -> QuerySet[Decision]:
    """Return the decisions that wait, most urgent first."""
    decisions = Decision.objects.filter(
        is_archived=False, state=DecisionState.REQUESTED, project__in=visible_projects(user)
    ).select_related("project__portfolio")
    if portfolio is not None:
        decisions = decisions.filter(project__portfolio=portfolio)
    return decisions.order_by("due", "code")


def own_states(user: Any) -> QuerySet[ProjectState]:
    """Return the states of the projects somebody leads or owns."""
    return (
        ProjectState.objects.filter(project__in=visible_projects(user))
        .filter(_view("mine", user))
        .exclude(project__stage__in=FINISHED)
        .select_related("project__portfolio")
        .order_by("status_rank", "project__code")
        .distinct()
    )


def recent_changes(user: Any, project: Project | None = None, limit: int = 8) -> list[AuditEntry]:
    """Return the latest audit entries on projects the user may see, with their project attached.

    How a file came in is left out: the plan revision or the lines it changed tell what it did. So is who got
    a role, and what happens to tenders: that is for those who may see it.
    """
    entries = AuditEntry.objects.exclude(project_id__isnull=True).exclude(action__startswith="import.")
    entries = entries.exclude(action__startswith="membership.").exclude(action__startswith="tender.")
    if project is not None:
        entries = entries.filter(project_id=project.pk)
    elif scope_ids(user, Scope.PORTFOLIO) is not None:
        entries = entries.filter(project_id__in=visible_projects(user).values("pk"))
    found = list(entries.order_by("-number")[:limit])
    projects = visible_projects(user).select_related("portfolio").in_bulk({one.project_id for one in found})
    for entry in found:
        entry.project = projects.get(entry.project_id)
    return found


def audit_entries(user: Any) -> QuerySet[AuditEntry]:
    """Return the entries where the user may see the log; who opens doors sees those on doors."""
    entries = AuditEntry.objects.all()
    portfolios = scope_ids(user, Scope.PORTFOLIO, Permission.VIEW_AUDIT)
    if portfolios is None:
        return entries
    seen = Q(portfolio_id__in=portfolios)
    if may(user, Permission.MANAGE_ACCESS):
        seen |= Q(action__startswith="account.") | Q(action__startswith="membership.")
        seen |= Q(action="portfolio.create")
    return entries.filter(seen)


def may_view_audit(user: Any) -> bool:
    """Return whether the user may see any part of the audit log."""
    portfolios = scope_ids(user, Scope.PORTFOLIO, Permission.VIEW_AUDIT)
    return portfolios is None or bool(portfolios) or may(user, Permission.MANAGE_ACCESS)
