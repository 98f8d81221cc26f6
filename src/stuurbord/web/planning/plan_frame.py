"""What every page about a project's plan shows: the project's own frame, and the row of pages on the plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from stuurbord.errors import N_
from stuurbord.web.lists.project_frame import frame
from stuurbord.web.planning.models import Proposal, ProposalState
from stuurbord.web.projects.models import Project


@dataclass(frozen=True, slots=True)
class _Part:
    """A page on the plan; ``also`` are the pages below it."""

    label: str
    url_name: str
    also: tuple[str, ...] = ()


_PARTS: Final = (
    _Part(N_("Gantt"), "project_plan", ("plan_table",)),
    _Part(N_("Proposals"), "plan_proposals", ("plan_proposal",)),
    _Part(N_("Progress"), "plan_progress", ("progress_people", "progress_sheet_in", "progress_sheet_review")),
    _Part(N_("Revisions"), "plan_revisions", ("plan_compare", "baseline_propose")),
    _Part(N_("Milestone trend"), "plan_trend"),
    _Part(N_("Variants"), "plan_variants", ("plan_variant",)),
    _Part(N_("Plan quality"), "plan_quality", ("quality_mends",)),
)


def plan_frame(request: HttpRequest, project: Project, current: str) -> dict[str, Any]:
    """Return the frame of a page on the plan.

    Parameters
    ----------
    current
        URL name of the page, as in `_PARTS`.
    """
    arguments = [project.portfolio.key, project.code]
    n_open = project.proposals.filter(state=ProposalState.OPEN).count()
    views = [
        {
            "label": _(part.label),
            "url": reverse(part.url_name, args=arguments),
            "count": n_open if part.url_name == "plan_proposals" and n_open else None,
            "is_current": current in (part.url_name, *part.also),
        }
        for part in _PARTS
    ]
    return frame(request, project, "project_plan") | {"plan_views": views}


def open_proposals(project: Project) -> list[Proposal]:
    """Return the proposals on a plan that somebody has to decide, the newest first."""
    return list(project.proposals.filter(state=ProposalState.OPEN).select_related("base", "author"))
