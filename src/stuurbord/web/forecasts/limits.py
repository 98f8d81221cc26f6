"""What a forecast is held against: the goal's promise, its tolerance, the budget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from stuurbord.plan import NONE, Plan, instant
from stuurbord.web.finance.models import BudgetLine
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import plan_of
from stuurbord.web.registers.models import Milestone
from stuurbord.web.registers.plan_dates import task_position

WHOLE_PLAN = -1


@dataclass(frozen=True, slots=True)
class Limits:
    """What was agreed for one project; None where nothing was.

    Attributes
    ----------
    goal
        Code of the milestone that counts (``G4``), empty if the plan as a whole does.
    budget
        Euro.
    """

    goal: str
    goal_name: str
    promise: date | None
    tolerance_days: int | None
    budget: Decimal | None
    cost_tolerance: Decimal | None

    @property
    def limit(self) -> date | None:
        """The last day within the tolerance."""
        if self.promise is None or self.tolerance_days is None:
            return None
        return self.promise + timedelta(days=self.tolerance_days)

    @property
    def most_euro(self) -> Decimal | None:
        """The largest amount within the tolerance."""
        if self.budget is None or self.cost_tolerance is None:
            return None
        return self.budget * (1 + self.cost_tolerance)


def limits_of(projects: list[Project]) -> dict[int, Limits]:
    """Return the limits of projects by their number, in two queries."""
    ids = [one.pk for one in projects]
    goals: dict[tuple[int, str], Milestone] = {
        (one.project_id, one.code): one
        for one in Milestone.objects.filter(project__in=ids, is_archived=False)
    }
    lines: dict[int, list[Decimal | None]] = {}
    budgets = BudgetLine.objects.filter(project__in=ids, is_archived=False)
    for project_id, amount in budgets.values_list("project_id", "budgeted_payment"):
        lines.setdefault(project_id, []).append(amount)
    return {
        one.pk: _limits(one, goals.get((one.pk, one.goal_gate)), lines.get(one.pk, [])) for one in projects
    }


def _limits(project: Project, goal: Milestone | None, amounts: list[Decimal | None]) -> Limits:
    known = [one for one in amounts if one is not None]
    return Limits(
        goal=goal.code if goal else "",
        goal_name=goal.name if goal else "",
        promise=goal.promised_on if goal else None,
        tolerance_days=project.time_tolerance_days,
        budget=sum(known, Decimal(0)) if known and len(known) == len(amounts) else None,
        cost_tolerance=project.cost_tolerance,
    )


def goal_uid(project: Project, plan: Plan) -> int:
    """Return the task that is the project's goal: that of its goal milestone, else the gate in the plan."""
    found = Milestone.objects.filter(project=project, code=project.goal_gate, is_archived=False).first()
    idx = _position(project, plan, found.task) if found else None
    if idx is None and project.goal_gate in plan.tasks.gate:
        idx = plan.tasks.gate.index(project.goal_gate)
    return WHOLE_PLAN if idx is None else int(plan.tasks.uid[idx])


def _position(project: Project, plan: Plan, task: str) -> int | None:
    """Return where a plan has what a register names by the code that it has in the plan that counts."""
    current = None if project.current_revision_id is None else plan_of(project.current_revision_id)
    idx = None if current is None else task_position(current, task)
    if current is None or idx is None:
        return task_position(plan, task)
    found = (plan.tasks.uid == current.tasks.uid[idx]).nonzero()[0].tolist()
    return found[0] if found else None


def end_of(day: date | None) -> int:
    """Return the last instant of a day: what ends that day is not late."""
    return NONE if day is None else instant(datetime.combine(day, time(23, 59, 59)))
