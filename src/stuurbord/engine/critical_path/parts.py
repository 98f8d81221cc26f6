"""A task as parts in working time: one for plain work, one per assignment where people work on it.

A part is ``(clock, offset, length)``: it begins ``offset`` working seconds after the task may begin and
takes ``length`` working seconds, both counted on its own clock. The task starts with its earliest part
and finishes with its latest. A length of zero never waits for working time.
"""

from __future__ import annotations

from typing import NamedTuple

from stuurbord.plan.calendar import WorkingTime


class Part(NamedTuple):
    """A run of work on one calendar; offset and length in working seconds."""

    clock: WorkingTime
    offset: int
    length: int


Parts = tuple[Part, ...]


def run_from(parts: Parts, earliest: int) -> tuple[int, int]:
    """Return (start, finish) of work that may begin at ``earliest``."""
    if len(parts) == 1:
        return _part_from(parts[0], earliest)
    runs = [_part_from(part, earliest) for part in parts]
    return min(run[0] for run in runs), max(run[1] for run in runs)


def _part_from(part: Part, earliest: int) -> tuple[int, int]:
    clock, offset, length = part
    if not length:
        moment = clock.finish_after(earliest, offset)
        return moment, moment
    done = clock.before(earliest) + offset
    return clock.start_at(done), clock.finish_at(done + length)


def latest_start(parts: Parts, latest: int) -> int:
    """Return the last instant at which the work may begin to be finished by ``latest``."""
    return min(_part_latest_start(part, latest) for part in parts)


def _part_latest_start(part: Part, latest: int) -> int:
    clock, offset, length = part
    if not length and not offset:
        return latest
    return clock.start_at(clock.before(latest) - offset - length)


def latest_run(parts: Parts, latest: int) -> tuple[int, int]:
    """Return (start, finish) of work that ends as late as ``latest`` allows.

    The start is the last that lets everybody finish; the finish is that of who works last, since each
    assignment is put off on its own.
    """
    start, finish = run_from(parts, latest_start(parts, latest))
    if len(parts) == 1:
        return start, finish
    return start, max(part.clock.previous_finish(latest) if part.length else latest for part in parts)
