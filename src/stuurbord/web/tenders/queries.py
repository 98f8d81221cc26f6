"""Reads of tenders for other rooms; nothing sealed comes out of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from stuurbord.web.clock import now, today
from stuurbord.web.procurements.models import ProcurementFile, ProcurementLot
from stuurbord.web.tenders.models import (
    AwardDecision,
    DecisionKind,
    LotConclusion,
    Tender,
    TenderAccess,
    TenderEvaluation,
)


@dataclass(frozen=True)
class TenderCounts:
    """How many tenders a file received; None of them before the opening, when nobody should know.

    Attributes
    ----------
    received
        In time and not withdrawn.
    late
        Too late.
    n_units
        Lots with at least one tender; 1 for a file without lots.
    n_single
        Lots, or the whole file, for which exactly one tender came in.
    """

    received: int
    late: int
    n_units: int
    n_single: int

    @property
    def is_single(self) -> bool:
        """Whether some lot, or the whole file, got one tender only."""
        return self.n_single > 0


def tender_counts(files: Iterable[ProcurementFile | int]) -> dict[int, TenderCounts]:
    """Return the counts of the files whose tenders were opened, in two queries; the others are left out."""
    ids = [one if isinstance(one, int) else one.pk for one in files]
    opened = set(
        TenderEvaluation.objects.filter(file__in=ids, opened_at__isnull=False).values_list(
            "file_id", flat=True
        )
    )
    in_time = Count("pk", filter=Q(is_late=False, is_withdrawn=False))
    late = Count("pk", filter=Q(is_late=True))
    rows = (
        Tender.objects.filter(file__in=opened)
        .order_by()
        .values("file_id", "lot_id")
        .annotate(in_time=in_time, n_late=late)
    )
    per_file: dict[int, list[tuple[int, int]]] = {pk: [] for pk in opened}
    for row in rows:
        per_file[row["file_id"]].append((row["in_time"], row["n_late"]))
    return {
        pk: TenderCounts(
            received=sum(one for one, _late in units),
            late=sum(one for _in_time, one in units),
            n_units=sum(one > 0 for one, _late in units),
            n_single=sum(one == 1 for one, _late in units),
        )
        for pk, units in per_file.items()
    }


def standing_decisions(file: ProcurementFile) -> dict[int | None, AwardDecision]:
    """Return the decision that counts of each lot, by the lot's id; in one query."""
    found: dict[int | None, AwardDecision] = {}
    rows = (
        AwardDecision.objects.filter(file=file).select_related("tender", "lot", "report").order_by("number")
    )
    for one in rows.defer("report__docx"):
        found[one.lot_id] = one
    return {lot: one for lot, one in found.items() if one.kind != DecisionKind.WITHDRAWAL}


def concluded_on(file: ProcurementFile, lot: ProcurementLot | None) -> date | None:
    """Return when the contract of a file, or of one of its lots, was concluded; None: it was not yet."""
    if lot is None or file.concluded_on is None:
        return file.concluded_on
    return LotConclusion.objects.filter(lot=lot).values_list("on", flat=True).first()


def awarded_elsewhere(file: ProcurementFile, lot: ProcurementLot | None) -> Decimal:
    """Return what was awarded of the other lots, in euro excluding VAT."""
    if lot is None:
        return Decimal(0)
    amounts = [
        one.amount or Decimal(0)
        for pk, one in standing_decisions(file).items()
        if pk != lot.pk and one.kind == DecisionKind.AWARD
    ]
    return sum(amounts, Decimal(0))


def note_access(user: Any, file: ProcurementFile, *, is_sealed: bool) -> None:
    """Keep that somebody looked at the tenders of a file: once a day, before and after the opening apart."""
    if user.pk is None:
        return
    TenderAccess.objects.get_or_create(
        file=file, user=user, on=today(), is_sealed=is_sealed, defaults={"first_at": now()}
    )


def accesses_of(file: ProcurementFile, days: int = 366) -> list[TenderAccess]:
    """Return who looked, the latest first, of the last year."""
    found = TenderAccess.objects.filter(file=file, on__gte=today() - timedelta(days=days))
    return list(found.select_related("user")[:200])
