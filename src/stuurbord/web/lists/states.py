"""State machines as tables: which state follows which, who may say so and what must be known first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from stuurbord.web.accounts.permissions import Permission


@dataclass(frozen=True)
class Transition:
    """One row of the table: from one state to another.

    Parameters
    ----------
    letter
        The key that chooses it in an open list.
    permission
        What it takes beyond the right to edit the register: a mandate to decide.
    guard
        From the line as it would become to the sentence that says what is missing; empty: nothing is.
    four_eyes
        Another person takes this step than who wrote the line in the state that it leaves.
    named
        Field of the person who takes this step, where the line names one: nobody else does then.
    """

    source: str
    target: str
    letter: str = ""
    permission: Permission | None = None
    guard: Callable[[Any], str] | None = None
    four_eyes: bool = False
    named: str = ""


@dataclass(frozen=True)
class StateMachine:
    """The states of a register and the ways between them. A new line starts in the first state."""

    initial: str
    transitions: tuple[Transition, ...]
    field: str = "state"

    def leaving(self, state: str) -> list[Transition]:
        """Return the ways out of a state, in the order of the table."""
        return [one for one in self.transitions if one.source == state]

    def between(self, source: str, target: str) -> Transition | None:
        """Return the way from one state to another; None if there is none."""
        return next((one for one in self.leaving(source) if one.target == target), None)

    def entering(self, state: str) -> list[Transition]:
        """Return the ways into a state: a line that is born in it answers to one of them."""
        return [one for one in self.transitions if one.target == state]


def chain(*states: str) -> tuple[Transition, ...]:
    """Return the ways of states that follow each other, each step forwards and back."""
    pairs = list(pairwise(states))
    return tuple(
        [Transition(source, target) for source, target in pairs]
        + [Transition(target, source) for source, target in pairs]
    )


def to_each(source: str, targets: Iterable[str]) -> tuple[Transition, ...]:
    """Return a way from one state to each of the others."""
    return tuple(Transition(source, target) for target in targets)


def from_each(
    sources: Iterable[str],
    target: str,
    letter: str = "",
    permission: Permission | None = None,
    guard: Callable[[Any], str] | None = None,
) -> tuple[Transition, ...]:
    """Return a way from each of these states to one."""
    return tuple(Transition(source, target, letter, permission, guard) for source in sources)
