"""What others changed, a row per change; many lines of one register changed at one stroke are one row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.lists.register import REGISTERS, Register
from stuurbord.web.notices.changes import with_projects
from stuurbord.web.reader import reader
from stuurbord.web.steering.audit_sentences import sentence

FOLDED_FROM: Final = 3
"""So many entries of one person, minute, project, register and verb become one row."""
_TOLD: Final = {
    "create": gettext_noop("{register}: {n} added"),
    "change": gettext_noop("{register}: {n} changed"),
    "archive": gettext_noop("{register}: {n} archived"),
    "restore": gettext_noop("{register}: {n} brought back"),
}


@dataclass(frozen=True)
class News:
    """The rows that are shown, the latest first, and how many entries they do not tell.

    Attributes
    ----------
    rows
        The latest entry of each row, with its ``project`` and what the row says as ``said``.
    """

    rows: list[AuditEntry]
    n_more: int


def news_of(user: Any, entries: QuerySet[AuditEntry], most_rows: int, most_read: int) -> News:
    """Return the latest rows; only so many entries are read."""
    groups = list(_rows(with_projects(user, entries[:most_read])))[:most_rows]
    told = sum(len(group) for group in groups)
    n_more = 0 if len(groups) < most_rows and told < most_read else max(entries.count() - told, 0)
    return News([_row(group) for group in groups], n_more)


def _rows(entries: Iterable[AuditEntry]) -> Iterator[list[AuditEntry]]:
    strokes: dict[tuple[Any, ...], list[AuditEntry]] = {}
    for entry in entries:
        strokes.setdefault(_stroke(entry), []).append(entry)
    rows: list[list[AuditEntry]] = []
    for found in strokes.values():
        rows += [found] if len(found) >= FOLDED_FROM else [[one] for one in found]
    yield from sorted(rows, key=lambda row: -row[0].number)


def _stroke(entry: AuditEntry) -> tuple[Any, ...]:
    register, verb = _line_action(entry)
    if register is None or verb not in _TOLD:
        return (entry.number,)
    minute = entry.at.replace(second=0, microsecond=0)
    return entry.actor_id, entry.actor_name, entry.action, entry.project_id, minute


def _row(group: list[AuditEntry]) -> AuditEntry:
    latest: Any = group[0]
    register, verb = _line_action(latest)
    if len(group) == 1 or register is None:
        latest.said = sentence(latest)
    else:
        latest.said = _(_TOLD[verb]).format(register=register.title, n=reader().number(len(group)))
    return latest


def _line_action(entry: AuditEntry) -> tuple[Register | None, str]:
    model_name, _dot, verb = entry.action.partition(".")
    return next((one for one in REGISTERS.values() if one.model._meta.model_name == model_name), None), verb
