"""The same tasks computed with and without one of the rules, each held by the stored dates of its neighbours.

Each computation is made once, for all deviating tasks together, when a cause asks for it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from stuurbord.engine.critical_path import Schedule
from stuurbord.exchange.fidelity.columns import MINUTE, stored
from stuurbord.exchange.fidelity.held_plan import HeldPlan
from stuurbord.plan import NONE, Constraint, OutOfSequence, Plan
from stuurbord.plan.model import Assignments, Booleans, Dependencies, Integers, WorkPeriods, empty


class Experiments:
    """Computations on the tasks at ``idx`` of a plan, by name.

    ``as_is``; ``at_stored_start``: begun where the file says, without links; ``even``: without work patterns,
    contours and delays; ``retained_logic``; ``unlevelled``; ``automatic_summaries``; ``alone``: without
    people; ``unconstrained``.
    """

    def __init__(self, plan: Plan, idx: Integers) -> None:
        self.plan, self.idx = plan, idx
        self._computed: dict[str, Schedule | None] = {}

    @cached_property
    def _held(self) -> HeldPlan:
        return HeldPlan(self.plan, self.idx)

    def _dated(self, name: str) -> Schedule | None:
        if name not in self._computed:
            self._computed[name] = self._held.dated(**getattr(self, f"_when_{name}")())
        return self._computed[name]

    def column(self, field: str, name: str = "as_is") -> Integers:
        """Return a date of each held task in one of the computations; `NONE` for the others."""
        found = np.full(len(self.plan.tasks), NONE)
        schedule = self._dated(name)
        if schedule is not None:
            rows = self._held.rows
            found[rows >= 0] = getattr(schedule, field)[rows[rows >= 0]]
        return found

    def gets(self, field: str, name: str = "as_is") -> Booleans:
        """Return which held tasks get their stored date in one of the computations."""
        ours, theirs = self.column(field, name), stored(self.plan, field)
        found: Booleans = (ours != NONE) & (theirs != NONE) & (np.abs(ours - theirs) < MINUTE)
        return found

    def _when_as_is(self) -> dict[str, Any]:
        return {}

    def _when_at_stored_start(self) -> dict[str, Any]:
        tasks = self._held.plan.tasks
        is_moved = self._is_held_leaf & (tasks.given_start != NONE) & (tasks.actual_start == NONE)
        return {
            "constraint": np.where(is_moved, Constraint.MSO, tasks.constraint),
            "constraint_date": np.where(is_moved, tasks.given_start, tasks.constraint_date),
            "leveling_delay": np.where(is_moved, 0, tasks.leveling_delay),
            "dependencies": empty(Dependencies),
            "rules": replace(self.plan.rules, honors_constraints=True),
        }

    def _when_even(self) -> dict[str, Any]:
        rows = self._held.plan.assignments
        return {
            "assignments": replace(
                rows, delay=np.zeros_like(rows.delay), contour=np.zeros_like(rows.contour)
            ),
            "periods": empty(WorkPeriods),
        }

    def _when_retained_logic(self) -> dict[str, Any]:
        return {"rules": replace(self.plan.rules, out_of_sequence=OutOfSequence.RETAINED_LOGIC)}

    def _when_unlevelled(self) -> dict[str, Any]:
        rows = self._held.plan.assignments
        return {
            "leveling_delay": np.zeros_like(self._held.plan.tasks.leveling_delay),
            "assignments": replace(rows, leveling_delay=np.zeros_like(rows.leveling_delay)),
        }

    def _when_automatic_summaries(self) -> dict[str, Any]:
        tasks = self._held.plan.tasks
        return {"is_manual": tasks.is_manual & ~tasks.is_summary}

    def _when_alone(self) -> dict[str, Any]:
        return {"assignments": empty(Assignments), "periods": empty(WorkPeriods)}

    def _when_unconstrained(self) -> dict[str, Any]:
        tasks = self._held.plan.tasks
        return {"constraint": np.where(self._is_held_leaf, Constraint.ASAP, tasks.constraint)}

    @property
    def _is_held_leaf(self) -> Booleans:
        """Positions in the held plan of the tasks themselves, without stand-ins and summaries."""
        tasks = self._held.plan.tasks
        own = np.zeros(len(tasks), np.bool_)
        own[self._held.rows[self._held.rows >= 0]] = True
        found: Booleans = own & ~tasks.is_summary & ~tasks.is_manual
        return found
