"""What a planner can do to a plan, as plain data that comes over the network and goes into a proposal.

Tasks and resources go by uid. Units as in `stuurbord.plan.model`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final, get_args

from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import DependencyKind, LagUnit


@dataclass(frozen=True, slots=True)
class SetFacts:
    """Give tasks facts that mean nothing more than themselves: a name, a deadline, notes, a constraint."""

    uids: list[int]
    facts: dict[str, Any]
    """Column of `Tasks` → value; ``calendar`` is a name. None: not given."""


@dataclass(frozen=True, slots=True)
class Move:
    """Let a task begin on an instant: a manual task does, another not before it."""

    uid: int
    start: int


@dataclass(frozen=True, slots=True)
class Resize:
    """Let tasks last so many working seconds."""

    uids: list[int]
    duration: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Tell how far a task is; without dates it began, or ended, when it was planned to."""

    uid: int
    percent_complete: float
    actual_start: int = NONE
    actual_finish: int = NONE
    remaining_duration: int = NONE


@dataclass(frozen=True, slots=True)
class Link:
    """Let one task wait for another; between two that are linked: another kind or lag."""

    predecessor: int
    successor: int
    kind: int = DependencyKind.FS
    lag: int = 0
    lag_unit: int = LagUnit.WORKING


@dataclass(frozen=True, slots=True)
class Unlink:
    """Take away the links between two tasks."""

    predecessor: int
    successor: int


@dataclass(frozen=True, slots=True)
class Insert:
    """Put a new task below another, after its parts (0: at the top); the caller chooses a free uid."""

    uid: int
    below: int
    name: str
    outline_level: int = 1
    duration: int = 8 * 3600
    is_milestone: bool = False
    is_manual: bool = False


@dataclass(frozen=True, slots=True)
class Remove:
    """Take tasks away, with their parts, links and assignments."""

    uids: list[int]


@dataclass(frozen=True, slots=True)
class Shift:
    """Indent tasks with their parts so many levels; negative outdents."""

    uids: list[int]
    levels: int


@dataclass(frozen=True, slots=True)
class Place:
    """Put a task with its parts below another row, after the parts of that row (0: at the top)."""

    uid: int
    below: int


@dataclass(frozen=True, slots=True)
class Assign:
    """Let a resource work on a task, or change its units there."""

    task: int
    resource: int
    units: float = 1.0


@dataclass(frozen=True, slots=True)
class Unassign:
    """Take a resource off a task."""

    task: int
    resource: int


Edit = (
    SetFacts | Move | Resize | Progress | Link | Unlink | Insert | Remove | Shift | Place | Assign | Unassign
)
_KINDS: Final[dict[str, type]] = {kind.__name__: kind for kind in get_args(Edit)}
_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "int": (int,),
    "float": (int, float),
    "str": (str,),
    "bool": (bool,),
    "list[int]": (list,),
    "dict[str, Any]": (dict,),
}
_LONGEST_TEXT: Final = 400


def edits_from(records: Sequence[Mapping[str, Any]]) -> list[Edit]:
    """Read edits from plain data: ``{"edit": "Link", "predecessor": 3, "successor": 7}``.

    Raises
    ------
    ValueError
        If a record is no edit: an unknown kind, a name too many or too few, a value of another type.
    """
    return [_edit_from(record) for record in records]


def _edit_from(record: Mapping[str, Any]) -> Edit:
    if not isinstance(record, Mapping):
        raise ValueError("an edit is an object with the name of its kind")
    kind = _KINDS.get(str(record.get("edit")))
    if kind is None:
        raise ValueError(f"there is no edit {record.get('edit')!r}")
    values = {name: value for name, value in record.items() if name != "edit"}
    types = {one.name: str(one.type) for one in fields(kind)}
    if unknown := values.keys() - types.keys():
        raise ValueError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    for name, value in values.items():
        _check(kind.__name__, name, value, types[name])
    try:
        made: Edit = kind(**{name: NONE if value is None else value for name, value in values.items()})
    except TypeError as error:
        raise ValueError(f"{kind.__name__}: {error}") from error
    return made


def _check(kind: str, name: str, value: Any, type_name: str) -> None:
    allowed = _TYPES[type_name]
    is_number = type_name in ("int", "float")
    if value is None and is_number:
        return
    is_wrong = not isinstance(value, allowed) or (is_number and isinstance(value, bool))
    if type_name == "list[int]" and not is_wrong:
        is_wrong = not all(isinstance(one, int) and not isinstance(one, bool) for one in value)
    if is_wrong or (isinstance(value, str) and len(value) > _LONGEST_TEXT):
        raise ValueError(f"{kind}: {name} is no {type_name}")
