"""The demo's lines of all registers, from readable TOML to the workbook that the product itself would export.

``registers/sheets/<slug>.toml`` holds one ``[[line]]`` per line: the project by its code, then form field =
value. Choices stand by their stored value, people by name, another line by its number.
"""

from __future__ import annotations

import os
import tempfile
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).resolve().parent / "registers" / "sheets"
FACTS: Final = {"export": "demo", "at": "2026-11-20T17:00:00+01:00", "by": "demo"}
LANGUAGE: Final = "nl"


def workbook() -> bytes:
    """Return ``registers.xlsx``, empty while there are no lines; the same content gives the same bytes.

    Raises
    ------
    ValueError
        If a file or a field in it does not exist in the product.
    """
    _load_django()
    from stuurbord.web.lists.register import REGISTERS
    from stuurbord.web.lists.sheets.declaration import RegisterSheet
    from stuurbord.web.lists.sheets.export import Content, written

    found = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.toml")}
    if unknown := found.keys() - REGISTERS.keys():
        raise ValueError(f"no register is called {sorted(unknown)}")
    contents = []
    for slug, register in REGISTERS.items():
        if lines := found.get(slug, {}).get("line", []):
            sheet = RegisterSheet(register, LANGUAGE)
            rows = [_row(sheet, line, f"{slug}.toml, line {n}") for n, line in enumerate(lines, start=1)]
            contents.append(Content(sheet, rows, [""] * len(rows)))
    return written(contents, _Named(contents), FACTS, LANGUAGE) if contents else b""


def _load_django() -> None:
    """Load the product without any data of its own: only declarations are read."""
    from django.apps import apps

    if apps.ready:
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stuurbord.web.settings")
    os.environ.setdefault("STUURBORD_HOME", tempfile.mkdtemp(prefix="stuurbord-demo-"))
    import django

    django.setup()


def _row(sheet: Any, line: Mapping[str, Any], where: str) -> list[Any]:
    """Return a line's cells in the order of the sheet."""
    if unknown := line.keys() - set(sheet.names):
        raise ValueError(f"{where}: no field is called {sorted(unknown)}")
    return [_cell(field, line.get(name), where) for name, field in sheet.fields.items()]


def _cell(field: Any, value: Any, where: str) -> Any:
    if value is None or field.target is not None:
        return value
    if field.labels and value not in field.labels:
        raise ValueError(f"{where}: {field.name} is one of {list(field.labels)}, not {value!r}")
    return field.writer(None, LANGUAGE)(value)


class _Named:
    """What the demo's lines point to, by the words they use: lists for the workbook, without a database."""

    def __init__(self, contents: Iterable[Any]) -> None:
        self._words: dict[Any, list[str]] = {}
        for content in contents:
            for position, field in enumerate(content.sheet.fields.values()):
                if field.target is not None:
                    words = self._words.setdefault(field.target, [])
                    words += [row[position] for row in content.rows if row[position]]

    def words_of(self, model: Any) -> _Words:
        return _Words(sorted(dict.fromkeys(self._words.get(model, []))))


class _Words:
    def __init__(self, words: list[str]) -> None:
        self.codes = words
        self.of = dict(enumerate(words))
