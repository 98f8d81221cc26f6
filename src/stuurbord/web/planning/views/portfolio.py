"""The plans of a portfolio on one page: what they come to together, and proposals on several of them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from stuurbord.errors import VersionConflict
from stuurbord.web.accounts.permissions import Permission, may
from stuurbord.web.lists.views.cells import BadRequest, sent_json
from stuurbord.web.planning.actions import Refused, Wanted
from stuurbord.web.planning.models import ProposalSource
from stuurbord.web.planning.portfolio_actions import mandates, propose_together
from stuurbord.web.planning.portfolio_columns import block
from stuurbord.web.planning.portfolio_network import PortfolioNetwork, network_of
from stuurbord.web.planning.portfolio_page import first_data, page_context
from stuurbord.web.planning.portfolio_workspace import MOST_PROJECTS, Attempt, attempt, compared, new_links
from stuurbord.web.planning.views.workspace import told
from stuurbord.web.projects.models import Portfolio, Project
from stuurbord.web.projects.queries import portfolio_for, visible_projects


@require_safe
def portfolio_plan(request: HttpRequest, key: str) -> HttpResponse:
    """Show the plans of a portfolio, or of one programme, with the links between them."""
    portfolio = portfolio_for(request.user, key)
    projects = _projects(request, portfolio)
    chosen = request.GET.get("programma", "")
    context = page_context(request.user, portfolio, projects, network_of(portfolio), chosen)
    return render(request, "pages/portfolio_plan.html", context)


@require_safe
@never_cache
def data(request: HttpRequest, key: str) -> JsonResponse:
    """Return all projects with what is seen of them first, or all tasks of one (``project``)."""
    portfolio = portfolio_for(request.user, key)
    projects = _projects(request, portfolio)
    made = network_of(portfolio)
    if "project" in request.GET:
        code = request.GET["project"]
        if code not in projects or code not in made.projects:
            raise Http404
        return JsonResponse({"base": made.projects[code].number, "columns": block(made.network.plans[code])})
    return JsonResponse(first_data(request.user, projects, made, request.GET.get("programma", "")))


@require_POST
def preview(request: HttpRequest, key: str) -> JsonResponse:
    """Return what edits of several plans come to, in all projects that feel it; nothing is kept."""
    portfolio = portfolio_for(request.user, key)

    def tried_out() -> JsonResponse:
        projects = _projects(request, portfolio)
        sent = sent_json(request)
        found = _attempt(projects, network_of(portfolio), sent)
        listed = sent.get("open")
        whole = [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else []
        answer = compared(found, projects, whole)
        if sent.get("mandate"):
            answer["mandate"] = {"reasons": mandates(projects, found)}
        return JsonResponse(answer)

    return told(tried_out)


@require_POST
def propose(request: HttpRequest, key: str) -> JsonResponse:
    """Make one proposal for each project that edits touch."""
    portfolio = portfolio_for(request.user, key)

    def proposed() -> JsonResponse:
        projects = _projects(request, portfolio)
        sent = sent_json(request)
        title, reason = str(sent.get("title") or "").strip(), str(sent.get("reason") or "").strip()
        if not title:
            raise Refused(_("Give the proposal a title."))
        tried_out = _attempt(projects, network_of(portfolio), sent)
        is_planner = all(
            may(request.user, Permission.IMPORT_PLAN, projects[code].scopes) for code in tried_out.new_plans
        )
        source = ProposalSource.EDIT if is_planner else ProposalSource.SUGGESTION
        made, left = propose_together(request.user, projects, tried_out, Wanted(title, source, reason))
        proposals = [
            {
                "project": one.project.code,
                "number": one.number,
                "url": f"{reverse('project_plan', args=[key, one.project.code])}?voorstel={one.number}",
            }
            for one in made
        ]
        page = f"{reverse('portfolio_plan', args=[key])}#voorstellen"
        url = proposals[0]["url"] if len(proposals) == 1 else page
        return JsonResponse({"proposals": proposals, "left": left, "url": url}, status=201)

    return told(proposed)


def _projects(request: HttpRequest, portfolio: Portfolio) -> dict[str, Project]:
    """Return the projects of a portfolio that the reader may see, by code."""
    found = (
        visible_projects(request.user).filter(portfolio=portfolio).select_related("portfolio", "programme")
    )
    return {one.code: one for one in found}


def _attempt(projects: dict[str, Project], made: PortfolioNetwork, sent: dict[str, Any]) -> Attempt:
    """Try the edits that a page sent: ``{"edits": {"P-001": {"base": 3, "edits": […]}}, "links": […]}``."""
    edits, links = sent.get("edits"), sent.get("links", [])
    unreadable = BadRequest(_("This request cannot be read. Load the page again."))
    if not isinstance(edits, dict) or len(edits) > MOST_PROJECTS:
        raise unreadable
    records = {}
    for code, asked in edits.items():
        if code not in projects or code not in made.projects:
            raise Http404
        if not isinstance(asked, dict) or not isinstance(asked.get("edits"), list):
            raise unreadable
        if asked.get("base") != made.projects[code].number:
            raise VersionConflict(
                _("The plan of {code} has changed meanwhile. Load the page again.").format(code=code)
            )
        records[code] = asked["edits"]
    try:
        found = new_links(links, made)
        if any(one.before not in projects or one.after not in projects for one in found):
            raise Http404
        return attempt(made, records, found)
    except ValueError as error:
        raise unreadable from error
