"""The piece of a text in which the words that were asked stand, as plain parts: no markup to trust."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from stuurbord.web.search.question import Term
from stuurbord.web.search.words import folded

BEFORE, LENGTH = 40, 160
"""Characters shown before the first word found, and in all."""
_WORD: Final = re.compile(r"[^\W_]+")
_SPACE: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Part:
    """A run of characters; ``is_hit`` where it is a word that was asked."""

    text: str
    is_hit: bool = False


def marked(text: str, terms: Sequence[Term]) -> tuple[Part, ...]:
    """Return a text in parts, the words that were asked apart."""
    made: list[Part] = []
    last = 0
    for first, end in _hits(text, terms):
        if first > last:
            made.append(Part(text[last:first]))
        made.append(Part(text[first:end], True))
        last = end
    if last < len(text):
        made.append(Part(text[last:]))
    return tuple(made)


def snippet(text: str, terms: Sequence[Term]) -> tuple[Part, ...]:
    """Return the piece around the first word that was asked; the beginning if none stands in this text."""
    hit = next(_hits(text, terms), None)
    first = max(0, hit[0] - BEFORE) if hit else 0
    if first:
        space = text.find(" ", first, hit[0] if hit else None)
        first = space + 1 if space >= 0 else first
    end = first + LENGTH
    if end < len(text):
        space = text.rfind(" ", first + LENGTH // 2, end)
        end = space if space >= 0 else end
    piece = _SPACE.sub(" ", text[first:end]).strip()
    shown = f"{'… ' if first else ''}{piece}{' …' if end < len(text) else ''}"
    return marked(shown, terms) if piece else ()


def _hits(text: str, terms: Sequence[Term]) -> Iterator[tuple[int, int]]:
    for match in _WORD.finditer(text):
        word = folded(match[0])
        if any(term.fits(word) for term in terms):
            yield match.span()
