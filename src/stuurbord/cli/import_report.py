"""What an import read, changed and refused: for people line by line, for a machine as one document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from stuurbord.cli.findings_table import show_findings
from stuurbord.cli.import_run import CONFLICT, LEFT_ALONE, WOULD_APPLY, ImportRun, Outcome
from stuurbord.cli.terminal import Terminal
from stuurbord.errors import N_, Finding
from stuurbord.web.imports.change_lines import ChangeGroup, ChangeLine, FieldLine, groups
from stuurbord.web.imports.models import ImportState

MOST_LINES: Final = 12
"""So many lines of one kind are printed; all of them stand in the JSON."""
_STATES: Final = {
    ImportState.APPLIED: ("✓", N_("applied"), "green"),
    WOULD_APPLY: ("·", N_("would go in"), ""),
    ImportState.READY: ("·", N_("to review"), ""),
    ImportState.DISCARDED: ("–", N_("left out"), "yellow"),
    ImportState.NEEDS_MAPPING: ("?", N_("its columns have to be mapped first"), "yellow"),
    ImportState.REFUSED: ("✗", N_("refused"), "red"),
    CONFLICT: ("✗", N_("not applied"), "red"),
}


def show_outcome(outcome: Outcome, terminal: Terminal, *, details: bool) -> None:
    """Print what became of one file; ``details``: also the lines that change."""
    if outcome.state == LEFT_ALONE:
        return  # told once for all of them, at the end
    mark, label, style = _STATES[outcome.state]
    terminal.say(f"{mark} {outcome.given.path.name}: {terminal.gettext(label)}", style=style)
    if outcome.conclusion:
        terminal.say(f"    {outcome.conclusion}")
    for group in groups(outcome.changes):
        if details or group.entity != "plan":
            _show_group(group, terminal, details=details)
    show_findings([_in_place(one, outcome) for one in outcome.findings], terminal, indent="    ")
    if outcome.mapping:
        text = N_("Save this proposal, correct it and give it with --map:")
        terminal.say(f"    {terminal.gettext(text)}\n{outcome.mapping}")


def _in_place(finding: Finding, outcome: Outcome) -> Finding:
    """Return a finding without the file's name, which stands above it already."""
    if finding.where.file != outcome.given.path.name:
        return finding
    return replace(finding, where=replace(finding.where, file=""))


def _show_group(group: ChangeGroup, terminal: Terminal, *, details: bool) -> None:
    counts = []
    for number, text in ((group.n_new, N_("{count} new")), (group.n_changed, N_("{count} changed"))):
        if number:
            counts.append(terminal.gettext(text).format(count=terminal.language.number(number)))
    terminal.say(f"    {group.title}: {', '.join(counts)}")
    if not details:
        return
    for line in group.lines[:MOST_LINES]:
        _show_line(line, terminal, with_fields=not line.is_new or group.entity == "plan")
    left = group.n_lines - min(len(group.lines), MOST_LINES)
    if left:
        text = terminal.gettext(N_("… and {count} more; --json prints them all."))
        terminal.say("      " + text.format(count=terminal.language.number(left)))


def _show_line(line: ChangeLine, terminal: Terminal, *, with_fields: bool) -> None:
    mark = "+" if line.is_new else "~"
    fields = "; ".join(_field(one) for one in line.fields) if with_fields else ""
    terminal.say(f"      {mark} {line.key} {line.title}".rstrip() + (f": {fields}" if fields else ""))


def _field(one: FieldLine) -> str:
    return f"{one.label} {one.old} → {one.new}" if one.old else f"{one.label} {one.new}"


def show_summary(run: ImportRun, outcomes: Sequence[Outcome]) -> None:
    """Print how the run ended."""
    terminal = run.terminal
    _, number = terminal.gettext, terminal.language.number
    alone = [one.given.path.name for one in outcomes if one.state == LEFT_ALONE]
    if alone:
        text = _(N_("Left alone, not a kind of file that is picked up in a folder: {files}."))
        terminal.say(text.format(files=", ".join(alone)), style="dim")
    good = sum(one.state in (ImportState.APPLIED, WOULD_APPLY) for one in outcomes)
    refused = sum(one.is_refused for one in outcomes)
    would, did = N_("Would go in: {good}; refused: {refused}."), N_("Applied: {good}; refused: {refused}.")
    text = _(would if run.dry_run else did)
    terminal.say(text.format(good=number(good), refused=number(refused)), style="bold")
    if run.dry_run and good > 1:
        text = N_(
            "Each file was compared with what is stored now; what another file of this run would add "
            "does not count yet."
        )
        terminal.say(_(text))
    if not run.dry_run and any(one.state == ImportState.NEEDS_MAPPING for one in outcomes):
        terminal.say(_(N_("Tables whose columns are unknown wait on the import page as well.")))


def run_record(run: ImportRun, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return the run as the JSON document."""
    return {
        "portfolio": run.target.key,
        "dry_run": run.dry_run,
        "files": [_record(outcome, run.terminal) for outcome in outcomes],
        "summary": dict(sorted(Counter(str(outcome.state) for outcome in outcomes).items())),
    }


def _record(outcome: Outcome, terminal: Terminal) -> dict[str, Any]:
    return {
        "file": outcome.given.path.name,
        "path": str(outcome.given.path),
        "state": str(outcome.state),
        "reader": outcome.reader,
        "sha256": outcome.sha256,
        "conclusion": outcome.conclusion,
        "changes": outcome.changes,
        "findings": [finding.as_json(terminal.gettext) for finding in outcome.findings],
        "mapping": outcome.mapping,
    }
