"""The evidence for each cause: facts of the file, and computations in which the stored date comes out.

A cause is never guessed. Either the file itself shows it, or the task, held by the stored dates of its
neighbours (`HeldPlan`), gets its stored date, with or without one of its rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

import numpy as np

from stuurbord.errors import Finding
from stuurbord.exchange.fidelity.causes import Cause
from stuurbord.exchange.fidelity.clocks import is_same_moment, worked
from stuurbord.exchange.fidelity.columns import MINUTE, Dates, computed, is_equal, is_stored, stored
from stuurbord.exchange.fidelity.experiments import Experiments
from stuurbord.exchange.fidelity.facts import Facts
from stuurbord.exchange.fidelity.kinds import has_any, is_levelled, is_uneven, is_within
from stuurbord.plan import NONE, Constraint, Plan
from stuurbord.plan.model import Booleans, Integers

MOST_HELD: Final = 20_000
"""So many deviating tasks are held apart; a plan with more gets its other causes from the facts alone."""
_EARLY: Final = ("start", "finish", "early_start", "early_finish")


class Evidence:
    """What a plan and its recomputation show about the tasks that deviate.

    Parameters
    ----------
    plan
        With what its source stored.
    dates
        The recomputed ones.
    idx
        Positions of the tasks that deviate anywhere.
    findings
        What was noticed in reading and in computing.
    """

    def __init__(self, plan: Plan, dates: Dates, idx: Integers, findings: Iterable[Finding] = ()) -> None:
        self.plan, self.dates = plan, dates
        self.facts = Facts(plan, dates, findings)
        self.experiments = Experiments(plan, idx[:MOST_HELD])

    def causes(self, field: str, deviates: Booleans) -> list[tuple[Cause, Booleans]]:
        """Return (cause, mask of tasks) in the order in which they count: the first that holds is it."""
        if field in ("total_float", "start_float"):
            return list(self._of_float(field, deviates))
        found = list(self._of_nature(field, deviates))
        if field in _EARLY:
            return [*found, *self._of_early(field)]
        return [*found, *self._of_late(field)]

    # -- what the task is ---------------------------------------------------------------------------

    def _of_nature(self, field: str, deviates: Booleans) -> Iterator[tuple[Cause, Booleans]]:
        idx = np.flatnonzero(deviates)
        ours, theirs = computed(self.dates, field), stored(self.plan, field)
        same = np.zeros(len(deviates), np.bool_)
        same[idx] = is_same_moment(self.plan, idx, theirs[idx], ours[idx])
        yield Cause.CONSTRAINT_NOT_WORKING, self._is_paused & self._is_at_constraint(field)
        yield Cause.SAME_WORKING_MOMENT, same
        yield Cause.ROUNDING, (np.abs(ours - theirs) < 2 * MINUTE) & self.facts.has_part_of_minute
        tasks = self.plan.tasks
        yield Cause.SUBPROJECT, np.array([bool(one) for one in tasks.subproject], np.bool_)
        yield Cause.EXTERNAL_TASK, tasks.is_external | self.facts.foreign_links
        if field not in ("start", "finish"):
            yield Cause.MANUAL_TASK, tasks.is_manual

    @cached_property
    def _is_paused(self) -> Booleans:
        """Tasks whose calendar does not work around their constraint date."""
        date = self.plan.tasks.constraint_date
        before = np.where(date == NONE, NONE, date - MINUTE)
        after = np.where(date == NONE, NONE, date + MINUTE)
        is_paused: Booleans = worked(self.plan, np.arange(len(date)), before, after) == 0
        return is_paused

    def _is_at_constraint(self, field: str) -> Booleans:
        date = self.plan.tasks.constraint_date
        found: Booleans = (date != NONE) & (np.abs(stored(self.plan, field) - date) < MINUTE)
        return found

    # -- early dates --------------------------------------------------------------------------------

    def _of_early(self, field: str) -> Iterator[tuple[Cause, Booleans]]:
        plan = self.plan
        as_held = self.experiments.gets(field)
        yield Cause.FOLLOWS_PREDECESSOR, as_held & self.facts.after_deviating
        yield Cause.FOLLOWS_SUCCESSOR, as_held & self.facts.before_deviating & self.facts.is_late_by_choice
        yield Cause.CIRCULAR_LINK_IGNORED, self.facts.cut_links
        yield Cause.MISSING_CALENDAR, self.facts.missing_calendars
        yield Cause.STALE, self.facts.early_contradictions
        if field.endswith("finish"):
            own_start = "start" if field == "finish" else "early_start"
            differs = is_stored(plan, own_start) & ~is_equal(plan, self.dates, own_start)
            yield Cause.FOLLOWS_OWN_START, differs & self.experiments.gets(field, "at_stored_start")
        yield from self._of_variations(field)
        if field.endswith("finish"):
            yield Cause.PATTERN, self._is_interrupted
        yield Cause.START_NOT_ASKED, self._is_not_asked & (field.endswith("start"))

    def _of_variations(self, field: str) -> Iterator[tuple[Cause, Booleans]]:
        """The rules without which the stored date comes out; each only where the rule is at work."""
        plan, tasks = self.plan, self.plan.tasks
        is_begun = (tasks.actual_start != NONE) & (tasks.actual_finish == NONE)
        by_hand = np.asarray(tasks.is_manual & tasks.is_summary)
        for cause, name, at_work in (
            (Cause.PATTERN, "even", is_uneven(plan)),
            (Cause.OUT_OF_SEQUENCE, "retained_logic", is_begun),
            (Cause.LEVELLING, "unlevelled", is_levelled(plan)),
            (Cause.MANUAL_SUMMARY, "automatic_summaries", is_within(plan, by_hand) & ~tasks.is_manual),
            (Cause.RESOURCE_CALENDAR, "alone", has_any(plan, plan.assignments.task_idx)),
            (Cause.CONSTRAINT, "unconstrained", tasks.constraint != Constraint.ASAP),
        ):
            if at_work[self.experiments.idx].any():
                yield cause, at_work & self.experiments.gets(field, name)

    # -- late dates and floats ----------------------------------------------------------------------

    def _of_late(self, field: str) -> Iterator[tuple[Cause, Booleans]]:
        tasks = self.plan.tasks
        as_held = self.experiments.gets(field)
        yield Cause.FOLLOWS_SUCCESSOR, as_held & self.facts.before_deviating
        yield Cause.FOLLOWS_PROJECT_FINISH, as_held & self.facts.finish_deviates
        yield Cause.FOLLOWS_OWN_DATES, as_held & self.facts.deviates
        is_begun = tasks.actual_start != NONE
        own = tasks.given_start if field == "late_start" else tasks.given_finish
        theirs = stored(self.plan, field)
        yield Cause.LATE_OF_PROGRESS, is_begun & (np.abs(theirs - own) < MINUTE)
        yield Cause.CIRCULAR_LINK_IGNORED, self.facts.cut_links
        yield Cause.MISSING_CALENDAR, self.facts.missing_calendars
        yield Cause.STALE, self.facts.late_contradictions
        yield from self._of_variations(field)
        yield Cause.PATTERN, self._is_interrupted  # its span is not its duration, backward either

    def _of_float(self, field: str, deviates: Booleans) -> Iterator[tuple[Cause, Booleans]]:
        plan = self.plan
        theirs, idx = stored(plan, field), np.flatnonzero(deviates)
        differences = []
        own_deviates = np.zeros(len(deviates), np.bool_)
        for end in ("start",) if field == "start_float" else ("start", "finish"):
            early, late = stored(plan, f"early_{end}"), stored(plan, f"late_{end}")
            differences.append(worked(plan, idx, early[idx], late[idx]))
            for name in (f"early_{end}", f"late_{end}"):
                own_deviates |= is_stored(plan, name) & ~is_equal(plan, self.dates, name)
        follows, is_known = np.zeros(len(deviates), np.bool_), np.zeros(len(deviates), np.bool_)
        for one in [*differences, np.minimum.reduce(differences)]:
            follows[idx] |= np.abs(one - theirs[idx]) < MINUTE
            is_known[idx] |= one != NONE
        yield Cause.FOLLOWS_OWN_DATES, follows & own_deviates
        yield Cause.MANUAL_TASK, plan.tasks.is_manual
        yield Cause.FLOAT_NOT_OF_DATES, is_known & ~follows

    @cached_property
    def _is_interrupted(self) -> Booleans:
        """Tasks that from their stored start end earlier than stored: they rest in between."""
        ends = self.experiments.column("finish", "at_stored_start")
        begins = self.experiments.column("start", "at_stored_start")
        tasks = self.plan.tasks
        starts_there = (begins != NONE) & (np.abs(begins - tasks.given_start) < MINUTE)
        shorter = starts_there & (ends < tasks.given_finish - MINUTE)
        uneven = is_uneven(self.plan)
        found: Booleans = shorter | (uneven & starts_there & (ends > tasks.given_finish + MINUTE))
        return found & (uneven | self._rests_alone)

    @cached_property
    def _rests_alone(self) -> Booleans:
        """Tasks with more working time between their stored dates than their duration."""
        tasks = self.plan.tasks
        between = worked(self.plan, np.arange(len(tasks)), tasks.given_start, tasks.given_finish)
        found: Booleans = (between != NONE) & (between > tasks.duration + MINUTE)
        return found

    @cached_property
    def _is_not_asked(self) -> Booleans:
        """Tasks not begun that start at least a working minute later than anything holds them."""
        plan, tasks = self.plan, self.plan.tasks
        held = self.experiments.column("start")
        later = (held != NONE) & (tasks.given_start > held + MINUTE)
        between = worked(plan, np.arange(len(tasks)), held, tasks.given_start)
        is_plain = (tasks.actual_start == NONE) & (tasks.constraint != Constraint.ALAP) & ~is_levelled(plan)
        found: Booleans = later & (between > MINUTE) & is_plain & ~tasks.is_manual & ~is_uneven(plan)
        return found
