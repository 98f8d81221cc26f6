"""What people wrote, made harmless for a document: nothing hidden, nothing that turns the line around."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from stuurbord.language import NBSP

LANGUAGE_TAGS = {"nl": "nl-BE", "fr": "fr-BE", "en": "en-GB"}
LONGEST_TEXT = 100_000
"""Characters of one text that are printed; what people type on a page stays far below."""

_LONGEST_WORD = 40
# Control characters, halves of characters, marks that turn the direction of a line, and invisible tags.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u061c\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff"
    "\ud800-\udfff\ufdd0-\ufdef\ue000-\uf8ff\U000e0000-\U0010ffff]"
)
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\u0085]")
_UNIT = re.compile(r"(?<![^\W\d])(\d+) (?=(?:%|M€|k€|€|dagen|dag|d|days|day|jours|jour)(?!\w))")
_EURO = re.compile(r"€ (?=\d)")
_LONG_WORD = re.compile(rf"\S{{{_LONGEST_WORD}}}")
_RARE = re.compile(
    "[^\t\n\x20-\u052f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u2193\u2212]"
)
_MADE = TypeVar("_MADE")


def clean(text: str) -> str:
    """Return the text without hidden characters, figures tied to their unit, lines ended in one way."""
    seen = _HIDDEN.sub("", _LINE_ENDS.sub("\n", text[:LONGEST_TEXT]))
    return _EURO.sub(f"€{NBSP}", _UNIT.sub(rf"\1{NBSP}", seen))


def broken(text: str) -> str:
    """Return the text with places to break in words that no line can hold."""
    return _LONG_WORD.sub(lambda found: f"{found[0]}\u200b", text)


def common_letters(text: str) -> str:
    """Return the text with a mark for each character that few fonts hold."""
    return _RARE.sub("?", text)


def without(text: str, letters: frozenset[str]) -> str:
    """Return the text with a mark for each of these characters."""
    return text.translate({ord(one): "?" for one in letters}) if letters else text


def rewritten(value: _MADE, change: Callable[[str], str]) -> _MADE:
    """Return plain data or a document with every text in it changed."""
    return _rewritten(value, change)  # type: ignore[no-any-return]


def _rewritten(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_rewritten(one, change) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {one.name: _rewritten(getattr(value, one.name), change) for one in fields(value)}
        return replace(value, **changed)
    return value
