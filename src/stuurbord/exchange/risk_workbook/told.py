"""What is told of a row while records become a risk model: findings, and where the row stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from stuurbord.errors import N_, Finding, Severity, Where
from stuurbord.exchange.risk_workbook.task_references import Named, TaskReferences
from stuurbord.plan import Plan

MOST_NAMED: Final = 2_000_000
"""A sheet of branches over a large plan must not fill the memory."""
_WEEK_ON_CLOCK: Final = 7 * 86_400


def place_of(where: Where, name: str) -> str:
    """Return where a row stands, as Excel writes it; of a row without a sheet what people call it.

    >>> place_of(Where("r.xlsx", "Risico's", "A5"), "R-1"), place_of(Where(), "R-1")
    ("Risico's!A5", 'R-1')
    """
    return f"{where.sheet}!{where.cell}" if where.sheet else name


@dataclass(slots=True)
class Told:
    """The plan that names are looked up in, and the findings so far."""

    plan: Plan
    references: TaskReferences = field(init=False)
    findings: list[Finding] = field(default_factory=list)
    n_named: int = 0
    """How often rows named a task, branches included."""

    def __post_init__(self) -> None:
        self.references = TaskReferences(self.plan)

    def tell(
        self, code: str, text: str, where: Where, severity: Severity = Severity.ERROR, **fields: Any
    ) -> None:
        """Add a finding."""
        self.findings.append(Finding(code, text, severity, where, fields))

    def tasks(self, text: str, where: Where, name: str, *, summaries_whole: bool = False) -> list[Named]:
        """Return the tasks a row names; what names nothing is told."""
        found, unknown = self.references.find(text, summaries_whole)
        self.n_named += len(found)
        if self.n_named > MOST_NAMED:
            if self.n_named - len(found) <= MOST_NAMED:
                told = N_("The rows name tasks more than {most} times; the rest is not read.")
                self.tell("risk_rows_too_many", told, where, most=MOST_NAMED)
            return []
        for one in unknown:
            told = N_(
                "{row}: task “{task}” is not in the plan. Write its number (#42) or its WBS code (2.3)."
            )
            self.tell("risk_task_unknown", told, where, row=name, task=one[:60])
        return found

    def day(self, idx: int) -> float:
        """Return the seconds of a working day on the clock of a task: of one that runs day and night a
        working day takes its share of the week."""
        plan = self.plan
        if not plan.tasks.is_elapsed[idx]:
            return float(plan.seconds_per_day)
        return _WEEK_ON_CLOCK * plan.seconds_per_day / plan.seconds_per_week

    def uid(self, named: Named) -> int:
        """Return the uid of a task."""
        return int(self.plan.tasks.uid[named.idx])
