"""``stuurbord search``: make the index of the search anew."""

from __future__ import annotations

import typer

from stuurbord.cli.options import Json
from stuurbord.cli.terminal import terminal
from stuurbord.errors import N_

app = typer.Typer(no_args_is_help=True, help=N_("Look after the index of the search."))


@app.callback()
def group() -> None:
    """Keep the name of the one command."""


@app.command(
    "rebuild",
    help=N_(
        "Make the index of the search anew from the data.\n\n"
        "Needed only when data was written outside Stuurbord; who searches meanwhile finds what stood there."
    ),
)
def rebuild(context: typer.Context, json: Json = False) -> None:
    from stuurbord.cli.database import open_for_writing

    speaker = terminal(context)
    open_for_writing(speaker)
    from stuurbord.web.search.sources import rebuild as make_anew

    with speaker.progress(speaker.gettext(N_("Making the index of the search anew …"))):
        count = make_anew()
    if json:
        speaker.print_json({"texts": count})
        return
    made = speaker.ngettext(N_("{count} text can be found."), N_("{count} texts can be found."), count)
    speaker.say(made)
