"""Write and verify the audit chain.

The hash of an entry is the SHA-256 of its canonical JSON, the previous hash included: changing, removing or
re-ordering an entry breaks every link after it. An exported chain is verified without the database.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from stuurbord.web.audit.events import recorded
from stuurbord.web.audit.models import AuditEntry, AuditHead
from stuurbord.web.audit.proof import Break, End, Verdict, hash_of, judge, sealed, verify

__all__ = [
    "Break",
    "Happened",
    "as_record",
    "exported",
    "hash_of",
    "judge_database",
    "record",
    "record_all",
    "sealed_export",
    "verify",
    "verify_database",
]


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened, before it has a place in the chain.

    Attributes
    ----------
    version
        Of the record acted on, after the action; None where it has none.
    data
        For a change of fields: field → ``[before, after]``.
    """

    action: str
    subject: str
    data: Mapping[str, Any] = field(default_factory=dict)
    portfolio_id: int | None = None
    project_id: int | None = None
    version: int | None = None


def record(
    actor: Any,
    action: str,
    subject: str,
    data: dict[str, Any] | None = None,
    *,
    portfolio_id: int | None = None,
    project_id: int | None = None,
    version: int | None = None,
) -> AuditEntry:
    """Append one entry, inside the transaction of the change it tells of; see `record_all`."""
    happened = Happened(action, subject, data or {}, portfolio_id, project_id, version)
    return record_all(actor, [happened])[0]


def record_all(actor: Any, happened: Sequence[Happened]) -> list[AuditEntry]:
    """Append entries in this order, inside the transaction of the changes they tell of.

    Parameters
    ----------
    actor
        A user, or an `Operator`: whoever runs the command line.

    Raises
    ------
    RuntimeError
        If there is no transaction: a change and its entry must stand or fall together.
    """
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise RuntimeError("an audit entry needs the transaction of the change it records")
    if not happened:
        return []
    AuditHead.objects.get_or_create(pk=1)  # a lock needs a row, also for the two first writers
    head = AuditHead.objects.select_for_update().get(pk=1)
    # Microseconds are dropped so that every database gives back what was hashed.
    now = datetime.now(UTC).replace(microsecond=0)
    entries = []
    for one in happened:
        entry = AuditEntry(
            number=head.number + 1,
            at=now,
            actor_id=getattr(actor, "pk", None),
            actor_name=str(actor),
            action=one.action,
            subject=one.subject,
            version=one.version,
            portfolio_id=one.portfolio_id,
            project_id=one.project_id,
            data=json.loads(json.dumps(one.data, cls=DjangoJSONEncoder)),
            previous_hash=head.hash,
        )
        entry.hash = hash_of(as_record(entry))
        head.number, head.hash = entry.number, entry.hash
        entries.append(entry)
    AuditEntry.objects.bulk_create(entries, batch_size=500)
    head.save()
    recorded.send(sender=AuditEntry, entries=entries)
    return entries


def as_record(entry: AuditEntry) -> dict[str, Any]:
    """Return the entry as plain data: what is hashed, and what an export holds."""
    made = {
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(),
        "actor": entry.actor_name,
        "actor_id": entry.actor_id,
        "action": entry.action,
        "subject": entry.subject,
        "portfolio_id": entry.portfolio_id,
        "project_id": entry.project_id,
        "data": entry.data,
        "previous_hash": entry.previous_hash,
    }
    # Entries from before versions were kept have none; their hash is over what they had.
    return made if entry.version is None else {**made, "version": entry.version}


def exported(first: int = 1, until: int | None = None) -> Iterator[dict[str, Any]]:
    """Yield the chain as plain data, oldest first: whole, or the entries with these numbers."""
    entries = AuditEntry.objects.filter(number__gte=first).order_by("number")
    if until is not None:
        entries = entries.filter(number__lte=until)
    for entry in entries.iterator(chunk_size=1000):
        yield {**as_record(entry), "hash": entry.hash}


def sealed_export() -> Iterator[dict[str, Any]]:
    """Yield the chain and the seal behind it: an export that was cut short is noticed."""
    return sealed(exported(), datetime.now(UTC).replace(microsecond=0).isoformat())


def judge_database(anchors: Mapping[int, str] | None = None) -> Verdict:
    """Verify the stored chain to its end; what others append meanwhile is left alone."""
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    verdict = judge(exported(until=head.number), End(head.number, head.hash), anchors)
    beyond = AuditEntry.objects.filter(number__gt=head.number).exists()
    if beyond and not AuditHead.objects.filter(pk=1, number__gt=head.number).exists():
        # More entries than the head knows: nobody who writes through the chain leaves it like that.
        return judge(exported(), End(head.number, head.hash), anchors)
    return verdict


def verify_database() -> tuple[int, Break | None]:
    """Return how many stored entries hold, and the first break if there is one."""
    verdict = judge_database()
    return verdict.count, verdict.breaks[0] if verdict.breaks else None
