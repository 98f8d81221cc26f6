"""Small MSPDI documents for the tests, written by hand as Microsoft Project writes them."""

from __future__ import annotations

from stuurbord.exchange import mspdi
from stuurbord.plan import Plan

NAMESPACE = "http://schemas.microsoft.com/project"


def project(
    tasks: str = "", *, head: str = "", calendars: str = "", people: str = "", fields: str = ""
) -> bytes:
    """Return a document; without tasks it has one of a day."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Project xmlns="{NAMESPACE}"><Title>Sluis</Title>{head}'
        "<StartDate>2026-03-02T08:00:00</StartDate><CalendarUID>1</CalendarUID>"
        f"<ExtendedAttributes>{fields}</ExtendedAttributes>"
        f"<Calendars>{calendars or calendar()}</Calendars>"
        f"<Tasks>{tasks or task()}</Tasks>{people}</Project>"
    ).encode()


def task(uid: int = 1, facts: str = "", *, level: int = 1, hours: int = 8, name: str = "") -> str:
    """Return a ``Task`` element; ``facts`` come last."""
    return (
        f"<Task><UID>{uid}</UID><ID>{uid}</ID><Name>{name or f'Taak {uid}'}</Name>"
        f"<OutlineLevel>{level}</OutlineLevel><Duration>PT{hours}H0M0S</Duration>{facts}</Task>"
    )


def calendar(
    uid: int = 1, facts: str = "", *, name: str = "Standaard", base: int = -1, days: str | None = None
) -> str:
    """Return a ``Calendar`` element, Monday to Friday 08:00–12:00 and 13:00–17:00 unless told otherwise."""
    week = office_week() if days is None else days
    return (
        f"<Calendar><UID>{uid}</UID><Name>{name}</Name><IsBaseCalendar>{int(base < 0)}</IsBaseCalendar>"
        f"<BaseCalendarUID>{base}</BaseCalendarUID><WeekDays>{week}</WeekDays>{facts}</Calendar>"
    )


def office_week() -> str:
    """Return the weekdays of an office; 1 = Sunday."""
    open_days = "".join(weekday(number, ("08:00", "12:00"), ("13:00", "17:00")) for number in range(2, 7))
    return weekday(1) + open_days + weekday(7)


def weekday(number: int, *ranges: tuple[str, str]) -> str:
    """Return a ``WeekDay`` element."""
    return f"<WeekDay><DayType>{number}</DayType>{working(*ranges)}</WeekDay>"


def working(*ranges: tuple[str, str]) -> str:
    """Return whether it is a working day, and when."""
    times = "".join(
        f"<WorkingTime><FromTime>{start}:00</FromTime><ToTime>{end}:00</ToTime></WorkingTime>"
        for start, end in ranges
    )
    return f"<DayWorking>{int(bool(ranges))}</DayWorking>" + (
        f"<WorkingTimes>{times}</WorkingTimes>" if ranges else ""
    )


def exception(first: str, last: str, facts: str = "", *ranges: tuple[str, str], name: str = "vrij") -> str:
    """Return an ``Exception`` element; without facts it does not recur."""
    return (
        f"<Exception><TimePeriod><FromDate>{first}T00:00:00</FromDate><ToDate>{last}T23:59:00</ToDate>"
        f"</TimePeriod><Name>{name}</Name>{facts or '<Type>1</Type>'}{working(*ranges)}</Exception>"
    )


def read(document: bytes) -> Plan:
    """Return the plan of a document that has no findings."""
    plan, findings = mspdi.read(document, "plan.xml")
    assert findings == ()
    return plan
