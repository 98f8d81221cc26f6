"""Primavera's backward pass: the latest dates of what remains. Of what is finished no time remains, but
the bounds of its successors pass through it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from stuurbord.engine.critical_path.parts import latest_run, latest_start, run_from
from stuurbord.engine.critical_path.primavera.forward import Forward, before_lag, end_of_work
from stuurbord.engine.critical_path.primavera.links import Link
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import ActivityKind, Constraint, OutOfSequence

_NEVER = 2**62  # no ceiling


@dataclass(slots=True)
class Backward:
    """One backward pass; `run` fills the lists, one entry per task.

    Parameters
    ----------
    project_finish
        Where the latest activities end: the date the project must finish by, else its early finish.
    """

    forward: Forward
    project_finish: int
    late_start: list[int] = field(init=False)
    late_finish: list[int] = field(init=False)
    _ceilings: dict[int, int] = field(init=False, default_factory=dict)
    """Summary → instant at which all of its parts end."""

    def __post_init__(self) -> None:
        n_tasks = self.forward.activities.network.n_tasks
        self.late_start, self.late_finish = [NONE] * n_tasks, [NONE] * n_tasks

    def run(self) -> Backward:
        """Date every activity but those that span others, and roll up the summaries."""
        facts = self.forward.activities
        for node in reversed(facts.network.order):
            idx, is_finish = divmod(node, 2)
            if facts.network.is_summary[idx]:
                if is_finish:
                    self._ceilings[idx] = self._ceiling(idx)[1]
                else:
                    self.roll_up(idx)
            elif is_finish and not facts.is_span[idx]:
                self._place(idx)
        return self

    def roll_up(self, idx: int) -> None:
        """Give a summary the late dates of its parts."""
        children = self.forward.activities.network.children[idx]
        parts = [one for one in children if self.late_start[one] != NONE]
        if parts:
            self.late_start[idx] = min(self.late_start[one] for one in parts)
            self.late_finish[idx] = max(self.late_finish[one] for one in parts)
        else:
            self.late_start[idx] = self.late_finish[idx] = self.project_finish

    def _ceiling(self, idx: int) -> tuple[int, int]:
        """Return the latest start and finish that the successors allow."""
        facts = self.forward.activities
        start = _NEVER
        finish = self._ceilings.get(facts.network.parent[idx], self.project_finish)
        is_override = facts.plan.rules.out_of_sequence == OutOfSequence.PROGRESS_OVERRIDE
        for link in facts.network.out_of[idx]:
            after = link.successor
            if facts.is_span[after] or self.late_start[after] == NONE:
                continue
            if is_override and facts.has_begun[after] and not facts.is_finished[idx]:
                continue
            at = self.late_finish[after] if link.to_finish else self.late_start[after]
            t = before_lag(self.with_lag_left(link), at, facts.clock_of_lag(link))
            if link.from_start:
                start = min(start, self.named_start(link, t))
            else:
                finish = min(finish, t)
        return start, finish

    def named_start(self, link: Link, t: int) -> int:
        """Return a bound on a start; where work ends at it, or a lead does, Primavera leaves it there."""
        clock = self.forward.activities.clock[link.predecessor]
        if link.lag < 0:
            return t
        return clock.next_start(t) if link.to_finish else end_of_work(clock, t)

    def with_lag_left(self, link: Link) -> Link:
        """Return the link with the lag that still counts: none towards what is finished, no lead of or
        towards what has begun.
        """
        facts = self.forward.activities
        after = link.successor
        is_settled = facts.is_finished[link.predecessor] or facts.has_begun[after]
        if facts.is_finished[after] or (link.lag < 0 and is_settled):
            return link._replace(lag=0)
        return self.forward.with_lag_left(link)

    def _place(self, idx: int) -> None:
        facts = self.forward.activities
        start, finish = self._ceiling(idx)
        if facts.is_finished[idx]:
            self.late_start[idx] = self.late_finish[idx] = min(start, finish)
            return
        if idx in facts.by_hand:
            self._keep(idx)
            return
        for kind, date in facts.constraints[idx]:
            if kind == Constraint.SNLT and not facts.has_begun[idx]:
                start = min(start, date)
            if kind == Constraint.FNLT:
                finish = min(finish, date)
            if kind == Constraint.MFO or (kind == Constraint.MSO and not facts.has_begun[idx]):
                self._keep(idx)
                return
        if facts.is_milestone(idx):
            self.late_start[idx] = self.late_finish[idx] = self._moment(idx, start, finish)
        elif start < latest_start(facts.rest[idx], finish):
            self.late_start[idx], self.late_finish[idx] = start, run_from(facts.rest[idx], start)[1]
        else:
            self.late_start[idx], self.late_finish[idx] = latest_run(facts.rest[idx], finish)

    def _keep(self, idx: int) -> None:
        """Give an activity whose dates are fixed its early dates."""
        self.late_start[idx] = self.forward.early_start[idx]
        self.late_finish[idx] = self.forward.early_finish[idx]

    def _moment(self, idx: int, start: int, finish: int) -> int:
        """Return the latest instant of a milestone; one that ends work stands behind it."""
        facts = self.forward.activities
        latest = min(start, finish)
        ends_work = facts.kind[idx] == ActivityKind.FINISH_MILESTONE
        return facts.clock[idx].previous_finish(latest) if ends_work else latest
