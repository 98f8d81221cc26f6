"""The risks: whose they are, when somebody looked, what is done about the high ones."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count, Exists, Min, OuterRef, Q

from stuurbord.engine.risk_matrix import Level
from stuurbord.web.gates.facts.subject import Asked
from stuurbord.web.registers.models import CLOSED_RISKS, ResponseAction, Risk


def take(asked: Asked) -> None:
    risks = Risk.objects.filter(project__in=asked.ids, is_archived=False).exclude(state__in=CLOSED_RISKS)
    rows = (
        risks.order_by()
        .values("project_id")
        .annotate(
            n=Count("pk"),
            n_loose=Count("pk", filter=Q(owner=None)),
            n_never=Count("pk", filter=Q(reviewed_on=None)),
            oldest=Min("reviewed_on"),
        )
    )
    found = {row["project_id"]: row for row in rows}
    bare = _high_without_response(risks)
    for project, facts in asked.each():
        row = found.get(project.pk)
        facts["risks_open"] = row["n"] if row else 0
        facts["risks_without_owner"] = row["n_loose"] if row else 0
        facts["high_risks_without_response"] = bare[project.pk]
        facts["risk_review_days"] = 0
        if row:
            is_known = not row["n_never"] and row["oldest"] is not None
            facts["risk_review_days"] = (asked.on - row["oldest"]).days if is_known else None


def _high_without_response(risks) -> Counter[int]:
    """Return how many high risks of each project nobody does anything about."""
    own = {"project": OuterRef("project"), "risk": OuterRef("code")}
    measures = ResponseAction.objects.filter(**own, is_archived=False)
    bare = risks.filter(~Exists(measures), response="", probability__isnull=False)
    # Of each sort once: a thousand projects have many risks and few that differ.
    sorts = bare.order_by().values_list("probability", "impact_days", "kind", "project_id")
    is_high: dict[tuple[object, ...], bool] = {}
    made: Counter[int] = Counter()
    for *sort, project_id, n in sorts.annotate(n=Count("pk")):
        key = tuple(sort)
        if key not in is_high:
            probability, days, kind = sort
            found = Risk(probability=probability, impact_days=days, kind=kind)
            is_high[key] = found.level == Level.HIGH
        made[project_id] += n * is_high[key]
    return made
