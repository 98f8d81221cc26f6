"""The words of an answer for people: names of procedures, verdicts, days, and what each reason rests on."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from stuurbord.language import NBSP, Language
from stuurbord.rulebooks.be_procurement.advice import REFUSED, ProcedureVerdict, Reason, Warned
from stuurbord.rulebooks.be_procurement.catalogue import procedure_labels, text_of
from stuurbord.rulebooks.be_procurement.difference.words import Words
from stuurbord.rulebooks.rule_pack.model import said

TEXTS: Final = "answer.toml"
NOT_LAWFUL: Final = "–"


@cache
def _texts() -> Mapping[str, Any]:
    return tomllib.loads(text_of(TEXTS))


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """The words of one reader's language."""

    language: Language

    def procedure(self, code: str) -> str:
        """Return what a procedure is called."""
        return said(procedure_labels()[code], self.language.code)

    def verdict(self, verdict: str) -> str:
        """Return a verdict as the page of a procurement calls it."""
        return self._say("verdict", verdict)

    def minimum(self, one: ProcedureVerdict) -> str:
        """Return the shortest periods: ``30 d``, ``30 + 25 d``, ``geen``, or that they are not known."""
        if one.verdict == REFUSED and (one.min_days is None or not one.is_minimum_known):
            return NOT_LAWFUL
        if not one.is_minimum_known:
            return self._say("days", "unknown")
        return self._days(one.min_days)

    def standstill(self, one: ProcedureVerdict) -> str:
        """Return the days of the standstill, that there is none, or that it is unknown."""
        if one.verdict == REFUSED and one.standstill_days is None:
            return NOT_LAWFUL
        if one.standstill_days is None:
            return self._say("days", "unknown")
        return self._days(one.standstill_days)

    def period(self, first: date | None, last: date | None) -> str:
        """Return ``vanaf 01/02/2026 tot en met …``; empty where both sides are open."""
        return Words(self.language).period((first, last), is_short=True) if first or last else ""

    def heading(self, one: ProcedureVerdict) -> str:
        """Return ``Openbare procedure: toegelaten``."""
        verdict = self.verdict(one.verdict)
        return self._say("reason", "heading").format(
            procedure=self.procedure(one.code), verdict=f"{verdict[:1].lower()}{verdict[1:]}"
        )

    def reasons(self, one: ProcedureVerdict) -> tuple[str, ...]:
        """Return why, each reason once; where the facts leave the article open, those that may be it."""
        return tuple(dict.fromkeys(self.reason(each) for each in one.reasons))

    def reason(self, one: Reason) -> str:
        """Return why, with its source and article, its days, and whether somebody read it there."""
        told = said(one.text, self.language.code).strip()
        told = f"{told[:1].upper()}{told[1:].removesuffix('.')}"
        days = self.period(one.valid_from, one.valid_to)
        valid = self._say("reason", "valid").format(days=days) if days else ""
        return f"{told} ({self.cited(one.reference, valid, is_verified=one.verified)})."

    def warning(self, one: Warned) -> str:
        """Return what must be minded, with its article."""
        told = said(one.text, self.language.code)
        if not one.article or one.article in told:
            return told
        return f"{told.removesuffix('.')} ({Words(self.language).reference(one.article)})."

    def cited(self, reference: str, *more: str, is_verified: bool) -> str:
        """Return source and article in the reader's language, and whether somebody read it there."""
        words = Words(self.language)
        return words.joined(filter(None, (words.reference(reference), *more, words.flag(is_verified))))

    def _days(self, days: int | tuple[int, int] | None) -> str:
        if not days:
            return self._say("days", "none")
        each = days if isinstance(days, tuple) else (days,)
        told = f"{NBSP}+{NBSP}".join(self.language.number(one) for one in each)
        return f"{told}{NBSP}{self._say('days', 'unit')}"

    def _say(self, part: str, name: str) -> str:
        return said(_texts()[part][name], self.language.code)
