"""What the other registers hold, and what in them is past its date."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from stuurbord.web.gates.facts.subject import Asked
from stuurbord.web.registers.models import (
    CLOSED_ACTIONS,
    CLOSED_ISSUES,
    ActionItem,
    Benefit,
    BenefitState,
    ChangeRequest,
    Communication,
    Decision,
    DecisionState,
    Issue,
    Lesson,
    LessonState,
    Measurement,
    Priority,
    Stakeholder,
)

_UNDECIDED = ("requested", "assessed", "postponed")
_INCOMPLETE = Q(owner=None) | Q(baseline_value=None) | (Q(target_on=None) & Q(due=None))


def take(asked: Asked) -> None:
    _take_counts(asked)
    _take_benefits(asked)
    _take_changes(asked)


def _take_counts(asked: Asked) -> None:
    late = Q(due__lt=asked.on)
    for model, closed, columns in (
        (Stakeholder, Q(), {"stakeholders_known": Q()}),
        (Communication, Q(), {"messages_planned": Q()}),
        (Lesson, Q(state=LessonState.DROPPED), {"lessons_known": Q()}),
        (
            Issue,
            Q(state__in=CLOSED_ISSUES),
            {"issues_open": Q(), "urgent_issues_late": late & Q(priority=Priority.HIGH)},
        ),
        (Decision, ~Q(state=DecisionState.REQUESTED), {"decisions_late": late}),
        (ActionItem, Q(state__in=CLOSED_ACTIONS), {"actions_open": Q(), "actions_late": late}),
    ):
        lines = model.objects.filter(project__in=asked.ids, is_archived=False)
        _count(asked, lines.exclude(closed) if closed else lines, columns)


def _count(asked: Asked, lines: Any, columns: dict[str, Q]) -> None:
    counted = {f"n{place}": _filtered(condition) for place, condition in enumerate(columns.values())}
    rows = lines.order_by().values("project_id").annotate(**counted)
    asked.put_counts(tuple(columns), rows.values_list("project_id", *counted))


def _filtered(condition: Q) -> Count:
    return Count("pk", filter=condition) if condition else Count("pk")


def _take_benefits(asked: Asked) -> None:
    measured = Exists(Measurement.objects.filter(benefit=OuterRef("pk"), is_archived=False))
    benefits = (
        Benefit.objects.filter(project__in=asked.ids, is_archived=False)
        .exclude(state=BenefitState.DROPPED)
        .annotate(is_measured=measured)
    )
    due = Q(target_on__lt=asked.on) | Q(due__lt=asked.on)
    columns = {
        "benefits_known": Q(),
        "benefits_incomplete": _INCOMPLETE,
        "benefits_not_measured": due & Q(is_measured=False),
    }
    _count(asked, benefits, columns)


def _take_changes(asked: Asked) -> None:
    """Count the changes that would use more than the tolerance and that nobody decided."""
    changes = ChangeRequest.objects.filter(
        project__in=asked.ids, is_archived=False, state__in=_UNDECIDED
    ).values_list("project_id", "impact_days", "impact_cost")
    projects = {one.pk: one for one in asked.projects}
    above: Counter[int] = Counter()
    for project_id, days, cost in changes:
        project, budget = projects[project_id], asked.budgets.get(project_id)
        allowed = budget * project.cost_tolerance if budget and project.cost_tolerance is not None else None
        is_long = days is not None and days > (project.time_tolerance_days or 0)
        is_dear = cost is not None and allowed is not None and cost > allowed
        above[project_id] += is_long or is_dear
    for project_id in asked.ids:
        asked.put(project_id, changes_above_tolerance=above[project_id])
