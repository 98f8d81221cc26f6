"""The lines of a review as people read them: each cell with what stands there and what it becomes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from stuurbord.errors import Finding, Severity
from stuurbord.web.lists.history import written
from stuurbord.web.lists.register import Register
from stuurbord.web.lists.sheets.declaration import RegisterSheet
from stuurbord.web.lists.sheets.proposal import ProposedCell, ProposedLine
from stuurbord.web.lists.sheets.related import Related
from stuurbord.web.reader import reader


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One field: what stands there, what the file says, and what both started from if they clash."""

    key: str
    """``line.field``, as the form sends it."""
    label: str
    old: str
    new: str
    base: str
    is_clash: bool
    error: str


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line with its cells and what was noticed."""

    number: int
    register: Register
    called: str
    title: str
    pk: int | None
    version: int | None
    is_new: bool
    is_refused: bool
    can_be_saved: bool
    cells: tuple[ShownCell, ...]
    errors: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = field(default_factory=tuple)

    @property
    def n_rows(self) -> int:
        """How many rows of the table it takes."""
        if self.is_new:
            return 1 + bool(self.notes)
        return len(self.cells) + bool(self.notes) or 1

    @property
    def notes(self) -> list[tuple[bool, str]]:
        """Whether it is an error, and the sentence with its place in the file."""
        told = [(one.severity is Severity.ERROR, f"{_place(one)}: {one.message(_)}") for one in self.findings]
        return [(True, one) for one in self.errors] + told


def shown_lines(user: Any, lines: Iterable[ProposedLine]) -> list[ShownLine]:
    """Return lines in words."""
    related = Related(user)
    sheets: dict[str, RegisterSheet] = {}
    made = []
    for one in lines:
        sheet = sheets.setdefault(one.register.slug, RegisterSheet(one.register, reader().code))
        made.append(_shown(one, sheet, related))
    return made


def _shown(one: ProposedLine, sheet: RegisterSheet, related: Related) -> ShownLine:
    register, sent = one.register, one.sent
    title = sent.sent.get(register.title_field) if sent.is_new else None
    if one.stored is not None and register.title_field not in sheet.fixed:
        changed = [cell.old for cell in one.cells if cell.name == register.title_field]
        title = changed[0] if changed else getattr(one.stored, register.title_field)
    return ShownLine(
        one.number,
        register,
        sent.called,
        str(title or ""),
        one.stored.pk if one.stored is not None else None,
        one.stored.version if one.stored is not None else None,
        sent.is_new,
        sent.is_refused,
        one.can_be_saved,
        tuple(_cell(one, cell, sheet, related) for cell in one.cells),
        tuple(one.errors),
        tuple(one.findings),
    )


def _cell(one: ProposedLine, cell: ProposedCell, sheet: RegisterSheet, related: Related) -> ShownCell:
    def told(value: Any) -> str:
        field = sheet.fields[cell.name]
        if field.target is not None and isinstance(value, int):
            return str(related.words_of(field.target).of.get(value, f"#{value}"))
        return written(sheet.register, cell.name, value)

    return ShownCell(
        f"{one.number}.{cell.name}",
        sheet.register.label_of(cell.name),
        told(cell.old),
        told(cell.new),
        told(cell.base),
        cell.is_clash,
        cell.error,
    )


def _place(finding: Finding) -> str:
    return _("cell {}").format(finding.where.cell) if finding.where.cell else finding.where.sheet
