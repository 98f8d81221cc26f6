"""The grid of a slide: twelve columns, fixed heights for every recurring part; all in inches."""

from __future__ import annotations

from dataclasses import dataclass, replace

WIDTH, HEIGHT = 40 / 3, 7.5
MARGIN = 0.5
COLUMN, GUTTER = 0.881, 0.16
FULL = 12 * COLUMN + 11 * GUTTER
CONTENT_TOP, CONTENT_BOTTOM = 1.50, 6.74

_EMU_PER_INCH = 914_400


def emu(inches: float) -> int:
    """Return inches in the unit of Office drawings."""
    return round(inches * _EMU_PER_INCH)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the slide."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The y of the lower edge."""
        return self.y + self.h

    def inset(self, dx: float, dy: float) -> Box:
        """Return the box made smaller on all sides."""
        return Box(self.x + dx, self.y + dy, self.w - 2 * dx, self.h - 2 * dy)

    def at(self, **changes: float) -> Box:
        """Return the box with some of its measures changed."""
        return replace(self, **changes)


def columns(first: int, span: int, y: float = CONTENT_TOP, h: float = CONTENT_BOTTOM - CONTENT_TOP) -> Box:
    """Return the box over ``span`` columns from the ``first`` (1–12)."""
    x = MARGIN + (first - 1) * (COLUMN + GUTTER)
    return Box(x, y, span * COLUMN + (span - 1) * GUTTER, h)


RUBRIC = columns(1, 12, 0.26, 0.26)
TITLE = columns(1, 12, 0.54, 0.80)
SOURCE = columns(1, 12, 6.80, 0.24)
RULE_Y = 7.08
FOOT_Y, FOOT_H = 7.13, 0.24
