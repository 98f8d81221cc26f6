"""Plans written as MSPDI: what is read back is what was written, and it is what Microsoft Project expects."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from plan.made_plans import START, plans

from stuurbord.engine.critical_path import critical_path
from stuurbord.exchange import mspdi
from stuurbord.exchange.mspdi.calendars_write import flattened
from stuurbord.exchange.mspdi.markup import clean
from stuurbord.plan import (
    NONE,
    AssignmentRow,
    BaselineRow,
    Calendar,
    CalendarException,
    DependencyRow,
    Plan,
    PlanDraft,
    ResourceRow,
    TaskRow,
    freeze,
    moment,
    working_time,
)
from stuurbord.plan.calendar import DAY, HOUR, STANDARD, WorkWeek
from stuurbord.plan.model import LagUnit

NAMESPACE = "{http://schemas.microsoft.com/project}"
MONDAY = START // DAY  # 16 February 2026


def as_mspdi_can_hold(plan: Plan) -> Plan:
    """Return the plan in the order and with the facts that MSPDI has a place for.

    It keeps links with their successor, number 0 for itself, names on one line, no control characters,
    and nothing of assignments that nobody has.
    """
    tasks = replace(
        plan.tasks,
        uid=plan.tasks.uid + 1,
        name=tuple(one_line(name) for name in plan.tasks.name),
        notes=tuple(clean(note) for note in plan.tasks.notes),
    )
    order = np.argsort(plan.dependencies.successor_idx, kind="stable")
    known = {
        number: one
        for number, one in plan.baselines.items()
        if any((getattr(one, name) != NONE).any() for name in one.columns())
    }
    return replace(
        plan,
        name=one_line(plan.name),
        tasks=tasks,
        dependencies=taken(plan.dependencies, order),
        assignments=taken(plan.assignments, plan.assignments.resource_idx >= 0),
        baselines=known,
    )


def taken(table, rows):
    """Return some rows of a table."""
    return replace(table, **{name: getattr(table, name)[rows] for name in table.columns()})


def one_line(text: str) -> str:
    """Return a name as it is read back."""
    return re.sub(r"[\r\n\t]+", " ", clean(text))


def without_calendars(plan: Plan) -> Plan:
    """Return the plan with its calendars, and the document it came from, taken out of the comparison."""
    return replace(plan, calendars=(STANDARD,), kept_format="", kept=b"")


@given(plans())
def test_a_plan_survives_writing_and_reading(plan):
    """Every fact but calendars is equal at once; calendars are equal from the second time on."""
    plan = as_mspdi_can_hold(plan)

    again, _ = mspdi.read(mspdi.write(plan), "plan.xml")
    once_more, _ = mspdi.read(mspdi.write(again), "plan.xml")

    assert without_calendars(again) == without_calendars(plan)
    assert once_more == again


@given(plans())
@settings(max_examples=30)
def test_every_calendar_opens_the_same_time_after_writing_and_reading(plan):
    """A derived calendar may come back as one that stands alone; its working time stays."""
    again, _ = mspdi.read(mspdi.write(as_mspdi_can_hold(plan)), "plan.xml")

    for before, after in zip(plan.calendars, again.calendars, strict=False):
        one, other = (working_time(each, MONDAY - 400, MONDAY + 800) for each in (before, after))
        assert np.array_equal(one.starts, other.starts)
        assert np.array_equal(one.ends, other.ends)


# What Microsoft Project expects


def a_plan() -> Plan:
    """A small plan with everything that is written in a way of its own."""
    week = WorkWeek(
        MONDAY + 7, MONDAY + 11, (((7 * HOUR, 13 * HOUR),), None, None, None, None, None, None), "zomer"
    )
    base = Calendar(
        "Sluis",
        STANDARD.days,
        (
            CalendarException(MONDAY + 1, MONDAY + 2, name="carnaval"),
            CalendarException(MONDAY + 2, MONDAY + 3),
        ),
        (week,),
    )
    night = Calendar("Nacht", (((0, 6 * HOUR), (22 * HOUR, DAY)),) * 7)
    derived = Calendar("Deeltijds", (None, None, (), None, None, None, None), parent=base)
    draft = PlanDraft(
        name="Sluis & brug <2026>",
        start=START,
        calendar="Sluis",
        calendars=[base, night, derived],
        tasks=[
            TaskRow(0, "Fase", cost=5_000, actual_cost=10),
            TaskRow(
                3, "Graven", 2, duration=8 * HOUR, cost=20_000, percent_complete=0.5, calendar="Deeltijds"
            ),
            TaskRow(4, "Gunning", 2, is_milestone=True, gate="G3.2", is_manual=True, given_start=START + DAY),
        ],
        dependencies=[DependencyRow(3, 4, lag=3600, lag_unit=LagUnit.ELAPSED)],
        resources=[ResourceRow(0, "An", calendar="Nacht", standard_rate=6550)],
        assignments=[AssignmentRow(1, 3, 0, 0.5, 4 * HOUR, 2 * HOUR, cost=15_000)],
    )
    draft.tasks[1].baselines[0] = BaselineRow(START, START + DAY, 8 * HOUR, NONE, 100)
    plan, findings = freeze(draft)
    assert findings == ()
    return plan


def texts(document: bytes, path: str) -> list[str | None]:
    """Return the texts of the elements at a path, without namespaces."""
    found = etree.fromstring(document).iterfind("/".join(f"{NAMESPACE}{name}" for name in path.split("/")))
    return [element.text for element in found]


@pytest.mark.parametrize("unit", list(LagUnit))
def test_a_lag_of_every_unit_is_read_back(unit):
    """Working, on the clock, a share of the predecessor, and such a share on the clock."""
    plan = a_plan()
    lag, lag_unit = np.array([4800]), np.array([int(unit)])
    plan = replace(plan, dependencies=replace(plan.dependencies, lag=lag, lag_unit=lag_unit))
    back = mspdi.read(mspdi.write(plan), "plan.xml")[0].dependencies

    assert (back.lag.tolist(), back.lag_unit.tolist()) == ([4800], [unit])


def test_equal_plans_give_equal_bytes():
    """Nothing in the file depends on the moment or the machine."""
    assert mspdi.write(a_plan()) == mspdi.write(a_plan())


# The order in which the published schema wants the elements that are written.
ORDER = {
    "Project": (
        "SaveVersion Name Title Author ScheduleFromStart StartDate FinishDate FYStartDate "
        "CriticalSlackLimit CurrencyDigits CurrencySymbol CurrencyCode CurrencySymbolPosition CalendarUID "
        "DefaultStartTime DefaultFinishTime MinutesPerDay MinutesPerWeek DaysPerMonth DurationFormat "
        "WorkFormat HonorConstraints MultipleCriticalPaths NewTasksEffortDriven NewTasksEstimated "
        "SplitsInProgressTasks "
        "WeekStartDay StatusDate NewTasksAreManual ExtendedAttributes Calendars Tasks Resources Assignments"
    ),
    "Calendar": "UID Name IsBaseCalendar BaseCalendarUID WeekDays Exceptions WorkWeeks",
    "Exception": "EnteredByOccurrences TimePeriod Occurrences Name Type DayWorking WorkingTimes",
    "WorkWeek": "TimePeriod Name WeekDays",
    "Task": (
        "UID ID Name Active Manual Type IsNull WBS OutlineNumber OutlineLevel Priority Start Finish "
        "Duration ManualStart ManualFinish ManualDuration DurationFormat Work Stop Resume ResumeValid "
        "EffortDriven Recurring Estimated Milestone Summary Critical IsSubproject SubprojectName "
        "ExternalTask ExternalTaskProject EarlyStart EarlyFinish LateStart "
        "LateFinish FreeSlack TotalSlack StartSlack FinishSlack FixedCost FixedCostAccrual PercentComplete "
        "Cost ActualStart "
        "ActualFinish ActualDuration ActualCost RemainingDuration ConstraintType CalendarUID "
        "ConstraintDate Deadline LevelAssignments LevelingCanSplit LevelingDelay LevelingDelayFormat "
        "IgnoreResourceCalendar Notes PredecessorLink ExtendedAttribute Baseline"
    ),
    "PredecessorLink": "PredecessorUID Type CrossProject LinkLag LagFormat",
    "Baseline": "Number Start Finish Duration DurationFormat Work Cost",
    "Resource": (
        "UID ID Name Type IsNull MaxUnits StandardRate StandardRateFormat CalendarUID IsCostResource"
    ),
    "Assignment": (
        "UID TaskUID ResourceUID ActualCost ActualWork Cost Delay LevelingDelay LevelingDelayFormat "
        "RemainingWork Units Work WorkContour TimephasedData"
    ),
}


@given(plans())
@settings(max_examples=20)
def test_elements_stand_in_the_order_of_the_schema(plan):
    """Microsoft Project refuses a file whose elements stand elsewhere."""
    plan = as_mspdi_can_hold(plan)
    for element in etree.fromstring(mspdi.write(plan, critical_path(plan))).iter(f"{NAMESPACE}*"):
        order = ORDER.get(etree.QName(element).localname, "").split()
        if order:
            places = [order.index(etree.QName(child).localname) for child in element]

            assert places == sorted(places)


def test_money_of_a_summary_is_the_total_and_its_own_is_fixed():
    """So Microsoft Project shows the same figures, and nothing is counted twice."""
    written = mspdi.write(a_plan())

    assert texts(written, "Tasks/Task/Cost") == ["25000", "20000", "0"]
    assert texts(written, "Tasks/Task/FixedCost") == ["5000", "5000", "0"]
    assert texts(written, "Resources/Resource/StandardRate") == ["65.5"]


def test_number_zero_is_left_to_microsoft_project():
    """The row 0 is the project itself; a task or a resource with that number gets another."""
    written = mspdi.write(a_plan())

    assert texts(written, "Tasks/Task/UID") == ["0", "5", "3", "4"]
    assert texts(written, "Tasks/Task/OutlineNumber") == ["0", "1", "1.1", "1.2"]
    assert texts(written, "Resources/Resource/UID") == ["1"]
    assert texts(written, "Assignments/Assignment/ResourceUID") == ["1"]


def test_gates_stand_in_a_column_called_poort():
    """Text1 carries the alias; what is no gate has no entry."""
    written = mspdi.write(a_plan())

    assert texts(written, "ExtendedAttributes/ExtendedAttribute/Alias") == ["Poort"]
    assert texts(written, "Tasks/Task/ExtendedAttribute/Value") == ["G3.2"]


def test_dates_come_from_the_schedule_and_typed_dates_stay():
    """A manual task keeps what was typed beside what was computed."""
    plan = a_plan()
    schedule = critical_path(plan)
    written = mspdi.write(plan, schedule)

    def date(value: int) -> str:
        return moment(value).isoformat()

    assert texts(written, "Tasks/Task/Start")[1:] == [date(value) for value in schedule.start.tolist()]
    assert texts(written, "Tasks/Task/LateFinish") == [date(value) for value in schedule.late_finish.tolist()]
    assert texts(written, "Tasks/Task/ManualStart") == [date(START + DAY)]
    assert texts(written, "Project/FinishDate") == []
    assert texts(written, "FinishDate") == [date(schedule.project_finish)]


def test_a_derived_calendar_that_tasks_use_becomes_a_base_calendar_with_the_same_days():
    """Microsoft Project knows derived calendars only for resources."""
    plan = a_plan()
    again, _ = mspdi.read(mspdi.write(plan), "plan.xml")
    before, after = plan.calendars[2], again.calendars[2]

    assert after.parent is None
    assert after.name == before.name
    assert np.array_equal(
        working_time(before, MONDAY, MONDAY + 30).starts, working_time(after, MONDAY, MONDAY + 30).starts
    )


def test_no_two_exceptions_share_a_day():
    """Microsoft Project knows one exception per day; the first keeps it."""
    written = mspdi.write(a_plan())
    path = "Calendars/Calendar/Exceptions/Exception/TimePeriod"

    periods = list(zip(texts(written, f"{path}/FromDate"), texts(written, f"{path}/ToDate"), strict=True))

    first = [moment((MONDAY + days) * DAY).date().isoformat() for days in (1, 2, 3)]
    assert periods[:2] == [
        (f"{first[0]}T00:00:00", f"{first[1]}T23:59:00"),
        (f"{first[2]}T00:00:00", f"{first[2]}T23:59:00"),
    ]


CALENDARS = st.builds(
    Calendar,
    st.just("K"),
    st.tuples(*[st.sampled_from([None, (), ((8 * HOUR, 12 * HOUR),), ((0, DAY),)])] * 7),
    st.lists(
        st.builds(
            lambda first, length, ranges: CalendarException(MONDAY + first, MONDAY + first + length, ranges),
            st.integers(0, 25),
            st.integers(0, 9),
            st.sampled_from([(), ((9 * HOUR, 10 * HOUR),)]),
        ),
        max_size=3,
    ).map(tuple),
    st.lists(
        st.builds(
            lambda first, length, days: WorkWeek(MONDAY + first, MONDAY + first + length, days),
            st.integers(0, 25),
            st.integers(0, 9),
            st.tuples(*[st.sampled_from([None, (), ((7 * HOUR, 9 * HOUR),)])] * 7),
        ),
        max_size=2,
    ).map(tuple),
)


@given(CALENDARS, CALENDARS, CALENDARS)
def test_a_flattened_calendar_opens_the_same_time(calendar, parent, grandparent):
    """Whatever rules stand on its own level or above."""
    grandparent = replace(grandparent, days=STANDARD.days)
    derived = replace(calendar, parent=replace(parent, parent=grandparent))
    alone = flattened(derived)

    before, after = (working_time(one, MONDAY - 7, MONDAY + 50) for one in (derived, alone))

    assert alone.parent is None
    assert np.array_equal(before.starts, after.starts)
    assert np.array_equal(before.ends, after.ends)


def test_of_two_work_weeks_on_one_day_the_first_that_speaks_of_it_holds_when_written():
    """The first leaves Monday open and the second closes it: the written calendar closes it too."""
    weeks = (WorkWeek(MONDAY, MONDAY, (None,) * 7), WorkWeek(MONDAY, MONDAY, ((), *(None,) * 6)))
    derived = replace(STANDARD, parent=replace(STANDARD, work_weeks=weeks), days=(None,) * 7, exceptions=())

    before, after = (working_time(one, MONDAY, MONDAY + 6) for one in (derived, flattened(derived)))

    assert np.array_equal(before.starts, after.starts)
    assert before.starts[0] >= (MONDAY + 1) * DAY


def test_real_files_survive_writing_and_reading(shared_data):
    """What Microsoft Project 2003, 2007 and 2010 wrote is read, written and read again without a change."""
    for path in sorted(shared_data("schedules").glob("*.xml")):
        plan, _ = mspdi.read(path.read_bytes(), path.name)
        again, findings = mspdi.read(mspdi.write(plan), path.name)

        assert again == plan, path.name
        assert findings == ()
