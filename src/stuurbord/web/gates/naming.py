"""How gates are called and in which order they come."""

from __future__ import annotations

import re
from typing import Any


def family(gate: str) -> str:
    """Return the gate that rules speak of: every stage boundary is a G3.

    >>> family("G3.2"), family("G2b"), family("G4")
    ('G3', 'G2b', 'G4')
    """
    return gate.partition(".")[0]


def order(gate: str) -> tuple[Any, ...]:
    """Return the place of a gate: G2 before G2b before G3.1 before G3.2.

    >>> sorted(["G3.10", "G2b", "G3.2", "G2", "G4"], key=order)
    ['G2', 'G2b', 'G3.2', 'G3.10', 'G4']
    """
    match = re.match(r"\D*(\d+)(\D*)(\d*)", gate)
    return (int(match[1]), match[2], int(match[3] or 0), gate) if match else (99, "", 0, gate)
