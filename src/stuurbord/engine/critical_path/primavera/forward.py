"""Primavera's forward pass: what remains, from the data date on, as early as logic allows.

Beside its dates, which may be actual, each activity has remaining early dates. Of what is finished nothing
remains, and its early dates are the data date itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from stuurbord.engine.critical_path.parts import Part, latest_start, run_from
from stuurbord.engine.critical_path.primavera.activities import Activities
from stuurbord.engine.critical_path.primavera.links import Link
from stuurbord.engine.critical_path.schedule import Driver
from stuurbord.plan.calendar import NONE, WorkingTime
from stuurbord.plan.model import ActivityKind, Constraint, OutOfSequence

_NEVER = -(2**62)  # no bound


@dataclass(slots=True)
class Floor:
    """What remains neither starts nor finishes before these instants, and what says so."""

    start: int
    driver: Driver
    link: int = -1
    finish: int = _NEVER
    finish_driver: Driver = Driver.PREDECESSOR
    finish_link: int = -1

    def no_start_before(self, t: int, driver: Driver, link: int = -1) -> None:
        if t > self.start:
            self.start, self.driver, self.link = t, driver, link

    def no_finish_before(self, t: int, driver: Driver, link: int = -1) -> None:
        if t > self.finish:
            self.finish, self.finish_driver, self.finish_link = t, driver, link


@dataclass(slots=True)
class Forward:
    """One forward pass; `run` fills the lists, one entry per task.

    ``start`` and ``finish`` are the dates of the plan, ``early_start`` and ``early_finish`` those of what
    remains.
    """

    activities: Activities
    start: list[int] = field(init=False)
    finish: list[int] = field(init=False)
    early_start: list[int] = field(init=False)
    early_finish: list[int] = field(init=False)
    driver: list[int] = field(init=False)
    driving_link: list[int] = field(init=False)
    _resume: list[int] = field(init=False)
    _expected: list[int] = field(init=False)
    _floors: dict[int, int] = field(init=False, default_factory=dict)
    """Summary → instant before which none of its parts starts."""

    def __post_init__(self) -> None:
        n_tasks = self.activities.network.n_tasks
        self.start, self.finish = [NONE] * n_tasks, [NONE] * n_tasks
        self.early_start, self.early_finish = [NONE] * n_tasks, [NONE] * n_tasks
        self.driver, self.driving_link = [int(Driver.NOTHING)] * n_tasks, [-1] * n_tasks
        tasks = self.activities.plan.tasks
        self._resume, self._expected = tasks.resume.tolist(), tasks.expected_finish.tolist()

    def run(self) -> Forward:
        """Place every activity but those that span others, and roll up the summaries."""
        network, is_span = self.activities.network, self.activities.is_span
        for node in network.order:
            idx, is_finish = divmod(node, 2)
            if network.is_summary[idx]:
                if is_finish:
                    self.roll_up(idx)
                else:
                    self._floors[idx] = self._floor(idx).start
            elif not is_finish and not is_span[idx]:
                self._place(idx)
        return self

    def roll_up(self, idx: int) -> None:
        """Give a summary the dates of its parts."""
        parts = [one for one in self.activities.network.children[idx] if self.start[one] != NONE]
        if not parts:
            at = self._floors.get(idx, self.activities.data_date)
            self._set(idx, (at, at), (at, at), Driver.PARTS)
            return
        self._set(
            idx,
            (min(self.start[one] for one in parts), max(self.finish[one] for one in parts)),
            (min(self.early_start[one] for one in parts), max(self.early_finish[one] for one in parts)),
            Driver.PARTS,
        )

    def asks(self, link: Link) -> int:
        """Return the bound that a link sets; what is done counts with its actual dates."""
        before, facts = link.predecessor, self.activities
        start, finish = self.early_start[before], self.early_finish[before]
        if facts.kind[before] == ActivityKind.FINISH_MILESTONE and not facts.is_finished[before]:
            start = facts.clock[before].next_start(start)  # what starts with it starts as work does
        if facts.is_finished[before]:
            t = self.start[before] if link.from_start else self.finish[before]
            bound = after_lag(link, t, facts.clock_of_lag(link))
            return bound if link.to_finish else max(bound, start)
        if facts.has_begun[before] and link.from_start:
            if facts.plan.rules.lag_from_actual_start:
                return after_lag(link, self.start[before], facts.clock_of_lag(link))
            # The lag has been running since the work began; what is left of it counts.
            return after_lag(self.with_lag_left(link), start, facts.clock_of_lag(link))
        return after_lag(link, start if link.from_start else finish, facts.clock_of_lag(link))

    def with_lag_left(self, link: Link) -> Link:
        """Return the link with what is left of its lag at the data date, if that has begun to run."""
        facts, before = self.activities, link.predecessor
        runs = facts.is_finished[before] or (link.from_start and facts.has_begun[before])
        if not runs or link.lag <= 0:
            return link
        since, now = self.start[before] if link.from_start else self.finish[before], facts.data_date
        ran = now - since if link.is_elapsed else facts.clock_of_lag(link).between(since, now)
        return link._replace(lag=max(link.lag - max(ran, 0), 0))

    def _asks_finish(self, link: Link) -> int:
        """Return the bound on a finish: a lag and a start are named as the end of the work before them."""
        t = self.asks(link)
        is_end = link.lag > 0 or (link.from_start and not link.lag)
        return self.activities.clock[link.successor].previous_finish(t) if is_end else t

    def _floor(self, idx: int) -> Floor:
        facts = self.activities
        has_status = facts.plan.status_date != NONE
        floor = Floor(facts.data_date, Driver.STATUS_DATE if has_status else Driver.PROJECT_START)
        above = self._floors.get(facts.network.parent[idx])
        if above is not None:
            floor.no_start_before(above, Driver.SUMMARY)
        is_free = facts.has_begun[idx] and facts.plan.rules.out_of_sequence == OutOfSequence.PROGRESS_OVERRIDE
        for link in facts.network.into[idx]:
            before = link.predecessor
            if facts.is_span[before] or self.start[before] == NONE:
                continue
            if is_free and not facts.is_finished[before]:
                continue
            if link.to_finish:
                floor.no_finish_before(self._asks_finish(link), Driver.PREDECESSOR, link.idx)
            else:
                floor.no_start_before(self.asks(link), Driver.PREDECESSOR, link.idx)
        return floor

    def _place(self, idx: int) -> None:
        facts = self.activities
        if idx in facts.by_hand:
            self._set(idx, facts.by_hand[idx], facts.by_hand[idx], Driver.MANUAL)
            return
        if facts.is_finished[idx]:
            ended = facts.actual_finish[idx]
            began = ended if facts.actual_start[idx] == NONE else facts.actual_start[idx]
            self._set(idx, (began, ended), (self._passed_on(idx),) * 2, Driver.ACTUAL)
            return
        floor = self._floor(idx)
        self._constrain(idx, floor)
        early = self._fit(idx, floor)
        if facts.has_begun[idx]:
            driving = floor.link if floor.driver == Driver.PREDECESSOR else -1
            self._set(idx, (facts.actual_start[idx], early[1]), early, Driver.ACTUAL, driving)
        else:
            self._set(idx, early, early, floor.driver, floor.link)

    def _passed_on(self, idx: int) -> int:
        """Return the early date of what is finished: the data date, or what its predecessors still ask."""
        facts = self.activities
        if facts.plan.rules.out_of_sequence == OutOfSequence.PROGRESS_OVERRIDE:
            return facts.data_date
        asked = [facts.data_date]
        for link in facts.network.into[idx]:
            before = link.predecessor
            if facts.is_span[before] or self.start[before] == NONE:
                continue
            t = self.early_start[before] if link.from_start else self.early_finish[before]
            asked.append(t if facts.is_finished[before] else after_lag(link, t, facts.clock_of_lag(link)))
        return max(asked)

    def _constrain(self, idx: int, floor: Floor) -> None:
        facts = self.activities
        if facts.has_begun[idx] and self._resume[idx] != NONE:
            floor.no_start_before(self._resume[idx], Driver.ACTUAL)
        for kind, date in facts.constraints[idx]:
            if kind == Constraint.SNET and not facts.has_begun[idx]:
                floor.no_start_before(date, Driver.CONSTRAINT)
            if kind == Constraint.FNET:
                floor.no_finish_before(date, Driver.CONSTRAINT)

    def _fit(self, idx: int, floor: Floor) -> tuple[int, int]:
        """Return the remaining early dates; a mandatory date overrules everything."""
        facts = self.activities
        for kind, date in facts.constraints[idx]:
            if kind == Constraint.MFO or (kind == Constraint.MSO and not facts.has_begun[idx]):
                floor.driver, floor.link = Driver.CONSTRAINT, -1
                return self._fixed(idx, kind, date)
        if facts.is_milestone(idx):
            return self._moment(idx, floor)
        start, finish = run_from(facts.rest[idx], floor.start)
        if finish < floor.finish:
            start, finish = run_from(facts.rest[idx], latest_start(facts.rest[idx], floor.finish))
            if finish < floor.finish:  # nothing works between the end of the work and the bound
                finish = facts.clock[idx].next_start(floor.finish)
            floor.driver, floor.link = floor.finish_driver, floor.finish_link
        expected = self._expected[idx]
        if expected > start:
            # What remains is stretched or shrunk; later passes see it so.
            clock = facts.clock[idx]
            facts.rest[idx] = (Part(clock, 0, clock.between(start, expected)),)
            finish = expected
        return start, finish

    def _fixed(self, idx: int, kind: int, date: int) -> tuple[int, int]:
        parts = self.activities.rest[idx]
        if self.activities.is_milestone(idx):
            return date, date
        return run_from(parts, date if kind == Constraint.MSO else latest_start(parts, date))

    def _moment(self, idx: int, floor: Floor) -> tuple[int, int]:
        """Return the instant of a milestone: one that ends work may stand at the end of a day."""
        facts = self.activities
        floor.no_start_before(floor.finish, floor.finish_driver, floor.finish_link)
        t, clock = floor.start, facts.clock[idx]
        if facts.has_begun[idx]:
            return t, t
        ends_work = facts.kind[idx] == ActivityKind.FINISH_MILESTONE
        at = end_of_work(clock, t) if ends_work else clock.next_start(t)
        return at, at

    def _set(
        self, idx: int, dates: tuple[int, int], early: tuple[int, int], driver: Driver, link: int = -1
    ) -> None:
        self.start[idx], self.finish[idx] = dates
        self.early_start[idx], self.early_finish[idx] = early
        self.driver[idx], self.driving_link[idx] = driver, link

    def put_off(self, project_finish: int) -> None:
        """Move what is to be as late as possible on, as far as no successor moves."""
        facts = self.activities
        for node in reversed(facts.network.order):
            idx, is_finish = divmod(node, 2)
            is_late = any(kind == Constraint.ALAP for kind, _ in facts.constraints[idx])
            if is_finish or not is_late or facts.network.is_summary[idx] or facts.is_span[idx]:
                continue
            if facts.is_finished[idx] or facts.has_begun[idx] or self._expected[idx] != NONE:
                continue
            self._put_off(idx, project_finish)

    def _put_off(self, idx: int, project_finish: int) -> None:
        facts = self.activities
        start, finish = 2**62, project_finish
        for link in facts.network.out_of[idx]:
            after = link.successor
            if facts.is_span[after] or self.early_start[after] == NONE or facts.is_finished[after]:
                continue
            t = before_lag(
                link,
                self.early_finish[after] if link.to_finish else self.early_start[after],
                facts.clock_of_lag(link),
            )
            start, finish = (min(start, t), finish) if link.from_start else (start, min(finish, t))
        if facts.kind[idx] == ActivityKind.FINISH_MILESTONE:
            finish = facts.clock[idx].previous_finish(min(start, finish))
        early = run_from(facts.rest[idx], min(start, latest_start(facts.rest[idx], finish)))
        if early[0] > self.early_start[idx]:
            self._set(idx, early, early, Driver.LATEST)


def after_lag(link: Link, t: int, clock: WorkingTime) -> int:
    """Return an end of the predecessor put off by the lag: a lag ends with work, a lead before work."""
    if not link.lag:
        return t
    if link.is_elapsed:
        return t + link.lag
    worked = clock.before(t) + link.lag
    return clock.finish_at(worked) if link.lag > 0 else clock.start_at(worked)


def before_lag(link: Link, t: int, clock: WorkingTime) -> int:
    """Return an end of the successor brought forward by the lag, the other way round."""
    return after_lag(link._replace(lag=-link.lag), t, clock)


def end_of_work(clock: WorkingTime, t: int) -> int:
    """Return ``t`` where work ends or goes on at it, else the start of the work that comes next."""
    return t if clock.previous_finish(t) == t else clock.next_start(t)
