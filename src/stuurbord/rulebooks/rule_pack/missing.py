"""The shortest list of facts that decides a verdict, whatever their values turn out to be.

A list decides if every way to answer it gives a verdict. What is returned decides, and no part of it does.
A part of the rules that reads each of its facts once, and shares none with another part, needs all of them to
be known; such a part is tried as one flag. What is left is tried out: each name is left out, and stays out
if the rest still decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Final

from stuurbord.rulebooks.rule_pack.literals import Value
from stuurbord.rulebooks.rule_pack.looking import RULE, Look, Standing
from stuurbord.rulebooks.rule_pack.truth import Truth

MOST_TRIALS: Final = 2_000
"""Ways of answering that are tried for one list; beyond them a name is kept: the list still decides, and may
then hold a fact too many."""
MOST_FOR_ONE: Final = 1_000
_UNKNOWN: Final = int(Truth.UNKNOWN)


def missing_facts(stands: Standing, facts: Mapping[str, Value]) -> tuple[str, ...]:
    """Return the facts that decide the verdict; empty when it is decided.

    Without verdicts the question is whether each rule is met.
    """
    look = Look(stands, facts)
    if stands.pack.verdicts:
        return _Question(look).decides()
    asked = [_Question(look, f"{RULE}{one.id}") for one in stands.rules if look.met(one) == _UNKNOWN]
    return tuple(dict.fromkeys(name for one in asked for name in one.decides()))


@dataclass(frozen=True)
class _Question:
    """What is to be decided: the verdict, or whether one rule is met."""

    look: Look
    rule: str = ""

    def decides(self) -> tuple[str, ...]:
        """Return the shortest list of facts."""
        first = self.open_names(self.look)
        if not first:
            return ()
        kept = self._variables(dict.fromkeys(self._relevant))
        if not (len(self._open_conditions) == 1 and self._is_plain(first)):
            left = MOST_TRIALS
            for name in tuple(reversed(kept)):
                rest, trials = [one for one in kept if one != name], [min(left, MOST_FOR_ONE)]
                left -= trials[0]
                if self._are_enough(frozenset(rest), {}, trials):
                    kept = rest
                left += max(0, trials[0])
        return self.look.unknown_facts(kept)

    def open_names(self, look: Look) -> list[str]:
        """Return the unknown names that stand in the way; none when it is decided."""
        if self.rule:
            name = self.rule
            return [] if look.kept.get(name, _UNKNOWN) != _UNKNOWN else look.unknown_parts(name) or []
        found = look.verdict()
        return [] if found is None else look.unknown_names(found.when)

    @cached_property
    def _open_conditions(self) -> list[list[str]]:
        """The names each condition rests on that the answer may come to depend on."""
        if self.rule:
            return [self.open_names(self.look)]
        made = []
        for verdict in self.look.standing.verdicts:
            truth = self.look.condition(verdict.when)
            if truth == Truth.TRUE:
                break
            if truth == _UNKNOWN:
                made.append(self.look.unknown_names(verdict.when))
        return made

    @property
    def _relevant(self) -> Iterable[str]:
        return (name for names in self._open_conditions for name in names)

    @cached_property
    def _parts(self) -> dict[str, list[str] | None]:
        """Name → the names it rests on, of everything that is reached; None for a fact."""
        made: dict[str, list[str] | None] = {}
        waiting = list(self._relevant)
        while waiting:
            name = waiting.pop()
            if name not in made:
                made[name] = self.look.unknown_parts(name)
                waiting.extend(made[name] or ())
        return made

    @cached_property
    def _times(self) -> Counter[str]:
        """Name → how often it is read."""
        times = Counter(self._relevant)
        for parts in self._parts.values():
            times.update(parts or ())
        return times

    def _is_plain(self, names: Iterable[str]) -> bool:
        """Return whether everything below names is read once: then all of it is needed to know them."""
        return all(self._times[name] == 1 and self._is_plain(self._parts[name] or ()) for name in names)

    @cached_property
    def _flags(self) -> frozenset[str]:
        """The parts that can be tried as one flag."""
        return frozenset(
            name for name, parts in self._parts.items() if parts is not None and self._is_plain(parts)
        )

    def _variables(self, names: Iterable[str]) -> list[str]:
        """Return the facts, and the parts that stand for theirs, below names."""
        found: dict[str, None] = {}
        seen: set[str] = set()
        waiting = [*names][::-1]
        while waiting:
            name = waiting.pop()
            parts = self._parts[name]
            if parts is None or name in self._flags:
                found[name] = None
            elif name not in seen:
                seen.add(name)
                waiting.extend(reversed(parts))
        return list(found)

    @cached_property
    def _known(self) -> dict[str, int]:
        """What is known now and stays so."""
        return {text: truth for text, truth in self.look.kept.items() if truth != _UNKNOWN}

    def _are_enough(self, asked: frozenset[str], answers: dict[str, Value], trials: list[int]) -> bool:
        """Return whether each way to answer ``asked`` decides."""
        trials[0] -= 1
        if trials[0] < 0:
            return False
        look = self._answered(answers)
        names = self.open_names(look)
        if not names:
            return True
        name = next((one for one in self._variables_in(look, names) if one in asked), None)
        if name is None:
            return False
        values = [True, False] if name in self._flags else self._values(look, name)
        return all(self._are_enough(asked, {**answers, name: value}, trials) for value in values)

    def _answered(self, answers: Mapping[str, Value]) -> Look:
        kept, facts = dict(self._known), dict(self.look.facts)
        for name, value in answers.items():
            if name in self._flags:
                kept[name], kept[f"!{name}"] = (2, 0) if value else (0, 2)
            else:
                facts[name] = value
        look = Look(self.look.standing, facts, kept)
        if self.rule:
            look.met(look.standing.rule_by_id[self.rule.removeprefix(RULE)])
        return look

    def _variables_in(self, look: Look, names: list[str]) -> Iterator[str]:
        """Yield what is still open below names, in the order in which it is read."""
        seen: set[str] = set()
        waiting = names[::-1]
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            parts = None if name in self._flags else look.unknown_parts(name)
            if parts is None:
                yield name
            else:
                waiting.extend(reversed(parts))

    def _values(self, look: Look, name: str) -> list[Value]:
        """Return values that stand for all: both of a flag, each side of every limit of a number."""
        fact = look.standing.pack.fact(name)
        if fact is not None and fact.choices:
            return list(fact.choices)
        limits = _limits(look, name, frozenset())
        if limits is None:
            return [True, False]
        if any(isinstance(one, str) for one in limits) or (fact is not None and fact.kind == "text"):
            return [*limits, "\0"]
        return _around(limits)


def _limits(look: Look, name: str, seen: frozenset[str]) -> set[Value] | None:
    """Return the values at which a comparison of a fact may turn; None for a flag.

    Compared with a fact that is not known either, it may turn wherever that one does.
    """
    pairs = look.standing.comparisons.get(name)
    if pairs is None:
        return None
    limits: set[Value] = set()
    for literal in pairs:
        assert literal.left is not None
        assert literal.right is not None
        mine, other = literal.left, literal.right
        if mine.fact != name:
            mine, other = other, mine
        if (value := other.value(look.value(other.fact))) is not None:
            limits.add(mine.turned_back(value))
        elif other.fact not in seen:
            farther = _limits(look, other.fact, seen | {name}) or set()
            if not any(isinstance(one, str) for one in farther):
                limits |= {mine.turned_back(other.value(one)) for one in _around(farther)}
            else:
                limits |= farther
    return limits


def _around(limits: Iterable[Value]) -> list[Value]:
    """Return the limits, and a number on each side of every one of them."""
    ranked = sorted(Decimal(one) for one in limits if one is not None and not isinstance(one, str))
    if not ranked:
        return [Decimal(0)]
    between = [(low + high) / 2 for low, high in pairwise(ranked)]
    return [ranked[0] - 1, *ranked, *between, ranked[-1] + 1]
