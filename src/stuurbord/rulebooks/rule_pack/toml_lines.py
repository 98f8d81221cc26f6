"""Where each table and key of a TOML text stands, so that an error can name its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

_HEADER: Final = re.compile(r"\s*\[{1,2}\s*([\w.\-\"' ]+?)\s*\]{1,2}\s*\Z")
_KEY: Final = re.compile(r"\s*([\w\-]+|\"[^\"]+\"|'[^']+')\s*[.=]")
_TOLD: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*', re.DOTALL
)
"""What may hold brackets that open nothing: texts and remarks."""

MOST_DEEP: Final = 50
"""Lists and tables inside each other; a rule needs three."""

Place = tuple[str, int, str]
"""Table, its number from 0 (0 for a table that occurs once), key; the empty key is the table itself."""


def toml_lines(text: str) -> Mapping[Place, int]:
    """Return place → line, counted from 1. Keys inside a value that runs over lines are not looked for."""
    found: dict[Place, int] = {}
    counts: dict[str, int] = {}
    table, index = "", 0
    for number, line in _statements(text):
        if header := _HEADER.match(line):
            table = re.sub(r"[\"' ]", "", header[1])
            index = counts.get(table, 0)
            counts[table] = index + 1
            found.setdefault((table, index, ""), number)
        elif key := _KEY.match(line):
            found.setdefault((table, index, key[1].strip("\"'")), number)
    return found


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines on which something begins: those inside a list or a text of several lines do not."""
    depth = 0
    for number, line in enumerate(_TOLD.sub(_blanked, text).split("\n"), start=1):
        if depth == 0:
            yield number, line
        if depth or not _HEADER.match(line):
            depth = max(0, depth + sum(map(line.count, "[{")) - sum(map(line.count, "]}")))


def deep_line(text: str) -> int | None:
    """Return the line on which lists and tables stand deeper inside each other than any text needs."""
    depth = 0
    for number, line in enumerate(_TOLD.sub(_blanked, text).split("\n"), start=1):
        for sign in line:
            depth += (sign in "[{") - (sign in "]}")
            if depth > MOST_DEEP:
                return number
    return None


def _blanked(told: re.Match[str]) -> str:
    """Return a text without its brackets and letters but with its line ends; a short one may be a key."""
    inside = told[0]
    if inside.startswith("#"):
        return ""
    kept = "\n" * inside.count("\n")
    if kept:
        return kept
    return inside[0] + re.sub(r"[^\w.-]", "_", inside[1:-1]) + inside[-1]
