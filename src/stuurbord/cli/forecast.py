"""``stuurbord forecast``: what progress says about the finish and the cost, without any database."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from stuurbord.cli.options import Json
from stuurbord.cli.terminal import Terminal, terminal
from stuurbord.errors import N_

app = typer.Typer(no_args_is_help=True, help=N_("Forecast from progress."))


@app.callback()
def _group() -> None:
    """Keep ``evm`` a command of the group, also while it is the only one."""


@app.command(
    "evm",
    help=N_(
        "Earned value: every index and every forecast on the last date with an earned value.\n\n"
        "Reads a table with the columns period_end, pv, ev and ac (cumulative, pv for the whole baseline), "
        "with its budget and baseline dates beside it; or a tracking workbook of ProTrack, which holds them."
    ),
)
def evm(
    context: typer.Context,
    source: Annotated[
        Path, typer.Option("--input", help=N_("The table or tracking workbook."), metavar="FILE")
    ],
    bac: Annotated[str, typer.Option(help=N_("Budget at completion, in euro."), metavar="EURO")] = "",
    baseline_start: Annotated[
        str, typer.Option(help=N_("First day (or moment) of the baseline."), metavar="DATE")
    ] = "",
    baseline_finish: Annotated[
        str, typer.Option(help=N_("Last day (or moment) of the baseline."), metavar="DATE")
    ] = "",
    json: Json = False,
) -> None:
    from stuurbord.cli.forecast_reading import read_answer
    from stuurbord.cli.forecast_record import answer_record
    from stuurbord.cli.forecast_table import show_answer
    from stuurbord.cli.given_file import read_bytes

    speaker = terminal(context)
    options = (bac, baseline_start, baseline_finish)
    with speaker.progress(speaker.gettext(N_("Reading {file} …")).format(file=source.name)):
        answer = read_answer(read_bytes(source), source.name, options, speaker)
    if json:
        speaker.print_json(answer_record(answer, speaker))
        return
    show_answer(answer, speaker)


def given_cents(text: str, speaker: Terminal) -> int:
    """Return the budget in cents, or refuse it; a lone point is the decimal one, as programs write."""
    from stuurbord.exchange.progress_series.amounts import decimal_mark, read_cents
    from stuurbord.exchange.tabular.problem import CellProblem

    try:
        cents = read_cents(text, decimal_mark([text], ","))
    except CellProblem as problem:
        message = speaker.gettext(problem.text).format(**problem.fields)
        raise typer.BadParameter(message, param_hint="--bac") from problem
    if cents <= 0:
        raise typer.BadParameter(speaker.gettext(N_("The budget must be above zero.")), param_hint="--bac")
    return cents


def given_moment(text: str, option: str, speaker: Terminal) -> date:
    """Return the day or moment of an option, or refuse it."""
    from stuurbord.exchange.tabular.dates import read_moment
    from stuurbord.exchange.tabular.problem import CellProblem, Notation

    try:
        return read_moment(text, Notation())
    except CellProblem as problem:
        message = speaker.gettext(problem.text).format(**problem.fields)
        raise typer.BadParameter(message, param_hint=option) from problem
