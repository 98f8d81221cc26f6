"""The notation in which the plans are written: an outline with one task per line.

Two spaces of indent make a level; a line with deeper lines below it is a summary. After the name follow
fields, separated by `` | ``:

========================  =========================================================================
``12d`` ``12d>20d``       duration in working days; after ``>`` what it became
``3w``                    in weeks of five days
``35k``                   in calendar days (a legal period, a delivery time)
``0d``                    a milestone
``na a, b SS+5d, .``      predecessors by id; ``.`` is the line above on the same level; without kind FS.
                          Lag and lead in ``d`` (working) or ``k`` (calendar). On a summary: for the
                          tasks in it that follow nothing else
``=``                     follows what the summary follows, not the line above
``los``                   follows nothing
``door a, b 50%``         resources by code, with units
``€250`` ``€250>280``     share in the cost, in thousands; after ``>`` what it became
``poort G2``              the gate this milestone is
``vanaf 01/02/27``        start no earlier than; ``01/02/27>01/03/27`` moved it
``uiterlijk 15/11/27``    deadline
``niet later 15/11/27``   finish no later than (constraint)
``zo laat mogelijk``      as late as possible
``kal weekend``           calendar of the task
``hand 01/02/27 05/02/27``  scheduled by hand
``#id``                   name by which other lines refer to this one
``nota …``                notes
``wet …``                 the law that sets this period
``stap S12``              the step of a procurement that this task is
========================  =========================================================================

A task without ``na``, ``=`` or ``los`` follows the line above on its level; the first follows what its
summary follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from stuurbord.plan import DependencyKind, LagUnit

DAY: Final = 8 * 3600
CALENDAR_DAY: Final = 86_400
_LAG: Final = re.compile(
    r"^(?P<ref>\.|[\w-]+)(?:\s+(?P<kind>FS|SS|FF|SF)?(?P<lag>[+-]\d+)?(?P<unit>[dk])?)?$"
)
_DURATION: Final = re.compile(r"^\d+[dwk](>\d+[dwk])?$")
_UNIT: Final = {"d": DAY, "w": 5 * DAY, "k": CALENDAR_DAY}


@dataclass(frozen=True, slots=True)
class Reference:
    """A predecessor as written: an id, or ``.`` for the line above."""

    to: str
    kind: DependencyKind = DependencyKind.FS
    lag: int = 0
    unit: LagUnit = LagUnit.WORKING


@dataclass(frozen=True, slots=True)
class Then:
    """A value as promised, and as it is now."""

    base: float
    now: float


@dataclass(slots=True)
class Line:
    """A task or summary of the outline; durations in seconds, cost in thousands of euros."""

    name: str
    level: int
    number: int
    duration: Then | None = None
    is_elapsed: bool = False
    after: tuple[Reference, ...] | None = None
    is_parallel: bool = False
    is_loose: bool = False
    resources: tuple[tuple[str, float], ...] = ()
    cost: Then = Then(0, 0)
    gate: str = ""
    not_before: tuple[date, date] | None = None
    deadline: date | None = None
    no_later: date | None = None
    as_late: bool = False
    by_hand: tuple[date, date] | None = None
    calendar: str = ""
    key: str = ""
    notes: str = ""
    legal_basis: str = ""
    step: str = ""
    parent: Line | None = None
    children: list[Line] = field(default_factory=list)

    @property
    def is_summary(self) -> bool:
        return bool(self.children)


def read(text: str) -> list[Line]:
    """Return the lines of an outline in order, each tied to its summary; those on top to a nameless root.

    Raises
    ------
    ValueError
        If a line cannot be read; the message holds the line.
    """
    lines: list[Line] = []
    root = Line("", 0, 0)
    open_at: list[Line] = [root]
    for raw in text.splitlines():
        if not raw.strip() or raw.lstrip().startswith("//"):
            continue
        line = _line(raw, len(lines) + 1)
        if line.level > len(open_at):
            raise ValueError(f"level jumps at {raw!r}")
        del open_at[line.level :]
        line.parent = open_at[-1]
        line.parent.children.append(line)
        open_at.append(line)
        lines.append(line)
    for line in lines:
        if not line.is_summary and line.duration is None and line.by_hand is None:
            raise ValueError(f"no duration at {line.name!r}")
    return lines


def _line(raw: str, number: int) -> Line:
    spaces = len(raw) - len(raw.lstrip(" "))
    if spaces % 2:
        raise ValueError(f"odd indent at {raw!r}")
    name, *fields = (part.strip() for part in raw.strip().split(" | "))
    line = Line(name, spaces // 2 + 1, number)
    for one in fields:
        if not _take(line, one):
            raise ValueError(f"cannot read {one!r} at {raw!r}")
    return line


def _take(line: Line, text: str) -> bool:
    word, _, rest = text.partition(" ")
    if _DURATION.match(text):
        base, _, now = text.partition(">")
        line.duration = Then(_seconds(base), _seconds(now or base))
        line.is_elapsed = base.endswith("k")
    elif word == "na":
        line.after = tuple(_reference(one.strip()) for one in rest.split(","))
    elif text == "=":
        line.is_parallel = True
    elif text == "los":
        line.is_loose = True
    elif word == "door":
        line.resources = tuple(_resource(one.strip()) for one in rest.split(","))
    elif text.startswith("€"):
        base, _, now = text[1:].partition(">")
        line.cost = Then(float(base), float(now or base))
    elif word == "poort":
        line.gate = rest
    elif word == "vanaf":
        base, _, now = rest.partition(">")
        line.not_before = (_date(base), _date(now or base))
    elif word == "uiterlijk":
        line.deadline = _date(rest)
    elif text.startswith("niet later "):
        line.no_later = _date(text.removeprefix("niet later "))
    elif text == "zo laat mogelijk":
        line.as_late = True
    elif word == "hand":
        first, _, last = rest.partition(" ")
        line.by_hand = (_date(first), _date(last))
    elif word == "kal":
        line.calendar = rest
    elif text.startswith("#"):
        line.key = text[1:]
    elif word == "nota":
        line.notes = rest
    elif word == "wet":
        line.legal_basis = rest
    elif word == "stap":
        line.step = rest
    else:
        return False
    return True


def _seconds(text: str) -> int:
    return int(text[:-1]) * _UNIT[text[-1]]


def _date(text: str) -> date:
    return datetime.strptime(text.strip(), "%d/%m/%y").date()  # noqa: DTZ007 - a day has no time zone


def _resource(text: str) -> tuple[str, float]:
    code, _, units = text.partition(" ")
    return code, float(units.rstrip("%")) / 100 if units else 1.0


def _reference(text: str) -> Reference:
    found = _LAG.match(text)
    if found is None:
        raise ValueError(f"no predecessor: {text!r}")
    kind = DependencyKind[found["kind"] or "FS"]
    unit = LagUnit.ELAPSED if found["unit"] == "k" else LagUnit.WORKING
    return Reference(found["ref"], kind, int(found["lag"] or 0) * _UNIT[found["unit"] or "d"], unit)
