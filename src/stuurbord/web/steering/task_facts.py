"""What the pages say and draw of one task of a plan: its kind, its bar, its float in days."""

from __future__ import annotations

import numpy as np
from django.utils.translation import gettext as _

from stuurbord.engine.critical_path import Schedule
from stuurbord.language import NBSP
from stuurbord.plan import NONE, Plan, moment, working_time
from stuurbord.plan.calendar import DAY, OutsideHorizon
from stuurbord.plan.model import Booleans, Integers
from stuurbord.web.look import figures
from stuurbord.web.look.gantt import Bar, Closure
from stuurbord.web.reader import reader


def bar_of(plan: Plan, schedule: Schedule, idx: int, deviation: int | None) -> Bar:
    """Return what is drawn of an active task."""
    tasks, baseline, kind = plan.tasks, plan.baselines.get(0), kind_of(plan, idx)
    has_float = kind != "summary" and tasks.percent_complete[idx] < 1 and schedule.total_float[idx] > 0
    return Bar(
        kind=kind,
        start=int(schedule.start[idx]),
        finish=int(schedule.finish[idx]),
        is_critical=bool(schedule.is_critical[idx]),
        progress=float(tasks.percent_complete[idx]),
        float_until=int(schedule.late_finish[idx]) if has_float else None,
        baseline_start=None if baseline is None else _known(baseline.start, idx),
        baseline_finish=None if baseline is None else _known(baseline.finish, idx),
        deadline=_known(tasks.deadline, idx),
        is_legal=bool(tasks.legal_basis[idx]),
        label=_gate_label(int(schedule.finish[idx]), deviation) if kind == "gate" else "",
    )


def kind_of(plan: Plan, idx: int) -> str:
    """Return ``gate``, ``summary``, ``milestone`` or ``task``."""
    tasks = plan.tasks
    if tasks.gate[idx]:
        return "gate"
    if tasks.is_summary[idx]:
        return "summary"
    return "milestone" if tasks.is_milestone[idx] else "task"


def room_in_words(plan: Plan, schedule: Schedule, idx: int) -> str:
    """Return the total float in days, empty for a summary and for what is done or takes no part."""
    seconds = int(schedule.total_float[idx])
    tasks = plan.tasks
    is_finished = tasks.actual_finish[idx] != NONE or tasks.percent_complete[idx] >= 1
    if seconds == NONE or tasks.is_summary[idx] or is_finished:
        return ""
    return days_in_words(plan, seconds, bool(tasks.is_elapsed[idx]))


def days_in_words(plan: Plan, seconds: int, is_elapsed: bool = False) -> str:
    """Return working seconds as ``22 wd``, or clock seconds as ``22 d``; less than a day with one decimal."""
    is_elapsed = is_elapsed and seconds != 0
    days = seconds / (DAY if is_elapsed else plan.seconds_per_day)
    figure = reader().number(days, 1 if 0 < abs(days) < 1 else 0)
    return f"{figure}{NBSP}{_('d') if is_elapsed else _('wd')}"


def is_done(plan: Plan) -> Booleans:
    """Tell which tasks are finished."""
    done: Booleans = (plan.tasks.actual_finish != NONE) | (plan.tasks.percent_complete >= 1)
    return done


def summaries_of(plan: Plan, marked: Booleans) -> Booleans:
    """Tell which tasks are above a marked one."""
    above = np.zeros(len(marked), np.bool_)
    parents = plan.tasks.parent_idx.tolist()
    for idx in marked.nonzero()[0].tolist():
        parent = parents[idx]
        while parent >= 0 and not above[parent]:
            above[parent] = True
            parent = parents[parent]
    return above


def closed_days(plan: Plan, first_day: int, last_day: int) -> list[Closure]:
    """Return the runs of days between two days on which the project calendar has no working time."""
    try:
        clock = working_time(plan.calendar, first_day, last_day)
    except OutsideHorizon:
        return [Closure(first_day, last_day)]
    edges = np.arange(first_day, last_day + 2, dtype=np.int64) * DAY
    is_closed = np.diff(clock.before(edges)) == 0
    turns = np.flatnonzero(np.diff(np.concatenate([[False], is_closed, [False]]).astype(np.int8)))
    return [
        Closure(first_day + int(first), first_day + int(end) - 1)
        for first, end in zip(turns[::2], turns[1::2], strict=True)
    ]


def _gate_label(finish: int, deviation: int | None) -> str:
    on = f"{moment(finish):%d/%m}"
    return f"{on} · {reader().signed(deviation)}{NBSP}{_('d')}" if deviation else on


def _known(column: Integers, idx: int) -> int | None:
    return None if column[idx] == NONE else int(column[idx])


def dense_day(instant: int) -> str:
    """Return ``27/11/26``, empty where the instant is not known."""
    return "" if instant == NONE else figures.year_day(moment(instant).date())
