"""``stuurbord demo``: the fictional agency, loaded through the importers everybody uses, and served."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stuurbord.cli.demo_accounts import ACCOUNTS, KEY, PASSWORD, access
from stuurbord.cli.demo_home import DemoHome
from stuurbord.cli.options import Json
from stuurbord.cli.serve import refuse_taken_port, run_server
from stuurbord.cli.terminal import Terminal, terminal
from stuurbord.errors import N_

HELP = N_(
    "Load the demo portfolio of a fictional agency and serve it on this machine.\n\n"
    "It has a place of its own: your data is not touched."
)
HOST = "127.0.0.1"


def demo(
    context: typer.Context,
    port: Annotated[int, typer.Option(help=N_("Port to listen on."), min=1, max=65535)] = 8000,
    no_serve: Annotated[bool, typer.Option("--no-serve", help=N_("Load only."))] = False,
    reset: Annotated[bool, typer.Option("--reset", help=N_("Undo all changes in the demo."))] = False,
    home: Annotated[
        Path | None,
        typer.Option(help=N_("Where the demo keeps its data; without it var/demo.")),
    ] = None,
    json: Json = False,
) -> None:
    speaker = terminal(context)
    place = DemoHome.found(home, speaker)
    if not no_serve:
        refuse_taken_port(HOST, port, speaker)
    is_new = _prepare(place, reset, speaker)
    if json:
        speaker.print_json({"home": str(place.home), "loaded": is_new, "portfolio": KEY, **access()})
    _tell_access(speaker)
    if not no_serve:
        run_server(HOST, port, 1, speaker)


def _prepare(place: DemoHome, reset: bool, speaker: Terminal) -> bool:
    """Load the demo unless it is there already; return whether it was loaded."""
    from stuurbord.cli.database import load, open_for_writing

    place.use()
    if place.is_loaded and not reset:
        load(speaker)
        return False
    place.clear()
    open_for_writing(speaker)
    from stuurbord.cli.demo_content import load_content

    load_content(place, speaker)
    place.mark_loaded()
    return True


def _tell_access(speaker: Terminal) -> None:
    text = N_("Log in as one of these fictional people, all with the password {password}:")
    speaker.say(speaker.gettext(text).format(password=PASSWORD))
    for one in ACCOUNTS:
        speaker.say(f"    {one.email:<46}{one.name}, {speaker.gettext(one.what)}")
