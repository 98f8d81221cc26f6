"""While a job runs, a second thread writes its progress down and hears whether somebody asked to stop.

So the function may report as often as it likes, also from other threads and inside a transaction, and a long
step without any report is no sign of death.
"""

from __future__ import annotations

import logging
from threading import Event, Thread
from time import monotonic
from types import TracebackType
from typing import Final

from django.db import DatabaseError, connection

from stuurbord.web.jobs.queue import beat, mine
from stuurbord.web.jobs.work import Progress, Work

INTERVAL: Final = 0.5
"""Seconds between two looks, so at most two writes a second."""
SIGN_OF_LIFE: Final = 5.0
"""Seconds after which something is written though nothing moved."""

_log = logging.getLogger(__name__)


class Pulse:
    """A context: inside it, the progress of ``work`` is written and requests to stop are heard."""

    def __init__(self, work: Work, leaving: Event) -> None:
        self._work = work
        self._leaving = leaving
        self._ended = Event()
        self._thread = Thread(target=self._run, name=f"pulse of job {work.job.pk}", daemon=True)
        self._written = Progress()
        self._beaten = monotonic()

    def __enter__(self) -> Pulse:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            while not self._ended.wait(INTERVAL):
                self._look()
        finally:
            connection.close()

    def _look(self) -> None:
        if self._leaving.is_set():
            self._work.give_up()
        try:
            self._beat_if_needed()
            if mine(self._work.job).filter(stop_asked=False).exists():
                return
        except DatabaseError:  # busy, or restarting: the next look tells
            _log.warning("progress of job %s was not written", self._work.job.pk, exc_info=True)
            connection.close_if_unusable_or_obsolete()
            return
        self._work.give_up()  # somebody asked to stop, or another attempt took over

    def _beat_if_needed(self) -> None:
        now, progress = monotonic(), self._work.progress
        if progress != self._written or now - self._beaten >= SIGN_OF_LIFE:
            beat(self._work.job, progress)
            self._written, self._beaten = progress, now
