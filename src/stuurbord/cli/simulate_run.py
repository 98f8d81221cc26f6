"""What ``simulate`` does: read, simulate, tell."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from stuurbord import workers
from stuurbord.cli.given_file import read_bytes
from stuurbord.cli.plan_reading import ShownPlan, read_shown_plan
from stuurbord.cli.simulate_record import driver_record, durations_record, outcome_record
from stuurbord.cli.simulate_table import show_durations, show_outcome
from stuurbord.cli.terminal import Terminal
from stuurbord.engine.schedule_risk import simulate
from stuurbord.engine.schedule_risk.bare import network_of
from stuurbord.engine.schedule_risk.bare_drivers import bare_drivers
from stuurbord.errors import N_, Finding, UnreadableFile, errors_in
from stuurbord.exchange.bare_network import read_bare_network
from stuurbord.plan import NONE, Plan
from stuurbord.plan.uncertainty import RiskModel


@dataclass(frozen=True, slots=True)
class Asked:
    """How many iterations, from which seed, told to whom."""

    iterations: int
    seed: int
    json: bool


def simulate_plan(
    file: Path, project: str, risks: Path | None, reference: str, asked: Asked, terminal: Terminal
) -> None:
    """Simulate the plan in a file with the uncertainty of a risk workbook and a reference class."""
    with terminal.progress(terminal.gettext(N_("Reading {file} …")).format(file=file.name)):
        shown = read_shown_plan(file, project, terminal)
        model, findings = _model(shown, project, risks, reference)
    started = perf_counter()
    with terminal.progress(terminal.gettext(N_("Simulating …"))):
        outcome = simulate(
            shown.plan,
            model,
            seed=asked.seed,
            iterations=asked.iterations,
            run=workers.runner(),
            identity=project,
        )
    seconds = perf_counter() - started
    told = (*shown.findings, *findings, *outcome.findings)
    if asked.json:
        record = _head(asked, seconds) | {"file": shown.file, "project": shown.project}
        record |= outcome_record(outcome, baseline_of(shown.plan))
        record["findings"] = [one.as_json(terminal.gettext) for one in told]
        terminal.print_json(record)
        return
    terminal.say(shown.project, style="bold")
    show_outcome(outcome, baseline_of(shown.plan), told, seconds, terminal)


def simulate_network(file: Path, asked: Asked, terminal: Terminal) -> None:
    """Simulate a bare network; its answers count from its start."""
    with terminal.progress(terminal.gettext(N_("Reading {file} …")).format(file=file.name)):
        network = read_bare_network(read_bytes(file), file.name)
    started = perf_counter()
    laid_out = network_of(network)
    runs = workers.runner()(laid_out, asked.seed, 0, asked.iterations, criticality=True)
    drivers = bare_drivers(network, laid_out, asked.seed, runs)
    seconds = perf_counter() - started
    if asked.json:
        record = _head(asked, seconds) | {"file": file.name} | durations_record(runs.finish, runs.cost)
        record |= {"milestones": [], "drivers": [driver_record(one) for one in drivers], "findings": []}
        terminal.print_json(record)
        return
    terminal.say(file.name, style="bold")
    show_durations(runs.finish, runs.cost, (asked.seed, seconds), terminal)


def baseline_of(plan: Plan) -> int:
    """Return the instant at which the plan was to finish by its first baseline; `NONE` without one."""
    promised = plan.baselines.get(0)
    if promised is None:
        return NONE
    known = promised.finish[promised.finish != NONE]
    return int(known.max()) if len(known) else NONE


def _model(
    shown: ShownPlan, project: str, risks: Path | None, reference: str
) -> tuple[RiskModel, list[Finding]]:
    """Return what is uncertain; what in it is wrong for sure stops the command."""
    if risks is not None:
        from stuurbord.exchange.risk_workbook import read_risks

        model, findings = read_risks(read_bytes(risks), risks.name, shown.plan, reference, project)
    elif reference:
        from stuurbord.exchange.risk_workbook import RiskRecords, risk_model

        model, findings = risk_model(
            RiskRecords(project=shown.project, reference_class=reference), shown.plan
        )
    else:
        return RiskModel(), []
    if problems := errors_in(findings):
        raise UnreadableFile(*problems)
    return model, findings


def _head(asked: Asked, seconds: float) -> dict[str, Any]:
    return {"iterations": asked.iterations, "seed": asked.seed, "seconds": round(seconds, 3)}
