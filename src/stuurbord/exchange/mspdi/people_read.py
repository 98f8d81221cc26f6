"""Resources and assignments of MSPDI."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from stuurbord.exchange.mspdi.fields import TENTH_OF_MINUTE, UNASSIGNED, Row
from stuurbord.exchange.reading_report import ReadingReport
from stuurbord.plan.draft import AssignmentRow, ResourceRow
from stuurbord.plan.model import Contour, ResourceKind


@dataclass(slots=True)
class PeopleReader:
    """Takes ``Resource`` and ``Assignment`` elements one by one."""

    report: ReadingReport
    resources: list[ResourceRow] = field(default_factory=list)
    calendar_uids: list[int] = field(default_factory=list)
    assignments: list[AssignmentRow] = field(default_factory=list)

    def add_resource(self, element: etree._Element) -> None:
        """Take a resource; number 0 without a name is Microsoft Project's own placeholder."""
        row = Row(element, self.report)
        uid, name = row.whole("UID"), row.line("Name")
        if row.is_true("IsNull") or (uid == 0 and not name):
            return
        kind = ResourceKind.WORK if row.whole("Type", ResourceKind.WORK) == 1 else ResourceKind.MATERIAL
        if row.is_true("IsCostResource") or row.whole("Type", ResourceKind.WORK) == 2:
            kind = ResourceKind.COST
        rate = round(row.number("StandardRate") * 100)
        self.resources.append(ResourceRow(uid, name, kind, "", row.number("MaxUnits", 1.0), rate))
        self.calendar_uids.append(row.whole("CalendarUID", -1))

    def add_assignment(self, element: etree._Element) -> None:
        """Take an assignment, unless nobody works on it: such a placeholder even invents its work."""
        row = Row(element, self.report)
        resource_uid = row.whole("ResourceUID", UNASSIGNED)
        if resource_uid == UNASSIGNED or (resource_uid == 0 and not self._is_known(0)):
            return
        contour = row.whole("WorkContour")
        self.assignments.append(
            AssignmentRow(
                row.whole("UID"),
                row.whole("TaskUID"),
                resource_uid,
                row.number("Units", 1.0),
                row.seconds("Work", default=0),
                row.seconds("RemainingWork"),
                (row.whole("Delay") + row.whole("LevelingDelay")) * TENTH_OF_MINUTE,
                contour if contour in Contour.__members__.values() else Contour.CONTOURED,
                row.cents("Cost"),
                row.cents("ActualCost"),
            )
        )

    def _is_known(self, uid: int) -> bool:
        return any(one.uid == uid for one in self.resources)

    def assigned_cost(self) -> dict[int, int]:
        """Return task uid → cents of its assignments."""
        total: dict[int, int] = {}
        for row in self.assignments:
            total[row.task_uid] = total.get(row.task_uid, 0) + row.cost
        return total
