"""MSPDI that no program writes: a finding or a clear error, never another exception, never without bound."""

from __future__ import annotations

import re
import tracemalloc

import pytest
from exchange.made_mspdi import calendar, project, task
from exchange.made_mspdi_whole import whole_project, work
from hypothesis import given, settings
from hypothesis import strategies as st

from stuurbord.engine.critical_path import critical_path
from stuurbord.errors import InvalidPlan, StuurbordError
from stuurbord.exchange import mspdi
from stuurbord.exchange.mspdi import people_read
from stuurbord.plan import NONE

VALUES = (
    "",
    " ",
    "-1",
    "0",
    "9" * 18,
    "9" * 30,
    "-" + "9" * 30,
    "1e300",
    "-1e300",
    "nan",
    "inf",
    "PT0S",
    "PT999999999H59M59S",
    "-PT999999999H",
    "P999999999D",
    "PT" + "9" * 40 + "H",
    "0001-01-01T00:00:00",
    "1583-01-01T00:00:00",
    "1983-12-31T08:00:00",
    "2149-12-31T17:00:00",
    "2150-01-01T08:00:00",
    "9999-12-31T23:59:59",
    "2026-02-30T08:00:00",
    "ja",
    "²",
)


def codes(error: StuurbordError) -> list[str]:
    return [one.code for one in error.findings]


def told(document: bytes) -> list[str]:
    return [one.code for one in mspdi.read(document, "plan.xml")[1]]


def leaves() -> list[str]:
    """Return every element of the made document that has a text, once."""
    return sorted(set(re.findall(r"<(\w+)>[^<]+</\1>", whole_project().decode())))


def outcome(document: bytes) -> str:
    """Read, compute and write a document; return what came of it."""
    try:
        plan, _ = mspdi.read(document, "plan.xml")
        schedule = critical_path(plan)
    except StuurbordError as error:
        return codes(error)[0]
    written = mspdi.write(plan)
    mspdi.write(plan, schedule)
    return "equal" if mspdi.read(written, "plan.xml")[0] == plan else "not equal"


@given(st.sampled_from(leaves()), st.sampled_from(VALUES))
@settings(max_examples=60)
def test_any_value_anywhere_ends_in_a_plan_or_a_clear_error(name, value):
    """One element of the made document, in every place it has."""
    document = re.sub(rf"<{name}>[^<]*</{name}>", f"<{name}>{value}</{name}>", whole_project().decode())

    assert outcome(document.encode()) != "not equal"


@given(st.data())
@settings(max_examples=40)
def test_values_mixed_at_will_end_in_a_plan_or_a_clear_error(data):
    """Several at once, each in one place."""
    document = whole_project().decode()
    for _ in range(data.draw(st.integers(1, 6))):
        places = list(re.finditer(r">([^<>]+)<", document))
        place = data.draw(st.sampled_from(places))
        document = document[: place.start(1)] + data.draw(st.sampled_from(VALUES)) + document[place.end(1) :]

    assert outcome(document.encode()) != "not equal"


def test_two_tasks_with_one_number_are_an_error_that_names_them():
    """Links and assignments would not know which is meant."""
    with pytest.raises(InvalidPlan) as caught:
        mspdi.read(project(task(1) + task(2) + task(2)), "plan.xml")

    assert "duplicate_uid" in codes(caught.value)


def test_a_duration_beyond_every_table_counts_as_not_given():
    """Told, with the value."""
    document = project(task(1, f"<ActualDuration>PT1H</ActualDuration><Work>PT{'9' * 25}H0M0S</Work>"))
    plan, findings = mspdi.read(document, "plan.xml")

    assert plan.tasks.work[0] == 0
    assert [one.code for one in findings] == ["unreadable_value"]


def test_money_that_adds_up_beyond_every_table_is_no_crash():
    """Two thousand assignments of ninety billion euros."""
    assigned = "".join(
        f"<Assignment><UID>{n}</UID><TaskUID>1</TaskUID><ResourceUID>5</ResourceUID>"
        "<Cost>9000000000000000</Cost></Assignment>"
        for n in range(2000)
    )
    people = (
        "<Resources><Resource><UID>5</UID><Name>An</Name></Resource></Resources>"
        f"<Assignments>{assigned}</Assignments>"
    )

    assert outcome(project(people=people)) != "not equal"


def test_more_timephased_work_than_is_read_counts_as_even(monkeypatch):
    """Once told; the plan is read."""
    monkeypatch.setattr(people_read, "_MOST_PERIODS", 3)
    split = work("2026-03-02T08:00", "2026-03-02T17:00", "PT8H0M0S") + work(
        "2026-03-05T08:00", "2026-03-05T17:00", "PT8H0M0S"
    )
    assigned = "".join(
        f"<Assignment><UID>{n}</UID><TaskUID>1</TaskUID><ResourceUID>5</ResourceUID>{split}</Assignment>"
        for n in range(1, 5)
    )
    people = (
        "<Resources><Resource><UID>5</UID><Name>An</Name><Type>1</Type></Resource></Resources>"
        f"<Assignments>{assigned}</Assignments>"
    )
    document = project(task(1, "<Start>2026-03-02T08:00:00</Start>"), people=people)
    plan, findings = mspdi.read(document, "plan.xml")

    assert set(plan.periods.assignment_idx.tolist()) == {0}
    assert [one.code for one in findings].count("too_many_periods") == 1


def test_elements_nested_beyond_reason_are_refused():
    """The parser has a bound of its own."""
    deep = "<A>" * 5000 + "x" + "</A>" * 5000
    with pytest.raises(StuurbordError) as caught:
        mspdi.read(project(task(1, deep)), "plan.xml")

    assert codes(caught.value) == ["damaged_xml"]


def test_a_calendar_that_derives_from_itself_comes_back_as_it_was():
    """The circle is cut for calculations only."""
    document = project(
        calendars=calendar() + calendar(2, name="A", base=3, days="") + calendar(3, name="B", base=2)
    )
    plan, _ = mspdi.read(document, "plan.xml")

    assert mspdi.read(mspdi.write(plan), "plan.xml")[0] == plan


def test_memory_grows_with_the_plan_and_not_with_the_document():
    """Beside the rows of the plan only one element at a time, and what is kept, packed."""
    n_tasks = 3000
    stuffing = "".join(f"<Los{n}>PT8H0M0S</Los{n}>" for n in range(100))
    document = project("".join(task(n, stuffing) for n in range(1, n_tasks + 1)))
    tracemalloc.start()
    plan, _ = mspdi.read(document, "plan.xml")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(plan.tasks) == n_tasks
    assert peak < 3 * len(document)
    assert (plan.tasks.given_start == NONE).all()
    assert told(project()) == []
