"""The shortest list of facts that decides a verdict, whatever their values turn out to be.

A list decides if every way to answer it gives a verdict. What is returned decides, and no part of it does:
each fact is left out on trial and stays out if the rest still decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Final

from stuurbord.rulebooks.rule_pack.literals import Condition, Literal, Value
from stuurbord.rulebooks.rule_pack.looking import Look, Standing
from stuurbord.rulebooks.rule_pack.truth import Truth

MOST_TRIALS: Final = 4_000
"""Ways of answering that are tried for one fact; beyond them it is kept: the list still decides, and may
then hold a fact too many."""


def missing_facts(stands: Standing, facts: Mapping[str, Value]) -> tuple[str, ...]:
    """Return the facts that decide the verdict; empty when it is decided."""
    look = Look(stands, facts)
    if look.is_decided():
        return ()
    kept = list(dict.fromkeys(_relevant(look)))
    for name in tuple(reversed(kept)):
        rest = [one for one in kept if one != name]
        if _decides(stands, facts, frozenset(rest), [MOST_TRIALS]):
            kept = rest
    return tuple(kept)


def _relevant(look: Look) -> Iterator[str]:
    """Yield every unknown fact that the verdict may come to depend on."""
    for verdict in look.standing.verdicts:
        truth = look.condition(verdict.when)
        if truth == Truth.TRUE:
            return
        if truth == Truth.UNKNOWN:
            yield from look.unknown_in(verdict.when)


def _decides(stands: Standing, facts: Mapping[str, Value], asked: frozenset[str], trials: list[int]) -> bool:
    """Return whether each way to answer ``asked`` gives a verdict."""
    trials[0] -= 1
    if trials[0] < 0:
        return False
    look = Look(stands, facts)
    if look.is_decided():
        return True
    verdict = look.verdict()
    assert verdict is not None
    name = next((one for one in look.unknown_in(verdict.when) if one in asked), None)
    if name is None:
        return False
    return all(
        _decides(stands, {**facts, name: value}, asked, trials) for value in _values(stands, look, name)
    )


def _values(stands: Standing, look: Look, name: str) -> list[Value]:
    """Return values of a fact that stand for all: both of a flag, each side of every limit of a number."""
    limits, is_flag = set(), True
    for literal in _literals(stands):
        if literal.left is None or literal.right is None or name not in literal.names:
            continue
        is_flag = False
        mine, other = literal.left, literal.right
        if mine.fact != name:
            mine, other = other, mine
        if (value := other.value(look.value(other.fact))) is not None:
            limits.add(mine.turned_back(value))
    if is_flag:
        return [True, False]
    known = [one for one in limits if one is not None]
    if known and isinstance(known[0], str):
        return [*known, "\0"]
    return _around(sorted(known))


def _around(limits: list[Decimal]) -> list[Value]:
    if not limits:
        return [Decimal(0)]
    between = [(low + high) / 2 for low, high in pairwise(limits)]
    return [limits[0] - 1, *limits, *between, limits[-1] + 1]


def _literals(stands: Standing) -> Iterator[Literal]:
    for condition in _conditions(stands):
        for conjunction in condition:
            yield from conjunction


def _conditions(stands: Standing) -> Iterator[Condition]:
    yield from stands.pack.derived.values()
    for verdict in stands.verdicts:
        yield verdict.when
    for rule in stands.rules:
        yield rule.applies
        yield rule.require
