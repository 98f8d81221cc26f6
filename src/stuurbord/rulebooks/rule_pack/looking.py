"""One set of facts, looked at through a pack as it stands on a day; each condition is computed once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Final

from stuurbord.rulebooks.rule_pack.answer import Because, RuleResult
from stuurbord.rulebooks.rule_pack.figures import duties_with_figures, figures_on, with_figures
from stuurbord.rulebooks.rule_pack.literals import ALWAYS, OPERATORS, Condition, Conjunction, Literal, Value
from stuurbord.rulebooks.rule_pack.model import Obligation, Pack, Rule, Severity, VerdictRule
from stuurbord.rulebooks.rule_pack.truth import Truth

MET: Final = "met."
"""Names of what all rules of one severity together give: ``met.blocking``."""
AGGREGATES: Final = frozenset(f"{MET}{kind}" for kind in Severity)
ON: Final = "on"
RULE: Final = "\0"
"""Before the id of a rule, where it stands among names; no name of a fact begins so."""
_TRUTHS: Final = (Truth.FALSE, Truth.UNKNOWN, Truth.TRUE)
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

    @cached_property
    def rule_by_id(self) -> Mapping[str, Rule]:
        """Id → the rule of that id that is asked."""
        return {one.id: one for one in self.rules}

    @cached_property
    def results(self) -> dict[tuple[str, int, int], RuleResult]:
        """Id, met, applies → the result of a rule that is known: the same for every subject."""
        return {}

    @cached_property
    def refusals(self) -> Mapping[str, Because]:
        """Id → what is said of a rule that is not met."""
        return {one.id: Because(one.id, one.reference, one.refusal) for one in self.rules}

    @cached_property
    def comparisons(self) -> Mapping[str, list[Literal]]:
        """Fact → the comparisons that read it."""
        made: dict[str, list[Literal]] = {}
        for literal in self._literals():
            for name in literal.names if literal.left else ():
                made.setdefault(name, []).append(literal)
        return made

    def _literals(self) -> Iterator[Literal]:
        conditions = [*self.pack.derived.values(), *(one.when for one in self.verdicts)]
        for rule in self.rules:
            conditions += [rule.applies, rule.require]
        return (literal for one in conditions for conjunction in one for literal in conjunction)


@lru_cache(maxsize=256)
def _standing(holder: _Holder, on: date, at: str) -> Standing:
    pack = holder.pack
    in_force = figures_on(pack, on)
    asked = (one for one in pack.rules if one.window.holds_on(on) and _is_asked(one, at))
    rules = with_figures(asked, in_force)
    return Standing(
        pack,
        on,
        at,
        {name: one.value for name, one in in_force.items()} | {ON: on.toordinal()},
        tuple(one for one in pack.verdicts if one.window.holds_on(on)),
        rules,
        # a duty that is still to come is told with its day; one that has ended is not
        duties_with_figures(
            (one for one in pack.obligations if one.window.until is None or on < one.window.until), in_force
        ),
        {f"{MET}{kind}": tuple(one for one in rules if one.weight is kind) for kind in Severity},
    )


def _is_asked(rule: Rule, at: str) -> bool:
    """Return whether a rule is asked at a place; one of ``G3`` is asked at each ``G3.n``."""
    return not at or not rule.at or at in rule.at or at.partition(".")[0] in rule.at


class _Holder:
    """Lets a pack, which holds mappings, be kept by its hash; one that was changed by hand is another."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Holder) and (other.pack is self.pack or other.pack == self.pack)

    def __hash__(self) -> int:
        return hash(self.pack.sha256)


def standing(pack: Pack, on: date, at: str = "") -> Standing:
    """Return a pack as it stands on a day."""
    return _standing(_Holder(pack), on, at)


class Look:
    """Facts and the truth of what has been asked of them so far.

    ``kept`` holds truths that are taken as they are: of literals by their text, of rules by their id.
    """

    __slots__ = ("facts", "kept", "standing")

    def __init__(
        self, stands: Standing, facts: Mapping[str, Value], kept: Mapping[str, int] | None = None
    ) -> None:
        self.standing = stands
        self.facts: dict[str, Value] = {**facts, **stands.values}  # a threshold in force hides a fact
        self.kept: dict[str, int] = dict(kept) if kept else {}

    def value(self, name: str) -> Value:
        """Return a threshold in force, else a fact; None where it is not known."""
        return self.facts.get(name)

    def condition(self, condition: Condition) -> int:
        """Return the truth of a disjunction of conjunctions."""
        best = _FALSE
        for conjunction in condition:
            found = self.conjunction(conjunction)
            if found > best:
                best = found
                if best == _TRUE:
                    break
        return best

    def conjunction(self, conjunction: Conjunction) -> int:
        """Return the truth of what must hold together."""
        kept, least = self.kept, _TRUE
        for literal in conjunction:
            found = kept.get(literal.text)
            if found is None:
                found = self._worked_out(literal)
            if found < least:
                least = found
                if least == _FALSE:
                    break
        return least

    def literal(self, literal: Literal) -> int:
        """Return the truth of one condition."""
        found = self.kept.get(literal.text)
        return self._worked_out(literal) if found is None else found

    def _worked_out(self, literal: Literal) -> int:
        found = self._compared(literal) if literal.left else self._named(literal)
        self.kept[literal.text] = found
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
        value = self.facts.get(name)
        if value is True:
            return _TRUE
        if value is False:
            return _FALSE
        if value is None:
            return _UNKNOWN
        raise ValueError(f"the fact {name} is true, false or None, not {value!r}")

    def _compared(self, literal: Literal) -> int:
        assert literal.left is not None
        assert literal.right is not None
        left = literal.left.value(self.facts.get(literal.left.fact))
        right = literal.right.value(self.facts.get(literal.right.fact))
        if left is None or right is None:
            return _UNKNOWN
        return _TRUE if OPERATORS[literal.operation](left, right) else _FALSE

    def met(self, rule: Rule) -> int:
        """Return whether a rule is met: it does not apply, or what it requires holds."""
        key = f"{RULE}{rule.id}"
        found = self.kept.get(key)
        if found is None:
            applies = _TRUE if rule.applies is ALWAYS else self.condition(rule.applies)
            found = _TRUE if applies == _FALSE else max(2 - applies, self.condition(rule.require))
            self.kept[key] = found
        return found

    def result(self, rule: Rule) -> RuleResult:
        """Return what comes of a rule."""
        met = self.met(rule)
        applies = _TRUE if rule.applies is ALWAYS else self.condition(rule.applies)
        if met == _UNKNOWN:
            return RuleResult(rule, Truth.UNKNOWN, _TRUTHS[applies], self.unknown_of)
        key = (rule.id, met, applies)
        found = self.standing.results.get(key)
        if found is None:
            found = self.standing.results[key] = RuleResult(rule, _TRUTHS[met], _TRUTHS[applies])
        return found

    def unknown_of(self, rule: Rule) -> tuple[str, ...]:
        """Return the facts that keep a rule from being known."""
        return self.unknown_facts(self.unknown_names(rule.applies, rule.require))

    def verdict(self) -> VerdictRule | None:
        """Return the first verdict that holds, or that is the first not known; None for the default."""
        return next((one for one in self.standing.verdicts if self.condition(one.when) != _FALSE), None)

    def unknown_literals(self, *conditions: Condition) -> Iterator[Literal]:
        """Yield what keeps conditions from being known, in the order in which they read it."""
        for condition in conditions:
            if self.condition(condition) != _UNKNOWN:
                continue
            for conjunction in condition:
                if self.conjunction(conjunction) == _UNKNOWN:
                    yield from (one for one in conjunction if self.literal(one) == _UNKNOWN)

    def unknown_parts(self, name: str) -> list[str] | None:
        """Return the names on which an unknown name rests; None if it is a fact and rests on nothing."""
        if name.startswith(RULE):
            rule = self.standing.rule_by_id[name[1:]]
            return self.unknown_names(rule.applies, rule.require)
        if (derived := self.standing.pack.derived.get(name)) is not None:
            return self.unknown_names(derived)
        if (rules := self.standing.aggregates.get(name)) is not None:
            return [f"{RULE}{one.id}" for one in rules if self.met(one) == _UNKNOWN]
        return None

    def unknown_names(self, *conditions: Condition) -> list[str]:
        """Return the unknown names that conditions read themselves, as often as they read them."""
        return [
            name
            for literal in self.unknown_literals(*conditions)
            for name in literal.names
            if literal.left is None or self.value(name) is None
        ]

    def unknown_facts(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the facts that names rest on in the end, each once."""
        found: dict[str, None] = {}
        seen: set[str] = set()
        waiting = [*names][::-1]
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            parts = self.unknown_parts(name)
            if parts is None:
                found[name] = None
            else:
                waiting.extend(reversed(parts))
        return tuple(found)
