"""Hold a round of negotiation: with everybody in play, on the same day and terms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.web.clock import now, today
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.tenders.actions.receiving import checked_euro
from stuurbord.web.tenders.keeping import (
    MAX_TEXT,
    Refused,
    kept,
    locked,
    lot_number,
    lot_of,
    require_after_closing,
    require_opened,
    require_unlocked,
    require_version,
    text,
)
from stuurbord.web.tenders.law import NEGOTIATED
from stuurbord.web.tenders.models import (
    REMOVED,
    NegotiationRound,
    PriceVerdict,
    RoundAmount,
    Tender,
)
from stuurbord.web.tenders.rights import require_work


@transaction.atomic
def hold_round(
    actor: Any,
    file: ProcurementFile,
    lot: int | None,
    version: int,
    held_on: date,
    minutes: str,
    amounts: Mapping[int, Decimal | None],
    *,
    is_final: bool = False,
) -> NegotiationRound:
    """Write down a round with what each tenderer then asked; None: it kept its tender.

    Parameters
    ----------
    amounts
        From the number of a tender to its amount in euro excluding VAT, for everybody in play.

    Raises
    ------
    Refused
        If the procedure knows no negotiation, somebody in play was left out, or the final round was held.
    NotPermitted, VersionConflict
        As every action.
    """
    require_work(actor, file)
    row = locked(file)
    require_version(row, version)
    require_opened(row)
    if row.file.procedure not in NEGOTIATED:
        raise Refused(_("This procedure knows no negotiation: tenders stand as they were given."))
    found_lot = lot_of(row.file, lot)
    require_unlocked(row.file, found_lot)
    rounds = list(NegotiationRound.objects.filter(file=row.file, lot=found_lot))
    if any(one.is_final for one in rounds):
        raise Refused(_("The best and final offers were asked; no round comes after them."))
    minutes = text(minutes, MAX_TEXT)
    if not minutes:
        raise Refused(_("Write what was negotiated."))
    first = max((one.held_on for one in rounds), default=None)
    if held_on > today() or (first is not None and held_on < first):
        raise Refused(_("A round does not lie ahead, nor before the one before it."))
    require_after_closing(row.file, held_on)
    tenders = in_negotiation(row.file, found_lot)
    if set(amounts) != {one.number for one in tenders}:
        raise Refused(_("Everybody in play takes part in a round, and nobody else."))
    if not tenders:
        raise Refused(_("Nobody is left to negotiate with."))
    made = NegotiationRound.objects.create(
        file=row.file,
        lot=found_lot,
        number=len(rounds) + 1,
        held_on=held_on,
        minutes=minutes,
        is_final=is_final,
        by_id=actor.pk,
        at=now(),
    )
    RoundAmount.objects.bulk_create(
        RoundAmount(round=made, tender=one, amount=checked_euro(amounts[one.number])) for one in tenders
    )
    data = {
        "round": made.number,
        "lot": lot_number(found_lot),
        "is_final": is_final,
        "amounts": {str(number): amount for number, amount in amounts.items()},
    }
    kept(actor, row, "tender.negotiate", data)
    return made


def in_negotiation(file: ProcurementFile, lot: Any) -> list[Tender]:
    """Return the tenders of a lot in play that no verdict took out."""
    tenders = Tender.objects.filter(file=file, lot=lot, is_late=False, is_withdrawn=False)
    removed = tenders.filter(examinations__verdict__in=REMOVED).values("pk")
    abnormal = tenders.filter(price_check__verdict=PriceVerdict.REJECTED).values("pk")
    return list(tenders.exclude(pk__in=removed).exclude(pk__in=abnormal).order_by("number"))
