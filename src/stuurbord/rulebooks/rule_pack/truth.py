"""Three values, ordered: false < unknown < true. And is the least, or is the most, not turns them round.

References
----------
S. C. Kleene, *Introduction to Metamathematics* (1952), §64: the strong tables.
"""

from __future__ import annotations

from enum import IntEnum


class Truth(IntEnum):
    """What is known of a statement."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2

    @classmethod
    def of(cls, value: bool | None) -> Truth:
        """Return the truth of a flag; None is not known."""
        return cls.UNKNOWN if value is None else cls.TRUE if value else cls.FALSE

    @property
    def opposite(self) -> Truth:
        return Truth(2 - self)
