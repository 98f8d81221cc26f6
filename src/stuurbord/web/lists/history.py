"""The history of a register line, field by field, read back from the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.lists.actions import project_reference
from stuurbord.web.lists.register import Register
from stuurbord.web.look import figures

LIMIT = 50


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field with what it was and what it became, in the reader's words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One action on the line."""

    at: datetime
    actor: str
    verb: str
    """``create``, ``change`` or ``archive``."""
    changes: tuple[FieldChange, ...]
    hash: str

    @property
    def link(self) -> str:
        """The entry's link of the audit chain, short enough to read out."""
        return f"{self.hash[:4]}…{self.hash[-2:]}"


def history(register: Register, line: Any) -> list[HistoryEntry]:
    """Return what happened to a line, the latest first."""
    return [_told(register, entry) for entry in _entries(register, line)]


def _entries(register: Register, line: Any) -> list[AuditEntry]:
    """Return the line's audit entries, also those from when it had another number or project.

    An entry that changed the name is filed under the new one and tells the old one; entries before it are
    looked for under the old name only, since another line may have had the new name then.
    """
    named = {name: getattr(line, name) for name in register.identity}
    named["project"] = project_reference(line.project)
    found: list[AuditEntry] = []
    while len(found) < LIMIT:
        entries = AuditEntry.objects.filter(subject=_subject(register, named)).order_by("-number")
        if found:
            entries = entries.filter(number__lt=found[-1].number)
        for entry in entries[: LIMIT - len(found)]:
            found.append(entry)
            before = {name: entry.data[name][0] for name in named if name in entry.data}
            if entry.action.endswith(".create"):
                return found
            if before:
                named |= before
                break
        else:
            return found
    return found


def _subject(register: Register, named: dict[str, Any]) -> str:
    code = " ".join(str(named[name]) for name in register.identity if named[name] not in (None, ""))
    return f"{register.model._meta.model_name}:{named['project']}/{code}"


def _told(register: Register, entry: AuditEntry) -> HistoryEntry:
    changes = (
        FieldChange(
            register.label_of(name), written(register, name, values[0]), written(register, name, values[1])
        )
        for name, values in entry.data.items()
    )
    verb = entry.action.rpartition(".")[2]
    return HistoryEntry(entry.at, entry.actor_name, verb, tuple(changes), entry.hash)


def written(register: Register, name: str, value: Any) -> str:
    """Return a field's value in words; from a line or, as plain data, from the audit log."""
    model_field = register.model._meta.get_field(name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in (None, ""):
        return figures.UNKNOWN
    if isinstance(model_field, models.Field) and model_field.choices:
        return str(dict(model_field.flatchoices).get(value, value))
    if isinstance(value, models.Model):
        return str(value)
    kind = register.kind_of(name)
    try:
        if kind == "date":
            return figures.day(value if isinstance(value, date) else date.fromisoformat(value))
        if kind == "percent":
            return figures.percent(value)
        if kind == "euro":
            return figures.euro(Decimal(str(value)))
    except (ValueError, InvalidOperation):
        pass  # written by an older version: shown as it stands
    return str(value)
