"""Propose a mapping from the names of the columns; a person looks at it before it counts."""

from __future__ import annotations

import difflib
import re
from typing import Final

from stuurbord.exchange.foreign_table.known import known_for
from stuurbord.exchange.foreign_table.mapping import ColumnMapping, Mapping
from stuurbord.exchange.foreign_table.table import Table
from stuurbord.exchange.tabular.labels import plain
from stuurbord.exchange.workbook.declaration import Sheet, sheet, sheets

_ALIKE: Final = 0.86
"""Similarity from which two labels are taken for the same; *Projektcode* is, *Projectleider* is not."""
_BUDGET_YEAR = re.compile(r"(?:(budget|begroot|raming|krediet|bedrag|vak|vastlegging) )?((?:19|20)\d\d)")
_PAYMENT_YEAR = re.compile(r"(?:vek|vereffening|betaling) ((?:19|20)\d\d)")


def suggest(table: Table) -> Mapping:
    """Return the mapping that fits the table's columns best: a shipped one, else by names.

    Columns that resemble nothing are left out; a table that resembles nothing gets an empty mapping.
    """
    known = known_for(table)
    if known is not None:
        return known
    best = max(sheets(), key=lambda one: _score(one, table))
    matches = _matches(best, table)
    if not matches:
        best = sheet("projects")
    columns = [ColumnMapping(f"{best.key}.{field}", (header,)) for header, field in matches.items()]
    if best.key in ("projects", "budget"):
        columns += _years(table, taken={header for column in columns for header in column.headers})
    fields = {column.field for column in columns}
    has_links = "planning.predecessors" in fields
    return Mapping(
        name=table.sheet or table.file,
        target=best.key,
        columns=tuple(columns),
        sheet=table.sheet,
        header_row=table.header_row,
        decimal=_decimal(table),
        project_from_file=best.key == "planning" and "planning.project" not in fields,
        start_dates="inform" if has_links else "constrain",
    )


def _score(one: Sheet, table: Table) -> float:
    """Return how well a sheet fits: its columns found, with what it cannot do without counting double."""
    found = set(_matches(one, table).values())
    needed = {column.field for column in one.columns if column.required}
    telling = {"planning": {"duration", "predecessors", "wbs"}, "risks": {"probability"}}.get(one.key, set())
    return len(found) + len(found & needed) + 2 * len(found & telling) - 0.5 * len(needed - found)


def _matches(one: Sheet, table: Table) -> dict[str, str]:
    """Return header → field; an exact label goes before a resembling one, and no field is taken twice."""
    labels = one.by_label()
    found: dict[str, str] = {}
    for header in table.headers:
        column = labels.get(plain(header))
        if header and column and column.field not in found.values():
            found.setdefault(header, column.field)
    for header in table.headers:
        alike = difflib.get_close_matches(plain(header), labels, n=1, cutoff=_ALIKE)
        if header and alike and header not in found and labels[alike[0]].field not in found.values():
            found[header] = labels[alike[0]].field
    return found


def _years(table: Table, taken: set[str]) -> list[ColumnMapping]:
    """Return the columns that hold the money of one year each, such as ``budget_2025``."""
    found = []
    for header in dict.fromkeys(table.headers):
        words = plain(header)
        commitment, payment = _BUDGET_YEAR.fullmatch(words), _PAYMENT_YEAR.fullmatch(words)
        if header in taken or not (commitment or payment):
            continue
        year = int(commitment[2] if commitment else payment[1] if payment else 0)
        field = "budgeted_commitment" if commitment else "budgeted_payment"
        found.append(ColumnMapping(f"budget.{field}", (header,), year=year))
    return found


def _decimal(table: Table) -> str:
    """Return the decimal sign where the figures leave no doubt, else ``""``."""
    texts = [value.strip() for row in table.rows[:500] for value in row if isinstance(value, str)]
    points = sum(1 for text in texts if re.fullmatch(r"-?\d+\.(?:\d{1,2}|\d{4,})", text))
    commas = sum(1 for text in texts if re.fullmatch(r"-?[\d.]*\d,\d+", text))
    return "." if points and not commas else "," if commas and not points else ""


def required_fields(target: str) -> tuple[str, ...]:
    """Return the fields a mapping onto this sheet cannot do without."""
    return tuple(column.field for column in sheet(target).columns if column.required)
