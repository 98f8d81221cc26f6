"""What every page of a project shows around its own content: its place, its parts, the plan that counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, OuterRef, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from stuurbord.errors import N_
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
    """Return the registers that a project is looked at with."""
    return {slug: register for slug, register in REGISTERS.items() if register.is_main}


@dataclass(frozen=True, slots=True)
class _Part:
    """A page of a project; ``also`` are the pages below it."""

    label: str
    url_name: str
    also: tuple[str, ...] = ()

    def is_at(self, current: str) -> bool:
        return current in (self.url_name, *self.also)


_FIRST: Final = (
    _Part(N_("Overview"), "project"),
    _Part(N_("Plan"), "project_plan"),
    _Part(N_("Forecast"), "project_forecast"),
    _Part(N_("Gates"), "gates"),
    _Part(N_("Procurements"), "project_procurements"),
)
_LAST: Final = (
    _Part(N_("Reports"), "project_reports", ("project_report",)),
    _Part(N_("Agreements"), "project_agreements", ("exception",)),
    _Part(N_("Project data"), "project_data", ("project_method",)),
    _Part(N_("Imports"), "project_imports"),
)


def _views(project: Project, current: str) -> list[dict[str, Any]]:
    """Return the parts of a project; its registers are one, with what is open in the main ones."""
    query = urlencode({"project": project.code, "portfolio": project.portfolio.key})
    registers = {
        "label": _("Registers"),
        "url": f"{reverse('registers')}?{query}",
        "count": sum(open_counts(project).values()),
        "is_current": False,
    }
    return [
        *(_view(project, one, current) for one in _FIRST),
        registers,
        *(_view(project, one, current) for one in _LAST),
    ]


def _view(project: Project, part: _Part, current: str) -> dict[str, Any]:
    url = reverse(part.url_name, args=[project.portfolio.key, project.code])
    return {"label": _(part.label), "url": url, "count": None, "is_current": part.is_at(current)}


def _count(register: Register) -> Subquery:
    lines = register.model._default_manager.filter(project=OuterRef("pk"), is_archived=False)
    per_project = register.open_lines(lines).order_by().values("project").annotate(n=Count("pk"))
    return Subquery(per_project.values("n"))
