"""The words for driving paths and for schedule quality: complete, and the facts in them."""

from __future__ import annotations

from datetime import datetime

import pytest

from stuurbord.engine.critical_path import critical_path
from stuurbord.engine.driving_path import End, Step, StepKind, date_path
from stuurbord.engine.driving_path.rests import Rest, RestKind
from stuurbord.engine.schedule_quality import Missing, Verdict, schedule_quality
from stuurbord.language import language
from stuurbord.plan import (
    AssignmentRow,
    Calendar,
    CalendarException,
    Constraint,
    DependencyKind,
    DependencyRow,
    Plan,
    PlanDraft,
    ResourceRow,
    TaskRow,
    freeze,
    instant,
)
from stuurbord.plan.assignment_clock import AssignmentClock
from stuurbord.plan.calendar import DAY, HOUR, OFFICE_HOURS, day_number
from stuurbord.plan.model import LagUnit
from stuurbord.reports.date_reasons import PathWords, path_record
from stuurbord.reports.date_reasons.spans import rests_in_words, span
from stuurbord.reports.schedule_quality import QualityWords, quality_record
from stuurbord.reports.schedule_quality.points import POINTS

ENGLISH = language("en")
WORKDAY = 8 * HOUR
MONDAY = instant(datetime.fromisoformat("2026-03-02T08:00"))
NBSP = "\u00a0"


def _plan(*tasks: TaskRow, links: tuple[DependencyRow, ...] = (), **fields: object) -> Plan:
    return freeze(PlanDraft(start=MONDAY, tasks=list(tasks), dependencies=list(links), **fields))[0]


def _task(uid: int, days: float = 1, **fields: object) -> TaskRow:
    return TaskRow(uid, f"Taak {uid}", 1, duration=round(days * WORKDAY), **fields)


def _sentences(plan: Plan, idx: int) -> list[str]:
    spoken = PathWords(plan, ENGLISH)
    return [spoken.sentence(step) for step in date_path(plan, critical_path(plan), idx).finish]


@pytest.mark.parametrize(
    ("seconds", "is_elapsed", "text"),
    [
        (2 * WORKDAY, False, "2 wd"),
        (WORKDAY * 3 // 2, False, "1.5 wd"),
        (4 * HOUR, False, "4 h"),
        (HOUR // 2, False, "0.06 wd"),
        (DAY, True, "1 d"),
        (0, False, "0 wd"),
    ],
)
def test_amounts_are_told_as_exactly_as_they_are(seconds, is_elapsed, text):
    """Whole days and hours as such; others with the decimals they need."""
    assert span(_plan(_task(1)), seconds, ENGLISH, is_elapsed) == text.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("lag", "unit", "text"),
    [
        (2 * WORKDAY, LagUnit.WORKING, "plus 2 wd"),
        (-WORKDAY, LagUnit.WORKING, "minus 1 wd"),
        (3 * DAY, LagUnit.ELAPSED, "plus 3 d"),
        (120, LagUnit.ELAPSED, "plus 2 min"),
        (5_000, LagUnit.PERCENT, "plus 50 %"),
    ],
)
def test_a_lag_is_told_in_its_own_unit(lag, unit, text):
    """Working days, days on the clock, or a share of the predecessor."""
    plan = _plan(_task(1, 2), _task(2), links=(DependencyRow(1, 2, lag=lag, lag_unit=unit),))

    assert PathWords(plan, ENGLISH).link(0).endswith(text.replace(" ", NBSP).replace(f"s{NBSP}", "s "))


def test_a_holiday_is_told_by_its_name():
    """And the nights around it are not."""
    tuesday = day_number(datetime(2026, 3, 3).date())  # noqa: DTZ001
    calendar = Calendar(
        "Dienst", (OFFICE_HOURS,) * 5 + ((), ()), (CalendarException(tuesday, tuesday, (), "Vrije dag"),)
    )
    plan = _plan(_task(1), _task(2), links=(DependencyRow(1, 2),), calendars=[calendar], calendar="Dienst")
    pause = _sentences(plan, 1)[1]

    assert "calendar “Dienst”" in pause
    assert "“Vrije dag” (03/03/2026)" in pause
    assert "outside working hours" not in pause


def test_a_plain_night_is_told_as_what_it_is():
    """Where nothing else stops the work."""
    night = (Rest(0, 0, RestKind.HOURS, "", "Standard"),)

    assert rests_in_words(night, ENGLISH) == "outside working hours"


MORNINGS = ((8 * HOUR, 12 * HOUR),)


@pytest.mark.parametrize(
    ("days", "ranges", "is_told"),
    [(1, OFFICE_HOURS, False), (5, OFFICE_HOURS, True), (0.5, MORNINGS, True)],
    ids=["night", "weekend", "other calendar"],
)
def test_an_ordinary_night_is_not_told(days, ranges, is_told):
    """It stands at nearly every link; a weekend, or hours that are not the project's, do matter."""
    own = Calendar("Eigen", (ranges,) * 5 + ((), ()))
    office = Calendar("Kantoor", (OFFICE_HOURS,) * 5 + ((), ()))
    plan = _plan(
        _task(1, days),
        _task(2, calendar="Eigen"),
        links=(DependencyRow(1, 2),),
        calendars=[office, own],
        calendar="Kantoor",
    )
    steps = date_path(plan, critical_path(plan), 1).finish
    pause = next(step for step in steps if step.kind is StepKind.PAUSE)

    assert PathWords(plan, ENGLISH).is_worth_telling(pause) is is_told
    assert all(PathWords(plan, ENGLISH).is_worth_telling(step) for step in steps if step is not pause)


def test_whose_calendar_counts_is_told_with_their_share():
    """Half of Ann's time."""
    plan = _plan(
        _task(1, 2),
        resources=[ResourceRow(1, "Ann")],
        assignments=[AssignmentRow(1, 1, 1, units=0.5, work=WORKDAY)],
    )
    step = Step(StepKind.WORK, 0, End.FINISH, MONDAY, MONDAY, WORKDAY, AssignmentClock(0), assignment_idx=0)

    assert f"of Ann{NBSP}(50{NBSP}%)" in PathWords(plan, ENGLISH).sentence(step)


@pytest.mark.parametrize("code", ["nl", "fr", "en"])
def test_every_kind_of_step_has_a_sentence(code):
    """In every language, with every field filled in."""
    plan = _plan(_task(1), _task(2), links=(DependencyRow(1, 2, DependencyKind.SF, HOUR),))
    spoken = PathWords(plan, language(code))
    for kind in StepKind:
        step = Step(
            kind,
            1,
            End.START,
            MONDAY,
            MONDAY - DAY,
            HOUR,
            AssignmentClock(-1),
            link_idx=0,
            above_idx=0,
            constraint=Constraint.SNET,
            resting=HOUR,
            rests=(Rest(0, 1, RestKind.WORK_WEEK, "Zomer", "Standard"),),
        )
        sentence = spoken.sentence(step)

        assert sentence.endswith(".")
        assert "{" not in sentence


def test_a_path_is_a_document_for_programs():
    """Dates in ISO form, amounts in minutes, the origin without a since."""
    plan = _plan(_task(1, 2), _task(2), links=(DependencyRow(1, 2),))
    schedule = critical_path(plan)
    record = path_record(plan, schedule, date_path(plan, schedule, 1), ENGLISH)

    assert (record["start"], record["finish"]) == ("2026-03-04T08:00:00", "2026-03-04T17:00:00")
    assert record["finish_steps"][0]["amount_minutes"] == 480
    assert record["finish_steps"][-1]["since"] is None
    assert record["finish_steps"][-1]["amount_minutes"] is None


@pytest.mark.parametrize("code", ["nl", "fr", "en"])
def test_quality_is_told_whole_in_every_language(code):
    """A title, what it counts, a value, a limit and a verdict per point; every missing fact by name."""
    quality = schedule_quality(_plan(_task(1), _task(2), links=(DependencyRow(1, 2, lag=-HOUR),)))
    spoken = QualityWords(quality, language(code))

    assert len(spoken.settings()) == 7
    for point in quality.points:
        told = [
            spoken.title(point),
            spoken.about(point),
            spoken.value(point),
            spoken.limit(point),
            spoken.verdict(point),
        ]
        assert all(told)
        assert not any("{" in text for text in (*told, spoken.missing(point), spoken.detail(point)))
        assert bool(spoken.missing(point)) == (point.verdict is Verdict.UNKNOWN)


def test_the_conclusion_counts_and_names():
    """How many are met, which are not, how many cannot be judged."""
    quality = schedule_quality(_plan(_task(1), _task(2), links=(DependencyRow(1, 2, lag=-HOUR),)))
    conclusion = QualityWords(quality, ENGLISH).conclusion()

    assert conclusion.startswith(f"{quality.count(Verdict.PASS)} of 14 points are met.")
    assert "Not met: leads" in conclusion


def test_quality_is_a_document_for_programs():
    """Names that do not change with the language; shares as fractions."""
    plan = _plan(_task(1), _task(2), links=(DependencyRow(1, 2, lag=-HOUR),))
    record = quality_record(plan, schedule_quality(plan), language("nl"))

    assert [one["name"] for one in record["points"]] == [one.name for one in POINTS.values()]
    assert record["points"][1]["value"] == 1.0
    assert record["points"][1]["links"][0]["lag"] == -60
    assert record["points"][8]["missing"] == [Missing.STATUS_DATE.value]
