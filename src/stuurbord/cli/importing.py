"""``stuurbord import``: files and folders in, each whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stuurbord.cli.exit_codes import ExitCode
from stuurbord.cli.given_file import files_in, read_bytes
from stuurbord.cli.options import Json
from stuurbord.cli.terminal import terminal
from stuurbord.errors import N_

HELP = N_(
    "Import plans, workbooks and tables.\n\n"
    "Folders are searched. Workbooks of Stuurbord go first, then plans, then other tables. On a terminal "
    "each file is shown and asked about; elsewhere it goes in. A file goes in whole or not at all; exit code "
    "1 if one of them was refused."
)


def import_(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help=N_("Files and folders."), metavar="PATH")],
    portfolio: Annotated[
        str, typer.Option(help=N_("Key of the portfolio; may be left out while there is at most one."))
    ] = "",
    create: Annotated[bool, typer.Option("--create", help=N_("Create the portfolio."))] = False,
    project: Annotated[
        str, typer.Option(help=N_("Code of the project one plan file is for; else the file tells."))
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=N_("Show what would change; nothing is stored."))
    ] = False,
    mapping: Annotated[
        Path | None, typer.Option("--map", help=N_("A mapping (TOML) by which other tables are read."))
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=N_("Do not ask."))] = False,
    json: Json = False,
) -> None:
    from stuurbord.cli.database import open_for_writing

    speaker = terminal(context)
    given = files_in(paths)
    if project and len(given) != 1:
        raise typer.BadParameter(speaker.gettext(N_("--project goes with one file.")))
    mapping_toml = _mapping(mapping)
    open_for_writing(speaker)
    from stuurbord.cli.import_report import run_record, show_outcome, show_summary
    from stuurbord.cli.import_run import import_run

    run = import_run(
        speaker,
        portfolio=portfolio,
        create=create,
        project=project,
        mapping=mapping_toml,
        dry_run=dry_run,
        asks=speaker.is_interactive and not yes,
    )
    outcomes = []
    for outcome in run.outcomes(given):
        if not outcome.is_shown:
            show_outcome(outcome, speaker, details=dry_run)
        outcomes.append(outcome)
    if json:
        speaker.print_json(run_record(run, outcomes))
    else:
        show_summary(run, outcomes)
    if any(outcome.is_refused for outcome in outcomes):
        raise typer.Exit(ExitCode.NO)


def _mapping(path: Path | None) -> str:
    """Return the text of a mapping, refused here if it is none."""
    if path is None:
        return ""
    from stuurbord.exchange.foreign_table import from_toml, to_toml

    text = read_bytes(path, 1 << 20).decode("utf-8", "replace")
    return to_toml(from_toml(text, path.name))
