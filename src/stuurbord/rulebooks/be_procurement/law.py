"""The law as it stands in one period: its figures, its rules compiled, and the text of each reason."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, Final, TypeVar

from stuurbord.rulebooks.be_procurement.advice import DatedValue, Reason, Validity
from stuurbord.rulebooks.be_procurement.catalogue import PROCEDURES, catalogue, in_force, text_of
from stuurbord.rulebooks.rule_pack import Pack, Severity, read_pack
from stuurbord.rulebooks.rule_pack.compiled import Compiled, compile_conditions
from stuurbord.rulebooks.rule_pack.figures import figures_on
from stuurbord.rulebooks.rule_pack.literals import Condition, names_in
from stuurbord.rulebooks.rule_pack.looking import Standing, standing
from stuurbord.rulebooks.rule_pack.model import Dated, NamedValue, Rule

RULES: Final = "rules.toml"
OVERLAYS: Final = {"draft-2026": "draft-2026.toml"}
"""Texts that are no law yet; who asks for one by its name gets the law with that text over it."""
ASKED: Final = (
    *("is_eu_level", "is_out_of_scope", "is_over_half", "has_direct_ground", "is_single_operator"),
    *("is_extremely_urgent", "asks_lots"),
)
"""Derived names whose truth every answer needs."""
LAW_IS_KNOWN: Final = "law_is_known"
REASONED: Final = "is_reasoned_choice"
MOST_KEPT: Final = 20_000
"""So many pieces of answers are remembered per period; then it begins anew."""
Made = TypeVar("Made")
_LETTER: Final = re.compile(r"\b([a-z])\)")


@dataclass(frozen=True, slots=True)
class Asked:
    """One rule as a procedure asks it: the place of its truth, and what its refusal means."""

    rule: Rule
    place: int
    is_condition: bool
    """A condition may be replaced by a ground; what is none blocks."""
    is_verified: bool


class Law:
    """A pack in one period, in which nothing of it begins or ends."""

    def __init__(self, pack: Pack, on: date, validity: Validity, sha256: str) -> None:
        self.pack, self.on, self.validity, self.sha256 = pack, on, validity, sha256
        self.standing: Standing = standing(pack, on)
        self.values: Mapping[str, NamedValue] = figures_on(pack, on)
        self.amounts: Mapping[str, Decimal] = {
            name: Decimal(one.value)
            for name, one in self.values.items()
            if isinstance(one.value, Decimal | int) and not isinstance(one.value, bool)
        }
        self.is_known = self.values.get(LAW_IS_KNOWN) is not None
        names = {name: self._condition(name) for name in ASKED}
        names |= {f"contradiction:{one.id}": one.when for one in pack.contradictions}
        self.compiled: Compiled = compile_conditions(self.standing, names)
        self.places = tuple(self.compiled.conditions[name] for name in ASKED)
        self.contradictions = tuple(
            (one, self.compiled.conditions[f"contradiction:{one.id}"]) for one in pack.contradictions
        )
        self.asked: Mapping[str, tuple[Asked, ...]] = {
            one.code: self._asked(one.code) for one in catalogue().procedures
        }
        self.obligations = tuple(one for one in self.standing.obligations if one.window.holds_on(on))
        duties = {one.id: one.when for one in self.obligations} | {REASONED: self._condition(REASONED)}
        self.duties: Compiled = compile_conditions(self.standing, duties, with_rules=False)
        self._kept: dict[object, Any] = {}

    def keep(self, key: object, make: Callable[[], Made]) -> Made:
        """Return what depends on few facts, worked out once for all answers that share them."""
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            found = self._kept[key] = make()
        return found

    def _condition(self, name: str) -> Condition:
        return self.pack.derived[name]

    def _asked(self, code: str) -> tuple[Asked, ...]:
        rules = self.standing.rules
        return tuple(
            Asked(
                one,
                self.compiled.rules[one.id],
                one.severity is Severity.CONDITION,
                one.is_verified and self._rests_on_verified(one.require),
            )
            for one in rules
            if code in one.at
        )

    def _rests_on_verified(self, condition: Condition) -> bool:
        found = (self.values.get(name) for name in names_in(condition))
        return all(one is None or one.is_verified for one in found)

    @cached_property
    def works_half(self) -> Decimal | None:
        """The amount of a works tender above which a standstill is due below EU level."""
        works, share = self.amounts.get("eu_works"), self.amounts.get("standstill_works_share")
        return None if works is None or share is None else works * share

    @cached_property
    def reasons(self) -> Mapping[str, Reason]:
        """Rule → the reason that it gives when it is not met."""
        return {one.id: self._reason(one, is_refusal=True) for one in self.standing.rules}

    @cached_property
    def grants(self) -> Mapping[str, Reason]:
        """Rule → the reason that it gives when it is met."""
        return {one.id: self._reason(one, is_refusal=False) for one in self.standing.rules}

    def _reason(self, rule: Rule, is_refusal: bool) -> Reason:
        read = [self.values[name] for name in names_in(rule.require) if name in self.values]
        source, article = split_reference(rule.references[0] if rule.references else "")
        begins = [one.since for one in (rule.window, *(each.window for each in read)) if one.since]
        ends = [one.until for one in (rule.window, *(each.window for each in read)) if one.until]
        is_verified = rule.is_verified and all(one.is_verified for one in read)
        text = rule.refusal if is_refusal else rule.title
        since = max(begins, default=in_force().get(source))
        last = last_day(min(ends, default=None))
        return Reason(rule.id, text, article, source, since, last, is_verified)


def split_reference(reference: str) -> tuple[str, str]:
    """Return source and article.

    >>> split_reference("Wet 17/06/2016, art. 41, § 1, 2°")
    ('Wet 17/06/2016', 'art. 41, § 1, 2°')
    >>> split_reference("Verordening (EU) 2025/2152")
    ('Verordening (EU) 2025/2152', '')
    """
    source, found, article = reference.partition(", art. ")
    return source, f"art. {article}" if found else ""


def in_brackets(reference: str) -> str:
    """Return a reference that can stand in brackets: that after a letter would close these.

    >>> in_brackets("Wet 17/06/2016, art. 38, § 1, 1°, f)")
    'Wet 17/06/2016, art. 38, § 1, 1°, f'
    """
    return _LETTER.sub(r"\1", reference)


def last_day(until: date | None) -> date | None:
    """Return the last day of what holds up to, not including, a day."""
    return None if until is None else until - timedelta(days=1)


@cache
def pack_of(name: str = "") -> tuple[Pack, str]:
    """Return a pack and the hash of everything that its answers rest on.

    Parameters
    ----------
    name
        Empty for the law; else the name of a text that lies over it: ``draft-2026``.

    Raises
    ------
    KeyError
        If there is no such text.
    """
    law = read_pack(text_of(RULES), f"be_procurement/{RULES}")
    texts = text_of(RULES) + text_of(PROCEDURES)
    if name not in ("", law.key):
        over = text_of(OVERLAYS[name])
        law, texts = _overlaid(law, read_pack(over, f"be_procurement/{OVERLAYS[name]}")), texts + over
    return law, hashlib.sha256(texts.encode()).hexdigest()


def _overlaid(law: Pack, over: Pack) -> Pack:
    """Return the law with the figures and rules of another text in the place of its own."""
    both = over.with_rules_of(law)
    return replace(
        law, key=over.key, version=both.version, sha256=both.sha256, values=both.values, rules=both.rules
    )


@cache
def _periods(name: str) -> tuple[date, ...]:
    """Return the days on which anything of a pack begins or ends, in order."""
    pack, _ = pack_of(name)
    windows: list[Dated] = [
        *(one.window for one in pack.values),
        *(one.window for one in pack.rules),
        *(one.window for one in pack.obligations),
        *(one.window for one in pack.verdicts),
    ]
    return tuple(sorted({day for one in windows for day in (one.since, one.until) if day is not None}))


def law_on(on: date | None, name: str = "") -> Law:
    """Return the law of a day; without one, of a day on which no threshold is known.

    Raises
    ------
    KeyError
        If there is no text of that name.
    """
    return _law(bisect_right(_periods(name), on) if on else 0, name)


def laws_after(law: Law, name: str = "") -> tuple[Law, ...]:
    """Return the law of each later period, in order."""
    bounds = _periods(name)
    first = bisect_right(bounds, law.on) + 1
    return tuple(_law(index, name) for index in range(first, len(bounds) + 1))


@cache
def _law(index: int, name: str) -> Law:
    bounds = _periods(name)
    begins = bounds[index - 1] if index else None
    ends = bounds[index] if index < len(bounds) else None
    pack, sha256 = pack_of(name)
    return Law(pack, begins or date.min, Validity(begins, last_day(ends)), sha256)


def value(name: str, on: date, pack: str = "") -> DatedValue | None:
    """Return a figure of the law as it stands on a day; None on a day on which the book has none.

    Raises
    ------
    KeyError
        If the book has no figure of that name.
    """
    law = law_on(on, pack)
    found = law.values.get(name)
    if found is None or name not in law.amounts:
        if any(one.name == name for one in law.pack.values):
            return None
        raise KeyError(name)
    source, article = split_reference(found.reference)
    since, last = found.window.since, last_day(found.window.until)
    return DatedValue(law.amounts[name], found.unit, article, source, since, last, found.is_verified)
