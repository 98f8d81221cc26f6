"""``stuurbord backup``: a whole copy of the database, taken while people work."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path
from typing import Annotated

import typer

from stuurbord.cli.options import Json
from stuurbord.cli.refusals import CannotContinue
from stuurbord.cli.terminal import terminal
from stuurbord.cli.written_file import whole_file
from stuurbord.errors import N_

HELP = N_(
    "Copy the SQLite database to a file, and check the copy.\n\n"
    "People may go on working. Keep secret.key with it. PostgreSQL has pg_dump for this."
)


def backup(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(help=N_("The file to write; one that exists is replaced."), metavar="FILE")
    ],
    json: Json = False,
) -> None:
    from stuurbord.cli.database import open_for_reading

    speaker = terminal(context)
    open_for_reading(speaker)
    from django.db import connection

    if connection.vendor != "sqlite":
        text = N_("This database is not SQLite; make its backup with pg_dump.")
        raise CannotContinue(speaker.gettext(text))
    connection.ensure_connection()
    with speaker.progress(speaker.gettext(N_("Copying the database …"))), whole_file(file) as temporary:
        _copy(connection.connection, temporary)
        sha256 = hashlib.sha256(temporary.read_bytes()).hexdigest()
        size = temporary.stat().st_size
        if not _is_sound(temporary):
            raise CannotContinue(speaker.gettext(N_("The copy is damaged; the database needs attention.")))
    if json:
        speaker.print_json({"file": str(file), "bytes": size, "sha256": sha256})
        return
    text = speaker.gettext(N_("Backup of {size} MB in {file}."))
    speaker.say(text.format(size=speaker.language.number(size / (1 << 20), 1), file=file))


def _copy(source: sqlite3.Connection, target: Path) -> None:
    target.touch(mode=0o600)  # it holds everything: sessions and hashes of passwords too
    copy = sqlite3.connect(target)
    try:
        source.backup(copy)
        # One file that needs no companions: a copy carried elsewhere must not miss its journal.
        copy.execute("PRAGMA journal_mode=DELETE")
    finally:
        copy.close()


def _is_sound(file: Path) -> bool:
    copy = sqlite3.connect(file)
    try:
        return bool(copy.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    finally:
        copy.close()
