"""Parts handed out a few at a time and gathered in order, with progress, stop and one second try.

What differs between a pool of processes and a cluster is how a part is sent (`Crew`); what must be the same
stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, Final, Protocol

from stuurbord.engine.schedule_risk.network import Runs
from stuurbord.errors import N_, Finding, Severity, Stopped, WorkersFailed
from stuurbord.workers.cutting import Part, merged

MOST_LOSSES: Final = 1
"""How often a part may be lost with its worker before the whole is given up."""
PATIENCE: Final = 0.1
"""Seconds between two looks whether somebody asked to stop."""


class WorkerGone(Exception):
    """A worker died while it had a part, or before it could take one."""


Sent = Any
"""A part under way, as its crew knows it; can be looked up in a dictionary."""


class Crew(Protocol):
    """Workers that know the network already."""

    @property
    def size(self) -> int:
        """How many parts run at the same time."""
        ...

    def send(self, part: Part) -> Sent:
        """Send a part to a worker.

        Raises
        ------
        WorkerGone
            If the worker that was to take it is found dead.
        """
        ...

    def finished(self, sent: Collection[Sent], seconds: float) -> list[Sent]:
        """Return which parts ended, waiting at most so long for the first.

        Raises
        ------
        WorkersFailed
            If nobody is there any more.
        """
        ...

    def result(self, sent: Sent) -> Runs:
        """Return what an ended part gave.

        Raises
        ------
        WorkerGone
            If its worker died.
        """
        ...

    def cancel(self, sent: Collection[Sent]) -> None:
        """Let go of parts that nobody wants any more."""
        ...

    def renew(self) -> None:
        """Replace what died, before parts are sent again."""
        ...


def hand_out(
    crew: Crew,
    parts: Sequence[Part],
    stop: Callable[[], bool] | None,
    on_progress: Callable[[int, int], None] | None,
) -> Runs:
    """Return what all parts gave, merged in order.

    Raises
    ------
    Stopped
        If ``stop`` said so: what runs ends by itself, and nothing more is handed out.
    WorkersFailed
        If a part was lost twice, or nobody is left.
    """
    gathering = _Gathering(crew, list(parts))
    try:
        while not gathering.is_complete:
            if stop is not None and stop():
                raise Stopped(N_("The simulation was stopped before it was done."))
            if gathering.step() and on_progress is not None:
                on_progress(gathering.n_done, gathering.n_total)
    finally:
        gathering.cancel()
    return gathering.result()


class _Gathering:
    def __init__(self, crew: Crew, parts: list[Part]) -> None:
        self._crew = crew
        self._parts = parts
        self._waiting = list(range(len(parts)))
        self._under_way: dict[Sent, int] = {}
        self._found: dict[int, Runs] = {}
        self._losses = [0] * len(parts)
        self.n_total = sum(n for _first, n in parts)
        self.n_done = 0

    @property
    def is_complete(self) -> bool:
        return len(self._found) == len(self._parts)

    def step(self) -> bool:
        """Send what fits, wait a moment, take in what is done; return whether something was."""
        # Two for each: one to run and one to begin with; more would only delay a stop.
        while self._waiting and len(self._under_way) < 2 * self._crew.size:
            self._send(self._waiting.pop(0))
        done = self._crew.finished(self._under_way, PATIENCE)
        lost = [position for sent in done if (position := self._take(sent)) is not None]
        if lost:
            self._send_again(lost)
        return len(done) > len(lost)

    def _send(self, position: int) -> None:
        try:
            self._under_way[self._crew.send(self._parts[position])] = position
        except WorkerGone:  # a worker that died idle; it shows when the next part is sent
            self._send_again([position])

    def _take(self, sent: Sent) -> int | None:
        """Keep what a part gave; return its position if it was lost instead."""
        position = self._under_way.pop(sent)
        try:
            self._found[position] = self._crew.result(sent)
        except WorkerGone:
            return position
        self.n_done += self._parts[position][1]
        return None

    def _send_again(self, lost: list[int]) -> None:
        for position in lost:
            self._losses[position] += 1
            if self._losses[position] > MOST_LOSSES:
                raise WorkersFailed(lost_part(self._parts[position]))
        self._waiting = sorted([*lost, *self._waiting])
        self._crew.renew()

    def cancel(self) -> None:
        self._crew.cancel(self._under_way)

    def result(self) -> Runs:
        return merged([self._found[position] for position in range(len(self._parts))])


def lost_part(part: Part) -> Finding:
    """Return what is told of a part that cost two workers their life."""
    first, n = part
    text = N_(
        "A worker died while it computed iterations {first} to {last}, and so did the second one that tried."
    )
    fields = {"first": first, "last": first + n - 1}
    return Finding("worker_lost", text, Severity.ERROR, fields=fields)
