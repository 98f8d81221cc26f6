"""Where each table and key of a TOML text stands, so that an error can name its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_HEADER: Final = re.compile(r"^\s*(\[{1,2})\s*([\w.\-\"]+)\s*\]{1,2}\s*(#.*)?$")
_KEY: Final = re.compile(r"^\s*([\w\-]+|\"[^\"]+\")\s*=")

Place = tuple[str, int, str]
"""Table, its number from 0 (0 for a table that occurs once), key; the empty key is the table itself."""


def toml_lines(text: str) -> Mapping[Place, int]:
    """Return place → line, counted from 1. Keys inside a value that runs over lines are not looked for."""
    found: dict[Place, int] = {}
    counts: dict[str, int] = {}
    table, index = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = header[2].replace('"', "")
            index = counts.get(table, 0)
            counts[table] = index + 1
            found.setdefault((table, index, ""), number)
        elif key := _KEY.match(line):
            found.setdefault((table, index, key[1].strip('"')), number)
    return found
