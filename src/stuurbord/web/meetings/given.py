"""A decision as it was given at the table, and that a register or a gate refuses it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from stuurbord.errors import StuurbordError


class CannotDecide(StuurbordError):
    """The register or the gate refuses what was given; ``errors`` says what is missing."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__(" ".join(errors))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Seen:
    """Which version of an item, and of what it stands for, the reader saw; a gate's is its dossier's.

    Attributes
    ----------
    decision
        At an exception: the version of the decision that it asked.
    facts
        At a gate: the facts that stood on the page.
    """

    item: int
    line: int | None = None
    decision: int | None = None
    facts: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """A decision as it was given.

    Attributes
    ----------
    ruling
        Code of one of the rulings of the item.
    conditions
        At a gate: text, owner and last day of each.
    """

    ruling: str
    outcome: str
    seen: Seen
    conditions: Sequence[tuple[str, Any, date | None]] = ()
