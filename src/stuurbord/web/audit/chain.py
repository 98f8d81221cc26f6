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

from stuurbord.errors import N_
from stuurbord.web.audit.events import recorded
from stuurbord.web.audit.models import AuditEntry, AuditHead
from stuurbord.web.audit.proof import GENESIS, Break, hash_of, verify

__all__ = [
    "Break",
    "Happened",
    "as_record",
    "exported",
    "hash_of",
    "record",
    "record_all",
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


def exported() -> Iterator[dict[str, Any]]:
    """Yield the whole chain as plain data, oldest first."""
    for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=1000):
        yield {**as_record(entry), "hash": entry.hash}


def verify_database() -> tuple[int, Break | None]:
    """Verify the stored chain, its end included: entries cut off at the end are noticed too."""
    count, broken = verify(exported())
    if broken:
        return count, broken
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    last = AuditEntry.objects.order_by("number").last()
    if head.number != count or head.hash != (last.hash if last else GENESIS):
        return count, Break(count + 1, N_("the chain should have {expected} entries"), head.number)
    return count, None
