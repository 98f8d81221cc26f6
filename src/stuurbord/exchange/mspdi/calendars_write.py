"""A plan's calendars as MSPDI can hold them.

Microsoft Project knows base calendars, which stand alone, and one calendar per resource, derived from a
base calendar. A calendar of the plan that is derived but belongs to no single resource is therefore written
as a base calendar with everything its parent says worked into it; it opens the same days.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from stuurbord.exchange.calendar_records import without_overlap
from stuurbord.exchange.mspdi.calendar_numbers import CalendarNumbering, CalendarNumbers
from stuurbord.exchange.mspdi.fields import date_text
from stuurbord.exchange.mspdi.markup import Markup
from stuurbord.plan.calendar import DAY, Calendar, CalendarException, Ranges, WorkWeek
from stuurbord.plan.model import Plan

_NO_PARENT = -1


@dataclass(frozen=True, slots=True)
class WrittenCalendar:
    """One ``Calendar`` element: ``base_uid`` is −1 for a base calendar."""

    uid: int
    calendar: Calendar
    base_uid: int = _NO_PARENT


@dataclass(frozen=True, slots=True)
class CalendarPlaces:
    """Which calendar element each part of the plan refers to.

    Attributes
    ----------
    uid_of
        Position in ``plan.calendars`` → number of the base calendar or of the resource's own.
    uid_of_resource
        Position in ``plan.resources`` → number of the calendar that is the resource's.
    """

    written: list[WrittenCalendar]
    uid_of: dict[int, int]
    uid_of_resource: dict[int, int]


def calendar_places(plan: Plan, numbers: CalendarNumbers | None = None) -> CalendarPlaces:
    """Number the calendars: the plan's in their order, parents it does not list, then one per resource."""
    owned = _owned(plan)
    taking = CalendarNumbering(plan, numbers or CalendarNumbers())
    uid_of = {idx: taking.of_calendar(one) for idx, one in enumerate(plan.calendars)}
    base_uid: dict[Calendar, int] = {}
    for idx, calendar in enumerate(plan.calendars):
        if idx not in owned:
            base_uid.setdefault(calendar, uid_of[idx])
    parents = [parent for idx in sorted(owned) if (parent := plan.calendars[idx].parent) is not None]
    extra = [one for one in dict.fromkeys(parents) if one not in base_uid]
    base_uid |= {one: taking.of_calendar(one) for one in extra}
    written = [
        WrittenCalendar(uid_of[idx], calendar, base_uid[calendar.parent])
        if idx in owned and calendar.parent is not None
        else WrittenCalendar(uid_of[idx], flattened(calendar))
        for idx, calendar in enumerate(plan.calendars)
    ]
    written += [WrittenCalendar(base_uid[one], flattened(one)) for one in extra]
    uid_of_resource: dict[int, int] = {}
    for resource, idx in enumerate(plan.resources.calendar_idx.tolist()):
        if idx in owned:
            uid_of_resource[resource] = uid_of[idx]
        elif idx >= 0:
            own = Calendar(plan.resources.name[resource], (None,) * 7)
            uid_of_resource[resource] = taking.of_resource(resource)
            written.append(WrittenCalendar(uid_of_resource[resource], own, uid_of[idx]))
    return CalendarPlaces(written, uid_of, uid_of_resource)


def _owned(plan: Plan) -> set[int]:
    """Return the derived calendars that exactly one resource has, and nothing else refers to."""
    n_users = Counter(plan.resources.calendar_idx.tolist())
    elsewhere = {plan.calendar_idx, *plan.tasks.calendar_idx.tolist()}
    parents = {one.parent for one in plan.calendars if one.parent is not None}
    return {
        idx
        for idx, calendar in enumerate(plan.calendars)
        if calendar.parent is not None
        and n_users[idx] == 1
        and idx not in elsewhere
        and calendar not in parents
        and not any(_leaves_days_open(week, calendar) for week in calendar.work_weeks)
    }


def _leaves_days_open(week: WorkWeek, calendar: Calendar) -> bool:
    return any(one is None and own is None for one, own in zip(week.days, calendar.days, strict=True))


def flattened(calendar: Calendar) -> Calendar:
    """Return a calendar without parent that opens the same days, and whose work weeks set all seven.

    A rule of the calendar itself beats any of its parent, so what the parent says of a weekday holds only
    where the calendar leaves that weekday open.
    """
    if calendar.parent is None:
        return replace(calendar, work_weeks=_whole_weeks(_apart([*calendar.work_weeks]), calendar.days))
    parent = flattened(calendar.parent)
    days = tuple(
        theirs if own is None else own for own, theirs in zip(calendar.days, parent.days, strict=True)
    )
    inherited_weeks = [
        replace(
            week,
            days=tuple(
                one if own is None else None for one, own in zip(week.days, calendar.days, strict=True)
            ),
        )
        for week in parent.work_weeks
    ]
    inherited = [run for one in parent.exceptions for run in _inherited_runs(one, calendar)]
    weeks = _apart([*calendar.work_weeks, *inherited_weeks])
    return Calendar(
        calendar.name,
        days,
        tuple(without_overlap([*calendar.exceptions, *inherited])),
        _whole_weeks(weeks, days),
    )


def _whole_weeks(weeks: Iterable[WorkWeek], days: tuple[Ranges | None, ...]) -> tuple[WorkWeek, ...]:
    """Let each work week say what every weekday is: programs differ on days it leaves out."""
    return tuple(
        replace(
            week,
            days=tuple((own or ()) if one is None else one for one, own in zip(week.days, days, strict=True)),
        )
        for week in weeks
    )


def _apart(weeks: list[WorkWeek]) -> list[WorkWeek]:
    """Cut work weeks at each other's ends and lay those of the same days over one another."""
    edges = sorted({week.first_day for week in weeks} | {week.last_day + 1 for week in weeks})
    made = []
    for first, after in pairwise(edges):
        covering = [week for week in weeks if week.first_day <= first <= week.last_day]
        if covering:
            days = tuple(
                next((week.days[number] for week in covering if week.days[number] is not None), None)
                for number in range(7)
            )
            made.append(WorkWeek(first, after - 1, days, covering[0].name))
    return made


def _inherited_runs(one: CalendarException, calendar: Calendar) -> Iterator[CalendarException]:
    """Yield the parts of a parent's exception on days of which the calendar itself says nothing."""
    if not calendar.work_weeks and calendar.days == (None,) * 7:
        yield one
        return
    first = None
    for day in range(one.first_day, one.last_day + 2):
        is_free = day <= one.last_day and _says_nothing_of(calendar, day)
        if is_free and first is None:
            first = day
        elif not is_free and first is not None:
            yield replace(one, first_day=first, last_day=day - 1)
            first = None


def _says_nothing_of(calendar: Calendar, day: int) -> bool:
    weekday = (day + 3) % 7  # 1 January 1970 was a Thursday
    return calendar.days[weekday] is None and not any(
        week.first_day <= day <= week.last_day and week.days[weekday] is not None
        for week in calendar.work_weeks
    )


def write_calendars(markup: Markup, written: Iterable[WrittenCalendar]) -> None:
    """Write the element ``Calendars``."""
    with markup.element("Calendars"):
        for one in written:
            with markup.element("Calendar"):
                markup.put_all(
                    UID=one.uid,
                    Name=one.calendar.name,
                    IsBaseCalendar=one.base_uid == _NO_PARENT,
                    BaseCalendarUID=one.base_uid,
                )
                _write_days(markup, one.calendar.days)
                _write_exceptions(markup, one.calendar.exceptions)
                _write_work_weeks(markup, one.calendar.work_weeks)


def _write_days(markup: Markup, days: tuple[Ranges | None, ...]) -> None:
    if all(ranges is None for ranges in days):
        return
    with markup.element("WeekDays"):
        for day_type in range(1, 8):  # 1 = Sunday
            ranges = days[(day_type - 2) % 7]
            if ranges is not None:
                with markup.element("WeekDay"):
                    markup.put("DayType", day_type)
                    _write_ranges(markup, ranges)


def _write_ranges(markup: Markup, ranges: Ranges) -> None:
    markup.put("DayWorking", bool(ranges))
    if ranges:
        with markup.element("WorkingTimes"):
            for start, end in ranges:
                with markup.element("WorkingTime"):
                    markup.put_all(FromTime=_clock(start), ToTime=_clock(end % DAY))


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _write_exceptions(markup: Markup, exceptions: Iterable[CalendarException]) -> None:
    apart = without_overlap(exceptions)
    if not apart:
        return
    with markup.element("Exceptions"):
        for one in apart:
            with markup.element("Exception"):
                markup.put("EnteredByOccurrences", False)
                _write_period(markup, one.first_day, one.last_day)
                markup.put_all(Occurrences=one.last_day - one.first_day + 1, Name=one.name, Type=1)
                _write_ranges(markup, one.ranges)


def _write_work_weeks(markup: Markup, weeks: tuple[WorkWeek, ...]) -> None:
    if not weeks:
        return
    with markup.element("WorkWeeks"):
        for week in weeks:
            with markup.element("WorkWeek"):
                _write_period(markup, week.first_day, week.last_day)
                markup.put("Name", week.name)
                _write_days(markup, week.days)


def _write_period(markup: Markup, first_day: int, last_day: int) -> None:
    """Write first and last day; the last minute of the last day closes it, as Microsoft Project has it."""
    with markup.element("TimePeriod"):
        markup.put_all(FromDate=date_text(first_day * DAY), ToDate=date_text(last_day * DAY + DAY - 60))
