"""What doctor says of one thing it looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How grave it is."""

    OK = "ok"
    NOTE = "note"
    """Works, but somebody should know."""
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. ``label`` is English and translated when shown, ``message`` is translated."""

    name: str
    label: str
    state: State
    message: str
