"""``stuurbord migrate``: the database brought to this version."""

from __future__ import annotations

import typer

from stuurbord.cli.options import Json
from stuurbord.cli.terminal import terminal
from stuurbord.errors import N_

HELP = N_("Create the database, or bring it to this version.\n\nserve, demo and import do it by themselves.")


def migrate(context: typer.Context, json: Json = False) -> None:
    from stuurbord.cli.database import bring_up_to_date, load

    speaker = terminal(context)
    load(speaker)
    done = bring_up_to_date(speaker)
    if json:
        speaker.print_json({"migrations": done})
    elif done:
        text = N_("The database was brought up to this version.")
        speaker.say(speaker.gettext(text))
    else:
        speaker.say(speaker.gettext(N_("The database is at this version already.")))
