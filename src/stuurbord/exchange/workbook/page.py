"""What every sheet of records has: explanations, header, lists to choose from, filter and print set-up."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any, Final

from stuurbord.exchange.workbook.declaration import Column, Sheet
from stuurbord.exchange.workbook.look import Look

HELP_ROW, HEADER_ROW, FIRST_ROW = 0, 1, 2
A3, A4 = 8, 9
TEMPLATE_ROWS: Final = 1_000
"""How far lists and formats reach below the data."""
MOST_CHARACTERS: Final = 32_767
"""What a cell can hold; longer text ends in an ellipsis."""
SAFE: Final = MappingProxyType(
    {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
)
"""Options of a workbook: text stays text, whatever it begins with."""
_WRONG_CHOICE: Final = {
    "nl": "Kies een waarde uit de lijst.",
    "en": "Choose from the list.",
    "fr": "Choisissez dans la liste.",
}


def head_cells(
    sheet: Sheet, look: Look, language: str, header: int = HEADER_ROW
) -> Iterator[tuple[int, int, str, Any]]:
    """Yield row, position, text and format of the explanations and the header, column by column."""
    for position, column in enumerate(sheet.columns):
        yield HELP_ROW, position, column.explanation(language), look.help
        label = column.label(language) + (" *" if column.required else "")
        yield header, position, label, look.header_required if column.required else look.header


def set_columns(page: Any, sheet: Sheet, look: Look, language: str, header: int = HEADER_ROW) -> None:
    """Give each column its width and format, and the rows of the head their height."""
    page.set_row(HELP_ROW, 15 * _help_lines(sheet, language))
    page.set_row(header, 30)
    for position, column in enumerate(sheet.columns):
        page.set_column(position, position, width_of(column, language), look.of(column.kind))


def offer_list(
    page: Any, position: int, column: Column, name: str, language: str, rows: tuple[int, int], is_open: bool
) -> None:
    """Offer the cells of a column a list of choices.

    Parameters
    ----------
    name
        Of the range that holds the choices.
    rows
        The first and the last of them.
    is_open
        Whether other values may be right as well: somebody who is not in the list yet.
    """
    rule = {
        "validate": "list",
        "source": f"={name}",
        "error_title": column.label(language)[:32],
        "error_message": _WRONG_CHOICE[language],
        "error_type": "information" if is_open else "stop",
        "show_error": not is_open,
    }
    page.data_validation(rows[0], position, rows[1], position, rule)


def lay_out(page: Any, sheet: Sheet, language: str, last_row: int, header: int = HEADER_ROW) -> None:
    """Freeze the head, offer a filter and make the sheet printable."""
    page.freeze_panes(header + 1, n_frozen(sheet))
    page.autofilter(header, 0, last_row, len(sheet.columns) - 1)
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(A3 if width_in_all(sheet, language) > 180 else A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(header)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    page.set_footer("&L&8&A&R&8&P / &N")
    page.set_selection(header + 1, 0, header + 1, 0)


def width_of(column: Column, language: str) -> float:
    """Return a width in characters that shows the label on two lines, beside its filter button."""
    label = column.label(language)
    longest_word = max(len(word) for word in label.split())
    return max(column.width, longest_word + 4, len(label) // 2 + 6)


def fitting(text: str) -> str:
    """Return what a cell can hold of a text."""
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…"


def yes_no(value: bool, language: str) -> str:
    """Return how a sheet in this language writes yes and no."""
    words = {"nl": ("nee", "ja"), "en": ("no", "yes"), "fr": ("non", "oui")}
    return words[language][value]


def column_letters(position: int) -> str:
    """Return Excel's letters of a column from its position counted from 0.

    >>> column_letters(27)
    'AB'
    """
    letters, number = "", position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _help_lines(sheet: Sheet, language: str) -> int:
    lines = [
        -(-len(column.explanation(language)) // max(int(width_of(column, language) * 1.05), 1))
        for column in sheet.columns
    ]
    return min(max(lines) + 1, 9)


def width_in_all(sheet: Sheet, language: str) -> float:
    """Return the width of all columns together, in characters."""
    return sum(width_of(column, language) for column in sheet.columns)


def n_frozen(sheet: Sheet) -> int:
    """Return how many columns keep in view what names a row: up to its code or name."""
    named = [
        position
        for position, column in enumerate(sheet.columns)
        if column.field in ("code", "name", "wbs", "milestone", "year")
    ]
    return min(named, default=0) + 1
