"""The first sheet: what this workbook is, how to fill it, and every column with its explanation."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from stuurbord.exchange.workbook.declaration import README, Column, Sheet
from stuurbord.exchange.workbook.look import Look


def add_readme(workbook: Any, look: Look, language: str, shown: Sequence[Sheet]) -> None:
    """Add the sheet and fill it with what is in this workbook."""
    page = workbook.add_worksheet(README[language])
    text = _sentences()[language]
    for position, width in enumerate((20, 26, 10, 66, 30)):
        page.set_column(position, position, width)
    page.hide_gridlines(2)
    page.set_row(0, 34)
    page.write_string(0, 0, "Stuurbord", look.title)
    page.set_row(1, 34)
    page.merge_range(1, 0, 1, 4, text["lead"], look.lead)
    row = _section(page, look, 3, text["how"])
    for rule in text["rules"]:
        page.merge_range(row, 0, row, 4, rule, look.cell)
        row += 1
    row = _section(page, look, row + 1, text["sheets"])
    for sheet in shown:
        name = sheet.name(language)
        page.write_url(row, 0, f"internal:'{name}'!A3", look.link, name)
        about = sheet.about.get(language, sheet.about["en"])
        page.merge_range(row, 1, row, 4, about, look.cell)
        row += 1
    row = _section(page, look, row + 1, text["columns"])
    for position, head in enumerate(text["heads"]):
        page.write_string(row, position, head, look.cell_quiet)
    for sheet in shown:
        for column in sheet.columns:
            row += 1
            _describe(page, look, row, sheet, column, language)
    _print_set_up(page, row)


def _section(page: Any, look: Look, row: int, title: str) -> int:
    page.set_row(row, 22)
    page.write_string(row, 0, title, look.section)
    for position in range(1, 5):
        page.write_blank(row, position, None, look.section_rest)
    return row + 1


def _describe(page: Any, look: Look, row: int, sheet: Sheet, column: Column, language: str) -> None:
    text = _sentences()[language]
    explained = column.explanation(language)
    if column.choices:
        labels = " · ".join(choice.labels[language][0] for choice in column.choices)
        explained = f"{explained} {str(text['choices']).format(labels)}"
    page.set_row(row, 13.5 * max(-(-len(explained) // 76), 1) + 2)
    page.write_string(row, 0, sheet.name(language), look.cell_quiet)
    page.write_string(row, 1, column.label(language), look.cell_bold if column.required else look.cell)
    page.write_string(row, 2, text["required"] if column.required else "", look.cell)
    page.write_string(row, 3, explained, look.cell)
    page.write_string(row, 4, column.example, look.cell_quiet)


def _print_set_up(page: Any, last_row: int) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.print_area(0, 0, last_row, 4)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.set_footer("&L&8&A&R&8&P / &N")
    page.activate()
    page.set_first_sheet()


@cache
def _sentences() -> dict[str, dict[str, Any]]:
    text = files("stuurbord.exchange.workbook").joinpath("readme.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
