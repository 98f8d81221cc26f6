"""One thing that waits for somebody, and the rooms that know of such things."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from stuurbord.web.accounts.models import Person
from stuurbord.web.projects.models import Stage

FINISHED: Final = (Stage.CLOSED, Stage.STOPPED)
"""Projects that ask nothing any more."""


class Place(StrEnum):
    """On whose desk a matter lies, as the reader sees it."""

    OWN = "own"
    """The reader's own, or that of somebody he stands in for."""
    TEAM = "team"
    WRITTEN = "written"
    """The reader wrote it down; it waits for somebody else."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that waits: what, for whom, by when, and where to do it. Texts are in the reader's language.

    Attributes
    ----------
    kind
        What sort of thing it is: ``Risico``.
    verb
        What is asked: ``Herzien``.
    code
        How people call it: ``R-063``.
    slug, pk, version, ask
        The line of a register and what it asks; empty where it is no line.
    can_finish, can_postpone
        Whether a button of My week does it at once, as far as the register says; the action still asks.
    person
        For whom, where that is not the reader himself; the one who has it in the reader's list of others.
    """

    kind: str
    title: str
    verb: str
    url: str
    due: date | None = None
    project: Any = None
    code: str = ""
    detail: str = ""
    place: Place = Place.OWN
    person: Person | None = None
    slug: str = ""
    pk: int = 0
    version: int = 0
    ask: str = ""
    can_finish: bool = False
    can_postpone: bool = False

    @property
    def order(self) -> tuple[date, str, str]:
        """Most urgent first; what has no date last."""
        return self.due or date.max, self.project.code if self.project else "", self.code


@dataclass(frozen=True)
class Circle:
    """Of whom a reader asks what waits.

    Parameters
    ----------
    own
        The reader as a person, and those he stands in for today.
    written
        Register → numbers of the lines the reader wrote down.
    until
        Matters due later stay out of sight.
    """

    user: Any
    until: date
    own: tuple[Person, ...] = ()
    team: tuple[Person, ...] = ()
    written: Mapping[str, frozenset[int]] = field(default_factory=dict)

    @property
    def placed(self) -> list[tuple[Place, Person]]:
        """Everybody in it, the reader first."""
        return [(Place.OWN, one) for one in self.own] + [(Place.TEAM, one) for one in self.team]

    def known(self, person: Person | None) -> Person | None:
        """Return somebody as he was read for this circle: a question that is kept knows him from before."""
        return next((one for _place, one in self.placed if person and one.pk == person.pk), person)

    def named(self, person: Person) -> Person | None:
        """Return the person, unless it is the reader himself."""
        return None if person.user_id is not None and person.user_id == self.user.pk else person


Source = Callable[[Circle], Iterable[Matter]]
SOURCES: list[Source] = []


def declare(source: Source) -> Source:
    """Add a source of matters; called when its app is ready."""
    SOURCES.append(source)
    return source
