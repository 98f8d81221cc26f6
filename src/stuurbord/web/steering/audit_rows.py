"""Audit entries as an auditor reads them: the sentence, each field before and after, where the line is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse

from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.lists.history import written
from stuurbord.web.lists.register import REGISTERS, Register
from stuurbord.web.steering.audit_sentences import sentence


@dataclass(frozen=True, slots=True)
class Change:
    """One field, before and after, in the reader's words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class LogRow:
    """One entry."""

    entry: AuditEntry
    sentence: str
    changes: tuple[Change, ...]
    url: str = ""
    """Where the line opens that it tells of; empty if the reader may not see it, or there is none."""


def log_rows(user: Any, entries: Iterable[AuditEntry]) -> list[LogRow]:
    """Return entries for the page; lines are looked up in one query per register."""
    entries = list(entries)
    urls = _urls(user, entries)
    return [LogRow(one, sentence(one), changes(one), urls.get(one.subject, "")) for one in entries]


def changes(entry: AuditEntry) -> tuple[Change, ...]:
    """Return the fields that an entry changed; none where it tells something else."""
    register = _register_of(entry)
    made = []
    for name, value in entry.data.items():
        if isinstance(value, list) and len(value) == 2 and not _is_no_news(value):
            before, after = (_text(register, name, one) for one in value)
            if before != after:
                made.append(Change(_label(register, name), before, after))
    return tuple(made)


def _is_no_news(pair: Sequence[Any]) -> bool:
    """Return whether nothing became empty, or a value itself: most fields of a line that is new."""
    return pair[0] == pair[1] or (pair[0] in (None, "") and pair[1] in (None, ""))


def _register_of(entry: AuditEntry) -> Register | None:
    model = entry.action.partition(".")[0]
    return next((one for one in REGISTERS.values() if one.model._meta.model_name == model), None)


def _label(register: Register | None, name: str) -> str:
    try:
        return register.label_of(name) if register else name
    except FieldDoesNotExist:
        return name  # a field of an older version


def _text(register: Register | None, name: str, value: Any) -> str:
    if register is not None:
        try:
            return written(register, name, value)
        except FieldDoesNotExist:
            pass
    return "–" if value in (None, "") else str(value)


def _urls(user: Any, entries: Sequence[AuditEntry]) -> dict[str, str]:
    """Return subject → address of the lines that the reader may see."""
    found: dict[str, str] = {}
    for slug, register in REGISTERS.items():
        if "code" not in register.identity:
            continue
        prefix = f"{register.model._meta.model_name}:"
        own = [one for one in entries if one.subject.startswith(prefix) and one.project_id]
        if not own:
            continue
        codes = {one.subject.rpartition("/")[2] for one in own}
        lines = register.every_line(user).filter(
            project_id__in={one.project_id for one in own}, code__in=codes
        )
        # Only what names a line: a page of the log speaks of many registers.
        for pk, key, project, code in lines.order_by().values_list(
            "pk", "project__portfolio__key", "project__code", "code"
        ):
            found[f"{prefix}{key}/{project}/{code}"] = reverse("register_line", args=[slug, pk])
    return found
