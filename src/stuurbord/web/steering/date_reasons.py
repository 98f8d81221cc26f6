"""Why a task of a plan lies where it lies: in words, back along what drives it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.critical_path.schedule import Driver
from stuurbord.plan import NONE, Constraint, DependencyKind, LagUnit, Plan, moment
from stuurbord.web.reader import reader
from stuurbord.web.steering.task_facts import days_in_words, kind_of

LONGEST_CHAIN = 12
MOST_FOLLOWERS = 5
_PERCENT = 10_000  # a percentage lag is stored in hundredths of a percent


@dataclass(frozen=True, slots=True)
class Step:
    """One task on the way to a date."""

    uid: int
    wbs: str
    name: str
    kind: str
    finish: date
    link: str
    """How it holds the task after it; empty at the end of the chain."""


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
    chain: list[Step]
    """From the task itself back to what nothing in the plan drives."""
    is_longer: bool
    """The chain goes on beyond what is listed."""
    origin: str
    """What set the first date of the chain, empty where it is the task itself."""
    room: str
    followers: list[Step]
    """The tasks whose start this one sets."""
    deadline: date | None
    progress: float


def date_reason(plan: Plan, schedule: Schedule, idx: int) -> DateReason:
    """Return why a task is dated as it is."""
    tasks, baseline = plan.tasks, plan.baselines.get(0)
    positions, is_longer = _chain(plan, schedule, idx)
    promised = NONE if baseline is None else int(baseline.finish[idx])
    finish = int(schedule.finish[idx])
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
        reason=reason_of(plan, schedule, idx),
        chain=[step_of(plan, schedule, one, link) for one, link in positions],
        is_longer=is_longer,
        origin="" if is_longer or len(positions) < 2 else reason_of(plan, schedule, positions[-1][0]),
        room=room_sentence(plan, schedule, idx),
        followers=[step_of(plan, schedule, one) for one in _followers(plan, schedule, idx)],
        deadline=_date(tasks.deadline[idx]),
        progress=float(tasks.percent_complete[idx]),
    )


def reason_of(plan: Plan, schedule: Schedule, idx: int) -> str:
    """Return one sentence that says what set a task's start (for a summary: its finish)."""
    tasks, link = plan.tasks, int(schedule.driving_dependency_idx[idx])
    words = reader()
    match Driver(int(schedule.driver[idx])):
        case Driver.NOTHING:
            return _("The task is not active, so it has no dates.")
        case Driver.PROJECT_START:
            return _("Nothing holds it: it starts with the project.")
        case Driver.PREDECESSOR:
            return link_sentence(plan, link)
        case Driver.CONSTRAINT:
            return constraint_sentence(plan, idx)
        case Driver.ACTUAL:
            return _("It really started on {date}.").format(date=words.day(_date(schedule.start[idx])))
        case Driver.MANUAL:
            return _("Its dates were set by hand; the plan does not move them.")
        case Driver.STATUS_DATE:
            return _("It has not begun, so it cannot start before the status date, {date}.").format(
                date=words.day(_date(plan.status_date))
            )
        case Driver.SUMMARY:
            above = int(tasks.parent_idx[idx])
            name = tasks.name[above] if above >= 0 else plan.name
            return _("What holds the task above it, “{name}”, holds it too.").format(name=name)
        case Driver.LATEST:
            return _("It is planned as late as possible: what follows decides its date.")
    last = last_part(plan, schedule, idx)
    return _("Its last part, “{name}”, sets the finish.").format(name=tasks.name[last])


def link_sentence(plan: Plan, link: int) -> str:
    """Return one sentence that says what a dependency asks of its successor."""
    links = plan.dependencies
    name = plan.tasks.name[links.predecessor_idx[link]]
    pattern = {
        DependencyKind.FS: _("It waits until “{name}” is finished{lag}."),
        DependencyKind.SS: _("It waits until “{name}” has started{lag}."),
        DependencyKind.FF: _("It cannot finish before “{name}” is finished{lag}."),
        DependencyKind.SF: _("It cannot finish before “{name}” has started{lag}."),
    }[DependencyKind(int(links.kind[link]))]
    return pattern.format(name=name, lag=_lag_in_words(plan, link))


def constraint_sentence(plan: Plan, idx: int) -> str:
    """Return one sentence that says which date was fixed in the plan."""
    pattern = {
        Constraint.MSO: _("Fixed in the plan: starts on {date}."),
        Constraint.MFO: _("Fixed in the plan: finishes on {date}."),
        Constraint.SNET: _("Fixed in the plan: starts no earlier than {date}."),
        Constraint.SNLT: _("Fixed in the plan: starts no later than {date}."),
        Constraint.FNET: _("Fixed in the plan: finishes no earlier than {date}."),
        Constraint.FNLT: _("Fixed in the plan: finishes no later than {date}."),
    }.get(Constraint(int(plan.tasks.constraint[idx])))
    on = _date(plan.tasks.constraint_date[idx])
    if pattern is None or on is None:
        return _("A date fixed in the plan holds it.")
    return pattern.format(date=reader().day(on))


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


def last_part(plan: Plan, schedule: Schedule, idx: int) -> int:
    """Return the direct part of a summary that finishes last; the task itself if it has none."""
    parts = [
        one for one in (plan.tasks.parent_idx == idx).nonzero()[0].tolist() if schedule.start[one] != NONE
    ]
    return max(parts, key=lambda one: int(schedule.finish[one]), default=idx)


def _chain(plan: Plan, schedule: Schedule, idx: int) -> tuple[list[tuple[int, int]], bool]:
    """Return (task, link to the task before it in this list) pairs back from ``idx``, and if they go on."""
    chain, seen, link = [(idx, -1)], {idx}, -1
    while True:
        before, link = _driving(plan, schedule, chain[-1][0])
        if before < 0 or before in seen:
            return chain, False
        if len(chain) == LONGEST_CHAIN:
            return chain, True
        chain.append((before, link))
        seen.add(before)


def _driving(plan: Plan, schedule: Schedule, idx: int) -> tuple[int, int]:
    """Return the task that drives this one and the link by which it does; −1 for none."""
    if schedule.start[idx] == NONE:
        return -1, -1
    if plan.tasks.is_summary[idx]:
        part = last_part(plan, schedule, idx)
        return (part, -1) if part != idx else (-1, -1)
    link = int(schedule.driving_dependency_idx[idx])
    return (int(plan.dependencies.predecessor_idx[link]), link) if link >= 0 else (-1, -1)


def _followers(plan: Plan, schedule: Schedule, idx: int) -> list[int]:
    links = plan.dependencies
    after = links.successor_idx[links.predecessor_idx == idx].tolist()
    driven = [
        one
        for one in after
        if (link := int(schedule.driving_dependency_idx[one])) >= 0 and links.predecessor_idx[link] == idx
    ]
    return sorted(driven, key=lambda one: int(schedule.start[one]))[:MOST_FOLLOWERS]


def step_of(plan: Plan, schedule: Schedule, idx: int, link: int = -1) -> Step:
    """Return a task as one line of a chain; ``link`` is how it holds the task after it."""
    tasks = plan.tasks
    return Step(
        uid=int(tasks.uid[idx]),
        wbs=tasks.wbs[idx],
        name=tasks.name[idx],
        kind=kind_of(plan, idx),
        finish=_date(schedule.finish[idx]),
        link=_link_in_words(plan, link),
    )


def _link_in_words(plan: Plan, link: int) -> str:
    """Return the end of the link in a few words, empty for the usual one: finish to start without lag."""
    if link < 0:
        return ""
    kind = DependencyKind(int(plan.dependencies.kind[link]))
    lag = _lag_in_words(plan, link)
    if kind == DependencyKind.FS and not lag:
        return ""
    words = {
        DependencyKind.FS: _("finish to start"),
        DependencyKind.SS: _("start to start"),
        DependencyKind.FF: _("finish to finish"),
        DependencyKind.SF: _("start to finish"),
    }
    return f"{words[kind]}{lag}"


def _lag_in_words(plan: Plan, link: int) -> str:
    """Return ``, plus 3 wd``, or empty without a lag."""
    lag, unit = int(plan.dependencies.lag[link]), plan.dependencies.lag_unit[link]
    if not lag:
        return ""
    if unit == LagUnit.PERCENT:
        size = reader().percent(abs(lag) / _PERCENT)
    else:
        size = days_in_words(plan, abs(lag), unit == LagUnit.ELAPSED)
    return (_(", plus {time}") if lag > 0 else _(", minus {time}")).format(time=size)


def _date(instant: int) -> date | None:
    return None if instant == NONE else moment(int(instant)).date()
