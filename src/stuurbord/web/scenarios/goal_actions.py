"""Changes to strategic goals and to what projects contribute."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.audit.chain import record
from stuurbord.web.projects.actions import save_version
from stuurbord.web.projects.models import Portfolio, Project
from stuurbord.web.scenarios.models import Contribution, Goal

STEER = Permission.STEER_PORTFOLIO


@transaction.atomic
def create_goal(actor: Any, portfolio: Portfolio, **fields: Any) -> Goal:
    """Write down a goal."""
    require(actor, STEER, portfolio.scopes)
    goal = Goal.objects.create(portfolio=portfolio, **fields)
    _record(actor, "goal.create", goal, {"goal": str(goal)})
    return goal


@transaction.atomic
def change_goal(actor: Any, goal: Goal, expected_version: int, **fields: Any) -> Goal:
    """Change a goal."""
    require(actor, STEER, goal.portfolio.scopes)
    told = _changes(goal, fields)
    if not told:
        return goal
    save_version(goal, expected_version)
    _record(actor, "goal.change", goal, {"goal": str(goal), "changed": told})
    return goal


@transaction.atomic
def archive_goal(actor: Any, goal: Goal, expected_version: int) -> Goal:
    """Take a goal off the list; its history stays in the log."""
    require(actor, STEER, goal.portfolio.scopes)
    goal.is_archived = True
    save_version(goal, expected_version)
    _record(actor, "goal.archive", goal, {"goal": str(goal)})
    return goal


@transaction.atomic
def set_contribution(
    actor: Any,
    goal: Goal,
    expected_version: int,
    project: Project,
    weight: int,
    why: str = "",
    benefit: Any = None,
) -> Contribution:
    """Say how much a project contributes to a goal; once more replaces what was said."""
    require(actor, STEER, goal.portfolio.scopes)
    if project.portfolio_id != goal.portfolio_id:
        raise ValueError("a project contributes to the goals of its own portfolio")
    save_version(goal, expected_version)
    stored = Contribution.objects.filter(goal=goal, project=project).first()
    before = None if stored is None or stored.is_archived else stored.weight
    made, _is_new = Contribution.objects.update_or_create(
        goal=goal,
        project=project,
        defaults={
            "weight": weight,
            "why": why,
            "benefit": benefit,
            "is_archived": False,
            "version": stored.version + 1 if stored else 1,
        },
    )
    told = {"goal": str(goal), "project": project.code, "weight": [before, weight]}
    _record(actor, "goal.contribute", goal, told, project)
    return made


@transaction.atomic
def remove_contribution(actor: Any, goal: Goal, expected_version: int, pk: int) -> None:
    """Take away what a project contributed."""
    require(actor, STEER, goal.portfolio.scopes)
    found = goal.contributions.filter(pk=pk, is_archived=False).select_related("project").first()
    if found is None:
        return
    save_version(goal, expected_version)
    found.is_archived, found.version = True, found.version + 1
    found.save()
    told = {"goal": str(goal), "project": found.project.code, "weight": [found.weight, None]}
    _record(actor, "goal.contribute", goal, told, found.project)


def _changes(goal: Goal, fields: dict[str, Any]) -> dict[str, Any]:
    """Take over the fields that differ, and return them as they were and are."""
    told = {}
    for name, value in fields.items():
        before = getattr(goal, name)
        if before != value:
            told[name] = [_plain(before), _plain(value)]
            setattr(goal, name, value)
    return told


def _plain(value: Any) -> Any:
    return str(value) if value is not None and not isinstance(value, int) else value


def _record(
    actor: Any, action: str, goal: Goal, data: dict[str, Any], project: Project | None = None
) -> None:
    record(
        actor,
        action,
        goal.subject,
        data,
        portfolio_id=goal.portfolio_id,
        project_id=project.pk if project else None,
        version=goal.version,
    )
