"""Activities that span others and drive none: levels of effort and work breakdown summaries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from stuurbord.engine.critical_path.primavera.activities import Activities
from stuurbord.engine.critical_path.primavera.backward import Backward
from stuurbord.engine.critical_path.primavera.forward import Forward, after_lag, before_lag
from stuurbord.engine.critical_path.schedule import Driver
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import ActivityKind

_ROUNDS = 8
"""Levels of effort may hang on one another; longer chains than this are not meant."""
Dates = Callable[[int], tuple[int, int]]
Span = tuple[int | None, int | None]


def place_spans(forward: Forward) -> None:
    """Give spanning activities their dates, once what they span has its own."""
    facts = forward.activities
    for idx in _in_rounds(facts):
        first, last = _span(facts, idx, lambda one: (forward.early_start[one], forward.early_finish[one]))
        start = facts.data_date if first is None else first
        finish = start if last is None else last
        if facts.is_finished[idx]:
            began, ended = facts.actual_start[idx], facts.actual_finish[idx]
            start = finish = facts.data_date
        else:
            start = facts.clock[idx].next_start(max(start, facts.data_date))
            finish = max(start, facts.clock[idx].previous_finish(finish))
            began, ended = facts.actual_start[idx] if facts.has_begun[idx] else start, finish
        forward.start[idx], forward.finish[idx] = began if began != NONE else ended, ended
        forward.early_start[idx], forward.early_finish[idx] = start, finish
        forward.driver[idx] = Driver.PARTS
    _roll_up(facts, forward.roll_up)


def place_late_spans(backward: Backward) -> None:
    """Give spanning activities the late dates of what they span."""
    facts = backward.forward.activities
    for idx in _in_rounds(facts):
        first, last = _span(facts, idx, lambda one: (backward.late_start[one], backward.late_finish[one]))
        finish = min(backward.project_finish if last is None else last, backward.project_finish)
        start = finish if first is None else min(first, finish)
        if first is not None and not facts.is_finished[idx]:
            start = min(facts.clock[idx].next_start(start), finish)
        backward.late_start[idx], backward.late_finish[idx] = start, finish
    _roll_up(facts, backward.roll_up)


def _in_rounds(facts: Activities) -> Iterable[int]:
    """Yield levels of effort again and again, so that chains of them settle; summaries of work last."""
    active = facts.network.is_active
    levels = [i for i, kind in enumerate(facts.kind) if kind == ActivityKind.LEVEL_OF_EFFORT and active[i]]
    hangs = any(facts.is_span[link.predecessor] for idx in levels for link in facts.network.into[idx])
    for _ in range(_ROUNDS if hangs else 1):
        yield from levels
    yield from (i for i, kind in enumerate(facts.kind) if kind == ActivityKind.WBS_SUMMARY and active[i])


def _span(facts: Activities, idx: int, dates: Dates) -> Span:
    """Return the first start and the last finish that the links of an activity name, each if one does."""
    if facts.kind[idx] == ActivityKind.WBS_SUMMARY:
        return _span_of_branch(facts, idx, dates)
    starts: list[int] = []
    finishes: list[int] = []
    for link in facts.network.into[idx]:
        start, finish = dates(link.predecessor)
        if start != NONE:
            t = after_lag(link, start if link.from_start else finish, facts.clock_of_lag(link))
            (finishes if link.to_finish else starts).append(t)
    for link in facts.network.out_of[idx]:
        start, finish = dates(link.successor)
        if start != NONE:
            t = before_lag(link, finish if link.to_finish else start, facts.clock_of_lag(link))
            (starts if link.from_start else finishes).append(t)
    return min(starts, default=None), max(finishes, default=None)


def _span_of_branch(facts: Activities, idx: int, dates: Dates) -> Span:
    found = [dates(one) for one in branch_of(facts, idx) if dates(one)[0] != NONE]
    starts, finishes = [start for start, _ in found], [finish for _, finish in found]
    return min(starts, default=None), max(finishes, default=None)


def branch_of(facts: Activities, idx: int) -> Iterator[int]:
    """Yield the activities that share the place of a summary activity in the work breakdown."""
    network = facts.network
    above = network.parent[idx]
    waiting = list(network.children[above]) if above >= 0 else list(range(network.n_tasks))
    while waiting:
        one = waiting.pop()
        if network.is_summary[one]:
            waiting.extend(network.children[one] if above >= 0 else ())
        elif facts.kind[one] != ActivityKind.WBS_SUMMARY:
            yield one


def _roll_up(facts: Activities, roll_up: Callable[[int], None]) -> None:
    if not any(facts.is_span):
        return
    for idx in range(facts.network.n_tasks - 1, -1, -1):  # outline order: parts come after their summary
        if facts.network.is_summary[idx] and facts.network.is_active[idx]:
            roll_up(idx)
