"""Tables of facts: which element says what of a row, and how its text is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from stuurbord.exchange.mspdi.fields import Row

Reading = Callable[[str], Any]
"""Returns what a text says; raises ``ValueError`` where it says nothing that can be read."""
_MOST_TEXTS: Final = 1 << 12
_LONGEST: Final = 64
"""No number, date or duration is longer."""


class _Remembered(dict[str, Any]):
    """Text → what it says: a file repeats few texts very often."""

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self._reading = reading

    def __missing__(self, text: str) -> Any:
        value = self._reading(text)
        if len(self) < _MOST_TEXTS and len(text) <= _LONGEST:
            self[text] = value
        return value


def remembered(reading: Reading) -> Reading:
    """Return the reading with the texts remembered that it has read: not for names and numbers of rows."""
    return _Remembered(reading).__getitem__


class Facts:
    """A table of facts.

    Parameters
    ----------
    facts
        Name of the fact → name of the element and how to read it.
    """

    def __init__(self, **facts: tuple[str, Reading]) -> None:
        self._facts = facts

    def of(self, row: Row) -> dict[str, Any]:
        """Return the facts that an element gives; those it does not give, or not legibly, are left out."""
        shape, texts = row.cells.shape, row.cells.texts
        columns = shape.known.get(self)
        if columns is None:
            columns = shape.known[self] = [
                (fact, shape.place[name], reading)
                for fact, (name, reading) in self._facts.items()
                if name in shape.place
            ]
        try:
            return {fact: reading(text) for fact, at, reading in columns if (text := texts[at]) is not None}
        except ValueError:
            return self._one_by_one(row)

    def _one_by_one(self, row: Row) -> dict[str, Any]:
        """Return the legible facts and tell of the others."""
        found: dict[str, Any] = {}
        for fact, (name, reading) in self._facts.items():
            at = row.cells.shape.place.get(name)
            text = None if at is None else row.cells.texts[at]
            if text is None:
                continue
            try:
                found[fact] = reading(text)
            except ValueError:
                row.tell_unreadable(name)
        return found
