"""Whether what is told of a task can be true, and what in it contradicts itself or the plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from stuurbord.errors import N_, Finding, Severity
from stuurbord.web.planning.models.task_report import MOST_DAYS
from stuurbord.web.planning.progress.own_tasks import TaskFacts


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody tells of a task; days are working days."""

    percent: int
    actual_start: date | None = None
    actual_finish: date | None = None
    remaining_days: Decimal | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Until:
    """The last day of which something can be told: the status date, and today."""

    as_of: date
    today: date


def refusals(told: Told, task: TaskFacts, until: Until) -> list[Finding]:
    """Return why this cannot be so; nothing if it can."""
    return [*_impossible(told, task, until)]


def doubts(told: Told, task: TaskFacts, until: Until) -> list[Finding]:
    """Return what is taken as said, but is not given or contradicts itself or the plan."""
    return [*_doubtful(told, task, until)]


def start_meant(told: Told, task: TaskFacts) -> date | None:
    """Return the day on which the work began: as told, as the plan knows it, else as it was planned."""
    if told.percent == 0 and told.actual_start is None:
        return None
    if told.actual_start is None and task.is_milestone and told.actual_finish is not None:
        return told.actual_finish
    return told.actual_start or task.actual_start or task.start


def finish_meant(told: Told, task: TaskFacts) -> date | None:
    """Return the day on which the work ended, if it did: as told, as the plan knows it, else as planned."""
    if told.percent < 100:
        return None
    return told.actual_finish or task.actual_finish or task.finish


def _impossible(told: Told, task: TaskFacts, until: Until) -> Iterator[Finding]:
    if not 0 <= told.percent <= 100:
        yield _refusal("progress_out_of_range", N_("Progress of “{task}” lies outside 0–100 %."), task)
        return
    if told.remaining_days is not None and not 0 <= told.remaining_days <= MOST_DAYS:
        text = N_("What remains of “{task}” lies between 0 and {most} days.")
        yield _refusal("remaining_out_of_range", text, task, most=MOST_DAYS)
    for day in dict.fromkeys((told.actual_start, told.actual_finish)):
        yield from _after(day, task, until)
    if told.actual_finish is not None and told.percent < 100:
        text = N_("“{task}” has a day on which it was finished, and is {percent} % done. Which is it?")
        yield _refusal("finish_but_not_done", text, task, percent=told.percent)
        return
    yield from _unknown_days(told, task, until)
    start, finish = start_meant(told, task), finish_meant(told, task)
    if start is not None and finish is not None and finish < start:
        text = N_("“{task}” was finished on {finish}, before it was begun on {start}.")
        yield _refusal("actual_finish_before_start", text, task, finish=_shown(finish), start=_shown(start))


def _after(day: date | None, task: TaskFacts, until: Until) -> Iterator[Finding]:
    if day is None or day <= min(until.as_of, until.today):
        return
    if day > until.as_of:
        text = N_("“{task}”: {day} lies after the status date, {limit}. Only what happened by then counts.")
        yield _refusal("actual_after_status_date", text, task, day=_shown(day), limit=_shown(until.as_of))
    else:
        text = N_("“{task}”: {day} has yet to come. Only what has happened counts.")
        yield _refusal("actual_in_future", text, task, day=_shown(day))


def _unknown_days(told: Told, task: TaskFacts, until: Until) -> Iterator[Finding]:
    """Ask for a day that the plan cannot stand in for, since it has it after the status date."""
    last = min(until.as_of, until.today)
    if told.actual_finish is None and (finish := finish_meant(told, task)) and finish > last:
        text = N_("Say when “{task}” was finished: the plan has it on {day}, after the status date.")
        yield _refusal("finish_unknown", text, task, day=_shown(finish))
    if told.actual_start is None and (start := start_meant(told, task)) and start > last:
        text = N_("Say when “{task}” was begun: the plan has it on {day}, after the status date.")
        yield _refusal("start_unknown", text, task, day=_shown(start))


def _doubtful(told: Told, task: TaskFacts, until: Until) -> Iterator[Finding]:
    last = min(until.as_of, until.today)  # later than this it is refused
    is_ended = told.percent == 100 and told.actual_finish is None and task.actual_finish is None
    if is_ended and task.finish and task.finish <= last:
        text = N_("“{task}” is done without a day: that of the plan is taken, {day}.")
        yield _doubt("finish_as_planned", text, task, day=_shown(task.finish))
    begun = told.percent > 0 and told.actual_start is None and task.actual_start is None
    if begun and task.start and task.start <= last and not task.is_milestone:
        text = N_("“{task}” is begun without a day: that of the plan is taken, {day}.")
        yield _doubt("start_as_planned", text, task, day=_shown(task.start))
    if told.percent < 100 and told.remaining_days == 0:
        text = N_("Nothing remains of “{task}”, yet it is {percent} % done.")
        yield _doubt("nothing_left_not_done", text, task, percent=told.percent)
    if told.percent == 100 and told.remaining_days:
        text = N_("“{task}” is done, yet {days} days remain; they are not taken over.")
        yield _doubt("left_but_done", text, task, days=_figure(told.remaining_days))
    if told.percent < task.percent:
        text = N_("“{task}” was {before} % done in the plan, and is {percent} % now.")
        yield _doubt("less_than_before", text, task, before=task.percent, percent=told.percent)


def _refusal(code: str, text: str, task: TaskFacts, **fields: Any) -> Finding:
    return Finding(code, text, Severity.ERROR, fields={"task": task.name, **fields})


def _doubt(code: str, text: str, task: TaskFacts, **fields: Any) -> Finding:
    return Finding(code, text, Severity.WARNING, fields={"task": task.name, **fields})


def _shown(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _figure(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")
