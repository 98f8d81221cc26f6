"""The forecast of the goal against its promise, and what was decided where it lies beyond the tolerance."""

from __future__ import annotations

from django.db.models import Count, F, Q

from stuurbord.web.gates.facts.subject import Asked
from stuurbord.web.registers.models import Milestone
from stuurbord.web.tolerances.models import ExceptionReport

_DECIDED = ("decided", "closed")
_OVER = ("withdrawn",)


def take(asked: Asked) -> None:
    goals = Milestone.objects.filter(
        project__in=asked.ids, code=F("project__goal_gate"), is_archived=False
    ).only("project_id", *_DATES)
    late = {one.project_id: one.deviation_days for one in goals}
    for project, facts in asked.each():
        facts["days_late"] = late.get(project.pk)
        facts["tolerance_days"] = project.time_tolerance_days
    _take_exceptions(asked)


_DATES = (
    *("baseline", "planned_baseline", "actual", "planned_actual"),
    *("planned_forecast", "forecast"),
)


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
