"""From rows as a reader meets them to a `Plan`: validated once, with every finding collected."""

from stuurbord.plan.draft.freeze import freeze
from stuurbord.plan.draft.links import find_cycle
from stuurbord.plan.draft.rows import (
    AssignmentRow,
    BaselineRow,
    DependencyRow,
    GivenRow,
    PeriodRow,
    PlanDraft,
    ResourceRow,
    TaskRow,
)

__all__ = [
    "AssignmentRow",
    "BaselineRow",
    "DependencyRow",
    "GivenRow",
    "PeriodRow",
    "PlanDraft",
    "ResourceRow",
    "TaskRow",
    "find_cycle",
    "freeze",
]
