"""The dates of activities that span others, in Primavera: of which activity, over which link, they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stuurbord.engine.critical_path.primavera.spans import branch_of
from stuurbord.engine.driving_path.bounds import Whose
from stuurbord.engine.driving_path.primavera_bounds import data_date, over_lag, paused
from stuurbord.engine.driving_path.steps import End, Step, StepKind
from stuurbord.engine.driving_path.task_clocks import TaskClocks
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import ActivityKind, Integers

Found = tuple[list[Step], Whose | None]


@dataclass(frozen=True, slots=True)
class _Dates:
    """The dates that a span covers: early ones of what remains, or late ones."""

    start: list[int] | Integers
    finish: list[int] | Integers
    is_late: bool

    def of(self, idx: int, end: End) -> int:
        return int((self.start if end is End.START else self.finish)[idx])


def span_steps_back(clocks: TaskClocks, idx: int, end: End) -> Found:
    """Return the steps that lead to a date of a spanning activity, the last one first."""
    facts, forward = clocks.primavera.facts, clocks.primavera.forward
    if end is End.REST:
        return _rest(clocks, idx)
    at = (forward.start if end is End.START else forward.finish)[idx]
    if end is End.START and facts.actual_start[idx] == at:
        return [Step(StepKind.ACTUAL_START, idx, end, at)], None
    if facts.is_finished[idx]:
        return [Step(StepKind.ACTUAL_FINISH, idx, end, at)], None
    dates = _Dates(forward.early_start, forward.early_finish, is_late=False)
    found = _spanned(clocks, idx, end, at, dates)
    if found is not None:
        return found
    now = data_date(clocks, idx)
    pause = _paused_from(clocks, idx, end, at, now.at)
    if pause is not None:
        return [*pause, *now.steps], None
    began = forward.early_start[idx]  # nothing that it spans ends behind its start
    if end is End.FINISH and at == began and not facts.has_begun[idx]:
        return [Step(StepKind.PART, idx, end, at, at, above_idx=idx)], (idx, End.START)
    return [Step(StepKind.UNEXPLAINED, idx, end, at)], None


def _rest(clocks: TaskClocks, idx: int) -> Found:
    """Return the steps to where what remains of a span goes on."""
    if clocks.primavera.facts.is_finished[idx]:
        return list(data_date(clocks, idx).steps), None
    forward = clocks.primavera.forward
    dates = _Dates(forward.early_start, forward.early_finish, is_late=False)
    at = forward.early_start[idx]
    found = _spanned(clocks, idx, End.START, at, dates)
    if found is not None:
        return found
    pause = _paused_from(clocks, idx, End.START, at, clocks.primavera.facts.data_date)
    if pause is None:
        return [Step(StepKind.UNEXPLAINED, idx, End.START, at)], None
    return [*pause, *data_date(clocks, idx).steps], None


def span_late_steps(clocks: TaskClocks, idx: int, end: End) -> Found:
    """Return the steps that lead to a late date of a spanning activity."""
    backward = clocks.primavera.backward
    at = (backward.late_start if end is End.START else backward.late_finish)[idx]
    dates = _Dates(backward.late_start, backward.late_finish, is_late=True)
    found = _spanned(clocks, idx, end, at, dates)
    if found is not None:
        return found
    if at == backward.project_finish:
        return [Step(StepKind.PROJECT_FINISH, idx, end, at)], None
    if end is End.START and at == backward.late_finish[idx]:
        return [Step(StepKind.PART, idx, end, at, at, above_idx=idx)], (idx, End.FINISH)
    return [Step(StepKind.UNEXPLAINED, idx, end, at)], None


def _spanned(clocks: TaskClocks, idx: int, end: End, at: int, dates: _Dates) -> Found | None:
    """Return the steps from what names this date of a span, the first of equals: start or finish."""
    choose = min if end is End.START else max
    named = list(_named(clocks, idx, end, dates))
    if not named:
        return None
    steps, before = choose(named, key=lambda one: one[0][0].at)
    pause = _paused_from(clocks, idx, end, at, steps[0].at)
    return None if pause is None else ([*pause, *steps], before)


def _paused_from(clocks: TaskClocks, idx: int, end: End, at: int, since: int) -> list[Step] | None:
    if at == since:
        return []
    if clocks.primavera.facts.clock[idx].between(since, at):
        return None
    return [paused(clocks, idx, end, at, since)]


def _named(clocks: TaskClocks, idx: int, end: End, dates: _Dates) -> Iterator[Found]:
    """Yield what the links of a span, or its place in the work breakdown, name as this date."""
    facts = clocks.primavera.facts
    if facts.kind[idx] == ActivityKind.WBS_SUMMARY:
        for one in branch_of(facts, idx):
            if dates.of(one, end) != NONE:
                t = dates.of(one, end)
                yield [Step(StepKind.PART, idx, end, t, t, above_idx=one)], _dated_by(clocks, one, end, dates)
        return
    is_start = end is End.START
    for link in facts.network.into[idx]:
        whose = End.START if link.from_start else End.FINISH
        since = dates.of(link.predecessor, whose)
        if link.to_finish is not is_start and since != NONE:
            before = _dated_by(clocks, link.predecessor, whose, dates)
            yield [over_lag(clocks, link, idx, end, since)], before
    for link in facts.network.out_of[idx]:
        whose = End.FINISH if link.to_finish else End.START
        since = dates.of(link.successor, whose)
        if link.from_start is is_start and since != NONE:
            before = _dated_by(clocks, link.successor, whose, dates)
            yield [over_lag(clocks, link, idx, end, since, sign=-1)], before


def _dated_by(clocks: TaskClocks, idx: int, end: End, dates: _Dates) -> Whose:
    """Return the date of an activity that counts for a span: of the plan, of what remains, or a late one."""
    facts = clocks.primavera.facts
    if not dates.is_late and (facts.is_finished[idx] or (facts.has_begun[idx] and end is End.START)):
        return idx, End.REST
    return idx, end
