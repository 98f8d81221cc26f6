"""Findings for people, the gravest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from stuurbord.cli.refusals import finding_line
from stuurbord.cli.terminal import Terminal
from stuurbord.errors import N_, Finding, Severity

MOST: Final = 40
"""So many are printed; all of them stand in the JSON."""
_LABELS: Final = {
    Severity.ERROR: (N_("error"), "red"),
    Severity.WARNING: (N_("note well"), "yellow"),
    Severity.INFO: (N_("information"), "dim"),
}


def show_findings(findings: Sequence[Finding], terminal: Terminal, indent: str = "") -> None:
    """Print one line per finding."""
    ranked = sorted(findings, key=lambda finding: list(_LABELS).index(finding.severity))
    for finding in ranked[:MOST]:
        label, style = _LABELS[finding.severity]
        line = f"{indent}{terminal.gettext(label)}: {finding_line(finding, terminal)} ({finding.code})"
        terminal.say(line, style=style)
    if len(findings) > MOST:
        text = terminal.gettext(N_("… and {count} more; --json prints them all."))
        terminal.say(indent + text.format(count=terminal.language.number(len(findings) - MOST)))
