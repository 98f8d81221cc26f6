"""Conditions on one line, for people: by the names of the facts, or in the words of the rule book."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from stuurbord.errors import N_
from stuurbord.rulebooks.rule_pack.facts import plain
from stuurbord.rulebooks.rule_pack.literals import ALWAYS, Condition, Literal, Term
from stuurbord.rulebooks.rule_pack.model import Pack, Text, said

Called = Callable[[str], str]
"""From the name of a fact or a limit to what people call it."""
_TOGETHER: Final = {
    "met.blocking": (N_("every blocking rule is met"), N_("a blocking rule is not met")),
    "met.condition": (N_("every condition is met"), N_("a condition is not met")),
    "met.notice": (N_("no notice is due"), N_("a notice is due")),
}
"""What all rules of one severity together give: where it holds, where it is denied."""
_SIGNS: Final = {"<=": "≤", ">=": "≥", "!=": "≠"}


def words_of(pack: Pack, on: date) -> Mapping[str, Text]:
    """Return what a rule book calls its facts, and the figures of its limits on a day."""
    made: dict[str, Text] = {one.name: one.label for one in pack.facts if one.label}
    for one in pack.values:
        if one.window.holds_on(on):
            made[one.name] = {"nl": f"{plain(one.kind, one.value)} {one.unit}".strip()}
    return made


def called_by(words: Mapping[str, Text], language: str) -> Called:
    """Return how people of a language call a fact; one of a family by the family and its own name."""

    def called(name: str) -> str:
        family, _dot, own = name.rpartition(".")
        if name in words:
            return said(words[name], language)
        return f"{said(words[f'{family}.*'], language)} {own}" if f"{family}.*" in words else name

    return called


def condition_text(
    condition: Condition, translate: Callable[[str], str] = str, called: Called | None = None
) -> str:
    """Return a condition on one line: ``a and not b, or c``.

    Parameters
    ----------
    called
        How facts are called; without it by their names, as the text of the rule book has them.
    """
    if condition == ALWAYS:
        return translate(N_("always"))
    if not condition:
        return translate(N_("never"))
    both, either = f" {translate(N_('and'))} ", f", {translate(N_('or'))} "
    return either.join(
        both.join(_literal_text(literal, translate, called) for literal in conjunction)
        for conjunction in condition
    )


def _literal_text(literal: Literal, translate: Callable[[str], str], called: Called | None) -> str:
    if (words := _TOGETHER.get(literal.name)) is not None:
        return translate(words[literal.is_negated])
    if literal.left is None or literal.right is None:
        name = called(literal.name) if called else literal.name
        return f"{translate(N_('not'))} {name}" if literal.is_negated else name
    if called is None:
        return literal.text
    sign = _SIGNS.get(literal.operation, literal.operation)
    return f"{term_text(literal.left, called)} {sign} {term_text(literal.right, called)}"


def term_text(term: Term, called: Called = str) -> str:
    """Return one side of a comparison: ``0.5 * tolerance``, ``awarded on + 15``."""
    if not term.fact:
        if term.kind == "date":
            return date.fromordinal(int(term.constant or 1)).isoformat()
        return f"“{term.constant}”" if term.kind == "text" else str(term.constant)
    times = "*" if called is str else "×"
    factor = "" if term.factor is None else f"{term.factor} {times} "
    offset = "" if term.offset is None else f" {'+' if term.offset >= 0 else '-'} {abs(term.offset)}"
    return f"{factor}{called(term.fact)}{offset}"
