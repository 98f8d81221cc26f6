"""What must be known, and what must be left, before money is approved, ordered, paid or moved.

Each guard answers with the sentence that says what is missing; empty where nothing is.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from stuurbord.web.finance.balances import cents, contingency_left, free_on, in_euro
from stuurbord.web.finance.models import (
    BINDING_ORDERS,
    COUNTED_COMMITMENTS,
    Credit,
    Order,
)


def commitment_fits(line: Any) -> str:
    """A commitment is approved with its amount, on a credit that is large enough."""
    if line.budget_line is None or line.amount is None:
        return _("Fill in the budget line and the amount first.")
    free = free_on(line.budget_line, Credit.COMMITMENT, to_register=True)
    return _beyond(free, net(line), line.budget_line)


def order_fits(line: Any) -> str:
    """An order binds: only on an approved commitment, and for no more than what is left of it."""
    if line.commitment is None or line.amount_incl is None:
        return _("Fill in the commitment and the amount incl. VAT first.")
    if line.commitment.state not in COUNTED_COMMITMENTS:
        return _("Commitment {code} is not approved yet.").format(code=line.commitment.code)
    left = left_on(line.commitment, but=line.pk)
    return _beyond(left, line.amount_incl, line.commitment)


def invoice_is_complete(line: Any) -> str:
    """An invoice is verified against an order, with its amounts and the month of the work."""
    if line.order is None or line.amount_incl is None or not line.month:
        return _("Fill in the order, the amounts and the month of performance first.")
    return ""


def invoice_is_dated(line: Any) -> str:
    """An invoice is paid on a day: that decides on which year's credit it weighs."""
    return "" if line.paid_on else _("Fill in on which day it was paid.")


def transfer_fits(line: Any) -> str:
    """A transfer names its mandate, takes no more than is free, and goes to a line with a known credit."""
    if not line.mandate:
        return _("Fill in by which mandate the transfer is approved.")
    field = f"budgeted_{line.credit}"
    if getattr(line.to_line, field) is None:
        return _("The credit of budget line {line} is not known yet.").format(line=line.to_line)
    return _beyond(free_on(line.from_line, line.credit), line.amount, line.from_line)


def draw_fits(line: Any) -> str:
    """A draw names who approved it and takes no more than what is left."""
    if line.decided_by is None or (line.amount is None and line.days is None):
        return _("Fill in who approved it, and the euro or days.")
    euro, days = contingency_left(line.project, but=line.pk)
    if (line.amount is not None and euro is None) or (line.days is not None and days is None):
        return _("Project {project} has no contingency of this kind.").format(project=line.project.code)
    if line.amount is not None and line.amount > euro:
        told = _("Only {left} is left of the contingency.")
        return told.format(left=in_euro(euro))
    if line.days is not None and line.days > days:
        return _("Only {left} days are left of the contingency.").format(left=days)
    return ""


def net(line: Any) -> Decimal:
    """Return what a commitment is for after its decrease, euro."""
    return line.amount - (line.decrease or Decimal(0))


def left_on(commitment: Any, but: int | None = None) -> Decimal | None:
    """Return what can still be ordered on a commitment, euro; None where its amount is not known."""
    if commitment.amount is None:
        return None
    orders = Order.objects.filter(commitment=commitment, state__in=BINDING_ORDERS, is_archived=False)
    placed = orders.exclude(pk=but).aggregate(total=Sum("amount_incl"))["total"]
    return net(commitment) - (cents(placed) or Decimal(0))


def _beyond(free: Decimal | None, amount: Decimal, place: Any) -> str:
    if free is None:
        return _("The credit of {place} is not known yet.").format(place=place)
    if amount > free:
        return _("Only {free} is free on {place}.").format(free=in_euro(free), place=place)
    return ""
