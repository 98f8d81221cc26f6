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
    """Return a place per marker: within the drawing, free of other labels and of lines, over few rows."""
    choices = [_choices(one, across, width) for one in markers]
    best: tuple[int, list[Place]] | None = None
    open_ends: list[tuple[int, list[Place]]] = [(0, [])]
    while open_ends:
        faults, placed = open_ends.pop()
        if best is not None and faults >= best[0]:
            continue
        if len(placed) == len(markers):
            best = faults, placed
            continue
        tried = [(faults + _faults(one, placed), [*placed, one]) for one in choices[len(placed)]]
        open_ends += sorted(tried, key=lambda one: -one[0])  # the best is tried first, so the rest ends soon
    return best[1] if best else []


def _choices(marker: Marker, across: Line, width: int) -> list[Place]:
    x = across.within(marker.value)
    length = max(width_of(marker.name, True), width_of(marker.detail)) + _GAP + 3
    is_early = x < (across.left + across.right) / 2
    every = [Place(row, is_left, x, length) for row in range(_ROWS) for is_left in (is_early, not is_early)]
    return [one for one in every if one.left >= 2 and one.right <= width - 2] or every


def _faults(place: Place, others: list[Place]) -> int:
    """Return how bad a place is beside others: to be covered is worst, then a line through it, then a row."""
    covered = sum(place.covers(one) for one in others)
    crossed = sum(_crosses(place, one) + _crosses(one, place) for one in others)
    return 10_000 * covered + 100 * crossed + place.row


def _crosses(line: Place, label: Place) -> bool:
    """Tell whether the line of one marker, which begins at its own label, runs through another's label."""
    return line.x != label.x and line.row <= label.row and label.left < line.x < label.right


def marked(markers: tuple[Marker, ...], places: list[Place], top: float, bottom: float) -> list[str]:
    """Return the lines of markers and over them their labels, the first row at ``top``."""
    lines, labels = [], []
    for marker, place in zip(markers, places, strict=True):
        y = top + place.row * ROW
        at, anchor = (place.x - _GAP, "end") if place.is_left else (place.x + _GAP, "")
        lines.append(upright(place.x, y, bottom, f"marker {marker.kind}"))
        labels.append(text(at, y + 9, marker.name, "marker-name", anchor))
        labels.append(text(at, y + 21, marker.detail, "marker-detail", anchor))
    return lines + labels
