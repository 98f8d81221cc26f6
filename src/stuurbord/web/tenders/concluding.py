"""The conclusion of a contract as a moment of its file, and of its lot where there are lots."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Min

from stuurbord.web.clock import now
from stuurbord.web.procurements.actions import set_moment
from stuurbord.web.procurements.models import ProcurementFile, ProcurementLot
from stuurbord.web.tenders.informing import recipients_of
from stuurbord.web.tenders.keeping import standing_decision
from stuurbord.web.tenders.models import LotConclusion


def follow_conclusion(
    actor: Any, file: ProcurementFile, lot: ProcurementLot | None, on: date
) -> ProcurementFile:
    """Write down that the contract of a file, or of a lot, was concluded; the first lot dates the file.

    The file is locked by the caller, who judged whether this may be concluded.

    Raises
    ------
    NotAccepted
        If the moments of the file contradict this day.
    """
    if lot is None:
        if file.concluded_on is not None:
            return file
        return set_moment(actor, file, "concluded_on", on, file.version, is_weighed=True)
    conclusions = LotConclusion.objects.filter(file=file)
    if file.concluded_on is None:  # whoever withdrew the conclusion of the file withdrew that of each lot
        conclusions.delete()
    before = conclusions.filter(lot=lot).values_list("on", flat=True).first()
    values = {"file": file, "on": on, "by_id": actor.pk, "at": now()}
    LotConclusion.objects.update_or_create(lot=lot, defaults=values)
    was = file.concluded_on
    if was is not None and was <= on and was != before:
        return file
    first = conclusions.aggregate(first=Min("on"))["first"]
    return _dated(actor, file, conclusions.filter(on=first).select_related("lot")[0].lot, first)


def _dated(actor: Any, file: ProcurementFile, lot: ProcurementLot, on: date) -> ProcurementFile:
    """Give the file the day of the lot that was concluded first, with the information it rested on."""
    if file.concluded_on == on:
        return file
    moments: list[tuple[str, date | None]] = [("concluded_on", on)]
    decision = standing_decision(file, lot)
    if decision is not None:
        sent = [one.sent_on for one in recipients_of(decision, "")]
        last = max((one for one in sent if one is not None), default=None) if None not in sent else None
        # The later of two days moves first when both move on, and last when both move back.
        is_later = file.concluded_on is not None and on > file.concluded_on
        moments.insert(1 if is_later else 0, ("informed_on", last))
    for name, day in moments:
        if getattr(file, name) != day:
            file = set_moment(actor, file, name, day, file.version, is_weighed=True)
    return file
