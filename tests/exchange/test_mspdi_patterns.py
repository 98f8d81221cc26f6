"""What an MSPDI file says beside dates: computed dates, patterns of work, delays, options, other files."""

from __future__ import annotations

from datetime import datetime

import pytest
from exchange.made_mspdi import calendar, project, task, weekday
from exchange.made_mspdi_whole import work

from stuurbord.engine.critical_path import critical_path
from stuurbord.errors import Finding
from stuurbord.exchange import mspdi
from stuurbord.plan import NONE, Plan, instant
from stuurbord.plan.calendar import HOUR
from stuurbord.plan.model import Contour

MONDAY = "<Start>2026-03-02T08:00:00</Start><Finish>2026-03-04T17:00:00</Finish>"


def read(document: bytes) -> Plan:
    return mspdi.read(document, "plan.xml")[0]


def findings(document: bytes) -> list[Finding]:
    return list(mspdi.read(document, "plan.xml")[1])


def at(text: str) -> int:
    """Return an ISO date and time as an instant."""
    return instant(datetime.fromisoformat(text))


def worked(
    *periods: str, resource: int = 5, facts: str = "", units: float = 1, hours: int = 16, tasks: str = ""
) -> bytes:
    """Return a document with one task of three days, from Monday 2 March, and one assignment."""
    people = (
        "<Resources><Resource><UID>5</UID><Name>An</Name><Type>1</Type><CalendarUID>2</CalendarUID></Resource>"
        "<Resource><UID>6</UID><Name>Zand</Name><Type>0</Type></Resource></Resources>"
        f"<Assignments><Assignment><UID>11</UID><TaskUID>1</TaskUID><ResourceUID>{resource}</ResourceUID>"
        f"{facts}<Units>{units}</Units><Work>PT{hours}H0M0S</Work>{''.join(periods)}</Assignment></Assignments>"
    )
    calendars = calendar() + calendar(2, name="An", base=1, days=weekday(4, ("08:00", "12:00")))
    return project(tasks or task(1, MONDAY, hours=24), people=people, calendars=calendars)


# Computed dates


def test_dates_and_floats_that_the_file_computed_stand_apart():
    """Floats are tenths of minutes, working; no computation reads them."""
    facts = (
        "<EarlyStart>2026-03-02T08:00:00</EarlyStart><EarlyFinish>2026-03-02T17:00:00</EarlyFinish>"
        "<LateStart>2026-03-03T08:00:00</LateStart><LateFinish>2026-03-03T17:00:00</LateFinish>"
        "<FreeSlack>0</FreeSlack><TotalSlack>4800</TotalSlack><StartSlack>4800</StartSlack>"
        "<FinishSlack>-600</FinishSlack>"
    )

    given = read(project(task(1, facts) + task(2))).given

    assert given.early_start.tolist() == [at("2026-03-02T08:00"), NONE]
    assert given.early_finish.tolist() == [at("2026-03-02T17:00"), NONE]
    assert given.late_start[0] == at("2026-03-03T08:00")
    assert given.late_finish[0] == at("2026-03-03T17:00")
    assert given.total_float.tolist() == [8 * HOUR, NONE]
    assert (given.start_float[0], given.finish_float[0], given.free_float[0]) == (8 * HOUR, -HOUR, 0)


def test_a_file_that_computed_nothing_has_no_such_table():
    """Most files of other programs."""
    assert len(read(project(task(1) + task(2))).given) == 0


def test_where_work_stopped_is_read_beside_where_it_resumes():
    """An interruption lies between the two."""
    plan = read(project(task(1, "<Stop>2026-03-02T12:00:00</Stop><Resume>2026-03-04T08:00:00</Resume>")))

    assert plan.tasks.stop[0] == at("2026-03-02T12:00")
    assert plan.tasks.resume[0] == at("2026-03-04T08:00")


# Patterns


def test_even_work_has_no_pattern_whatever_nights_and_weekends_lie_in_it():
    """Days without work on which nobody works are no rests: here the short Wednesday counts as well."""
    document = worked(
        work("2026-03-02T08:00", "2026-03-03T08:00", "PT8H0M0S"),
        work("2026-03-03T08:00", "2026-03-04T08:00", "PT8H0M0S"),
        work("2026-03-04T08:00", "2026-03-04T12:00", "PT4H0M0S"),
        hours=20,
    )

    assert len(read(document).periods) == 0


def test_an_interruption_is_a_gap_between_periods():
    """Offsets are working time on the resource's calendar from the start of the task."""
    periods = read(
        worked(
            work("2026-03-02T08:00", "2026-03-03T08:00", "PT8H0M0S"),
            work("2026-03-03T08:00", "2026-03-05T08:00"),
            work("2026-03-05T08:00", "2026-03-05T17:00", "PT8H0M0S"),
        )
    ).periods

    assert periods.assignment_idx.tolist() == [0, 0]
    assert periods.offset.tolist() == [0, (8 + 8 + 4) * HOUR]
    assert periods.length.tolist() == [8 * HOUR, 8 * HOUR]
    assert periods.work.tolist() == [8 * HOUR, 8 * HOUR]


def test_work_that_grows_is_a_pattern_even_without_a_gap():
    """Two days at half speed, then the rest at full speed."""
    periods = read(
        worked(
            work("2026-03-02T08:00", "2026-03-03T08:00", "PT4H0M0S"),
            work("2026-03-03T08:00", "2026-03-03T17:00", "PT8H0M0S"),
            hours=12,
        )
    ).periods

    assert periods.length.tolist() == [8 * HOUR, 8 * HOUR]
    assert periods.work.tolist() == [4 * HOUR, 8 * HOUR]


def test_work_done_is_told_from_work_to_do():
    """Kinds 2 and 1; overtime, costs and baselines are other kinds."""
    periods = read(
        worked(
            work("2026-03-02T08:00", "2026-03-02T17:00", "PT8H0M0S", kind=2),
            work("2026-03-05T08:00", "2026-03-05T17:00", "PT8H0M0S"),
            work("2026-03-02T08:00", "2026-03-03T17:00", "PT16H0M0S", kind=4),
            work("2026-03-02T08:00", "2026-03-02T17:00", "PT2H0M0S", kind=3),
        )
    ).periods

    assert periods.is_actual.tolist() == [True, False]
    assert periods.work.tolist() == [8 * HOUR, 8 * HOUR]


def test_even_work_is_no_pattern_whenever_it_starts():
    """A delay says when it begins; the start that the file computed for the task says nothing."""
    late = work("2026-03-03T08:00", "2026-03-03T17:00", "PT8H0M0S")

    for facts in ("", "<Delay>4800</Delay>", "<LevelingDelay>4800</LevelingDelay>"):
        assert len(read(worked(late, hours=8, facts=facts)).periods) == 0


def test_a_shaped_assignment_keeps_its_pattern_even_if_it_looks_even():
    """What is edited by hand is told by its periods alone."""
    document = worked(
        work("2026-03-02T08:00", "2026-03-02T17:00", "PT8H0M0S"),
        hours=8,
        facts="<WorkContour>8</WorkContour>",
    )
    plan = read(document)

    assert plan.assignments.contour.tolist() == [Contour.CONTOURED]
    assert plan.periods.length.tolist() == [8 * HOUR]


@pytest.mark.parametrize("resource", ["-65535", "0"])
def test_nobodys_work_is_read_for_its_interruption_alone(resource):
    """It has no work, no cost and no resource; even, it is no assignment at all."""
    split = (
        work("2026-03-02T08:00", "2026-03-02T17:00", "PT8H0M0S"),
        work("2026-03-04T08:00", "2026-03-04T17:00", "PT8H0M0S"),
    )
    plan = read(worked(*split, resource=int(resource), facts="<Cost>500</Cost>"))
    even = read(worked(split[0], resource=int(resource)))

    assert plan.assignments.resource_idx.tolist() == [-1]
    assert (plan.assignments.work[0], plan.assignments.cost[0]) == (0, 0)
    assert plan.periods.offset.tolist() == [0, 16 * HOUR]
    assert len(even.assignments) == 0


def test_material_has_no_pattern():
    """It runs along with the task."""
    document = worked(
        work("2026-03-02T08:00", "2026-03-02T17:00", "PT8H0M0S"),
        work("2026-03-04T08:00", "2026-03-04T17:00", "PT8H0M0S"),
        resource=6,
    )

    assert len(read(document).periods) == 0


@pytest.mark.parametrize(
    "period",
    [
        work("2026-03-02T08:00", "2026-03-02T08:00", "PT8H0M0S"),
        work("2026-03-03T08:00", "2026-03-02T08:00", "PT8H0M0S"),
        work("2026-03-02T08:00", "2026-03-02T17:00", "veel"),
        work("2026-03-02T08:00", "2026-03-02T17:00", "-PT8H0M0S"),
        work("gisteren", "vandaag", "PT8H0M0S"),
        work("0001-01-01T08:00", "9999-01-01T08:00", "PT8H0M0S"),
        work("2026-03-07T08:00", "2026-03-08T17:00", "PT8H0M0S"),
        "<TimephasedData><Type>1</Type></TimephasedData>",
    ],
)
def test_periods_that_make_no_sense_count_as_even(period):
    """Backwards, unreadable, over thousands of years, or when nobody works."""
    assert len(read(worked(period)).periods) == 0


def test_a_pattern_is_written_with_the_dates_it_has_now():
    """Day by day; read again it is the same."""
    plan = read(
        worked(
            work("2026-03-02T08:00", "2026-03-03T08:00", "PT8H0M0S"),
            work("2026-03-03T08:00", "2026-03-05T08:00"),
            work("2026-03-05T08:00", "2026-03-05T17:00", "PT8H0M0S"),
        )
    )
    alone = mspdi.read(mspdi.write(plan, critical_path(plan)), "plan.xml")[0]

    assert alone.periods == plan.periods


# Delays, options, other files


def test_delays_of_an_assignment_stand_apart():
    """Its own, and the one that levelling gave it; both in tenths of minutes."""
    plan = read(worked(facts="<Delay>600</Delay><LevelingDelay>1200</LevelingDelay>"))

    assert (plan.assignments.delay[0], plan.assignments.leveling_delay[0]) == (HOUR, 2 * HOUR)


@pytest.mark.parametrize(("unit", "is_working"), [("7", True), ("8", False), ("5", True), ("36", False)])
def test_a_levelling_delay_is_in_working_time_or_on_the_clock(unit, is_working):
    """Its format tells; the amount is tenths of minutes either way."""
    facts = f"<LevelingDelay>600</LevelingDelay><LevelingDelayFormat>{unit}</LevelingDelayFormat>"

    tasks = read(project(task(1, facts))).tasks

    assert tasks.leveling_delay[0] == HOUR
    assert tasks.leveling_is_working[0] == is_working


def test_options_that_decide_between_dates_are_read():
    """The limit of critical counts days of the project."""
    head = (
        "<CriticalSlackLimit>2</CriticalSlackLimit><MinutesPerDay>420</MinutesPerDay>"
        "<MultipleCriticalPaths>1</MultipleCriticalPaths><SplitsInProgressTasks>0</SplitsInProgressTasks>"
    )

    rules = read(project(head=head)).rules

    assert rules.critical_limit == 2 * 7 * HOUR
    assert rules.multiple_critical_paths
    assert not rules.splits_in_progress


EXTERNAL = "<ExternalTask>1</ExternalTask><ExternalTaskProject>{}</ExternalTaskProject>"
LINK = (
    "<PredecessorLink><PredecessorUID>{}</PredecessorUID><Type>1</Type><CrossProject>1</CrossProject>"
    "<CrossProjectName>brug.mpp\\4</CrossProjectName></PredecessorLink>"
)


@pytest.mark.parametrize(
    ("place", "file", "number"),
    [
        ("C:\\plannen\\brug.mpp\\4", "C:\\plannen\\brug.mpp", 4),
        ("brug.mpp\\12", "brug.mpp", 12),
        ("brug.mpp", "brug.mpp", -1),
        ("map\\brug.mpp", "map\\brug.mpp", -1),
        ("brug.mpp\\" + "9" * 30, "brug.mpp\\" + "9" * 30, -1),
    ],
)
def test_a_task_of_another_plan_tells_which(place, file, number):
    """File, and after the last backslash the number of the line there."""
    tasks = read(project(task(1, EXTERNAL.format(place)))).tasks

    assert (tasks.is_external[0], tasks.is_manual[0]) == (True, True)
    assert (tasks.subproject[0], tasks.subproject_task[0]) == (file, number)


def test_a_link_from_another_file_counts_where_a_line_here_stands_for_its_task():
    """Elsewhere its number is one of the other file, whatever task has that number here."""
    external = task(2, EXTERNAL.format("brug.mpp\\4"))
    document = project(task(1, LINK.format(2)) + external + task(3, LINK.format(1)))
    plan = read(document)

    assert plan.dependencies.predecessor_idx.tolist() == [1]
    assert plan.dependencies.successor_idx.tolist() == [0]
    assert [one.code for one in findings(document)] == ["external_task", "cross_project_link"]


def test_an_inserted_plan_tells_its_file():
    """Its own line is all that is read of it."""
    facts = "<IsSubproject>1</IsSubproject><SubprojectName>deel.mpp</SubprojectName>"

    assert read(project(task(1, facts))).tasks.subproject == ("deel.mpp",)


def test_an_interim_plan_is_no_baseline():
    """Both have numbers from 1 to 10."""
    facts = (
        "<Baseline><Number>1</Number><Interim>1</Interim><Start>2026-04-01T08:00:00</Start></Baseline>"
        "<Baseline><Number>1</Number><Start>2026-03-01T08:00:00</Start></Baseline>"
    )

    assert read(project(task(1, facts))).baselines[1].start.tolist() == [at("2026-03-01T08:00")]


@pytest.mark.parametrize("start", ["1985-01-01", "2025-03-03", "2040-01-02"])
def test_a_pattern_never_counts_from_the_start_the_file_computed(start):
    """However wrong that start is, work on Monday and Wednesday takes three days from where it may begin."""
    document = worked(
        work("2026-03-02T08:00", "2026-03-02T17:00", "PT8H0M0S"),
        work("2026-03-04T08:00", "2026-03-04T12:00", "PT4H0M0S"),
    )
    wrong = document.replace(b"<Start>2026-03-02T", f"<Start>{start}T".encode(), 1)

    one, other = (read(each) for each in (document, wrong))
    assert len(one.periods) == 2
    assert other.periods == one.periods
    assert critical_path(other).finish.tolist() == critical_path(one).finish.tolist()
