"""Two people changed one line: what fits together is put together, what does not is theirs to choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stuurbord.web.lists.line_values import raw_values, same
from stuurbord.web.lists.register import Register
from stuurbord.web.lists.revisions import values_at


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that both changed, to different values. All three are raw."""

    name: str
    base: Any
    """What both started from; None as well where that version was never kept."""
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merge:
    """What can be saved on the line as it stands now, and what somebody has to choose."""

    changes: dict[str, Any]
    """Field → raw value: changed by me and not by them."""
    clashes: tuple[Clash, ...]


def merge(register: Register, line: Any, base_version: int, mine: Mapping[str, Any]) -> Merge:
    """Lay my changes, made on an earlier version, over the line as it stands now.

    Parameters
    ----------
    line
        The stored line, as somebody else left it.
    mine
        Field → raw value, of the fields that I sent; those I left as they were at the base are no changes.
    """
    return laid_over(register, raw_values(register, line), values_at(register, line, base_version), mine)


def laid_over(
    register: Register, theirs: Mapping[str, Any], base: Mapping[str, Any] | None, mine: Mapping[str, Any]
) -> Merge:
    """Lay my changes over their values; without the base, every field that differs is a clash."""
    changes, clashes = {}, []
    for name, value in mine.items():
        if same(register, name, value, theirs[name]):
            continue
        # Without the base nobody knows who changed the field: then a person looks.
        known = base is not None and name in base
        if known and same(register, name, value, base[name]):
            continue
        if known and same(register, name, theirs[name], base[name]):
            changes[name] = value
        else:
            clashes.append(Clash(name, base[name] if known else None, value, theirs[name]))
    return Merge(changes, tuple(clashes))
