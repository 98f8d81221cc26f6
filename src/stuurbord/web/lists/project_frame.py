"""What every page of a project shows around its own content: its place, its parts, the plan that counts."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from stuurbord.web.lists.register import REGISTERS, Register
from stuurbord.web.projects.models import PlanRevision, Project


def frame(request: HttpRequest, project: Project, current: str) -> dict[str, Any]:
    """Return what every page of a project shows: its place in the portfolio and the row of views."""
    portfolio = project.portfolio
    portfolio_url = reverse("portfolio", args=[portfolio.key])
    own = reverse("project", args=[portfolio.key, project.code])
    breadcrumbs: list[tuple[str, str]] = [(portfolio.name, portfolio_url)]
    if project.programme is not None:
        query = urlencode({"programme": project.programme.name})
        breadcrumbs.append((project.programme.name, f"{portfolio_url}?{query}"))
    breadcrumbs.append((project.code, "" if current == "project" else own))
    return {"project": project, "breadcrumbs": breadcrumbs, "views": _views(project, current)}


def current_revision(project: Project) -> PlanRevision | None:
    """Return the revision that counts, without its plan and findings."""
    if project.current_revision_id is None:
        return None
    found = PlanRevision.objects.defer("document", "findings").select_related("created_by")
    return found.get(pk=project.current_revision_id)


def open_counts(project: Project) -> dict[str, int]:
    """Return how many open lines each main register holds for a project, in one query."""
    names = {slug: f"n_open_{register.model._meta.model_name}" for slug, register in _main().items()}
    counts = {name: _count(REGISTERS[slug]) for slug, name in names.items()}
    row = Project.objects.filter(pk=project.pk).values(**counts).get()
    return {slug: row[name] or 0 for slug, name in names.items()}


def _main() -> dict[str, Register]:
    """Return the registers with a place of their own among the views of a project."""
    return {slug: register for slug, register in REGISTERS.items() if register.is_main}


def _views(project: Project, current: str) -> list[dict[str, Any]]:
    arguments = [project.portfolio.key, project.code]
    counts = open_counts(project)
    query = urlencode({"project": project.code, "portfolio": project.portfolio.key})
    registers = [
        {
            "label": register.title,
            "url": f"{reverse('register', args=[slug])}?{query}",
            "count": counts[slug],
            "is_current": False,
        }
        for slug, register in _main().items()
    ]
    return [
        _view(_("Overview"), reverse("project", args=arguments), current == "project"),
        _view(_("Plan"), reverse("project_plan", args=arguments), current == "project_plan"),
        _view(_("Forecast"), reverse("project_forecast", args=arguments), current == "project_forecast"),
        _view(_("Plan quality"), reverse("plan_quality", args=arguments), current == "plan_quality"),
        *registers,
        _view(_("All registers"), f"{reverse('registers')}?{query}", is_current=False),
        _view(_("Imports"), reverse("project_imports", args=arguments), current == "project_imports"),
    ]


def _view(label: str, url: str, is_current: bool) -> dict[str, Any]:
    return {"label": label, "url": url, "count": None, "is_current": is_current}


def _count(register: Register) -> Subquery:
    lines = register.model._default_manager.filter(project=OuterRef("pk"), is_archived=False)
    per_project = register.open_lines(lines).order_by().values("project").annotate(n=Count("pk"))
    return Subquery(per_project.values("n"))
