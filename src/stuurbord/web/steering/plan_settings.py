"""What the script of the planning page has to know: addresses, words, days to mark, what may be done."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.urls import reverse

from stuurbord.engine.critical_path import Schedule
from stuurbord.plan import NONE, Plan
from stuurbord.plan.calendar import DAY
from stuurbord.web.clock import today
from stuurbord.web.planning.file_columns import has_file_columns
from stuurbord.web.planning.plan_words import words
from stuurbord.web.projects.models import Project
from stuurbord.web.steering.task_facts import closed_days

_EPOCH: Final = date(1970, 1, 1)
_AROUND: Final = 400
"""Days before and after the plan for which closures are drawn."""


def page_settings(
    project: Project, context: dict[str, Any], plan: Plan, schedule: Schedule
) -> dict[str, Any]:
    """Return the settings of the page as plain data.

    Parameters
    ----------
    context
        With ``base``, ``proposal``, ``variant``, ``may_propose`` and ``may_accept``, as the page's own.
    """
    first, last = schedule.project_start // DAY, schedule.project_finish // DAY
    base, proposal, variant = context["base"], context["proposal"], context["variant"]
    closed = closed_days(plan, first - _AROUND, last + _AROUND) if plan.calendars else []
    return {
        "base": base.number,
        "key": f"plan:{project.pk}:{variant.number}:{variant.version}" if variant else f"plan:{project.pk}",
        "urls": _urls(project, base.number if context["is_old"] else None, proposal, variant),
        "mayEdit": context["may_propose"] and proposal is None,
        "mayAccept": context["may_accept"],
        "zoom": _zoom(last - first),
        "closures": [[one.first_day * DAY, (one.last_day + 1) * DAY] for one in closed],
        "hasOwnColumns": has_file_columns(plan),
        "days": {
            "today": (today() - _EPOCH).days * DAY,
            "status": None if plan.status_date == NONE else plan.status_date,
        },
        "edits": variant.edits if variant else [],
        "proposal": proposal.number if proposal else None,
        "variant": {"number": variant.number, "version": variant.version} if variant else None,
        "words": words(),
    }


def _urls(project: Project, old: int | None, proposal: Any, variant: Any) -> dict[str, str]:
    arguments = [project.portfolio.key, project.code]
    query = f"?revisie={old}" if old else ""
    if proposal is not None:
        query = f"?voorstel={proposal.number}"
    laid = f"?variant={variant.number}" if variant is not None else query
    return {
        "data": reverse("plan_data", args=arguments) + query,
        "preview": reverse("plan_preview", args=arguments),
        "propose": reverse("plan_propose", args=arguments),
        "why": reverse("plan_why", args=[*arguments, 0]) + (query if proposal is not None else ""),
        "paper": reverse("plan_table", args=arguments) + (f"{laid}&" if laid else "?") + "everything=1&task=",
        "presence": reverse("plan_presence", args=arguments),
        "p80": reverse("plan_p80", args=arguments),
        "variant": reverse("plan_variant_add", args=arguments),
    }


def _zoom(days: int) -> str:
    """Return the scale at which a plan of so many days reads well on a screen."""
    return "week" if days < 150 else "month" if days < 3000 else "quarter"
