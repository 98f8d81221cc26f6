"""Places of rows in an order, when some of the rows around them are not there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from stuurbord.plan.changes.application import changed
from stuurbord.plan.changes.change import PLACE, PLAN, ROW, Change
from stuurbord.plan.changes.keyed import keyed
from stuurbord.plan.model import Plan


class Orders:
    """The order of rows that a set of changes meant, table by table.

    Parameters
    ----------
    base
        The plan that all the changes were made on.
    """

    def __init__(self, changes: Iterable[Change], base: Plan) -> None:
        meant = keyed(changed(base, changes))
        self._above = {
            name: dict(zip(table.keys, ["", *table.keys], strict=False)) for name, table in meant.items()
        }

    def anchored(self, one: Change, there: Collection[str]) -> Change:
        """Return a change whose row stands right below the nearest row above it that is there."""
        if one.table == PLAN or one.after is None or one.column not in (ROW, PLACE):
            return one
        above = self._above[one.table]
        place = above[one.key]
        while place and place not in there:
            place = above[place]
        return replace(one, after=place if one.column == PLACE else one.after | {PLACE: place})
