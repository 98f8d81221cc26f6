"""Why a task of a plan lies where it lies: what the panel beside the plan says and lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.driving_path import DatePath, Step, StepKind, date_path
from stuurbord.plan import NONE, Plan, moment
from stuurbord.reports.date_reasons import PathWords
from stuurbord.web.reader import reader
from stuurbord.web.steering.leeway import leeway
from stuurbord.web.steering.task_facts import days_in_words, kind_of

LONGEST_CHAIN = 12
MOST_FOLLOWERS = 5


@dataclass(frozen=True, slots=True)
class ChainTask:
    """One task on the way to a date."""

    uid: int
    wbs: str
    name: str
    kind: str
    finish: date
    link: str
    """How it holds the task after it; empty at the end of the chain."""
    leeway: str = ""
    """Whether it can be shorter, and what fixes it; empty where its length does not count."""


@dataclass(frozen=True, slots=True)
class DateReason:
    """All that can be said of one task's dates."""

    uid: int
    wbs: str
    name: str
    kind: str
    start: date | None
    finish: date | None
    promised: date | None
    deviation_days: int | None
    is_critical: bool
    reason: str
    steps: list[str]
    """From what holds the task to its finish: pauses, delays, how long it takes."""
    chain: list[ChainTask]
    """From the task itself back to what nothing in the plan drives."""
    is_longer: bool
    """The chain goes on beyond what is listed."""
    origin: str
    """What set the first date of the chain, empty where it is the task itself."""
    room: str
    late_finish: date | None
    holder: str
    """What holds the late finish, empty where nothing is left to move."""
    followers: list[ChainTask]
    """The tasks whose start this one sets."""
    deadline: date | None
    progress: float
    legal_basis: str
    """The law that sets the period, empty for work."""


def date_reason(plan: Plan, schedule: Schedule, idx: int) -> DateReason:
    """Return why a task is dated as it is."""
    tasks, baseline = plan.tasks, plan.baselines.get(0)
    path, spoken = date_path(plan, schedule, idx), PathWords(plan, reader())
    reason, steps = _own_sentences(path, spoken)
    groups = _by_task(path.finish)
    is_longer = len(groups) > LONGEST_CHAIN
    promised = NONE if baseline is None else int(baseline.finish[idx])
    finish = int(schedule.finish[idx])
    room = room_sentence(plan, schedule, idx)
    return DateReason(
        uid=int(tasks.uid[idx]),
        wbs=tasks.wbs[idx],
        name=tasks.name[idx],
        kind=kind_of(plan, idx),
        start=_date(schedule.start[idx]),
        finish=_date(finish),
        promised=_date(promised),
        deviation_days=None if NONE in (promised, finish) else (_date(finish) - _date(promised)).days,
        is_critical=bool(schedule.is_critical[idx]),
        reason=reason,
        steps=steps,
        chain=_chain(plan, schedule, groups[:LONGEST_CHAIN], spoken) or [chain_task(plan, schedule, idx)],
        is_longer=is_longer,
        origin="" if is_longer or len(groups) < 2 else spoken.sentence(path.finish[-1]),
        room=room,
        late_finish=_date(schedule.late_finish[idx]) if room else None,
        holder=_holder(path, spoken) if room else "",
        followers=[chain_task(plan, schedule, one) for one in _followers(plan, schedule, idx)],
        deadline=_date(tasks.deadline[idx]),
        progress=float(tasks.percent_complete[idx]),
        legal_basis=tasks.legal_basis[idx],
    )


def chain_task(plan: Plan, schedule: Schedule, idx: int, link: str = "", leeway: str = "") -> ChainTask:
    """Return a task as one line of a chain; ``link`` is how it holds the task after it."""
    tasks = plan.tasks
    return ChainTask(
        uid=int(tasks.uid[idx]),
        wbs=tasks.wbs[idx],
        name=tasks.name[idx],
        kind=kind_of(plan, idx),
        finish=_date(schedule.finish[idx]),
        link=link,
        leeway=leeway,
    )


def room_sentence(plan: Plan, schedule: Schedule, idx: int) -> str:
    """Return how far the task may slip before something promised suffers."""
    seconds, tasks = int(schedule.total_float[idx]), plan.tasks
    if seconds == NONE or tasks.is_summary[idx]:
        return ""
    if tasks.actual_finish[idx] != NONE or tasks.percent_complete[idx] >= 1:
        return _("Finished: it no longer moves anything.")
    days = days_in_words(plan, abs(seconds), bool(tasks.is_elapsed[idx]))
    if seconds < 0:
        return _("It comes {days} too late for a deadline or a fixed date.").format(days=days)
    if seconds == 0:
        return _("Critical: each day later moves the finish of the plan, or a date that was fixed.")
    return _("It may slip {days} before the finish of the plan moves.").format(days=days)


def _own_sentences(path: DatePath, spoken: PathWords) -> tuple[str, list[str]]:
    """Return what holds the task itself, and the steps from there to its finish."""
    if not path.finish:
        return _("The task is not active, so it has no dates."), []
    own = [step for step in path.finish if step.task_idx == path.task_idx]
    last = own.pop()
    return spoken.sentence(last), [
        spoken.sentence(step) for step in reversed(own) if spoken.is_worth_telling(step)
    ]


def _holder(path: DatePath, spoken: PathWords) -> str:
    """Return what holds the late finish: the first step that is no pause and no work of its own."""
    for step in path.late:
        if step.kind not in (StepKind.PAUSE, StepKind.WORK, StepKind.WORK_BACK):
            return spoken.sentence(step)
    return ""


def _by_task(steps: tuple[Step, ...]) -> list[tuple[int, list[Step]]]:
    return [(idx, list(group)) for idx, group in groupby(steps, key=lambda step: step.task_idx)]


def _chain(
    plan: Plan, schedule: Schedule, groups: list[tuple[int, list[Step]]], spoken: PathWords
) -> list[ChainTask]:
    """Return the tasks of a path, each with the link by which it holds the one before it in the list."""
    chain, link = [], -1
    for idx, steps in groups:
        told = spoken.short_link(link) if link >= 0 else ""
        chain.append(chain_task(plan, schedule, idx, told, leeway(plan, schedule, steps)))
        link = steps[-1].link_idx
    return chain


def _followers(plan: Plan, schedule: Schedule, idx: int) -> list[int]:
    links = plan.dependencies
    after = links.successor_idx[links.predecessor_idx == idx].tolist()
    driven = [
        one
        for one in after
        if (link := int(schedule.driving_dependency_idx[one])) >= 0 and links.predecessor_idx[link] == idx
    ]
    return sorted(driven, key=lambda one: int(schedule.start[one]))[:MOST_FOLLOWERS]


def _date(instant: int) -> date | None:
    return None if instant == NONE else moment(int(instant)).date()
