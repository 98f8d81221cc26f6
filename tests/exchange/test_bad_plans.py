"""Bad input from file to dates: never a hang, never a defect, always a finding or a clear error."""

from __future__ import annotations

import pytest
from exchange.made_bad_plans import BAD_PLANS, BadPlan, bare, exceptions, timephased

from stuurbord.engine.critical_path import critical_path
from stuurbord.errors import FileRefused, Finding, StuurbordError
from stuurbord.exchange import mspdi
from stuurbord.exchange.mspdi import calendars_read, people_read
from stuurbord.exchange.plan_file import Limits, read_plan
from stuurbord.plan import NONE


def outcome(document: bytes) -> tuple[bool, tuple[Finding, ...]]:
    """Return whether the document came to nothing, and what was told of it."""
    try:
        reading = read_plan(document, "plan.xml")
        critical_path(reading.plan)
    except StuurbordError as error:
        return True, error.findings
    return False, reading.findings


@pytest.mark.parametrize("bad", BAD_PLANS.values(), ids=BAD_PLANS)
def test_what_is_wrong_is_told(bad: BadPlan) -> None:
    """Measured once, larger than here, in seconds of one processor and MB at most: a circle of 200,000 tasks
    9 s (380), 40,000 circles through summaries 9 s (300), 100,000 links on one task 8 s (290), 100,000
    levels 3 s (170), 200,000 days off 7 s (690), 20,000 calendars in a row 5 s (80), Sundays for ever 1 s.
    """
    is_refused, findings = outcome(bad.made(bad.n))

    assert bad.code in {one.code for one in findings}
    assert is_refused == bad.is_refused
    assert len(findings) <= 2_001
    assert sum(len(one.message()) for one in findings) < 1_000_000


def test_a_long_circle_names_its_first_and_last_tasks() -> None:
    """Two thousand names help nobody."""
    bad = BAD_PLANS["circle"]
    _, (finding,) = outcome(bad.made(bad.n))

    assert finding.fields["tasks"].startswith("Taak 1 → Taak 2000 → Taak 1999 → ")
    assert " → … → " in finding.fields["tasks"]
    assert finding.fields["tasks"].endswith(" → Taak 2 → Taak 1")


def test_a_very_large_plan_is_read_and_dated() -> None:
    """A million such tasks are a file of 44 MB; measured once: 38 s of one processor, 1.6 GB."""
    plan = read_plan(bare(5_000).replace(b"<UID>4999</UID>", b"<UID>5000</UID>", 1), "plan.xml").plan

    assert (critical_path(plan).start != NONE).all()


def test_a_file_larger_than_the_limit_is_refused_unread() -> None:
    """So are ten million rows of timephased work, which take 1.4 GB; the 700,000 that fit: 12 s, 1.7 GB."""
    with pytest.raises(FileRefused) as refused:
        read_plan(timephased(2_000), "plan.xml", Limits(file_bytes=100_000))

    assert [one.code for one in refused.value.findings] == ["file_too_large"]


def test_timephased_work_beyond_the_bound_counts_as_even(monkeypatch: pytest.MonkeyPatch) -> None:
    """All rows of one assignment."""
    monkeypatch.setattr(people_read, "_MOST_PERIODS", 1_000)
    is_refused, findings = outcome(timephased(1_001))

    assert not is_refused
    assert [one.code for one in findings] == ["too_many_periods"]


def test_days_off_beyond_the_bound_are_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those up to the bound count."""
    monkeypatch.setattr(calendars_read, "_MOST_EXCEPTIONS", 100)
    is_refused, findings = outcome(exceptions(1_000))

    assert not is_refused
    assert [one.code for one in findings] == ["calendar_too_many_exceptions"]


def test_negative_work_goes_back_as_it_came() -> None:
    """It counts as none, but who did not change it gets it back."""
    document = BAD_PLANS["negative work"].made(1)
    plan, _ = mspdi.read(document, "plan.xml")

    assert plan.tasks.work.tolist() == [0]
    assert b"<Work>-PT8H0M0S</Work>" in mspdi.write(plan)
