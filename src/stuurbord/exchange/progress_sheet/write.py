"""Write the progress sheet: what the plan says is locked, what people tell is open and checked by Excel."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from stuurbord.exchange.progress_sheet.columns import FORMAT, LOCKED, OPEN, PROGRESS, SCHEMA, SHARES, SheetRow
from stuurbord.exchange.workbook.declaration import META_SHEET
from stuurbord.exchange.workbook.look import Look
from stuurbord.exchange.workbook.page import FIRST_ROW, SAFE, fitting, head_cells, lay_out, set_columns
from stuurbord.exchange.workbook.register_write import CREATED, KEY_HEADER

_EPOCH: Final = date(1899, 12, 30).toordinal()
_KEY_COLUMN: Final = len(LOCKED) + len(OPEN)
_SHARES_COLUMN: Final = 3
_ALLOWED: Final = {
    "format_columns": True,
    "format_rows": True,
    "sort": True,
    "autofilter": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}
_WRONG: Final = {
    "nl": ("Peildatum", "Een dag, niet na de peildatum {day}.", "Een getal van 0 tot 5000."),
    "en": ("Status date", "A day, not after the status date {day}.", "A number from 0 to 5000."),
    "fr": ("Date de référence", "Un jour, pas après la date de référence {day}.", "Un nombre de 0 à 5000."),
}


def write(
    rows: Sequence[SheetRow], revision: int, status_date: date, facts: Mapping[str, Any], language: str = "nl"
) -> bytes:
    """Return the workbook as bytes.

    Parameters
    ----------
    revision
        Number of the plan revision that the rows come from.
    facts
        What else the hidden sheet tells of this file, for whoever reads it back.
    """
    import xlsxwriter  # here, since only writing should pay for loading it

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, dict(SAFE)) as workbook:
        workbook.set_properties({"title": "Stuurbord", "author": "Stuurbord", "created": CREATED})
        look = Look(workbook, is_protected=True)
        out = workbook.add_worksheet(PROGRESS.name(language))
        set_columns(out, PROGRESS, look, language)
        out.set_column(_KEY_COLUMN, _KEY_COLUMN, 12, None, {"hidden": True})
        for cell in head_cells(PROGRESS, look, language):
            out.write_string(*cell)
        out.write_string(FIRST_ROW - 1, _KEY_COLUMN, KEY_HEADER, look.header)
        styles = _Styles(workbook, look)
        for number, row in enumerate(rows, start=FIRST_ROW):
            _write_row(out, number, row, styles)
            out.write_string(number, _KEY_COLUMN, f"{row.uid}:{revision}")
        last = FIRST_ROW + max(len(rows), 1) - 1
        _add_rules(out, last, status_date, language)
        lay_out(out, PROGRESS, language, last)
        out.protect("", _ALLOWED)
        own = {
            "format": FORMAT,
            "schema": SCHEMA,
            "revision": revision,
            "status_date": status_date.isoformat(),
        }
        _add_meta(workbook, {**own, **facts, "language": language})
    return target.getvalue()


class _Styles:
    """The formats of locked and open cells by the kind of their column."""

    def __init__(self, workbook: Any, look: Look) -> None:
        quiet = {"font_name": "Calibri", "font_size": 10, "font_color": "#586773", "valign": "vcenter"}
        quiet |= {"bottom": 1, "bottom_color": "#DDE3E7"}
        self.locked = {
            "code": look.fixed,
            "text": look.cell_bold,
            "date": workbook.add_format(quiet | {"num_format": "dd/mm/yyyy", "align": "left"}),
            "percent": workbook.add_format(quiet | {"num_format": "0%", "align": "right", "indent": 1}),
            "number": workbook.add_format(quiet | {"num_format": "General", "align": "right", "indent": 1}),
        }
        ink = quiet | {"font_color": "#14202B", "bg_color": "#E4EFF6", "locked": False}
        # A percentage as Excel knows it: who types 60 or 60 % gets 60 %.
        self.open = {
            "percent": workbook.add_format(ink | {"num_format": "0%", "align": "right", "indent": 1}),
            "date": workbook.add_format(ink | {"num_format": "dd/mm/yyyy", "align": "left"}),
            "number": workbook.add_format(ink | {"num_format": "General", "align": "right", "indent": 1}),
            "text": workbook.add_format(ink | {"num_format": "@", "text_wrap": True}),
        }


def _write_row(out: Any, number: int, row: SheetRow, styles: _Styles) -> None:
    values = (row.wbs, row.name, row.start, row.finish, row.percent, row.remaining_days)
    for position, (column, value) in enumerate(zip(LOCKED, values, strict=True)):
        style = styles.locked[column.kind]
        if isinstance(value, str):
            out.write_string(number, position, fitting(value), style)
        elif isinstance(value, date):
            out.write_number(number, position, value.toordinal() - _EPOCH, style)
        elif value is None:
            out.write_blank(number, position, None, style)
        else:
            out.write_number(number, position, value, style)
    for position, column in enumerate(OPEN, start=len(LOCKED)):
        out.write_blank(number, position, None, styles.open[column.kind])


def _add_rules(out: Any, last: int, status_date: date, language: str) -> None:
    title, day_told, number_told = _WRONG[language]
    day_told = day_told.format(day=f"{status_date:%d/%m/%Y}")
    shares = {
        "validate": "list",
        "source": f"='{META_SHEET}'!$D$1:$D${len(SHARES)}",
        "show_error": False,  # another share than those of the list is right as well
    }
    until = {"validate": "date", "criteria": "<=", "value": status_date}
    until |= {"error_title": title, "error_message": day_told}
    days = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 5000}
    days |= {"error_message": number_told}
    rules = {"percent": shares, "actual_start": until, "actual_finish": until, "remaining_days": days}
    for position, column in enumerate(OPEN, start=len(LOCKED)):
        if column.field in rules:
            out.data_validation(FIRST_ROW, position, last, position, rules[column.field])


def _add_meta(workbook: Any, facts: Mapping[str, Any]) -> None:
    meta = workbook.add_worksheet(META_SHEET)
    for row, (name, value) in enumerate(facts.items()):
        meta.write_string(row, 0, name)
        meta.write_string(row, 1, fitting(str(value)))
    share = workbook.add_format({"num_format": "0%"})
    for row, value in enumerate(SHARES):
        meta.write_number(row, _SHARES_COLUMN, value, share)
    meta.hide()
