"""Payment requests, their way to the finances, and the advance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.clock import today
from stuurbord.web.contracts.keeping import Refused, held, kept, needed, next_number, require_past, text
from stuurbord.web.contracts.models import CallOff, Contract, GrantedAdvance, PaymentRequest, PriceRevision
from stuurbord.web.contracts.revision_words import revision_note
from stuurbord.web.contracts.standing import standing
from stuurbord.web.finance.models import Invoice
from stuurbord.web.lists.actions import save_line
from stuurbord.web.lists.changing import new_form
from stuurbord.web.lists.line_forms import next_code
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.reader import reader

INVOICES = "facturen"


@dataclass(frozen=True)
class NewRequest:
    """A payment request as it came in."""

    reference: str
    received_on: date
    amount: Decimal
    amount_incl: Decimal | None = None
    performed_on: date | None = None
    verified_on: date | None = None
    call_off: int | None = None
    """The number of the order under the framework agreement that it asks payment of."""


@transaction.atomic
def receive_request(
    actor: Any, contract: Contract, sent: NewRequest, expected_version: int
) -> PaymentRequest:
    """Write a payment request down; its term runs from what the law says of this kind of contract.

    Raises
    ------
    Refused
        If it came in before, its amount is not above zero, or its days cannot be right.
    NotPermitted, VersionConflict
        As every action.
    """
    found = held(actor, contract, expected_version)
    reference = needed(sent.reference, _("Give the number of the invoice."), 60)
    if found.payment_requests.filter(reference=reference).exists():
        raise Refused(_("Invoice {number} was written down already.").format(number=reference))
    if sent.amount <= 0:
        raise Refused(_("A payment request has an amount above zero."))
    if sent.amount_incl is not None and sent.amount_incl < sent.amount:
        raise Refused(_("The amount incl. VAT is not smaller than the one excl. VAT."))
    for day in (sent.received_on, sent.performed_on, sent.verified_on):
        require_past(day)
        if day is not None and day < found.concluded_on:
            raise Refused(_("This day lies before the conclusion of the contract."))
    if sent.verified_on is not None and sent.verified_on < sent.received_on:
        raise Refused(_("A request is not verified before it came in."))
    made = PaymentRequest.objects.create(
        contract=found,
        number=next_number(found.payment_requests),
        reference=reference,
        received_on=sent.received_on,
        performed_on=sent.performed_on,
        amount=sent.amount,
        amount_incl=sent.amount_incl,
        verified_on=sent.verified_on,
        call_off=_call_off(found, sent.call_off, sent.received_on),
    )
    data = {"invoice": reference, "amount": sent.amount}
    if sent.call_off is not None:
        data["order"] = sent.call_off
    kept(actor, found, "contract.request", data)
    return made


@transaction.atomic
def link_request(
    actor: Any, contract: Contract, number: int, call_off: int | None, expected_version: int
) -> PaymentRequest:
    """Say of which order under a framework agreement a payment request asks payment; None: of none.

    Raises
    ------
    Refused
        If there is no such request or order, the order was withdrawn or is younger than the request.
    NotPermitted, VersionConflict
        As every action.
    """
    found = held(actor, contract, expected_version)
    one = _request(found, number)
    before, after = one.call_off, _call_off(found, call_off, one.received_on)
    if before == after:
        return one
    one.call_off = after
    one.save()
    numbers = [before.number if before else None, after.number if after else None]
    kept(actor, found, "contract.link", {"invoice": one.reference, "order": numbers})
    return one


def _call_off(contract: Contract, number: int | None, received_on: date) -> CallOff | None:
    if number is None:
        return None
    found = contract.call_offs.filter(number=number).first()
    if found is None:
        raise Refused(_("This contract has no order {number}.").format(number=number))
    if found.withdrawn_on is not None:
        raise Refused(_("This order was withdrawn already."))
    if received_on < found.ordered_on:
        raise Refused(_("A payment request does not come in before its order was placed."))
    return found


@transaction.atomic
def pay_request(
    actor: Any,
    contract: Contract,
    number: int,
    expected_version: int,
    *,
    paid_on: date | None = None,
    verified_on: date | None = None,
    performed_on: date | None = None,
) -> PaymentRequest:
    """Write down when a request was verified or paid, or when the services were found to have ended.

    Raises
    ------
    Refused
        If there is no such request or a day cannot be right.
    NotPermitted, VersionConflict
        As every action.
    """
    found = held(actor, contract, expected_version)
    one = _request(found, number)
    days = {"paid_on": paid_on, "verified_on": verified_on, "performed_on": performed_on}
    given = {name: day for name, day in days.items() if day is not None}
    if not given:
        raise Refused(_("Fill in a day."))
    for day in given.values():
        require_past(day)
    after = max(filter(None, (one.received_on, verified_on)))
    if verified_on is not None and verified_on < one.received_on:
        raise Refused(_("A request is not verified before it came in."))
    if paid_on is not None and paid_on < after:
        raise Refused(_("A request is not paid before it came in and was verified."))
    if performed_on is not None and performed_on < found.concluded_on:
        raise Refused(_("This day lies before the conclusion of the contract."))
    changed = {}
    for name, day in given.items():
        changed[name] = [getattr(one, name), day]
        setattr(one, name, day)
    one.save()
    kept(actor, found, "contract.pay", {"invoice": one.reference} | changed)
    return one


@transaction.atomic
def send_to_finances(actor: Any, contract: Contract, number: int, expected_version: int) -> Invoice:
    """Write a payment request as an invoice in the finances of the project, on the order of the contract.

    Its amount is the revised one where the price was revised; a revision that came later is written as an
    invoice of its own, or below zero as a credit note.

    Raises
    ------
    Refused
        If the contract has no order in the finances, the request stands there already, or the finances refuse
        it, with their reason.
    NotPermitted
        If the actor may not change the file, or may not write in the finances of the project.
    VersionConflict
        As every action.
    """
    found = held(actor, contract, expected_version)
    require(actor, Permission.EDIT_BUDGET, found.file.project.scopes)
    one = _request(found, number)
    revision = getattr(one, "revision", None)
    is_later = one.invoice_id is not None
    if is_later and (revision is None or revision.invoice_id is not None or not revision.difference):
        raise Refused(_("This request stands in the finances already."))
    if found.order is None:
        raise Refused(_("Say first on which order in the finances this contract is paid."))
    register = REGISTERS[INVOICES]
    form = new_form(register, actor, _invoice(found, one, revision, is_later=is_later))
    if not form.is_valid():
        told = " ".join(str(error) for errors in form.errors.values() for error in errors)
        raise Refused(_("The finances refuse this invoice. {why}").format(why=told))
    made: Invoice = save_line(actor, register, form, None)
    if not is_later:
        one.invoice = made
        one.save()
    if revision is not None:
        revision.invoice = made
        revision.save(update_fields=["invoice"])
    kept(actor, found, "contract.invoice", {"invoice": one.reference, "code": made.code})
    return made


def _invoice(
    contract: Contract, one: PaymentRequest, revision: PriceRevision | None, *, is_later: bool
) -> dict[str, Any]:
    amount, amount_incl, number = one.payable, one.payable_incl, one.reference
    if is_later:
        amount -= one.amount
        amount_incl = (
            None if amount_incl is None or one.amount_incl is None else amount_incl - one.amount_incl
        )
        number = f"{one.reference[:56]}-rev"
    project, due = contract.file.project, None
    for each in standing(contract, today()).requests:
        due = each.term.due if each.request.pk == one.pk else due
    codes = Invoice.objects.filter(project=project).values_list("code", flat=True)
    assert contract.order is not None
    return {
        "project": project.pk,
        "code": next_code(codes) or f"{REGISTERS[INVOICES].prefix}001",
        "title": contract.file.title[:300],
        "order": contract.order.code,
        "supplier_number": number,
        "received_on": one.received_on,
        "due": due,
        "amount_excl": amount,
        "amount_incl": amount_incl,
        "note": revision_note(revision) if revision is not None else "",
        "month": f"{one.performed_on or one.received_on:%Y-%m}",
        "paid_on": None,
        "state": "received",
    }


@transaction.atomic
def grant_advance(
    actor: Any, contract: Contract, amount: Decimal, paid_on: date, expected_version: int, reason: str = ""
) -> GrantedAdvance:
    """Write down that an advance was paid.

    Raises
    ------
    Refused
        If one was paid already, it is more than the law allows, or it differs from what follows from the law
        and the documents and nobody says why.
    NotPermitted, VersionConflict
        As every action.
    """
    found = held(actor, contract, expected_version)
    if hasattr(found, "advance"):
        raise Refused(_("An advance was paid already."))
    if amount <= 0:
        raise Refused(_("An advance is more than zero."))
    require_past(paid_on)
    reason = text(reason, 1000)
    law = standing(found, today()).advance
    _require_within(law, found, amount)
    if amount != law.amount and not reason:
        told = _("What follows from law and documents is {amount}: say why another amount was paid.")
        known = reader().euro(law.amount, 2) if law.amount is not None else _("undetermined")
        raise Refused(told.format(amount=known))
    made = GrantedAdvance.objects.create(contract=found, amount=amount, paid_on=paid_on, reason=reason)
    kept(actor, found, "contract.advance", {"amount": amount, "on": paid_on, "reason": reason})
    return made


def _require_within(law: Any, contract: Contract, amount: Decimal) -> None:
    """Raise `Refused` above what figures that were verified allow."""
    for figure in law.because:
        if figure.name == "advance_cap":
            most: Decimal | None = figure.number
        elif figure.name == "advance_max_pct" and contract.advance_reference is not None:
            most = contract.advance_reference * figure.share
        else:
            most = None
        if most is not None and figure.is_verified and amount > most:
            told = _("An advance is at most {amount} ({article}).")
            raise Refused(told.format(amount=reader().euro(most, 2), article=figure.article))


@transaction.atomic
def recover_advance(actor: Any, contract: Contract, amount: Decimal, expected_version: int) -> GrantedAdvance:
    """Write down how much of the advance was recovered until now.

    Raises
    ------
    Refused
        If there is no advance, or it is more than was paid or less than was recovered before.
    NotPermitted, VersionConflict
        As every action.
    """
    found = held(actor, contract, expected_version)
    one = getattr(found, "advance", None)
    if one is None:
        raise Refused(_("No advance was paid."))
    if not one.recovered < amount <= one.amount:
        raise Refused(_("Recovered is more than before and at most the advance."))
    before, one.recovered = one.recovered, amount
    one.save()
    kept(actor, found, "contract.recover", {"recovered": [before, amount]})
    return one


def _request(contract: Contract, number: int) -> PaymentRequest:
    found = (
        contract.payment_requests.select_related("invoice", "revision", "call_off")
        .filter(number=number)
        .first()
    )
    if found is None:
        raise Refused(_("This contract has no payment request {number}.").format(number=number))
    return found
