"""The calendars of a plan, compiled once per computation and combined where task and person both count."""

from __future__ import annotations

from typing import Final

from stuurbord.errors import N_, Finding, InvalidPlan, Severity
from stuurbord.plan.calendar import (
    ROUND_THE_CLOCK,
    Calendar,
    OutsideHorizon,
    WorkingTime,
    intersection,
    working_time,
)
from stuurbord.plan.model import Plan

ELAPSED: Final = -2
"""Beside calendar positions: the clock that never stops."""
_SHARED_DAYS: Final = 60 * 366
"""Longer runs are compiled for one computation only, and not kept."""
_MOST_DAYS: Final = 3_000_000
"""Compiled days of all calendars of a plan together (a day takes some 300 bytes)."""


class Clocks:
    """The calendars of a plan, compiled for one run of days and combined where needed."""

    def __init__(self, plan: Plan, first_day: int, last_day: int) -> None:
        self.plan, self.days = plan, (first_day, last_day)
        self.findings: list[Finding] = []
        self._made: dict[tuple[int, int], WorkingTime] = {}
        self._n_days = 0
        self.project = self._compile(plan.calendar)

    def of(self, calendar_idx: int) -> WorkingTime:
        """Return a calendar by position; −1 is the project's."""
        key = (calendar_idx, calendar_idx)
        if key not in self._made:
            self._made[key] = self._compiled(calendar_idx)
        return self._made[key]

    def both(self, one_idx: int, other_idx: int) -> WorkingTime:
        """Return the time that works in both calendars."""
        key = (one_idx, other_idx)
        if key not in self._made:
            self._made[key] = self._combined(one_idx, other_idx)
        return self._made[key]

    def _compile(self, calendar: Calendar) -> WorkingTime:
        self._count_days()
        first_day, last_day = self.days
        if last_day - first_day > _SHARED_DAYS:
            return working_time.__wrapped__(calendar, first_day, last_day)
        return working_time(calendar, first_day, last_day)

    def _count_days(self) -> None:
        self._n_days += self.days[1] - self.days[0]
        if self._n_days > _MOST_DAYS:
            text = N_("The plan has too many calendars for the time it spans.")
            raise InvalidPlan(Finding("too_many_calendars", text, Severity.ERROR))

    def _compiled(self, calendar_idx: int) -> WorkingTime:
        if calendar_idx == ELAPSED:
            return self._compile(ROUND_THE_CLOCK)
        if calendar_idx in (-1, self.plan.calendar_idx):
            return self.project
        calendar = self.plan.calendars[calendar_idx]
        try:
            return self._compile(calendar)
        except OutsideHorizon:
            text = N_("Calendar “{calendar}” never works; the project calendar is used for its tasks.")
            self.findings.append(Finding("calendar_unused", text, fields={"calendar": calendar.name}))
            return self.project

    def _combined(self, one_idx: int, other_idx: int) -> WorkingTime:
        self._count_days()
        try:
            return intersection(self.of(one_idx), self.of(other_idx))
        except OutsideHorizon:
            names = [self.plan.calendars[idx].name for idx in (one_idx, other_idx)]
            text = N_("Calendars “{task}” and “{resource}” never work together; only “{task}” is followed.")
            fields = {"task": names[0], "resource": names[1]}
            self.findings.append(Finding("calendars_disjoint", text, fields=fields))
            return self.of(one_idx)
