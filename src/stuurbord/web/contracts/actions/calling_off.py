"""Orders under a framework agreement, up to its maximum and until its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.web.clock import today
from stuurbord.web.contracts.keeping import Refused, held, kept, needed, next_number, require_past, text
from stuurbord.web.contracts.models import CallOff, Contract
from stuurbord.web.contracts.standing import standing
from stuurbord.web.reader import reader


@dataclass(frozen=True)
class NewCallOff:
    """An order as somebody writes it down."""

    title: str
    ordered_on: date
    amount: Decimal
    contractor: str = ""
    document: str = ""


@transaction.atomic
def call_off(actor: Any, contract: Contract, sent: NewCallOff, expected_version: int) -> CallOff:
    """Place an order under a framework agreement.

    Raises
    ------
    Refused
        If this is no framework agreement, its maximum is not known or would be passed, or it does not run yet
        or any more.
    NotPermitted, VersionConflict
        As every action.
    """
    found = held(actor, contract, expected_version)
    title = needed(sent.title, _("Say what is ordered."), 300)
    if not found.is_framework:
        raise Refused(_("Orders belong to a framework agreement; this contract is none."))
    if sent.amount <= 0:
        raise Refused(_("An order has an amount above zero."))
    require_past(sent.ordered_on)
    stand = standing(found, today())
    if sent.ordered_on < found.concluded_on:
        raise Refused(_("This day lies before the conclusion of the contract."))
    start = found.order_to_start_on
    if start is not None and sent.ordered_on < start:
        told = _("The framework agreement starts on {day}: nothing is ordered under it before.")
        raise Refused(told.format(day=reader().day(start)))
    if stand.end is not None and sent.ordered_on > stand.end:
        told = _("The framework agreement ended on {day}: nothing is ordered under it any more.")
        raise Refused(told.format(day=reader().day(stand.end)))
    left = stand.consumption.left
    if left is None:
        raise Refused(
            _("Fill in the maximum value of the framework agreement first: orders count against it.")
        )
    if sent.amount > left:
        told = _(
            "{left} is left of the maximum of {ceiling}; this order passes it."
            " Modify the framework agreement on a legal ground, or place a new contract."
        )
        ceiling = stand.consumption.ceiling or Decimal(0)
        raise Refused(told.format(left=reader().euro(left, 2), ceiling=reader().euro(ceiling, 2)))
    made = CallOff.objects.create(
        contract=found,
        number=next_number(found.call_offs),
        title=title,
        contractor=text(sent.contractor, 200),
        ordered_on=sent.ordered_on,
        amount=sent.amount,
        document=text(sent.document, 500),
    )
    kept(actor, found, "contract.call_off", {"number": made.number, "title": title, "amount": sent.amount})
    return made


@transaction.atomic
def withdraw_call_off(
    actor: Any, contract: Contract, number: int, reason: str, expected_version: int
) -> CallOff:
    """Withdraw an order: it stays in the list and no longer counts.

    Raises
    ------
    Refused
        If there is no such order, it was withdrawn already, payment was asked of it, or there is no reason.
    NotPermitted, VersionConflict
        As every action.
    """
    found = held(actor, contract, expected_version)
    one = found.call_offs.filter(number=number).first()
    if one is None:
        raise Refused(_("This contract has no order {number}.").format(number=number))
    if one.withdrawn_on is not None:
        raise Refused(_("This order was withdrawn already."))
    if one.payment_requests.exists():
        raise Refused(_("Payment was asked of this order: link those payment requests to another one first."))
    one.withdrawn_on, one.withdrawn_reason = today(), needed(reason, _("Give the reason."), 500)
    one.save()
    kept(actor, found, "contract.withdraw_order", {"number": number, "reason": one.withdrawn_reason})
    return one
