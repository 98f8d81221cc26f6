"""What a pack may not hold though each of its parts can be read: unknown names, circles, one id twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from stuurbord.errors import N_
from stuurbord.rulebooks.rule_pack.literals import NAME, Condition, Literal, Term, names_in
from stuurbord.rulebooks.rule_pack.looking import AGGREGATES, MET, ON
from stuurbord.rulebooks.rule_pack.model import Dated, Pack
from stuurbord.rulebooks.rule_pack.toml_lines import Place

Problem = tuple[Place, str, dict[str, Any]]
MOST_STEPS: Final = 40
"""So many derived names may rest one on another: a person must still be able to follow them."""
_TWO_KINDS: Final = N_("{text} compares two kinds: numbers, days and texts go with their own kind.")


def contradictions_in(pack: Pack) -> Iterator[Problem]:
    """Yield place, sentence and its fields for each thing that is wrong."""
    if not pack.version:
        yield ("", 0, "version"), N_("the version is empty."), {}
    if not pack.verdicts and not pack.rules:
        yield ("", 0, "key"), N_("it has no class and no rule."), {}
    yield from _names(pack)
    yield from _repeated(pack)
    yield from _derived(pack)
    yield from _asking_themselves(pack)
    kinds = _kinds(pack)
    for place, condition in conditions_in(pack):
        for conjunction in condition:
            for literal in conjunction:
                yield from _literal(pack, kinds, place, literal)
    for index, one in enumerate(pack.obligations):
        if one.by and (_kind(kinds, pack, one.by) != "date" or one.by.factor is not None):
            yield ("obligation", index, "by"), N_("{name} is no day."), {"name": one.by.fact or "by"}


def conditions_in(pack: Pack) -> Iterator[tuple[Place, Condition]]:
    """Yield every condition of a pack with its place."""
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


def _literal(pack: Pack, kinds: Mapping[str, str], place: Place, literal: Literal) -> Iterator[Problem]:
    if literal.left is None or literal.right is None:
        if literal.name in pack.derived or literal.name in AGGREGATES:
            return
        kind = kinds.get(literal.name) or _declared(pack, literal.name)
        if kind == "":
            yield place, N_("the fact {name} is not declared."), {"name": literal.name}
        elif kind != "flag":
            yield place, N_("{name} is no flag: compare it with something."), {"name": literal.name}
        return
    terms = (literal.left, literal.right)
    found = [_kind(kinds, pack, one) for one in terms]
    for term, kind in zip(terms, found, strict=True):
        if kind == "":
            yield place, N_("the fact {name} is not declared."), {"name": term.fact}
    if "" not in found:
        yield from ((place, text, {"text": literal.text}) for text in _misfits(pack, literal, terms, found))


def _misfits(pack: Pack, literal: Literal, terms: tuple[Term, Term], kinds: list[str]) -> Iterator[str]:
    """Yield what keeps two terms from being compared."""
    if kinds[0] != kinds[1]:
        yield _TWO_KINDS
    elif kinds[0] == "flag":
        yield N_("{text} compares flags: write them by themselves.")
    elif kinds[0] == "text" and literal.operation not in ("=", "!="):
        yield N_("{text}: texts are equal or not.")
    elif kinds[0] == "text" and not _is_choice(pack, *terms):
        yield N_("{text}: that is none of the choices of the fact.")
    for term, kind in zip(terms, kinds, strict=True):
        is_moved = term.factor is not None or term.offset is not None
        if (kind in ("text", "flag") and is_moved) or (kind == "date" and term.factor is not None):
            yield N_("{text} cannot be computed.")
        elif kind == "date" and term.offset is not None and term.offset != int(term.offset):
            yield N_("{text}: days are counted whole.")


def _is_choice(pack: Pack, left: Term, right: Term) -> bool:
    """Return whether a text is one of the choices of the fact that it is compared with."""
    for one, other in ((left, right), (right, left)):
        fact = pack.fact(one.fact) if one.fact else None
        if fact and fact.choices and not other.fact and other.constant not in fact.choices:
            return False
    return True


def _kind(kinds: Mapping[str, str], pack: Pack, term: Term) -> str:
    return term.kind or kinds.get(term.fact) or _declared(pack, term.fact)


def _declared(pack: Pack, name: str) -> str:
    found = pack.fact(name)
    return found.kind if found else ""


def _names(pack: Pack) -> Iterator[Problem]:
    """Yield what is no name, or stands for two things."""
    taken = {ON} | {one.name for one in pack.values}
    for index, fact in enumerate(pack.facts):
        place = ("fact", index, "name")
        if not NAME.match(fact.name.removesuffix(".*")):
            yield place, N_("“{name}” is no name for a fact."), {"name": fact.name}
        elif fact.name in taken or fact.name in pack.derived or fact.name.startswith(MET):
            yield place, N_("{name} stands for something else already."), {"name": fact.name}
        if len(fact.choices) == 1 or len(set(fact.choices)) < len(fact.choices):
            yield ("fact", index, "choices"), N_("give at least two choices, each once."), {}
        elif fact.choices and fact.kind != "text":
            yield ("fact", index, "choices"), N_("only a text has choices."), {}
    for name in pack.derived:
        if not NAME.match(name) or name in taken or name.startswith(MET):
            yield ("derive", 0, name), N_("{name} stands for something else already."), {"name": name}
    kinds: dict[str, str] = {}
    for index, one in enumerate(pack.values):
        if not NAME.match(one.name) or one.name == ON or one.name.startswith(MET):
            yield ("value", index, "name"), N_("“{name}” is no name for a fact."), {"name": one.name}
        if kinds.setdefault(one.name, one.kind) != one.kind:
            yield ("value", index, "value"), N_("{name} was of another kind before."), {"name": one.name}


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
        seen: dict[str, list[Dated]] = {}
        for index, (name, window) in enumerate(named):
            if not name.strip():
                yield (table, index, ""), N_("it has no name."), {}
            if any(_overlap(window, held) for held in seen.get(name, ())):
                yield (table, index, ""), _twice([window, *seen[name]]), {"name": name}
            seen.setdefault(name, []).append(window)


def _twice(windows: Iterable[Dated]) -> str:
    """Return the sentence for what stands there twice; where days are given, they are what is wrong."""
    if any(one != Dated() for one in windows):
        return N_("{name} holds twice on the same day: end the one before the other begins.")
    return N_("{name} stands there twice.")


def _overlap(one: Dated, other: Dated) -> bool:
    starts = [window.since for window in (one, other) if window.since]
    ends = [window.until for window in (one, other) if window.until]
    return not starts or not ends or max(starts) < min(ends)


def _derived(pack: Pack) -> Iterator[Problem]:
    """Yield derived names that rest on themselves, or on too many others one after another."""
    rests = {
        name: {one for one in names_in(condition) if one in pack.derived}
        for name, condition in pack.derived.items()
    }
    waiting = Counter({name: len(parts) for name, parts in rests.items()})
    above: dict[str, list[str]] = {}
    for name, parts in rests.items():
        for part in parts:
            above.setdefault(part, []).append(name)
    steps = {name: 1 for name, count in waiting.items() if not count}
    ready = list(steps)
    for part in ready:
        for name in above.get(part, ()):
            steps[name] = max(steps.get(name, 1), steps[part] + 1)
            waiting[name] -= 1
            if not waiting[name]:
                ready.append(name)
    solved = set(ready)
    for name in pack.derived:
        if name not in solved and _returns(rests, name):
            yield ("derive", 0, name), N_("{name} rests on itself."), {"name": name}
        elif name in solved and steps[name] == MOST_STEPS + 1:
            fields = {"name": name, "most": MOST_STEPS}
            yield ("derive", 0, name), N_("{name} rests on more than {most} names, one on another."), fields


def _returns(rests: Mapping[str, Iterable[str]], name: str) -> bool:
    found: set[str] = set()
    waiting = [*rests[name]]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(rests[one])
    return name in found


def _asking_themselves(pack: Pack) -> Iterator[Problem]:
    """Yield rules that ask whether all rules are met."""
    for index, rule in enumerate(pack.rules):
        for key, condition in (("applies", rule.applies), ("require", rule.require)):
            if _reaches_aggregate(pack, condition):
                place = ("rule", index, key)
                yield place, N_("a rule cannot rest on met.…: only a class or an obligation can."), {}


def _reaches_aggregate(pack: Pack, condition: Condition) -> bool:
    seen: set[str] = set()
    waiting = [*names_in(condition)]
    while waiting:
        name = waiting.pop()
        if name in AGGREGATES:
            return True
        if name not in seen:
            seen.add(name)
            waiting.extend(names_in(pack.derived.get(name, ())))
    return False
