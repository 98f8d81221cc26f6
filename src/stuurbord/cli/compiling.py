"""``stuurbord compile``: large plans and simulations in machine code, once per installation."""

from __future__ import annotations

import time

import typer

from stuurbord.cli.options import Json
from stuurbord.cli.refusals import CannotContinue
from stuurbord.cli.terminal import terminal
from stuurbord.errors import N_

HELP = N_(
    "Compile the computation of large plans and of simulations to machine code.\n\nNeeds the extra “fast”."
    " Run it once after installing and after every update; it takes two minutes. Without it everything works,"
    " only slower: some ten times for simulations and for plans of tens of thousands of tasks."
)


def compile_(context: typer.Context, json: Json = False) -> None:
    from stuurbord.engine.critical_path.running import machine_code
    from stuurbord.engine.schedule_risk import machine_code as of_the_sweep

    speaker = terminal(context)
    if not machine_code.has_compiler():
        text = N_("Compiling needs the extra stuurbord[fast], which is not installed. All works without it.")
        raise CannotContinue(speaker.gettext(text))
    was_compiled, begun = machine_code.is_compiled() and of_the_sweep.is_compiled(), time.monotonic()
    if not was_compiled:
        from stuurbord.engine.critical_path.running.compiled import warm
        from stuurbord.engine.schedule_risk.compiled import warm as warm_sweep

        with speaker.progress(speaker.gettext(N_("Compiling, which takes two minutes …"))):
            warm()
            warm_sweep()
    folder, seconds = machine_code.machine_code_folder(), round(time.monotonic() - begun)
    if json:
        speaker.print_json({"folder": str(folder), "compiled": not was_compiled, "seconds": seconds})
        return
    text = (
        N_("This version was compiled already; its machine code is in {folder}.")
        if was_compiled
        else N_("Compiled in {seconds} seconds; the machine code is in {folder}.")
    )
    speaker.say(speaker.gettext(text).format(folder=folder, seconds=seconds))
