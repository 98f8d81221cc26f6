"""What a project really cost, month by month, from its invoices and labour; and what it expects to pay.

An invoice counts in the month in which the work was done, not when it came in or was paid, and incl. VAT, as
budgets are. Labour counts at its amount, unless its supplier sends invoices for it. A fact that is missing is
told: a sum without it would look like a saving.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import Count, Q, Sum

from stuurbord.web.finance.balances import cents
from stuurbord.web.finance.models import Credit, Invoice, InvoiceState, Labour, MonthForecast


class MissingFact(StrEnum):
    """Why an actual cost cannot be told."""

    NOTHING_REGISTERED = "nothing_registered"
    INVOICE_WITHOUT_MONTH = "invoice_without_month"
    INVOICE_WITHOUT_AMOUNT = "invoice_without_amount"
    LABOUR_WITHOUT_AMOUNT = "labour_without_amount"


@dataclass(frozen=True, slots=True)
class ActualCost:
    """Cost per month.

    Attributes
    ----------
    months
        ``2026-03``, ascending; only those in which something was done.
    amounts
        Euro in each of them.
    missing
        Fact that is missing → number of lines; empty if the sum can be told.
    n_disputed
        Invoices that are disputed and so not counted.
    """

    months: tuple[str, ...]
    amounts: tuple[Decimal, ...]
    missing: dict[MissingFact, int]
    n_disputed: int = 0

    @property
    def is_registered(self) -> bool:
        """Whether anybody keeps invoices or labour of this project at all."""
        return MissingFact.NOTHING_REGISTERED not in self.missing

    def until(self, month: str) -> Decimal | None:
        """Return the euro up to and including a month; None where a fact is missing."""
        if self.missing:
            return None
        known = zip(self.months, self.amounts, strict=True)
        return sum((amount for one, amount in known if one <= month), Decimal(0))


def actual_cost_series(project: Any) -> ActualCost:
    """Return what a project cost per month, in four queries."""
    invoices = Invoice.objects.filter(project=project, is_archived=False)
    counted = invoices.exclude(state=InvoiceState.DISPUTED)
    labour = Labour.objects.filter(project=project, is_archived=False, order=None)
    told = counted.aggregate(
        n=Count("pk"),
        no_month=Count("pk", filter=Q(month="")),
        no_amount=Count("pk", filter=Q(amount_incl=None)),
    )
    worked = labour.aggregate(n=Count("pk"), no_amount=Count("pk", filter=Q(amount=None)))
    months: dict[str, Decimal] = {}
    for lines, amount in ((counted, "amount_incl"), (labour, "amount")):
        found = lines.exclude(month="").order_by("month").values_list("month").annotate(total=Sum(amount))
        for month, total in found:
            months[month] = months.get(month, Decimal(0)) + (cents(total) or Decimal(0))
    missing = {
        MissingFact.NOTHING_REGISTERED: int(not told["n"] and not worked["n"]),
        MissingFact.INVOICE_WITHOUT_MONTH: told["no_month"],
        MissingFact.INVOICE_WITHOUT_AMOUNT: told["no_amount"],
        MissingFact.LABOUR_WITHOUT_AMOUNT: worked["no_amount"],
    }
    ordered = sorted(months)
    return ActualCost(
        tuple(ordered),
        tuple(months[month] for month in ordered),
        {fact: n for fact, n in missing.items() if n},
        invoices.filter(state=InvoiceState.DISPUTED).count(),
    )


def expected_cost(project: Any, after: str) -> Decimal | None:
    """Return the euro that the monthly forecast expects to pay after a month; None without any such line.

    A line without an amount leaves the sum unknown.
    """
    lines = MonthForecast.objects.filter(
        project=project, credit=Credit.PAYMENT, month__gt=after, is_archived=False
    )
    found = lines.aggregate(n=Count("pk"), known=Count("amount"), total=Sum("amount"))
    return cents(found["total"]) if found["n"] and found["known"] == found["n"] else None
