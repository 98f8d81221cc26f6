"""Labels on the lines of a chart, so placed that none covers another or hides a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from stuurbord.web.look.charts.axes import Line
from stuurbord.web.look.charts.canvas import text, upright, width_of

ROW: Final = 27
"""Height of a label of two lines, pixels."""
_ROWS: Final = 4
_GAP: Final = 5


@dataclass(frozen=True, slots=True)
class Marker:
    """A value that the reader looks for: a line with a name and what it says.

    Attributes
    ----------
    kind
        ``promise``, ``middle`` (P50), ``limit`` or ``sure`` (P80): how the line is drawn.
    """

    value: float
    name: str
    detail: str
    kind: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a label may stand: a row from the top, at the left or the right of its line."""

    row: int
    is_left: bool
    x: float
    length: float

    @property
    def left(self) -> float:
        """Where it begins, pixels."""
        return self.x - self.length if self.is_left else self.x

    @property
    def right(self) -> float:
        """Where it ends, pixels."""
        return self.left + self.length

    def covers(self, other: Place) -> bool:
        """Tell whether two labels touch."""
        return self.row == other.row and self.left < other.right and other.left < self.right


def places_of(markers: tuple[Marker, ...], across: Line, width: int) -> list[Place]:
    """Return a place per marker: within the drawing, free of other labels, over as few lines as can be."""
    lines = [across.within(one.value) for one in markers]
    placed: dict[int, Place] = {}
    for at in sorted(range(len(markers)), key=lambda one: lines[one]):
        marker, x = markers[at], lines[at]
        length = max(width_of(marker.name, True), width_of(marker.detail)) + _GAP + 3
        is_early = x < (across.left + across.right) / 2
        choices = [
            Place(row, is_left, x, length) for row in range(_ROWS) for is_left in (is_early, not is_early)
        ]
        inside = [one for one in choices if one.left >= 2 and one.right <= width - 2] or choices
        free = [one for one in inside if not any(one.covers(two) for two in placed.values())] or inside
        placed[at] = min(free, key=lambda one: (_crossed(one, lines), one.row))
    return [placed[at] for at in range(len(markers))]


def marked(marker: Marker, place: Place, top: float, bottom: float) -> str:
    """Return the line of a marker with its label, the first row at ``top``."""
    y = top + place.row * ROW
    at, anchor = (place.x - _GAP, "end") if place.is_left else (place.x + _GAP, "")
    return (
        upright(place.x, y, bottom, f"marker {marker.kind}")
        + text(at, y + 9, marker.name, "marker-name", anchor)
        + text(at, y + 21, marker.detail, "marker-detail", anchor)
    )


def _crossed(place: Place, lines: list[float]) -> int:
    """Return how many lines run through a label."""
    return sum(place.left < one < place.right for one in lines if one != place.x)
