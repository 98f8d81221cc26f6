"""``stuurbord simulate``: how sure the finish and the cost of a plan are, without any database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from stuurbord.cli.options import Json
from stuurbord.cli.terminal import Terminal, terminal
from stuurbord.errors import N_

HELP: Final = N_(
    "Simulate a plan: when it finishes and what it costs, and how sure that is.\n\n"
    "The uncertainty comes from a risk workbook (--risks), a reference class for tasks without an estimate "
    "of their own (--reference), or a bare network (--network). The same seed gives the same figures, on "
    "any machine and any number of processors."
)


def simulate(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help=N_("The plan file."), metavar="FILE")] = None,
    risks: Annotated[
        Path | None,
        typer.Option(help=N_("Workbook with estimates, risks and responses."), metavar="FILE.xlsx"),
    ] = None,
    network: Annotated[
        Path | None,
        typer.Option(
            help=N_("Bare network of durations and dependencies, instead of a plan."), metavar="FILE.npz"
        ),
    ] = None,
    reference: Annotated[
        str, typer.Option(help=N_("Reference class for tasks without an estimate."), metavar="CLASS")
    ] = "",
    iterations: Annotated[
        int, typer.Option(min=100, max=1_000_000, help=N_("How many simulations."))
    ] = 10_000,
    seed: Annotated[int, typer.Option(min=0, max=2**63 - 1, help=N_("Seed of the random numbers."))] = 2026,
    project: Annotated[str, typer.Option(help=N_("Code of the project, for a file with several."))] = "",
    json: Json = False,
) -> None:
    from stuurbord.cli.simulate_run import Asked, simulate_network, simulate_plan

    speaker = terminal(context)
    asked = Asked(iterations, seed, json)
    if (file is None) == (network is None):
        raise typer.BadParameter(speaker.gettext(N_("Give either a plan file or --network.")))
    if network is not None:
        _refuse_with_network(risks, reference, speaker)
        simulate_network(network, asked, speaker)
    elif file is not None:
        simulate_plan(file, project, risks, reference, asked, speaker)


def _refuse_with_network(risks: Path | None, reference: str, speaker: Terminal) -> None:
    if risks is not None or reference:
        raise typer.BadParameter(
            speaker.gettext(
                N_("A bare network holds its own uncertainty: leave out --risks and --reference.")
            )
        )
