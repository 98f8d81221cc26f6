"""Changes of one revision of a plan, tried on a newer one: what still fits, what is done, what disagrees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from stuurbord.plan.changes.change import PLACE, PLAN, TASKS, Change
from stuurbord.plan.changes.newer_plan import NewerPlan
from stuurbord.plan.changes.places import Orders
from stuurbord.plan.changes.renumbering import with_free_numbers
from stuurbord.plan.changes.selection import tasks_of
from stuurbord.plan.model import Plan


@dataclass(frozen=True, slots=True)
class Conflict:
    """A change of something that has changed since.

    Attributes
    ----------
    found
        What stands there now, as plain data; None where the row is gone.
    """

    change: Change
    found: Any


@dataclass(frozen=True, slots=True)
class Rebased:
    """Changes as they read on another plan.

    Attributes
    ----------
    changes
        Those that fit; a row that is new has another number where somebody else gave out its own.
    conflicts
        Those that disagree with what was changed in the meantime.
    done
        Those that somebody else made as well.
    """

    changes: tuple[Change, ...]
    conflicts: tuple[Conflict, ...]
    done: tuple[Change, ...]


def rebased(
    changes: Iterable[Change], base: Plan, onto: Plan, *, of: Iterable[Change] | None = None
) -> Rebased:
    """Return what is left of changes of an earlier revision on a newer one.

    Two people who change different things are both right. Two who change the same thing to another value
    are in conflict, and so is who changes what another took away, or takes away what another builds on.

    Parameters
    ----------
    base
        The plan that the changes were made on.
    onto
        The plan they are to be made on now.
    of
        The whole that these changes are a part of: a new row has the same number in the part as in the whole.
    """
    listed = list(changes)
    whole = listed if of is None else list(of)
    orders = Orders(listed, base)
    now = NewerPlan(onto)
    sorted_ = _Sorted(now)
    for one in listed:
        sorted_.take(one)
    sorted_.let_go_of_what_leans_on_nothing()
    there = now.keys_with(sorted_.fits)
    anchored = [one if one.table == PLAN else orders.anchored(one, there[one.table]) for one in sorted_.fits]
    fits = with_free_numbers(anchored, now, whole)
    return Rebased(tuple(fits), tuple(sorted_.conflicts), tuple(sorted_.done))


_LEAVES: Final = ("task", "outline_level", PLACE)
"""Columns whose change takes a row away from the task it leaned on."""


class _Sorted:
    """Changes by whether they fit on a newer plan."""

    def __init__(self, now: NewerPlan) -> None:
        self.now = now
        self.fits: list[Change] = []
        self.conflicts: list[Conflict] = []
        self.done: list[Change] = []

    def take(self, one: Change) -> None:
        found = self.now.value(one)
        # Where the rows around it have moved, a row still goes where it was meant to go.
        still_goes = one.column == PLACE and self.now.has(one.table, one.key)
        if one.column != PLACE and found == one.after:
            self.done.append(one)
        elif found == one.before or still_goes or (one.adds and one.table != "dependencies"):
            self.fits.append(one)
        else:
            self.conflicts.append(Conflict(one, found))

    def let_go_of_what_leans_on_nothing(self) -> None:
        """Make conflicts of changes that lean on a row that goes, and of going rows that others lean on."""
        while bad := self._without_support():
            self.conflicts += [Conflict(one, self.now.value(one)) for one in bad]
            ids = set(map(id, bad))
            self.fits = [one for one in self.fits if id(one) not in ids]

    def _without_support(self) -> list[Change]:
        tasks = self.now.keys_with(self.fits)[TASKS]
        gone = {(one.table, one.key) for one in self.fits if one.removes}
        left = gone | {(one.table, one.key) for one in self.fits if one.column in _LEAVES}
        needed = {key for name, key in gone if name == TASKS and self.now.leaning_on.get(key, set()) - left}
        return [
            one
            for one in self.fits
            if (one.removes and not needed.isdisjoint({*tasks_of(one), *_itself(one)}))
            or (not one.removes and not tasks.issuperset(tasks_of(one)))
        ]


def _itself(one: Change) -> tuple[str, ...]:
    return (one.key,) if one.table == TASKS else ()
