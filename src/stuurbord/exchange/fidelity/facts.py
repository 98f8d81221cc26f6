"""Facts of a file and its recomputation: which tasks deviate, what waits for them, what reading left out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Final

import numpy as np

from stuurbord.errors import Finding
from stuurbord.exchange.fidelity.columns import MINUTE, Dates, is_equal, is_stored
from stuurbord.exchange.fidelity.contradictions import early_contradictions, late_contradictions
from stuurbord.exchange.fidelity.kinds import has_any, is_within
from stuurbord.plan import NONE, Constraint, Plan
from stuurbord.plan.model import Booleans

_CIRCLES: Final = ("cycle_through_summary", "dependency_within_own_summary")
_FOREIGN: Final = ("cross_project_link",)
_UNKNOWN: Final = ("unknown_calendar",)
_CALENDARS: Final = ("calendar_unused", "calendars_disjoint", "calendar_never_works")


class Facts:
    """What holds for each task; every mask is bool of shape (n_tasks,)."""

    def __init__(self, plan: Plan, dates: Dates, findings: Iterable[Finding]) -> None:
        self.plan, self.dates = plan, dates
        self.findings = tuple(findings)

    @cached_property
    def deviates(self) -> Booleans:
        """Tasks, summaries too, whose stored start or finish is not ours."""
        tasks = self.plan.tasks
        differs = np.zeros(len(tasks), np.bool_)
        for field in ("start", "finish"):
            differs |= is_stored(self.plan, field) & ~is_equal(self.plan, self.dates, field)
        return differs

    @cached_property
    def late_deviates(self) -> Booleans:
        differs = np.zeros(len(self.plan.tasks), np.bool_)
        for field in ("late_start", "late_finish"):
            differs |= is_stored(self.plan, field) & ~is_equal(self.plan, self.dates, field)
        return differs

    @cached_property
    def after_deviating(self) -> Booleans:
        """Tasks that wait, or a summary of which waits, for one that deviates."""
        links = self.plan.dependencies
        moved = self.deviates[links.predecessor_idx]
        return is_within(self.plan, has_any(self.plan, links.successor_idx[moved]))

    @cached_property
    def before_deviating(self) -> Booleans:
        """Tasks for which, or for a summary of which, one waits with other late dates."""
        links = self.plan.dependencies
        moved = self.late_deviates[links.successor_idx]
        return is_within(self.plan, has_any(self.plan, links.predecessor_idx[moved]))

    @cached_property
    def finish_deviates(self) -> Booleans:
        tasks = self.plan.tasks
        is_work = tasks.is_active & ~tasks.is_summary & (self.dates.finish != NONE)
        ours, theirs = self.dates.finish[is_work], tasks.given_finish[is_work]
        differs = bool(len(ours)) and abs(int(ours.max()) - int(theirs.max())) >= MINUTE
        return np.full(len(tasks), differs)

    @cached_property
    def is_late_by_choice(self) -> Booleans:
        alap = self.plan.tasks.constraint == Constraint.ALAP
        found: Booleans = alap | self.plan.from_finish
        return found

    @cached_property
    def early_contradictions(self) -> Booleans:
        return early_contradictions(self.plan)

    @cached_property
    def late_contradictions(self) -> Booleans:
        return late_contradictions(self.plan)

    @cached_property
    def cut_links(self) -> Booleans:
        """Tasks at, or below, an end of a link that was left out because it closes a circle."""
        return self._named(_CIRCLES, ("predecessor", "successor"))

    @cached_property
    def foreign_links(self) -> Booleans:
        """Tasks that wait, or a summary of which waits, for a task of a plan that is not in the file."""
        return self._named(_FOREIGN, ("successor", "uid"))

    def _named(self, codes: tuple[str, ...], fields: tuple[str, ...]) -> Booleans:
        """Return the tasks, with what stands below them, that findings name by uid."""
        told = [one.fields for one in self.findings if one.code in codes]
        values = [of.get(name, ()) for of in told for name in fields]
        uids = [uid for value in values for uid in (value if isinstance(value, list) else [value])]
        uids = [uid for uid in uids if isinstance(uid, int)]
        return is_within(self.plan, np.isin(self.plan.tasks.uid, np.array(uids, np.int64)))

    @cached_property
    def missing_calendars(self) -> Booleans:
        """Tasks whose calendar, or that of whose people, was found missing or never to work."""
        told = [one.fields for one in self.findings if one.code in _CALENDARS]
        names = {str(value) for of in told for value in of.values()}
        plan = self.plan
        unknown = self._named(_UNKNOWN, ("uids",))
        if not names:
            return unknown
        is_bad = np.array([calendar.name in names for calendar in plan.calendars], np.bool_)
        own = plan.tasks.calendar_idx
        found: Booleans = (own >= 0) & is_bad[own]
        rows = plan.assignments
        theirs = (
            plan.resources.calendar_idx[rows.resource_idx] if len(plan.resources) else np.full(len(rows), -1)
        )
        found |= has_any(plan, rows.task_idx[(rows.resource_idx >= 0) & (theirs >= 0) & is_bad[theirs]])
        return found | unknown

    @cached_property
    def has_part_of_minute(self) -> Booleans:
        tasks, rows = self.plan.tasks, self.plan.assignments
        broken = (rows.work % MINUTE != 0) | (rows.delay % MINUTE != 0)
        found: Booleans = (tasks.duration % MINUTE != 0) | has_any(self.plan, rows.task_idx[broken])
        return found
