"""Networks of named tasks in whole days, as textbooks print them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from stuurbord.engine.critical_path import Schedule, critical_path
from stuurbord.plan import DependencyKind, DependencyRow, Plan, PlanDraft, TaskRow, freeze
from stuurbord.plan.calendar import DAY, ROUND_THE_CLOCK

DAY_ZERO = 20_000 * DAY
_LINK = re.compile(r"(\w+) (?:(FS|SS|FF|SF)([+-]\d+)? )?(\w+)")


@dataclass(frozen=True)
class Network:
    """A plan and its schedule, asked by task name; times in days since the start."""

    plan: Plan
    schedule: Schedule

    def days(self, column: str) -> dict[str, int]:
        """Return name → value of an instant column, in days since the start."""
        values = (getattr(self.schedule, column) - DAY_ZERO) // DAY
        return dict(zip(self.plan.tasks.name, values.tolist(), strict=True))

    def floats(self, column: str = "total_float") -> dict[str, int]:
        """Return name → float in days."""
        values = getattr(self.schedule, column) // DAY
        return dict(zip(self.plan.tasks.name, values.tolist(), strict=True))

    @property
    def critical(self) -> str:
        """Names of the critical tasks in the order of the plan."""
        return "".join(
            name
            for name, is_critical in zip(self.plan.tasks.name, self.schedule.is_critical, strict=True)
            if is_critical
        )

    @property
    def length(self) -> int:
        """Days from the start to the project finish."""
        return (self.schedule.project_finish - DAY_ZERO) // DAY


def activity_on_node(durations: Mapping[str, int], links: Iterable[str]) -> Network:
    """Return a network in which every day is worked: ``{"A": 5}, ["A B", "A SS+2 C"]``."""
    uid = {name: number for number, name in enumerate(durations)}
    draft = PlanDraft(
        start=DAY_ZERO,
        calendar=ROUND_THE_CLOCK.name,
        calendars=[ROUND_THE_CLOCK],
        tasks=[TaskRow(uid[name], name, duration=days * DAY) for name, days in durations.items()],
        dependencies=[_row(link, uid) for link in links],
    )
    plan, findings = freeze(draft)
    assert findings == ()
    return Network(plan, critical_path(plan))


def after(table: Mapping[str, str]) -> list[str]:
    """Return the links of a table of immediate predecessors: ``{"C": "AB"}``."""
    return [f"{predecessor} {task}" for task, predecessors in table.items() for predecessor in predecessors]


def _row(link: str, uid: Mapping[str, int]) -> DependencyRow:
    found = _LINK.fullmatch(link)
    assert found is not None, link
    predecessor, kind, lag, successor = found.groups()
    days = int(lag or 0)
    return DependencyRow(uid[predecessor], uid[successor], DependencyKind[kind or "FS"], days * DAY)
