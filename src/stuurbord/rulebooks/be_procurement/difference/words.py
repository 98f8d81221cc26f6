"""The words of the note: sentences of ``difference.toml``, amounts, days, contracts and values of answers."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final

from stuurbord.language import NBSP, Language
from stuurbord.rulebooks.be_procurement.catalogue import catalogue, procedure_labels, text_of
from stuurbord.rulebooks.be_procurement.difference.answers import BUYERS, KINDS, Amounts, Profile
from stuurbord.rulebooks.be_procurement.difference.aspects import Aspect
from stuurbord.rulebooks.be_procurement.law import in_brackets, last_day
from stuurbord.rulebooks.rule_pack.figures import figure
from stuurbord.rulebooks.rule_pack.model import Dated, NamedValue, said

TEXTS: Final = "difference.toml"


@cache
def _texts() -> Mapping[str, Any]:
    return tomllib.loads(text_of(TEXTS))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one reader's language."""

    language: Language

    def say(self, path: str, **fields: Any) -> str:
        """Return a sentence by its place: ``answer.lead``."""
        found: Any = _texts()
        for name in path.split("."):
            found = found[name]
        return said(found, self.language.code).format(**fields)

    def flag(self, is_verified: bool) -> str:
        """Return whether somebody read it in the source."""
        return self.say("flag.verified" if is_verified else "flag.unverified")

    def day(self, day: date) -> str:
        """Return a day as in prose; in French the first of a month is an ordinal."""
        told = self.language.long_day(day)
        return f"1er{told[1:]}" if self.language.code == "fr" and day.day == 1 else told

    def reference(self, text: str) -> str:
        """Return source and article in the reader's language, ready to stand in brackets."""
        for dutch, own in _texts()["reference"].get(self.language.code, ()):
            text = text.replace(dutch, own)
        return in_brackets(text)

    def joined(self, parts: Iterable[str]) -> str:
        """Return parts with semicolons between them, as the language sets them."""
        return self.say("mark.semicolon").join(parts)

    def when(self, day: date | None) -> str:
        """Return ``vanaf 1 januari 2026``; without a day that only a draft says so."""
        return self.say("when.on", day=self.day(day)) if day else self.say("when.draft")

    def then(self, beside: date | None) -> str:
        """Return how the first of two days is called: before, or by its date where a draft lies beside it."""
        return self.say("when.now", day=self.day(beside)) if beside else self.say("when.until_then")

    def set_by(self, one: NamedValue) -> str:
        """Return what a figure rests on: source, article and the act that set it there."""
        told = self.reference(one.reference)
        return self.say("figure.amended", reference=told, act=self.act(one.act)) if one.act else told

    def act(self, text: str) -> str:
        """Return an act as it is called within a sentence."""
        for dutch, own in _texts()["act"].get(self.language.code, ()):
            text = text.replace(dutch, own)
        return text

    def period(self, window: Dated | tuple[date | None, date | None], is_short: bool = False) -> str:
        """Return the days of a window, its last day told as such."""
        first, last = (window.since, last_day(window.until)) if isinstance(window, Dated) else window
        write = self.language.day if is_short else self.day
        if first and last:
            return self.say("when.period", first=write(first), last=write(last))
        if first:
            return self.say("when.on", day=write(first))
        return self.say("when.until", last=write(last)) if last else self.say("when.always")

    def figure(self, one: NamedValue | None) -> str:
        """Return a figure with its unit, a day of the year as a day; empty for what is only there or not."""
        if one is None or isinstance(one.value, bool):
            return ""
        if one.unit == "EUR":
            return self.euro(Decimal(str(one.value)))
        if isinstance(one.value, str) and len(one.value) == len("02-15"):
            return self.day(date.fromisoformat(f"2000-{one.value}")).removesuffix(" 2000")
        return figure(one, self.language.code)

    def euro(self, amount: Decimal) -> str:
        """Return an amount, its cents only where it has any."""
        return self.language.euro(amount, 0 if amount == amount.to_integral_value() else 2)

    def percent(self, value: Decimal) -> str:
        """Return ``5 %``."""
        return f"{self.language.number(value, 0 if value == value.to_integral_value() else 2)}{NBSP}%"

    def label(self, one: NamedValue) -> str:
        """Return what a figure is called, a procedure in it by its name."""
        told = said(one.label, self.language.code)
        code, colon, rest = told.partition(": ")
        return (
            f"{said(procedure_labels()[code], self.language.code)}: {rest}"
            if (colon and code in procedure_labels())
            else told
        )

    def procedure(self, code: str) -> str:
        """Return what a procedure is called."""
        return said(procedure_labels()[code], self.language.code)

    def amounts(self, one: Amounts, reads: str) -> str:
        """Return ``met een raming vanaf € 140.000 en beneden € 143.000``."""
        if one.low is not None and one.low == one.high:
            told = self.say("amounts.exactly", low=self.euro(one.low))
            return self.say(f"amounts.{reads}", range=told)
        sides = []
        if one.is_from_eu:
            sides.append(self.say("amounts.from_threshold"))
        elif one.low is not None:
            sides.append(self.say("amounts.from" if one.has_low else "amounts.above", low=self.euro(one.low)))
        if one.is_below_eu:
            sides.append(self.say("amounts.below_threshold"))
        elif one.high is not None:
            side = "amounts.up_to" if one.has_high else "amounts.below"
            sides.append(self.say(side, high=self.euro(one.high)))
        if not sides:
            return self.say("amounts.any")
        return self.say(f"amounts.{reads}", range=f" {self.say('amounts.but')} ".join(sides))

    def contracts(self, profiles: Sequence[Profile]) -> str:
        """Return ``werken, leveringen en diensten in de klassieke sectoren``."""
        told = []
        for sector, buyers in BUYERS.items():
            by_kinds: dict[tuple[str, ...], list[str]] = {}
            for buyer in buyers:
                kinds = tuple(one for one in KINDS if Profile(sector, buyer, one) in profiles)
                if kinds:
                    by_kinds.setdefault(kinds, []).append(buyer)
            for kinds, found in by_kinds.items():
                fields = {"kinds": self._kinds(kinds), "sector": self.say(f"sector.{sector}")}
                if len(found) == len(buyers):
                    told.append(self.say("buyer.all", **fields))
                else:
                    names = self.listed([self.say(f"buyer.{one}") for one in found], "or")
                    told.append(self.say("buyer.of", buyers=names, **fields))
        return self.say("amounts.also").join(told)

    def _kinds(self, kinds: Sequence[str]) -> str:
        if len(kinds) == len(KINDS):
            return self.say("kind.all")
        return self.say("kind.some", kinds=self.listed([self.say(f"kind.{one}") for one in kinds]))

    def listed(self, parts: Iterable[str], link: str = "and") -> str:
        """Return ``a, b en c``."""
        *first, last = parts
        return f"{', '.join(first)} {self.say(f'amounts.{link}')} {last}" if first else last

    def value(self, aspect: Aspect, value: Any) -> str:
        """Return what an answer says of a topic."""
        topic, procedure = aspect
        if topic == "procedure":
            return self.say(f"verdict.{value or 'unknown'}")
        if topic == "term":
            return self._term(procedure, value)
        if topic == "payment":
            return self.say(
                "value.payment.one" if len(value) == 1 else "value.payment.two", a=value[0], b=value[-1]
            )
        if value is None:
            return self.say(f"value.{topic}.unknown")
        if topic == "standstill":
            return self.say("value.standstill.days" if value else "value.standstill.none", n=value)
        if topic == "bond":
            n = self.language.number(value, 0 if value == value.to_integral_value() else 2)
            return (
                self.say("value.bond.pct", n=n).replace(" %", f"{NBSP}%")
                if value
                else self.say("value.bond.none")
            )
        if isinstance(value, bool):
            value = "yes" if value else "no"
        return self.say(f"value.{topic}.{value}")

    def short(self, aspect: Aspect, value: Any) -> str:
        """Return what an answer says of a topic, in a word or two."""
        topic = aspect[0]
        if topic == "procedure":
            return self.value(aspect, value)
        if value is None:
            return self.say("short.unknown")
        if isinstance(value, bool):
            return self.say("short.yes" if value else "short.no")
        if topic == "bond" and value:
            return self.percent(value)
        if isinstance(value, tuple):
            return self.say("short.days", n=" + ".join(map(str, value)))
        if isinstance(value, str):
            return self.say(f"short.{topic}.{value}")
        return self.say("short.days", n=value) if value else self.say("short.none")

    def _term(self, procedure: str, value: Any) -> str:
        if isinstance(value, int):
            phase = "tenders" if catalogue().procedure(procedure).n_phases == 1 else "requests"
            return self.say(f"value.term.{phase}", n=value)
        parts = [
            self.say(f"value.term.{phase}", n=n)
            for phase, n in zip(("requests", "tenders"), value, strict=True)
        ]
        return self.listed(parts)
