"""A schedule by the rules of Primavera as its two passes had it, so that each bound can be asked for anew."""

from __future__ import annotations

from dataclasses import dataclass

from stuurbord.engine.critical_path.clocks import Clocks
from stuurbord.engine.critical_path.parts import Part, Parts
from stuurbord.engine.critical_path.primavera.activities import Activities, activities_of
from stuurbord.engine.critical_path.primavera.backward import Backward
from stuurbord.engine.critical_path.primavera.forward import Forward
from stuurbord.engine.critical_path.primavera.network import network
from stuurbord.engine.critical_path.schedule import Schedule
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Constraint, Plan


@dataclass(slots=True)
class Passes:
    """The facts and dates of both passes."""

    facts: Activities
    forward: Forward
    backward: Backward

    @classmethod
    def of(cls, plan: Plan, schedule: Schedule, clocks: Clocks) -> Passes:
        """Fill the passes with the dates of a schedule; nothing is computed anew."""
        facts = activities_of(plan, network(plan), clocks)
        forward = Forward(facts)
        for name in ("start", "finish", "early_start", "early_finish"):
            setattr(forward, name, getattr(schedule, name).tolist())
        ends = [t for t in forward.early_finish if t != NONE]
        last = plan.finish if plan.finish != NONE else max(ends, default=facts.data_date)
        backward = Backward(forward, last)
        backward.late_start, backward.late_finish = (
            schedule.late_start.tolist(),
            schedule.late_finish.tolist(),
        )
        return cls(facts, forward, backward)

    def takes_part(self, idx: int) -> bool:
        """Tell whether the links of an activity bind others: it is dated, and spans none."""
        return not self.facts.is_span[idx] and self.forward.start[idx] != NONE

    def mandatory(self, idx: int) -> tuple[Constraint, int] | None:
        """Return the date that holds in both passes, if there is one."""
        for kind, at in self.facts.constraints[idx]:
            if kind == Constraint.MFO or (kind == Constraint.MSO and not self.facts.has_begun[idx]):
                return Constraint(kind), at
        return None

    def expected_finish(self, idx: int) -> int:
        """Return the expected finish of an activity that is stretched or shrunk to it, else `NONE`."""
        facts = self.facts
        expected = int(facts.plan.tasks.expected_finish[idx])
        is_fixed = idx in facts.by_hand or facts.is_finished[idx] or self.mandatory(idx) is not None
        if is_fixed or facts.is_milestone(idx) or expected <= self.forward.early_start[idx]:
            return NONE
        return expected

    def late_rest(self, idx: int) -> Parts:
        """Return what remains as the backward pass sees it: with an expected finish, all up to it."""
        expected, facts = self.expected_finish(idx), self.facts
        if expected == NONE:
            return facts.rest[idx]
        clock = facts.clock[idx]
        return (Part(clock, 0, clock.between(self.forward.early_start[idx], expected)),)
