"""Write and verify the audit chain.

The hash of an entry is the SHA-256 of its canonical JSON, the previous hash included: changing, removing or
re-ordering an entry breaks every link after it. An exported chain is verified without the database.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from stuurbord.errors import N_
from stuurbord.web.audit.models import AuditEntry, AuditHead
from stuurbord.web.audit.proof import GENESIS, Break, hash_of, verify

__all__ = ["Break", "as_record", "exported", "hash_of", "record", "verify", "verify_database"]


def record(
    actor: Any,
    action: str,
    subject: str,
    data: dict[str, Any] | None = None,
    *,
    portfolio_id: int | None = None,
    project_id: int | None = None,
) -> AuditEntry:
    """Append one entry, inside the transaction of the change it tells of.

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
    AuditHead.objects.get_or_create(pk=1)  # a lock needs a row, also for the two first writers
    head = AuditHead.objects.select_for_update().get(pk=1)
    entry = AuditEntry(
        number=head.number + 1,
        # Microseconds are dropped so that every database gives back what was hashed.
        at=datetime.now(UTC).replace(microsecond=0),
        actor_id=getattr(actor, "pk", None),
        actor_name=str(actor),
        action=action,
        subject=subject,
        portfolio_id=portfolio_id,
        project_id=project_id,
        data=json.loads(json.dumps(data or {}, cls=DjangoJSONEncoder)),
        previous_hash=head.hash,
    )
    entry.hash = hash_of(as_record(entry))
    entry.save(force_insert=True)
    head.number, head.hash = entry.number, entry.hash
    head.save()
    return entry


def as_record(entry: AuditEntry) -> dict[str, Any]:
    """Return the entry as plain data: what is hashed, and what an export holds."""
    return {
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
