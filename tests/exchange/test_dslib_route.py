"""Real projects in ProTrack's Excel export come in through the shipped mapping.

The data: Batselier & Vanhoucke (2015), International Journal of Project Management 33(3).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from python_calamine import CalamineWorkbook

from stuurbord.engine.critical_path import critical_path
from stuurbord.errors import Severity
from stuurbord.exchange.foreign_table import Table, apply, open_table, suggest
from stuurbord.exchange.records import PortfolioRecords
from stuurbord.plan import NONE, Constraint, Plan, instant, moment, working_time

PROJECTS = [
    "C2011-05",
    "C2011-12",
    "C2011-13",
    "C2013-01",
    "C2013-02",
    "C2013-04",
    "C2013-07",
    "C2013-09",
    "C2013-11",
    "C2013-13",
    "C2013-15",
    "C2014-04",
    "C2014-06",
    "C2014-08",
]


def day(when: int) -> str:
    """Return the day of an instant as findings write it."""
    return f"{moment(int(when)):%d/%m/%Y}"


class Export:
    """One file: its rows as they stand there, and what the mapping makes of them."""

    def __init__(self, path) -> None:
        self.code = path.stem
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_name("Baseline Schedule")
        self.total, *self.rows = sheet.to_python(skip_empty_area=False)[2:]
        self.table: Table = open_table(path.read_bytes(), path.name, "Baseline Schedule")
        self.found: PortfolioRecords = apply(self.table, suggest(self.table))
        self.plan: Plan = self.found.plans[self.code]

    def column(self, position: int) -> list:
        """Return one column of the sheet, without the row of the project itself."""
        return [row[position] for row in self.rows]


@pytest.fixture(scope="module", params=PROJECTS)
def export(request, shared_data) -> Export:
    """Each of the fourteen files."""
    return Export(shared_data("dslib") / f"{request.param}.xlsx")


def test_file_is_recognised_and_every_cell_is_understood(export):
    """The header below the group names is found; told is only where dates do not follow from the plan."""
    assert export.table.header_row == 2
    assert suggest(export.table).name == "ProTrack"
    told = {"dates_differ", "dates_uncalculated", "start_dates_ignored"}
    assert {one.code for one in export.found.findings} <= told
    assert [(one.code, one.name) for one in export.found.projects] == [(export.code, export.total[1])]


def test_every_row_is_a_task_and_the_total_is_none(export):
    """Names, numbers and codes stay as they are."""
    assert export.plan.tasks.name == tuple(name.strip() for name in export.column(1))
    assert list(export.plan.tasks.uid) == export.column(0)
    assert export.plan.tasks.wbs == tuple(export.column(2))


def test_summaries_are_the_rows_whose_code_others_begin_with(export):
    """The tree is the one the WBS codes draw."""
    codes = export.column(2)
    expected = [any(other.startswith(f"{code}.") for other in codes) for code in codes]
    parents = [
        codes.index(code.rpartition(".")[0]) if code.rpartition(".")[0] in codes else -1 for code in codes
    ]

    assert list(export.plan.tasks.is_summary) == expected
    assert list(export.plan.tasks.parent_idx) == parents


def test_every_predecessor_is_a_dependency(export):
    """The number of links is that of the sheet, counted from the successors' side as well."""
    n_predecessors = sum(len([part for part in text.split(";") if part]) for text in export.column(3))
    n_successors = sum(len([part for part in text.split(";") if part]) for text in export.column(4))

    assert len(export.plan.dependencies) == n_predecessors == n_successors


def test_baseline_dates_are_the_sheets(export):
    """Start and finish of every task, to the minute, as baseline 0; the plan begins with the first."""
    baseline = export.plan.baselines[0]

    assert list(export.plan.baselines) == [0]
    assert list(baseline.start) == [instant(when) for when in export.column(5)]
    assert list(baseline.finish) == [instant(when) for when in export.column(6)]
    assert export.plan.start == instant(export.total[5])


def test_baseline_cost_of_the_work_is_the_sheets_total(export):
    """Summaries repeat their parts, so only the parts count; each is rounded to the cent."""
    is_work = ~export.plan.tasks.is_summary
    total = export.plan.baselines[0].cost[is_work].sum() / 100

    assert total == pytest.approx(export.total[13], abs=0.005 * len(export.rows))
    assert export.plan.tasks.cost.sum() / 100 == pytest.approx(total)


def test_durations_fit_the_agenda_of_the_file(export):
    """From its baseline start a task ends at its baseline finish: duration and calendar were both understood.

    Left out: milestones that the export lets end before they begin.
    """
    plan, baseline = export.plan, export.plan.baselines[0]
    is_work = ~plan.tasks.is_summary & (plan.tasks.duration > 0)
    days = working_time(plan.calendar, plan.start // 86_400 - 1, int(baseline.finish.max()) // 86_400 + 1)
    ends = days.finish_after(baseline.start[is_work], plan.tasks.duration[is_work])

    assert plan.calendar.name == "Agenda"
    assert list(ends) == list(baseline.finish[is_work])


def test_recomputation_from_the_baseline_starts_gives_the_baseline(export):
    """ProTrack's users moved tasks by hand; held at those starts, no relation moves any of them.

    Instants are compared in working time: 17:00 and 08:00 the next morning are the same.
    """
    plan, baseline = export.plan, export.plan.baselines[0]
    is_work = ~plan.tasks.is_summary
    held = replace(
        plan.tasks,
        constraint=np.where(is_work, Constraint.SNET, Constraint.ASAP).astype(np.int64),
        constraint_date=np.where(is_work, baseline.start, NONE),
    )
    schedule = critical_path(replace(plan, tasks=held))
    days = working_time(plan.calendar, plan.start // 86_400 - 7, int(baseline.finish.max()) // 86_400 + 7)

    assert list(days.before(schedule.start[is_work])) == list(days.before(baseline.start[is_work]))
    assert list(days.before(schedule.finish[is_work])) == list(days.before(baseline.finish[is_work]))


def test_moved_tasks_are_told(export):
    """Every file in which links and agenda give other dates than its baseline says so, with both ends.

    Instants are compared in working time: 17:00 and 08:00 the next morning are the same.
    """
    plan, baseline = export.plan, export.plan.baselines[0]
    schedule = critical_path(plan)
    is_work = ~plan.tasks.is_summary
    days = working_time(plan.calendar, plan.start // 86_400 - 7, int(baseline.finish.max()) // 86_400 + 7)
    starts = days.before(schedule.start[is_work]) != days.before(baseline.start[is_work])
    finishes = days.before(schedule.finish[is_work]) != days.before(baseline.finish[is_work])
    n_moved = int((starts | finishes).sum())
    told = [one for one in export.found.findings if one.code == "dates_differ"]
    counted = [(one.fields["n"], one.fields["total"]) for one in told]

    assert counted == ([(n_moved, is_work.sum())] if n_moved else [])
    if told and told[0].severity is Severity.WARNING:
        ends = [day(column[is_work].max()) for column in (baseline.finish, schedule.finish)]
        assert [told[0].fields["stored"], told[0].fields["computed"]] == ends


def test_starts_that_nothing_asks_for_are_named(shared_data):
    """C2011-12 waits half of the year for its construction leave, which no link asks for."""
    found = Export(shared_data("dslib") / "C2011-12.xlsx").found.findings
    told = next(one for one in found if one.code == "start_dates_ignored")

    assert told.fields == {"count": 1, "tasks": "construction leave"}
    assert told.where.project == "C2011-12"


def test_recomputation_without_user_dates_gives_the_same_schedule(shared_data):
    """C2014-06 was scheduled by its relations alone: every date follows from durations, links and agenda."""
    plan = Export(shared_data("dslib") / "C2014-06.xlsx").plan
    schedule = critical_path(plan)

    assert list(schedule.start) == list(plan.baselines[0].start)
    assert list(schedule.finish) == list(plan.baselines[0].finish)
