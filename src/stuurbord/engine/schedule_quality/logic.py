"""Points 1 to 5: logic, leads, lags, kinds of links, hard constraints."""

from __future__ import annotations

from typing import Final

import numpy as np

from stuurbord.engine.schedule_quality.population import Population, positions
from stuurbord.engine.schedule_quality.result import Measure, Missing, Point
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Booleans, Constraint, DependencyKind

_HARD: Final = (Constraint.MSO, Constraint.MFO, Constraint.SNLT, Constraint.FNLT)


def task_share(seen: Population, number: int, of: Booleans, against: Booleans, limit: float) -> Point:
    """Return the share of a population of tasks that speaks against the plan."""
    n_population, found = int(of.sum()), of & against
    if not n_population:
        return Point(number, Measure.SHARE, None, limit, missing=(Missing.OPEN_TASKS,))
    share = int(found.sum()) / n_population
    return Point(number, Measure.SHARE, share, limit, n_population, task_idx=positions(found))


def missing_logic(seen: Population) -> Point:
    """Return point 1: open tasks without predecessor or without successor."""
    links, n_tasks = seen.plan.dependencies, len(seen.plan.tasks)
    has_before, has_after = np.zeros(n_tasks, np.bool_), np.zeros(n_tasks, np.bool_)
    has_before[links.successor_idx[seen.is_logic]] = True
    has_after[links.predecessor_idx[seen.is_logic]] = True
    lacks_before, lacks_after = ~has_before & seen.is_counted, ~has_after & seen.is_counted
    if seen.settings.excepts_ends and seen.in_network.any():
        first, last = _ends(seen)
        lacks_before[first] = lacks_after[last] = False
    return task_share(seen, 1, seen.is_counted, lacks_before | lacks_after, seen.settings.most_share)


def _ends(seen: Population) -> tuple[int, int]:
    """Return the task of the network that starts first and the one that finishes last."""
    rows = seen.in_network.nonzero()[0]
    starts, finishes = seen.schedule.start[rows], seen.schedule.finish[rows]
    last = len(rows) - 1 - int(np.argmax(finishes[::-1]))  # of equals, the one at the bottom of the plan
    return int(rows[np.argmin(starts)]), int(rows[last])


def leads(seen: Population) -> Point:
    """Return point 2: links with a negative lag."""
    return _link_share(seen, 2, seen.plan.dependencies.lag < 0, 0)


def lags(seen: Population) -> Point:
    """Return point 3: links with a positive lag."""
    return _link_share(seen, 3, seen.plan.dependencies.lag > 0, seen.settings.most_share)


def link_kinds(seen: Population) -> Point:
    """Return point 4: the share of finish-to-start links; behind it the others."""
    is_other = seen.plan.dependencies.kind != DependencyKind.FS
    limit, n_links = seen.settings.least_finish_to_start, int(seen.is_link.sum())
    if not n_links:
        return Point(4, Measure.SHARE, None, limit, at_least=True, missing=(Missing.LINKS,))
    others = seen.is_link & is_other
    share = 1 - int(others.sum()) / n_links
    return Point(4, Measure.SHARE, share, limit, n_links, at_least=True, link_idx=positions(others))


def hard_constraints(seen: Population) -> Point:
    """Return point 5: open tasks with a date that stops the logic."""
    tasks = seen.plan.tasks
    first = np.isin(tasks.constraint, _HARD) & (tasks.constraint_date != NONE)
    second = np.isin(tasks.second_constraint, _HARD) & (tasks.second_constraint_date != NONE)
    return task_share(seen, 5, seen.is_counted, first | second, seen.settings.most_share)


def _link_share(seen: Population, number: int, against: Booleans, limit: float) -> Point:
    n_links, found = int(seen.is_link.sum()), seen.is_link & against
    if not n_links:
        return Point(number, Measure.SHARE, None, limit, missing=(Missing.LINKS,))
    share = int(found.sum()) / n_links
    return Point(number, Measure.SHARE, share, limit, n_links, link_idx=positions(found))
