"""Risks that came with a workbook: it knows neither kind nor limits; both follow from what it knows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q

from stuurbord.web.projects.models import Project
from stuurbord.web.registers.appetite import set_limits
from stuurbord.web.registers.models import Risk, RiskKind


def on_projects_changed(
    sender: Any, project_ids: Iterable[int], senders: Collection[Any], **kwargs: Any
) -> None:
    """Listen to `projects_changed` of an import or of the project itself; lines tell by themselves."""
    if Project not in senders:
        return
    ids = list(project_ids)
    risks = Risk.objects.filter(project__in=ids)
    risks.filter(gains(), kind=RiskKind.THREAT).update(kind=RiskKind.OPPORTUNITY)
    portfolios = Project.objects.filter(pk__in=ids).values_list("portfolio_id", flat=True).distinct()
    if portfolios := list(portfolios):
        set_limits(risks, portfolios)


def gains() -> Q:
    """Return the condition of risks that make something sooner or cheaper, and nothing the contrary."""
    sooner, cheaper = Q(impact_days__lt=0), Q(impact_cost__lt=0)
    no_days = Q(impact_days__isnull=True) | Q(impact_days=0)
    no_cost = Q(impact_cost__isnull=True) | Q(impact_cost=0)
    return (sooner & cheaper) | (sooner & no_cost) | (cheaper & no_days)
