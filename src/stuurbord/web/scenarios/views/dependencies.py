"""All dependencies between the projects of a portfolio on one page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from stuurbord.web.projects.models import Programme, Project
from stuurbord.web.projects.queries import portfolio_for, visible_projects
from stuurbord.web.reader import reader
from stuurbord.web.registers.models import Milestone, ProjectDependency
from stuurbord.web.scenarios.dependency_network import Network, gate_of, network
from stuurbord.web.scenarios.dependency_picture import dependency_picture
from stuurbord.web.scenarios.facts import open_dependencies


@require_safe
def dependencies(request: HttpRequest, key: str) -> HttpResponse:
    """Show what projects receive from each other, late ones first, and what that holds up."""
    portfolio = portfolio_for(request.user, key)
    projects = list(visible_projects(request.user).filter(portfolio=portfolio).select_related("programme"))
    programmes = list(Programme.objects.filter(portfolio=portfolio, projects__in=projects).distinct())
    chosen = request.GET.get("programme", "")
    links = _of_programme(open_dependencies([one.pk for one in projects]), projects, chosen)
    gates = _gates([one.project_id for one in links])
    found = network(links, {one.code: one.short_name or one.name for one in projects}, gates)
    context = {
        "portfolio": portfolio,
        "breadcrumbs": [(portfolio.name, reverse("portfolio", args=[key])), (_("Dependencies"), "")],
        "network": found,
        "rows": [
            (one, gate_of(one, gates.get(one.project_id, ())))
            for one in sorted(found.links, key=lambda one: not one.is_late)
        ],
        "shown": {one.code for one in projects},
        "picture": dependency_picture(found),
        "programmes": programmes,
        "chosen": chosen if any(str(one.pk) == chosen for one in programmes) else "",
        "conclusion": _conclusion(found),
    }
    return render(request, "pages/dependencies.html", context)


def _of_programme(
    links: tuple[ProjectDependency, ...], projects: list[Project], chosen: str
) -> tuple[ProjectDependency, ...]:
    """Return the links of which giver or receiver belongs to a programme; all without a choice."""
    members = {one.code for one in projects if one.programme_id and str(one.programme_id) == chosen}
    if not members:
        return links
    return tuple(one for one in links if one.project.code in members or one.giver in members)


def _gates(project_ids: list[int]) -> dict[int, list[Milestone]]:
    found: dict[int, list[Milestone]] = {}
    for one in Milestone.objects.filter(project__in=set(project_ids), is_gate=True, is_archived=False):
        if one.passed_on is None:
            found.setdefault(one.project_id, []).append(one)
    return found


def _conclusion(found: Network) -> str:
    words = reader()
    if not found.links:
        return _("No project waits for another one, as far as is written down.")
    late = len(found.late)
    total = len(found.links)
    if found.circles:
        text = _("{projects} wait for each other in a circle: nobody can begin.")
        return text.format(projects=", ".join(found.circles))
    if not late:
        text = ngettext("The only dependency comes in time.", "All {n} dependencies come in time.", total)
        return text.format(n=words.count(total))
    text = ngettext(
        "{n} of {total} dependencies comes too late", "{n} of {total} dependencies come too late", late
    )
    told = text.format(n=words.count_at_start(late), total=words.count(total))
    held = {f"{one.links[-1].project.code} {one.gate.code}" for one in found.chains if one.is_late}
    if held:
        told += "; " + _("they hold up {gates}").format(gates=", ".join(sorted(held)))
    return f"{told}."
