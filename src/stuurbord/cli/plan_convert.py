"""``plan convert``: a plan from one format into another, with its dates recomputed."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import typer

from stuurbord.cli.findings_table import show_findings
from stuurbord.cli.plan_reading import read_shown_plan
from stuurbord.cli.terminal import Terminal
from stuurbord.cli.written_file import write_whole
from stuurbord.engine.critical_path import Schedule, critical_path
from stuurbord.errors import N_, Finding
from stuurbord.exchange import mspdi
from stuurbord.exchange.mpxj import PrimaveraFormat
from stuurbord.exchange.mpxj import write as write_primavera
from stuurbord.exchange.plan_file import Limits
from stuurbord.plan import Plan

_ENDINGS: Final = {
    ".p6.xml": PrimaveraFormat.PMXML,
    ".pmxml": PrimaveraFormat.PMXML,
    ".xer": PrimaveraFormat.XER,
    ".xml": None,
}
"""The format that each ending of a name stands for, the longest first; None is Microsoft Project XML."""


def convert(file: Path, out: Path, project: str, terminal: Terminal, *, json: bool) -> None:
    """Read a plan, compute it and write it in the format that the name of the target asks for.

    Raises
    ------
    UnreadableFile, InvalidPlan
        If there is no plan in the file, or it cannot be written.
    typer.BadParameter
        If the ending of the target stands for no format.
    """
    form = _format_of(out, terminal)
    with terminal.progress(terminal.gettext(N_("Reading {file} …")).format(file=file.name)):
        shown = read_shown_plan(file, project, terminal, Limits())
        schedule = critical_path(shown.plan)
    with terminal.progress(terminal.gettext(N_("Writing {file} …")).format(file=out.name)):
        content, findings = _written(shown.plan, schedule, form, out.name)
        write_whole(out, content)
    if json:
        terminal.print_json(
            {
                "file": str(out),
                "format": "mspdi" if form is None else form.value,
                "tasks": len(shown.plan.tasks),
                "findings": [one.as_json(terminal.gettext) for one in (*shown.findings, *findings)],
            }
        )
        return
    terminal.say(terminal.gettext(N_("Written: {file}.")).format(file=out))
    show_findings((*shown.findings, *findings), terminal)


def _format_of(out: Path, terminal: Terminal) -> PrimaveraFormat | None:
    name = out.name.lower()
    for ending, form in _ENDINGS.items():
        if name.endswith(ending):
            return form
    text = terminal.gettext(N_("Let the name of the target end in one of: {endings}."))
    raise typer.BadParameter(text.format(endings=", ".join(sorted(_ENDINGS))))


def _written(
    plan: Plan, schedule: Schedule, form: PrimaveraFormat | None, file: str
) -> tuple[bytes, tuple[Finding, ...]]:
    if form is None:
        return mspdi.write(plan, schedule), ()
    made = write_primavera(plan, schedule, form, file)
    return made.content, made.findings
