"""``plan check``: plans recomputed without their stored dates, and compared with them, file by file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import typer

from stuurbord.cli.check_choices import Patterns, Profile
from stuurbord.cli.exit_codes import ExitCode
from stuurbord.cli.given_file import read_bytes
from stuurbord.cli.refusals import finding_line
from stuurbord.cli.terminal import Terminal
from stuurbord.engine.critical_path import critical_path
from stuurbord.errors import (
    N_,
    Finding,
    InvalidPlan,
    Severity,
    UnreadableFile,
    Where,
)
from stuurbord.exchange.fidelity import Fidelity, compare, fidelity_record
from stuurbord.exchange.fidelity.columns import Dates, stores_dates
from stuurbord.exchange.fidelity.tallies import Tallies, tallies_record, total
from stuurbord.exchange.mpxj.rival import Rival, rival
from stuurbord.exchange.plan_file import FOR_DATES, PlanReading, read_plan
from stuurbord.plan import FloatKind, LagCalendar, OutOfSequence, Plan, RuleProfile, SchedulingRules


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What became of one file.

    Attributes
    ----------
    rival
        MPXJ's own scheduler on the same tasks; None unless asked for.
    """

    file: str
    producer: str = ""
    fidelity: Fidelity | None = None
    rival: Rival | None = None
    refusal: UnreadableFile | InvalidPlan | None = None


@dataclass(frozen=True, slots=True)
class Checking:
    """How files are checked."""

    patterns: Patterns = Patterns.STORED
    profile: Profile | None = None
    with_rival: bool = False

    def check(self, paths: Sequence[Path], terminal: Terminal) -> Iterator[CheckedFile]:
        """Yield what became of each file; one that is refused does not stop the others."""
        for path in paths:
            with terminal.progress(terminal.gettext(N_("Reading {file} …")).format(file=path.name)):
                try:
                    yield self._checked(path)
                except (UnreadableFile, InvalidPlan) as refusal:
                    yield CheckedFile(path.name, refusal=refusal)

    def _checked(self, path: Path) -> CheckedFile:
        data = read_bytes(path)
        reading = read_plan(data, path.name, FOR_DATES)
        fidelity = self._compared(reading, path.name)
        made = CheckedFile(path.name, reading.producer or reading.reader, fidelity)
        return self._beside_rival(made, data) if self.with_rival else made

    def _compared(self, reading: PlanReading, file: str) -> Fidelity:
        if not stores_dates(reading.plan):
            text = N_("The file stores no computed dates; there is nothing to compare.")
            raise UnreadableFile(Finding("no_stored_dates", text, Severity.ERROR, Where(file)))
        is_plain = self.patterns is Patterns.STORED and self.profile is None
        if is_plain and reading.fidelity is not None:
            return reading.fidelity
        return compare(self._under_profile(reading.plan), reading.findings, self._computation)

    @property
    def _computation(self) -> Callable[[Plan], Dates]:
        if self.patterns is Patterns.STORED:
            return critical_path
        return lambda plan: critical_path(plan, computes_contours=True)

    def _under_profile(self, plan: Plan) -> Plan:
        """Return the plan under the profile asked for, with that program's default options."""
        if self.profile is None or plan.rules.profile.name.lower() == self.profile:
            return plan
        rules = SchedulingRules() if self.profile is Profile.MS else default_primavera_rules()
        return replace(plan, rules=rules)

    def _beside_rival(self, made: CheckedFile, data: bytes) -> CheckedFile:
        assert made.fidelity is not None
        return replace(made, rival=rival(data, made.fidelity))


def default_primavera_rules() -> SchedulingRules:
    """Return the options Primavera starts with."""
    return SchedulingRules(
        profile=RuleProfile.P6,
        honors_constraints=False,
        out_of_sequence=OutOfSequence.RETAINED_LOGIC,
        splits_in_progress=False,
        lag_calendar=LagCalendar.PREDECESSOR,
        float_kind=FloatKind.FINISH,
    )


@dataclass(frozen=True, slots=True)
class Totals:
    """All files together."""

    n_files: int = 0
    n_tasks: int = 0
    n_scored: int = 0
    n_unexplained: int = 0
    counted: Tallies = field(default_factory=dict)
    scored: Tallies = field(default_factory=dict)
    rival: Tallies = field(default_factory=dict)


def run_check(files: Sequence[Path], checking: Checking, terminal: Terminal, *, json: bool) -> None:
    """Check files and print what came of it; a refused one makes the command end as unreadable."""
    from stuurbord.cli.plan_check_table import show_check

    checked = list(checking.check(files, terminal))
    if json:
        terminal.print_json([check_record(one, terminal) for one in checked])
    else:
        show_check(checked, terminal)
    for one in checked:
        for line in refusal_lines(one, terminal):
            terminal.tell(line, style="red")
    if any(one.refusal is not None for one in checked):
        raise typer.Exit(ExitCode.UNREADABLE)


def totals(checked: Sequence[CheckedFile]) -> Totals:
    """Return the sums over the files that were read."""
    found = [one.fidelity for one in checked if one.fidelity is not None]
    return Totals(
        len(found),
        sum(one.n_tasks for one in found),
        sum(one.n_scored for one in found),
        sum(one.n_unexplained for one in found),
        total([one.counted for one in found]),
        total([one.scored for one in found]),
        total([one.rival.tallies for one in checked if one.rival is not None]),
    )


def check_record(one: CheckedFile, terminal: Terminal) -> dict[str, Any]:
    """Return a file as ``plan check --json`` prints it."""
    if one.refusal is not None:
        findings = [finding.as_json(terminal.gettext) for finding in one.refusal.findings]
        return {"file": one.file, "problem": {"code": one.refusal.code, "findings": findings}}
    assert one.fidelity is not None
    record = {"file": one.file, "producer": one.producer, **fidelity_record(one.fidelity)}
    if one.rival is not None:
        record["rival"] = {"scheduler": one.rival.scheduler, "problem": one.rival.problem}
        record["rival"] |= tallies_record(one.rival.tallies) | {"seconds": round(one.rival.seconds, 4)}
    return record


def refusal_lines(one: CheckedFile, terminal: Terminal) -> list[str]:
    """Return why a file was refused, a line each."""
    return [finding_line(finding, terminal) for finding in one.refusal.findings] if one.refusal else []
