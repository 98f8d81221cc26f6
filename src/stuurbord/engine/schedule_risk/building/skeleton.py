"""The nodes of a plan in topological order: what may still move, and what stands already.

Follows the rules of the critical path (`docs/methods/critical-path.md`) with work that is not done placed
after the status date. What cannot move any more (finished, given by hand without any uncertainty) is no
node but an instant, taken from the critical path as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from stuurbord.engine.critical_path.kernels import columns
from stuurbord.engine.critical_path.kernels.early import resumed
from stuurbord.engine.critical_path.kernels.lags import put_off
from stuurbord.engine.critical_path.kernels.placing import part_from
from stuurbord.engine.schedule_risk.building.axes import CLOCK, Axes
from stuurbord.engine.schedule_risk.building.bounds import Bounds, Ends, bounds_of, relayed
from stuurbord.engine.schedule_risk.building.foundation import Foundation
from stuurbord.engine.schedule_risk.building.sketch import Arrival, Row, Sketch, Source
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Booleans, Constraint

_MSO: Final = int(Constraint.MSO)
_MFO: Final = int(Constraint.MFO)
_SNET: Final = int(Constraint.SNET)
_SNLT: Final = int(Constraint.SNLT)
_FNET: Final = int(Constraint.FNET)
_FNLT: Final = int(Constraint.FNLT)

AxisOf = Callable[[int, int], int]
"""Task and number of a calendar → the axis that its work runs on."""


@dataclass(slots=True)
class Skeleton:
    """All nodes of a plan.

    Attributes
    ----------
    axis_of
        The axis of work: of a task that stands out in the weather one that is thinned.
    is_uncertain
        Per task whether anything is drawn for it, so that even a milestone needs an axis to last on.
    needs_end
        Per task whether the finish of a summary must be a node.
    ends
        Where each task starts and finishes: an end of a node, or an instant.
    handed_down
        What bounds the parts of a summary, by its start node.
    """

    base: Foundation
    sketch: Sketch
    axis_of: AxisOf
    is_uncertain: Booleans
    needs_end: Booleans
    ends: Ends = field(default_factory=dict)
    handed_down: dict[int, Bounds] = field(default_factory=dict)
    _lag_axes: dict[int, int] = field(default_factory=dict)

    @property
    def axes(self) -> Axes:
        """The axes of its nodes."""
        return self.sketch.axes

    def build(self) -> Skeleton:
        """Add all nodes, in topological order."""
        flags = self.base.made.layout.network.nodes.flags
        for node in range(len(flags)):
            if flags[node] & columns.SUMMARY_START:
                self._hand_down(node, flags[node])
            elif flags[node] & columns.SUMMARY_FINISH:
                self._roll_up(node, flags[node])
            elif flags[node] & columns.BY_HAND:
                self._place_by_hand(node)
            elif flags[node] & columns.BEGUN:
                self._place_begun(node, flags[node])
            else:
                self._place_ahead(node, flags[node])
        return self

    def axis_of_clock(self, number: int) -> int:
        """Return the axis of a calendar as lags count on it, whatever the weather."""
        if number not in self._lag_axes:
            self._lag_axes[number] = self.axes.number(self.base.used[number])
        return self._lag_axes[number]

    def bounds(self, node: int) -> Bounds:
        """Return what the summary above and the links ask of a node."""
        return bounds_of(self.base, self.sketch, self.ends, self.handed_down, self.axis_of_clock, node)

    def _task(self, node: int) -> int:
        return int(self.base.made.layout.topology.task[node])

    def _stand(self, node: int) -> None:
        """Let a node stand where the critical path has it."""
        early = self.base.made.early.early
        self.ends[node] = early.start[node], early.finish[node]

    def _hand_down(self, node: int, flags: int) -> None:
        nodes = self.base.made.layout.network.nodes
        if flags & columns.MANUAL and nodes.given_start[node] != NONE:
            self.handed_down[node] = Bounds(start=nodes.given_start[node])
            return
        bounds = self.bounds(node)
        if flags & columns.CONSTRAINED and nodes.constraint[node] in (_SNET, _MSO):
            bounds.start = max(bounds.start, nodes.date[node])
        self.handed_down[node] = Bounds(
            relayed(self.sketch, bounds.starts),
            relayed(self.sketch, bounds.finishes),
            bounds.start,
            bounds.finish,
        )

    def _roll_up(self, node: int, flags: int) -> None:
        """Gather the finish of a summary's parts where something needs it; its start is that of its first."""
        nodes, children = self.base.made.layout.network.nodes, self.base.made.layout.network.children
        task = self._task(node)
        by_hand = flags & columns.MANUAL and nodes.given_start[node] != NONE
        if by_hand and nodes.given_finish[node] != NONE:
            self._stand(node)
            return
        if not self.needs_end[task]:
            return
        parts = children.node[children.first[node] : children.first[node + 1]]
        arrivals, instant = self._finishes(list(parts))
        early = self.base.made.early.early
        first = min(parts, key=lambda part: early.start[part])
        start = early.start[node] if by_hand else self._start_of(first)
        if by_hand:
            instant = max(instant, early.start[node])
        if not arrivals and not self.is_uncertain[task]:
            self.ends[node] = start, early.finish[node]
            return
        own = self.axis_of_clock(nodes.clock[node])
        row = Row(self._point_axis(arrivals, own), task=task, floor=instant)
        self.sketch.hold(row, instant)
        made = self.sketch.add(row, arrivals, [])
        self.ends[node] = start, self._lasting(made, own) if self.is_uncertain[task] else Source(made, False)

    def _finishes(self, parts: list[int]) -> tuple[list[Arrival], int]:
        """Return what the finishes of parts are held by, and the latest instant among them."""
        children = self.base.made.layout.network.children
        arrivals, instant = [], NONE
        for part in parts:
            if part not in self.ends:
                below = children.node[children.first[part] : children.first[part + 1]]
                more, at = self._finishes(list(below))
                arrivals += more
                instant = max(instant, at)
                continue
            finish = self.ends[part][1]
            if isinstance(finish, Source):
                arrivals.append(Arrival(finish))
                instant = max(instant, self.sketch.rows[finish.node].floor)
            else:
                instant = max(instant, finish)
        return arrivals, instant

    def _start_of(self, part: int) -> Source | int:
        """Return the start of a part, or of its first part."""
        children, early = self.base.made.layout.network.children, self.base.made.early.early
        while part not in self.ends:
            below = children.node[children.first[part] : children.first[part + 1]]
            part = min(below, key=lambda one: early.start[one])
        return self.ends[part][0]

    def _place_by_hand(self, node: int) -> None:
        """Hold the given start; only with a draw may the finish move."""
        layout, early = self.base.made.layout, self.base.made.early.early
        task = self._task(node)
        if layout.plan.tasks.is_external[task]:
            self._stand(node)
            return
        first, last = layout.network.nodes.part_first[node], layout.network.nodes.part_first[node + 1]
        number, _ = self._span(first, last, early.start[node])
        start, finish = early.start[node], early.finish[node]
        row = Row(self.axis_of(task, number), task=task)
        course = self.base.used[number]
        row.duration = max(course.before(finish) - course.before(start), 0)
        self.sketch.hold(row, start)
        if not self.is_uncertain[task]:
            row.floor = finish
        self.ends[node] = start, Source(self.sketch.add(row, [], []), False)

    def _place_begun(self, node: int, flags: int) -> None:
        """Let what remains of a task go on, without its predecessors unless the logic is retained."""
        layout, early = self.base.made.layout, self.base.made.early.early
        nodes = layout.network.nodes
        if flags & columns.FINISHED or not flags & columns.REMAINS:
            self._stand(node)
            return
        task, start = self._task(node), early.start[node]
        resume = max(resumed(node, layout.network, layout.clocks, start), start, self.base.unstarted_from)
        number, span = self._span(nodes.left_first[node], nodes.left_first[node + 1], resume)
        bounds = self.bounds(node) if layout.rules.waits_in_progress else Bounds()
        row = Row(self.axis_of(task, number), span, task)
        self.sketch.hold(row, max(resume, bounds.start))
        self.sketch.hold(row, bounds.finish, is_finish=True)
        made = self.sketch.add(row, bounds.starts, bounds.finishes)
        self.ends[node] = start, self._finish_of(made, bounds.finishes)

    def _place_ahead(self, node: int, flags: int) -> None:
        """Place a task that has not begun: links, its own constraint, levelling delay, status date."""
        layout, early = self.base.made.layout, self.base.made.early.early
        nodes, rules, task = layout.network.nodes, layout.rules, self._task(node)
        bounds = self.bounds(node)
        constraint = nodes.constraint[node] if flags & columns.CONSTRAINED else -1
        by_constraint = self._constrain(bounds, constraint, nodes.date[node])
        if not bounds.starts and bounds.start == NONE and not by_constraint:
            bounds.start = rules.project_start
        number, span = self._span(nodes.part_first[node], nodes.part_first[node + 1], early.start[node])
        is_point = not span
        axis = own = self.axis_of(task, number)
        if is_point:
            axis = self._point_axis(bounds.starts + bounds.finishes, self.axis_of_clock(number))
        if flags & columns.DELAYED and (bounds.starts or bounds.start != NONE):
            self._put_off(bounds, node, axis, is_point=is_point)
            axis = CLOCK if is_point else axis
        if not flags & columns.PROGRESSED:
            bounds.start = max(bounds.start, rules.unstarted_from)
        row = Row(axis, span, task)
        self.sketch.hold(row, bounds.start)
        self.sketch.hold(row, bounds.finish, is_finish=True)
        row.floor = max(bounds.start, bounds.finish) if is_point else bounds.finish
        is_capped = self._cap(row, constraint, nodes.date[node])
        if is_capped:
            row.floor = rules.unstarted_from if is_point and not flags & columns.PROGRESSED else NONE
        made = self.sketch.add(row, bounds.starts, bounds.finishes)
        finish = Source(made, False) if is_capped else self._finish_of(made, bounds.finishes)
        if is_point and self.is_uncertain[task]:
            finish = self._lasting(made, own)
        self.ends[node] = Source(made, not is_point), finish

    def _lasting(self, point: int, axis: int) -> Source:
        """Let a moment be followed by what may be drawn for it; without a draw the moment itself counts."""
        row = self.sketch.rows[point]
        delay = Row(axis, task=row.task, floor=row.floor)
        row.task = -1
        source = Source(self.sketch.add(delay, [Arrival(Source(point, False))], []), False)
        if axis == row.axis:
            return source
        relay = Row(CLOCK, floor=row.floor, is_finish=True)
        return Source(self.sketch.add(relay, [Arrival(source), Arrival(Source(point, False))], []), False)

    def _finish_of(self, made: int, finishes: list[Arrival]) -> Source:
        """Return where a task finishes: on what holds its finish, where nobody works up to it."""
        row = self.sketch.rows[made]
        elsewhere = [one for one in finishes if self.sketch.axis_of(one) != row.axis]
        if not elsewhere:
            return Source(made, False)
        relay = Row(CLOCK, floor=row.floor, is_finish=True)
        return Source(self.sketch.add(relay, [Arrival(Source(made, False)), *elsewhere], []), False)

    def _constrain(self, bounds: Bounds, constraint: int, date: int) -> bool:
        """Tighten bounds by the task's own constraint; tell whether it sets the finish."""
        if constraint in (_MSO, _MFO) and self.base.made.layout.rules.honors_constraints:
            bounds.clear()
        if constraint in (_SNET, _MSO):
            bounds.start = max(bounds.start, date)
        if constraint not in (_FNET, _MFO):
            return False
        by_constraint = date > bounds.finish and not bounds.finishes
        bounds.finish = max(bounds.finish, date)
        return by_constraint

    def _put_off(self, bounds: Bounds, node: int, axis: int, *, is_point: bool) -> None:
        """Let the levelling delay run from when the work could have begun."""
        nodes = self.base.made.layout.network.nodes
        gate = Row(axis)
        self.sketch.hold(gate, bounds.start)
        source = Source(self.sketch.add(gate, bounds.starts, []), not is_point)
        is_working = nodes.flags[node] & columns.WORKING_DELAY
        clock = self.axis_of_clock(nodes.clock[node]) if is_working else CLOCK
        bounds.starts = [Arrival(source, clock, nodes.delay[node], True)]
        if is_point and bounds.start != NONE:
            # What takes no time is not snapped, so its delay runs from the instant itself.
            clocks, delay = self.base.made.layout.clocks, nodes.delay[node]
            bounds.start = put_off(clocks, nodes.clock[node], bounds.start, delay, is_working)
        else:
            bounds.start = NONE

    def _cap(self, row: Row, constraint: int, date: int) -> bool:
        """Hold a task that may start or finish no later than a date, if that beats its predecessors."""
        rules = self.base.made.layout.rules
        if constraint not in (_SNLT, _FNLT) or not rules.honors_constraints:
            return False
        axis = self.axes.found[row.axis]
        from_status = axis.position(rules.unstarted_from) if rules.unstarted_from != NONE else None
        if constraint == _SNLT:
            row.latest = axis.position(max(date, rules.unstarted_from))
        elif from_status is not None and axis.position(date) - row.duration < from_status:
            row.latest = from_status
        else:
            row.latest_finish = axis.position(date)
        return True

    def _point_axis(self, arrivals: list[Arrival], otherwise: int) -> int:
        """Return an axis that tells exactly when something without duration happens.

        Where all that it waits for ends on one axis, that one; else the clock.
        """
        axes = {self.sketch.axis_of(one) for one in arrivals}
        if any(one.source.from_start or one.is_lead for one in arrivals):
            return CLOCK
        return axes.pop() if len(axes) == 1 else CLOCK if axes else otherwise

    def _span(self, first: int, last: int, at: int) -> tuple[int, int]:
        """Return of parts of work that begin at ``at`` the calendar that ends last, and how long it takes."""
        parts, clocks = self.base.made.layout.network.parts, self.base.made.layout.clocks
        if last - first == 1:
            return parts.clock[first], parts.offset[first] + parts.length[first]
        rows = range(first, last)
        _, _, part = max((part_from(clocks, parts, row, at)[1], parts.length[row], row) for row in rows)
        return parts.clock[part], parts.offset[part] + parts.length[part]
