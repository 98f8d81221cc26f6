"""What commitments, orders and invoices say."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.web.clock import today
from stuurbord.web.finance.balances import above_order, cents, in_euro
from stuurbord.web.finance.models import COUNTED_COMMITMENTS, UNPAID, CommitmentState, OrderState
from stuurbord.web.reader import reader


def overdue(user: Any = None) -> Q:
    """Return the condition of invoices that should have been paid."""
    return Q(due__lt=today(), state__in=UNPAID)


def late_delivery(user: Any = None) -> Q:
    """Return the condition of orders whose delivery should have been there."""
    return Q(due__lt=today(), state=OrderState.PLACED)


def commitments_conclusion(lines: QuerySet[Any]) -> str:
    """Say how much is committed, how much of it was ordered, and what waits for a visa."""
    counted = Q(state__in=COUNTED_COMMITMENTS)
    found = lines.order_by().aggregate(
        n=Count("pk", filter=counted),
        sum_of_net=Sum("net", filter=counted),
        sum_of_ordered=Sum("ordered", filter=counted),
        n_waiting=Count("pk", filter=Q(state=CommitmentState.PROPOSED)),
    )
    told = []
    if found["n"]:
        sentence = _("{net} is committed, of which {ordered} was ordered.")
        euro = reader().euro
        told.append(
            sentence.format(
                net=euro(known(found["sum_of_net"])), ordered=euro(known(found["sum_of_ordered"]))
            )
        )
    if n := found["n_waiting"]:
        told.append(
            ngettext("{n} waits for a visa.", "{n} wait for a visa.", n).format(n=reader().count_at_start(n))
        )
    return " ".join(told)


def orders_conclusion(lines: QuerySet[Any]) -> str:
    """Say how much of what was ordered is invoiced, and which deliveries are late."""
    found = lines.order_by().aggregate(
        total=Sum("amount_incl"), sum_of_invoiced=Sum("invoiced"), n_late=Count("pk", filter=late_delivery())
    )
    if found["total"] is None:
        return ""
    euro = reader().euro
    told = _("{total} is ordered, of which {invoiced} was invoiced.").format(
        total=euro(known(found["total"])), invoiced=euro(known(found["sum_of_invoiced"]))
    )
    if n := found["n_late"]:
        told += " " + ngettext("{n} delivery is late.", "{n} deliveries are late.", n).format(
            n=reader().count_at_start(n)
        )
    return told


def invoices_conclusion(lines: QuerySet[Any]) -> str:
    """Say how much is to be paid, how much of it is late, and what goes beyond its order."""
    found = lines.order_by().aggregate(
        open=Sum("amount_incl", filter=Q(state__in=UNPAID)),
        n_late=Count("pk", filter=overdue()),
        late=Sum("amount_incl", filter=overdue()),
        n_above=Count("pk", filter=above_order()),
    )
    told = []
    if found["open"] is not None:
        told.append(_("{amount} is to be paid.").format(amount=reader().euro(known(found["open"]))))
    if n := found["n_late"]:
        sentence = ngettext("{n} invoice is late, for {amount}.", "{n} invoices are late, for {amount}.", n)
        told.append(sentence.format(n=reader().count_at_start(n), amount=reader().euro(known(found["late"]))))
    if n := found["n_above"]:
        sentence = ngettext(
            "{n} invoice is on an order that was for less.",
            "{n} invoices are on orders that were for less.",
            n,
        )
        told.append(sentence.format(n=reader().count_at_start(n)))
    return " ".join(told)


def invoice_sentence(line: Any) -> str:
    """Say of one invoice whether its order was for less."""
    invoiced = cents(getattr(line, "order_invoiced", None))
    if invoiced is None or line.order is None or line.order.amount_incl is None:
        return ""
    beyond = invoiced - line.order.amount_incl
    if beyond <= 0:
        told = _("{amount} of order {order} is not invoiced yet.")
    else:
        told = _("On order {order} {amount} more is invoiced than was ordered.")
    return told.format(order=line.order.code, amount=in_euro(abs(beyond)))


def known(amount: Any) -> Decimal:
    """Return a sum of the database, zero where nothing was added up."""
    return cents(amount) or Decimal(0)
