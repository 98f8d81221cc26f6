"""What a reader notices, collected up to a bound: a hostile file may hold a million mistakes."""

from __future__ import annotations

from typing import Any, Final

from stuurbord.errors import N_, Finding, Severity, Where

MOST: Final = 500
"""So many findings of one file are listed; the rest is counted."""


class ReadingReport:
    """The findings on one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._listed: list[Finding] = []
        self._left_off = 0

    def tell(
        self, code: str, text: str, severity: Severity = Severity.WARNING, place: str = "", **fields: Any
    ) -> None:
        """Add a finding; ``place`` is the row number that people see."""
        if len(self._listed) >= MOST and severity is not Severity.ERROR:
            self._left_off += 1
            return
        self._listed.append(Finding(code, text, severity, Where(self.file, task=place), fields))

    def findings(self) -> list[Finding]:
        """Return what was told, and how much more there was."""
        if not self._left_off:
            return list(self._listed)
        text = N_("Further findings that are not listed: {count}.")
        more = Finding("more_findings", text, Severity.INFO, Where(self.file), {"count": self._left_off})
        return [*self._listed, more]
