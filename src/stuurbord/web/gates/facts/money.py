"""The money: is the budget complete, does what is bound, paid and expected stay within it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, Sum

from stuurbord.web.finance.models import BudgetLine
from stuurbord.web.gates.facts.subject import Asked

_OVER_CREDIT = Q(committed__gt=F("budgeted_commitment"))
_WITHOUT_CREDIT = Q(committed__isnull=False, budgeted_commitment=None)


def take(asked: Asked) -> None:
    lines = BudgetLine.objects.filter(project__in=asked.ids, is_archived=False)
    rows = (
        lines.order_by()
        .values("project_id")
        .annotate(
            n=Count("pk"),
            n_budgeted=Count("budgeted_payment"),
            n_forecast=Count("forecast_payment"),
            n_over=Count("pk", filter=_OVER_CREDIT),
            n_loose=Count("pk", filter=_WITHOUT_CREDIT),
            budget=Sum("budgeted_payment"),
            forecast=Sum("forecast_payment"),
            bound=Sum("committed"),
            spent=Sum("paid"),
        )
    )
    found: dict[int, dict[str, Any]] = {row["project_id"]: row for row in rows}
    for project, facts in asked.each():
        row = found.get(project.pk)
        budget = row["budget"] if row and row["n_budgeted"] == row["n"] else None
        forecast = row["forecast"] if row and row["n_forecast"] == row["n"] else None
        if budget is not None:
            asked.budgets[project.pk] = budget
        facts["budget_known"] = budget is not None
        facts["commitment_within_credit"] = _within_credit(row)
        facts["payment_within_commitment"] = _paid_within(row)
        if budget and forecast is not None:
            reserve = project.contingency_cost or Decimal(0)
            facts["forecast_within_reserve"] = forecast <= budget + reserve


def _within_credit(row: dict[str, Any] | None) -> bool | None:
    """Return whether each line is bound for no more than its credit; None if a credit is missing."""
    if row is None:
        return None
    if row["n_over"]:
        return False
    return None if row["n_loose"] else True


def _paid_within(row: dict[str, Any] | None) -> bool | None:
    if row is None:
        return None
    if row["spent"] is None:
        return True  # nothing is paid yet
    return None if row["bound"] is None else bool(row["spent"] <= row["bound"])
