"""The lists behind the drop-downs, on the hidden sheet, each under a name of its own."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from stuurbord.exchange.workbook.declaration import META_SHEET, choices, sheet
from stuurbord.exchange.workbook.page import column_letters

FIRST_LIST_COLUMN: Final = 3
_REACH: Final = 2_000
"""Rows of the sheets of projects and people that a list offers."""
LISTS: Final = {
    **{name: f"lijst_{name}" for name in choices()},
    "yes_no": "lijst_JaNee",
    "projects": "lijst_Projecten",
    "people": "lijst_Personen",
}
_YES_NO: Final = {"nl": ("ja", "nee"), "en": ("yes", "no"), "fr": ("oui", "non")}


def add_lists(workbook: Any, meta: Any, language: str, keys: Collection[str]) -> None:
    """Write the choices on the hidden sheet and name their ranges."""
    shown = {name: [one.labels[language][0] for one in options] for name, options in choices().items()}
    shown["yes_no"] = list(_YES_NO[language])
    for position, (name, labels) in enumerate(shown.items(), start=FIRST_LIST_COLUMN):
        meta.write_string(0, position, LISTS[name])
        for row, label in enumerate(labels, start=1):
            meta.write_string(row, position, label)
        column = column_letters(position)
        area = f"='{META_SHEET}'!${column}$2:${column}${len(labels) + 1}"
        workbook.define_name(LISTS[name], area)
    for name, field in (("projects", "code"), ("people", "name")):
        if name not in keys:
            # The list of a sheet that is not there offers nothing, and hinders nobody.
            workbook.define_name(LISTS[name], f"='{META_SHEET}'!$A$1")
            continue
        declared = sheet(name)
        position = next(idx for idx, column in enumerate(declared.columns) if column.field == field)
        column, page = column_letters(position), declared.name(language)
        workbook.define_name(LISTS[name], f"='{page}'!${column}$3:${column}${_REACH}")
