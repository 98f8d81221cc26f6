"""``stuurbord doctor``: is everything this installation needs in order?"""

from __future__ import annotations

from dataclasses import asdict

import typer

from stuurbord import __version__
from stuurbord.cli.doctor_finding import Check, State
from stuurbord.cli.exit_codes import ExitCode
from stuurbord.cli.options import Json
from stuurbord.cli.terminal import Terminal, terminal
from stuurbord.errors import N_

HELP = N_(
    "Check this installation, and change nothing.\n\n"
    "Looks at Python, packages, catalogue, readers, disk, database and audit chain. Exit code 1 if something "
    "is wrong."
)


def doctor(context: typer.Context, json: Json = False) -> None:
    from stuurbord.cli.doctor_checks import checks

    speaker = terminal(context)
    found = checks(speaker)
    problems = [one for one in found if one.state is State.PROBLEM]
    if json:
        listed = [asdict(one) for one in found]
        speaker.print_json({"version": __version__, "ok": not problems, "checks": listed})
    else:
        _show(found, speaker)
    if problems:
        raise typer.Exit(ExitCode.NO)


def _show(found: list[Check], speaker: Terminal) -> None:
    marks = {State.OK: ("✓", "green"), State.NOTE: ("!", "yellow"), State.PROBLEM: ("✗", "red")}
    for one in found:
        mark, style = marks[one.state]
        speaker.say(f"{mark} {speaker.gettext(one.label)}: {one.message}", style=style)
    n_problems = sum(one.state is State.PROBLEM for one in found)
    if n_problems:
        text = speaker.ngettext(N_("{count} problem."), N_("{count} problems."), n_problems)
    else:
        text = speaker.gettext(N_("Everything this installation needs is in order."))
    speaker.say(text, style="bold")
