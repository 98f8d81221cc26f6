"""Edits that cannot be made, told to the planner."""

from __future__ import annotations

from typing import Any, NoReturn

from stuurbord.errors import Finding, InvalidPlan, Severity, Where
from stuurbord.plan.model import Plan


def cannot(code: str, text: str, where: Where | None = None, **fields: Any) -> NoReturn:
    """Raise `InvalidPlan` with one finding."""
    raise InvalidPlan(Finding(code, text, Severity.ERROR, where or Where(), fields))


def named(plan: Plan, idx: int) -> str:
    """Return how a task is called in sentences."""
    return plan.tasks.name[idx] or plan.tasks.wbs[idx]
