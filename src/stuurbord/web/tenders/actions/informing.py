"""Tell the tenderers of the decision, and conclude once nothing stands in the way."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.web.clock import now, today
from stuurbord.web.procurements.actions import set_moment
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.tenders.concluding import follow_conclusion
from stuurbord.web.tenders.informing import conclusion_hindrances, recipients_of
from stuurbord.web.tenders.keeping import (
    Refused,
    kept,
    locked,
    lot_number,
    lot_of,
    require_version,
    standing_decision,
    text,
)
from stuurbord.web.tenders.models import AwardDecision, DecisionKind, TendererInformed
from stuurbord.web.tenders.queries import concluded_on
from stuurbord.web.tenders.rights import require_work


@transaction.atomic
def inform(
    actor: Any,
    file: ProcurementFile,
    lot: int | None,
    version: int,
    numbers: Collection[int],
    sent_on: date,
    channel: str,
) -> AwardDecision:
    """Write down who was told of the decision on a lot, on which day and how; nothing is sent from here.

    The standstill begins once the last of them was told.

    Raises
    ------
    Refused
        If there is no decision, nobody or somebody else is meant, or the day cannot be right.
    NotPermitted, VersionConflict
        As every action.
    """
    require_work(actor, file)
    row = locked(file)
    require_version(row, version)
    found_lot = lot_of(row.file, lot)
    decision = standing_decision(row.file, found_lot)
    if decision is None:
        raise Refused(_("There is no decision to tell of."))
    channel = text(channel, 200)
    if not channel:
        raise Refused(_("Say how it was sent, with the proof of sending."))
    if not decision.on <= sent_on <= today():
        raise Refused(_("It was sent on or after the day of the decision, and not in the future."))
    waiting = {one.tender.number: one for one in recipients_of(decision) if one.sent_on is None}
    if not numbers or not set(numbers) <= set(waiting):
        raise Refused(_("Choose tenderers who were not told yet."))
    TendererInformed.objects.bulk_create(
        TendererInformed(
            decision=decision,
            tender=waiting[number].tender,
            sent_on=sent_on,
            channel=channel,
            by_id=actor.pk,
            at=now(),
        )
        for number in sorted(numbers)
    )
    data = {
        "decision": decision.number,
        "lot": lot_number(found_lot),
        "n": len(set(numbers)),
        "tenders": sorted(numbers),
        "sent_on": sent_on.isoformat(),
        "channel": channel,
    }
    kept(actor, row, "tender.inform", data)
    _follow(actor, row.file)
    return decision


@transaction.atomic
def conclude(
    actor: Any, file: ProcurementFile, lot: int | None, version: int, on: date, reason: str = ""
) -> ProcurementFile:
    """Write down that the winner of a lot was told of the approval of its tender: the contract is concluded.

    Each lot is held to its own standstill, and has a day of its own; the file has the first of them.

    Raises
    ------
    Refused
        If this lot was not awarded or was concluded already, somebody was not told, the day lies ahead, or
        the standstill still runs; where a rule was not verified or it is not known whether a standstill is
        due, only without a reason.
    NotPermitted, VersionConflict
        As every action.
    """
    require_work(actor, file)
    row = locked(file)
    require_version(row, version)
    found_lot = lot_of(row.file, lot)
    if concluded_on(row.file, found_lot) is not None:
        raise Refused(_("The contract was concluded already."))
    decision = standing_decision(row.file, found_lot)
    if decision is None or decision.kind != DecisionKind.AWARD:
        raise Refused(_("Nothing was awarded, so there is nothing to conclude."))
    if on > today():
        raise Refused(_("This day lies ahead: write it down when it has come."))
    reason = text(reason, 1000)
    flags: list[str] = []
    for one in conclusion_hindrances(row.file, found_lot, on, decision):
        if one.is_sure:
            raise Refused(one.text)
        flags.append(one.text)
    if flags and not reason:
        raise Refused(_("Say why you conclude nevertheless. {what}").format(what=" ".join(flags)))
    data = {"lot": lot_number(found_lot), "on": on.isoformat(), "against": flags, "reason": reason}
    kept(actor, row, "tender.conclude", data)
    return follow_conclusion(actor, row.file, found_lot, on)


def _follow(actor: Any, file: ProcurementFile) -> None:
    """Set the moment of information to the last sending, once every lot is decided and everybody told."""
    if file.concluded_on is not None:
        return
    last: date | None = None
    for lot in list(file.lots.all()) or [None]:
        decision = standing_decision(file, lot)
        if decision is None:
            return
        for one in recipients_of(decision):
            if one.sent_on is None:
                return
            last = max(filter(None, (last, one.sent_on)))
    if last is not None and file.awarded_on is not None and file.informed_on != last:
        set_moment(actor, file, "informed_on", last, file.version, is_weighed=True)
