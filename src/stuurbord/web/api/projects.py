"""Portfolios, projects and the tasks of their plans, to read.

No postponed annotations here: Ninja reads the types of each function as they stand.
"""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db.models import Q
from django.http import Http404, HttpRequest, JsonResponse
from ninja import Path, Query, Router
from pydantic import BaseModel, ConfigDict, Field

from stuurbord.plan import NONE, moment
from stuurbord.web.api.cursor import LIMIT, MOST, after, aware, cursor_of, number_in, refuse_unknown, written
from stuurbord.web.api.field_types import DecimalOut, PersonOut
from stuurbord.web.projects.plans import plan_of, schedule_of
from stuurbord.web.projects.queries import visible_portfolios, visible_projects
from stuurbord.web.steering.task_facts import kind_of

_CENTS = 100


class PortfolioOut(BaseModel):
    id: int
    key: str
    name: str
    organisation: str
    meeting: str = Field(description="The body that the steering pack is for.")
    version: int
    changed_at: datetime


class PortfolioPage(BaseModel):
    items: list[PortfolioOut]
    next: str | None


class ProjectOut(BaseModel):
    id: int
    project: str = Field(description="Portfolio and code: `ASN/P-001`.")
    portfolio: str
    code: str
    name: str
    kind: str
    stage: str
    programme: str | None
    owner: PersonOut | None
    manager: PersonOut | None
    description: str
    status: str | None = Field(description="Computed by the rule of status; null without a plan.")
    forecast_finish: date | None
    deviation_days: int | None
    forecast_cost: DecimalOut | None
    plan_revision: int | None = Field(description="Number of the plan revision that is current.")
    version: int
    changed_at: datetime


class ProjectPage(BaseModel):
    items: list[ProjectOut]
    next: str | None


Moment = Annotated[
    str | None,
    Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$", description="Local time of the plan, without zone."),
]


class TaskOut(BaseModel):
    uid: int
    wbs: str
    name: str
    level: int
    kind: Literal["task", "summary", "milestone", "gate"]
    gate: str
    is_active: bool
    is_critical: bool
    start: Moment
    finish: Moment
    baseline_start: Moment
    baseline_finish: Moment
    actual_start: Moment
    actual_finish: Moment
    percent_complete: str = Field(description="Fraction: `0.2500`.")
    duration_seconds: int
    total_float_seconds: int | None
    cost: DecimalOut


class TaskPage(BaseModel):
    plan_revision: int
    status_date: date | None
    items: list[TaskOut]
    next: str | None


class Paged(BaseModel):
    """How a list is cut in pages."""

    model_config = ConfigDict(extra="forbid")

    cursor: str = Field("", max_length=200, description="`next` of the page before.")
    limit: int = Field(LIMIT, ge=1, le=MOST)


class AskedProjects(Paged):
    portfolio: str = Field("", max_length=40, description="Key of a portfolio.")
    q: str = Field("", max_length=100, description="Part of the code or the name.")
    changed_since: datetime | None = None


Key = Annotated[str, Path(max_length=40, min_length=1, description="Key of the portfolio.")]
Code = Annotated[str, Path(max_length=40, min_length=1, description="Code of the project.")]

router = Router(tags=["projects"])


@router.get("/portfolios", response=PortfolioPage, operation_id="listPortfolios", summary="List portfolios")
def portfolios(request: HttpRequest, asked: Query[Paged]):
    refuse_unknown(request, Paged)
    found = after(visible_portfolios(request.user), asked.cursor, False)
    return _page(found.values(*PortfolioOut.model_fields), asked, lambda row: row)


@router.get(
    "/portfolios/{key}", response=PortfolioOut, operation_id="readPortfolio", summary="Read a portfolio"
)
def portfolio(request: HttpRequest, key: Key):
    row = visible_portfolios(request.user).filter(key=key).values(*PortfolioOut.model_fields).first()
    if row is None:
        raise Http404
    return JsonResponse(row)


@router.get("/projects", response=ProjectPage, operation_id="listProjects", summary="List projects")
def projects(request: HttpRequest, asked: Query[AskedProjects]):
    refuse_unknown(request, AskedProjects)
    found = visible_projects(request.user)
    if asked.portfolio:
        found = found.filter(portfolio__key=_tidy(asked.portfolio))
    if asked.q:
        found = found.filter(Q(code__icontains=_tidy(asked.q)) | Q(name__icontains=_tidy(asked.q)))
    if asked.changed_since:
        found = found.filter(changed_at__gte=aware(asked.changed_since, "changed_since"))
    by_change = asked.changed_since is not None
    return _page(after(found, asked.cursor, by_change).values(*_COLUMNS), asked, _project_row, by_change)


@router.get(
    "/projects/{key}/{code}", response=ProjectOut, operation_id="readProject", summary="Read a project"
)
def project(request: HttpRequest, key: Key, code: Code):
    found = visible_projects(request.user).filter(portfolio__key=key, code=code)
    row = found.values(*_COLUMNS).first()
    if row is None:
        raise Http404
    return JsonResponse(_project_row(row))


@router.get(
    "/projects/{key}/{code}/tasks",
    response=TaskPage,
    operation_id="listTasks",
    summary="List the tasks of the current plan, in outline order",
)
def tasks(request: HttpRequest, key: Key, code: Code, asked: Query[Paged]):
    refuse_unknown(request, Paged)
    found = visible_projects(request.user).filter(portfolio__key=key, code=code)
    stored = found.select_related("current_revision").first()
    if stored is None or stored.current_revision is None:
        raise Http404
    revision = stored.current_revision
    plan, schedule = plan_of(revision.pk), schedule_of(revision.pk)
    first = number_in(asked.cursor) if asked.cursor else 0
    last = min(first + asked.limit, len(plan.tasks.uid))
    items = [_task_row(plan, schedule, idx) for idx in range(min(first, last), last)]
    return JsonResponse(
        {
            "plan_revision": revision.number,
            "status_date": revision.status_date,
            "items": items,
            "next": written(last) if last < len(plan.tasks.uid) else None,
        }
    )


_COLUMNS = (
    "id",
    "portfolio__key",
    "code",
    "name",
    "kind",
    "stage",
    "programme__name",
    "owner_id",
    "owner__name",
    "owner__email",
    "manager_id",
    "manager__name",
    "manager__email",
    "description",
    "state__status",
    "state__forecast_finish",
    "state__deviation_days",
    "state__forecast_cost",
    "current_revision__number",
    "version",
    "changed_at",
)


def _page(rows: Any, asked: Paged, told: Any, by_change: bool = False) -> JsonResponse:
    found = list(rows[: asked.limit + 1])
    more, found = len(found) > asked.limit, found[: asked.limit]
    return JsonResponse(
        {"items": [told(row) for row in found], "next": cursor_of(found[-1], by_change) if more else None}
    )


def _project_row(row: dict[str, Any]) -> dict[str, Any]:
    cost = row["state__forecast_cost"]
    return {
        "id": row["id"],
        "project": f"{row['portfolio__key']}/{row['code']}",
        "portfolio": row["portfolio__key"],
        **{name: row[name] for name in ("code", "name", "kind", "stage")},
        "programme": row["programme__name"],
        "owner": _person(row, "owner"),
        "manager": _person(row, "manager"),
        "description": row["description"],
        "status": row["state__status"],
        "forecast_finish": row["state__forecast_finish"],
        "deviation_days": row["state__deviation_days"],
        "forecast_cost": None if cost is None else f"{cost:.2f}",
        "plan_revision": row["current_revision__number"],
        "version": row["version"],
        "changed_at": row["changed_at"],
    }


def _person(row: dict[str, Any], name: str) -> dict[str, Any] | None:
    if row[f"{name}_id"] is None:
        return None
    return {"id": row[f"{name}_id"], "name": row[f"{name}__name"], "email": row[f"{name}__email"]}


def _task_row(plan: Any, schedule: Any, idx: int) -> dict[str, Any]:
    tasks_, baseline = plan.tasks, plan.baselines.get(0)
    room = int(schedule.total_float[idx])
    return {
        "uid": int(tasks_.uid[idx]),
        "wbs": tasks_.wbs[idx],
        "name": tasks_.name[idx],
        "level": int(tasks_.outline_level[idx]),
        "kind": kind_of(plan, idx),
        "gate": tasks_.gate[idx],
        "is_active": bool(tasks_.is_active[idx]),
        "is_critical": bool(schedule.is_critical[idx]),
        "start": _instant(schedule.start[idx]),
        "finish": _instant(schedule.finish[idx]),
        "baseline_start": None if baseline is None else _instant(baseline.start[idx]),
        "baseline_finish": None if baseline is None else _instant(baseline.finish[idx]),
        "actual_start": _instant(tasks_.actual_start[idx]),
        "actual_finish": _instant(tasks_.actual_finish[idx]),
        "percent_complete": f"{float(tasks_.percent_complete[idx]):.4f}",
        "duration_seconds": int(tasks_.duration[idx]),
        "total_float_seconds": None if room == NONE else room,
        "cost": f"{int(tasks_.cost[idx]) / _CENTS:.2f}",
    }


def _instant(seconds: Any) -> str | None:
    return None if seconds == NONE else f"{moment(int(seconds)):%Y-%m-%dT%H:%M:%S}"


def _tidy(text: str) -> str:
    # PostgreSQL compares nothing with the character NUL.
    return text.replace("\0", "")
