"""Titles that are conclusions: computed sentences that keep the figures they were made from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from stuurbord.reports.steering_pack.measures import FULL
from stuurbord.reports.steering_pack.rich_text import glued
from stuurbord.reports.steering_pack.text_fit import lines_of

SHORTEST, LONGEST = 25, 140
_SIZE, _LINES = 24, 2
_FIGURE = re.compile(r"\d[\d.,:/]*\d|\d")


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A sentence or clause, and the figures and names that were filled in."""

    text: str
    facts: tuple[str, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether it can stand as a title: 25 to 140 letters on at most two lines."""
        if not SHORTEST <= len(self.text) <= LONGEST:
            return False
        return len(lines_of(self.text, FULL, _SIZE, is_bold=True)) <= _LINES

    def then(self, other: Conclusion | None) -> Conclusion:
        """Return both clauses as one sentence, or this alone when together they are too long."""
        if other is None:
            return self
        both = Conclusion(f"{self.text}; {other.text}", (*self.facts, *other.facts))
        return both if both.fits else self


def conclude(sentence: str, **facts: str) -> Conclusion:
    """Return a translated sentence with its ``{fields}`` filled in."""
    return Conclusion(glued(sentence.format(**facts)), tuple(facts.values()))


def as_title(candidates: Sequence[Conclusion]) -> Conclusion:
    """Return the first that can stand as a title, with a capital letter.

    The last candidate must always fit: it is the plain statement when all others are too long.
    """
    chosen = next((one for one in candidates if one.fits), candidates[-1])
    return Conclusion(capitalised(chosen.text), chosen.facts)


def capitalised(text: str) -> str:
    """Return the text with its first letter in upper case; “één” becomes “Eén”, as Dutch writes it."""
    return f"E{text[1:]}" if text.startswith("één") else text[:1].upper() + text[1:]


def unfounded_figures(title: str, facts: Sequence[str]) -> list[str]:
    """Return the figures in a title, possibly rewritten by an editor, that are not among its facts."""
    founded = {figure for fact in facts for figure in _FIGURE.findall(glued(fact))}
    return [figure for figure in _FIGURE.findall(title) if figure not in founded]
