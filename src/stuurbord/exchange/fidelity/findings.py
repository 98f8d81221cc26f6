"""Where a file's dates are not the ones its plan gives: told once per plan, never taken over.

A file holds what another program computed, or what somebody typed over it. Stuurbord computes anew from
durations, links, calendars and constraints; whoever imports has to know when that gives something else, and
what of the file was not followed: interruptions of a task, and starts that nothing in the plan asks for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from stuurbord.errors import N_, Finding, Severity, Where
from stuurbord.exchange.fidelity.causes import Cause
from stuurbord.exchange.fidelity.columns import MINUTE
from stuurbord.exchange.fidelity.comparison import Deviation, Fidelity
from stuurbord.plan import NONE, Plan, moment

MOST_NAMED: Final = 5
_AS_GOOD_AS_EQUAL: Final = (Cause.SAME_WORKING_MOMENT, Cause.ROUNDING)


def date_findings(of: Fidelity, where: Where) -> list[Finding]:
    """Return what a recomputation gives otherwise than the file says; empty if nothing.

    Parameters
    ----------
    where
        The place in the file of the plan as a whole.
    """
    differs = sorted({one.task_idx for one in of.deviations if _is_worth_telling(one)})
    return [_difference(of, differs, where), *_of_tasks(of, where)] if differs else []


def _is_worth_telling(one: Deviation) -> bool:
    """Return whether the dates themselves differ, by more than a minute of rounding."""
    is_date = one.field in ("start", "finish") and abs(one.stored - one.computed) > MINUTE
    return is_date and one.cause not in _AS_GOOD_AS_EQUAL


def _difference(of: Fidelity, differs: list[int], where: Where) -> Finding:
    """Return the finding on the dates as a whole: the end of the plan if it moves, else only how many."""
    tasks = of.plan.tasks
    n_compared = of.counted["start_finish"].compared
    fields: dict[str, Any] = {"n": len(differs), "total": n_compared}
    is_work = tasks.is_active & ~tasks.is_summary & (tasks.given_finish != NONE)
    stored, computed = int(tasks.given_finish[is_work].max()), of.finish
    if n_compared < of.n_tasks or _day(stored) == _day(computed):
        text = N_("Tasks whose dates, recomputed, are not those of the file: {n} of {total}.")
        return Finding("dates_differ", text, Severity.INFO, where, fields)
    text = N_(
        "The file says the plan ends on {stored}; recomputed it ends on {computed}. Tasks with other dates "
        "than in the file: {n} of {total}."
    )
    fields |= {"stored": _day(stored), "computed": _day(computed)}
    return Finding("dates_differ", text, Severity.WARNING, where, fields)


def _of_tasks(of: Fidelity, where: Where) -> Iterator[Finding]:
    """Yield what of the file was not followed, each once, with the first tasks it holds for."""
    patterned = set(of.plan.assignments.task_idx[of.plan.periods.assignment_idx].tolist())
    if idx := [one for one in _caused_by(of, Cause.PATTERN, "finish") if one not in patterned]:
        text = N_(
            "Tasks that the file interrupts; each is read in one piece and ends earlier: {count} ({tasks})."
        )
        yield Finding("splits_ignored", text, Severity.WARNING, where, _counted(of.plan, idx))
    if idx := _caused_by(of, Cause.STALE, "start", "finish"):
        text = N_(
            "Tasks whose dates in the file contradict its own links, constraints or durations: it was saved "
            "without being calculated: {count} ({tasks})."
        )
        yield Finding("dates_uncalculated", text, Severity.WARNING, where, _counted(of.plan, idx))
    if idx := _caused_by(of, Cause.START_NOT_ASKED, "start"):
        text = N_(
            "Tasks that start later in the file than links, constraints and calendars ask; these starts do "
            "not hold them back: {count} ({tasks})."
        )
        yield Finding("start_dates_ignored", text, Severity.WARNING, where, _counted(of.plan, idx))


def _caused_by(of: Fidelity, cause: Cause, *fields: str) -> list[int]:
    return sorted({one.task_idx for one in of.deviations if one.cause is cause and one.field in fields})


def _counted(plan: Plan, idx: list[int]) -> dict[str, Any]:
    """Return how many tasks there are, and the first by name."""
    names = [(plan.tasks.name[one].strip() or plan.tasks.wbs[one])[:60] for one in idx[:MOST_NAMED]]
    more = ["…"] if len(idx) > MOST_NAMED else []
    return {"count": len(idx), "tasks": "; ".join([*names, *more])}


def _day(instant: int) -> str:
    return f"{moment(instant):%d/%m/%Y}"
