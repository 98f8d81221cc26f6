"""The law and its answers on one day against another, or against a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from stuurbord.rulebooks.be_procurement.difference.answers import AnswerChange, answer_changes
from stuurbord.rulebooks.be_procurement.difference.cases import CaseChange, case_changes
from stuurbord.rulebooks.be_procurement.difference.figures import (
    DutyChange,
    FigureChange,
    duty_changes,
    figure_changes,
)
from stuurbord.rulebooks.be_procurement.law import Law, law_on, laws_after, pack_of


@dataclass(frozen=True)
class LawDifference:
    """What becomes of the law and of its answers between two days.

    Attributes
    ----------
    pack
        The text that lies over the law on the second day; empty for the law itself.
    """

    since: date
    until: date
    pack: str = ""

    @cached_property
    def laws(self) -> tuple[Law, ...]:
        """The law of each period from the first day to the second."""
        return laws_between(self.since, self.until, self.pack)

    @cached_property
    def unknown_days(self) -> tuple[date, ...]:
        """Which of both days this book knows no thresholds of."""
        days = dict.fromkeys((self.since, self.until))
        return tuple(day for day in days if not law_on(day).is_known)

    @cached_property
    def figures(self) -> tuple[FigureChange, ...]:
        """What becomes of each figure; nothing where a day lies outside the book."""
        if self.unknown_days:
            return ()
        return tuple(figure_changes(pack_of()[0], self.since, pack_of(self.pack)[0], self.until))

    @cached_property
    def duties(self) -> tuple[DutyChange, ...]:
        """What becomes of each duty and rule."""
        if self.unknown_days:
            return ()
        return tuple(duty_changes(pack_of()[0], self.since, pack_of(self.pack)[0], self.until))

    @cached_property
    def answers(self) -> tuple[AnswerChange, ...]:
        """What is answered otherwise, for every kind of contract and every amount."""
        return answer_changes(self.laws, self.pack)

    @cached_property
    def cases(self) -> tuple[CaseChange, ...]:
        """Which of the worked cases are answered otherwise."""
        if self.unknown_days:
            return ()
        return tuple(case_changes(self.since, self.until, self.pack))

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes and nothing is left open."""
        return not (self.unknown_days or self.figures or self.duties or self.answers or self.cases)

    def note(self, language: Any) -> list[str]:
        """Return the note, a line each: what is compared, then heading and sentences of each part."""
        from stuurbord.rulebooks.be_procurement.difference.note import lines

        return lines(self, language)

    def record(self, language: Any) -> dict[str, Any]:
        """Return the difference as plain data, with its note."""
        from stuurbord.rulebooks.be_procurement.difference.record import record

        return record(self, language)


def law_difference(since: date, until: date, pack: str = "") -> LawDifference:
    """Return what the law and its answers become between two days.

    Parameters
    ----------
    pack
        Empty for the law; ``draft-2026`` for the law on the first day against that draft on the second.

    Raises
    ------
    ValueError
        If the second day lies before the first.
    KeyError
        If there is no text of that name.
    """
    if until < since:
        raise ValueError(f"{until} lies before {since}")
    pack_of(pack)
    return LawDifference(since, until, pack)


def laws_between(since: date, until: date, pack: str = "") -> tuple[Law, ...]:
    """Return the law of each period from one day to another, in order; last the draft, where one is asked."""
    first, last = law_on(since), law_on(until, pack)
    if first is last:
        return (first,)
    end = law_on(until)
    between = [one for one in laws_after(first) if one.on <= end.on and (pack or one is not end)]
    return first, *between, last


def is_shipped_text(sha256: str) -> bool:
    """Return whether a text of the rule book is the one whose answers are compared here."""
    return pack_of()[0].sha256 == sha256
