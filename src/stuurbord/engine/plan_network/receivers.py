"""Plans that wait for others, kept laid out: when what they wait for moves, only that is computed again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from stuurbord.engine.critical_path import Schedule, critical_path
from stuurbord.engine.critical_path.replanner import Replanner
from stuurbord.engine.plan_network.links import CrossLink, Opened, dated, opened
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Plan, RuleProfile

Dates = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Held:
    plan: Plan
    links: tuple[CrossLink, ...]
    lines: Opened
    replanner: Replanner


class Receivers:
    """Schedules of opened plans at other dates; safe to ask from several threads."""

    def __init__(self) -> None:
        self._held: dict[str, _Held] = {}
        self._lock = Lock()

    def schedule(
        self, key: str, plan: Plan, links: tuple[CrossLink, ...], dates: Dates, *, keeps: bool
    ) -> Schedule:
        """Return the schedule of a plan with a line for all that it waits for, at these dates.

        Parameters
        ----------
        keeps
            Keep the plan laid out for the next time; others of this key are scheduled and forgotten.
        """
        if plan.rules.profile == RuleProfile.P6:
            return critical_path(dated(opened(plan, links), dates), unstarted_after_status_date=True)
        with self._lock:
            held = self._held.get(key)
            if held is None and keeps:
                lines = opened(plan, links)
                replanner = Replanner(dated(lines, dates), plan.status_date)
                self._held[key] = _Held(plan, links, lines, replanner)
                return replanner.schedule()
            if held is not None and held.plan is plan and held.links is links:
                _move(held, dates)
                return held.replanner.schedule()
        return critical_path(dated(opened(plan, links), dates), unstarted_after_status_date=True)


def _move(held: _Held, dates: Sequence[tuple[int, int]]) -> None:
    """Give the lines of a plan other dates, those that differ."""
    tasks = held.replanner.plan.tasks
    moved = {
        row: (start, finish)
        for row, (start, finish) in zip(held.lines.rows.tolist(), dates, strict=True)
        if row >= 0
        and NONE not in (start, finish)
        and (int(tasks.given_start[row]), int(tasks.given_finish[row])) != (start, finish)
    }
    if moved:
        held.replanner.redate(moved)
