"""``stuurbord plan``: what a plan file says, recomputed, without any database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stuurbord.cli.check_choices import Patterns, Profile
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


@app.command(
    "check",
    help=N_(
        "Recompute plans and compare every date with the one their file stores.\n\n"
        "Reads Microsoft Project XML, and with the extra msproject, .mpp, .mpx, .xer and Primavera XML. "
        "Each date that differs comes with its cause."
    ),
)
def check(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help=N_("The plan files."), metavar="FILE…")],
    patterns: Annotated[
        Patterns,
        typer.Option(help=N_("Uneven work as the file lays it out (stored), or computed from its contour.")),
    ] = Patterns.STORED,
    profile: Annotated[
        Profile | None,
        typer.Option(help=N_("Whose rules: ms or p6; without it, those of the program that wrote the file.")),
    ] = None,
    rival: Annotated[
        bool, typer.Option("--rival", help=N_("Show what MPXJ's own scheduler reaches on the same tasks."))
    ] = False,
    json: Json = False,
) -> None:
    from stuurbord.cli.plan_check import Checking, run_check

    run_check(files, Checking(patterns, profile, with_rival=rival), terminal(context), json=json)


@app.command(
    "why",
    help=N_(
        "Tell why a task is dated as it is.\n\n"
        "Follows its start and its finish back over what drives them, to the start of the project or a date "
        "that is given, and tells what holds its late finish. UID is the task's unique number, as plan show "
        "--json prints it."
    ),
)
def why(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=N_("The plan file."), metavar="FILE")],
    uid: Annotated[int, typer.Argument(help=N_("The task's unique number."), metavar="UID")],
    project: Annotated[str, typer.Option(help=N_("Code of the project, for a file with several."))] = "",
    json: Json = False,
) -> None:
    from stuurbord.cli.plan_reading import read_shown_plan
    from stuurbord.cli.plan_why import explain
    from stuurbord.engine.critical_path import critical_path

    speaker = terminal(context)
    with speaker.progress(speaker.gettext(N_("Reading {file} …")).format(file=file.name)):
        shown = read_shown_plan(file, project, speaker)
        schedule = critical_path(shown.plan)
    explain(shown, schedule, uid, speaker, json=json)


@app.command(
    "health",
    help=N_(
        "Judge the quality of a plan by the fourteen points of the DCMA.\n\n"
        "Each point comes with its limit and with the tasks and links behind it; how the points were read "
        "stands below."
    ),
)
def health(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=N_("The plan file."), metavar="FILE")],
    project: Annotated[str, typer.Option(help=N_("Code of the project, for a file with several."))] = "",
    json: Json = False,
) -> None:
    from stuurbord.cli.plan_health import show_health
    from stuurbord.cli.plan_reading import read_shown_plan
    from stuurbord.engine.schedule_quality import schedule_quality

    speaker = terminal(context)
    with speaker.progress(speaker.gettext(N_("Reading {file} …")).format(file=file.name)):
        shown = read_shown_plan(file, project, speaker)
        quality = schedule_quality(shown.plan)
    show_health(shown, quality, speaker, json=json)


@app.command(
    "convert",
    help=N_(
        "Write a plan in another format, with its dates recomputed.\n\n"
        "The ending of OUT decides: .xml for Microsoft Project XML; with the extra msproject, .xer for "
        "Primavera XER, and .p6.xml or .pmxml for Primavera XML. What the other format has no place for is "
        "told."
    ),
)
def convert(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=N_("The plan file."), metavar="FILE")],
    out: Annotated[Path, typer.Argument(help=N_("The file to write."), metavar="OUT")],
    project: Annotated[str, typer.Option(help=N_("Code of the project, for a file with several."))] = "",
    json: Json = False,
) -> None:
    from stuurbord.cli.plan_convert import convert as convert_plan

    convert_plan(file, out, project, terminal(context), json=json)
