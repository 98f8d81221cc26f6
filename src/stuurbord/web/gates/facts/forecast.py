"""The forecast of date and cost against what was promised, as the tolerances measure it: P80 where simulated.

What was decided where it lies beyond the tolerance stands beside it.
"""

from __future__ import annotations

from django.db.models import Count, Q

from stuurbord.web.gates.facts.subject import Asked
from stuurbord.web.tolerances.goals import goals_of
from stuurbord.web.tolerances.models import ExceptionReport

_DECIDED = ("decided", "closed")
_OVER = ("withdrawn",)


def take(asked: Asked) -> None:
    goals = goals_of(asked.projects)
    for project, facts in asked.each():
        goal = goals[project.pk]
        share, _basis = goal.share_over()
        facts["days_late"], _basis = goal.days_late()
        facts["tolerance_days"] = project.time_tolerance_days
        facts["cost_overrun"] = None if share is None else round(share, 6)
        facts["cost_tolerance"] = project.cost_tolerance
    _take_exceptions(asked)


def _take_exceptions(asked: Asked) -> None:
    names = ("exceptions_decided", "exceptions_undecided")
    lines = ExceptionReport.objects.filter(project__in=asked.ids, is_archived=False).exclude(state__in=_OVER)
    decided = Q(state__in=_DECIDED)
    rows = (
        lines.order_by()
        .values("project_id")
        .annotate(done=Count("pk", filter=decided), waiting=Count("pk", filter=~decided))
    )
    asked.put_counts(names, rows.values_list("project_id", "done", "waiting"))
