"""``stuurbord worker``: a process that runs the long work people ask for."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from types import FrameType
from typing import Annotated

import typer

from stuurbord.cli.options import Json
from stuurbord.cli.terminal import terminal
from stuurbord.errors import N_

HELP = N_(
    "Run the long work that people ask for, such as simulations, and what comes back, such as mail.\n\n"
    "Start as many as there should run at the same time; set STUURBORD_JOBS=workers for the pages. "
    "Ctrl-C stops: what was running goes back to the queue."
)

_GRACE = 15.0
"""Seconds that mail under way gets to end."""


def worker(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help=N_("Run what waits now, then stop."))] = False,
    json: Json = False,
) -> None:
    from stuurbord.cli.database import open_for_reading

    speaker = terminal(context)
    open_for_reading(speaker)
    from stuurbord.web.jobs import periodic
    from stuurbord.web.jobs.running import run_until, run_waiting

    with _told_to_leave() as leaving:
        if once:
            n_run = run_waiting(leaving)
            periodic.run_due(leaving=leaving)
        else:
            speaker.tell(speaker.gettext(N_("Waiting for work (Ctrl-C stops).")))
            # Apart: a mail must not wait for a simulation.
            due = Thread(target=periodic.run_until, args=(leaving, leaving.wait), name="due", daemon=True)
            due.start()
            n_run = run_until(leaving, leaving.wait)
            due.join(_GRACE)
    if json:
        speaker.print_json({"jobs": n_run})
    else:
        speaker.say(speaker.ngettext(N_("{count} job was run."), N_("{count} jobs were run."), n_run))


@contextmanager
def _told_to_leave() -> Iterator[Event]:
    """Give an event that is set when somebody interrupts or ends this process."""
    leaving = Event()

    def leave(_number: int, _frame: FrameType | None) -> None:
        leaving.set()

    before = {number: signal.signal(number, leave) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield leaving
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
