"""Follow the whole chain, and keep what was found: the page of the log tells it without doing it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from stuurbord.web.audit.chain import exported, judge_database
from stuurbord.web.audit.models import AuditEntry, AuditHead, Verification
from stuurbord.web.audit.proof import BEGINNING, Break, End, Tampering, is_next

MOST_AT_A_LOOK: Final = 500
"""Entries that are followed while somebody waits for the page."""
_KEPT: Final = 50
"""Verifications that are remembered."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of the chain at this moment.

    Attributes
    ----------
    verified_at
        When the whole chain was last followed; None if never.
    until
        Number of the last entry that was followed, now or then.
    n_unseen
        Entries after it that nobody followed yet.
    """

    verified_at: datetime | None
    until: int
    n_unseen: int
    breaks: tuple[Break, ...]
    n_breaks: int
    head: End

    @property
    def holds(self) -> bool:
        return not self.n_breaks


def verify_and_keep(_now: datetime | None = None) -> Verification:
    """Follow the whole chain and keep what was found."""
    verdict = judge_database()
    kept = Verification.objects.create(
        at=timezone.now(),
        until=verdict.last.number,
        hash=verdict.last.hash,
        n_breaks=verdict.n_breaks,
        breaks=[
            {
                "number": one.number,
                "text": one.text,
                "kind": one.kind.value,
                "until": one.until,
                "place": one.place,
            }
            for one in verdict.breaks
        ],
    )
    old = Verification.objects.order_by("-pk").values_list("pk", flat=True)[_KEPT:]
    Verification.objects.filter(pk__in=list(old)).delete()
    return kept


def standing() -> Standing:
    """Return what is known: the last verification, and the entries since then if they are few."""
    row = AuditHead.objects.filter(pk=1).first() or AuditHead()
    head = End(row.number, row.hash)
    last = Verification.objects.first()
    if last is not None and last.n_breaks:
        return Standing(
            last.at, last.until, max(head.number - last.until, 0), _breaks(last), last.n_breaks, head
        )
    seen = End(last.until, last.hash) if last else BEGINNING
    broken = _followed(seen, head)
    if broken is not None:
        return Standing(last.at if last else None, seen.number, 0, (broken,), 1, head)
    is_short = head.number - seen.number <= MOST_AT_A_LOOK
    until = head.number if is_short else seen.number
    return Standing(last.at if last else None, until, head.number - until, (), 0, head)


def _followed(seen: End, head: End) -> Break | None:
    """Follow the entries since a verified one, if they are few; the verified one must still be there."""
    if seen.number:
        stored = AuditEntry.objects.filter(number=seen.number).values_list("hash", flat=True).first()
        if stored != seen.hash:
            return _first_break()
    if head.number - seen.number > MOST_AT_A_LOOK:
        return None
    at = seen
    for record in exported(seen.number + 1, head.number):
        if not is_next(record, at):
            return _first_break()
        at = End(record["number"], record["hash"])
    return None if at == head else _first_break()


def _first_break() -> Break | None:
    breaks: Sequence[Break] = judge_database().breaks
    return breaks[0] if breaks else None


def _breaks(kept: Verification) -> tuple[Break, ...]:
    made: list[dict[str, Any]] = kept.breaks
    return tuple(Break(**{**one, "kind": Tampering(one["kind"])}) for one in made)
