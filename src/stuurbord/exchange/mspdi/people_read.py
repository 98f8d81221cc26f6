"""Resources and assignments of MSPDI."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from stuurbord.errors import N_
from stuurbord.exchange.clock_texts import instant_of
from stuurbord.exchange.mspdi.cells import Cells
from stuurbord.exchange.mspdi.facts import Facts, remembered
from stuurbord.exchange.mspdi.fields import (
    UNASSIGNED,
    Row,
    cents_of,
    duration_of,
    number_of,
    seconds_of,
    tenths_of,
    whole_of,
)
from stuurbord.exchange.reading_report import ReadingReport
from stuurbord.plan.calendar import DAY, day_number
from stuurbord.plan.draft import AssignmentRow, ResourceRow
from stuurbord.plan.draft.rows import PeriodRow
from stuurbord.plan.model import Contour, ResourceKind

_NOBODY: Final = -1
_REMAINING_WORK: Final = "1"
_ACTUAL_WORK: Final = "2"
_MOST_PERIODS: Final = 2_000_000
_EARLIEST: Final = day_number(date(1984, 1, 1)) * DAY
_LATEST: Final = day_number(date(2150, 1, 1)) * DAY
"""What Microsoft Project knows of time."""


def _contour(text: str) -> int:
    number = whole_of(text)
    return number if number in Contour.__members__.values() else Contour.CONTOURED


_ASSIGNMENT: Final = Facts(
    uid=("UID", whole_of),
    task_uid=("TaskUID", whole_of),
    units=("Units", remembered(number_of)),
    work=("Work", remembered(duration_of)),
    remaining_work=("RemainingWork", remembered(duration_of)),
    delay=("Delay", remembered(tenths_of)),
    contour=("WorkContour", remembered(_contour)),
    cost=("Cost", remembered(cents_of)),
    actual_cost=("ActualCost", remembered(cents_of)),
    leveling_delay=("LevelingDelay", remembered(tenths_of)),
)
_OF_SOMEBODY: Final = ("work", "remaining_work", "cost", "actual_cost")
"""What says nothing of an assignment that nobody has: its work is the task's own."""


@dataclass(slots=True)
class PeopleReader:
    """Takes ``Resource`` and ``Assignment`` elements one by one."""

    report: ReadingReport
    resources: list[ResourceRow] = field(default_factory=list)
    calendar_uids: list[int] = field(default_factory=list)
    assignments: list[AssignmentRow] = field(default_factory=list)
    n_periods: int = 0
    _known: set[int] = field(default_factory=set)

    def add_resource(self, cells: Cells) -> None:
        """Take a resource; number 0 without a name is Microsoft Project's own placeholder."""
        row = Row(cells, self.report)
        uid, name = row.whole("UID"), row.line("Name")
        if row.is_true("IsNull") or (uid == 0 and not name):
            return
        kind = ResourceKind.WORK if row.whole("Type", ResourceKind.WORK) == 1 else ResourceKind.MATERIAL
        if row.is_true("IsCostResource") or row.whole("Type", ResourceKind.WORK) == 2:
            kind = ResourceKind.COST
        rate = round(row.number("StandardRate") * 100)
        self._known.add(uid)
        self.resources.append(ResourceRow(uid, name, kind, "", row.number("MaxUnits", 1.0), rate))
        self.calendar_uids.append(row.whole("CalendarUID", -1))

    def add_assignment(self, cells: Cells) -> None:
        """Take an assignment; one that nobody works on only for its pattern: it even invents its work."""
        row = Row(cells, self.report)
        resource_uid = row.whole("ResourceUID", UNASSIGNED)
        is_nobody = resource_uid == UNASSIGNED or (resource_uid == 0 and 0 not in self._known)
        facts = {"uid": 0, "task_uid": 0} | _ASSIGNMENT.of(row)
        if is_nobody:
            resource_uid = _NOBODY
            for name in _OF_SOMEBODY:
                facts.pop(name, None)
        one = AssignmentRow(resource_uid=resource_uid, periods=self._periods(row), **facts)
        if one.periods or not is_nobody:
            self.assignments.append(one)

    def _periods(self, row: Row) -> list[PeriodRow]:
        """Return the periods in which work is done; those without work are rests or nights."""
        found = []
        for cells in row.under("TimephasedData"):
            one = _period(cells)
            if one is not None:
                found.append(one)
        self.n_periods += len(found)
        if self.n_periods <= _MOST_PERIODS:
            return found
        text = N_("The file has more timephased work than is read; the rest counts as even.")
        if self.n_periods - len(found) <= _MOST_PERIODS:
            self.report.tell("too_many_periods", text)
        return []

    def assigned_cost(self) -> dict[int, int]:
        """Return task uid → cents of its assignments."""
        total: dict[int, int] = {}
        for row in self.assignments:
            total[row.task_uid] = total.get(row.task_uid, 0) + row.cost
        return total


def _period(cells: Cells) -> PeriodRow | None:
    """Return one period with work, or None for a rest and for every other kind of timephased data.

    A file holds one per day of each assignment, so this reads no more than it must.
    """
    texts = dict(zip(cells.shape.local, cells.texts, strict=True))
    kind, value = texts.get("Type"), texts.get("Value")
    if value is None or kind not in (_REMAINING_WORK, _ACTUAL_WORK):
        return None
    work = seconds_of(value)
    start, finish = (instant_of(texts.get(name) or "") for name in ("Start", "Finish"))
    if not work or work < 0 or start is None or finish is None or not _EARLIEST <= start < finish <= _LATEST:
        return None
    return PeriodRow(start, finish, work, kind == _ACTUAL_WORK)
