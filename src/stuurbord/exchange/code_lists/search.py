"""Find codes of the common procurement vocabulary by words or by the beginning of a code.

Words are compared without case and accents, anywhere in a label, since Dutch writes its compounds as one word
(``netwerk`` is in ``Computernetwerken``). What comes first: the whole label, then a label that begins with
the text, then one with a word that begins with it, then the rest; among equals the more general code first.
Where no label has the words as they were typed, they are tried without their endings.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from stuurbord.exchange.code_lists.model import LANGUAGES, Code
from stuurbord.exchange.code_lists.shipped import code_list

_CODE: Final = re.compile(r"(\d{2,8})(?:-\d)?")
"""The beginning of a code, or a whole one with its check digit."""
_WORDS: Final = re.compile(r"\w+")
_LENGTH: Final = 8
_STEMMERS: Final = {"nl": "dutch", "fr": "french", "en": "english"}


def search_cpv(text: str, language: str = "nl", limit: int = 20) -> tuple[Code, ...]:
    """Return the best ``limit`` codes for a text, the best first; an empty text finds nothing.

    Raises
    ------
    ValueError
        If the language is not ``nl``, ``fr`` or ``en``, or ``limit < 1``.

    >>> [one.code for one in search_cpv("7222", limit=2)]
    ['72220000', '72221000']
    """
    if language not in LANGUAGES:
        raise ValueError(f"language {language!r} is none of {', '.join(LANGUAGES)}")
    if limit < 1:
        raise ValueError(f"limit {limit} < 1")
    asked = text.strip()
    if begin := _CODE.fullmatch(asked):
        codes = code_list("cpv")
        return tuple(codes[one] for one in codes if one.startswith(begin[1]))[:limit]
    words = _WORDS.findall(folded(asked))
    found = _fitting(words, language) or _fitting(_stems(words, language), language)
    codes = code_list("cpv")
    return tuple(codes[code] for code in found[:limit])


def _fitting(words: list[str], language: str) -> list[str]:
    """Return the codes whose label has every word, the best first."""
    ranked = []
    for code, told in _folded_labels(language):
        if words and all(word in told for word in words):
            ranked.append((_rank(words, told), _depth(code), len(told), code))
    return [code for *_, code in sorted(ranked)]


def _stems(words: list[str], language: str) -> list[str]:
    """Return words without their endings: ``netwerken`` is then in ``netwerkbeheer`` too."""
    import snowballstemmer  # here, since most searches find their words as they were typed

    return list(snowballstemmer.stemmer(_STEMMERS[language]).stemWords(words))


def folded(text: str) -> str:
    """Return a text without case and accents, as it is compared.

    >>> folded("Réseaux")
    'reseaux'
    """
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in apart if not unicodedata.combining(one))


@cache
def _folded_labels(language: str) -> tuple[tuple[str, str], ...]:
    return tuple((code, folded(one.label(language))) for code, one in code_list("cpv").items())


def _rank(words: list[str], told: str) -> int:
    whole = " ".join(words)
    if told == whole:
        return 0
    if told.startswith(whole):
        return 1
    begins = f" {told}"
    return 2 if all(re.search(rf"\W{re.escape(word)}", begins) for word in words) else 3


def _depth(code: str) -> int:
    """Return how specific a code is: its digits without the zeros at the end."""
    return len(code[:_LENGTH].rstrip("0"))
