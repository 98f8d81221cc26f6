"""One condition for many persons: what a register asks of one, asked of all in the circle at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db.models import Q

from stuurbord.web.accounts.models import Person
from stuurbord.web.notices.matter import Place

Placed = Sequence[tuple[Place, Person]]


class AskedOf:
    """The condition of the lines that ask something of somebody in a circle, and of whom each does.

    A declaration tells it for one person. It is told a stand-in here; where it compares with that person, all
    are put in his place: one condition instead of one per person. A declaration that does something else with
    the person than compare is asked for each.
    """

    def __init__(self, lines: Callable[[Any], Q], placed: Placed) -> None:
        self._placed = {person.pk: (place, person) for place, person in reversed(placed)}
        self._paths: list[str] = []
        stand_in = Person(pk=-1)
        told = self._for_all(lines(stand_in), stand_in)
        self._is_one = told is not None and bool(self._paths)
        if self._is_one:
            self.conditions = [told]
        else:
            self.conditions = [lines(person) for _place, person in placed]
            self._by_number = list(placed)

    def _for_all(self, condition: Q, stand_in: Person) -> Q | None:
        """Return the condition with everybody in the stand-in's place; None if that cannot be."""
        if condition.negated and any(value is stand_in for value in _values(condition)):
            return None
        made = Q()
        made.connector, made.negated = condition.connector, condition.negated
        for child in condition.children:
            if isinstance(child, Q):
                inner = self._for_all(child, stand_in)
                if inner is None:
                    return None
                made.children.append(inner)
            elif isinstance(child, tuple) and child[1] is stand_in:
                self._paths.append(child[0])
                made.children.append((f"{child[0]}__in", list(self._placed)))
            else:
                made.children.append(child)
        return made

    def of(self, line: Any, number: int) -> tuple[Place, Person]:
        """Return on whose desk a line lies that met the condition of this number."""
        if not self._is_one:
            return self._by_number[number]
        found = (self._placed.get(_number_at(line, path)) for path in self._paths)
        return next(one for one in found if one is not None)


def _values(condition: Q) -> Iterator[Any]:
    for child in condition.children:
        if isinstance(child, Q):
            yield from _values(child)
        elif isinstance(child, tuple):
            yield child[1]


def _number_at(line: Any, path: str) -> int | None:
    """Return the number of the record at the end of a path such as ``project__manager``."""
    *steps, last = path.split("__")
    for step in steps:
        line = getattr(line, step)
    number: int | None = getattr(line, f"{last}_id")
    return number
