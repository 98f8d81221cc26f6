"""How much room a text takes, from the widths of its letters: the same on every machine.

No font file is asked for: a slide must not come out otherwise because a font is missing.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

LINE = 1.22
"""Height of a line of Calibri, as a multiple of the font size."""
TIGHT = 0.9
"""Line spacing in titles and tables."""
_CAUTION = 1.02
"""Renderers round letter widths to pixels; a line that nearly fits counts as too long."""
_SNUG = 1.008
_ELLIPSIS = "…"
_FIGURE = re.compile(
    r"(?<![\w\-–])(?:€\s?)?[+−]?\d[\d.,:/]*"
    r"(?:\s(?:%|€|[kM]€|[^\W\d]{3,}(?:\s(?:\d{4}|euros?))?))?(?!\w)"
)
"""A date or an amount with what belongs to it: ``2 december 2026``, ``€ 91.000``, ``1,4 miljoen euro``."""
_BREAK_AFTER = re.compile(r"(?<=[ \-–/])(?=.)")


@cache
def _widths(is_bold: bool) -> dict[str, int]:
    text = files(__package__).joinpath("letter_widths.toml").read_text(encoding="utf-8")
    by_width = tomllib.loads(text)["bold" if is_bold else "regular"]
    return {letter: int(width) for width, letters in by_width.items() for letter in letters}


@cache
def _narrowest(is_bold: bool) -> int:
    return min(_widths(is_bold).values())


def width_of(text: str, size: float, is_bold: bool = False) -> float:
    """Return the width of one line of text in inches."""
    widths = _widths(is_bold)
    usual = widths["n"]
    return sum(widths.get(letter, usual) for letter in text) * size * _CAUTION / 72_000


def lines_of(text: str, width: float, size: float, is_bold: bool = False) -> list[str]:
    """Return the text as it wraps in a width: after spaces and hyphens, in a word only if it must."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph, width, size, is_bold):
            if line and width_of((line + piece).rstrip(" "), size, is_bold) > width:
                lines.append(line.rstrip(" "))
                line = ""
            line += piece
        lines.append(line.rstrip(" "))
    return lines


def _pieces(paragraph: str, width: float, size: float, is_bold: bool) -> list[str]:
    pieces: list[str] = []
    for word in _BREAK_AFTER.split(paragraph):
        start, solid = 0, len(word.rstrip(" "))
        while (end := _fitting_end(word, start, width, size, is_bold)) < solid:
            pieces.append(word[start:end])
            start = end
        pieces.append(word[start:])
    return pieces


def _fitting_end(text: str, start: int, width: float, size: float, is_bold: bool) -> int:
    """Return where the letters that fit in a width end, at least one after ``start``."""
    widths = _widths(is_bold)
    usual, used = widths["n"], 0
    for position in range(start, len(text)):
        used += widths.get(text[position], usual)
        if used * size * _CAUTION / 72_000 > width:
            return max(position, start + 1)
    return len(text)


def fitted(text: str, width: float, size: float, n_lines: int = 1, is_bold: bool = False) -> str:
    """Return the text, shortened with an ellipsis when it takes more than ``n_lines``."""
    # Of a text without end no more is looked at than could stand there, were all its letters narrow.
    most = int(n_lines * width * 72_000 / (_narrowest(is_bold) * size)) + 1
    if len(text) <= most and len(lines_of(text, width, size, is_bold)) <= n_lines:
        return text
    text = text[:most]
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        shorter = text[:middle].rstrip(" ,;:.-–") + _ELLIPSIS
        if len(lines_of(shorter, width, size, is_bold)) <= n_lines:
            low = middle
        else:
            high = middle - 1
    return _at_word(text, low).rstrip(" ,;:.-–") + _ELLIPSIS


def _at_word(text: str, n: int) -> str:
    """Cut at the last space, unless nearly all is one word; never within a date or an amount."""
    cut = text[:n]
    if n < len(text) and text[n] != " " and " " in cut[int(n * 0.4) :]:
        cut = cut[: cut.rindex(" ")]
    for figure in _FIGURE.finditer(text):
        if figure.start() < len(cut.rstrip(" ")) < figure.end():
            return cut[: figure.start()] or cut
    return cut


def height_of(n_lines: int, size: float, spacing: float = TIGHT) -> float:
    """Return the height of lines of text in inches."""
    return n_lines * size * LINE * spacing / 72


def balanced_width(text: str, width: float, size: float) -> float:
    """Return a width in which the last line of a bold text is at least 60 % of the longest.

    The number of lines stays as it is; no line break is put in by hand. The width leaves no room for the
    next piece of a word, so that every renderer breaks the lines at the same places.
    """
    n_lines = len(lines_of(text, width, size, is_bold=True))
    best = width
    while best > width / 2:
        lines = lines_of(text, best, size, is_bold=True)
        if len(lines) > n_lines:
            break
        widths = [width_of(line, size, is_bold=True) for line in lines]
        if n_lines == 1:
            return width
        if widths[-1] >= 0.6 * max(widths) and not any(line.endswith("-") for line in lines[:-1]):
            return min(width, max(widths) / _CAUTION * _SNUG)
        best -= 0.1
    return width
