"""``stuurbord template``: the empty workbook, with lists and explanations."""

from __future__ import annotations

from typing import Annotated

import typer

from stuurbord.cli.options import Json, OutFile
from stuurbord.cli.terminal import terminal
from stuurbord.cli.written_file import write_whole
from stuurbord.errors import N_

HELP = N_("Write the empty Excel workbook to fill in and import: projects, planning, budget, risks and more.")


Risks = Annotated[
    bool, typer.Option("--risks", help=N_("Only the sheets that say what is uncertain, for a simulation."))
]


def template(context: typer.Context, out: OutFile, risks: Risks = False, json: Json = False) -> None:
    from stuurbord.exchange import risk_workbook, workbook

    speaker = terminal(context)
    content = workbook.write(None, speaker.language.code, risk_workbook.SHEETS if risks else None)
    write_whole(out, content)
    if json:
        speaker.print_json({"file": str(out), "bytes": len(content), "language": speaker.language.code})
    speaker.say(speaker.gettext(N_("The empty workbook stands in {file}.")).format(file=out))
