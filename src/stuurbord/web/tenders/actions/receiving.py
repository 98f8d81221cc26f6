"""Write down tenders as they come in. What they ask stays sealed; what came too late stays out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from stuurbord.exchange.enterprise_number import has_wrong_check
from stuurbord.web.clock import now
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.reader import reader
from stuurbord.web.tenders.keeping import (
    Refused,
    kept,
    locked,
    lot_number,
    lot_of,
    require_opened,
    require_unlocked,
    require_version,
    text,
    told,
)
from stuurbord.web.tenders.models import Tender, TenderEvaluation
from stuurbord.web.tenders.rights import require_work

MOST_EURO = Decimal("999999999999.99")
_CENT = Decimal("0.01")
MOST_TENDERS = 500


@dataclass(frozen=True)
class NewTender:
    """One tender as it came in; amounts in euro excluding VAT, None where they are not known yet."""

    tenderer: str
    received_at: datetime
    lot: int | None = None
    amount: Decimal | None = None
    cost: Decimal | None = None
    enterprise_number: str = ""
    is_sme: bool | None = None
    reference: str = ""
    added_reason: str = ""


@transaction.atomic
def record_tender(actor: Any, file: ProcurementFile, sent: NewTender) -> Tender:
    """Write a tender down. Nothing of what is sealed goes to the audit log.

    One that came in after the closing moment is kept and refused.

    Raises
    ------
    Refused
        If the closing moment is not known, the moment of receipt or the enterprise number cannot be right, or
        the tenderer tendered already; after the opening, for one that came in time, also without a reason.
    NotPermitted
        If the actor may not change this file.
    """
    require_work(actor, file)
    row = locked(file)
    lot = lot_of(row.file, sent.lot)
    due = row.file.tenders_due
    if due is None:
        raise Refused(_("Set the moment by which tenders are due first; only then is late known."))
    require_unlocked(row.file, lot)
    tenderer = text(sent.tenderer, 200)
    if not tenderer:
        raise Refused(_("Write who tendered."))
    number = text(sent.enterprise_number, 20)
    if has_wrong_check(number):
        wrong = _("The check digits of the enterprise number {number} do not hold: look it up again.")
        raise Refused(wrong.format(number=number))
    _check_moment(row, sent.received_at)
    is_late = sent.received_at > due
    added_reason = text(sent.added_reason, 500)
    is_added = row.is_opened and not is_late
    if is_added and not added_reason:
        raise Refused(
            _("The tenders were opened already: say why this one, that came in time, is only added now.")
        )
    existing = list(
        Tender.objects.filter(file=row.file).only("tenderer", "lot_id", "is_withdrawn", "is_late")
    )
    if len(existing) >= MOST_TENDERS:
        raise Refused(_("A procurement holds at most {most} tenders.").format(most=MOST_TENDERS))
    lot_id = None if lot is None else lot.pk
    for one in existing:
        same = one.lot_id == lot_id and one.tenderer.casefold() == tenderer.casefold()
        if same and not one.is_withdrawn and not one.is_late and not is_late:
            raise Refused(
                _(
                    "{name} tendered already: withdraw that tender first, or write down a variant apart."
                ).format(name=tenderer)
            )
    last = Tender.objects.filter(file=row.file).aggregate(last=Max("number"))["last"] or 0
    made = Tender.objects.create(
        file=row.file,
        lot=lot,
        number=last + 1,
        tenderer=tenderer,
        enterprise_number=number,
        is_sme=sent.is_sme,
        reference=text(sent.reference, 100),
        received_at=sent.received_at,
        recorded_at=now(),
        is_late=is_late,
        is_added_after_opening=is_added,
        added_reason=added_reason if is_added else "",
        amount_given=checked_euro(sent.amount),
        cost_given=checked_euro(sent.cost),
    )
    data: dict[str, Any] = {
        "number": made.number,
        "lot": lot_number(lot),
        "received_at": made.received_at.isoformat(),
        "is_late": is_late,
    }
    if is_added:
        data["reason"] = added_reason
    kept(actor, row, "tender.refuse_late" if is_late else "tender.record", data)
    return made


@transaction.atomic
def withdraw_tender(actor: Any, tender: Tender, version: int, reason: str) -> Tender:
    """Write down that a tenderer withdrew a tender.

    Raises
    ------
    Refused, NotPermitted, VersionConflict
        If there is no reason, or a report or decision rests on it.
    """
    row, found = held(actor, tender, version)
    reason = text(reason, 500)
    if not reason:
        raise Refused(_("Write how and when the tenderer withdrew."))
    if found.is_withdrawn:
        raise Refused(_("This tender was withdrawn already."))
    found.is_withdrawn, found.withdrawn_reason = True, reason
    stepped(actor, row, found, "tender.withdraw", {"reason": reason})
    return found


@transaction.atomic
def state_amounts(
    actor: Any, tender: Tender, version: int, amount: Decimal | None, cost: Decimal | None
) -> Tender:
    """Write down, after the opening, the amounts that a tender holds; one that is known is only corrected.

    Raises
    ------
    Refused, NotPermitted, VersionConflict
        If the tenders are sealed, or an amount is known already.
    """
    row, found = held(actor, tender, version)
    require_opened(row)
    amount, cost = checked_euro(amount), checked_euro(cost)
    if amount is None and cost is None:
        raise Refused(_("Give the amount in euro."))
    if amount is not None:
        if found.amount_given is not None:
            raise Refused(_("The amount of this tender is known; correct it with a reason."))
        found.amount_given = amount
    if cost is not None:
        if found.cost_given is not None:
            raise Refused(_("The life-cycle cost of this tender is known already."))
        found.cost_given = cost
    stepped(actor, row, found, "tender.amounts", {"amount": amount, "cost": cost})
    return found


def held(actor: Any, tender: Tender, version: int) -> tuple[TenderEvaluation, Tender]:
    """Return the evaluation and the tender, both locked, for who may change them.

    Raises
    ------
    NotPermitted, VersionConflict
        If the actor may not, or somebody else was first.
    Refused
        If a report or decision rests on the tender.
    """
    require_work(actor, tender.file)
    row = locked(tender.file)
    found = Tender.objects.select_for_update(of=("self",)).select_related("lot").get(pk=tender.pk)
    found.file = row.file
    require_version(found, version)
    require_unlocked(row.file, found.lot)
    return row, found


def stepped(actor: Any, row: TenderEvaluation, tender: Tender, action: str, data: dict[str, Any]) -> None:
    """Store a tender one version on, with its audit entry; the ranking that somebody saw is not the same."""
    tender.version += 1
    tender.save()
    data = {"number": tender.number, "lot": lot_number(tender.lot), **data}
    told(actor, row.file, action, data, tender.version)


def checked_euro(amount: Decimal | None) -> Decimal | None:
    """Return an amount in whole cents.

    Raises
    ------
    Refused
        If it is not above zero, not finite, larger than any budget, or has more than two decimals.
    """
    if amount is None:
        return None
    if not amount.is_finite() or not 0 < amount <= MOST_EURO:
        raise Refused(_("An amount is more than zero, and smaller than a thousand billion."))
    if amount != amount.quantize(_CENT):
        raise Refused(_("An amount in euro has two decimals at most."))
    return amount.quantize(_CENT)


def _check_moment(row: TenderEvaluation, received_at: datetime) -> None:
    if timezone.is_naive(received_at):
        raise ValueError("a moment of receipt has its time zone")
    if received_at > now():
        raise Refused(_("A tender cannot be received in the future."))
    published = row.file.published_on
    if published is not None and timezone.localtime(received_at).date() < published:
        told_ = _("A tender cannot be received before the publication on {day}.")
        raise Refused(told_.format(day=reader().day(published)))
