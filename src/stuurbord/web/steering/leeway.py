"""What can be shorter on the way to a date and what cannot: work, a period that a law sets, a given date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.driving_path import End, Step, StepKind
from stuurbord.language import NBSP
from stuurbord.plan import NONE, Plan
from stuurbord.plan.assignment_clock import ELAPSED
from stuurbord.plan.calendar import DAY
from stuurbord.reports.date_reasons.spans import span
from stuurbord.web.reader import reader

_LASTING: Final = (StepKind.WORK, StepKind.REMAINING)
_GIVEN: Final = (
    StepKind.CONSTRAINT,
    StepKind.MANUAL,
    StepKind.EXTERNAL,
    StepKind.RESUME,
    StepKind.EXPECTED_FINISH,
)


def leeway(plan: Plan, schedule: Schedule, steps: Sequence[Step]) -> str:
    """Say whether a task on the way to a date can be shorter, and whether a given date holds it.

    Parameters
    ----------
    steps
        The steps of one task on the path, as `stuurbord.engine.driving_path.date_path` found them. Where
        none of them is its own work, as for a milestone or a task of which only the start counts, its
        length changes nothing and nothing is said of it.
    """
    told = [_length(plan, schedule, step) for step in steps if step.kind in _LASTING]
    for step in steps:
        if step.kind is StepKind.ACTUAL_FINISH:
            told.append(_("Cannot be shorter: it is done."))
        elif step.kind in _GIVEN:
            is_start = step.end is not End.FINISH
            told.append(_("Fixed: its start was given.") if is_start else _("Fixed: its finish was given."))
    return " ".join(sentence for sentence in told if sentence)


def _length(plan: Plan, schedule: Schedule, step: Step) -> str:
    tasks, idx = plan.tasks, step.task_idx
    if tasks.legal_minimum[idx]:
        return _legal_length(plan, schedule, idx)
    if tasks.is_milestone[idx] or not step.amount:
        return ""
    if tasks.legal_basis[idx]:
        told = _(
            "Undetermined: the law sets this period ({article}), and the plan does not hold its minimum."
        )
        return told.format(article=tasks.legal_basis[idx])
    is_elapsed = step.clock is None or step.clock.calendar_idx == ELAPSED
    time = span(plan, abs(step.amount), reader(), is_elapsed)
    if step.kind is StepKind.REMAINING:
        return _("Can be shorter: {time} remain.").format(time=time)
    return _("Can be shorter: it takes {time}.").format(time=time)


def _legal_length(plan: Plan, schedule: Schedule, idx: int) -> str:
    """Compare the calendar days of a period with those of the law; the day of the event is not counted."""
    tasks = plan.tasks
    start, finish = int(schedule.start[idx]), int(schedule.finish[idx])
    if NONE in (start, finish):
        return ""
    planned, minimum = _day(finish) - _day(start), int(tasks.legal_minimum[idx])
    if planned > minimum:
        told = _("Can be shorter: {planned}, by law at least {minimum} ({article}).")
    elif planned == minimum:
        told = _("Cannot be shorter: by law at least {minimum} ({article}).")
    else:
        told = _("Shorter than the law: {planned}, by law at least {minimum} ({article}).")
    told = told.format(planned=_days(planned), minimum=_days(minimum), article=tasks.legal_basis[idx] or "–")
    if tasks.legal_is_unverified[idx]:
        return f"{told} {_('That minimum was not checked against the law.')}"
    return told


def _days(number: int) -> str:
    return f"{reader().number(number)}{NBSP}{_('d')}"


def _day(end: int) -> int:
    """Return the day that an end falls on; midnight ends the day before."""
    return (end - 1) // DAY
