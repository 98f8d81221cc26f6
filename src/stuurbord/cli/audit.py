"""``stuurbord audit``: verify the chain of actions, in the database or in an exported file."""

from __future__ import annotations

import json as json_module
import re
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
    from stuurbord.web.audit.proof import Verdict

app = typer.Typer(no_args_is_help=True, help=N_("Verify and export the audit log."))
_ANCHOR: Final = re.compile(r"([0-9]{1,18})\s*:\s*([0-9a-f]{12,64})")
LONGEST_LINE: Final = 16 << 20
"""Bytes of one entry; more is no entry of ours."""


@app.command(
    "verify",
    help=N_(
        "Verify that no entry of the audit log was edited, removed, inserted or moved.\n\n"
        "Every break is named with the number of its entry. With --file an export is verified, without any "
        "database. Exit code 1 if the chain is broken."
    ),
)
def verify(
    context: typer.Context,
    file: Annotated[Path | None, typer.Option(help=N_("An export to verify (JSON lines)."))] = None,
    anchor: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NUMBER:HASH",
            help=N_(
                "A link as it was printed, to notice a chain that was made anew; may stand more than once."
            ),
        ),
    ] = None,
    json: Json = False,
) -> None:
    speaker = terminal(context)
    anchors = dict(_anchor(one, speaker) for one in anchor or ())
    with speaker.progress(speaker.gettext(N_("Verifying the audit log …"))):
        verdict = _verified(file, anchors, speaker)
    if json:
        speaker.print_json(_record(file, verdict, speaker))
    else:
        _say(verdict, file, speaker)
    if not verdict.holds:
        raise typer.Exit(ExitCode.NO)


def _anchor(text: str, speaker: Terminal) -> tuple[int, str]:
    match = _ANCHOR.fullmatch(text.strip().lower())
    if match is None:
        message = N_("An anchor is the number of an entry and its hash: 1482:9f2c… (at least 12 signs).")
        raise typer.BadParameter(speaker.gettext(message))
    return int(match[1]), match[2]


def _verified(file: Path | None, anchors: dict[int, str], speaker: Terminal) -> Verdict:
    if file is not None:
        from stuurbord.web.audit import proof

        return proof.judge(exported_records(file), anchors=anchors)
    from stuurbord.cli.database import open_for_reading

    open_for_reading(speaker)
    from stuurbord.web.audit.chain import judge_database

    return judge_database(anchors)


def _say(verdict: Verdict, file: Path | None, speaker: Terminal) -> None:
    if verdict.holds:
        held = speaker.ngettext(N_("{count} entry"), N_("{count} entries"), verdict.count)
        speaker.say(speaker.gettext(N_("The audit chain holds: {entries}.")).format(entries=held))
        link = f"{verdict.last.number}:{verdict.last.hash}"
        speaker.tell(speaker.gettext(N_("Its last link: {link}")).format(link=link))
    else:
        text = speaker.ngettext(
            N_("The audit chain is broken in {count} place:"),
            N_("The audit chain is broken in {count} places:"),
            verdict.n_breaks,
        )
        speaker.say(text, style="red")
        for one in verdict.breaks:
            speaker.say(f"  {one.message(speaker.gettext)}")
        if verdict.n_breaks > len(verdict.breaks):
            rest = verdict.n_breaks - len(verdict.breaks)
            speaker.say("  " + speaker.ngettext(N_("and {count} more"), N_("and {count} more"), rest))
    if file is not None and not verdict.is_sealed:
        text = N_("This export has no seal: whether entries are missing at its end cannot be told.")
        speaker.tell(speaker.gettext(text))


def _record(file: Path | None, verdict: Verdict, speaker: Terminal) -> dict[str, Any]:
    breaks = [
        {
            "kind": one.kind.value,
            "number": one.number,
            "until": one.until or one.number,
            "message": one.message(speaker.gettext),
        }
        for one in verdict.breaks
    ]
    return {
        "file": file and str(file),
        "holds": verdict.holds,
        "entries": verdict.count,
        "last_hash": verdict.last.hash,
        "sealed": verdict.is_sealed,
        "break_count": verdict.n_breaks,
        "breaks": breaks,
    }


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
        is_entry = isinstance(record, dict) and (_is_entry(record) or _is_seal(record))
    except (ValueError, RecursionError):
        is_entry = False
    if not is_entry:
        text = N_("This line is no entry of an exported audit log.")
        raise UnreadableFile(Finding("no_audit_entry", text, Severity.ERROR, where))
    return dict(record)


def _is_entry(record: dict[str, Any]) -> bool:
    return type(record.get("number")) is int and all(
        isinstance(record.get(name), str) for name in ("previous_hash", "hash")
    )


def _is_seal(record: dict[str, Any]) -> bool:
    seal = record.get("seal")
    return isinstance(seal, dict) and type(seal.get("entries")) is int and isinstance(seal.get("hash"), str)


@app.command("export", help=N_("Write the audit log to a file that can be verified without the database."))
def export(context: typer.Context, out: OutFile, json: Json = False) -> None:
    from stuurbord.cli.database import open_for_reading

    speaker = terminal(context)
    open_for_reading(speaker)
    from stuurbord.web.audit.chain import sealed_export

    count = 0
    with whole_file(out) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as target:
        for record in sealed_export():
            target.write(json_module.dumps(record, ensure_ascii=False) + "\n")
            count += "seal" not in record
    if json:
        speaker.print_json({"file": str(out), "entries": count})
        return
    written = speaker.ngettext(N_("{count} entry"), N_("{count} entries"), count)
    speaker.say(speaker.gettext(N_("{entries} written to {file}.")).format(entries=written, file=out))
