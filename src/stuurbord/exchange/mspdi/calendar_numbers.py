"""Numbers of calendars in an MSPDI file: the one it has in the file it came from, else a free one."""

from __future__ import annotations

from dataclasses import dataclass, field

from stuurbord.plan.calendar import Calendar
from stuurbord.plan.model import Plan

_FOR_RESOURCES = 10_000
"""Numbers left free for new calendars, before those of resources begin."""


@dataclass(frozen=True, slots=True)
class CalendarNumbers:
    """Which numbers calendars already have in the file a plan was read from.

    Attributes
    ----------
    of_calendar
        Name of a calendar of the plan → its number.
    of_resource
        Number of a resource → number of a calendar of its own that says nothing itself.
    free
        From here on no number is taken.
    """

    of_calendar: dict[str, int] = field(default_factory=dict)
    of_resource: dict[int, int] = field(default_factory=dict)
    free: int = 1


class CalendarNumbering:
    """Gives each calendar its number: the one it has, or one that is free."""

    def __init__(self, plan: Plan, numbers: CalendarNumbers) -> None:
        self._plan, self._numbers, self._taken = plan, numbers, set[int]()
        self._next = numbers.free

    def of_calendar(self, calendar: Calendar) -> int:
        known = self._numbers.of_calendar.get(calendar.name)
        return self._free() if known is None or known in self._taken else self._take(known)

    def of_resource(self, resource: int) -> int:
        """Return the number of a resource's own calendar; the same whatever other resources there are."""
        uid = int(self._plan.resources.uid[resource])
        known = self._numbers.of_resource.get(uid)
        if known is None and self._numbers.of_calendar:
            known = self._numbers.free + _FOR_RESOURCES + uid
        return self._free() if known is None or known in self._taken else self._take(known)

    def _free(self) -> int:
        self._next += 1
        return self._take(self._next - 1)

    def _take(self, number: int) -> int:
        self._taken.add(number)
        return number
