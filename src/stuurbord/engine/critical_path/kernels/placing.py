"""Work as parts in working time: where it runs from an instant, or may begin to end by one.

The task starts with its earliest part and finishes with its latest. A length of zero never waits for
working time.
"""

from __future__ import annotations

from stuurbord.engine.critical_path.kernels.columns import NEVER, ClockColumns, Parts
from stuurbord.engine.critical_path.kernels.search import (
    before,
    finish_at,
    start_at,
    worked_and_next,
    worked_and_previous,
)
from stuurbord.engine.critical_path.kernels.working_time import finish_after
from stuurbord.plan.calendar import NONE


def run_from(clocks: ClockColumns, parts: Parts, first: int, last: int, earliest: int) -> tuple[int, int]:
    """Return (start, finish) of parts ``first`` … ``last`` − 1 that may begin at ``earliest``."""
    start, finish = NEVER, NONE
    for part in range(first, last):
        begins, ends = part_from(clocks, parts, part, earliest)
        start = min(start, begins)
        finish = max(finish, ends)
    return start, finish


def part_from(clocks: ClockColumns, parts: Parts, part: int, earliest: int) -> tuple[int, int]:
    """Return (start, finish) of one part."""
    clock, offset, length = parts.clock[part], parts.offset[part], parts.length[part]
    if not length:
        moment = finish_after(clocks, clock, earliest, offset)
        return moment, moment
    done, start = worked_and_next(clocks, clock, earliest)
    if offset:
        done += offset
        start = start_at(clocks, clock, done)
    return start, finish_at(clocks, clock, done + length)


def run_until(
    clocks: ClockColumns, parts: Parts, first: int, last: int, latest: int, ceiling: int
) -> tuple[int, int]:
    """Return (start, finish) of work as late as it ends by ``latest`` and begins by ``ceiling``."""
    if is_simple(parts, first, last):
        start, finish = run_simply_until(clocks, parts, first, latest)
        if start <= ceiling:
            return start, finish
        return run_from(clocks, parts, first, last, ceiling)
    at = latest_start(clocks, parts, first, last, latest)
    if ceiling < at:
        return run_from(clocks, parts, first, last, ceiling)
    start, finish = run_from(clocks, parts, first, last, at)
    if last - first > 1:
        finish = last_to_finish(clocks, parts, first, last, latest)
    return start, finish


def last_to_finish(clocks: ClockColumns, parts: Parts, first: int, last: int, latest: int) -> int:
    """Return the finish of who works last when each part is put off on its own."""
    finish = NONE
    for part in range(first, last):
        ends = latest
        if parts.length[part]:
            ends = worked_and_previous(clocks, parts.clock[part], latest)[1]
        finish = max(finish, ends)
    return finish


def is_simple(parts: Parts, first: int, last: int) -> bool:
    """Tell whether the work is one part that begins when the task does."""
    return last - first == 1 and parts.length[first] > 0 and not parts.offset[first]


def run_simply_until(clocks: ClockColumns, parts: Parts, part: int, latest: int) -> tuple[int, int]:
    """Return (start, finish) of one such part as late as it ends by ``latest``."""
    clock = parts.clock[part]
    done, finish = worked_and_previous(clocks, clock, latest)
    return start_at(clocks, clock, done - parts.length[part]), finish


def latest_start(clocks: ClockColumns, parts: Parts, first: int, last: int, latest: int) -> int:
    """Return the last instant at which the work may begin to be finished by ``latest``."""
    start = NEVER
    for part in range(first, last):
        start = min(start, part_latest_start(clocks, parts, part, latest))
    return start


def part_latest_start(clocks: ClockColumns, parts: Parts, part: int, latest: int) -> int:
    """Return the same for one part."""
    offset, length = parts.offset[part], parts.length[part]
    if not length and not offset:
        return latest
    clock = parts.clock[part]
    return start_at(clocks, clock, before(clocks, clock, latest) - offset - length)


def begun_by(clocks: ClockColumns, parts: Parts, first: int, last: int, ceiling: int) -> int:
    """Return up to when work may wait and still begin before ``ceiling``, which lies in a pause of it."""
    moment = NONE
    for part in range(first, last):
        clock = parts.clock[part]
        done = before(clocks, clock, ceiling) - parts.offset[part]
        moment = max(moment, finish_at(clocks, clock, done))
    return moment


def pause_end(clocks: ClockColumns, parts: Parts, first: int, last: int, finish: int) -> int:
    """Return up to when ``finish`` may be put off without a second of this work moving."""
    end = NEVER
    for part in range(first, last):
        end = min(end, worked_and_next(clocks, parts.clock[part], finish)[1])
    return end
