"""Text without what nobody sees: characters that hide, turn the direction of reading or ring a bell.

A number with a zero-width space in it looks like another and is not; a right-to-left mark makes a file name
or an amount read backwards. They come along when text is pasted, and never mean anything in a list.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from stuurbord.errors import N_, Finding, Severity, Where

_KEPT_CONTROLS: Final = "\n\t"
_JOINER: Final = "\u200d"
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029")
# Cc, Cf, Cs, Co and Cn never stand in plain ASCII beyond the controls, which is what most cells hold.
_SUSPECT = re.compile("[^\t\n -~\u00a0-\u00ac\u00ae-\u024f\u2010-\u2027\u202f-\u205e\u20a0-\u20bf]")


def visible(text: str) -> str:
    """Return a text as people see it: composed, with plain line ends, without characters nobody sees.

    The joiner inside an emoji stays; everything else of the kinds control, format, surrogate, private use
    and unassigned goes.

    >>> visible("R-0\\u200b1\\r\\n\\u202e12"), visible("caf" + "e\\u0301")
    ('R-01\\n12', 'café')
    """
    if not _SUSPECT.search(text):
        return text
    composed = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))
    return "".join(letter for position, letter in enumerate(composed) if _is_seen(composed, position, letter))


def hidden_characters(text: str, where: Where) -> Finding | None:
    """Return what to tell of a cell whose text loses something to `visible`; None if it loses nothing."""
    if visible(text) == text or not (names := hidden_in(text)):
        return None
    told = N_("Characters that nobody sees were left out: {characters}.")
    return Finding("hidden_characters", told, Severity.INFO, where, {"characters": ", ".join(names[:5])})


def hidden_in(text: str) -> list[str]:
    """Return the characters that `visible` takes away, each once, in the order of the text.

    By their number, which is the same in every language.

    >>> hidden_in("R-0\\u200b1 \\u202e12\\u200b")
    ['U+200B', 'U+202E']
    """
    plain = _LINE_ENDS.sub("\n", text)
    found = (letter for position, letter in enumerate(plain) if not _is_seen(plain, position, letter))
    return list(dict.fromkeys(f"U+{ord(letter):04X}" for letter in found))


def _is_seen(text: str, position: int, letter: str) -> bool:
    if letter in _KEPT_CONTROLS:
        return True
    if letter == _JOINER:
        before = text[position - 1] if position else ""
        return bool(before) and unicodedata.category(before) in ("So", "Sk", "Mn")
    return not unicodedata.category(letter).startswith("C")
