"""What a pack may not hold though each of its parts can be read: unknown names, circles, one id twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from stuurbord.errors import N_
from stuurbord.rulebooks.rule_pack.literals import Condition, Literal, Term
from stuurbord.rulebooks.rule_pack.looking import MET, ON
from stuurbord.rulebooks.rule_pack.model import Dated, Pack, Severity
from stuurbord.rulebooks.rule_pack.toml_lines import Place

Problem = tuple[Place, str, dict[str, Any]]
_AGGREGATES = frozenset(f"{MET}{kind}" for kind in Severity)


def contradictions_in(pack: Pack) -> Iterator[Problem]:
    """Yield place, sentence and its fields for each thing that is wrong."""
    if not pack.verdicts and not pack.rules:
        yield ("", 0, "key"), N_("it has no verdict and no rule."), {}
    yield from _repeated(pack)
    yield from _circles(pack)
    kinds = _kinds(pack)
    for place, condition in _conditions(pack):
        for conjunction in condition:
            for literal in conjunction:
                yield from _literal(pack, kinds, place, literal)
    for index, one in enumerate(pack.obligations):
        if one.by and one.by.fact and _kind(pack, kinds, one.by) != "date":
            yield ("obligation", index, "by"), N_("{name} is no day."), {"name": one.by.fact}


def _conditions(pack: Pack) -> Iterator[tuple[Place, Condition]]:
    for name, condition in pack.derived.items():
        yield ("derive", 0, name), condition
    for index, verdict in enumerate(pack.verdicts):
        yield ("class", index, "when"), verdict.when
    for index, rule in enumerate(pack.rules):
        yield ("rule", index, "applies"), rule.applies
        yield ("rule", index, "require"), rule.require
    for index, obligation in enumerate(pack.obligations):
        yield ("obligation", index, "when"), obligation.when
    for index, contradiction in enumerate(pack.contradictions):
        yield ("contradiction", index, "when"), contradiction.when


def _kinds(pack: Pack) -> dict[str, str]:
    return {one.name: one.kind for one in pack.values} | {ON: "date"}


def _literal(pack: Pack, kinds: dict[str, str], place: Place, literal: Literal) -> Iterator[Problem]:
    if literal.left is None or literal.right is None:
        if literal.name in pack.derived or literal.name in _AGGREGATES:
            return
        kind = kinds.get(literal.name) or _declared(pack, literal.name)
        if kind == "":
            yield place, N_("the fact {name} is not declared."), {"name": literal.name}
        elif kind != "flag":
            yield place, N_("{name} is no flag: compare it with something."), {"name": literal.name}
        return
    found = [_kind(pack, kinds, one) for one in (literal.left, literal.right)]
    for term, kind in zip((literal.left, literal.right), found, strict=True):
        if kind == "":
            yield place, N_("the fact {name} is not declared."), {"name": term.fact}
    if "" in found:
        return
    if found[0] != found[1]:
        fields = {"text": literal.text, "left": found[0], "right": found[1]}
        yield place, N_("{text} compares a {left} with a {right}."), fields
    elif found[0] == "flag":
        yield place, N_("{text} compares flags: write them by themselves."), {"text": literal.text}
    elif found[0] == "text" and literal.operation not in ("=", "!="):
        yield place, N_("{text}: texts are equal or not."), {"text": literal.text}
    for term, kind in zip((literal.left, literal.right), found, strict=True):
        is_moved = term.factor is not None or term.offset is not None
        if (kind == "text" and is_moved) or (kind == "date" and term.factor is not None):
            yield place, N_("{text} cannot be computed."), {"text": literal.text}


def _kind(pack: Pack, kinds: dict[str, str], term: Term) -> str:
    return term.kind or kinds.get(term.fact) or _declared(pack, term.fact)


def _declared(pack: Pack, name: str) -> str:
    """Return the kind of a fact; a pack that declares none reads flags only."""
    if not pack.facts:
        return "flag"
    found = pack.fact(name)
    return found.kind if found else ""


def _repeated(pack: Pack) -> Iterator[Problem]:
    """Yield what has one name twice on one day; the same name at another time is how law changes."""
    for table, named in (
        ("class", [(one.code, one.window) for one in pack.verdicts]),
        ("rule", [(one.id, one.window) for one in pack.rules]),
        ("obligation", [(one.id, one.window) for one in pack.obligations]),
        ("value", [(one.name, one.window) for one in pack.values]),
        ("fact", [(one.name, Dated()) for one in pack.facts]),
        ("contradiction", [(one.id, Dated()) for one in pack.contradictions]),
    ):
        for index, (name, window) in enumerate(named):
            if any(name == other and _overlap(window, held) for other, held in named[:index]):
                yield (table, index, ""), N_("{name} stands there twice."), {"name": name}


def _overlap(one: Dated, other: Dated) -> bool:
    starts = [window.since for window in (one, other) if window.since]
    ends = [window.until for window in (one, other) if window.until]
    return not starts or not ends or max(starts) < min(ends)


def _circles(pack: Pack) -> Iterator[Problem]:
    for name in pack.derived:
        if name in _reached(pack, name):
            yield ("derive", 0, name), N_("{name} rests on itself."), {"name": name}


def _reached(pack: Pack, name: str) -> set[str]:
    found: set[str] = set()
    waiting: list[Iterable[str]] = [_derived_in(pack, name)]
    while waiting:
        for one in waiting.pop():
            if one not in found:
                found.add(one)
                waiting.append(_derived_in(pack, one))
    return found


def _derived_in(pack: Pack, name: str) -> list[str]:
    return [
        one
        for conjunction in pack.derived.get(name, ())
        for literal in conjunction
        for one in literal.names
        if one in pack.derived
    ]
