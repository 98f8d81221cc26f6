"""Tables that stand beside the facts of a line: a room above declares one for any register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Panel:
    """One small table of a line: figures before, now and after.

    Parameters
    ----------
    head
        What stands above the columns, the first of them empty: it names the rows.
    rows
        Each with its name first; the others are written as they come.
    strong
        Position of the row that counts now.
    link
        Label and address of where it is worked out.
    """

    title: Any
    head: Sequence[Any] = ()
    rows: Sequence[Sequence[Any]] = ()
    strong: int | None = None
    note: Any = ""
    link: tuple[Any, str] | None = None


Declared = Callable[[Any, Any], Panel | None]
_PANELS: dict[str, list[Declared]] = defaultdict(list)


def declare_panel(slug: str, panel: Declared) -> None:
    """Let the lines of a register show what ``panel(line, user)`` returns; called when an app is ready."""
    if panel not in _PANELS[slug]:
        _PANELS[slug].append(panel)


def panels_of(slug: str, line: Any, user: Any) -> list[Panel]:
    """Return the tables of one line, in the order in which they were declared."""
    found = [panel(line, user) for panel in _PANELS.get(slug, ())]
    return [one for one in found if one is not None]
