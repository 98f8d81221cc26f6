"""The resources of a planning row: names with their units between brackets."""

from __future__ import annotations

import re

_UNITS_OF = re.compile(r"(.*?)\s*\[\s*([\d.,]+)\s*(%?)[^\]]*\]\s*")


def read_resources(text: str) -> list[tuple[str, float]]:
    """Return name and units of each resource: ``Bart Claes; Analist[50%]``, ``technicus[2.00 #2]``."""
    found = []
    for part in re.split(r"[;\n]", text):
        bracket = _UNITS_OF.fullmatch(part.strip())
        name = (bracket[1] if bracket else part).strip()
        if name:
            found.append((name, _share(bracket[2], bool(bracket[3])) if bracket else 1.0))
    return found


def _share(digits: str, is_percent: bool) -> float:
    """Return units from ``50`` and ``%``; what is no number counts as one full unit."""
    try:
        units = float(digits.replace(",", "."))
    except ValueError:
        return 1.0
    return units / 100 if is_percent else units
