"""The rules of the forward pass: from the project start, each task as early as its bounds allow.

A bound is a raw instant; it is snapped to working time only when the task is placed, on the calendars
of its parts, so that a bound on a Sunday and one on Monday 08:00 are compared as they stand.
"""

from __future__ import annotations

from typing import Final

from stuurbord.engine.critical_path.kernels.columns import (
    BEGUN,
    BY_HAND,
    CONSTRAINED,
    DELAYED,
    HELD,
    MANUAL,
    NEVER,
    PROGRESSED,
    REMAINS,
    RESTS,
    SUMMARY_FINISH,
    SUMMARY_START,
    TO_FINISH,
    WORKING_DELAY,
    ClockColumns,
    Early,
    Network,
    Rules,
)
from stuurbord.engine.critical_path.kernels.lags import earliest, put_off
from stuurbord.engine.critical_path.kernels.placing import latest_start, run_from, run_until
from stuurbord.engine.critical_path.kernels.search import before, start_at
from stuurbord.engine.critical_path.kernels.working_time import finish_after
from stuurbord.engine.critical_path.schedule import Driver
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Constraint

# Plain integers: the kernels know no enumerations.
_BY_START: Final = int(Driver.PROJECT_START)
_BY_LINK: Final = int(Driver.PREDECESSOR)
_BY_CONSTRAINT: Final = int(Driver.CONSTRAINT)
_BY_PROGRESS: Final = int(Driver.ACTUAL)
_BY_HAND: Final = int(Driver.MANUAL)
_BY_STATUS_DATE: Final = int(Driver.STATUS_DATE)
_BY_SUMMARY: Final = int(Driver.SUMMARY)
_AS_LATE: Final = int(Driver.LATEST)
_BY_PARTS: Final = int(Driver.PARTS)

_MSO: Final = int(Constraint.MSO)
_MFO: Final = int(Constraint.MFO)
_SNET: Final = int(Constraint.SNET)
_SNLT: Final = int(Constraint.SNLT)
_FNET: Final = int(Constraint.FNET)
_FNLT: Final = int(Constraint.FNLT)

Dates = tuple[int, int, int, int, int]
"""Start, finish, driver, link and extra, as in `Early`."""
Bounds = tuple[int, int, int, int, int, int]
"""No start and no finish before (`NONE`: no bound), the drivers of both, the links of both."""


def early_dates(node: int, net: Network, clocks: ClockColumns, early: Early, rules: Rules) -> Dates:
    """Return the early dates of a node whose predecessors and summary have theirs."""
    flags = net.nodes.flags[node]
    if flags & SUMMARY_START:
        return handed_down(node, net, clocks, early)
    if flags & SUMMARY_FINISH:
        return rolled_up(node, net, early)
    if flags & BY_HAND:
        return placed_by_hand(node, net, clocks)
    if flags & BEGUN:
        return placed_begun(node, net, clocks, early, rules)
    return placed_ahead(node, net, clocks, early, rules)


def handed_down(node: int, net: Network, clocks: ClockColumns, early: Early) -> Dates:
    """Return what bounds every part of a summary."""
    nodes = net.nodes
    if nodes.flags[node] & MANUAL and nodes.given_start[node] != NONE:
        # Parts start no earlier than a summary set by hand, and nothing above it drives them.
        return nodes.given_start[node], NONE, _BY_START, -1, -1
    start, finish, driver, _, link, finish_link = bounds_of(node, net, clocks, early)
    if nodes.flags[node] & CONSTRAINED:
        constraint, date = nodes.constraint[node], nodes.date[node]
        if constraint in (_SNET, _MSO) and date > start:
            start, driver, link = date, _BY_CONSTRAINT, -1
    return start, finish, driver, link, finish_link


def rolled_up(node: int, net: Network, early: Early) -> Dates:
    """Return the dates of a summary from those of its parts."""
    nodes, children = net.nodes, net.children
    first = children.node[children.first[node]]
    start, finish = early.start[first], early.finish[first]
    for k in range(children.first[node] + 1, children.first[node + 1]):
        part = children.node[k]
        start = min(start, early.start[part])
        finish = max(finish, early.finish[part])
    if nodes.flags[node] & MANUAL and nodes.given_start[node] != NONE:
        start = nodes.given_start[node]
        if nodes.given_finish[node] != NONE:
            finish = nodes.given_finish[node]
        return start, max(start, finish), _BY_HAND, -1, NONE
    return start, finish, _BY_PARTS, -1, NONE


def bounds_of(node: int, net: Network, clocks: ClockColumns, early: Early) -> Bounds:
    """Return what the summary above and the links ask; the first of equal bounds drives."""
    nodes, into = net.nodes, net.into
    start, finish, driver, finish_driver, link, finish_link = NONE, NONE, _BY_START, _BY_START, -1, -1
    above = nodes.parent[node]
    if above >= 0:
        start, finish = early.start[above], early.finish[above]
        if start != NONE:
            driver, link = _BY_SUMMARY, early.link[above]
        if finish != NONE:
            finish_driver, finish_link = _BY_SUMMARY, early.extra[above]
    clock = nodes.clock[node]
    starts_by, finishes_by = -1, -1
    for k in range(into.first[node], into.first[node + 1]):
        other = into.other[k]
        t = earliest(clocks, into, k, early.start[other], early.finish[other], clock)
        if into.how[k] & TO_FINISH:
            if t > finish:
                finish, finishes_by = t, k
        elif t > start:
            start, starts_by = t, k
    if starts_by >= 0:
        driver, link = _BY_LINK, into.idx[starts_by]
    if finishes_by >= 0:
        finish_driver, finish_link = _BY_LINK, into.idx[finishes_by]
    return start, finish, driver, finish_driver, link, finish_link


def placed_by_hand(node: int, net: Network, clocks: ClockColumns) -> Dates:
    """Return the given dates; one that is missing follows from the other."""
    nodes, parts = net.nodes, net.parts
    first, last = nodes.part_first[node], nodes.part_first[node + 1]
    start, finish = nodes.given_start[node], nodes.given_finish[node]
    if start == NONE:
        start = latest_start(clocks, parts, first, last, finish)
    if finish == NONE:
        finish = run_from(clocks, parts, first, last, start)[1]
    return start, max(start, finish), _BY_HAND, -1, NONE


def placed_begun(node: int, net: Network, clocks: ClockColumns, early: Early, rules: Rules) -> Dates:
    """Place a task that has begun: it ignores predecessors, and what remains goes on."""
    nodes, parts = net.nodes, net.parts
    first, last = nodes.part_first[node], nodes.part_first[node + 1]
    start, finish = nodes.actual_start[node], nodes.actual_finish[node]
    if start == NONE:
        start = latest_start(clocks, parts, first, last, finish)
    if finish != NONE:
        return start, finish, _BY_PROGRESS, -1, NONE
    if not nodes.flags[node] & REMAINS:
        finish = max(start, run_from(clocks, parts, first, last, start)[1])
        return start, finish, _BY_PROGRESS, -1, NONE
    resume = max(max(resumed(node, net, clocks, start), start), rules.unstarted_from)
    if rules.waits_in_progress:
        resume = retained(node, net, clocks, early, resume)
    finish = run_from(clocks, parts, nodes.left_first[node], nodes.left_first[node + 1], resume)[1]
    return start, finish, _BY_PROGRESS, -1, resume


def resumed(node: int, net: Network, clocks: ClockColumns, start: int) -> int:
    """Return where the work of a begun task goes on: as stored, or behind what is done."""
    nodes = net.nodes
    resume = nodes.resume[node]
    if resume == NONE:
        clock, first = nodes.clock[node], nodes.part_first[node]
        if nodes.part_first[node + 1] - first == 1:
            clock = net.parts.clock[first]
        resume = finish_after(clocks, clock, start, nodes.worked[node])
    if nodes.flags[node] & RESTS:
        clock = nodes.rest_clock[node]
        done = before(clocks, clock, start) + nodes.rest_after[node]
        resume = max(resume, start_at(clocks, clock, done))
    return resume


def retained(node: int, net: Network, clocks: ClockColumns, early: Early, resume: int) -> int:
    """Return when a begun task goes on under retained logic: not before its predecessors allow."""
    left, left_end = net.nodes.left_first[node], net.nodes.left_first[node + 1]
    start, finish, _, _, _, _ = bounds_of(node, net, clocks, early)
    resume = max(resume, start)
    if run_from(clocks, net.parts, left, left_end, resume)[1] < finish:
        resume = max(resume, latest_start(clocks, net.parts, left, left_end, finish))
    return resume


def placed_ahead(node: int, net: Network, clocks: ClockColumns, early: Early, rules: Rules) -> Dates:
    """Place a task that has not begun."""
    nodes = net.nodes
    flags = nodes.flags[node]
    bounds = bounds_of(node, net, clocks, early)
    linked = bounds[0]
    constraint, date = -1, NONE
    if flags & CONSTRAINED:
        constraint, date = nodes.constraint[node], nodes.date[node]
        bounds = constrained(bounds, constraint, date, rules)
    start, finish, driver, finish_driver, link, finish_link = bounds
    if flags & HELD and nodes.held[node] > start:
        start, driver, link = nodes.held[node], _AS_LATE, -1
    if start == NONE and finish_driver != _BY_CONSTRAINT:
        start = rules.project_start
    first, last = nodes.part_first[node], nodes.part_first[node + 1]
    if flags & DELAYED and start != NONE:
        # The clock of the delay begins to run when the work could have begun.
        start = run_from(clocks, net.parts, first, last, start)[0]
        start = put_off(clocks, nodes.clock[node], start, nodes.delay[node], flags & WORKING_DELAY)
    if not flags & PROGRESSED and rules.unstarted_from > start:
        start, driver, link = rules.unstarted_from, _BY_STATUS_DATE, -1
    bounds = start, finish, driver, finish_driver, link, finish_link
    start, finish, driver, link, extra = fitted(node, net, clocks, bounds, constraint, date, rules)
    if linked > start:
        extra = run_from(clocks, net.parts, first, last, linked)[0]
    return start, finish, driver, link, extra


def constrained(bounds: Bounds, constraint: int, date: int, rules: Rules) -> Bounds:
    """Tighten the bounds by the task's own date constraint."""
    start, finish, driver, finish_driver, link, finish_link = bounds
    if constraint in (_MSO, _MFO) and rules.honors_constraints:
        start = finish = NONE
    if constraint in (_SNET, _MSO) and date > start:
        start, driver, link = date, _BY_CONSTRAINT, -1
    if constraint in (_FNET, _MFO) and date > finish:
        finish, finish_driver, finish_link = date, _BY_CONSTRAINT, -1
    return start, finish, driver, finish_driver, link, finish_link


def fitted(
    node: int,
    net: Network,
    clocks: ClockColumns,
    bounds: Bounds,
    constraint: int,
    date: int,
    rules: Rules,
) -> Dates:
    """Run the parts from the bounds; a finish bound and an honoured latest date move them."""
    nodes, parts = net.nodes, net.parts
    first, last = nodes.part_first[node], nodes.part_first[node + 1]
    no_start_before, no_finish_before, driver, finish_driver, link, finish_link = bounds
    start = finish = no_start_before
    if no_start_before != NONE:
        start, finish = run_from(clocks, parts, first, last, no_start_before)
    if finish < no_finish_before:
        start, finish = run_until(clocks, parts, first, last, no_finish_before, NEVER)
        # The bound itself, where nothing works between the end of the work and the bound.
        finish = max(finish, no_finish_before)
        driver, link = finish_driver, finish_link
    if rules.honors_constraints and (
        (constraint == _SNLT and start > date) or (constraint == _FNLT and finish > date)
    ):
        at = date if constraint == _SNLT else latest_start(clocks, parts, first, last, date)
        start, finish = run_from(clocks, parts, first, last, max(at, rules.unstarted_from))
        driver, link = _BY_CONSTRAINT, -1
    return start, finish, driver, link, NONE
