"""Files kept at an approval: given only while they are what was approved."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.errors import DamagedFile
from stuurbord.web.audit.chain import record
from stuurbord.web.audit.models import AuditEntry


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file as it is stored now, with what was written down of it at its approval.

    Attributes
    ----------
    sha256
        Stored beside the file.
    subject, approval, field
        The audit entry of the approval, and the name under which it holds the same hash.
    """

    content: bytes
    sha256: str
    subject: str
    approval: str
    field: str

    @property
    def found(self) -> str:
        """Return the hash that the content has now."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def is_intact(self) -> bool:
        """Whether the content has the stored hash, and the audit log knows of no other.

        Who changes a file in the database can change the hash beside it as well, but not unseen the log.
        """
        approved = AuditEntry.objects.filter(subject=self.subject, action=self.approval)
        told = approved.order_by("-number").values_list("data", flat=True).first() or {}
        return self.found == self.sha256 == told.get(self.field, self.sha256)


def require_intact(actor: Any, kept: KeptFile, name: str, **where: int | None) -> bytes:
    """Return the content of a kept file; one that was changed is not given, and the audit log says so.

    Parameters
    ----------
    name
        What the reader asked for, as people call it.
    where
        ``portfolio_id`` and ``project_id`` of the audit entry.

    Raises
    ------
    DamagedFile
        If the content is not what was approved.
    """
    if kept.is_intact:
        return kept.content
    with transaction.atomic():
        told = {"file": name, "expected": kept.sha256, "found": kept.found}
        record(actor, "file.damaged", kept.subject, told, **where)
    text = _("{file} is no longer what was approved, so it is not given. Report this to the administrator.")
    raise DamagedFile(text.format(file=name))
