"""What registered commitments, orders and invoices come to, beside the figures that lines carry themselves.

Computed by the database, in one query with the list. Nothing registered is not zero: there is no sum then.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from django.db.models import (
    CharField,
    DateField,
    DecimalField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Abs, Cast, Coalesce, Concat, Greatest

from stuurbord.web.finance.models import (
    BINDING_ORDERS,
    COUNTED_COMMITMENTS,
    BudgetLine,
    Commitment,
    ContingencyDraw,
    Credit,
    DrawState,
    Invoice,
    InvoiceState,
    Order,
)
from stuurbord.web.reader import reader

CENT: Final = Decimal("0.01")
_EUROS: Final = DecimalField(max_digits=16, decimal_places=4)
"""More places than a cent: a database without exact decimals compares sums by half a cent."""
_NONE: Final = Value(Decimal(0), output_field=_EUROS)
NET: Final = F("amount") - Coalesce(F("decrease"), _NONE)
CREDIT_FIELDS: Final = {
    Credit.COMMITMENT: ("budgeted_commitment", "committed", "commitments_registered", "free_commitment"),
    Credit.PAYMENT: ("budgeted_payment", "paid", "payments_registered", "free_payment"),
}
"""Per credit: how much it is, the own figure of what is taken, the registered one, what is free."""


def cents(amount: Any) -> Decimal | None:
    """Return an amount of the database to the cent; None stays None."""
    return None if amount is None else Decimal(amount).quantize(CENT)


def in_euro(amount: Decimal) -> str:
    """Return an amount as a limit is told: with its cents, where it has them."""
    return reader().exact_euro(amount)


def _sum(lines: QuerySet[Any], by: str, amount: Any) -> Subquery:
    totals = lines.filter(is_archived=False).order_by().values(by).annotate(total=Sum(amount))
    return Subquery(totals.values("total"), output_field=_EUROS)


def _free(credit: str, own: str, registered: str) -> ExpressionWrapper:
    # Until both figures agree the larger counts: credit is not promised twice.
    taken = Coalesce(Greatest(F(own), F(registered)), F(own), F(registered), output_field=_EUROS)
    return ExpressionWrapper(F(credit) - taken, output_field=_EUROS)


def _gap(own: str, registered: str) -> Abs:
    return Abs(F(own) - F(registered), output_field=_EUROS)


def _day_of_year(end: str) -> Cast:
    # Compared with two days instead of its year, a date can be found by an index.
    return Cast(Concat(Cast(OuterRef("year"), CharField(max_length=5)), Value(end)), DateField())


# A payment weighs on the credit of the year in which it is made, whatever year the commitment is of.
_PAYMENTS = Invoice.objects.filter(
    state=InvoiceState.PAID,
    project=OuterRef("project"),
    order__commitment__budget_line__article=OuterRef("article"),
    order__commitment__budget_line__kind=OuterRef("kind"),
    paid_on__gte=_day_of_year("-01-01"),
    paid_on__lte=_day_of_year("-12-31"),
)
_COMMITMENTS = Commitment.objects.filter(budget_line=OuterRef("pk"), state__in=COUNTED_COMMITMENTS)

OF_BUDGET_LINE: Final = {
    "commitments_registered": _sum(_COMMITMENTS, "budget_line", NET),
    "payments_registered": _sum(_PAYMENTS, "project", "amount_incl"),
    "free_commitment": _free("budgeted_commitment", "committed", "commitments_registered"),
    "free_payment": _free("budgeted_payment", "paid", "payments_registered"),
    "commitment_gap": _gap("committed", "commitments_registered"),
    "payment_gap": _gap("paid", "payments_registered"),
}
OF_COMMITMENT: Final = {
    "ordered": _sum(
        Order.objects.filter(commitment=OuterRef("pk"), state__in=BINDING_ORDERS), "commitment", "amount_incl"
    ),
    "net": ExpressionWrapper(NET, output_field=_EUROS),
}
OF_ORDER: Final = {
    "invoiced": _sum(
        Invoice.objects.filter(order=OuterRef("pk")).exclude(state=InvoiceState.DISPUTED),
        "order",
        "amount_incl",
    )
}
OF_INVOICE: Final = {
    "order_invoiced": _sum(
        Invoice.objects.filter(order=OuterRef("order")).exclude(state=InvoiceState.DISPUTED),
        "order",
        "amount_incl",
    )
}
_HALF_CENT: Final = Decimal("0.005")


def differs(user: Any = None) -> Q:
    """Return the condition of budget lines whose own figures are not what is registered."""
    return Q(commitment_gap__gt=_HALF_CENT) | Q(payment_gap__gt=_HALF_CENT)


def overdrawn(user: Any = None) -> Q:
    """Return the condition of budget lines on which more is committed or paid than the credit."""
    return Q(free_commitment__lt=-_HALF_CENT) | Q(free_payment__lt=-_HALF_CENT)


def above_order(user: Any = None) -> Q:
    """Return the condition of invoices whose order was for less than what is invoiced on it."""
    return Q(order_invoiced__gt=F("order__amount_incl") + Value(_HALF_CENT, output_field=_EUROS))


def with_balance(pks: list[int]) -> dict[int, BudgetLine]:
    """Return budget lines by number, with their sums as they stand in this transaction."""
    return BudgetLine.objects.annotate(**OF_BUDGET_LINE).in_bulk(pks)


def free_on(line: Any, credit: str, *, to_register: bool = False) -> Decimal | None:
    """Return what is free of a line's credit, euro; None where the credit itself is not known.

    A line on which nothing is taken, as far as anybody knows, is free as a whole.

    Parameters
    ----------
    to_register
        For what is being registered: the line's own figure may hold it already, so only what is registered
        counts, unless the own figure by itself goes beyond the credit.
    """
    limit_name, own_name, registered_name, _free_name = CREDIT_FIELDS[Credit(credit)]
    found = with_balance([line.pk]).get(line.pk)
    limit = getattr(found, limit_name, None)
    if limit is None:
        return None
    own, registered = (cents(getattr(found, name)) or Decimal(0) for name in (own_name, registered_name))
    return limit - (registered if to_register and own <= limit else max(own, registered))


Left = tuple[Decimal | None, int | None]
"""Euro and days that nobody drew; None where none was agreed."""


def contingency_left(project: Any, but: int | None = None) -> Left:
    """Return what is left of a project's contingency, without counting one draw."""
    return contingencies_left([project], but)[project.pk]


def contingencies_left(projects: Iterable[Any], but: int | None = None) -> dict[int, Left]:
    """Return what is left of the contingency of projects by their number, in one query."""
    listed = list(projects)
    drawn = ContingencyDraw.objects.filter(project__in=listed, state=DrawState.APPROVED, is_archived=False)
    sums = drawn.exclude(pk=but).order_by().values_list("project")
    taken = {pk: sum_of for pk, *sum_of in sums.annotate(euro=Sum("amount"), n_days=Sum("days"))}
    left: dict[int, Left] = {}
    for project in listed:
        euro, days = taken.get(project.pk, (None, None))
        cost, most = project.contingency_cost, project.contingency_days
        left[project.pk] = (
            None if cost is None else cost - (cents(euro) or Decimal(0)),
            None if most is None else most - (days or 0),
        )
    return left
