"""A plan as somebody edits it: each edit is one thing a planner does, and what he means by it."""

from stuurbord.engine.editing.apply import edited
from stuurbord.engine.editing.checks import check_logic
from stuurbord.engine.editing.edits import (
    Assign,
    Edit,
    Insert,
    Link,
    Move,
    Place,
    Progress,
    Remove,
    Resize,
    SetFacts,
    Shift,
    Unassign,
    Unlink,
    edits_from,
)

__all__ = [
    "Assign",
    "Edit",
    "Insert",
    "Link",
    "Move",
    "Place",
    "Progress",
    "Remove",
    "Resize",
    "SetFacts",
    "Shift",
    "Unassign",
    "Unlink",
    "check_logic",
    "edited",
    "edits_from",
]
