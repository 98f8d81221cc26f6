"""Figures that no plan can hold: they come from people's keyboards and over the network."""

from __future__ import annotations

from typing import Any, Final

from stuurbord.engine.editing.edits import Edit, Link, SetFacts
from stuurbord.engine.editing.refusal import cannot
from stuurbord.errors import N_
from stuurbord.plan.calendar import NONE
from stuurbord.plan.draft.figures import FIRST_INSTANT, LAST_INSTANT, LONGEST, MOST
from stuurbord.plan.model import Constraint, DependencyKind, LagUnit, TaskKind

_INSTANTS: Final = ("start", "actual_start", "actual_finish", "deadline", "constraint_date")
_SPANS: Final = ("duration", "remaining_duration")
_NAMES: Final = (*_INSTANTS, *_SPANS, "lag")
_OPTIONAL: Final = ("actual_start", "actual_finish", "remaining_duration")
"""What an edit may leave for the plan to say."""

_LONGEST_TEXT: Final = 400
_LONGEST_NOTES: Final = 20_000
_OF_LINKS: Final = {"kind": DependencyKind, "lag_unit": LagUnit}
_OF_TASKS: Final = {"kind": TaskKind, "constraint": Constraint}


def check_figures(edit: Edit) -> None:
    """Refuse dates outside 1900–2199, spans of centuries, and amounts that cannot be counted.

    Raises
    ------
    InvalidPlan
        If a figure is one of those.
    ValueError
        If a number stands for no kind of link, lag, task or constraint.
    """
    _check_kinds(edit)
    figures = (
        edit.facts if isinstance(edit, SetFacts) else {name: getattr(edit, name, None) for name in _NAMES}
    )
    if any(not _fits(name, value) for name, value in figures.items()):
        text = N_("A date lies outside 1900–2199, or a duration, a lag or an amount is impossible.")
        cannot("figure_out_of_range", text)


def _check_kinds(edit: Edit) -> None:
    facts = edit.facts if isinstance(edit, SetFacts) else {}
    kinds = _OF_TASKS
    if isinstance(edit, Link):
        facts, kinds = {name: getattr(edit, name) for name in _OF_LINKS}, _OF_LINKS
    for name, kind in kinds.items():
        value = facts.get(name)
        if value is not None and value not in tuple(kind):
            raise ValueError(f"{name} {value} stands for nothing")
    for name, value in facts.items():
        if isinstance(value, str) and len(value) > (_LONGEST_NOTES if name == "notes" else _LONGEST_TEXT):
            raise ValueError(f"{name} is too long")


def _fits(name: str, value: Any) -> bool:
    if not isinstance(value, int):
        return True
    if value == NONE:
        return name in _OPTIONAL
    if name in _INSTANTS:
        return FIRST_INSTANT <= value < LAST_INSTANT
    if name in _SPANS:
        return 0 <= value <= LONGEST
    if name == "lag":
        return abs(value) <= LONGEST
    return name != "cost" or abs(value) <= MOST
