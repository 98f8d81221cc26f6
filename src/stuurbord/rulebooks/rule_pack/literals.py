"""The words of a rule: ``flag``, ``!flag`` and ``fact OP fact-or-value``, read once when the pack is read.

A term is a number (``0.5``), a day (``2027-12-02``), a text in single quotes (``'works'``), or a fact that
may be multiplied and moved: ``0.5 * tolerance_days``, ``awarded_on + 15``. The parts stand apart by spaces.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from stuurbord.errors import N_

Value = bool | int | Decimal | str | None
"""A fact as the engine holds it: a flag, a day as its ordinal number, a number, a text; None is not known."""

NAME: Final = re.compile(r"[A-Za-z_]\w*(\.[\w-]+)*\Z")
OPERATORS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}


@dataclass(frozen=True, slots=True)
class Term:
    """One side of a comparison: a constant, or ``factor × fact + offset``."""

    kind: str
    """``number``, ``date`` or ``text``; empty where only the declaration of the fact tells."""
    constant: Value = None
    fact: str = ""
    factor: Decimal | None = None
    offset: Decimal | None = None

    def value(self, given: Value) -> Any:
        """Return the term's value from that of its fact; None while that is not known."""
        if not self.fact:
            return self.constant
        if given is None or (self.factor is None and self.offset is None):
            return given
        return self._moved(given)

    def _moved(self, given: Any) -> Any:
        moved = given if self.factor is None else given * self.factor
        return moved if self.offset is None else moved + self.offset

    def turned_back(self, value: Any) -> Any:
        """Return the value of the fact that gives the term this value."""
        if isinstance(value, str):
            return value
        moved = value if self.offset is None else value - self.offset
        return moved if self.factor is None else Decimal(moved) / self.factor


@dataclass(frozen=True, slots=True)
class Literal:
    """One condition of a conjunction."""

    text: str
    is_negated: bool
    name: str = ""
    """The flag or derived name; empty for a comparison."""
    left: Term | None = None
    operation: str = ""
    right: Term | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The facts (or the derived name) that it reads."""
        if self.left is None or self.right is None:
            return (self.name,)
        return tuple(term.fact for term in (self.left, self.right) if term.fact)


Conjunction = tuple[Literal, ...]
Condition = tuple[Conjunction, ...]
"""A disjunction of conjunctions. ``((),)`` holds always, ``()`` never."""

ALWAYS: Final[Condition] = ((),)
_WORD: Final = re.compile(r"'[^']*'|\S+")
_NUMBER: Final = re.compile(r"[-+]?\d{1,18}(\.\d{1,12})?\Z", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)


class Unreadable(ValueError):
    """Words that are no condition; the sentence is translated where it is told."""

    def __init__(self, sentence: str, text: Any) -> None:
        self.sentence, self.text = sentence, str(text)[:80]
        super().__init__(sentence.format(key="condition", text=self.text))


def read_condition(rows: Any) -> Condition:
    """Return a condition from TOML: a list of lists of literals.

    Raises
    ------
    Unreadable
        With the words that cannot be read.
    """
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise Unreadable(N_("{key}: a condition is a list of lists, not {text}."), rows)
    return tuple(tuple(read_literal(one) for one in row) for row in rows)


def read_literal(text: Any) -> Literal:
    """Return one literal.

    Raises
    ------
    Unreadable
        If it is none of the forms above.
    """
    if not isinstance(text, str) or not text.strip():
        raise Unreadable(N_("{key}: “{text}” is no condition."), text)
    words = _WORD.findall(text)
    places = [place for place, word in enumerate(words) if word in OPERATORS]
    if not places:
        is_negated = text.strip().startswith("!")
        name = text.strip().removeprefix("!")
        if not NAME.match(name):
            raise Unreadable(N_("{key}: “{text}” is not the name of a fact."), text)
        return Literal(text.strip(), is_negated, name)
    if len(places) > 1:
        raise Unreadable(N_("{key}: “{text}” compares more than two things."), text)
    left, right = read_term(words[: places[0]]), read_term(words[places[0] + 1 :])
    if not (left.fact or right.fact):
        raise Unreadable(N_("{key}: “{text}” compares no fact."), text)
    if left.fact == right.fact:
        raise Unreadable(N_("{key}: “{text}” compares a fact with itself."), text)
    return Literal(text.strip(), False, "", left, words[places[0]], right)


def read_term(words: list[str]) -> Term:
    """Return one side of a comparison, or a day such as ``awarded_on + 15``, from its words.

    Raises
    ------
    Unreadable
        If they are no term.
    """
    joined = " ".join(words)
    if len(words) == 1 and (constant := _constant(joined)):
        return constant
    factor = offset = None
    if len(words) > 2 and words[1] == "*":
        factor, words = _number(words[0]), words[2:]
        if factor == 0:
            raise Unreadable(N_("{key}: “{text}” is always nought."), joined)
    if len(words) == 3 and words[1] in ("+", "-"):
        offset = _number(words[2]) * (1 if words[1] == "+" else -1)
        words = words[:1]
    if len(words) != 1 or not NAME.match(words[0]):
        raise Unreadable(N_("{key}: “{text}” is neither a value nor a fact."), joined)
    return Term("", fact=words[0], factor=factor, offset=offset)


def _constant(word: str) -> Term | None:
    if len(word) > 1 and word[0] == word[-1] == "'":
        return Term("text", constant=word[1:-1])
    if _DAY.match(word):
        try:
            return Term("date", constant=date.fromisoformat(word).toordinal())
        except ValueError:
            raise Unreadable(N_("{key}: {text} is no day of the calendar."), word) from None
    return Term("number", constant=Decimal(word)) if _NUMBER.match(word) else None


def _number(word: str) -> Decimal:
    if not _NUMBER.match(word):
        raise Unreadable(N_("{key}: “{text}” is no number."), word)
    return Decimal(word)


def names_in(condition: Condition) -> Iterable[str]:
    """Return every name that a condition reads, repeats included."""
    return (name for conjunction in condition for literal in conjunction for name in literal.names)
