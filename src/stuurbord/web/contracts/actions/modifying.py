"""Modifications on a legal ground, and suspensions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.rulebooks.be_procurement import execution
from stuurbord.web.clock import today
from stuurbord.web.contracts.keeping import Refused, held, kept, needed, next_number, require_past, text
from stuurbord.web.contracts.models import Contract, ContractModification, ContractSuspension
from stuurbord.web.contracts.standing import standing
from stuurbord.web.reader import reader


@dataclass(frozen=True)
class NewModification:
    """A modification as somebody writes it down.

    Attributes
    ----------
    ground
        Article of the decree: ``38/1``.
    reason
        Why it was decided although an unverified ceiling stands against it, or the ceiling is not known.
    """

    ground: str
    title: str
    amount: Decimal
    decided_on: date
    document: str
    end_date: date | None = None
    reason: str = ""


@transaction.atomic
def modify(
    actor: Any, contract: Contract, sent: NewModification, expected_version: int
) -> ContractModification:
    """Add a modification to the ledger.

    Above a ceiling that was verified it is refused; above one that nobody verified, or that is not known, it
    is kept with the reason and stays marked.

    Raises
    ------
    Refused
        As said; or if there is no such ground, no document, or less than was ordered would be left.
    NotPermitted, VersionConflict
        As every action.
    """
    found = held(actor, contract, expected_version)
    title = needed(sent.title, _("Say what changes."), 300)
    document = needed(sent.document, _("Say where the decision is: a reference or an address."), 500)
    reason = text(sent.reason)
    require_past(sent.decided_on)
    if sent.decided_on < found.concluded_on:
        raise Refused(_("This day lies before the conclusion of the contract."))
    if sent.ground not in execution.grounds():
        raise Refused(_("Choose the legal ground of the modification."))
    if sent.end_date is not None and sent.end_date < found.concluded_on:
        raise Refused(_("The contract does not end before it starts."))
    entry = proposed_entry(found, sent.ground, sent.amount)
    told = verdict_sentence(entry)
    if entry.verdict is execution.Verdict.REFUSED and not entry.only_warns:
        raise Refused(told)
    if told and not reason:
        raise Refused(_("{what} Give the reason to keep the modification nevertheless.").format(what=told))
    _require_orders_fit(found, sent.amount)
    made = ContractModification.objects.create(
        contract=found,
        number=next_number(found.modifications),
        ground=sent.ground,
        title=title,
        amount=sent.amount,
        decided_on=sent.decided_on,
        document=document,
        end_date=sent.end_date,
        verdict=entry.verdict.value,
        is_verified=entry.is_verified,
        ceiling=entry.ceiling,
        reason=reason if told else "",
        by_name=str(actor)[:200],
    )
    data = {"number": made.number, "ground": made.ground, "amount": made.amount, "verdict": made.verdict}
    kept(actor, found, "contract.modify", data | {"title": title, "reason": made.reason})
    return made


def proposed_entry(contract: Contract, ground: str, amount: Decimal) -> execution.LedgerEntry:
    """Return how the ledger would read one more modification."""
    more = execution.Modification(ground, amount)
    return standing(contract, today()).ledger_with(more).entries[-1]


def verdict_sentence(entry: execution.LedgerEntry) -> str:
    """Return what stands against a modification; empty where nothing does."""
    if entry.verdict is execution.Verdict.ALLOWED:
        return ""
    if entry.verdict is execution.Verdict.UNDETERMINED:
        what = " ".join(one.question[reader().code] for one in entry.missing)
        return _("Whether this stays within the ceiling is undetermined. {what}").format(what=what)
    ground = execution.grounds()[entry.modification.ground]
    articles = "; ".join(dict.fromkeys(one.article for one in entry.because))
    if ground.ceiling == "each":
        text = _(
            "{amount} on ground {ground} is above the ceiling of {ceiling} for each modification ({article})."
        )
        amount = entry.modification.amount
    else:
        text = _("{amount} in all on ground {ground} is not below the ceiling of {ceiling} ({article}).")
        amount = entry.cumulative
    return text.format(
        amount=reader().euro(amount, 2),
        ground=ground.article,
        ceiling=reader().euro(entry.ceiling or Decimal(0), 2),
        article=articles,
    )


def _require_orders_fit(contract: Contract, amount: Decimal) -> None:
    """Raise `Refused` if less than what was ordered would be left of a framework agreement."""
    whole = standing(contract, today()).consumption
    if contract.is_framework and whole.left is not None and whole.left + amount < 0:
        raise Refused(_("More than this maximum was ordered already."))


@transaction.atomic
def suspend(
    actor: Any,
    contract: Contract,
    first: date,
    reason: str,
    expected_version: int,
    *,
    is_by_buyer: bool = True,
    resumed_on: date | None = None,
) -> ContractSuspension:
    """Write down that a contract lies still from a day on; its end moves with the days that are lost.

    Raises
    ------
    Refused
        If there is no reason, another suspension shares days with it, or its days cannot be right.
    NotPermitted, VersionConflict
        As every action.
    """
    found = held(actor, contract, expected_version)
    reason = needed(reason, _("Give the reason."), 500)
    _require_days(found, first, resumed_on)
    if resumed_on is None and found.suspensions.filter(resumed_on=None).exists():
        raise Refused(_("This contract is suspended already."))
    _require_apart(found, first, resumed_on)
    made = ContractSuspension.objects.create(
        contract=found, first=first, resumed_on=resumed_on, is_by_buyer=is_by_buyer, reason=reason
    )
    data = {"first": first, "resumed_on": resumed_on, "is_by_buyer": is_by_buyer, "reason": reason}
    kept(actor, found, "contract.suspend", data)
    return made


@transaction.atomic
def resume(actor: Any, contract: Contract, on: date, expected_version: int) -> ContractSuspension:
    """Write down that the work goes on.

    Raises
    ------
    Refused
        If the contract is not suspended or the day cannot be right.
    NotPermitted, VersionConflict
        As every action.
    """
    found = held(actor, contract, expected_version)
    running = found.suspensions.filter(resumed_on=None).first()
    if running is None:
        raise Refused(_("This contract is not suspended."))
    _require_days(found, running.first, on)
    running.resumed_on = on
    running.save()
    kept(actor, found, "contract.resume", {"first": running.first, "on": on})
    return running


def _require_apart(contract: Contract, first: date, resumed_on: date | None) -> None:
    """Raise `Refused` for days on which the contract was suspended already."""
    for one in contract.suspensions.all():
        is_after = one.resumed_on is not None and first >= one.resumed_on
        is_before = resumed_on is not None and resumed_on <= one.first
        if is_after or is_before:
            continue
        told = _("The contract lay still from {first} already; both suspensions share days.")
        raise Refused(told.format(first=reader().day(one.first)))


def _require_days(contract: Contract, first: date, resumed_on: date | None) -> None:
    require_past(first)
    require_past(resumed_on)
    if first < (contract.order_to_start_on or contract.concluded_on):
        raise Refused(_("A contract is not suspended before it starts."))
    if resumed_on is not None and resumed_on <= first:
        raise Refused(_("The work goes on after the first day of the suspension."))
