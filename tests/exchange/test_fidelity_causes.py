"""Each cause of a deviation, in a plan made to have it: tasks of two days from Monday 16 November 2026."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from stuurbord.errors import Finding
from stuurbord.exchange.fidelity import SENTENCES, Cause, Fidelity, compare
from stuurbord.exchange.fidelity.columns import without_stored_dates
from stuurbord.plan import (
    NONE,
    AssignmentRow,
    Calendar,
    Constraint,
    DependencyRow,
    GivenRow,
    Plan,
    PlanDraft,
    ResourceRow,
    TaskKind,
    TaskRow,
    freeze,
    instant,
)
from stuurbord.plan.calendar import STANDARD

HOUR = 3600
DAY = 8 * HOUR
MORNINGS = Calendar("Voormiddag", tuple(((8 * HOUR, 12 * HOUR),) if day < 5 else () for day in range(7)))


def at(text: str) -> int:
    """Return an instant of November 2026: ``16 08:00``."""
    return instant(datetime.fromisoformat(f"2026-11-{text.replace(' ', 'T')}"))


def row(uid: int, start: str = "", finish: str = "", late: tuple[str, str] | None = None, **facts) -> TaskRow:
    """Return a task of two days with what its file stores."""
    task = TaskRow(uid, f"Taak {uid}", **{"duration": 2 * DAY, **facts})
    if start:
        task.given_start, task.given_finish = at(start), at(finish)
    if late:
        task.given = GivenRow(late_start=at(late[0]), late_finish=at(late[1]))
    return task


def made(*tasks: TaskRow, links: tuple[DependencyRow, ...] = (), **facts) -> tuple[Plan, tuple[Finding, ...]]:
    """Return a plan that starts on Monday 16 November at 08:00, and what was noticed."""
    calendars = [STANDARD, MORNINGS]
    return freeze(
        PlanDraft(
            name="Plan", start=at("16 08:00"), tasks=list(tasks), dependencies=list(links),
            calendars=calendars, calendar=STANDARD.name, **facts,
        )
    )  # fmt: skip


def causes(plan: Plan, findings: tuple[Finding, ...] = ()) -> dict[tuple[int, str], Cause]:
    """Return (uid, field) → cause of every deviation."""
    of = compare(plan, findings)
    return {(int(plan.tasks.uid[one.task_idx]), one.field): one.cause for one in of.deviations}


def of_only_task(task: TaskRow, **facts) -> dict[str, Cause]:
    """Return field → cause of a plan with one task of interest, the last."""
    plan, findings = made(*facts.pop("before", ()), task, **facts)
    return {field: cause for (uid, field), cause in causes(plan, findings).items() if uid == task.uid}


def test_equal_dates_have_no_cause():
    """Nothing deviates."""
    plan, _ = made(
        row(1, "16 08:00", "17 17:00"), row(2, "18 08:00", "19 17:00"), links=(DependencyRow(1, 2),)
    )

    assert causes(plan) == {}


def test_the_same_moment_of_work():
    """Tuesday 17:00 and Wednesday 08:00: nobody works between the two."""
    assert of_only_task(row(1, "16 08:00", "18 08:00")) == {"finish": Cause.SAME_WORKING_MOMENT}


def test_rounding():
    """Two days and ten seconds cannot be written in minutes."""
    task = row(1, "16 08:00", "18 08:01", duration=2 * DAY + 10, kind=TaskKind.FIXED_DURATION)
    task.given_finish += 30

    assert of_only_task(task) == {"finish": Cause.ROUNDING}


def test_a_task_that_stands_for_another_plan():
    """Its dates are in the other file."""
    found = of_only_task(row(1, "19 08:00", "20 17:00", subproject="onderdeel.mpp"))

    assert found == {"start": Cause.SUBPROJECT, "finish": Cause.SUBPROJECT}


def test_a_task_of_another_plan():
    """It is not scored, and what its file says beside its dates cannot be checked."""
    task = row(1, "19 08:00", "20 17:00", ("24 08:00", "25 17:00"), is_external=True)

    assert set(of_only_task(task).values()) == {Cause.EXTERNAL_TASK}


def test_a_link_to_a_plan_that_is_not_there():
    """The reader left it out and said so; the start that it asked for is not ours."""
    plan, _ = made(row(1, "19 08:00", "20 17:00"))
    told = Finding("cross_project_link", "A link.", fields={"uid": 1})

    assert causes(plan, (told,))[1, "start"] == Cause.EXTERNAL_TASK


def test_a_task_dated_by_hand():
    """Its late dates are no calculation."""
    task = row(1, "16 08:00", "17 17:00", ("10 08:00", "11 17:00"), is_manual=True)

    assert set(of_only_task(task).values()) == {Cause.MANUAL_TASK}


def test_a_calendar_that_is_not_in_the_file():
    """On Sunday nobody works by the project calendar, which stands in."""
    found = of_only_task(row(1, "22 08:00", "23 17:00", calendar="Weekend"))

    assert set(found.values()) == {Cause.MISSING_CALENDAR}


def test_a_calendar_that_never_works():
    """The task follows the project calendar instead."""
    never = Calendar("Nooit", ((),) * 7)
    plan, findings = freeze(
        PlanDraft(
            name="Plan", start=at("16 08:00"), calendars=[STANDARD, never], calendar=STANDARD.name,
            tasks=[row(1, "19 08:00", "20 17:00", calendar="Nooit")],
        )
    )  # fmt: skip

    assert set(causes(plan, findings).values()) == {Cause.MISSING_CALENDAR}


def test_a_link_that_closes_a_circle():
    """A summary that waits for its own part: the link was left out."""
    summary = row(1)
    part = row(2, "19 08:00", "20 17:00", outline_level=2)
    plan, findings = made(summary, part, links=(DependencyRow(1, 2),))

    assert causes(plan, findings)[2, "start"] == Cause.CIRCULAR_LINK_IGNORED


@pytest.mark.parametrize(
    ("task", "links"),
    [
        (row(2, "17 08:00", "18 17:00"), (DependencyRow(1, 2),)),
        (row(2, "16 08:00", "17 17:00", constraint=Constraint.SNET, constraint_date=at("18 08:00")), ()),
        (row(2, "16 08:00", "16 12:00"), ()),
        (row(2, "17 08:00", "16 17:00", duration=0), ()),
    ],
    ids=["before its predecessor ends", "before its constraint", "shorter than its duration", "backwards"],
)
def test_stored_dates_that_the_file_contradicts(task, links):
    """Whatever the calendars: the file was saved without being calculated."""
    plan, findings = made(row(1, "16 08:00", "17 17:00"), task, links=links)
    found = {cause for (uid, _), cause in causes(plan, findings).items() if uid == 2}

    assert found == {Cause.STALE}


def test_late_dates_that_the_file_contradicts():
    """The first may end on the 24th, says the file, and the second must begin on the 20th: one is old."""
    plan, _ = made(
        row(1, "16 08:00", "17 17:00", ("23 08:00", "24 17:00")),
        row(2, "18 08:00", "19 17:00", ("20 08:00", "23 17:00")),
        row(3, "23 08:00", "24 17:00", ("23 08:00", "24 17:00"), constraint=Constraint.SNET,
            constraint_date=at("23 08:00")),
        links=(DependencyRow(1, 2),),
    )  # fmt: skip

    assert causes(plan)[1, "late_start"] == Cause.STALE


def test_late_dates_that_their_summary_does_not_gather():
    """The only part may end on the 18th, its summary on the 24th."""
    plan, _ = made(
        row(1, "16 08:00", "17 17:00", ("23 08:00", "24 17:00")),
        row(2, "16 08:00", "17 17:00", ("17 08:00", "18 17:00"), outline_level=2),
        row(3, "23 08:00", "24 17:00", constraint=Constraint.SNET, constraint_date=at("23 08:00")),
    )

    assert causes(plan)[2, "late_finish"] == Cause.STALE


def test_a_task_follows_a_predecessor_that_deviates():
    """The first starts where nothing asks for it; with its stored finish the second is where it is stored."""
    plan, _ = made(
        row(1, "18 08:00", "19 17:00"), row(2, "20 08:00", "23 17:00"), links=(DependencyRow(1, 2),)
    )
    found = causes(plan)

    assert found[1, "start"] == Cause.START_NOT_ASKED
    assert found[1, "finish"] == Cause.FOLLOWS_OWN_START
    assert {found[2, "start"], found[2, "finish"]} == {Cause.FOLLOWS_PREDECESSOR}


def test_a_task_follows_the_predecessor_of_its_summary():
    """A link to the summary holds all its parts."""
    plan, _ = made(
        row(1, "18 08:00", "19 17:00"),
        row(2, "20 08:00", "23 17:00"),
        row(3, "20 08:00", "23 17:00", outline_level=2),
        links=(DependencyRow(1, 2),),
    )

    assert causes(plan)[3, "start"] == Cause.FOLLOWS_PREDECESSOR


def test_a_late_date_follows_a_successor_that_deviates():
    """The second has a stored late date of its own; the first goes with it."""
    plan, _ = made(
        row(1, "16 08:00", "17 17:00", ("18 08:00", "19 17:00")),
        row(2, "18 08:00", "19 17:00", ("20 08:00", "23 17:00")),
        row(3, "25 08:00", "26 17:00", ("25 08:00", "26 17:00"), constraint=Constraint.SNET,
            constraint_date=at("25 08:00")),
        links=(DependencyRow(1, 2),),
    )  # fmt: skip
    found = causes(plan)

    assert {found[1, "late_start"], found[1, "late_finish"]} == {Cause.FOLLOWS_SUCCESSOR}


def test_a_late_date_follows_the_finish_of_the_project():
    """The last task ends later in the file, so everything else has more room there."""
    plan, _ = made(
        row(1, "16 08:00", "17 17:00", ("25 08:00", "26 17:00")),
        row(2, "25 08:00", "26 17:00", ("25 08:00", "26 17:00")),
    )

    assert causes(plan)[1, "late_start"] == Cause.FOLLOWS_PROJECT_FINISH


def test_float_follows_the_dates_that_differ():
    """Two days between the stored starts is what the file says; ours has less."""
    task = row(1, "16 08:00", "17 17:00", ("25 08:00", "26 17:00"))
    task.given = replace(task.given, early_start=at("16 08:00"), start_float=7 * DAY)
    plan, _ = made(task, row(2, "25 08:00", "26 17:00"))

    assert causes(plan)[1, "start_float"] == Cause.FOLLOWS_OWN_DATES


def test_float_that_is_not_the_difference_of_its_dates():
    """All dates agree, and the float is another."""
    task = row(1, "16 08:00", "17 17:00", ("16 08:00", "17 17:00"))
    task.given = replace(task.given, early_start=at("16 08:00"), start_float=3 * DAY)

    assert of_only_task(task) == {"start_float": Cause.FLOAT_NOT_OF_DATES}


def test_an_interrupted_task():
    """From its start it ends two days later than it lasts."""
    assert of_only_task(row(1, "16 08:00", "19 17:00")) == {"finish": Cause.PATTERN}


def test_a_resource_calendar():
    """Somebody works in the mornings only; the file dates the task as if he worked all day."""
    found = of_only_task(
        row(1, "16 08:00", "17 17:00"),
        resources=[ResourceRow(1, "Iemand", calendar="Voormiddag")],
        assignments=[AssignmentRow(1, 1, 1, 1.0, 2 * DAY)],
    )

    assert found == {"finish": Cause.RESOURCE_CALENDAR}


def test_a_levelling_delay():
    """It is in the file, and the dates do not have it."""
    found = of_only_task(row(1, "16 08:00", "17 17:00", leveling_delay=24 * HOUR))

    assert found["start"] == Cause.LEVELLING


def test_a_summary_set_by_hand():
    """Its part is dated in the file as if the summary held nothing back."""
    summary = row(1, "23 08:00", "24 17:00", is_manual=True)
    part = row(2, "16 08:00", "17 17:00", outline_level=2)
    plan, findings = made(summary, part)

    assert causes(plan, findings)[2, "start"] == Cause.MANUAL_SUMMARY


def test_a_constraint_on_a_day_off():
    """The task stands on the Sunday of its constraint; we begin on Monday."""
    sunday = at("22 12:00")
    task = row(1, "22 12:00", "24 17:00", constraint=Constraint.SNET, constraint_date=sunday)

    assert of_only_task(task)["start"] == Cause.CONSTRAINT_NOT_WORKING


def test_a_constraint_that_the_file_does_not_follow():
    """It must end on Tuesday, and its predecessor lets it end on Thursday: the file holds to the link."""
    second = row(2, "18 08:00", "19 17:00", constraint=Constraint.FNLT, constraint_date=at("17 17:00"))
    plan, _ = made(row(1, "16 08:00", "17 17:00"), second, links=(DependencyRow(1, 2),))

    assert causes(plan)[2, "start"] == Cause.CONSTRAINT


def test_work_out_of_sequence():
    """It began before its predecessor ended; the file lets what remains wait for it."""
    first = row(1, "16 08:00", "19 17:00", duration=4 * DAY)
    second = row(
        2, "16 08:00", "20 17:00", actual_start=at("16 08:00"), percent_complete=0.5, remaining_duration=DAY
    )
    plan, _ = made(first, second, links=(DependencyRow(1, 2),))

    assert causes(plan)[2, "finish"] == Cause.OUT_OF_SEQUENCE


def test_late_dates_of_what_has_begun():
    """The file repeats its dates; there is room until the end of the project."""
    task = row(
        1, "16 08:00", "17 17:00", ("16 08:00", "17 17:00"), actual_start=at("16 08:00"),
        percent_complete=0.5, remaining_duration=DAY,
    )  # fmt: skip
    plan, _ = made(
        task, row(2, "23 08:00", "24 17:00", constraint=Constraint.SNET, constraint_date=at("23 08:00"))
    )

    assert causes(plan)[1, "late_finish"] == Cause.LATE_OF_PROGRESS


def test_without_evidence_a_deviation_stays_unexplained():
    """A start before the project's own, without anything that asks for it."""
    assert of_only_task(row(1, "12 08:00", "13 17:00"))["start"] == Cause.UNEXPLAINED


def test_every_cause_has_a_test_and_a_sentence():
    """None is without its words; none is only in the list."""
    source = Path(__file__).read_text(encoding="utf-8")

    assert set(SENTENCES) == set(Cause)
    assert [cause.name for cause in Cause if f"Cause.{cause.name}" not in source] == []


def test_no_stored_date_reaches_the_computation():
    """The computation gets a plan without them, but for dates set by hand."""
    seen: list[Plan] = []
    plan, _ = made(
        row(1, "18 08:00", "19 17:00", ("18 08:00", "19 17:00")),
        row(2, "20 08:00", "23 17:00", is_manual=True),
    )

    def dated(given: Plan):
        from stuurbord.engine.critical_path import critical_path

        seen.append(given)
        return critical_path(given)

    of = compare(plan, dated=dated)

    assert isinstance(of, Fidelity)
    assert seen[0].tasks.given_start.tolist() == [NONE, at("20 08:00")]
    assert len(seen[0].given) == 0
    assert np.array_equal(without_stored_dates(seen[0]).tasks.given_start, seen[0].tasks.given_start)
