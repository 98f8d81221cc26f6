"""What can be mended of a plan: small plans of which the answer is plain, and the point that is met after."""

from __future__ import annotations

from datetime import datetime

import pytest

from stuurbord.engine.critical_path import critical_path
from stuurbord.engine.editing import Insert, Link, Move, Progress, SetFacts, Unlink, edited
from stuurbord.engine.schedule_mending import MendCode, Mending, WhyNot, mending
from stuurbord.engine.schedule_quality import Point, schedule_quality
from stuurbord.plan import (
    Constraint,
    DependencyKind,
    DependencyRow,
    Plan,
    PlanDraft,
    TaskRow,
    freeze,
    instant,
)
from stuurbord.plan.calendar import HOUR
from stuurbord.plan.model import LagUnit

WORKDAY = 8 * HOUR


def at(text: str) -> int:
    return instant(datetime.fromisoformat(text))


MONDAY = at("2026-03-02T08:00")


def task(uid: int, days: float = 1, **fields: object) -> TaskRow:
    level = fields.pop("outline_level", 1)
    fields.setdefault("is_milestone", days == 0)
    return TaskRow(uid, f"Taak {uid}", level, duration=round(days * WORKDAY), **fields)


def plan(*tasks: TaskRow, links: tuple[DependencyRow, ...] = (), **fields: object) -> Plan:
    return freeze(PlanDraft(start=MONDAY, tasks=list(tasks), dependencies=list(links), **fields))[0]


def point(made: Plan, number: int) -> Point:
    return schedule_quality(made).points[number - 1]


def mended(made: Plan, number: int) -> Mending:
    return mending(made, critical_path(made), point(made, number), "Wacht na {task}")


def after(made: Plan, number: int) -> Plan:
    """Return the plan with everything mended that can be."""
    edits = [edit for one in mended(made, number).mends for edit in one.edits]
    return edited(made, edits, critical_path)


def later(uid: int, day: str, **fields: object) -> TaskRow:
    """Return a task that a date holds, so that its order shows without a link."""
    fields |= {"constraint": Constraint.SNET, "constraint_date": at(f"{day}T08:00")}
    return task(uid, **fields)


def test_a_missing_link_goes_to_the_neighbour_that_is_there_already():
    """Three days in a row that nobody linked: two links, no date moves, and the point is met."""
    made = plan(task(1), later(2, "2026-03-03"), later(3, "2026-03-04"))
    found = mended(made, 1)
    linked = after(made, 1)

    assert [one.edits for one in found.mends] == [(Link(1, 2),), (Link(2, 3),)]
    assert found.unmended == ()
    assert point(made, 1).value == 1.0
    assert point(linked, 1).value == 0
    assert critical_path(linked).start.tolist() == critical_path(made).start.tolist()


def test_tasks_that_overlap_are_left_to_people():
    """A link would say an order that nobody planned."""
    found = mended(plan(task(1, 5), task(2, 5), later(3, "2026-03-09")), 1)

    assert [one.edits for one in found.mends] == [(Link(2, 3),)]
    assert (1, WhyNot.MAY_RUN_BESIDE) in [(one.uid, one.reason) for one in found.unmended]


def test_a_group_ends_in_its_milestone():
    """Two tasks side by side both lead to the milestone that closes their group."""
    made = plan(
        task(1, 0, outline_level=1, is_milestone=False),
        task(2, 5, outline_level=2),
        task(3, 3, outline_level=2),
        later(4, "2026-03-09", days=0, outline_level=2),
    )
    found = mended(made, 1)

    assert {edit for one in found.mends for edit in one.edits} == {Link(2, 4), Link(3, 4)}


def test_a_link_that_would_go_round_is_never_made():
    """The row below ends before it, through others."""
    made = plan(task(1), task(2), task(3), links=(DependencyRow(2, 1), DependencyRow(1, 3)))
    found = mended(made, 1)
    linked = after(made, 1)

    assert critical_path(linked).start.tolist() == critical_path(made).start.tolist()
    assert Link(1, 2) not in {edit for one in found.mends for edit in one.edits}


def test_a_lead_is_taken_away_and_its_kind_stays():
    """The successor waits for all of it: two days later."""
    made = plan(task(1, 4), task(2, 1), links=(DependencyRow(1, 2, DependencyKind.FS, -2 * WORKDAY),))
    whole = after(made, 2)

    assert [one.edits for one in mended(made, 2).mends] == [(Link(1, 2, int(DependencyKind.FS)),)]
    assert (point(made, 2).value, point(whole, 2).value) == (1.0, 0)
    assert critical_path(whole).start[1] - critical_path(made).start[1] == 2 * 86_400


def test_a_lag_becomes_a_task_and_no_date_moves():
    """Ten working days of waiting, with a name."""
    made = plan(task(1, 2), task(2, 1), links=(DependencyRow(1, 2, DependencyKind.FS, 10 * WORKDAY),))
    found = mended(made, 3)
    seen = after(made, 3)
    dates = dict(zip(seen.tasks.uid.tolist(), critical_path(seen).start.tolist(), strict=True))

    assert [one.code for one in found.mends] == [MendCode.WAITING_TASK]
    assert found.mends[0].edits[0] == Insert(3, 1, "Wacht na Taak 1", 1, 10 * WORKDAY)
    assert Unlink(1, 2) in found.mends[0].edits
    assert (point(made, 3).value, point(seen, 3).value) == (1.0, 0)
    assert [dates[1], dates[2]] == critical_path(made).start.tolist()


@pytest.mark.parametrize(
    ("kind", "unit", "why"),
    [
        (DependencyKind.SS, LagUnit.WORKING, WhyNot.OVERLAP_LAG),
        (DependencyKind.FS, LagUnit.ELAPSED, WhyNot.CLOCK_LAG),
        (DependencyKind.FS, LagUnit.PERCENT, WhyNot.CLOCK_LAG),
    ],
)
def test_a_lag_that_is_no_work_stays(kind, unit, why):
    """How far tasks overlap, days on the clock, a share of the work."""
    made = plan(task(1, 2), task(2, 3), links=(DependencyRow(1, 2, kind, 5_000, unit),))
    found = mended(made, 3)

    assert found.mends == ()
    assert [(one.uid, one.reason) for one in found.unmended] == [(2, why)]


@pytest.mark.parametrize(
    ("kind", "on", "softened", "deadline"),
    [
        (Constraint.MFO, "2026-03-06T17:00", Constraint.ASAP, "2026-03-06T17:00"),
        (Constraint.FNLT, "2026-03-06T17:00", Constraint.ASAP, "2026-03-06T17:00"),
        (Constraint.MSO, "2026-03-05T08:00", Constraint.SNET, "2026-03-06T17:00"),
        (Constraint.SNLT, "2026-03-05T08:00", Constraint.ASAP, "2026-03-06T17:00"),
    ],
)
def test_a_hard_date_becomes_a_deadline(kind, on, softened, deadline):
    """Two days of work that must start on Thursday must be done on Friday evening."""
    made = plan(task(1), task(2, 2, constraint=kind, constraint_date=at(on)), links=(DependencyRow(1, 2),))
    soft = after(made, 5)

    assert soft.tasks.constraint[1] == softened
    assert soft.tasks.deadline[1] == at(deadline)
    assert (point(made, 5).value > 0, point(soft, 5).value) == (True, 0)


def test_an_earlier_deadline_stays():
    """The stricter of the two promises."""
    known = at("2026-03-04T17:00")
    made = plan(task(1, constraint=Constraint.FNLT, constraint_date=at("2026-03-06T17:00"), deadline=known))

    assert mended(made, 5).mends[0].edits == (
        SetFacts([1], {"deadline": known, "constraint": int(Constraint.ASAP)}),
    )


def test_work_that_has_not_begun_goes_after_the_status_date():
    """On the next working moment: from Friday evening to Monday morning."""
    made = plan(task(1), task(2, 3), links=(), status_date=at("2026-03-06T17:00"))
    ahead = after(made, 9)

    assert [one.edits for one in mended(made, 9).mends] == [
        (Move(1, at("2026-03-09T08:00")),),
        (Move(2, at("2026-03-09T08:00")),),
    ]
    assert (point(made, 9).value, point(ahead, 9).value) == (2, 0)


def test_a_start_that_still_has_to_come_is_a_plan():
    """Nothing is done, so its start is a date not to begin before."""
    begun = at("2026-03-12T08:00")
    made = plan(task(1, actual_start=begun), status_date=at("2026-03-06T17:00"))
    planned = after(made, 9)

    assert mended(made, 9).mends[0].edits == (Progress(1, 0.0), Move(1, begun))
    assert critical_path(planned).start.tolist() == [begun]
    assert point(planned, 9).value == 0


def test_what_people_have_to_tell_is_asked_of_them():
    """Done in the future; begun, overdue and silent."""
    ahead = at("2026-03-12T17:00")
    made = plan(
        task(1, actual_start=at("2026-03-12T08:00"), actual_finish=ahead, percent_complete=1.0),
        task(2, 2, actual_start=MONDAY, percent_complete=0.5),
        status_date=at("2026-03-10T17:00"),
    )
    found = mended(made, 9)

    assert found.mends == ()
    assert [(one.uid, one.reason) for one in found.unmended] == [
        (1, WhyNot.DONE_AHEAD),
        (2, WhyNot.PROGRESS_ASKED),
    ]


@pytest.mark.parametrize("number", [4, 6, 7, 8, 10, 11, 12, 13, 14])
def test_a_point_that_people_mend_says_why(number):
    """Fourteen points, five that a rule can mend."""
    found = mended(plan(task(1), task(2)), number)

    assert found.mends == ()
    assert found.why_not is not None
