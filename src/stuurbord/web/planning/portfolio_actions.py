"""Proposals on several plans at once: one for each project, each told of the others."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.plan import Plan
from stuurbord.plan.changes import difference
from stuurbord.web.accounts.permissions import Permission, may
from stuurbord.web.planning.actions import Refused, Wanted, propose
from stuurbord.web.planning.mandates import mandate
from stuurbord.web.planning.models import Proposal, ProposalSource
from stuurbord.web.planning.portfolio_workspace import Attempt, written
from stuurbord.web.projects.models import PlanRevision, Project
from stuurbord.web.projects.plans import forecast_schedule


@transaction.atomic
def propose_together(
    actor: Any, projects: dict[str, Project], tried_out: Attempt, wanted: Wanted
) -> tuple[list[Proposal], list[str]]:
    """Propose edits of several plans, and what they do to plans that wait for them.

    Parameters
    ----------
    projects
        Those the actor may see, by code.

    Returns
    -------
    The proposals, and the codes of projects that feel it but in which the actor may propose nothing.

    Raises
    ------
    NotPermitted
        If one of the edited plans is in a project where the actor may not propose.
    Refused
        If nothing changes.
    """
    plans = _changed_plans(tried_out)
    asked = set(tried_out.new_plans) | {link.after for link in tried_out.links}
    mine = {
        code
        for code in plans
        if code in asked or (code in projects and may(actor, Permission.EDIT_REGISTER, projects[code].scopes))
    }
    if not mine:
        raise Refused(_("This changes nothing in the plan."))
    revisions = PlanRevision.objects.in_bulk([tried_out.made.projects[code].revision for code in mine])
    proposals = []
    for code in sorted(mine):
        project = projects[code]
        base = revisions[tried_out.made.projects[code].revision]
        proposals.append(propose(actor, project, base, plans[code], _told(project, wanted, mine)))
    return proposals, sorted(plans.keys() - mine)


def mandates(projects: dict[str, Project], tried_out: Attempt) -> list[str]:
    """Return why edits of several plans have to be decided, each with the code of its project."""
    reasons = []
    for code, new_plan in sorted(_changed_plans(tried_out).items()):
        if code in projects:
            before = tried_out.made.network.plans[code]
            changes = difference(before.plan, new_plan)
            asked = mandate(projects[code], before.pair, (new_plan, forecast_schedule(new_plan)), changes)
            reasons += [f"{code}: {one}" for one in asked.reasons]
    return reasons


def _changed_plans(tried_out: Attempt) -> dict[str, Plan]:
    """Return the plans that would be stored otherwise, by code."""
    found = {}
    for code in tried_out.felt:
        new_plan = written(tried_out, code)
        if difference(tried_out.made.network.plans[code].plan, new_plan):
            found[code] = new_plan
    return found


def _told(project: Project, wanted: Wanted, codes: set[str]) -> Wanted:
    """Return what is proposed for one project, with the others named in its reason."""
    others = sorted(codes - {project.code})
    if not others:
        return wanted
    told = _("Belongs with the proposals for {codes}.").format(codes=", ".join(others))
    reason = f"{wanted.reason}\n{told}" if wanted.reason else told
    return Wanted(wanted.title, ProposalSource(wanted.source), reason)
