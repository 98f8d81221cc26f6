"""What somebody types, as terms: words, “phrases”, and -what must not occur."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from stuurbord.web.search.words import FUNCTION_WORDS, stem_of, words_of

LONGEST_QUESTION: Final = 200
MOST_TERMS: Final = 12
_SHORTEST_BEGINNING: Final = 2
_CHUNK: Final = re.compile(r'(-?)["\u201c\u201d\u201e](.*?)(?:["\u201c\u201d\u201e]|$)|(\S+)')


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for: words that stand beside each other.

    Attributes
    ----------
    is_exact
        It stood between quotes, or it is a code of several words: no stem is taken.
    is_begun
        The last word may go on: it is still being typed.
    """

    words: tuple[str, ...]
    is_exact: bool = False
    is_begun: bool = False

    @property
    def stem(self) -> str:
        """The stem to look for as well; empty where only the words count."""
        return "" if self.is_exact or len(self.words) > 1 else stem_of(self.words[0])

    def fits(self, word: str) -> bool:
        """Return whether a folded word of a text is one of this term's, to mark it."""
        if word in self.words or (self.is_begun and word.startswith(self.words[-1])):
            return True
        return bool(self.stem) and stem_of(word) == self.stem


@dataclass(frozen=True, slots=True)
class Question:
    """All terms must occur, the excluded ones must not."""

    terms: tuple[Term, ...]
    excluded: tuple[Term, ...] = ()

    @property
    def beginning(self) -> str:
        """What a title begins with that is meant as a whole: ``r 041``."""
        return " ".join(word for term in self.terms for word in term.words)


def read_question(text: str) -> Question:
    """Return what is asked. Words are combined with “and”; ``-word`` excludes; the last word may go on."""
    text = text.replace("\0", " ")[:LONGEST_QUESTION]
    wanted: list[Term] = []
    excluded: list[Term] = []
    for match in list(_CHUNK.finditer(text))[:MOST_TERMS]:
        chunk, is_quoted = (match[2], True) if match[3] is None else (match[3], False)
        is_out = bool(match[1]) or (not is_quoted and chunk.startswith("-"))
        is_last = match.end() == len(text) and not is_quoted and not is_out
        words = tuple(words_of(chunk))[:MOST_TERMS]
        if not words:
            continue
        is_begun = is_last and len(words[-1]) >= _SHORTEST_BEGINNING
        (excluded if is_out else wanted).append(Term(words, is_quoted, is_begun))
    return Question(tuple(_meant(wanted)), tuple(excluded))


def _meant(terms: list[Term]) -> list[Term]:
    """Return the terms without the small words that say nothing, unless there are no others."""
    kept = [one for one in terms if one.is_exact or len(one.words) > 1 or one.words[0] not in FUNCTION_WORDS]
    return kept or terms
