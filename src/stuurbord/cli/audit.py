"""``stuurbord audit``: verify the chain of actions, in the database or in an exported file."""

from __future__ import annotations

import json as json_module
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from stuurbord.cli.exit_codes import ExitCode
from stuurbord.cli.given_file import cannot_open
from stuurbord.cli.options import Json, OutFile
from stuurbord.cli.terminal import Terminal, terminal
from stuurbord.cli.written_file import whole_file
from stuurbord.errors import N_, FileRefused, Finding, Severity, UnreadableFile, Where

if TYPE_CHECKING:
    from stuurbord.web.audit.proof import Break

app = typer.Typer(no_args_is_help=True, help=N_("Verify and export the audit log."))
LONGEST_LINE: Final = 16 << 20
"""Bytes of one entry; more is no entry of ours."""


@app.command(
    "verify",
    help=N_(
        "Verify that no entry of the audit log was changed, removed or moved.\n\n"
        "With --file an export is verified, without any database. Exit code 1 if the chain is broken."
    ),
)
def verify(
    context: typer.Context,
    file: Annotated[Path | None, typer.Option(help=N_("An export to verify (JSON lines)."))] = None,
    json: Json = False,
) -> None:
    speaker = terminal(context)
    with speaker.progress(speaker.gettext(N_("Verifying the audit log …"))):
        count, broken = _verified(file, speaker)
    if json:
        speaker.print_json(_record(file, count, broken, speaker))
    elif broken is None:
        held = speaker.ngettext(N_("{count} entry"), N_("{count} entries"), count)
        speaker.say(speaker.gettext(N_("The audit chain holds: {entries}.")).format(entries=held))
    else:
        text = speaker.gettext(N_("The audit chain is broken at entry {number}: {what}."))
        speaker.say(text.format(number=broken.number, what=broken.message(speaker.gettext)), style="red")
    if broken is not None:
        raise typer.Exit(ExitCode.NO)


def _verified(file: Path | None, speaker: Terminal) -> tuple[int, Break | None]:
    if file is not None:
        from stuurbord.web.audit import proof

        return proof.verify(exported_records(file))
    from stuurbord.cli.database import open_for_reading

    open_for_reading(speaker)
    from stuurbord.web.audit.chain import verify_database

    return verify_database()


def _record(file: Path | None, count: int, broken: Break | None, speaker: Terminal) -> dict[str, Any]:
    what = broken and {"number": broken.number, "message": broken.message(speaker.gettext)}
    return {"file": file and str(file), "holds": broken is None, "entries": count, "break": what}


def exported_records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the entries of an export, one per line.

    Raises
    ------
    UnreadableFile
        If the file cannot be opened, or a line is no entry.
    """
    try:
        opened = path.open("rb")
    except OSError as error:
        raise cannot_open(path, error) from error
    with opened:
        number = 0
        while line := opened.readline(LONGEST_LINE + 1):
            number += 1
            if line.strip():
                yield _entry(line, Where(path.name, line=number))


def _entry(line: bytes, where: Where) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        text = N_("This line is too long for an entry of the audit log.")
        raise FileRefused(Finding("audit_line_too_long", text, Severity.ERROR, where))
    try:
        record = json_module.loads(line)
        is_entry = isinstance(record, dict) and {"number", "previous_hash", "hash"} <= record.keys()
    except (ValueError, RecursionError):
        is_entry = False
    if not is_entry:
        text = N_("This line is no entry of an exported audit log.")
        raise UnreadableFile(Finding("no_audit_entry", text, Severity.ERROR, where))
    return dict(record)


@app.command("export", help=N_("Write the audit log to a file that can be verified without the database."))
def export(context: typer.Context, out: OutFile, json: Json = False) -> None:
    from stuurbord.cli.database import open_for_reading

    speaker = terminal(context)
    open_for_reading(speaker)
    from stuurbord.web.audit.chain import exported

    count = 0
    with whole_file(out) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as target:
        for record in exported():
            target.write(json_module.dumps(record, ensure_ascii=False) + "\n")
            count += 1
    if json:
        speaker.print_json({"file": str(out), "entries": count})
        return
    written = speaker.ngettext(N_("{count} entry"), N_("{count} entries"), count)
    speaker.say(speaker.gettext(N_("{entries} written to {file}.")).format(entries=written, file=out))
