"""The planning sheet: how people plan in Excel becomes a plan, and a plan becomes a planning sheet."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_workbooks import workbook_of

from stuurbord.errors import Severity, errors_in
from stuurbord.exchange.records import PortfolioRecords, ProjectRecord
from stuurbord.exchange.tabular.durations import Duration, WorkingUnits, read_duration, write_duration
from stuurbord.exchange.tabular.predecessors import Link, read_links, write_links
from stuurbord.exchange.tabular.problem import CellProblem
from stuurbord.exchange.workbook import read, write
from stuurbord.plan import (
    NONE,
    AssignmentRow,
    BaselineRow,
    Constraint,
    DependencyKind,
    DependencyRow,
    LagUnit,
    Plan,
    PlanDraft,
    ResourceRow,
    TaskRow,
    freeze,
    instant,
)
from stuurbord.plan.calendar import ROUND_THE_CLOCK, STANDARD
from stuurbord.plan.document import to_document
from stuurbord.plan.holidays import flemish_administration

DAY, HOUR = 8 * 3600, 3600
HEADER = ["Projectcode", "Nr.", "WBS", "Naam", "Duur", "Voorgangers", "Start"]
PROJECTS = [["Projectcode", "Naam", "Start planning"], ["P-1", "Wintam", date(2026, 9, 1)]]
UNITS = WorkingUnits()


def at(year: int, month: int, day: int, hour: int = 8, minute: int = 0) -> int:
    """Return a local moment as the plan counts it."""
    return instant(datetime(year, month, day, hour, minute))  # noqa: DTZ001 - planning time is naive


def plan_of(*rows: list[Any], header: list[str] = HEADER) -> tuple[Plan | None, list[tuple[str, str]]]:
    """Return the plan of project P-1 and (code, cell) of what reading finds."""
    found = read(workbook_of(Projecten=PROJECTS, Planning=[header, *rows]), "plan.xlsx")
    return found.plans.get("P-1"), [(one.code, one.where.cell) for one in found.findings]


@pytest.mark.parametrize(
    ("text", "seconds", "is_elapsed"),
    [
        ("5d", 5 * DAY, False),
        ("5 dagen", 5 * DAY, False),
        (5.0, 5 * DAY, False),
        ("2,5d", 5 * DAY // 2, False),
        ("3w", 15 * DAY, False),
        ("4u", 4 * HOUR, False),
        ("4h", 4 * HOUR, False),
        ("90min", 5400, False),
        ("2mnd", 40 * DAY, False),
        ("2mo", 40 * DAY, False),
        ("442d 2h", 442 * DAY + 2 * HOUR, False),
        ("1w 2d", 7 * DAY, False),
        ("3j", 3 * DAY, False),
        ("5ed", 5 * 86_400, True),
        ("2eu", 7200, True),
        ("1ew", 7 * 86_400, True),
        ("0", 0, False),
        ("5d?", 5 * DAY, False),
    ],
)
def test_durations_are_read_in_three_languages(text, seconds, is_elapsed):
    """Units of Dutch, English and French Microsoft Project; a number alone counts days."""
    assert read_duration(text, UNITS) == Duration(seconds, is_elapsed)


@pytest.mark.parametrize(
    "text", ["vijf dagen", "5x", "d", "-3d", "5d 3ed", "1e9w", "--", "5d;3d", "9999999d"]
)
def test_what_is_no_duration_is_refused(text):
    """The message gives examples."""
    with pytest.raises(CellProblem) as caught:
        read_duration(text, UNITS)

    assert caught.value.severity is Severity.ERROR


def test_lone_m_is_read_as_months_and_told():
    """Microsoft Project means minutes by it, people mean months."""
    with pytest.raises(CellProblem) as caught:
        read_duration("2m", UNITS)

    assert caught.value.severity is Severity.INFO
    assert caught.value.used == Duration(40 * DAY)


@given(st.integers(0, 10**8), st.booleans())
def test_written_duration_reads_back(seconds, is_elapsed):
    """Every whole second survives."""
    duration = Duration(seconds, is_elapsed)

    assert read_duration(write_duration(duration, UNITS), UNITS) == duration


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("2", [Link("2")]),
        ("2FS+3d;4SS", [Link("2", lag=3 * DAY), Link("4", DependencyKind.SS)]),
        ("2EB+3d; 4BB", [Link("2", lag=3 * DAY), Link("4", DependencyKind.SS)]),
        ("2EE;3BE", [Link("2", DependencyKind.FF), Link("3", DependencyKind.SF)]),
        ("2fd;3dd", [Link("2"), Link("3", DependencyKind.SS)]),
        ("2,3,4", [Link("2"), Link("3"), Link("4")]),
        ("2FS+1,5d,3SS", [Link("2", lag=3 * DAY // 2), Link("3", DependencyKind.SS)]),
        ("2 FS - 4u", [Link("2", lag=-4 * HOUR)]),
        ("2FS+5ed", [Link("2", lag=5 * 86_400, lag_unit=LagUnit.ELAPSED)]),
        ("2SS+50%", [Link("2", DependencyKind.SS, 5000, LagUnit.PERCENT)]),
        ("2FS-25e%", [Link("2", lag=-2500, lag_unit=LagUnit.ELAPSED_PERCENT)]),
        ("1.2.3FF-1w 2d", [Link("1.2.3", DependencyKind.FF, -7 * DAY)]),
    ],
)
def test_predecessors_are_read_in_three_languages(text, links):
    """Letters of English, Dutch and French, numbers or WBS codes, lags of every unit."""
    assert read_links(text, UNITS) == (links, [])


@pytest.mark.parametrize("text", ["x", "2XX", "2FS+", "2FS+veel", "FS", "2;;x", "2FS+3d4"])
def test_what_is_no_predecessor_is_told(text):
    """A wrong part does not hide the right ones."""
    _, problems = read_links(text, UNITS)

    assert [one.severity for one in problems] == [Severity.ERROR]


@given(
    st.lists(
        st.builds(
            Link,
            reference=st.integers(1, 999).map(str),
            kind=st.sampled_from(DependencyKind),
            lag=st.integers(-(10**7), 10**7),
            lag_unit=st.sampled_from([LagUnit.WORKING, LagUnit.ELAPSED]),
        ),
        max_size=4,
    )
)
def test_written_predecessors_read_back(links):
    """Kind, sign and every second of a lag survive; a lag of nothing has no unit."""
    tidy = [link if link.lag else Link(link.reference, link.kind) for link in links]

    assert read_links(write_links(tidy, UNITS), UNITS) == (tidy, [])


def test_planning_sheet_becomes_a_plan():
    """Tree from the WBS, links from the numbers, start from the project's row, calendar with closing days."""
    plan, findings = plan_of(
        ["P-1", 1, "1", "Voorbereiding", None, None, None],
        ["P-1", 2, "1.1", "Bestek", "10d", None, None],
        ["P-1", 3, "1.2", "Publicatie", 0, "2", None],
        ["P-1", 4, "2", "Offertes", "35ed", "1.2FS+2d", date(2026, 10, 5)],
    )

    assert findings == []
    assert plan is not None
    assert plan.name == "Wintam"
    assert plan.start == at(2026, 9, 1)
    assert plan.calendar.name.startswith("Vlaamse administratie 2026–")
    assert list(plan.tasks.parent_idx) == [-1, 0, 0, -1]
    assert list(plan.tasks.is_summary) == [True, False, False, False]
    assert list(plan.tasks.is_milestone) == [False, False, True, False]
    assert list(plan.tasks.duration) == [0, 10 * DAY, 0, 35 * 86_400]
    assert list(plan.dependencies.predecessor_idx) == [1, 2]
    assert list(plan.dependencies.lag) == [0, 2 * DAY]
    assert plan.tasks.constraint[3] == Constraint.SNET
    assert plan.tasks.constraint_date[3] == at(2026, 10, 5)


def test_level_may_stand_for_the_wbs():
    """Who has no WBS codes gives levels, and the codes are counted."""
    plan, findings = plan_of(
        ["P-1", 1, "A", "1d"],
        ["P-1", 2, "B", "2d"],
        header=["Projectcode", "Niveau", "Taak", "Duur"],
    )

    assert findings == []
    assert plan is not None
    assert plan.tasks.wbs == ("1", "1.1")


def test_rows_are_put_under_their_summary():
    """A sheet that somebody sorted by name is a tree again."""
    plan, findings = plan_of(
        ["P-1", 3, "1.2", "Bouwen", "5d", "2", None],
        ["P-1", 1, "1", "Alles", None, None, None],
        ["P-1", 2, "1.1", "Ontwerpen", "5d", None, None],
    )

    assert plan is not None
    assert plan.tasks.name == ("Alles", "Ontwerpen", "Bouwen")
    assert findings == [("rows_reordered", "")]


def test_duration_follows_from_start_and_end():
    """Many sheets have two dates and no duration; weekends and closing days do not count."""
    plan, findings = plan_of(
        ["P-1", "Bestek", date(2026, 10, 30), date(2026, 11, 5)],
        header=["Projectcode", "Naam", "Start", "Einde"],
    )

    assert findings == []
    assert plan is not None
    # Friday 30 October, Tuesday to Thursday 3–5 November; 2 November is closed, and so is the weekend.
    assert plan.tasks.duration[0] == 4 * DAY


def test_dates_that_are_all_closed_give_no_duration():
    """Between Christmas and New Year nobody works; that is no reason to fail."""
    plan, findings = plan_of(
        ["P-1", "Wacht", date(2026, 12, 25), date(2026, 12, 27)],
        header=["Projectcode", "Naam", "Start", "Einde"],
    )

    assert findings == []
    assert plan is not None
    assert plan.tasks.duration[0] == 0


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["P-1", 1, None, "A", "lang"]], ("not_a_duration", "E2")),
        ([["P-1", 1, None, "A", "5d", "9"]], ("unknown_predecessor", "F2")),
        ([["P-1", 1, None, "A", "5d", "2XY"]], ("not_a_predecessor", "F2")),
        ([["P-1", 1, None, "A", "2m"]], ("minutes_or_months", "E2")),
        ([["P-1", 1, None, "A", "5d", None, "31/11/2026"]], ("no_such_date", "G2")),
        ([["P-1", 1, None, None, "5d"]], ("missing_value", "D2")),
        ([["P-1", "een", None, "A", "5d"]], ("not_a_number", "B2")),
        ([["P-1", 1, "1.1", "A", "5d"], ["P-1", 2, "1.1", "B", "5d"]], ("duplicate_wbs", "C3")),
        ([["P-1", 1, None, "A", "5d"], ["P-1", 1, None, "B", "5d"]], ("duplicate_uid", "A2")),
        ([["P-1", 1, None, "A", "5d"], ["P-1", None, None, "B", "5d"]], ("task_without_number", "A3")),
        (
            [["P-1", 1, None, "A", "5d", "2"], ["P-1", 2, None, "B", "5d", "1"]],
            ("cycle", "A2"),
        ),
        ([["P-1", 1, date(2026, 1, 1), "A", "5d"]], ("date_in_code", "C2")),
    ],
)
def test_bad_planning_rows_are_told_per_cell(rows, expected):
    """One case per way in which a planning sheet can be wrong."""
    _, findings = plan_of(*rows)

    assert expected in findings


def test_one_bad_project_does_not_hide_the_others():
    """Each project is a plan of its own; numbers may repeat between them."""
    rows = [["P-1", 1, None, "A", "5d", "1"], ["P-2", 1, None, "B", "5d", None, date(2026, 9, 1)]]
    found = read(workbook_of(Planning=[HEADER, *rows]), "plan.xlsx")

    assert list(found.plans) == ["P-2"]
    assert [one.code for one in errors_in(found.findings)] == ["no_start", "cycle"]


def test_plan_without_any_date_is_told_with_its_project():
    """A plan has to start somewhere; the finding says on which sheet and for which project."""
    found = read(workbook_of(Planning=[HEADER, ["P-1", 1, None, "A", "5d"]]), "plan.xlsx")
    (finding,) = found.findings

    assert finding.code == "no_start"
    assert (finding.where.sheet, finding.where.project) == ("Planning", "P-1")


def made_plan() -> Plan:
    """Return a plan with everything a planning sheet can hold."""
    draft = PlanDraft(
        name="Wintam",
        start=at(2026, 9, 1),
        status_date=at(2026, 11, 27, 17),
        calendar="Vlaamse administratie 2026–2028",
        calendars=[flemish_administration(2026, 2028), ROUND_THE_CLOCK],
    )
    draft.tasks = [
        TaskRow(1, "Voorbereiding", 1, wbs="A"),
        TaskRow(
            2,
            "Bestek",
            2,
            wbs="A.1",
            duration=10 * DAY,
            percent_complete=0.4,
            actual_start=at(2026, 9, 2, 10, 30),
            cost=1_250_000,
            actual_cost=50_050,
            notes="in drie talen",
            baselines={0: BaselineRow(at(2026, 9, 1), at(2026, 9, 14, 17), 10 * DAY, NONE, 1_250_000)},
        ),
        TaskRow(3, "Publicatie", 2, wbs="A.2", is_milestone=True, gate="G2"),
        TaskRow(
            4, "Offertes", 1, wbs="B", duration=35 * 86_400, is_elapsed=True, deadline=at(2026, 12, 24, 17)
        ),
        TaskRow(
            5,
            "Bouw",
            1,
            wbs="C",
            duration=90 * DAY + 5400,
            constraint=Constraint.SNET,
            constraint_date=at(2027, 1, 4),
        ),
        TaskRow(
            6,
            "Keuring",
            1,
            wbs="D",
            duration=DAY,
            constraint=Constraint.FNLT,
            constraint_date=at(2027, 8, 31, 17),
            given_finish=at(2027, 8, 31, 17),
        ),
        TaskRow(
            7,
            "Plechtigheid",
            1,
            wbs="E",
            duration=HOUR,
            is_manual=True,
            given_start=at(2027, 9, 3, 14),
            given_finish=at(2027, 9, 3, 15),
        ),
        TaskRow(8, "Nachtwerk", 1, wbs="F", duration=12 * HOUR, calendar="24 hours"),
        TaskRow(9, "Zo laat mogelijk", 1, wbs="G", duration=DAY, constraint=Constraint.ALAP),
        TaskRow(10, "Niets", 1, wbs="H", duration=0),
    ]
    draft.dependencies = [
        DependencyRow(2, 3),
        DependencyRow(3, 4, lag=2 * DAY),
        DependencyRow(4, 5, DependencyKind.SS, lag=-HOUR),
        DependencyRow(2, 5, DependencyKind.FF, 5000, LagUnit.PERCENT),
        DependencyRow(5, 6, DependencyKind.FS, 3 * 86_400, LagUnit.ELAPSED),
        DependencyRow(6, 7, DependencyKind.SF),
    ]
    draft.resources = [ResourceRow(1, "Bart Claes"), ResourceRow(2, "Analist")]
    draft.assignments = [
        AssignmentRow(1, 2, 1, work=10 * DAY),
        AssignmentRow(2, 2, 2, 0.5, work=5 * DAY),
        AssignmentRow(3, 5, 1, 2.0, work=2 * (90 * DAY + 5400)),
    ]
    plan, findings = freeze(draft)
    assert findings == ()
    return plan


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_plan_comes_back_unchanged(language):
    """What the sheet can hold, it holds exactly: to the second and the cent."""
    plan = made_plan()
    made = PortfolioRecords(projects=[ProjectRecord("P-1", "Wintam")], plans={"P-1": plan})
    found = read(write(made, language), "plan.xlsx")

    assert found.findings == []
    assert to_document(found.plans["P-1"]) == to_document(plan)


def test_finish_at_midnight_ends_the_day_before():
    """Round the clock a day ends at 24:00, which is written as that day and comes back as that instant."""
    draft = PlanDraft(name="P", start=at(2026, 9, 1, 0), calendar="24 hours", calendars=[ROUND_THE_CLOCK])
    baseline = BaselineRow(at(2026, 9, 1, 0), at(2026, 9, 3, 0))
    draft.tasks.append(
        TaskRow(
            1, "Ploegen", wbs="1", duration=2 * 86_400, deadline=at(2026, 9, 4, 0), baselines={0: baseline}
        )
    )
    plan, _ = freeze(draft)
    made = PortfolioRecords(projects=[ProjectRecord("P-1", "P")], plans={"P-1": plan})
    found = read(write(made), "plan.xlsx")

    assert to_document(found.plans["P-1"]) == to_document(plan)


TASK = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["Bestek", "Bouw", "Test", "Ingebruikname"]),
        "outline_level": st.integers(1, 3),
        "duration": st.integers(1, 400 * DAY),
        "is_elapsed": st.booleans(),
        "percent_complete": st.integers(0, 1000).map(lambda number: number / 1000),
        "cost": st.integers(0, 10**10),
        "gate": st.sampled_from(["", "G1", "G3.2"]),
        "deadline": st.just(NONE) | st.integers(1_800_000_000, 1_900_000_000),
    }
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TASK, min_size=1, max_size=8), st.data())
def test_any_plan_of_the_sheet_comes_back(tasks, data):
    """Trees, durations, progress, costs and links in any combination survive."""
    draft = PlanDraft(name="P", start=at(2026, 9, 1), calendar=STANDARD.name, calendars=[STANDARD])
    level = 0
    for number, values in enumerate(tasks, start=1):
        level = min(values["outline_level"], level + 1)
        # A deadline at midnight would read as the end of that day.
        deadline = values["deadline"] + (
            1 if values["deadline"] != NONE and values["deadline"] % 86_400 == 0 else 0
        )
        draft.tasks.append(TaskRow(number, **{**values, "outline_level": level, "deadline": deadline}))
    n_tasks = len(tasks)
    for successor in range(2, n_tasks + 1):
        for predecessor in data.draw(st.sets(st.integers(1, successor - 1), max_size=2)):
            draft.dependencies.append(
                DependencyRow(predecessor, successor, lag=data.draw(st.integers(-DAY, DAY)))
            )
    for position, task in enumerate(draft.tasks):
        if position + 1 < n_tasks and draft.tasks[position + 1].outline_level > task.outline_level:
            task.duration, task.is_elapsed = 0, False
    plan, _ = freeze(draft)
    made = PortfolioRecords(projects=[ProjectRecord("P-1", "P")], plans={"P-1": plan})
    found = read(write(made), "plan.xlsx")

    assert not errors_in(found.findings)
    assert to_document(found.plans["P-1"]) == to_document(plan)
