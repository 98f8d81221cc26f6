"""``stuurbord serve``: the pages, for one laptop or a whole organisation."""

from __future__ import annotations

import multiprocessing
import os
import socket
from typing import Annotated

import typer

from stuurbord.cli.refusals import CannotContinue
from stuurbord.cli.terminal import Terminal, terminal
from stuurbord.errors import N_

HELP = N_("Serve the pages.\n\nThe database is created or migrated first. Ctrl-C stops.")
THREADS = 4
FIRST_ACCOUNT = "stuurbord user add ADDRESS --name NAME --role administrator"


def serve(
    context: typer.Context,
    host: Annotated[
        str, typer.Option(help=N_("Address to listen on; 0.0.0.0 is every network of this machine."))
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help=N_("Port to listen on."), min=1, max=65535)] = 8000,
    workers: Annotated[
        int,
        typer.Option(help=N_("Number of processes; 0: one with SQLite, more with PostgreSQL."), min=0),
    ] = 0,
) -> None:
    from stuurbord.cli.database import open_for_writing

    speaker = terminal(context)
    refuse_taken_port(host, port, speaker)
    open_for_writing(speaker)
    _tell_first_account(speaker)
    run_server(host, port, workers, speaker)


def refuse_taken_port(host: str, port: int, speaker: Terminal) -> None:
    """Refuse a port on which something answers: two servers on one port take turns unseen."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.settimeout(2)
        asked = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
        if probe.connect_ex((asked, port)) == 0:
            text = speaker.gettext(N_("Port {port} is taken by another program. Choose another with --port."))
            raise CannotContinue(text.format(port=port))


def run_server(host: str, port: int, workers: int, speaker: Terminal) -> None:
    """Serve until somebody stops it."""
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    is_sqlite = connections["default"].vendor == "sqlite"
    connections.close_all()  # the processes open their own
    # A fork would carry over pools without their threads: after the demo typeset its minutes here, the first
    # PDF that somebody asks of a forked process never comes.
    multiprocessing.set_start_method("spawn", force=True)
    shown = f"[{host}]" if ":" in host else host
    text = speaker.gettext(N_("Stuurbord stands at {address} (Ctrl-C stops it)."))
    speaker.say(text.format(address=f"http://{shown}:{port}/"), style="bold")
    speaker.out.file.flush()
    Granian(
        "stuurbord.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers or (1 if is_sqlite else max(2, min(os.cpu_count() or 2, 8))),
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        websockets=False,
    ).serve()


def _tell_first_account(speaker: Terminal) -> None:
    from stuurbord.web.accounts.models import User

    if not User.objects.filter(is_active=True).exists():
        text = N_("Nobody can log in yet. Open the first account in another window: {command}")
        speaker.tell(speaker.gettext(text).format(command=FIRST_ACCOUNT), style="yellow")
