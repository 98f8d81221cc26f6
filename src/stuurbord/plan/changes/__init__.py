"""What makes one plan out of another, as data: found, stored, shown, applied in part and taken back."""

from stuurbord.plan.changes.application import changed
from stuurbord.plan.changes.change import Change, from_plain, inverse, to_plain
from stuurbord.plan.changes.difference import difference
from stuurbord.plan.changes.rebasing import Conflict, Rebased, rebased
from stuurbord.plan.changes.selection import leans_on, selected, with_leaned_on

__all__ = [
    "Change",
    "Conflict",
    "Rebased",
    "changed",
    "difference",
    "from_plain",
    "inverse",
    "leans_on",
    "rebased",
    "selected",
    "to_plain",
    "with_leaned_on",
]
