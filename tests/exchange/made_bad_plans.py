"""Plans that nobody should ever send, in any size; each ends in a finding or a clear error."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from exchange.made_mspdi import calendar, exception, office_week, project, task, weekday

MONDAY = "<Start>2026-03-02T08:00:00</Start>"
CLOSED_WEEK = "".join(weekday(number) for number in range(1, 8))
CENTURY = 100 * 365 * 1440 * 10
"""In tenths of minutes of working time."""


class BadPlan(NamedTuple):
    """A document made by ``made(n)``, and the finding that tells what is wrong with it."""

    code: str
    made: Callable[[int], bytes]
    n: int
    is_refused: bool = False


def link(predecessor: int, facts: str = "") -> str:
    """Return a ``PredecessorLink`` element, finish to start."""
    told = f"<PredecessorUID>{predecessor}</PredecessorUID><Type>1</Type>{facts}"
    return f"<PredecessorLink>{told}</PredecessorLink>"


def people(assignments: str) -> str:
    """Return one person, with assignments."""
    return (
        "<Resources><Resource><UID>5</UID><Name>An</Name><Type>1</Type></Resource></Resources>"
        f"<Assignments>{assignments}</Assignments>"
    )


def assignment(uid: int, facts: str = "", *, task_uid: int = 1, resource_uid: int = 5) -> str:
    """Return an ``Assignment`` element."""
    return (
        f"<Assignment><UID>{uid}</UID><TaskUID>{task_uid}</TaskUID>"
        f"<ResourceUID>{resource_uid}</ResourceUID>{facts}</Assignment>"
    )


def tasks(each: Callable[[int], str], n: int) -> bytes:
    """Return a plan of tasks 1 to n; ``each`` tells the facts of one."""
    return project("".join(task(number, each(number)) for number in range(1, n + 1)))


def circle(n: int) -> bytes:
    return tasks(lambda number: link(number % n + 1), n)


def circles_through_summaries(n: int) -> bytes:
    """Return pairs of phases that wait for each other."""
    made = []
    for first in range(1, 4 * n, 4):
        made.append(task(first, link(first + 2)) + task(first + 1, level=2))
        made.append(task(first + 2, link(first)) + task(first + 3, level=2))
    return project("".join(made))


def many_twice(n: int) -> bytes:
    return project("".join(task(number // 2 + 1) for number in range(n)))


def linked_to_nothing(n: int) -> bytes:
    return project(task(1, "".join(link(number) for number in range(2, n + 2))))


def linked_often(n: int) -> bytes:
    return project(task(1) + task(2, link(1) * n))


def linked_to_all(n: int) -> bytes:
    """Return a last task that waits for all others, and for a number that nobody has."""
    others = "".join(task(number) for number in range(1, n + 1))
    return project(others + task(n + 1, "".join(link(number) for number in range(1, n + 1)) + link(n + 9)))


def deep(n: int) -> bytes:
    return project("".join(task(number, level=number) for number in range(1, n + 1)))


def lagging(tenths: int) -> bytes:
    return project(task(1) + task(2, link(1, f"<LinkLag>{tenths}</LinkLag><LagFormat>7</LagFormat>")))


def lasting(hours: int) -> bytes:
    return project(task(1, f"<Duration>PT{hours}H0M0S</Duration>"))


def following_for_centuries(n: int) -> bytes:
    """Return tasks of a working century each, one after the other."""
    return project("".join(task(number, link(number - 1), hours=200_000) for number in range(1, n + 1)))


def starting(year: int) -> bytes:
    return project(task(1, f"<Start>{year}-03-02T08:00:00</Start><Finish>{year}-03-02T17:00:00</Finish>"))


def closed_project(n: int) -> bytes:
    return project(calendars=calendar(1, days=CLOSED_WEEK))


def closed_tasks(n: int) -> bytes:
    each = "".join(task(number, "<CalendarUID>7</CalendarUID>") for number in range(1, n + 1))
    return project(each, calendars=calendar() + calendar(7, name="dicht", days=CLOSED_WEEK))


def closed_person(n: int) -> bytes:
    """Return a person whose calendar is never open."""
    there = people(assignment(1, "<Work>PT8H0M0S</Work>"))
    there = there.replace("<Type>1</Type>", "<Type>1</Type><CalendarUID>7</CalendarUID>")
    calendars = calendar() + calendar(7, name="dicht", base=1, days=CLOSED_WEEK)
    return project(task(1, MONDAY), calendars=calendars, people=there)


def exceptions(n: int, facts: str = "") -> bytes:
    """Return a calendar with so many days off, of the last century, many of them the same."""
    days = (date(1901, 1, 1) + timedelta(days=number % 30_000) for number in range(n))
    found = "".join(exception(day.isoformat(), day.isoformat(), facts) for day in days)
    return project(calendars=calendar(facts=f"<Exceptions>{found}</Exceptions>"))


def recurring_for_ever(n: int) -> bytes:
    """Return so many exceptions on every Sunday until the end of time."""
    one = exception("2026-01-01", "9999-12-31", "<Type>6</Type><Period>1</Period><DaysOfWeek>1</DaysOfWeek>")
    return project(calendars=calendar(facts=f"<Exceptions>{one * n}</Exceptions>"))


def overlapping_weeks(n: int) -> bytes:
    one = (
        "<WorkWeek><TimePeriod><FromDate>2026-01-01T00:00:00</FromDate><ToDate>2026-12-31T23:59:00</ToDate>"
        f"</TimePeriod><Name>Zomer</Name><WeekDays>{office_week()}</WeekDays></WorkWeek>"
    )
    return project(calendars=calendar(facts=f"<WorkWeeks>{one * n}</WorkWeeks>"))


def derived_from_each_other(n: int) -> bytes:
    """Return calendars of one name, each derived from the one before, and the first from the last."""
    days = f"<Exceptions>{exception('2026-01-01', '2026-01-02')}</Exceptions>"
    row = (calendar(number, days, name="A", base=(number - 2) % n + 1, days="") for number in range(1, n + 1))
    return project(calendars="".join(row))


def derived_in_a_row(n: int) -> bytes:
    """Return calendars of one name, each derived from the one before."""
    days = f"<Exceptions>{exception('2026-01-01', '2026-01-02')}</Exceptions>"
    row = (calendar(number, days, name="A", base=number - 1, days="") for number in range(2, n + 1))
    return project(calendars=calendar() + "".join(row))


def work_of_nothing(n: int) -> bytes:
    return project(people=people("".join(assignment(number, task_uid=number + 1) for number in range(1, n))))


def work_of_strangers(n: int) -> bytes:
    strangers = "".join(assignment(number, resource_uid=number + 9) for number in range(1, n))
    return project(people=people(strangers))


def negative_work(n: int) -> bytes:
    return tasks(lambda _: "<Work>-PT8H0M0S</Work>", n)


def negative_assigned_work(n: int) -> bytes:
    facts = "<Work>-PT8H0M0S</Work><RemainingWork>-PT8H0M0S</RemainingWork>"
    return project(task(1, MONDAY), people=people("".join(assignment(number, facts) for number in range(n))))


def timephased(n: int) -> bytes:
    """Return one assignment with so many hours of work, each apart."""

    def hours() -> Iterable[str]:
        for number in range(n):
            start = datetime.fromisoformat("2026-03-02T08:00:00") + timedelta(hours=2 * (number % 400_000))
            yield (
                f"<TimephasedData><Type>1</Type><Start>{start.isoformat()}</Start>"
                f"<Finish>{(start + timedelta(hours=1)).isoformat()}</Finish><Value>PT1H0M0S</Value>"
                "</TimephasedData>"
            )

    return project(task(1, MONDAY), people=people(assignment(1, "".join(hours()))))


def bare(n: int) -> bytes:
    """Return tasks that say next to nothing; the last occurs twice."""
    row = "".join(f"<Task><UID>{number}</UID><Name>T</Name></Task>" for number in [*range(1, n), n - 1])
    return project(row)


BAD_PLANS = {
    "circle": BadPlan("cycle", circle, 2_000, is_refused=True),
    "circle of one": BadPlan("cycle", circle, 1, is_refused=True),
    "circles through summaries": BadPlan("cycle_through_summary", circles_through_summaries, 500),
    "numbers twice": BadPlan("duplicate_uid", many_twice, 4_000, is_refused=True),
    "last number twice": BadPlan("duplicate_uid", bare, 10_000, is_refused=True),
    "links to nothing": BadPlan("unknown_task", linked_to_nothing, 5_000),
    "one link often": BadPlan("duplicate_dependency", linked_often, 5_000),
    "links to all": BadPlan("unknown_task", linked_to_all, 3_000),
    "deep": BadPlan("outline_too_deep", deep, 10_000, is_refused=True),
    "lag of a century": BadPlan("plan_cannot_be_dated", lagging, CENTURY, is_refused=True),
    "lead of a century": BadPlan("plan_cannot_be_dated", lagging, -CENTURY, is_refused=True),
    "lag of a thousand years": BadPlan("lag_out_of_range", lagging, 10 * CENTURY),
    "lag beyond tables": BadPlan("unreadable_value", lagging, 10**30),
    "duration of a thousand years": BadPlan("out_of_range", lasting, 10**7, is_refused=True),
    "duration beyond tables": BadPlan("unreadable_value", lasting, 10**30),
    "centuries in a row": BadPlan("plan_cannot_be_dated", following_for_centuries, 50, is_refused=True),
    "before 1984": BadPlan("date_project_cannot_open", starting, 1983),
    "after 2149": BadPlan("date_project_cannot_open", starting, 2150),
    "before 1900": BadPlan("out_of_range", starting, 1899, is_refused=True),
    "year 9999": BadPlan("out_of_range", starting, 9999, is_refused=True),
    "closed project": BadPlan("calendar_never_works", closed_project, 1, is_refused=True),
    "closed tasks": BadPlan("calendar_never_works", closed_tasks, 500),
    "closed person": BadPlan("calendar_never_works", closed_person, 1),
    "Sundays for ever": BadPlan("calendar_too_many_exceptions", recurring_for_ever, 50),
    "overlapping weeks": BadPlan("calendar_work_weeks_overlap", overlapping_weeks, 300),
    "calendars in a circle": BadPlan("calendar_circle", derived_from_each_other, 15),
    "calendars in a long circle": BadPlan("calendar_too_deep", derived_from_each_other, 300),
    "calendars in a row": BadPlan("calendar_too_deep", derived_in_a_row, 300),
    "work of nothing": BadPlan("assignment_without_task", work_of_nothing, 5_000),
    "work of strangers": BadPlan("unknown_resource", work_of_strangers, 5_000),
    "negative work": BadPlan("negative_work", negative_work, 500),
    "negative assigned work": BadPlan("negative_assigned_work", negative_assigned_work, 500),
}
