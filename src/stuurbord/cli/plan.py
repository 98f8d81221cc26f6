"""``stuurbord plan``: what a plan file says, recomputed, without any database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stuurbord.cli.options import Json
from stuurbord.cli.terminal import terminal
from stuurbord.errors import N_

app = typer.Typer(no_args_is_help=True, help=N_("Look at plan files."))


@app.command(
    "show",
    help=N_(
        "Recompute a plan and show its tasks.\n\n"
        "Reads Microsoft Project XML, the planning sheet of the workbook, Excel and CSV tables with tasks, "
        "and with the extra msproject, .mpp, .mpx, .xer and Primavera XML."
    ),
)
def show(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=N_("The plan file."), metavar="FILE")],
    project: Annotated[str, typer.Option(help=N_("Code of the project, for a file with several."))] = "",
    others: Annotated[
        list[Path] | None,
        typer.Option(
            "--with", help=N_("Another plan whose tasks this one waits for; may be repeated."), metavar="FILE"
        ),
    ] = None,
    json: Json = False,
) -> None:
    # NumPy and the readers come in here, so that the other commands start without them.
    from stuurbord.cli.plan_linked import beside
    from stuurbord.cli.plan_reading import read_shown_plan
    from stuurbord.cli.plan_record import plan_record
    from stuurbord.cli.plan_table import show_plan
    from stuurbord.engine.critical_path import critical_path

    speaker = terminal(context)
    with speaker.progress(speaker.gettext(N_("Reading {file} …")).format(file=file.name)):
        shown = read_shown_plan(file, project, speaker)
        if others:
            shown, schedule = beside(shown, others, speaker)
        else:
            schedule = critical_path(shown.plan)
    if json:
        speaker.print_json(plan_record(shown, schedule, speaker))
        return
    show_plan(shown, schedule, speaker)
