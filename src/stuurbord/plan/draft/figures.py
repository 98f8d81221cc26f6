"""What a row may hold: dates of our time, durations of a lifetime, progress from nothing to all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter
from typing import Final

from stuurbord.errors import N_, Finding, Severity
from stuurbord.plan.calendar import DAY, NONE, instant
from stuurbord.plan.draft.rows import AssignmentRow, BaselineRow, PlanDraft, TaskRow
from stuurbord.plan.model import Constraint

FIRST_INSTANT: Final = instant(datetime(1900, 1, 1))  # noqa: DTZ001 - planning time is naive by design
LAST_INSTANT: Final = instant(datetime(2200, 1, 1))  # noqa: DTZ001
_FIRST_OF_PROJECT: Final = instant(datetime(1984, 1, 1))  # noqa: DTZ001
_LAST_OF_PROJECT: Final = instant(datetime(2150, 1, 1))  # noqa: DTZ001
"""Microsoft Project opens no plan with a date outside these."""
LONGEST: Final = 150 * 366 * DAY
"""No duration or lag is meant to be longer; beyond it a figure in the file is wrong."""
MOST: Final = 10**15
"""No amount of work or money is meant to be larger."""
_DATES: Final = (
    "constraint_date",
    "deadline",
    "actual_start",
    "actual_finish",
    "resume",
    "stop",
    "second_constraint_date",
    "expected_finish",
    "given_start",
    "given_finish",
)
_SPANS: Final = ("duration", "leveling_delay", "remaining_duration")
_AMOUNTS: Final = ("work", "cost", "actual_cost")


def check_tasks(tasks: list[TaskRow], findings: list[Finding]) -> None:
    def error(code: str, text: str, task: TaskRow) -> None:
        fields_ = {"task": task.name or task.uid, "uid": task.uid}
        findings.append(Finding(code, text, Severity.ERROR, task.where, fields_))

    if not tasks:
        findings.append(Finding("no_tasks", N_("The plan has no tasks."), Severity.ERROR))
    times = Counter(task.uid for task in tasks)
    in_range, project_opens = _extremes(tasks)
    for task in tasks:
        if times[task.uid] > 1:
            error("duplicate_uid", N_("Task number {uid} occurs more than once (“{task}”)."), task)
            times[task.uid] = 1
        if task.duration < 0:
            error("negative_duration", N_("“{task}” has a negative duration."), task)
        if task.work < 0:
            findings.append(
                Finding(
                    "negative_work",
                    N_("“{task}” has negative work; it counts as none."),
                    where=task.where,
                    fields={"task": task.name or task.uid},
                )
            )
            task.work = 0
        if not 0 <= task.percent_complete <= 1:
            error("progress_out_of_range", N_("Progress of “{task}” lies outside 0–100 %."), task)
        if not in_range and _is_out_of_range(task):
            error(
                "out_of_range",
                N_("“{task}” has a date outside 1900–2199 or an impossible duration or amount."),
                task,
            )
        if NONE not in (task.actual_start, task.actual_finish) and task.actual_finish < task.actual_start:
            error("actual_finish_before_start", N_("“{task}” was finished before it was started."), task)
        if task.constraint not in (Constraint.ASAP, Constraint.ALAP) and task.constraint_date == NONE:
            findings.append(
                Finding(
                    "constraint_without_date",
                    N_("“{task}” has a date constraint without a date; the constraint is ignored."),
                    where=task.where,
                    fields={"task": task.name},
                )
            )
            task.constraint = Constraint.ASAP
        if task.second_constraint_date == NONE:
            task.second_constraint = Constraint.ASAP

    if not project_opens:
        _tell_what_project_cannot_open(tasks, findings)


def _extremes(tasks: list[TaskRow]) -> tuple[bool, bool]:
    """Tell of all tasks together whether they are in range, and within what Microsoft Project opens.

    Nearly every plan is both, and then no task has to be looked at by itself.
    """
    baselines = [row for task in tasks for row in task.baselines.values()]
    dates = _values(tasks, _DATES) | _values(baselines, ("start", "finish"))
    spans = _values(tasks, _SPANS) | _values(baselines, ("duration",))
    amounts = _values(tasks, _AMOUNTS) | _values(baselines, ("work", "cost"))
    first, last = min(dates, default=_FIRST_OF_PROJECT), max(dates, default=_FIRST_OF_PROJECT)
    in_range = (
        FIRST_INSTANT <= first <= last < LAST_INSTANT
        and max(map(abs, spans), default=0) <= LONGEST
        and max(map(abs, amounts), default=0) <= MOST
    )
    return in_range, _FIRST_OF_PROJECT <= first <= last < _LAST_OF_PROJECT


def _values(rows: Sequence[TaskRow | BaselineRow], names: tuple[str, ...]) -> set[int]:
    """Return what is given in some columns, each value once."""
    return {value for name in names for value in set(map(attrgetter(name), rows))} - {NONE}


def _tell_what_project_cannot_open(tasks: list[TaskRow], findings: list[Finding]) -> None:
    outside = [task for task in tasks if any(map(_is_beyond_project, _dates(task)))]
    if outside:
        text = N_(
            "Tasks with a date before 1984 or after 2149: {count} (first: “{task}”). Microsoft Project "
            "cannot open such a plan."
        )
        fields_ = {"count": len(outside), "task": outside[0].name or outside[0].uid}
        findings.append(Finding("date_project_cannot_open", text, where=outside[0].where, fields=fields_))


def _is_beyond_project(date: int) -> bool:
    return date != NONE and not _FIRST_OF_PROJECT <= date < _LAST_OF_PROJECT


def _dates(task: TaskRow) -> list[int]:
    dates = [getattr(task, name) for name in _DATES]
    return dates + [date for row in task.baselines.values() for date in (row.start, row.finish)]


def _is_out_of_range(task: TaskRow) -> bool:
    in_range, _ = _extremes([task])
    return not in_range


def check_assignments(draft: PlanDraft, findings: list[Finding]) -> None:
    """Refuse amounts of work and money, and rates, that no table could hold."""

    def is_wrong(row: AssignmentRow) -> bool:
        amounts = [row.work, row.remaining_work, row.delay, row.leveling_delay, row.cost, row.actual_cost]
        amounts += [period.work for period in row.periods]
        return any(amount != NONE and abs(amount) > MOST for amount in amounts)

    for row in draft.assignments:
        if row.work < 0 or NONE != row.remaining_work < 0:
            text = N_("An assignment of task {uid} has negative work; it counts as none.")
            findings.append(Finding("negative_assigned_work", text, fields={"uid": row.task_uid}))
            row.work = max(row.work, 0)
            row.remaining_work = max(row.remaining_work, 0) if row.remaining_work != NONE else NONE
    text = N_("An assignment of task {uid} holds an impossible amount.")
    findings.extend(
        Finding("amount_out_of_range", text, Severity.ERROR, fields={"uid": row.task_uid})
        for row in draft.assignments
        if is_wrong(row)
    )
    text = N_("“{resource}” has an impossible rate.")
    findings.extend(
        Finding("rate_out_of_range", text, Severity.ERROR, fields={"resource": row.name})
        for row in draft.resources
        if abs(row.standard_rate) > MOST
    )


def start_of(draft: PlanDraft, findings: list[Finding]) -> int:
    """Return the plan's start: given, or the earliest date any task knows."""
    dates = (draft.start, draft.finish, draft.status_date)
    if any(one != NONE and not FIRST_INSTANT <= one < LAST_INSTANT for one in dates):
        text = N_("The plan's start, finish or status date lies outside 1900–2199.")
        findings.append(Finding("plan_date_out_of_range", text, Severity.ERROR))
    elif any(map(_is_beyond_project, dates)):
        text = N_(
            "The plan's start, finish or status date lies before 1984 or after 2149. Microsoft Project "
            "cannot open such a plan."
        )
        findings.append(Finding("date_project_cannot_open", text))
    if draft.start != NONE:
        return draft.start
    known = [
        value
        for task in draft.tasks
        for value in (task.given_start, task.actual_start, task.constraint_date)
        if value != NONE
    ]
    known += [row.start for task in draft.tasks for row in task.baselines.values() if row.start != NONE]
    if known:
        return min(known)
    if draft.from_finish and draft.finish != NONE:
        return draft.finish
    findings.append(
        Finding("no_start", N_("The plan has no start date, and none of its tasks has one."), Severity.ERROR)
    )
    return NONE
