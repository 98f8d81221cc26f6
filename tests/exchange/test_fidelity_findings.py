"""A file whose dates are not those its plan gives says so, once, with what was not followed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest

from stuurbord.errors import Finding, Severity, Where
from stuurbord.exchange import mspdi
from stuurbord.exchange.fidelity import compare, stores_dates
from stuurbord.exchange.fidelity import date_findings as findings_of
from stuurbord.exchange.plan_file import read_plan
from stuurbord.plan import NONE, DependencyRow, Plan, PlanDraft, TaskRow, freeze, instant

DAY = 8 * 3600
WHERE = Where("plan.xml")


def at(text: str) -> int:
    """Return an instant."""
    return instant(datetime.fromisoformat(text))


def date_findings(made: Plan, where: Where) -> list[Finding]:
    """Return what recomputing a plan tells of its stored dates."""
    return findings_of(compare(made), where) if stores_dates(made) else []


def plan(**changed: tuple[str, str]) -> Plan:
    """Return three tasks of two days in a chain, from Monday; name → start and finish stored instead."""
    stored = {
        "Ontwerp": ("2026-11-16T08:00", "2026-11-17T17:00"),
        "Bouw": ("2026-11-18T08:00", "2026-11-19T17:00"),
        "Test": ("2026-11-20T08:00", "2026-11-23T17:00"),
    } | changed
    tasks = [
        TaskRow(uid, name, duration=2 * DAY, given_start=at(start), given_finish=at(finish))
        for uid, (name, (start, finish)) in enumerate(stored.items(), start=1)
    ]
    made, _ = freeze(
        PlanDraft(
            name="Plan", start=at("2026-11-16T08:00"), tasks=tasks,
            dependencies=[DependencyRow(1, 2), DependencyRow(2, 3)],
        )
    )  # fmt: skip
    return made


def test_dates_that_follow_from_the_plan_are_not_told():
    """Nor is a finish at the start of the next working day, which is the same moment in working time."""
    assert date_findings(plan(), WHERE) == []
    assert date_findings(plan(Test=("2026-11-19T17:00", "2026-11-24T08:00")), WHERE) == []


def test_a_moved_end_of_the_plan_is_a_warning_with_both_days():
    """And the task that starts where nothing asks for it is named; those behind it only count."""
    found = date_findings(
        plan(Bouw=("2026-11-23T08:00", "2026-11-24T17:00"), Test=("2026-11-25T08:00", "2026-11-26T17:00")),
        WHERE,
    )

    assert [one.code for one in found] == ["dates_differ", "start_dates_ignored"]
    assert found[0].severity is Severity.WARNING
    assert found[0].fields == {"n": 2, "total": 3, "stored": "26/11/2026", "computed": "23/11/2026"}
    assert found[1].fields == {"count": 1, "tasks": "Bouw"}
    assert {one.where for one in found} == {WHERE}


def test_an_interrupted_task_is_named():
    """It takes longer in the file than its duration, from the very start the file stores."""
    found = date_findings(
        plan(Bouw=("2026-11-18T08:00", "2026-11-24T17:00"), Test=("2026-11-25T08:00", "2026-11-26T17:00")),
        WHERE,
    )

    assert [one.code for one in found] == ["dates_differ", "splits_ignored"]
    assert found[1].fields == {"count": 1, "tasks": "Bouw"}


def test_dates_within_the_plan_are_only_information():
    """The end stays where it is."""
    (found,) = date_findings(plan(Ontwerp=("2026-11-16T10:00", "2026-11-17T17:00")), WHERE)[:1]

    assert (found.code, found.severity) == ("dates_differ", Severity.INFO)
    assert found.fields == {"n": 1, "total": 3}


@pytest.mark.parametrize("minutes", [0, 1])
def test_a_minute_is_rounding(minutes):
    """Formats store minutes, plans seconds."""
    assert date_findings(plan(Ontwerp=(f"2026-11-16T08:0{minutes}", "2026-11-17T17:00")), WHERE) == []


def test_every_plan_file_is_compared():
    """What the product wrote itself agrees; a start moved by hand in the XML is told by the reader."""
    data = mspdi.write(plan())
    before, after = b"<Start>2026-11-20T08:00:00</Start>", b"<Start>2026-11-20T13:00:00</Start>"
    assert before in data
    moved = data.replace(before, after)
    codes = [one.code for one in read_plan(moved, "plan.xml").findings]

    assert [one.code for one in read_plan(data, "plan.xml").findings] == []
    assert codes == ["dates_differ", "start_dates_ignored"]


def test_a_file_saved_without_calculating_says_so():
    """Less time lies between its dates than the task takes."""
    found = date_findings(plan(Test=("2026-11-20T13:00", "2026-11-20T17:00")), WHERE)

    assert [one.code for one in found] == ["dates_differ", "dates_uncalculated"]
    assert found[1].fields == {"count": 1, "tasks": "Test"}


def test_tasks_without_stored_dates_are_not_compared():
    """A planning sheet without dates promises nothing."""
    made = plan()
    none = np.full(len(made.tasks), NONE)

    assert date_findings(replace(made, tasks=replace(made.tasks, given_start=none)), WHERE) == []
