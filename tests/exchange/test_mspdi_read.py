"""What MSPDI says is what the plan holds, and whatever is changed or left out is told."""

from __future__ import annotations

import time
from datetime import date, datetime

import pytest
from exchange.made_mspdi import calendar, exception, project, read, task, weekday, working
from hypothesis import given, settings
from hypothesis import strategies as st

from stuurbord.errors import FileRefused, Severity, StuurbordError, UnreadableFile
from stuurbord.exchange import mspdi
from stuurbord.exchange.calendar_records import without_overlap
from stuurbord.plan import NONE, CalendarException, Constraint, DependencyKind, ResourceKind, instant, moment
from stuurbord.plan.calendar import DAY, HOUR, day_number, working_time
from stuurbord.plan.model import LagUnit


def at(text: str) -> int:
    """Return an ISO date and time as an instant."""
    return instant(datetime.fromisoformat(text))


def day(text: str) -> int:
    """Return an ISO date as a day number."""
    return day_number(date.fromisoformat(text))


def told(document: bytes) -> list[tuple[str, Severity]]:
    """Return code and severity of each finding."""
    _, findings = mspdi.read(document, "plan.xml")
    return [(one.code, one.severity) for one in findings]


def open_days(document: bytes, first: str, last: str) -> list[date]:
    """Return the days of a period on which the project calendar works."""
    working_days = working_time(read(document).calendar, day(first), day(last))
    return sorted({moment(start).date() for start in working_days.starts.tolist()})


# Tasks


def test_a_task_keeps_every_fact():
    """Each element of a task has its column."""
    facts = (
        "<WBS>A.1</WBS><Type>1</Type><EffortDriven>1</EffortDriven><Milestone>1</Milestone><Active>0</Active>"
        "<Start>2026-03-03T08:00:00</Start><Finish>2026-03-03T17:00:00</Finish>"
        "<ConstraintType>4</ConstraintType><ConstraintDate>2026-03-03T08:00:00</ConstraintDate>"
        "<Deadline>2026-04-01T17:00:00</Deadline><IgnoreResourceCalendar>1</IgnoreResourceCalendar>"
        "<PercentComplete>25</PercentComplete><ActualStart>2026-03-03T08:00:00</ActualStart>"
        "<RemainingDuration>PT6H0M0S</RemainingDuration><Resume>2026-03-03T10:00:00</Resume>"
        "<Work>PT16H30M0S</Work><LevelingDelay>14400</LevelingDelay>"
        "<LevelingDelayFormat>8</LevelingDelayFormat><Notes>Let op.\nTweede regel</Notes>"
    )

    tasks = read(project(task(7, facts))).tasks

    assert tasks.uid.tolist() == [7]
    assert tasks.name == ("Taak 7",)
    assert tasks.wbs == ("A.1",)
    assert tasks.notes == ("Let op.\nTweede regel",)
    assert (tasks.kind[0], tasks.is_effort_driven[0], tasks.is_milestone[0], tasks.is_active[0]) == (
        1,
        1,
        1,
        0,
    )
    assert tasks.given_start[0] == tasks.actual_start[0] == tasks.constraint_date[0] == at("2026-03-03T08:00")
    assert tasks.given_finish[0] == at("2026-03-03T17:00")
    assert tasks.constraint[0] == Constraint.SNET
    assert tasks.deadline[0] == at("2026-04-01T17:00")
    assert tasks.ignores_resource_calendar[0]
    assert tasks.percent_complete[0] == 0.25
    assert tasks.duration[0] == 8 * HOUR
    assert tasks.remaining_duration[0] == 6 * HOUR
    assert tasks.resume[0] == at("2026-03-03T10:00")
    assert tasks.work[0] == 16.5 * HOUR
    assert tasks.leveling_delay[0] == DAY
    assert tasks.actual_finish[0] == NONE


def test_the_project_row_is_no_task_but_may_name_the_plan():
    """Number 0 on level 0 is the project itself."""
    document = project(task(0, level=0, name="Noordersluis") + task()).replace(b"<Title>Sluis</Title>", b"")

    plan = read(document)

    assert plan.name == "Noordersluis"
    assert plan.tasks.uid.tolist() == [1]


@pytest.mark.parametrize(
    ("duration_format", "is_elapsed"),
    [
        (3, False),
        (4, True),
        (7, False),
        (8, True),
        (12, True),
        (21, False),
        (39, False),
        (40, True),
        (53, False),
    ],
)
def test_an_elapsed_duration_runs_on_the_clock(duration_format, is_elapsed):
    """The format of the duration tells, estimated or not."""
    plan = read(project(task(1, f"<DurationFormat>{duration_format}</DurationFormat>", hours=24)))

    assert plan.tasks.is_elapsed[0] == is_elapsed
    assert plan.tasks.duration[0] == 24 * HOUR


def test_a_day_in_a_duration_is_a_working_day_of_the_project():
    """Other programs write P2D; the project says how long a day is."""
    document = project(task(), head="<MinutesPerDay>240</MinutesPerDay>").replace(b"PT8H0M0S", b"P2DT1H")

    assert read(document).tasks.duration[0] == 9 * HOUR


def test_typed_dates_of_a_manual_task_count():
    """Beside them stand the dates that a calculation would give."""
    facts = (
        "<Manual>1</Manual><Start>2026-03-02T08:00:00</Start><Finish>2026-03-02T17:00:00</Finish>"
        "<ManualStart>2026-05-04T08:00:00</ManualStart><ManualFinish>2026-05-05T17:00:00</ManualFinish>"
    )

    plan, findings = mspdi.read(project(task(1, facts)), "plan.xml")

    assert plan.tasks.given_start[0] == at("2026-05-04T08:00")
    assert plan.tasks.given_finish[0] == at("2026-05-05T17:00")
    assert {one.code for one in findings} == {"two_manual_dates"}


def test_a_summary_keeps_only_its_own_money():
    """Its total includes what its parts cost; a part that is inactive does not count."""
    money = "<Cost>{}</Cost><FixedCost>{}</FixedCost><ActualCost>{}</ActualCost>"
    document = project(
        task(1, money.format(35_000, 5_000, 12_500))
        + task(2, money.format(20_000, 0, 10_000), level=2)
        + task(3, money.format(10_000, 1_000, 2_000), level=2)
        + task(4, money.format(99_999, 0, 0) + "<Active>0</Active>", level=2)
    )

    tasks = read(document).tasks

    assert tasks.cost.tolist() == [5_000, 20_000, 10_000, 99_999]
    assert tasks.actual_cost.tolist() == [500, 10_000, 2_000, 0]


def test_baselines_are_kept_by_number():
    """Ten more promises may stand beside the first; a higher number is none of Microsoft Project's."""
    promise = "<Baseline><Number>{}</Number><Start>2026-03-0{}T08:00:00</Start><Cost>{}</Cost></Baseline>"
    document = project(task(1, promise.format(0, 2, 5) + promise.format(10, 3, 6) + promise.format(11, 4, 7)))

    baselines = read(document).baselines

    assert sorted(baselines) == [0, 10]
    assert baselines[0].start[0] == at("2026-03-02T08:00")
    assert baselines[10].cost[0] == 6
    assert baselines[0].finish[0] == baselines[0].work[0] == NONE


# Links


@pytest.mark.parametrize(
    ("lag", "lag_format", "unit", "amount"),
    [
        (4800, 7, LagUnit.WORKING, 8 * HOUR),
        (-4800, 9, LagUnit.WORKING, -8 * HOUR),
        (14400, 8, LagUnit.ELAPSED, DAY),
        (15, 5, LagUnit.WORKING, 90),
        (50, 19, LagUnit.PERCENT, 5000),
        (-25, 51, LagUnit.PERCENT, -2500),
        (50, 20, LagUnit.ELAPSED_PERCENT, 5000),
    ],
)
def test_a_lag_is_in_tenths_of_minutes_or_percent(lag, lag_format, unit, amount):
    """The format says which, and whether it runs on the clock."""
    link = (
        "<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>3</Type>"
        f"<LinkLag>{lag}</LinkLag><LagFormat>{lag_format}</LagFormat></PredecessorLink>"
    )

    links = read(project(task(1) + task(2, link))).dependencies

    assert links.kind.tolist() == [DependencyKind.SS]
    assert links.lag_unit.tolist() == [unit]
    assert links.lag.tolist() == [amount]


def test_a_link_without_type_is_finish_to_start():
    """The schema's default."""
    link = "<PredecessorLink><PredecessorUID>1</PredecessorUID></PredecessorLink>"

    assert read(project(task(1) + task(2, link))).dependencies.kind.tolist() == [DependencyKind.FS]


# Gates

COLUMN = "<ExtendedAttribute><FieldID>188743734</FieldID><Alias>{}</Alias></ExtendedAttribute>"
VALUE = "<ExtendedAttribute><FieldID>188743734</FieldID><Value>{}</Value></ExtendedAttribute>"


@pytest.mark.parametrize("alias", ["Poort", "Gate", "gate "])
def test_a_column_for_gates_is_believed(alias):
    """It decides for every task, so a name that looks like a gate does not count any more."""
    milestone = "<Milestone>1</Milestone>"
    document = project(
        task(1, milestone + VALUE.format("G3.2"), name="Gunning")
        + task(2, milestone, name="Voorbereiding G4", hours=0),
        fields=COLUMN.format(alias),
    )

    assert read(document).tasks.gate == ("G3.2", "")


@pytest.mark.parametrize(
    ("name", "gate"),
    [
        ("Poort G3.2: gunning", "G3.2"),
        ("Gate G2b", "G2b"),
        ("G4", "G4"),
        ("Besluit over G1", "G1"),
        ("Poort 2 van de sluis", ""),
        ("5G4-mast", ""),
        ("RG4", ""),
        ("G4.2.1", ""),
        ("G123", ""),
    ],
)
def test_a_milestone_named_after_a_gate_is_one(name, gate):
    """Only the letter and its number as a word count: “Poort 2” may be a lock gate."""
    plan, findings = mspdi.read(project(task(1, "<Milestone>1</Milestone>", hours=0, name=name)), "plan.xml")

    assert plan.tasks.gate == (gate,)
    assert [one.code for one in findings] == (["gate_recognised"] if gate else [])


def test_work_named_after_a_gate_is_no_gate():
    """Only a milestone can be one."""
    assert read(project(task(1, name="Voorbereiding G3"))).tasks.gate == ("",)


# People


def test_people_and_their_assignments():
    """A rate is in currency units, all other money in hundredths; a delay in tenths of minutes."""
    people = (
        "<Resources><Resource><UID>0</UID><ID>0</ID></Resource>"
        "<Resource><UID>5</UID><Name>An</Name><Type>1</Type><MaxUnits>0.5</MaxUnits>"
        "<StandardRate>65.5</StandardRate><CalendarUID>-1</CalendarUID></Resource>"
        "<Resource><UID>6</UID><Name>Beton</Name><Type>0</Type></Resource>"
        "<Resource><UID>7</UID><Name>Licentie</Name><Type>0</Type><IsCostResource>1</IsCostResource></Resource>"
        "</Resources><Assignments>"
        "<Assignment><UID>1</UID><TaskUID>1</TaskUID><ResourceUID>5</ResourceUID><Units>0.5</Units>"
        "<Work>PT4H0M0S</Work><RemainingWork>PT1H0M0S</RemainingWork><Delay>600</Delay>"
        "<LevelingDelay>300</LevelingDelay><Cost>26200</Cost><ActualCost>100</ActualCost>"
        "<WorkContour>8</WorkContour></Assignment>"
        "<Assignment><UID>2</UID><TaskUID>1</TaskUID><ResourceUID>-65535</ResourceUID>"
        "<Work>PT8H0M0S</Work></Assignment></Assignments>"
    )

    plan = read(project(people=people))

    assert plan.resources.name == ("An", "Beton", "Licentie")
    assert plan.resources.kind.tolist() == [ResourceKind.WORK, ResourceKind.MATERIAL, ResourceKind.COST]
    assert plan.resources.standard_rate.tolist() == [6550, 0, 0]
    assert plan.resources.max_units[0] == 0.5
    assert plan.assignments.uid.tolist() == [1]
    assert plan.assignments.units[0] == 0.5
    assert plan.assignments.work[0] == 4 * HOUR
    assert plan.assignments.remaining_work[0] == HOUR
    assert plan.assignments.delay[0] == HOUR
    assert plan.assignments.leveling_delay[0] == HOUR / 2
    assert plan.assignments.cost[0] == 26_200
    assert plan.assignments.contour[0] == 8


# Calendars


def test_midnight_to_midnight_is_the_whole_day():
    """00:00–00:00 means 24 hours, and a night shift joins over midnight."""
    week = weekday(2, ("00:00", "00:00")) + weekday(3, ("22:00", "00:00")) + weekday(4, ("00:00", "06:00"))

    clock = working_time(
        read(project(calendars=calendar(days=week))).calendar, day("2026-03-02"), day("2026-03-04")
    )

    assert clock.starts.tolist() == [at("2026-03-02T00:00"), at("2026-03-03T22:00")]
    assert clock.ends.tolist() == [at("2026-03-03T00:00"), at("2026-03-04T06:00")]


def test_working_times_in_any_order_are_put_in_order():
    """Files hold them reversed and overlapping."""
    week = weekday(2, ("13:00", "17:00"), ("08:00", "12:00"), ("11:00", "12:30"))

    ranges = read(project(calendars=calendar(days=week))).calendar.days[0]

    assert ranges == ((8 * HOUR, 12 * HOUR + 1800), (13 * HOUR, 17 * HOUR))


def test_exceptions_of_old_files_stand_among_the_weekdays():
    """Day type 0 with a period is an exception, unless the file has the newer list."""
    old = (
        "<WeekDay><DayType>0</DayType><DayWorking>0</DayWorking><TimePeriod>"
        "<FromDate>2026-03-03T00:00:00</FromDate><ToDate>2026-03-04T23:59:00</ToDate></TimePeriod></WeekDay>"
    )
    newer = f"<Exceptions>{exception('2026-03-05', '2026-03-05')}</Exceptions>"
    week = calendar().partition("<WeekDays>")[2].partition("</WeekDays>")[0] + old

    only_old = read(project(calendars=calendar(days=week))).calendar
    with_newer = read(project(calendars=calendar(1, newer, days=week))).calendar

    assert [(one.first_day, one.last_day) for one in only_old.exceptions] == [
        (day("2026-03-03"), day("2026-03-04"))
    ]
    assert [(one.first_day, one.last_day) for one in with_newer.exceptions] == [(day("2026-03-05"),) * 2]


@pytest.mark.parametrize(
    ("facts", "closed"),
    [
        ("<Type>1</Type><Period>3</Period>", ["2026-03-02", "2026-03-05", "2026-03-11"]),
        ("<Type>7</Type><Period>7</Period>", ["2026-03-02", "2026-03-09"]),
        # Weekly on Tuesday and Thursday (4 + 16), every second week.
        ("<Type>6</Type><Period>2</Period><DaysOfWeek>20</DaysOfWeek>", ["2026-03-03", "2026-03-05"]),
        ("<Type>4</Type><MonthDay>11</MonthDay><Period>1</Period>", ["2026-03-11"]),
        # The second Wednesday of the month; the last weekday of it lies outside the period.
        (
            "<Type>5</Type><MonthItem>6</MonthItem><MonthPosition>1</MonthPosition><Period>1</Period>",
            ["2026-03-11"],
        ),
        ("<Type>2</Type><Month>2</Month><MonthDay>12</MonthDay>", ["2026-03-12"]),
        ("<Type>3</Type><Month>2</Month><MonthItem>3</MonthItem><MonthPosition>0</MonthPosition>", []),
        (
            "<Type>3</Type><Month>2</Month><MonthItem>1</MonthItem><MonthPosition>1</MonthPosition>",
            ["2026-03-03"],
        ),
        (
            "<EnteredByOccurrences>1</EnteredByOccurrences><Occurrences>2</Occurrences>"
            "<Type>1</Type><Period>2</Period>",
            ["2026-03-02", "2026-03-04"],
        ),
    ],
)
def test_a_recurring_exception_is_worked_out_to_days(facts, closed):
    """Daily, weekly, monthly and yearly, by day and by position; weekends are closed anyway."""
    exceptions = f"<Exceptions>{exception('2026-03-02', '2026-03-13', facts)}</Exceptions>"
    document = project(calendars=calendar(1, exceptions))

    weekdays = {date(2026, 3, number) for number in range(2, 14)} - {date(2026, 3, 7), date(2026, 3, 8)}
    assert set(open_days(document, "2026-03-02", "2026-03-13")) == weekdays - set(
        map(date.fromisoformat, closed)
    )


def test_the_last_weekday_of_each_month():
    """Position 4 is the last."""
    facts = "<Type>5</Type><MonthItem>1</MonthItem><MonthPosition>4</MonthPosition><Period>1</Period>"
    exceptions = f"<Exceptions>{exception('2026-01-01', '2026-04-30', facts)}</Exceptions>"

    found = read(project(calendars=calendar(1, exceptions))).calendar.exceptions

    expected = ["2026-01-30", "2026-02-27", "2026-03-31", "2026-04-30"]
    assert [one.first_day for one in found] == list(map(day, expected))


def test_of_two_exceptions_on_one_day_the_rarer_kind_holds():
    """What does not recur beats daily, then yearly, monthly and weekly, whatever stands first."""
    weekly = exception(
        "2026-03-02", "2026-03-31", "<Type>6</Type><Period>1</Period><DaysOfWeek>4</DaysOfWeek>"
    )
    yearly = exception(
        "2026-03-01",
        "2027-03-01",
        "<Type>2</Type><Month>2</Month><MonthDay>10</MonthDay>",
        ("10:00", "11:00"),
    )
    once = exception("2026-03-17", "2026-03-17", "", ("09:00", "10:00"))
    document = project(calendars=calendar(1, f"<Exceptions>{weekly}{yearly}{once}</Exceptions>"))

    clock = working_time(read(document).calendar, day("2026-03-03"), day("2026-03-17"))
    tuesdays = [
        start for start in clock.starts.tolist() if start // DAY in (day("2026-03-10"), day("2026-03-17"))
    ]

    assert tuesdays == [at("2026-03-10T10:00"), at("2026-03-17T09:00")]
    assert day("2026-03-03") not in (clock.starts // DAY).tolist()


def test_a_work_week_holds_for_its_period():
    """A day it leaves out is the calendar's own."""
    weeks = (
        "<WorkWeeks><WorkWeek><TimePeriod><FromDate>2026-07-06T00:00:00</FromDate>"
        "<ToDate>2026-07-10T23:59:00</ToDate></TimePeriod><Name>zomer</Name><WeekDays>"
        f"{weekday(2, ('07:00', '13:00'))}</WeekDays></WorkWeek></WorkWeeks>"
    )

    clock = working_time(
        read(project(calendars=calendar(1, weeks))).calendar, day("2026-07-06"), day("2026-07-07")
    )

    assert clock.starts.tolist() == [at("2026-07-06T07:00"), at("2026-07-07T08:00"), at("2026-07-07T13:00")]


def test_a_resource_calendar_asks_its_base_and_an_empty_one_gives_way_to_it():
    """Files hold a calendar for each resource; most deviate in nothing."""
    calendars = (
        calendar(3, name="An", base=1, days="")
        + calendar(4, name="Bo", base=1, days=weekday(4))
        + calendar(1)
        + calendar(5, name="Standaard", days=weekday(2, ("08:00", "09:00")))
    )
    people = (
        "<Resources>"
        + "".join(
            f"<Resource><UID>{uid}</UID><Name>{name}</Name><CalendarUID>{number}</CalendarUID></Resource>"
            for uid, name, number in ((1, "An", 3), (2, "Bo", 4), (3, "Cé", 5))
        )
        + "</Resources>"
    )

    plan = read(project(calendars=calendars, people=people))
    names = [plan.calendars[idx].name for idx in plan.resources.calendar_idx]

    assert [one.name for one in plan.calendars] == ["Bo", "Standaard", "Standaard (2)"]
    assert names == ["Standaard", "Bo", "Standaard (2)"]
    assert plan.calendars[0].parent == plan.calendar
    assert plan.calendars[0].days == (None, None, (), None, None, None, None)


def test_calendars_that_derive_from_each_other_are_told():
    """The circle is cut, and the plan is read."""
    calendars = (
        calendar(1) + calendar(2, base=3, name="A", days=weekday(2)) + calendar(3, base=2, name="B", days="")
    )

    assert ("calendar_circle", Severity.WARNING) in told(project(calendars=calendars))


@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(0, 12)).map(
            lambda pair: CalendarException(pair[0], pair[0] + pair[1], name=str(pair))
        ),
        max_size=8,
    )
)
def test_exceptions_cut_apart_cover_the_same_days_once(exceptions):
    """The first to cover a day keeps it."""
    expected = {}
    for one in reversed(exceptions):
        expected |= dict.fromkeys(range(one.first_day, one.last_day + 1), one.name)

    found = {}
    for one in without_overlap(exceptions):
        for number in range(one.first_day, one.last_day + 1):
            assert number not in found
            found[number] = one.name

    assert found == expected


# The project


def test_the_project_keeps_its_own_days_and_dates():
    """What a day, a week and a month mean is the project's, never the calendar's."""
    head = (
        "<Author>An</Author><ScheduleFromStart>0</ScheduleFromStart><FinishDate>2026-06-30T17:00:00</FinishDate>"
        "<CurrencyCode>USD</CurrencyCode><MinutesPerDay>456</MinutesPerDay><MinutesPerWeek>2280</MinutesPerWeek>"
        "<DaysPerMonth>21</DaysPerMonth><StatusDate>2026-03-31T17:00:00</StatusDate>"
    )

    plan = read(project(head=head))

    assert plan.from_finish
    assert plan.finish == at("2026-06-30T17:00")
    assert (plan.seconds_per_day, plan.seconds_per_week, plan.days_per_month) == (27_360, 136_800, 21)
    assert plan.status_date == at("2026-03-31T17:00")
    assert (plan.author, plan.currency, plan.name) == ("An", "USD", "Sluis")


@pytest.mark.parametrize(("written", "honours"), [("", True), ("0", True), ("1", False)])
def test_honouring_constraints_is_written_the_other_way_round(written, honours):
    """Microsoft Project writes 0 with the option on."""
    head = f"<HonorConstraints>{written}</HonorConstraints>" if written else ""

    plan, findings = mspdi.read(project(head=head), "plan.xml")

    assert plan.rules.honors_constraints == honours
    assert [one.code for one in findings] == ([] if honours else ["constraints_not_honoured"])


# Findings

CROSS = (
    "<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type><CrossProject>1</CrossProject>"
    "<CrossProjectName>C:\\ander.mpp\\3</CrossProjectName></PredecessorLink>"
)
PERCENT = (
    "<PredecessorLink><PredecessorUID>1</PredecessorUID><LinkLag>50</LinkLag><LagFormat>20</LagFormat>"
    "</PredecessorLink>"
)


@pytest.mark.parametrize(
    ("document", "code", "severity"),
    [
        (project(task() + "<Task><UID>9</UID><IsNull>1</IsNull></Task>"), "blank_rows", Severity.INFO),
        (project(task(1, "<ExternalTask>1</ExternalTask>")), "external_task", Severity.WARNING),
        (project(task(1, "<IsSubproject>1</IsSubproject>")), "subproject", Severity.WARNING),
        (
            project(task(1, "<Project><Tasks><Task><UID>1</UID></Task></Tasks></Project>")),
            "subproject",
            Severity.WARNING,
        ),
        (project(task(1) + task(2, CROSS)), "cross_project_link", Severity.WARNING),
        (project(task(1, "<Start>gisteren</Start>")), "unreadable_value", Severity.WARNING),
        (project(task(1, "<Cost>veel</Cost>")), "unreadable_value", Severity.WARNING),
        (project(task(1, "<Cost>1e999</Cost>")), "unreadable_value", Severity.WARNING),
        (project(task(1, f"<Type>{'9' * 30}</Type>")), "unreadable_value", Severity.WARNING),
        (project(task(1, "<CalendarUID>77</CalendarUID>")), "unknown_calendar", Severity.WARNING),
        (
            project(calendars=calendar(days=weekday(2, ("08:00", "12:00"), ("17:00", "13:00")))),
            "calendar_working_time",
            Severity.WARNING,
        ),
        (
            project(
                calendars=calendar(1, f"<Exceptions>{exception('2026-03-05', '2026-03-01')}</Exceptions>")
            ),
            "calendar_exception",
            Severity.WARNING,
        ),
        (
            project(
                calendars=calendar(
                    1,
                    "<Exceptions>"
                    + exception("1900-01-01", "2190-01-01", "<Type>7</Type><Period>2</Period>") * 3
                    + "</Exceptions>",
                )
            ),
            "calendar_too_many_exceptions",
            Severity.WARNING,
        ),
    ],
)
def test_what_is_changed_or_left_out_is_told(document, code, severity):
    """The plan is read all the same."""
    assert (code, severity) in told(document)


def test_a_finding_names_the_file_and_the_row():
    """The row number is the one people see."""
    _, findings = mspdi.read(project(task(1) + task(12, "<Start>gisteren</Start>")), "sluis.xml")

    assert findings[0].where.as_text() == "sluis.xml, task 12"
    assert findings[0].message() == "“gisteren” cannot be read as Start; it counts as not given."


def test_findings_have_an_end():
    """A file with thousands of mistakes gives a list that can be shown, and the number of the others."""
    wrong = "".join(task(number, "<Start>x</Start>") for number in range(1, 701))

    _, findings = mspdi.read(project(wrong), "plan.xml")

    assert findings[-1].code == "more_findings"
    assert findings[-1].fields["count"] == 200


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00", ""])
def test_a_null_date_is_no_date(text):
    """Programs on .NET write year 1 where nothing is known."""
    assert read(project(task(1, f"<Deadline>{text}</Deadline>"))).tasks.deadline[0] == NONE


def test_a_time_zone_is_dropped():
    """Planning time is the wall clock."""
    plan = read(project(task(1, "<Deadline>2026-04-01T17:00:00+02:00</Deadline>")))

    assert plan.tasks.deadline[0] == at("2026-04-01T17:00")


# Documents that are no plans


def test_other_xml_is_no_plan():
    """The root element tells."""
    with pytest.raises(UnreadableFile) as caught:
        mspdi.read(b"<html/>", "plan.xml")

    assert caught.value.findings[0].code == "not_mspdi"


def test_entities_are_refused_before_anything_is_read():
    """Even one that would do no harm."""
    with pytest.raises(FileRefused):
        mspdi.read(b'<!DOCTYPE Project [<!ENTITY a "b">]>' + project(), "plan.xml")


@given(st.data())
@settings(max_examples=60)
def test_a_damaged_file_gives_an_error_and_never_another_exception(data):
    """Bytes cut out of or changed in a document end in a finding, not in a traceback."""
    document = bytearray(
        project(task(1) + task(2, PERCENT), calendars=calendar(1, working(("08:00", "12:00"))))
    )
    for _ in range(data.draw(st.integers(1, 4))):
        position = data.draw(st.integers(0, len(document) - 1))
        document[position : position + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))

    assert outcome(bytes(document))


def outcome(document: bytes) -> str:
    """Return what came of reading: the sentences of the error, or that there are tasks."""
    try:
        plan, _ = mspdi.read(document, "plan.xml")
    except StuurbordError as error:
        return str(error)
    return f"{len(plan.tasks)} tasks"


def test_five_thousand_tasks_are_read_in_a_moment():
    """Measured: 0.7 s for 24 MB as Microsoft Project writes it; here a lean file, room for slow machines."""
    link = "<PredecessorLink><PredecessorUID>{}</PredecessorUID><Type>1</Type></PredecessorLink>"
    document = project("".join(task(n, link.format(n - 1) if n > 1 else "") for n in range(1, 5001)))

    before = time.process_time()
    plan = read(document)

    assert len(plan.dependencies) == 4999
    assert time.process_time() - before < 1.5
