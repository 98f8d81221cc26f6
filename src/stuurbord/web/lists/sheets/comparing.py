"""The rows of a file laid beside what is stored: only what says something else is read and kept.

A cell that still holds what an export would write there is passed over without being read, so ten thousand
lines of which a few changed cost little more than reading the file.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from stuurbord.errors import N_, Finding, Severity
from stuurbord.exchange.tabular.book import Value
from stuurbord.exchange.tabular.invisible import visible
from stuurbord.exchange.workbook.register_write import KEY_HEADER
from stuurbord.web.lists.actions import editable_projects
from stuurbord.web.lists.sheets.reading import ReadFile, ReadSheet
from stuurbord.web.lists.sheets.related import Related
from stuurbord.web.lists.sheets.row_cells import UNREADABLE, RowCells, is_empty
from stuurbord.web.lists.sheets.sent_lines import SentLine
from stuurbord.web.lists.sheets.sheet_fields import is_same_cell, raw
from stuurbord.web.lists.sheets.stored_lines import StoredLine, StoredLines


@dataclass(slots=True)
class Compared:
    """What a file says that is not stored yet.

    Attributes
    ----------
    lines
        Those that change something, or with which something is wrong.
    n_lines
        How many rows the file holds.
    """

    lines: list[SentLine] = field(default_factory=list)
    n_lines: int = 0


def compared(user: Any, file: ReadFile, related: Related) -> Compared:
    """Return the lines of a file that say something else than what is stored."""
    made = Compared()
    for sheet in file.sheets:
        one = _SheetComparison(user, sheet, related)
        one.compare()
        made.n_lines += len(one.rows)
        made.lines += sorted(one.found, key=lambda line: line.row)
    return made


@dataclass(slots=True)
class _Row:
    """A row on its way: where it stands, its cells, and which stored line it speaks of."""

    position: int
    cells: list[Value]
    key: tuple[int, int] | None
    stored: StoredLine | None = None
    is_copy: bool = False


class _SheetComparison:
    """All rows of one sheet beside the stored lines of its register."""

    def __init__(self, user: Any, sheet: ReadSheet, related: Related) -> None:
        self.sheet, self.related = sheet, related
        self.register = sheet.sheet.register
        self.fields = sheet.sheet.fields
        self.cells = RowCells(sheet, related)
        self.storage = StoredLines(user, sheet.sheet)
        language = sheet.sheet.language
        self.writers: dict[str, Callable[[Any], Any]] = {
            name: one.writer(related, language) for name, one in self.fields.items()
        }
        self.marked = sheet.marked_rows
        self.named_by = [name for name in self.fields if name in sheet.sheet.fixed]
        self.free = [one for one in sheet.columns.items() if one[0] not in sheet.sheet.fixed]
        self.order = {name: position for position, name in enumerate(self.fields)}
        self.editable = set(editable_projects(user, self.register).values_list("pk", flat=True))
        self.rows = self._rows()
        self.found: list[SentLine] = []

    def compare(self) -> None:
        """Fill `found`."""
        stored = self.storage.by_number({row.key[0] for row in self.rows if row.key})
        for row in self.rows:
            row.stored = stored.get(row.key[0]) if row.key else None
        self._tell_copies_apart()
        named = [row for row in self.rows if row.key is None or row.is_copy]
        self._compare_named(named)
        twice = self._said_twice([row for row in self.rows if row.key and not row.is_copy])
        for row in self.rows:
            if row.key and not row.is_copy:
                self._compare_keyed(row, twice)

    # -- rows --------------------------------------------------------------------------------------

    def _rows(self) -> list[_Row]:
        positions = sorted(self.sheet.columns.values())
        made = []
        for number, cells in enumerate(self.sheet.rows):
            filled = any(position < len(cells) and not is_empty(cells[position]) for position in positions)
            if filled or number in self.marked:
                made.append(_Row(number, cells, self._key(cells)))
        return made

    def _key(self, cells: list[Value]) -> tuple[int, int] | None:
        position = self.sheet.key
        if position is None or position >= len(cells):
            return None
        number, _sign, version = str(cells[position]).partition(":")
        is_key = number.isdecimal() and version.isdecimal() and len(number) < 19 and len(version) < 10
        return (int(number), int(version)) if is_key else None

    def _cell(self, row: _Row, name: str) -> Value:
        position = self.sheet.columns.get(name)
        return "" if position is None or position >= len(row.cells) else row.cells[position]

    def _written(self, stored: StoredLine, name: str) -> Any:
        return self.writers[name](stored.values[self.order[name]])

    def _renamed(self, row: _Row, stored: StoredLine) -> tuple[str, str] | None:
        """Return what names the row and what names its line, if the two differ."""
        for name in self.named_by:
            found, written = self._cell(row, name), self._written(stored, name)
            if is_empty(found) or is_same_cell(written, found):
                continue
            if not self._means_stored(row, name, stored):
                return visible(str(found)).strip()[:60], str(written or "")
        return None

    def _means_stored(self, row: _Row, name: str, stored: StoredLine) -> bool:
        """Return whether a cell written otherwise means what is stored: 2026 as text, a code without key."""
        trial = self._line(row, None)
        value = self.cells.value(row.position, self.fields[name], self._cell(row, name), trial)
        return value == stored.values[self.order[name]]

    def _tell_copies_apart(self) -> None:
        """Mark the rows that were copied: their key belongs to another row, which still says so."""
        by_key: dict[int, list[_Row]] = defaultdict(list)
        for row in self.rows:
            if row.key and row.stored:
                by_key[row.key[0]].append(row)
        for rows in by_key.values():
            if len(rows) > 1:
                kept = [row for row in rows if row.stored and not self._renamed(row, row.stored)]
                for row in rows if kept else ():
                    row.is_copy = row not in kept

    def _said_twice(self, rows: list[_Row]) -> dict[int, list[int]]:
        """Return the number of a line → the rows that speak of it, where there are several."""
        said: dict[int, list[int]] = defaultdict(list)
        for row in rows:
            if row.stored:
                said[row.stored.pk].append(row.position)
        return {pk: positions for pk, positions in said.items() if len(positions) > 1}

    # -- stored lines ------------------------------------------------------------------------------

    def _compare_keyed(self, row: _Row, twice: Mapping[int, list[int]]) -> None:
        stored = row.stored
        if stored is None:
            told = N_("This line does not exist here, or you may not see it; the row is left alone.")
            self._refuse(self._line(row, None), "line_not_found", told)
            return
        line = self._line(row, stored, row.key[1] if row.key else None)
        if stored.pk in twice:
            self._refuse_duplicate(line, row, twice[stored.pk])
        elif renamed := self._renamed(row, stored):
            told = N_(
                "What names a line does not change through a file: “{found}” was “{stored}”. "
                "For a new line, leave the hidden column {key} empty."
            )
            fields = {"found": renamed[0], "stored": renamed[1], "key": KEY_HEADER}
            self._refuse(line, "id_changed", told, **fields)
        else:
            self._compare_with(row, stored, line)

    def _compare_with(self, row: _Row, stored: StoredLine, line: SentLine) -> None:
        """Keep the fields whose cell says something else than the stored line."""
        marked, cells = self.marked.get(row.position, frozenset()), row.cells
        for name, position in self.free:
            found = cells[position] if position < len(cells) else ""
            is_as_written = found == "" or is_same_cell(self._written(stored, name), found) or is_empty(found)
            if is_as_written and position not in marked:
                continue
            value = self.cells.value(row.position, self.fields[name], found, line)
            if value is not UNREADABLE and not _is_stored(value, stored.values[self.order[name]]):
                line.sent[name] = raw(value)
                self.cells.tell_doubts(row.position, self.fields[name], found, line)
        if not line.sent and not line.findings:
            return
        if stored.is_archived:
            told = N_("This line was archived meanwhile; bring it back first.")
            self._refuse(line, "line_archived", told)
        elif line.project not in self.editable:
            self._refuse_not_permitted(line)
        else:
            self.found.append(line)

    # -- lines by name -----------------------------------------------------------------------------

    def _compare_named(self, rows: list[_Row]) -> None:
        """Compare rows without a key: with the line of the same name, or as a line to come."""
        if not rows:
            return
        lines = [(row, self._line(row, None)) for row in rows]
        names = {row.position: self._name(row, line) for row, line in lines}
        known = self.storage.named({line.project for _row, line in lines if line.project})
        stored = self.storage.by_number({known[name] for name in names.values() if name in known})
        times = Counter(name for name in names.values() if name)
        keyed = {
            row.stored.pk: row.position for row in self.rows if row.stored and row.key and not row.is_copy
        }
        for row, line in lines:
            name = names[row.position]
            if line.project is None:
                word = visible(str(self._cell(row, "project"))).strip()[:60]
                told = N_("Project “{project}” does not exist, or you may not see it; the row is left alone.")
                self._refuse(line, "unknown_project", told, project=word)
            elif name is None:
                self._set_aside(line)
            elif self._lacks_name(row):
                self._add(row, line)
            elif times[name] > 1:
                self._refuse_duplicate(line, row, [one for one, other in names.items() if other == name])
            elif name in known and known[name] in keyed:
                self._refuse_duplicate(line, row, [keyed[known[name]], row.position])
            elif name in known:
                self._take_for(row, line, stored[known[name]])
            else:
                self._add(row, line)

    def _name(self, row: _Row, line: SentLine) -> tuple[Any, ...] | None:
        """Return project and identity of a row; None if one of its cells cannot be read."""
        parts: list[Any] = [line.project]
        for name in self.register.identity:
            found = self._cell(row, name)
            field = self.register.model._meta.get_field(name)
            empty = None if field.null else field.get_default() if field.has_default() else ""
            value = (
                empty if is_empty(found) else self.cells.value(row.position, self.fields[name], found, line)
            )
            if value is UNREADABLE:
                return None
            parts.append(value)
        return tuple(parts)

    def _lacks_name(self, row: _Row) -> bool:
        """Return whether a cell is empty that every name needs: the form says so, of each row."""
        columns = (self.sheet.sheet.sheet.column(name) for name in self.register.identity)
        return any(one.required and is_empty(self._cell(row, one.field)) for one in columns)

    def _take_for(self, row: _Row, line: SentLine, stored: StoredLine) -> None:
        line.line, line.version, row.stored = stored.pk, stored.version, stored
        n_before = len(self.found)
        self._compare_with(row, stored, line)
        if len(self.found) > n_before:
            told = N_("The row has no key; it is taken for the line with the same name.")
            line.tell(Finding("matched_by_name", told, Severity.INFO, self.sheet.place(row.position)))

    def _add(self, row: _Row, line: SentLine) -> None:
        """Keep a line to come with all that its cells hold."""
        if line.project not in self.editable:
            self._refuse_not_permitted(line)
            return
        for name in self.sheet.columns:
            found = self._cell(row, name)
            if name == "project" or (is_empty(found) and not self._is_marked(row, name)):
                continue
            value = self.cells.value(row.position, self.fields[name], found, line)
            if value is not UNREADABLE and value is not None:
                line.sent[name] = raw(value)
                self.cells.tell_doubts(row.position, self.fields[name], found, line)
        if row.is_copy:
            told = N_("The row was copied from another one; it is taken for a new line.")
            line.tell(Finding("copied_row", told, Severity.INFO, self.sheet.place(row.position)))
        self.found.append(line)

    # -- telling -----------------------------------------------------------------------------------

    def _is_marked(self, row: _Row, name: str) -> bool:
        return self.sheet.columns[name] in self.marked.get(row.position, ())

    def _line(self, row: _Row, stored: StoredLine | None, version: int | None = None) -> SentLine:
        where = self.sheet.where.sheet
        number = self.sheet.first + row.position + 1
        line = SentLine(self.register.slug, where, number, self._called(row, stored))
        if stored is not None:
            line.line, line.version = stored.pk, version
            line.project = stored.values[self.order["project"]]
            return line
        word = visible(str(self._cell(row, "project"))).strip()
        line.project = self.related.projects.meant(word) if word else None
        return line

    def _called(self, row: _Row, stored: StoredLine | None) -> str:
        names = ("project", *self.register.identity)
        if stored is not None:
            parts = [self._written(stored, name) for name in names]
        else:
            parts = [visible(str(self._cell(row, name))).strip()[:60] for name in names]
        return " · ".join(_figure(part) for part in parts if part not in (None, ""))

    def _set_aside(self, line: SentLine) -> None:
        line.is_refused = True
        line.sent.clear()
        self.found.append(line)

    def _refuse(self, line: SentLine, code: str, text: str, **fields: Any) -> None:
        """Set a line aside and tell why, at the first cell of its row."""
        where = self.sheet.place(line.row - 1 - self.sheet.first)
        line.tell(Finding(code, text, Severity.ERROR, where, fields))
        self._set_aside(line)

    def _refuse_not_permitted(self, line: SentLine) -> None:
        told = N_("You may not change this register in project {project}.")
        project = self.related.projects.of.get(line.project or 0, "")
        self._refuse(line, "line_not_permitted", told, project=project)

    def _refuse_duplicate(self, line: SentLine, row: _Row, positions: list[int]) -> None:
        other = next((one for one in positions if one != row.position), row.position)
        told = N_("Row {other} speaks of the same line; it is not clear which of them counts.")
        self._refuse(line, "duplicate_line", told, other=self.sheet.first + other + 1)


def _is_stored(value: Any, stored: Any) -> bool:
    if value in ("", None) or stored in ("", None):
        return value in ("", None) and stored in ("", None)
    if isinstance(stored, str) and isinstance(value, str):
        return visible(stored).strip() == value
    return bool(value == stored)


def _figure(part: Any) -> str:
    return str(int(part)) if isinstance(part, float) and part.is_integer() else str(part)
