"""Words as the index knows them: folded, without marks, and brought back to their Dutch stem.

Both databases are given the same words, so that they find the same.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache
from typing import Any, Final

import snowballstemmer

LONGEST_WORD: Final = 80
"""Characters; what is longer is no word, and PostgreSQL refuses the longest."""
MOST_CHARACTERS: Final = 100_000
"""Of one text: what comes after is kept and shown, and not found. It bounds what a row of the index holds."""
FUNCTION_WORDS: Final = frozenset(
    (
        "aan bij dat de den der des die dit door een en er het in is "
        "met naar of om op over te tot uit van voor"
    ).split()
)
"""Left out of a question that holds other words; between quotes they count."""

_WORD: Final = re.compile(r"[^\W_]+")
_GENITIVE: Final = re.compile(r"(?<=[^\W\d_])['\u2019\u02bc]s\b")
_PLURAL: Final = re.compile(r"(?<=[^\W\d_]{4}[aio])s$")
_LETTERS: Final = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d"})
_held = threading.local()


def folded(text: str) -> str:
    """Return a text in small letters without accents and without signs that nobody sees."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    kept = (sign for sign in parts if unicodedata.category(sign) not in ("Mn", "Cf"))
    return _GENITIVE.sub("", "".join(kept).translate(_LETTERS))


def words_of(text: str) -> list[str]:
    """Return the words of a text in its order: ``R-041 Sluïs`` gives ``r``, ``041``, ``sluis``."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(folded(text[:MOST_CHARACTERS]))]


def stems_of(words: list[str]) -> list[str]:
    """Return the stems of words that differ from the words themselves."""
    return [stem for word in dict.fromkeys(words) if (stem := stem_of(word)) != word]


@lru_cache(maxsize=100_000)
def stem_of(word: str) -> str:
    """Return the stem of a folded word: ``sluizen`` gives ``sluis``; a number is its own stem."""
    if not word.isalpha() or len(word) < 3:
        return word
    return str(_stemmer().stemWord(_PLURAL.sub("", word)))[:LONGEST_WORD]


def _stemmer() -> Any:
    # Its state belongs to one thread.
    if not hasattr(_held, "stemmer"):
        _held.stemmer = snowballstemmer.stemmer("dutch")
    return _held.stemmer
