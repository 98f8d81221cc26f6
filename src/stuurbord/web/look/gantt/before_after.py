"""One row of a comparison: grey where a task was, blue where it is instead."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from stuurbord.web.look.drawing import diamond, drawing, n
from stuurbord.web.look.gantt.bars import ROW_HEIGHT
from stuurbord.web.look.gantt.timescale import Timescale

_GREY_TOP, _GREY_HEIGHT = 5.0, 5.0
_BLUE_TOP, _BLUE_HEIGHT = 12.0, 9.0
_MIDDLE = 14.0
_LEAST_WIDTH = 2.0
_ARROW_ROOM = 16.0

Span = tuple[int, int]
"""Start and finish, instants."""


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """What is drawn of one task; None on the side where it is not there."""

    before: Span | None
    after: Span | None
    is_moment: bool = False
    is_critical: bool = False
    """Critical now: an ink foot under the bar."""
    law_until: int | None = None
    """How far a period is set by law now: hatched; None where no law sets it."""


def before_after_drawing(scale: Timescale, row: BeforeAfter) -> SafeString:
    """Return the picture of one row; its dates stand in the table beside it."""
    body = _moments(scale, row) if row.is_moment else _bars(scale, row)
    return drawing(scale.width, ROW_HEIGHT, body, "g-row")


def _bars(scale: Timescale, row: BeforeAfter) -> str:
    foot = _bar(scale, row.after, "ba-foot", (_BLUE_TOP + _BLUE_HEIGHT, 2.0)) if row.is_critical else ""
    before = _bar(scale, row.before, "ba-before", (_GREY_TOP, _GREY_HEIGHT))
    return before + _after(scale, row) + foot


def _after(scale: Timescale, row: BeforeAfter) -> str:
    place = (_BLUE_TOP, _BLUE_HEIGHT)
    if row.after is None or row.law_until is None:
        return _bar(scale, row.after, "ba-after", place)
    start, finish = row.after
    law = _bar(scale, (start, min(row.law_until, finish)), "g-legal", place)
    return law + (_bar(scale, (row.law_until, finish), "ba-after", place) if row.law_until < finish else "")


def _bar(scale: Timescale, span: Span | None, kind: str, place: tuple[float, float]) -> str:
    if span is None:
        return ""
    left, right = scale.x(span[0]), scale.x(span[1])
    width = max(right - left, _LEAST_WIDTH)
    return f'<rect class="{kind}" x="{n(left)}" y="{n(place[0])}" width="{n(width)}" height="{n(place[1])}"/>'


def _moments(scale: Timescale, row: BeforeAfter) -> str:
    """An open diamond, an arrow where there is room for it, a full diamond."""
    parts = []
    ends = [None if span is None else scale.x(span[1]) for span in (row.before, row.after)]
    was, now = ends
    if was is not None and now is not None and abs(now - was) > _ARROW_ROOM:
        side = 1 if now > was else -1
        tip = now - 7 * side
        parts.append(
            f'<path class="ba-arrow" d="M{n(was + 6 * side)} {n(_MIDDLE)}H{n(tip)}"/>'
            f'<path class="ba-tip" d="M{n(tip)} {n(_MIDDLE)}l{n(-5 * side)} -3v6z"/>'
        )
    if was is not None:
        parts.append(diamond(was, _MIDDLE, 5, "g-was"))
    if now is not None:
        parts.append(diamond(now, _MIDDLE, 5, "ba-after"))
    return "".join(parts)
