"""The ground of every chart: steps of width, text that is safe, and a name for who cannot see it.

An SVG is never scaled, so that its text is always 11 px. The page holds one drawing per step of width and
shows the widest that fits its box.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString

from stuurbord.web.look.drawing import n

STEPS: Final = (272, 480, 600, 680, 920)
"""Widths that are drawn, pixels; the style sheet knows them by their classes."""
_LETTER: Final = 6.1
"""Width of an average letter of 11 px, pixels; bold ones are wider."""
_BOLD_LETTER: Final = 6.7

Drawn = tuple[int, str]
"""Height and body of one drawing."""


def in_steps(draw: Callable[[int], Drawn], label: str) -> SafeString:
    """Return the drawings of a chart, one per width; ``label`` says in a sentence what is seen."""
    return SafeString("".join(_framed(width, *draw(width), label) for width in STEPS))


def _framed(width: int, height: int, body: str, label: str) -> str:
    return (
        f'<svg class="chart w{width}" width="{width}" height="{height}" role="img"'
        f' aria-label="{escape(label)}">'
        f"{body}</svg>"
    )


def text(x: float, y: float, content: str, kind: str = "", anchor: str = "") -> str:
    """Return a line of text; ``anchor`` is start (the default), middle or end."""
    kinds = f' class="{kind}"' if kind else ""
    held = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text{kinds} x="{n(x)}" y="{n(y)}"{held}>{escape(content)}</text>'


def rectangle(x: float, y: float, width: float, height: float, kind: str) -> str:
    """Return a rectangle; one of no width is left out."""
    if width <= 0 or height <= 0:
        return ""
    return f'<rect class="{kind}" x="{n(x)}" y="{n(y)}" width="{n(width)}" height="{n(height)}"/>'


def upright(x: float, top: float, bottom: float, kind: str) -> str:
    """Return a vertical line."""
    return f'<path class="{kind}" d="M{n(x)} {n(top)}V{n(bottom)}"/>'


def level(y: float, left: float, right: float, kind: str) -> str:
    """Return a horizontal line."""
    return f'<path class="{kind}" d="M{n(left)} {n(y)}H{n(right)}"/>'


def width_of(content: str, is_bold: bool = False) -> float:
    """Return about how wide a text of 11 px is, on the wide side."""
    return len(content) * (_BOLD_LETTER if is_bold else _LETTER)


def in_lines(content: str, width: float, most: int = 2) -> list[str]:
    """Return a text in lines that fit a width; a last line that does not fit ends in an ellipsis."""
    lines: list[str] = [""]
    for word in content.split():
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    kept = lines[:most]
    if len(lines) > most:
        kept[-1] += "…"
    room = max(int(width / _LETTER), 4)
    return [line if len(line) <= room + 1 else f"{line[:room]}…" for line in kept]
