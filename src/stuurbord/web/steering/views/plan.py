"""The plan of a project: to work in, as a table that needs no script, and why its dates are what they are."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from stuurbord.engine.critical_path import Schedule
from stuurbord.errors import InvalidPlan
from stuurbord.plan import Plan
from stuurbord.web.accounts.permissions import Permission, may
from stuurbord.web.clock import today
from stuurbord.web.lists.project_frame import current_revision
from stuurbord.web.lists.views.cells import sent_json
from stuurbord.web.look.gantt import ZOOMS, ground, head
from stuurbord.web.planning.mandates import Mandate, may_accept
from stuurbord.web.planning.models import PlanVariant, Proposal, ProposalState
from stuurbord.web.planning.plan_frame import open_proposals, plan_frame
from stuurbord.web.planning.proposal_sentences import who_accepts
from stuurbord.web.planning.views.workspace import (
    laid_on,
    proposal_of,
    revision_of,
    told,
    tried_edits,
    variant_of,
)
from stuurbord.web.planning.workspace import Tried
from stuurbord.web.projects.models import PlanRevision, Project
from stuurbord.web.projects.plans import plan_of, schedule_of
from stuurbord.web.projects.queries import project_for
from stuurbord.web.steering.date_reasons import date_reason
from stuurbord.web.steering.plan_conclusions import plan_conclusion, proposed_conclusion
from stuurbord.web.steering.plan_request import LINKS, ONLY, PlanRequest
from stuurbord.web.steering.plan_settings import page_settings
from stuurbord.web.steering.plan_table import PlanTable


@require_safe
@never_cache
def workspace(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """The plan to work in; ``voorstel``, ``variant`` and ``revisie`` choose what is laid on it."""
    project = project_for(request.user, key, code)
    context = plan_frame(request, project, "project_plan") | {"revision": current_revision(project)}
    if context["revision"] is None:
        return render(request, "pages/plan.html", context)
    base, variant, proposal = _chosen(request, project)
    made, schedule = plan_of(base.pk), schedule_of(base.pk)
    accepts = _may_accept(request.user, project, proposal)
    is_old = base.pk != context["revision"].pk and variant is None
    context |= {
        "base": base,
        "is_old": is_old,
        "proposal": proposal,
        "variant": variant,
        "proposals": open_proposals(project),
        "may_propose": may(request.user, Permission.EDIT_REGISTER, project.scopes) and not is_old,
        "may_accept": accepts,
        "who_accepts": "" if proposal is None or accepts else who_accepts(request.user, project, proposal),
        "conclusion": _conclusion(project, base, proposal, _laid(project, base, None, proposal)),
        "n_tasks": len(made.tasks),
    }
    context["settings"] = page_settings(project, context, made, schedule)
    return render(request, "pages/plan.html", context)


def _chosen(
    request: HttpRequest, project: Project
) -> tuple[PlanRevision, PlanVariant | None, Proposal | None]:
    """Return the revision that is shown, and what is laid on it; what was decided, on what it was made on."""
    variant = variant_of(project, request.GET["variant"]) if "variant" in request.GET else None
    proposal = proposal_of(project, request.GET["voorstel"]) if "voorstel" in request.GET else None
    if variant is not None:
        return variant.base, variant, proposal
    if proposal is not None and proposal.state != ProposalState.OPEN:
        return proposal.base, None, proposal
    number = "" if proposal is not None else request.GET.get("revisie", "")
    return revision_of(project, number), None, proposal


def _laid(
    project: Project, base: PlanRevision, variant: PlanVariant | None, proposal: Proposal | None
) -> Tried | None:
    """Return the plan with what is laid on it; None where nothing is, or it does not hold together."""
    try:
        if variant is not None:
            return tried_edits(project, {"base": base.number, "edits": variant.edits})
        return None if proposal is None else laid_on(proposal, base)[0]
    except InvalidPlan:
        return None


def _conclusion(project: Project, base: PlanRevision, proposal: Proposal | None, laid: Tried | None) -> str:
    """Return the sentence above the plan that is shown, with what lies on it."""
    if proposal is not None and laid is not None:
        before, after = (laid.plan, laid.schedule), (laid.new_plan, laid.new_schedule)
        return proposed_conclusion(before, after, project.goal_gate, proposal.number)
    plan, schedule = plan_of(base.pk), schedule_of(base.pk)
    if laid is not None:
        plan, schedule = laid.new_plan, laid.new_schedule
    without = plan_conclusion(plan, schedule, project.goal_gate)
    if proposal is None:
        return without
    told = _("Proposal {number} cannot be laid on this plan. Without it: {sentence}")
    return told.format(number=proposal.number, sentence=without)


def _may_accept(user: Any, project: Project, proposal: Proposal | None) -> bool:
    """Tell whether somebody may accept what is laid on the plan, or without a proposal his own edits."""
    if proposal is None:
        return may(user, Permission.IMPORT_PLAN, project.scopes)
    return may_accept(user, project, Mandate(Permission(proposal.asks), ()), proposal.author_id)


@require_POST
def why(request: HttpRequest, key: str, code: str, uid: int) -> HttpResponse:
    """Why a task lies where it lies in a plan with the edits that were sent, or with a proposal on it."""
    project = project_for(request.user, key, code)
    proposal = proposal_of(project, request.GET["voorstel"]) if "voorstel" in request.GET else None

    def explained() -> HttpResponse:
        sent = sent_json(request)
        if proposal is None:
            found = tried_edits(project, sent)
        else:  # what is laid on the plan cannot be edited meanwhile
            found, _n_conflicts = laid_on(proposal, revision_of(project, sent.get("base")))
        rows = (found.new_plan.tasks.uid == uid).nonzero()[0]
        reason = date_reason(found.new_plan, found.new_schedule, int(rows[0])) if len(rows) else None
        context = {"why": reason, "project": project, "own_query": "", "in_workspace": True}
        return render(request, "look/components/date_reason.html", context)

    return told(explained)


@require_safe
def table(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """The whole plan as a table with its Gantt; parts of it for the script that scrolls and explains.

    ``voorstel``, ``variant`` and ``revisie`` choose what is laid on it, as on the page to work in.
    """
    project = project_for(request.user, key, code)
    revision = current_revision(project)
    context = plan_frame(request, project, "plan_table") | {"revision": revision}
    if revision is None:
        return render(request, "pages/plan_table.html", context)
    asked = PlanRequest.from_query(request.GET)
    base, variant, proposal = _chosen(request, project)
    laid = _laid(project, base, variant, proposal)
    made, schedule = plan_of(base.pk), schedule_of(base.pk)
    if laid is not None:
        made, schedule = laid.new_plan, laid.new_schedule
    shown = PlanTable(made, schedule, asked, today(), project.time_tolerance_days)
    part = request.GET.get("part", "")
    if part == "rows":
        rows = shown.rows(asked.first)
        return render(request, "look/components/gantt_rows.html", {"rows": rows, "selected": asked.task_uid})
    selected = _selected(made, schedule, project, asked)
    context |= {"why": date_reason(made, schedule, selected) if selected is not None else None}
    context |= {"asked": asked, "own_query": _own_query(request)}
    if part == "why":
        return render(request, "look/components/date_reason.html", context)
    context |= {
        "base": base,
        "is_old": base.pk != revision.pk and variant is None and proposal is None,
        "variant": variant,
        "proposal": proposal,
        "conclusion": _conclusion(project, base, proposal, laid),
        "table": shown,
        "blocks": shown.blocks(),
        "outline": shown.outline(),
        "head": head(shown.scale, shown.marks),
        "ground": ground(shown.scale, shown.closures, shown.marks),
        "n_all": len(made.tasks),
        "choices": _choices(asked, shown),
        "next_first": shown.next_first(),
    }
    return render(request, "pages/plan_table.html", context)


def _selected(plan: Plan, schedule: Schedule, project: Project, asked: PlanRequest) -> int | None:
    """Return the task whose dates are explained: the one asked for, else the project's goal."""
    if asked.is_task_given:
        found = (plan.tasks.uid == asked.task_uid).nonzero()[0] if asked.task_uid is not None else []
        return int(found[0]) if len(found) else None
    return plan.tasks.gate.index(project.goal_gate) if project.goal_gate in plan.tasks.gate else None


def _own_query(request: HttpRequest) -> str:
    """Return the address's query without what changes from row to row."""
    query = request.GET.copy()
    for name in ("task", "part", "first", "everything"):
        query.pop(name, None)
    return query.urlencode()


def _choices(asked: PlanRequest, table: PlanTable) -> dict[str, list[tuple[str, str, bool]]]:
    """Return value, label and whether it is chosen, for each list of the tool bar."""
    only = {"critical": _("Critical only"), "milestones": _("Milestones and gates"), "late": _("Late only")}
    zoom = {"day": _("Day"), "week": _("Week"), "month": _("Month"), "quarter": _("Quarter")}
    links = {"critical": _("critical"), "all": _("all"), "none": _("none")}
    deepest = max(table.levels, default=1)
    return {
        "only": [
            ("", _("All tasks"), not asked.only),
            *((one, only[one], one == asked.only) for one in ONLY),
        ],
        "zoom": [(one, zoom[one], one == table.scale.zoom) for one in ZOOMS],
        "links": [(one, links[one], one == asked.links) for one in LINKS],
        "depth": [
            ("0", _("all"), asked.depth == 0),
            *((str(one), str(one), one == asked.depth) for one in range(1, min(deepest, 6))),
        ],
    }
