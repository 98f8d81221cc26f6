"""What a portfolio waits for: of each project its next gate, its goal and its next deadline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from stuurbord.web.forecasts.milestone_rows import MilestoneRow, milestone_rows
from stuurbord.web.forecasts.portfolio_figures import ProjectRow
from stuurbord.web.registers.models import Milestone


@dataclass(frozen=True, slots=True)
class PortfolioMilestone:
    """One milestone with its project."""

    project_row: ProjectRow
    milestone: MilestoneRow
    is_goal: bool


def portfolio_milestones(rows: Sequence[ProjectRow]) -> list[PortfolioMilestone]:
    """Return those milestones of all projects, the earliest P50 first."""
    known = [row for row in rows if row.answers is not None]
    gates = _gates([row.project.pk for row in known])
    found = [one for row in known for one in _of(row, gates.get(row.project.pk, []))]
    return sorted(found, key=lambda one: (one.milestone.p50 or date.max, one.project_row.project.code))


def _gates(project_ids: list[int]) -> dict[int, list[Milestone]]:
    gates: dict[int, list[Milestone]] = {}
    for one in Milestone.objects.filter(project__in=project_ids, is_gate=True, is_archived=False):
        gates.setdefault(one.project_id, []).append(one)
    return gates


def _of(row: ProjectRow, gates: Sequence[Milestone]) -> list[PortfolioMilestone]:
    assert row.answers is not None
    coming, goal = milestone_rows(row.answers), row.answers.run.goal_uid
    tasks, names = {one.task for one in gates}, {one.name for one in gates}
    next_gate = next((one for one in coming if str(one.uid) in tasks or one.name in names), None)
    next_deadline = next((one for one in coming if one.deadline is not None), None)
    wanted = {one.uid for one in (next_gate, next_deadline) if one is not None} | {goal}
    return [PortfolioMilestone(row, one, one.uid == goal) for one in coming if one.uid in wanted]
