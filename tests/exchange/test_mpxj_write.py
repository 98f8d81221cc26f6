"""A plan written for Primavera is read back as it was, but for what Primavera has no place for."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pytest

from stuurbord.engine.critical_path import critical_path
from stuurbord.errors import UnreadableFile
from stuurbord.exchange import mpxj
from stuurbord.exchange.mpxj import Bounds, PrimaveraFormat, java, write
from stuurbord.exchange.mpxj.write_calendars import calendar_record
from stuurbord.exchange.plan_file import read_plan
from stuurbord.plan import (
    NONE,
    AssignmentRow,
    Calendar,
    CalendarException,
    Constraint,
    DependencyKind,
    DependencyRow,
    Plan,
    PlanDraft,
    ResourceKind,
    ResourceRow,
    TaskRow,
    freeze,
)
from stuurbord.plan.calendar import HOUR, STANDARD, WorkWeek, day_number, instant, working_time
from stuurbord.plan.model import (
    ActivityKind,
    FloatKind,
    LagCalendar,
    LagUnit,
    OutOfSequence,
    RuleProfile,
    SchedulingRules,
)

needs_java = pytest.mark.skipif(
    not mpxj.is_installed() or java.library() is None, reason="the extra msproject or Java is missing"
)
DAY = 8 * HOUR
CLOSED = CalendarException(day_number(date(2026, 4, 6)), day_number(date(2026, 4, 7)), (), "Pasen")
SHIFT = Calendar("Ploeg", (((6 * HOUR, 14 * HOUR),),) * 6 + ((),), (CLOSED,))
NIGHT = Calendar("Nacht", (((0, 6 * HOUR), (22 * HOUR, 24 * HOUR)),) * 7)


def at(day: int, hour: int, month: int = 3) -> int:
    """Return an instant in 2026."""
    return instant(datetime.fromisoformat(f"2026-{month:02d}-{day:02d}T{hour:02d}:00"))


def primavera_plan() -> Plan:
    """Return a plan with one of everything that Primavera knows."""
    draft = PlanDraft(
        name="Kaaimuur",
        start=at(2, 8),
        status_date=at(4, 17),
        rules=SchedulingRules(
            profile=RuleProfile.P6,
            honors_constraints=False,
            out_of_sequence=OutOfSequence.PROGRESS_OVERRIDE,
            splits_in_progress=False,
            lag_calendar=LagCalendar.SUCCESSOR,
            float_kind=FloatKind.SMALLEST,
            critical_limit=8 * HOUR,
            longest_path=True,
            lag_from_actual_start=True,
        ),
        calendar=STANDARD.name,
        calendars=[STANDARD, SHIFT, NIGHT],
        tasks=[
            TaskRow(1, "Ruwbouw", 1, "R"),
            TaskRow(2, "Graven", 2, "R10", duration=2 * DAY, actual_start=at(2, 8), actual_finish=at(3, 17)),
            TaskRow(
                3, "Storten", 2, "R20", duration=4 * DAY, actual_start=at(4, 8), remaining_duration=3 * DAY
            ),
            TaskRow(
                4,
                "Ontkisten",
                2,
                "R30",
                duration=DAY,
                calendar=SHIFT.name,
                constraint=Constraint.SNET,
                constraint_date=at(12, 6),
                second_constraint=Constraint.FNLT,
                second_constraint_date=at(20, 14),
            ),
            TaskRow(5, "Toezicht", 2, "R40", duration=DAY, activity=ActivityKind.LEVEL_OF_EFFORT),
            TaskRow(
                6, "Nachtwerk", 1, "N", duration=16 * HOUR, calendar=NIGHT.name, notes="Enkel ’s nachts."
            ),
            TaskRow(7, "Oplevering", 1, "O", activity=ActivityKind.FINISH_MILESTONE, is_milestone=True),
        ],
        dependencies=[
            DependencyRow(2, 3),
            DependencyRow(3, 4, DependencyKind.FS, DAY),
            DependencyRow(3, 6, DependencyKind.SS, DAY),
            DependencyRow(2, 5, DependencyKind.SS),
            DependencyRow(4, 5, DependencyKind.FF),
            DependencyRow(4, 7, DependencyKind.FF),
            DependencyRow(6, 7),
        ],
        resources=[
            ResourceRow(1, "An", calendar=SHIFT.name),
            ResourceRow(2, "Beton", ResourceKind.MATERIAL),
        ],
        assignments=[AssignmentRow(1, 4, 1, 1.0, DAY, DAY)],
    )
    return freeze(draft)[0]


@pytest.mark.java
@needs_java
@pytest.mark.parametrize("form", PrimaveraFormat)
def test_a_primavera_plan_comes_back_as_it_was(form):
    """Tasks, links, calendars, resources, options, and the dates that were computed."""
    plan = primavera_plan()
    schedule = critical_path(plan)

    made = write(plan, schedule, form)
    back = read_plan(made.content, "plan").plan

    assert made.findings == ()
    place = [back.tasks.uid.tolist().index(uid) for uid in plan.tasks.uid.tolist() if uid != 1]
    for column in (
        "wbs activity constraint constraint_date second_constraint second_constraint_date actual_start"
        " actual_finish"
    ).split():
        ours, theirs = getattr(plan.tasks, column), getattr(back.tasks, column)
        assert [theirs[idx] for idx in place] == list(ours[1:]), column
    assert [back.tasks.name[idx] for idx in place] == list(plan.tasks.name[1:])
    assert back.tasks.remaining_duration[place[1]] == 3 * DAY
    assert [int(back.tasks.duration[idx]) for idx in place[2:]] == plan.tasks.duration.tolist()[3:]
    for column in ("start", "finish"):
        given = getattr(back.tasks, f"given_{column}")
        assert [int(given[idx]) for idx in place] == getattr(schedule, column).tolist()[1:], column
    assert _links(back) == _links(plan)
    assert back.rules == plan.rules
    assert back.status_date == plan.status_date
    assert back.finish == NONE
    for calendar in plan.calendars:
        same = next(one for one in back.calendars if one.name == calendar.name)
        days = day_number(date(2026, 1, 1)), day_number(date(2027, 1, 1))
        ours, theirs = working_time(calendar, *days), working_time(same, *days)
        assert np.array_equal(ours.starts, theirs.starts)
        assert np.array_equal(ours.ends, theirs.ends)
    assert set(back.resources.name) == {"An", "Beton"}
    assert back.assignments.work.tolist() == [DAY]


def _links(plan: Plan) -> set[tuple[int, int, int, int]]:
    links, uid = plan.dependencies, plan.tasks.uid
    rows = zip(
        uid[links.predecessor_idx].tolist(),
        uid[links.successor_idx].tolist(),
        links.kind.tolist(),
        links.lag.tolist(),
        strict=True,
    )
    return set(rows)


@pytest.mark.java
@needs_java
@pytest.mark.parametrize("form", PrimaveraFormat)
def test_what_was_written_computes_to_the_same_dates(form):
    """The file alone holds all that our own computation needs."""
    plan = primavera_plan()
    schedule = critical_path(plan)

    back = read_plan(write(plan, schedule, form).content, "plan").plan
    again = critical_path(back)

    place = [back.tasks.uid.tolist().index(uid) for uid in plan.tasks.uid.tolist() if uid != 1]
    for column in ("start", "finish", "early_start", "early_finish", "late_start", "late_finish"):
        ours, theirs = getattr(schedule, column), getattr(again, column)
        assert [int(theirs[idx]) for idx in place] == ours.tolist()[1:], column


def microsoft_plan() -> Plan:
    """Return a plan with what Microsoft Project knows and Primavera does not."""
    draft = PlanDraft(
        start=at(2, 8),
        calendar=STANDARD.name,
        calendars=[STANDARD],
        tasks=[
            TaskRow(1, "Fase", 1),
            TaskRow(2, "Eén", 2, duration=DAY, deadline=at(6, 17)),
            TaskRow(
                3,
                "Met de hand",
                2,
                duration=DAY,
                is_manual=True,
                given_start=at(5, 8),
                given_finish=at(6, 17),
            ),
            TaskRow(4, "Weg", 1, duration=DAY, is_active=False),
            TaskRow(5, "Wachten", 1, duration=48 * HOUR, is_elapsed=True, leveling_delay=DAY),
            TaskRow(6, "Łódź", 1, duration=DAY),
        ],
        dependencies=[
            DependencyRow(2, 5, DependencyKind.FS, 50 * 100, LagUnit.PERCENT),
            DependencyRow(2, 6, DependencyKind.FS, 24 * HOUR, LagUnit.ELAPSED),
            DependencyRow(1, 6),
        ],
    )
    return freeze(draft)[0]


@pytest.mark.java
@needs_java
def test_what_primavera_has_no_place_for_is_told():
    """Each loss once, with how often."""
    plan = microsoft_plan()

    made = write(plan, critical_path(plan), PrimaveraFormat.XER)
    back = read_plan(made.content, "plan.xer").plan

    told = {one.code: one.fields["count"] for one in made.findings}
    assert told == {
        "inactive_left_out": 1,
        "manual_as_mandatory": 1,
        "summary_links_left_out": 1,
        "elapsed_lags_converted": 1,
        "leveling_left_out": 1,
        "letters_lost": 1,
    }
    position = {name: idx for idx, name in enumerate(back.tasks.name)}
    assert "Weg" not in position
    assert back.tasks.constraint[position["Eén"]] == Constraint.FNLT
    assert back.tasks.constraint[position["Met de hand"]] == Constraint.MSO
    assert back.tasks.duration[position["Met de hand"]] == 2 * DAY
    assert back.dependencies.lag.tolist() == [DAY // 2, DAY]


def test_a_calendar_is_written_without_its_parent():
    """Weeks that hold for a while and days of the parent become single days."""
    parent = replace(STANDARD, exceptions=(CLOSED,))
    summer = WorkWeek(
        day_number(date(2026, 7, 6)),
        day_number(date(2026, 7, 12)),
        (((7 * HOUR, 13 * HOUR),),) * 5 + ((), ()),
    )
    child = Calendar("Zomer", (None,) * 7, work_weeks=(summer,), parent=parent)

    record = calendar_record(child)

    assert record["days"][0] == [["08:00", "12:00"], ["13:00", "17:00"]]
    assert record["exceptions"] == [
        {"first": CLOSED.first_day, "last": CLOSED.last_day, "hours": []},
        {"first": summer.first_day, "last": summer.first_day + 4, "hours": [["07:00", "13:00"]]},
    ]


def test_without_the_extra_the_finding_names_it(monkeypatch):
    """Writing needs it as reading does."""
    monkeypatch.setattr(sys.modules[write.__module__], "is_installed", lambda: False)
    plan = primavera_plan()

    with pytest.raises(UnreadableFile) as caught:
        write(plan, critical_path(plan), PrimaveraFormat.XER)

    assert caught.value.findings[0].code == "msproject_missing"


@pytest.mark.java
@needs_java
def test_writing_is_bounded():
    """A writer that takes too long is ended."""
    plan = primavera_plan()

    with pytest.raises(UnreadableFile) as caught:
        write(plan, critical_path(plan), PrimaveraFormat.XER, bounds=Bounds(seconds=0.05))

    assert caught.value.findings[0].code == "writing_too_slow"
