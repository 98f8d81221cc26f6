"""One set of facts, looked at through a pack as it stands on a day; each condition is computed once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

from stuurbord.rulebooks.rule_pack.literals import OPERATORS, Condition, Conjunction, Literal, Value
from stuurbord.rulebooks.rule_pack.model import Obligation, Pack, Rule, Severity, VerdictRule
from stuurbord.rulebooks.rule_pack.truth import Truth

MET: Final = "met."
"""Names of what all rules of one severity together give: ``met.blocking``."""
ON: Final = "on"
_FALSE, _UNKNOWN, _TRUE = int(Truth.FALSE), int(Truth.UNKNOWN), int(Truth.TRUE)


@dataclass(frozen=True)
class Standing:
    """A pack as it stands on a day, for one place: what is not in force or not asked there is left out."""

    pack: Pack
    on: date
    at: str
    values: Mapping[str, Value]
    verdicts: tuple[VerdictRule, ...]
    rules: tuple[Rule, ...]
    obligations: tuple[Obligation, ...]
    aggregates: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)


@lru_cache(maxsize=256)
def _standing(pack_hash: str, on: date, at: str, holder: _Holder) -> Standing:
    pack = holder.pack
    rules = tuple(
        one for one in pack.rules if one.window.holds_on(on) and (not at or not one.at or at in one.at)
    )
    weighs = {one.id: one.severity if one.is_verified else Severity.NOTICE for one in rules}
    return Standing(
        pack,
        on,
        at,
        {one.name: one.value for one in pack.values if one.window.holds_on(on)} | {ON: on.toordinal()},
        tuple(one for one in pack.verdicts if one.window.holds_on(on)),
        rules,
        # a duty that is still to come is told with its day; one that has ended is not
        tuple(one for one in pack.obligations if one.window.until is None or on < one.window.until),
        {f"{MET}{kind}": tuple(one for one in rules if weighs[one.id] is kind) for kind in Severity},
    )


class _Holder:
    """Lets a pack, which holds mappings, be kept by its hash."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Holder) and other.pack.sha256 == self.pack.sha256

    def __hash__(self) -> int:
        return hash(self.pack.sha256)


def standing(pack: Pack, on: date, at: str = "") -> Standing:
    """Return a pack as it stands on a day."""
    return _standing(pack.sha256, on, at, _Holder(pack))


class Look:
    """Facts and the truth of what has been asked of them so far."""

    __slots__ = ("_kept", "facts", "standing")

    def __init__(self, stands: Standing, facts: Mapping[str, Value]) -> None:
        self.standing, self.facts = stands, facts
        self._kept: dict[str, int] = {}

    def value(self, name: str) -> Value:
        """Return a fact, or a threshold in force; None where it is not known."""
        found = self.facts.get(name)
        return self.standing.values.get(name) if found is None else found

    def condition(self, condition: Condition) -> int:
        """Return the truth of a disjunction of conjunctions."""
        best = _FALSE
        for conjunction in condition:
            found = self.conjunction(conjunction)
            if found == _TRUE:
                return _TRUE
            best = max(best, found)
        return best

    def conjunction(self, conjunction: Conjunction) -> int:
        least = _TRUE
        for literal in conjunction:
            found = self.literal(literal)
            if found == _FALSE:
                return _FALSE
            least = min(least, found)
        return least

    def literal(self, literal: Literal) -> int:
        found = self._kept.get(literal.text)
        if found is None:
            found = self._kept[literal.text] = (
                self._compared(literal) if literal.left else self._named(literal)
            )
        return found

    def _named(self, literal: Literal) -> int:
        truth = self.name(literal.name)
        return 2 - truth if literal.is_negated else truth

    def name(self, name: str) -> int:
        """Return the truth of a flag, a derived name or an aggregate of rules."""
        if (derived := self.standing.pack.derived.get(name)) is not None:
            return self.condition(derived)
        if (rules := self.standing.aggregates.get(name)) is not None:
            return min((self.met(one) for one in rules), default=_TRUE)
        value = self.value(name)
        return _UNKNOWN if value is None else _TRUE if value is True else _FALSE

    def _compared(self, literal: Literal) -> int:
        assert literal.left is not None
        assert literal.right is not None
        left = literal.left.value(self.value(literal.left.fact))
        right = literal.right.value(self.value(literal.right.fact))
        if left is None or right is None:
            return _UNKNOWN
        return _TRUE if OPERATORS[literal.operation](left, right) else _FALSE

    def met(self, rule: Rule) -> int:
        """Return whether a rule is met: it does not apply, or what it requires holds."""
        key = f"\0{rule.id}"
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = max(2 - self.condition(rule.applies), self.condition(rule.require))
        return found

    def verdict(self) -> VerdictRule | None:
        """Return the first verdict that holds, or that is the first not known; None for the default."""
        return next((one for one in self.standing.verdicts if self.condition(one.when) != _FALSE), None)

    def is_decided(self) -> bool:
        """Whether the first verdict that is not false is true."""
        found = self.verdict()
        return found is None or self.condition(found.when) == _TRUE

    def undecided_rules(self) -> list[Rule]:
        return [one for one in self.standing.rules if self.met(one) == _UNKNOWN]

    def unknown_in(self, condition: Condition) -> Iterator[str]:
        """Yield the facts that keep a condition from being known, in the order in which it reads them."""
        for conjunction in condition:
            if self.conjunction(conjunction) == _UNKNOWN:
                for literal in conjunction:
                    if self.literal(literal) == _UNKNOWN:
                        yield from self._unknown_names(literal)

    def _unknown_names(self, literal: Literal) -> Iterator[str]:
        for name in literal.names:
            if (derived := self.standing.pack.derived.get(name)) is not None:
                yield from self.unknown_in(derived)
            elif (rules := self.standing.aggregates.get(name)) is not None:
                yield from self.unknown_of(rules)
            elif self.value(name) is None:
                yield name

    def unknown_of(self, rules: Iterable[Rule]) -> Iterator[str]:
        """Yield the facts that keep rules from being known."""
        for rule in rules:
            if self.met(rule) == _UNKNOWN:
                yield from self.unknown_in(rule.applies)
                yield from self.unknown_in(rule.require)
