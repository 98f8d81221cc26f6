"""What MPXJ's own scheduler reaches on the tasks we are scored on: a rival beside us, never a source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from stuurbord.exchange.clock_texts import instant_of
from stuurbord.exchange.fidelity.comparison import Fidelity
from stuurbord.exchange.fidelity.tallies import Tallies, tallies, tallies_by_kind
from stuurbord.exchange.mpxj.child_process import DEFAULT, Bounds, ChildFailed, ask
from stuurbord.plan import NONE
from stuurbord.plan.model import Integers

_COLUMNS: Final = ("start", "finish", "early_start", "early_finish", "late_start", "late_finish")
_FLOATS: Final = ("total_float", "start_float")
MINUTE: Final = 60


@dataclass(frozen=True, slots=True)
class RivalDates:
    """Dates by position in our plan; `NONE` where the rival gives none."""

    start: Integers
    finish: Integers
    early_start: Integers
    early_finish: Integers
    late_start: Integers
    late_finish: Integers
    total_float: Integers
    start_float: Integers


@dataclass(frozen=True, slots=True)
class Rival:
    """A run of the rival.

    Attributes
    ----------
    scheduler
        Its class in MPXJ.
    tallies, kinds
        On the very tasks that we are scored on; where it refuses the file, none is equal.
    problem
        Why it refuses the file, or empty.
    seconds
        What its computation took, without reading.
    """

    scheduler: str
    tallies: Tallies
    kinds: dict[str, Tallies]
    problem: str = ""
    seconds: float = 0.0


def rival(data: bytes, ours: Fidelity, bounds: Bounds = DEFAULT) -> Rival:
    """Return what MPXJ's scheduler reaches on a file, computed in the child process."""
    try:
        answer = ask(data, bounds, everything=False, purpose="schedule")
    except ChildFailed as failure:
        answer = {"failed": failure.reason}
    dates = _dates_of(answer.get("tasks", []), ours.plan.tasks.uid)
    return Rival(
        str(answer.get("scheduler", "")),
        tallies(ours.plan, dates, ours.is_scored),
        tallies_by_kind(ours.plan, dates, ours.is_scored),
        str(answer.get("failed", "")),
        float(answer.get("seconds", 0.0)),
    )


def _dates_of(rows: list[list[Any]], uids: Integers) -> RivalDates:
    by_uid = {row[0]: row[1:] for row in rows}
    missing = [""] * len(_COLUMNS) + [None] * len(_FLOATS)
    chosen = [by_uid.get(uid, missing) for uid in uids.tolist()]
    columns: dict[str, Integers] = {}
    for number, name in enumerate(_COLUMNS):
        columns[name] = np.array([_instant(row[number]) for row in chosen], np.int64)
    for number, name in enumerate(_FLOATS, start=len(_COLUMNS)):
        values = [NONE if row[number] is None else round(row[number] * MINUTE) for row in chosen]
        columns[name] = np.array(values, np.int64)
    return RivalDates(**columns)


def _instant(text: str) -> int:
    value = instant_of(text) if text else None
    return NONE if value is None else value
