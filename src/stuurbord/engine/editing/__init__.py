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
from stuurbord.engine.editing.legal_minimum import (
    ShortPeriod,
    check_legal_minimum,
    legal_until,
    short_periods,
    taken_out,
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
    "ShortPeriod",
    "Unassign",
    "Unlink",
    "check_legal_minimum",
    "check_logic",
    "edited",
    "edits_from",
    "legal_until",
    "short_periods",
    "taken_out",
]
