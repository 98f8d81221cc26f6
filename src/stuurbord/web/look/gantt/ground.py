"""What stands above and behind the rows: the labels of the scale, closed days, today, the status date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stuurbord.plan.calendar import DAY
from stuurbord.web.look.drawing import drawing, n
from stuurbord.web.look.gantt.timescale import Tick, Timescale

HEAD_HEIGHT = 40
_LEAST_CLOSURE = 5.0
"""Narrower grey columns only make noise: no weekends at a scale of months."""
_LETTER = 6.6
"""Generous width of a letter of 11 px, to keep labels from touching."""

_HATCH = (
    '<pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><path class="g-hatch" d="M0 0v5"/></pattern>'
)
"""Of legal periods, once per page."""


@dataclass(frozen=True, slots=True)
class Closure:
    """A run of days on which the project's calendar does not work; days since 1970-01-01, both closed."""

    first_day: int
    last_day: int


@dataclass(frozen=True, slots=True)
class Marks:
    """The two days that everything is read against."""

    today: date
    status_date: date | None = None


def head(scale: Timescale, marks: Marks) -> SafeString:
    """Return the labels above the rows, with today in a dark box."""
    today, word = _x_within(scale, marks.today), _("today")
    half = (len(word) * _LETTER + 8) / 2
    box = None if today is None else (max(today - half, 0), max(today - half, 0) + 2 * half)
    parts = [
        f'<text class="g-upper" x="{n(x)}" y="15">{escape(label)}</text>' for x, label in _upper(scale, box)
    ]
    parts.append(f'<path class="g-upper-line" d="{_lines(scale.upper(), HEAD_HEIGHT)}"/>')
    centred = scale.zoom in ("day", "month")
    for tick, following in _with_following(scale):
        x = (tick.x + following) / 2 if centred else tick.x + 3
        anchor = ' text-anchor="middle"' if centred else ""
        parts.append(f'<text class="g-lower" x="{n(x)}" y="33"{anchor}>{escape(tick.label)}</text>')
    if today is not None and box is not None:
        left, right = box
        parts.append(
            f'<rect class="g-today-box" x="{n(left)}" y="3" width="{n(right - left)}" height="16"/>'
            f'<text class="g-today-word" x="{n((left + right) / 2)}" y="15" text-anchor="middle">'
            f"{escape(word)}</text>"
            f'<path class="g-today" d="M{n(today)} 19V{HEAD_HEIGHT}"/>'
        )
    return drawing(scale.width, HEAD_HEIGHT, "".join(parts), "g-head")


def ground(scale: Timescale, closures: Iterable[Closure], marks: Marks) -> SafeString:
    """Return what stands behind all rows; it stretches with the table, so rows may fold and wrap."""
    parts = []
    for closure in closures:
        left, right = scale.x(closure.first_day * DAY), scale.x((closure.last_day + 1) * DAY)
        if right - left >= _LEAST_CLOSURE:
            parts.append(
                f'<rect class="g-rest" x="{n(left)}" y="0" width="{n(right - left)}" height="100%"/>'
            )
    if scale.zoom != "day":
        parts += [_line("g-grid", tick.x) for tick in scale.lower()]
    parts += [_line("g-grid strong", tick.x) for tick in scale.upper()]
    if marks.status_date is not None and (x := _x_within(scale, marks.status_date)) is not None:
        parts.append(_line("g-status", x))
    if (x := _x_within(scale, marks.today)) is not None:
        parts.append(_line("g-today", x))
    return SafeString(
        f'<svg class="g-ground" width="{scale.width}" height="100%" aria-hidden="true" focusable="false">'
        f"{_HATCH}{''.join(parts)}</svg>"
    )


def _line(kind: str, x: float) -> str:
    return f'<line class="{kind}" x1="{n(x)}" x2="{n(x)}" y1="0" y2="100%"/>'


def _x_within(scale: Timescale, day: date) -> float | None:
    x = scale.x_of_day(day)
    return x if 0 < x < scale.width else None


def _upper(scale: Timescale, box: tuple[float, float] | None) -> Iterator[tuple[float, str]]:
    """Yield where each month or year is written, also the one the scale begins in.

    A label that would lie under the box of today moves to its right; one without room is left out.
    """
    ticks = [Tick(0.0, scale.first_label), *scale.upper()]
    ends = [tick.x for tick in ticks[1:]] + [float(scale.width)]
    for tick, end in zip(ticks, ends, strict=True):
        width, x = len(tick.label) * _LETTER, tick.x + 3
        if box is not None and x < box[1] + 3 and x + width > box[0] - 3:
            x = box[1] + 4
        if x + width <= end:
            yield x, tick.label


def _with_following(scale: Timescale) -> Iterator[tuple[Tick, float]]:
    """Each lower tick that has room for its label, with where the next one stands."""
    ticks = list(scale.lower())
    ends = [tick.x for tick in ticks[1:]] + [scale.x((scale.last_day + 1) * DAY)]
    for tick, end in zip(ticks, ends, strict=True):
        if end - tick.x >= len(tick.label) * _LETTER * 0.8:
            yield tick, end


def _lines(ticks: Iterable[Tick], height: int) -> str:
    return "".join(f"M{n(tick.x)} 0V{height}" for tick in ticks)
