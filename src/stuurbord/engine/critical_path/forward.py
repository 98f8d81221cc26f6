"""The forward pass: from the project start, each task as early as its bounds allow.

A bound is a raw instant; it is snapped to working time only when the task is placed, on the calendars
of its parts, so that a bound on a Sunday and one on Monday 08:00 are compared as they stand.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from stuurbord.engine.critical_path.links import earliest, put_off
from stuurbord.engine.critical_path.network import Network
from stuurbord.engine.critical_path.parts import latest_start, run_from
from stuurbord.engine.critical_path.schedule import Driver
from stuurbord.engine.critical_path.work import Work
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Constraint, OutOfSequence, Plan


@dataclass(slots=True)
class Bounds:
    """No start and no finish before these instants (`NONE`: no bound), and what says so."""

    start: int = NONE
    finish: int = NONE
    start_driver: Driver = Driver.PROJECT_START
    finish_driver: Driver = Driver.PROJECT_START
    start_link: int = -1
    finish_link: int = -1

    def no_start_before(self, t: int, driver: Driver, link: int = -1) -> None:
        """Tighten the start; the first of equal bounds drives."""
        if t > self.start:
            self.start, self.start_driver, self.start_link = t, driver, link

    def no_finish_before(self, t: int, driver: Driver, link: int = -1) -> None:
        """Tighten the finish; the first of equal bounds drives."""
        if t > self.finish:
            self.finish, self.finish_driver, self.finish_link = t, driver, link


_FREE = Bounds()


def waits_in_progress(plan: Plan) -> bool:
    """Tell whether what remains of a begun task waits for its predecessors.

    Work that may not be interrupted goes on where it stands, whatever the plan says of its logic.
    """
    rules = plan.rules
    return rules.splits_in_progress and rules.out_of_sequence != OutOfSequence.PROGRESS_OVERRIDE


@dataclass(slots=True)
class Forward:
    """One forward pass over a network; `run` fills the lists, one entry per task.

    Parameters
    ----------
    unstarted_from
        Work that is not done is not placed before this instant; `NONE` leaves it where it falls.
    held_until
        Task → the instant as late as possible at which it starts, known after a backward pass.
    project_start
        Where tasks begin that nothing else holds; `NONE` for the start of the plan.
    """

    plan: Plan
    network: Network
    work: Work
    unstarted_from: int = NONE
    held_until: dict[int, int] = field(default_factory=dict)
    project_start: int = NONE
    start: list[int] = field(init=False)
    finish: list[int] = field(init=False)
    driver: list[int] = field(init=False)
    driving_link: list[int] = field(init=False)
    resumed: dict[int, int] = field(init=False, default_factory=dict)
    """Where the remaining work of a begun task goes on."""
    asked: dict[int, int] = field(init=False, default_factory=dict)
    """The start that predecessors ask for, of tasks that a constraint put before it."""
    _handed_down: dict[int, Bounds] = field(init=False, default_factory=dict)
    _tasks: dict[str, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        n_tasks = self.network.n_tasks
        if self.project_start == NONE:
            self.project_start = self.plan.start
        self.start, self.finish = [NONE] * n_tasks, [NONE] * n_tasks
        self.driver, self.driving_link = [int(Driver.NOTHING)] * n_tasks, [-1] * n_tasks
        names = (
            "constraint constraint_date leveling_delay leveling_is_working given_start given_finish"
            " actual_start actual_finish resume duration percent_complete"
        )
        tasks = self.plan.tasks
        self._tasks = {name: getattr(tasks, name).tolist() for name in names.split()}
        # What stands for a task of another plan has its dates from there, as if set by hand.
        self._tasks["is_manual"] = (tasks.is_manual | tasks.is_external).tolist()

    def run(self) -> Forward:
        """Place every active task and roll up every active summary."""
        is_summary = self.network.is_summary
        for node in self.network.order:
            idx, is_finish = divmod(node, 2)
            if is_summary[idx]:
                self._roll_up(idx) if is_finish else self._hand_down(idx)
            elif not is_finish:
                self._place(idx)
        return self

    def _hand_down(self, idx: int) -> None:
        """Collect what bounds every part of a summary."""
        bounds = self._bounds(idx)
        if self._tasks["is_manual"][idx] and self._tasks["given_start"][idx] != NONE:
            # Parts start no earlier than a summary set by hand, and nothing above it drives them.
            bounds = Bounds(start=self._tasks["given_start"][idx])
        elif self._tasks["constraint"][idx] in (Constraint.SNET, Constraint.MSO):
            bounds.no_start_before(self._tasks["constraint_date"][idx], Driver.CONSTRAINT)
        self._handed_down[idx] = bounds

    def _roll_up(self, idx: int) -> None:
        parts = self.network.children[idx]
        start = min(self.start[part] for part in parts)
        finish = max(self.finish[part] for part in parts)
        driver = Driver.PARTS
        if self._tasks["is_manual"][idx] and self._tasks["given_start"][idx] != NONE:
            start, driver = self._tasks["given_start"][idx], Driver.MANUAL
            given = self._tasks["given_finish"][idx]
            finish = max(start, finish if given == NONE else given)
        self._set(idx, start, finish, driver)

    def _bounds(self, idx: int) -> Bounds:
        """Return what the summary above and the links ask of a task."""
        above = self._handed_down.get(self.network.parent[idx], _FREE)
        bounds = Bounds(start=above.start, finish=above.finish)
        if above.start != NONE:
            bounds.start_driver, bounds.start_link = Driver.SUMMARY, above.start_link
        if above.finish != NONE:
            bounds.finish_driver, bounds.finish_link = Driver.SUMMARY, above.finish_link
        clock = self.work.clock[idx]
        for link in self.network.into[idx]:
            t = earliest(link, self.start[link.predecessor], self.finish[link.predecessor], clock)
            if link.to_finish:
                bounds.no_finish_before(t, Driver.PREDECESSOR, link.idx)
            else:
                bounds.no_start_before(t, Driver.PREDECESSOR, link.idx)
        return bounds

    def _place(self, idx: int) -> None:
        tasks = self._tasks
        if tasks["is_manual"][idx] and (tasks["given_start"][idx], tasks["given_finish"][idx]) != (
            NONE,
            NONE,
        ):
            self._place_by_hand(idx)
        elif tasks["actual_start"][idx] != NONE or tasks["actual_finish"][idx] != NONE:
            self._place_begun(idx)
        else:
            self._place_ahead(idx)

    def _place_by_hand(self, idx: int) -> None:
        start, finish = self._tasks["given_start"][idx], self._tasks["given_finish"][idx]
        parts = self.work.parts[idx]
        if start == NONE:
            start = latest_start(parts, finish)
        if finish == NONE:
            finish = run_from(parts, start)[1]
        self._set(idx, start, max(start, finish), Driver.MANUAL)

    def _place_begun(self, idx: int) -> None:
        """Place a task that has begun: it ignores predecessors, and what remains goes on."""
        tasks = self._tasks
        start, finish = tasks["actual_start"][idx], tasks["actual_finish"][idx]
        if start == NONE:
            start = latest_start(self.work.parts[idx], finish)
        if finish == NONE and idx not in self.work.remaining_parts:
            finish = max(start, run_from(self.work.parts[idx], start)[1])
        if finish == NONE:
            resume = tasks["resume"][idx]
            if resume == NONE:
                parts = self.work.parts[idx]
                clock = parts[0].clock if len(parts) == 1 else self.work.clock[idx]
                resume = clock.finish_after(start, max(tasks["duration"][idx] - self.work.remaining[idx], 0))
            if idx in self.work.resumes_after:
                rest_clock, worked = self.work.resumes_after[idx]
                resume = max(resume, rest_clock.start_at(rest_clock.before(start) + worked))
            self.resumed[idx] = self._retained(idx, max(resume, start, self.unstarted_from))
            finish = run_from(self.work.remaining_parts[idx], self.resumed[idx])[1]
        self._set(idx, start, finish, Driver.ACTUAL)

    def _retained(self, idx: int, resume: int) -> int:
        """Return when a begun task goes on; under retained logic not before its predecessors allow."""
        if not waits_in_progress(self.plan):
            return resume
        bounds = self._bounds(idx)
        resume, rest = max(resume, bounds.start), self.work.remaining_parts[idx]
        is_early = run_from(rest, resume)[1] < bounds.finish
        return max(resume, latest_start(rest, bounds.finish)) if is_early else resume

    def _place_ahead(self, idx: int) -> None:
        """Place a task that has not begun."""
        bounds = self._bounds(idx)
        linked = bounds.start
        constraint, date = self._tasks["constraint"][idx], self._tasks["constraint_date"][idx]
        self._constrain(bounds, constraint, date)
        if idx in self.held_until:
            bounds.no_start_before(self.held_until[idx], Driver.LATEST)
        if bounds.start == NONE and bounds.finish_driver != Driver.CONSTRAINT:
            bounds.start = self.project_start
        delay = self._tasks["leveling_delay"][idx]
        if delay and bounds.start != NONE:
            # The clock of the delay begins to run when the work could have begun.
            start = run_from(self.work.parts[idx], bounds.start)[0]
            is_working = bool(self._tasks["leveling_is_working"][idx])
            bounds.start = put_off(start, delay, is_working, self.work.clock[idx])
        if self._tasks["percent_complete"][idx] == 0:
            bounds.no_start_before(self.unstarted_from, Driver.STATUS_DATE)
        self._fit(idx, bounds, constraint, date)
        if linked > self.start[idx]:
            self.asked[idx] = run_from(self.work.parts[idx], linked)[0]

    def _constrain(self, bounds: Bounds, constraint: int, date: int) -> None:
        is_fixed = self.plan.rules.honors_constraints
        if constraint in (Constraint.MSO, Constraint.MFO) and is_fixed:
            bounds.start = bounds.finish = NONE
        if constraint in (Constraint.SNET, Constraint.MSO):
            bounds.no_start_before(date, Driver.CONSTRAINT)
        if constraint in (Constraint.FNET, Constraint.MFO):
            bounds.no_finish_before(date, Driver.CONSTRAINT)

    def _fit(self, idx: int, bounds: Bounds, constraint: int, date: int) -> None:
        """Run the parts from the bounds; a finish bound and an honoured latest date move them."""
        parts = self.work.parts[idx]
        driver, link = bounds.start_driver, bounds.start_link
        finish = bounds.start
        if bounds.start != NONE:
            start, finish = run_from(parts, bounds.start)
        if finish < bounds.finish:
            start, ends = run_from(parts, latest_start(parts, bounds.finish))
            # The bound itself, where nothing works between the end of the work and the bound.
            finish = max(ends, bounds.finish)
            driver, link = bounds.finish_driver, bounds.finish_link
        if self.plan.rules.honors_constraints and constraint in (Constraint.SNLT, Constraint.FNLT):
            t = start if constraint == Constraint.SNLT else finish
            if t > date:
                at = date if constraint == Constraint.SNLT else latest_start(parts, date)
                start, finish = run_from(parts, max(at, self.unstarted_from))
                driver, link = Driver.CONSTRAINT, -1
        self._set(idx, start, finish, driver, link)

    def _set(self, idx: int, start: int, finish: int, driver: Driver, link: int = -1) -> None:
        self.start[idx], self.finish[idx] = start, finish
        self.driver[idx], self.driving_link[idx] = driver, link
