"""Tasks, dependencies and baselines of MSPDI."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from stuurbord.errors import N_, Severity, Where
from stuurbord.exchange.mspdi.cells import Cells
from stuurbord.exchange.mspdi.fields import ELAPSED_FORMATS, PERCENT_FORMATS, TENTH_OF_MINUTE, Row
from stuurbord.exchange.mspdi.task_facts import CUSTOM_TEXT, GIVEN, LINK, MONEY, baseline_facts, task_facts
from stuurbord.exchange.own_money import TaskMoney
from stuurbord.exchange.reading_report import ReadingReport
from stuurbord.plan.calendar import NONE
from stuurbord.plan.draft import BaselineRow, DependencyRow, TaskRow
from stuurbord.plan.draft.rows import GivenRow
from stuurbord.plan.model import DependencyKind, LagUnit


@dataclass(slots=True)
class TaskReader:
    """Takes ``Task`` elements one by one."""

    report: ReadingReport
    seconds_per_day: int = 8 * 3600
    tasks: list[TaskRow] = field(default_factory=list)
    dependencies: list[DependencyRow] = field(default_factory=list)
    money: list[TaskMoney] = field(default_factory=list)
    calendar_uids: list[int] = field(default_factory=list)
    texts: list[dict[int, str]] = field(default_factory=list)
    """Per task its custom fields: number of the field → text."""
    project_name: str = ""
    """The name of the project summary task."""
    n_blank: int = 0
    _across: list[tuple[DependencyRow, TaskRow, str]] = field(default_factory=list)
    """Links that come from another project file: the link, its successor, and the other file."""

    def add(self, cells: Cells) -> None:
        """Take one element; the project summary and blank rows are no tasks of the plan."""
        row = Row(cells, self.report)
        row.place = (row.text("ID") or row.text("UID")).strip()[:20]
        if row.is_true("IsNull"):
            self.n_blank += 1
        elif row.whole("UID") == 0 and row.whole("OutlineLevel") == 0:
            self.project_name = row.line("Name")
        else:
            self._add(row)

    def _add(self, row: Row) -> None:
        task = self._task(row)
        self._tell_placeholders(row, task)
        self.tasks.append(task)
        self.money.append(TaskMoney(**{"total": NONE, "fixed": 0, "actual": 0} | MONEY.of(row)))
        self.calendar_uids.append(row.whole("CalendarUID", -1))
        self.texts.append(self._custom_texts(row))
        for cells in row.under("PredecessorLink"):
            self._add_link(Row(cells, self.report, row.place), task)

    def _custom_texts(self, row: Row) -> dict[int, str]:
        found = [CUSTOM_TEXT.of(Row(one, self.report, row.place)) for one in row.under("ExtendedAttribute")]
        return {one.get("number", 0): one.get("text", "") for one in found}

    def drop_links_from_elsewhere(self) -> None:
        """Leave out the links whose predecessor is in another file, unless a line here stands for it.

        Their numbers are those of the other file, which may by chance exist here as well.
        """
        external = {task.uid for task in self.tasks if task.is_external}
        dropped = set()
        for link, task, other in self._across:
            if link.predecessor_uid in external:
                continue
            dropped.add(id(link))
            text = N_("“{task}” depends on a task in another project file ({other}); that link is ignored.")
            self.report.tell("cross_project_link", text, place=task.where.task, task=task.name, other=other)
        self.dependencies = [link for link in self.dependencies if id(link) not in dropped]

    def _task(self, row: Row) -> TaskRow:
        facts = task_facts(self.seconds_per_day).of(row)
        if "duration" not in facts:
            facts["duration"] = row.seconds("ManualDuration", self.seconds_per_day, 0)
        if not facts.get("leveling_delay"):
            facts["leveling_is_working"] = False  # no delay is counted in nothing
        task = TaskRow(
            **{"uid": 0} | facts,
            baselines=self._baselines(row),
            given=_given(row),
            where=Where(self.report.file, task=row.place),
        )
        is_manual = task.is_manual
        if task.is_external:
            self._take_place_elsewhere(row, task)
        if is_manual:
            self._take_manual_dates(row, task)
        return task

    @staticmethod
    def _take_place_elsewhere(row: Row, task: TaskRow) -> None:
        """Set whose task it stands for: the file, and after it the number of the line in that file."""
        task.is_manual = True
        place = row.line("ExternalTaskProject")
        file, _, number = place.rpartition("\\")
        if file and number.isdecimal() and len(number) < _MOST_DIGITS:
            task.subproject, task.subproject_task = file, int(number)
        else:
            task.subproject = place or task.subproject

    def _take_manual_dates(self, row: Row, task: TaskRow) -> None:
        """Let the dates somebody typed count; beside them stand those a calculation would give."""
        for column, name in (("given_start", "ManualStart"), ("given_finish", "ManualFinish")):
            typed, stored = row.instant(name), getattr(task, column)
            if typed == NONE:
                continue
            if stored not in (NONE, typed):
                text = N_("“{task}” is planned by hand and has two pairs of dates; the typed ones count.")
                self.report.tell("two_manual_dates", text, Severity.INFO, row.place, task=task.name)
            setattr(task, column, typed)

    def _baselines(self, row: Row) -> dict[int, BaselineRow]:
        found: dict[int, BaselineRow] = {}
        for cells in row.under("Baseline"):
            facts = baseline_facts(self.seconds_per_day).of(Row(cells, self.report, row.place))
            number = facts.pop("number", 0)
            if not facts.pop("is_interim", False) and 0 <= number <= 10:
                found[number] = BaselineRow(**facts)
        return found

    def _add_link(self, row: Row, task: TaskRow) -> None:
        facts = LINK.of(row)
        lag_format, lag = facts.get("lag_format", 7), facts.get("lag", 0)
        if lag_format in PERCENT_FORMATS:
            unit = LagUnit.ELAPSED_PERCENT if lag_format in ELAPSED_FORMATS else LagUnit.PERCENT
            amount = lag * 100
        else:
            unit = LagUnit.ELAPSED if lag_format in ELAPSED_FORMATS else LagUnit.WORKING
            amount = lag * TENTH_OF_MINUTE
        kind = facts.get("kind", DependencyKind.FS)
        link = DependencyRow(facts.get("predecessor", 0), task.uid, kind, amount, unit, task.where)
        self.dependencies.append(link)
        if facts.get("is_across"):
            self._across.append((link, task, row.line("CrossProjectName")[:120]))

    def _tell_placeholders(self, row: Row, task: TaskRow) -> None:
        if task.is_external:
            text = N_("“{task}” stands for a task in another project file; its dates are taken as they are.")
            self.report.tell("external_task", text, place=row.place, task=task.name)
        elif row.is_true("IsSubproject") or row.under("Project"):
            text = N_("“{task}” stands for another project; only this line of it is read.")
            self.report.tell("subproject", text, place=row.place, task=task.name)


_MOST_DIGITS: Final = 9


def _given(row: Row) -> GivenRow | None:
    """Return what the file says was computed."""
    facts = GIVEN.of(row)
    return GivenRow(**facts) if any(value != NONE for value in facts.values()) else None
