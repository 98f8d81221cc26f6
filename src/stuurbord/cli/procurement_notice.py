"""``procurement notice``: read a published notice, tell what it says, and write it as open data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from stuurbord.cli.exit_codes import ExitCode
from stuurbord.cli.given_file import read_bytes
from stuurbord.cli.options import Json
from stuurbord.cli.terminal import Terminal, terminal
from stuurbord.errors import N_, Finding, Severity, UnreadableFile, Where, errors_in

if TYPE_CHECKING:
    from stuurbord.exchange.notices import Notice

HELP: Final = N_(
    "Read a procurement notice of the Official Journal: what it says, which file it opens, which facts it "
    "gives."
)


def notice(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=N_("A notice in XML: eForms or the former schema."))
    ],
    ocds: Annotated[
        Path | None,
        typer.Option(
            "--ocds", metavar="OUT", help=N_("Also write it as an Open Contracting release, in JSON.")
        ),
    ] = None,
    prefix: Annotated[
        str, typer.Option("--ocid-prefix", help=N_("Your registered prefix for --ocds, such as ocds-213czf."))
    ] = "ocds-000000",
    json: Json = False,
) -> None:
    from stuurbord.exchange.notices import read_notice

    speaker = terminal(context)
    found, findings = read_notice(read_bytes(file), file.name)
    if found is None:
        raise UnreadableFile(*errors_in(findings))
    if json:
        speaker.print_json(_record(found, findings, speaker))
    else:
        _show(found, findings, speaker)
    if ocds is not None:
        _write(found, ocds, prefix, file.name, speaker)


def _record(found: Notice, findings: list[Finding], speaker: Terminal) -> dict[str, object]:
    from stuurbord.exchange.notices import facts_of, notice_record, stage_of

    facts, missing = facts_of(found)
    return {
        "notice": notice_record(found),
        "opens_file_at": stage_of(found),
        "facts": facts,
        "missing": [{"fact": one.fields["fact"], "text": one.message(speaker.gettext)} for one in missing],
        "findings": [one.as_json(speaker.gettext) for one in findings],
    }


def _show(found: Notice, findings: list[Finding], speaker: Terminal) -> None:
    from stuurbord.cli.findings_table import show_findings
    from stuurbord.cli.procurement_notice_told import show_notice

    show_notice(found, speaker)
    show_findings(findings, speaker)


def _write(found: Notice, out: Path, prefix: str, name: str, speaker: Terminal) -> None:
    from stuurbord.cli.written_file import write_whole
    from stuurbord.exchange.notices import makes_release, write_ocds

    if not makes_release(found):
        text = N_("This kind of notice is no stage of a contracting process, so it makes no release.")
        finding = Finding("notice_without_release", text, Severity.ERROR, Where(name))
        speaker.tell(finding.message(speaker.gettext))
        raise typer.Exit(ExitCode.NO)
    try:
        content = write_ocds(found, prefix=prefix, language=speaker.language.code)
    except ValueError as error:
        text = N_("A prefix is “ocds-” and six small letters or digits.")
        raise typer.BadParameter(speaker.gettext(text)) from error
    write_whole(out, content)
    speaker.tell(speaker.gettext(N_("Written: {file}.")).format(file=out))
