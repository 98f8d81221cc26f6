"""What projects are worth to the goals, and what hangs loose on either side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.web.projects.models import Project
from stuurbord.web.reader import reader
from stuurbord.web.scenarios.models import Contribution, Goal
from stuurbord.web.scenarios.models.goal import MOST_WEIGHT


@dataclass(frozen=True, slots=True)
class ProjectValue:
    """One project: its contributions, each weighed by the weight of the goal.

    Attributes
    ----------
    share
        Part of the most that a project could contribute: weight 3 to every goal. 0–1.
    """

    project: Project
    contributions: tuple[Contribution, ...]
    value: int
    share: float


@dataclass(frozen=True, slots=True)
class GoalLine:
    """One goal with the projects that bring it nearer, the most first."""

    goal: Goal
    contributions: tuple[Contribution, ...]

    @property
    def is_orphan(self) -> bool:
        return not self.contributions


@dataclass(frozen=True, slots=True)
class GoalBoard:
    """All goals of a portfolio beside all projects that go on."""

    goals: tuple[GoalLine, ...]
    projects: tuple[ProjectValue, ...]

    @property
    def orphan_goals(self) -> list[Goal]:
        """Goals that no project brings nearer."""
        return [one.goal for one in self.goals if one.is_orphan]

    @property
    def orphan_projects(self) -> list[Project]:
        """Projects that bring no goal nearer."""
        return [one.project for one in self.projects if not one.value]


def goal_board(goals: Iterable[Goal], projects: Iterable[Project]) -> GoalBoard:
    """Return goals with projects and projects with goals; a contribution of 0 counts as none."""
    running = {one.pk: one for one in projects}
    lines, of_project = [], {pk: [] for pk in running}
    for goal in goals:
        found = [one for one in goal.contributions.all() if one.weight and one.project_id in running]
        lines.append(GoalLine(goal, tuple(found)))
        for one in found:
            of_project[one.project_id].append((one, goal))
    most = MOST_WEIGHT * sum(one.goal.weight for one in lines)
    values = []
    for pk, project in running.items():
        value = sum(one.weight * goal.weight for one, goal in of_project[pk])
        contributions = tuple(one for one, _goal in of_project[pk])
        values.append(ProjectValue(project, contributions, value, value / most if most else 0.0))
    ordered = sorted(values, key=lambda one: (-one.value, one.project.code))
    return GoalBoard(tuple(lines), tuple(ordered))


def goals_conclusion(board: GoalBoard) -> str:
    """Say how many goals and projects hang loose."""
    words = reader()
    if not board.goals:
        return _("No goals yet: without a goal nobody can say which project matters most.")
    goals, projects = len(board.orphan_goals), len(board.orphan_projects)
    if not goals and not projects:
        return _("Every goal has a project that brings it nearer, and every project serves a goal.")
    parts = []
    if goals:
        text = ngettext("{n} goal has no project", "{n} goals have no project", goals)
        parts.append(text.format(n=words.count(goals)))
    if projects:
        text = ngettext("{n} project serves no goal", "{n} projects serve no goal", projects)
        parts.append(text.format(n=words.count(projects)))
    told = "; ".join(parts)
    return f"{told[0].upper()}{told[1:]}."
