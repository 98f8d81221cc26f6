"""The threads of a web process that run jobs and what comes back, where no `stuurbord worker` does."""

from __future__ import annotations

import os
from multiprocessing.util import Finalize
from threading import Event, Lock, Thread
from typing import Final

from django.conf import settings

from stuurbord.web.jobs import periodic
from stuurbord.web.jobs.running import run_until

HERE = "here"
WORKERS = "workers"
AT_ONCE = "at_once"
MODES = (HERE, WORKERS, AT_ONCE)
"""What ``STUURBORD_JOBS`` can say of who runs jobs; ``at_once``, whoever asks, is for tests."""

GRACE: Final = 10.0
"""Seconds that a process which ends waits for each thread: its job goes back to the queue."""
BEFORE_ALL_ELSE: Final = 200
"""The job must hear of it before the pools and connections it uses end."""

_woken = Event()
_leaving = Event()
_lock = Lock()
_serving_process = 0


def serve() -> None:
    """Run jobs in this process from now on, if the setting says so; called where pages are served."""
    global _serving_process
    if settings.STUURBORD_JOBS != HERE:
        return
    with _lock:
        if _serving_process != os.getpid():
            _serving_process = os.getpid()
            thread = Thread(target=run_until, args=(_leaving, _wait), name="jobs", daemon=True)
            # Apart: a mail must not wait for a simulation.
            other = Thread(target=periodic.run_until, args=(_leaving, _leaving.wait), name="due", daemon=True)
            Finalize(None, _leave, args=(thread, other), exitpriority=BEFORE_ALL_ELSE)
            thread.start()
            other.start()


def wake() -> None:
    """Let the thread look at the queue now; elsewhere, nothing happens."""
    _woken.set()


def _leave(*threads: Thread) -> None:
    """Let the threads end what they do, or give it back, before this process ends."""
    _leaving.set()
    _woken.set()
    for thread in threads:
        thread.join(GRACE)


def _wait(seconds: float) -> None:
    _woken.wait(seconds)
    _woken.clear()
