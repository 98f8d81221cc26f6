"""Mapping columns by hand: what a person sees of a foreign table, and the mapping his choices make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from stuurbord.errors import Finding
from stuurbord.exchange.foreign_table import ColumnMapping, Table, apply
from stuurbord.exchange.foreign_table import Mapping as TableMapping
from stuurbord.exchange.foreign_table.mapping import DATE_ORDERS, DECIMALS
from stuurbord.exchange.records import PortfolioRecords
from stuurbord.exchange.tabular.labels import plain
from stuurbord.exchange.workbook.declaration import ORDER, Sheet, sheet, sheets
from stuurbord.exchange.workbook.row_reading import cell_name
from stuurbord.web.reader import reader

SAMPLES = 3
PREVIEWED = 5
MOST_COLUMNS = 200
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CELL = re.compile(r"[A-Z]+")


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing a column can be."""

    value: str
    label: str
    is_required: bool = False
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class ForeignColumn:
    """One column of the table, with what it looks like and what it may be."""

    position: int
    letter: str
    header: str
    samples: tuple[str, ...]
    choices: tuple[Choice, ...]
    errors: tuple[Finding, ...] = ()
    n_errors: int = 0

    @property
    def name(self) -> str:
        """Name of the form's field."""
        return f"column-{self.position}"


def foreign_columns(
    table: Table, mapping: TableMapping, findings: Iterable[Finding] = ()
) -> list[ForeignColumn]:
    """Return the table's columns that have a name, with the mapping's choice in each."""
    by_letter: dict[str, list[Finding]] = {}
    for finding in findings:
        if found := _CELL.match(finding.where.cell):
            by_letter.setdefault(found[0], []).append(finding)
    chosen = {plain(header): one for one in mapping.columns for header in one.headers}
    columns = []
    for position, header in enumerate(table.headers[:MOST_COLUMNS]):
        if not header:
            continue
        letter = _letter(position)
        errors = by_letter.get(letter, [])
        columns.append(
            ForeignColumn(
                position,
                letter,
                header,
                _samples(table, position),
                _choices(header, sheet(mapping.target), chosen.get(plain(header))),
                tuple(errors[:SAMPLES]),
                len(errors),
            )
        )
    return columns


def target_choices(chosen: str) -> list[Choice]:
    """Return the kinds of record a row of the table can be."""
    return [Choice(one.key, one.name(reader().code), is_chosen=one.key == chosen) for one in sheets()]


def _choices(header: str, target: Sheet, chosen: ColumnMapping | None) -> tuple[Choice, ...]:
    """Return the target's columns, and those of the budget where the header names a year."""
    value = "" if chosen is None else _value_of(chosen)
    language = reader().code
    found = [
        (f"{target.key}.{one.field}", one.label(language), one.required)
        for one in target.columns
        if not one.field.startswith("plan.")
    ]
    if (year := _YEAR.search(header)) and target.key in ("projects", "budget"):
        found += [
            (f"budget.{one.field}@{year[0]}", f"{one.label(language)} {year[0]}", False)
            for one in sheet("budget").columns
            if one.kind == "euro"
        ]
    if value and value not in {one for one, *_ in found}:
        found.append((value, value, False))  # what a mapping made elsewhere says, kept as it is
    return tuple(Choice(one, label, needed, one == value) for one, label, needed in found)


def _value_of(one: ColumnMapping) -> str:
    return one.field if one.year is None else f"{one.field}@{one.year}"


def chosen_mapping(posted: Mapping[str, Any], table: Table, base: TableMapping) -> TableMapping:
    """Return the mapping that a posted form asks for; what the form does not show stays as it was.

    Where another table or kind of record was chosen, the columns are looked up anew by their names.

    Raises
    ------
    ValueError
        If the form holds what no mapping can.
    """
    target = str(posted.get("target", base.target))
    if target not in ORDER:
        raise ValueError(f"target {target!r} is no sheet")
    common = {
        "target": target,
        "sheet": table.sheet,
        "header_row": table.header_row,
        "decimal": _one_of(posted.get("decimal"), DECIMALS, base.decimal),
        "date_order": _one_of(posted.get("date_order"), DATE_ORDERS, base.date_order),
        "project_from_file": target != "projects" and posted.get("project_from_file") == "1",
    }
    if is_shown_otherwise(posted, table):
        return replace(base, columns=_by_name(table, sheet(target)), **common)
    wanted: dict[str, list[str]] = {}
    for position, header in enumerate(table.headers[:MOST_COLUMNS]):
        if header and (value := str(posted.get(f"column-{position}", ""))):
            wanted.setdefault(value, []).append(header)
    return replace(base, columns=tuple(_column(value, to, base) for value, to in wanted.items()), **common)


def shown_as(table: Table, target: str) -> str:
    """Return what a form says of the columns it shows: of which table, for which kind of record."""
    return f"{target}|{table.header_row}|{table.sheet}"


def is_shown_otherwise(posted: Mapping[str, Any], table: Table) -> bool:
    """Return whether a form asks for another table or kind of record than its columns were offered for."""
    return posted.get("columns_of") != shown_as(table, str(posted.get("target", "")))


def _one_of(value: Any, allowed: tuple[str, ...], usual: str) -> str:
    return value if value in allowed else usual


def _column(value: str, headers: list[str], base: TableMapping) -> ColumnMapping:
    """Return the mapping of one field, with the refinements it had for the same columns."""
    for one in base.columns:
        if _value_of(one) == value and set(one.headers) == set(headers):
            return one
    field, _sign, year = value.partition("@")
    return ColumnMapping(field, tuple(headers), year=int(year) if year else None)


def _by_name(table: Table, target: Sheet) -> tuple[ColumnMapping, ...]:
    labels = target.by_label()
    found: dict[str, str] = {}
    for header in table.headers:
        column = labels.get(plain(header))
        if header and column is not None:
            found.setdefault(column.field, header)
    return tuple(ColumnMapping(f"{target.key}.{field}", (header,)) for field, header in found.items())


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows as they would be read: labels and a list of texts per row."""

    labels: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    findings: tuple[Finding, ...]


def preview(table: Table, mapping: TableMapping, file: str) -> Preview:
    """Return what the first rows become, without reading the rest."""
    first = replace(table, cells=table.cells[: table.header_row + PREVIEWED])
    made = apply(first, mapping, file)
    target = sheet(mapping.target)
    names = [one for one in target.columns if one.field in mapping.fields_of(target.key)]
    beside = [one for one in mapping.columns if not one.field.startswith(f"{target.key}.")]
    rows = getattr(made, target.key, [])
    shown = tuple(
        (
            *(_shown(getattr(row, one.field, None)) for one in names),
            *(_shown(_value_beside(made, row, one)) for one in beside),
        )
        for row in rows
    )
    labels = (*(one.label(reader().code) for one in names), *map(_label_beside, beside))
    return Preview(labels, shown, tuple(made.findings))


def _label_beside(column: ColumnMapping) -> str:
    """Return the label of a column that feeds another kind of record, with its year if it has one."""
    key, field = column.field.split(".", 1)
    label = sheet(key).column(field).label(reader().code)
    return label if column.year is None else f"{label} {column.year}"


def _value_beside(made: PortfolioRecords, row: Any, column: ColumnMapping) -> Any:
    """Return what a column gives in the record of another kind that a project's row feeds besides."""
    key, field = column.field.split(".", 1)
    project = getattr(row, "code", None)
    fed = (
        one
        for one in getattr(made, key, [])
        if one.project == project and column.year in (None, getattr(one, "year", None))
    )
    return getattr(next(fed, None), field, None)


def _samples(table: Table, position: int) -> tuple[str, ...]:
    """Return the first different values of a column."""
    found: dict[str, None] = {}
    for row in table.rows[:200]:
        value = row[position] if position < len(row) else ""
        if value != "":
            found.setdefault(_shown(value)[:60])
        if len(found) == SAMPLES:
            break
    return tuple(found)


def _shown(value: Any) -> str:
    if value in (None, ""):
        return ""
    if isinstance(value, datetime):
        return reader().moment(value)
    if isinstance(value, date):
        return reader().day(value)
    if isinstance(value, Decimal):
        return reader().number(value, 0 if value == int(value) else 2)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _letter(position: int) -> str:
    found = _CELL.match(cell_name(0, position))
    return found[0] if found else ""
