"""What the budget has left for commitments, and how much of a contract it does not cover."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal

from stuurbord.web.finance.models import BudgetLine
from stuurbord.web.procurements.models import PlanLink


def credit_left(link: PlanLink, project_id: int, years: Collection[int]) -> Iterator[tuple[int, Decimal]]:
    """Yield years with the euro left on the budget line of a contract; below zero: more is expected.

    A year of which no credit or no forecast is known is left out.
    """
    lines = BudgetLine.objects.filter(
        project=project_id, article=link.article, kind=link.kind, year__in=years, is_archived=False
    )
    for line in lines.order_by("year"):
        if line.budgeted_commitment is not None and line.forecast_commitment is not None:
            yield line.year, line.budgeted_commitment - line.forecast_commitment


def lacking(left: Decimal, held: Decimal) -> Decimal:
    """Return the euro that a contract lacks, at most what it holds: what others need is no matter of it.

    >>> lacking(Decimal(-90), Decimal(50))
    Decimal('50')
    """
    return max(min(-left, held), Decimal(0))
