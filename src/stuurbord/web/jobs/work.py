"""What a job's function holds in its hand: what was asked, how far it is, and whether to give up."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event
from typing import Any

from stuurbord.errors import N_, Stopped
from stuurbord.web.jobs.models import Job


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: share 0–1, a count of a total (0: not counted), and the code of its step."""

    share: float = 0.0
    n_done: int = 0
    n_total: int = 0
    step: str = ""


@dataclass(slots=True)
class Work:
    """One run of a job. Nothing here touches the database, so it may be called often and from any thread.

    Attributes
    ----------
    arguments
        What was asked, as given to `stuurbord.web.jobs.actions.ask`.
    progress
        The last that was told; `stuurbord.web.jobs.pulse` writes it down.
    """

    job: Job
    progress: Progress = Progress()
    _given_up: Event = field(default_factory=Event)

    @property
    def arguments(self) -> dict[str, Any]:
        return self.job.arguments

    @property
    def subject(self) -> str:
        return self.job.subject

    @property
    def scope_id(self) -> int:
        """Number of the project or portfolio it is about."""
        return self.job.scope_id

    def share(self, done: float) -> None:
        """Tell which share is done, 0–1."""
        self.progress = Progress(min(max(done, 0.0), 1.0), step=self.progress.step)

    def count(self, n_done: int, n_total: int) -> None:
        """Tell how many are done of how many."""
        share = min(n_done / n_total, 1.0) if n_total else 0.0
        self.progress = Progress(share, n_done, n_total, self.progress.step)

    def step(self, code: str) -> None:
        """Tell what is being done now: a code of the kind's steps."""
        self.progress = Progress(self.progress.share, step=code)

    def is_stopped(self) -> bool:
        """Return whether to give up: somebody asked to stop, or this process ends."""
        return self._given_up.is_set()

    def go_on(self) -> None:
        """Do nothing, unless it is time to give up.

        Raises
        ------
        Stopped
            If somebody asked to stop, or this process ends.
        """
        if self.is_stopped():
            raise Stopped(N_("The work was stopped before it was done."))

    def give_up(self) -> None:
        """Let the function stop at its next look."""
        self._given_up.set()
