"""The history of a register line, field by field, read back from the audit log, with what was beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from stuurbord.errors import N_
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.lists.actions import project_reference
from stuurbord.web.lists.link_ends import End, ShownEnd, shown_ends
from stuurbord.web.lists.register import Register
from stuurbord.web.look import figures
from stuurbord.web.projects.queries import visible_projects
from stuurbord.web.reader import reader

LIMIT = 50
LONGEST = 2_000
"""Entries of a line that one page shows, where somebody asks for all."""
_BESIDE = {
    "comment.add": N_("Remark added"),
    "comment.withdraw": N_("Remark withdrawn"),
    "attachment.add": N_("File {file} added"),
    "attachment.archive": N_("File {file} archived"),
    "attachment.restore": N_("File {file} brought back"),
    "attachment.refuse": N_("File {file} refused: the virus scanner finds it infected"),
    "link.add": N_("Linked to {other}"),
    "link.remove": N_("Link to {other} removed"),
}
"""What happens beside the fields of a line; all else is a change of fields."""


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
    """``create``, ``change``, ``archive``, ``restore``; ``beside`` for what left the line as it was."""
    changes: tuple[FieldChange, ...]
    hash: str
    version: int | None = None
    """Of the line, after the action."""
    said: str = ""
    """The action in words, where it is not a change of fields."""

    @property
    def link(self) -> str:
        """The entry's link of the audit chain, short enough to read out."""
        return f"{self.hash[:4]}…{self.hash[-2:]}"


def history(register: Register, line: Any, user: Any = None, limit: int = LIMIT) -> list[HistoryEntry]:
    """Return what happened to a line, the latest first.

    Parameters
    ----------
    user
        Who reads: a link whose other end he may not see is left out, and so is what happened while the line
        stood in a project that he does not see. Without a reader all links are left out, and nothing else is.
    """
    entries = _entries(register, line, limit)
    if user is not None:
        hidden = unseen_projects(user, line, (entry.project_id for entry in entries))
        entries = [entry for entry in entries if entry.project_id not in hidden]
    ends = _ends_of(user, entries)
    told = (_told(register, entry, ends) for entry in entries)
    return [one for one in told if one is not None]


def unseen_projects(user: Any, line: Any, project_ids: Iterable[int | None]) -> set[int]:
    """Return the projects in which a line stood and that a reader does not see; mostly without a query."""
    others = {one for one in project_ids if one is not None and one != line.project_id}
    if not others:
        return set()
    return others - set(visible_projects(user).filter(pk__in=others).values_list("pk", flat=True))


def _entries(register: Register, line: Any, limit: int) -> list[AuditEntry]:
    """Return the line's audit entries, also those from when it had another number or project.

    An entry that changed the name is filed under the new one and tells the old one; entries before it are
    looked for under the old name only, since another line may have had the new name then.
    """
    named = {name: getattr(line, name) for name in register.identity}
    named["project"] = project_reference(line.project)
    found: list[AuditEntry] = []
    while len(found) < limit:
        entries = AuditEntry.objects.filter(subject=_subject(register, named)).order_by("-number")
        if found:
            entries = entries.filter(number__lt=found[-1].number)
        for entry in entries[: limit - len(found)]:
            found.append(entry)
            if entry.action.endswith(".create"):
                return found
            if before := _former_name(entry, named):
                named |= before
                break
        else:
            return found
    return found


def _former_name(entry: AuditEntry, named: dict[str, Any]) -> dict[str, Any]:
    if entry.action in _BESIDE:
        return {}
    return {name: entry.data[name][0] for name in named if name in entry.data}


def _subject(register: Register, named: dict[str, Any]) -> str:
    code = " ".join(str(named[name]) for name in register.identity if named[name] not in (None, ""))
    return f"{register.model._meta.model_name}:{named['project']}/{code}"


def _ends_of(user: Any, entries: list[AuditEntry]) -> dict[End, ShownEnd]:
    ends = [End.read(str(entry.data.get("other", ""))) for entry in entries if _is_link(entry)]
    wanted = [one for one in ends if one is not None]
    return shown_ends(user, wanted) if user is not None and wanted else {}


def _is_link(entry: AuditEntry) -> bool:
    return entry.action in ("link.add", "link.remove")


def _told(register: Register, entry: AuditEntry, ends: dict[End, ShownEnd]) -> HistoryEntry | None:
    if entry.action in _BESIDE:
        if (said := _said(entry, ends)) is None:
            return None
        return HistoryEntry(entry.at, entry.actor_name, "beside", (), entry.hash, entry.version, said)
    changes = tuple(
        FieldChange(_label(register, name), *(_written(register, name, value) for value in pair))
        for name, pair in entry.data.items()
        if isinstance(pair, list) and len(pair) == 2
    )
    verb = entry.action.rpartition(".")[2]
    return HistoryEntry(entry.at, entry.actor_name, verb, changes, entry.hash, entry.version)


def _said(entry: AuditEntry, ends: dict[End, ShownEnd]) -> str | None:
    """Return an event beside the fields in words; None if it names something the reader may not see."""
    words = {"file": str(entry.data.get("file", "")), "other": ""}
    if _is_link(entry):
        end = End.read(str(entry.data.get("other", "")))
        if end is None or end not in ends:
            return None
        other = ends[end]
        words["other"] = " ".join(filter(None, (other.project, other.called, other.title)))
    return _(_BESIDE[entry.action]).format(**words)


def _label(register: Register, name: str) -> str:
    # A field of an earlier version keeps its own name.
    return register.label_of(name) if _is_field(register, name) else name


def _written(register: Register, name: str, value: Any) -> str:
    return written(register, name, value) if _is_field(register, name) else str(value)


def _is_field(register: Register, name: str) -> bool:
    return any(name == one.name for one in register.model._meta.fields)


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
            return _percent(Decimal(str(value)))
        if kind == "euro":
            return _euro(Decimal(str(value)))
        if isinstance(model_field, models.DecimalField):
            return _number(Decimal(str(value)))
    except (ValueError, InvalidOperation):
        pass  # written by an older version: shown as it stands
    return str(value)


def _percent(fraction: Decimal) -> str:
    """Return a fraction as exact as it is kept: two values that differ never look the same."""
    percent = (fraction * 100).normalize()
    return reader().percent(fraction, max(0, -int(percent.as_tuple().exponent)))


def _number(number: Decimal) -> str:
    """Return a number with the reader's comma or point, as exact as it is kept."""
    return reader().number(number, max(0, -int(number.normalize().as_tuple().exponent)))


def _euro(amount: Decimal) -> str:
    """Return euros, with cents where there are any."""
    return reader().euro(amount, 0 if amount == int(amount) else 2)
