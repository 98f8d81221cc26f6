"""Compare what people call a thing: case, accents, punctuation and plural dots do not count."""

from __future__ import annotations

import re
import unicodedata

_NOT_WORD = re.compile(r"[^0-9a-z%]+")


def plain(text: str) -> str:
    """Return a label reduced to what tells it apart.

    >>> plain("Début prévu *"), plain("% Gereed")
    ('debut prevu', '% gereed')
    """
    unaccented = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _NOT_WORD.sub(" ", unaccented.casefold()).strip()
