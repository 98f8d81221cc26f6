"""The backward pass: from the project finish, each task as late as nothing promised suffers."""

from __future__ import annotations

from dataclasses import dataclass, field

from stuurbord.engine.critical_path.forward import Forward, waits_in_progress
from stuurbord.engine.critical_path.links import brought_forward, latest, latest_as_named
from stuurbord.engine.critical_path.network import Network
from stuurbord.engine.critical_path.parts import Part, Parts, latest_run, latest_start, pause_end, run_from
from stuurbord.engine.critical_path.schedule import Driver
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Constraint

_NEVER = 2**62  # no ceiling


def open_ends(network: Network) -> list[bool]:
    """Tell per task whether nothing follows it, nor any summary above it."""
    ends: list[bool] = []
    for idx, above in enumerate(network.parent):  # outline order: a summary comes before its parts
        ends.append(not network.out_of[idx] and (above < 0 or ends[above]))
    return ends


@dataclass(slots=True)
class Backward:
    """One backward pass over a scheduled network; `run` fills the lists, one entry per task."""

    forward: Forward
    project_finish: int
    late_start: list[int] = field(init=False)
    late_finish: list[int] = field(init=False)
    _room_until: list[int] = field(init=False)
    """Late finish, or the end of the pause behind it: room for who works when this task does not."""
    _handed_down: dict[int, tuple[int, int]] = field(init=False, default_factory=dict)
    _late_resume: dict[int, int] = field(init=False, default_factory=dict)
    """When a begun task goes on at the latest, where what remains of it waits for predecessors."""
    _tasks: dict[str, list[int]] = field(init=False)
    _is_open_end: list[bool] = field(init=False)
    """Nothing follows the task nor any summary above it."""

    def __post_init__(self) -> None:
        n_tasks = self.forward.network.n_tasks
        self.late_start, self.late_finish = [NONE] * n_tasks, [NONE] * n_tasks
        self._room_until = [NONE] * n_tasks
        names = (
            "constraint constraint_date deadline leveling_delay leveling_is_working is_manual given_finish"
            " actual_start actual_finish percent_complete"
        )
        self._tasks = {name: getattr(self.forward.plan.tasks, name).tolist() for name in names.split()}
        self._is_open_end = open_ends(self.forward.network)

    def run(self) -> Backward:
        """Date every active task as late as possible."""
        is_summary = self.forward.network.is_summary
        for node in reversed(self.forward.network.order):
            idx, is_finish = divmod(node, 2)
            if is_summary[idx]:
                self._hand_down(idx) if is_finish else self._roll_up(idx)
            elif is_finish:
                self._place(idx)
        return self

    def _hand_down(self, idx: int) -> None:
        """Keep what ends every part of a summary; one at the top set by hand ends them itself."""
        start, finish, _ = self._ceilings(idx)
        given = self._tasks["given_finish"][idx]
        if self._tasks["is_manual"][idx] and given != NONE and self.forward.network.parent[idx] < 0:
            finish = min(finish, given)
        self._handed_down[idx] = start, finish

    def _roll_up(self, idx: int) -> None:
        parts = self.forward.network.children[idx]
        start = min(self.late_start[part] for part in parts)
        finish = max(self.late_finish[part] for part in parts)
        self._set(idx, start, finish)

    def _ceilings(self, idx: int) -> tuple[int, int, int]:
        """Return the latest (start, finish, end of the room) that links, summary and promises allow.

        The finish is how people name it, Friday 17:00; the room may end behind a pause, on Monday 08:00.
        """
        forward, tasks = self.forward, self._tasks
        above = forward.network.parent[idx]
        start, finish = self._handed_down.get(above, (_NEVER, self.project_finish))
        if start != _NEVER and forward.start[idx] != forward.start[above]:
            start = _NEVER  # only the first part of a summary is its start
        if forward.plan.rules.multiple_critical_paths and self._is_open_end[idx]:
            finish = min(finish, forward.finish[idx])
        room = finish
        for link in forward.network.out_of[idx]:
            after = link.successor
            clock = forward.work.clock[after]
            may_start = brought_forward(
                self.late_start[after],
                tasks["leveling_delay"][after],
                bool(tasks["leveling_is_working"][after]),
                clock,
            )
            if tasks["actual_start"][after] != NONE and not link.to_finish:
                if after not in forward.resumed:
                    continue  # what is finished no longer waits
                may_start = self._late_resume.get(after, forward.resumed[after])
            t = latest(link, may_start, self._room_until[after], clock)
            if link.from_start:
                start = min(start, t)
            else:
                room = min(room, t)
                finish = min(finish, latest_as_named(link, may_start, self.late_finish[after], clock))
        if forward.work.clock[idx].between(finish, room) > 0:
            finish = room  # the name would cost what can be worked
        constraint, date = tasks["constraint"][idx], tasks["constraint_date"][idx]
        if constraint in (Constraint.MSO, Constraint.SNLT):
            start = min(start, date)
        if constraint in (Constraint.MFO, Constraint.FNLT):
            finish, room = min(finish, date), min(room, date)
        deadline = tasks["deadline"][idx]
        if deadline != NONE:
            finish, room = min(finish, deadline), min(room, deadline)
        return start, finish, room

    def _place(self, idx: int) -> None:
        forward, tasks = self.forward, self._tasks
        start, finish, room = self._ceilings(idx)
        if forward.driver[idx] == Driver.MANUAL and self._is_overdue(idx):
            start, finish, room = _NEVER, tasks["deadline"][idx], tasks["deadline"][idx]
        if tasks["actual_finish"][idx] != NONE or (
            tasks["actual_start"][idx] != NONE and idx not in forward.work.remaining_parts
        ):
            dates = forward.start[idx], forward.finish[idx]
        elif tasks["actual_start"][idx] != NONE:
            parts = forward.work.remaining_parts[idx]
            dates = forward.start[idx], latest_run(parts, finish)[1]
            if waits_in_progress(forward.plan):
                self._late_resume[idx] = latest_start(parts, finish)
        else:
            parts = self._late_parts(idx)
            dates = (
                run_from(parts, start) if start < latest_start(parts, finish) else latest_run(parts, finish)
            )
        self._set(idx, *dates)
        if self.late_finish[idx] < room:
            self._room_until[idx] = min(room, pause_end(self._late_parts(idx), self.late_finish[idx]))

    def _late_parts(self, idx: int) -> Parts:
        """Return what is put off: within a fixed duration, what everybody can work of it."""
        forward = self.forward
        parts, clocks = forward.work.parts[idx], forward.work.late_clocks.get(idx)
        if clocks is None:
            return parts
        start, finish = forward.start[idx], forward.finish[idx]
        points = [part for part in parts if not part.length]
        runs = [Part(clock, 0, clock.between(start, finish)) for clock in clocks]
        worked = [part for part in runs if part.length]
        return (*points, *worked) if worked else parts

    def _set(self, idx: int, start: int, finish: int) -> None:
        if self.forward.driver[idx] == Driver.MANUAL and not self._is_overdue(idx):
            # What follows does not ask dates set by hand to be earlier.
            start, finish = max(start, self.forward.start[idx]), max(finish, self.forward.finish[idx])
        self.late_start[idx], self.late_finish[idx] = start, finish
        self._room_until[idx] = finish

    def _is_overdue(self, idx: int) -> bool:
        return NONE < self._tasks["deadline"][idx] < self.forward.finish[idx]
