"""The lines of a file that say something else than what is stored: what a review keeps of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from stuurbord.errors import Finding


class Verdict(StrEnum):
    """How a line stands, as of when somebody last compared it."""

    CLASH = "clash"
    """Somebody else changed one of its fields too: a person chooses."""
    ERROR = "error"
    """It cannot go in as it is."""
    NEW = "new"
    CHANGE = "change"


@dataclass(slots=True)
class SentLine:
    """One line as a file sent it.

    Attributes
    ----------
    register
        Slug.
    row
        Of the file, as people count it.
    line, version
        The stored line and the version it had when the file was made; None for a line to come.
    project
        Number of the project it stands in, or comes into; None if that is not known.
    called
        How the file calls it.
    sent
        Field → raw value, of the fields whose cell says something else. A line that is not there yet goes
        by the number people call it by.
    findings
        As records: of its cells, and why nothing can be done with it.
    is_refused
        Nothing can be done with it, whatever its cells say.
    """

    register: str
    sheet: str
    row: int
    called: str
    line: int | None = None
    version: int | None = None
    project: int | None = None
    sent: dict[str, Any] = field(default_factory=dict)
    findings: list[dict[str, Any]] = field(default_factory=list)
    is_refused: bool = False
    verdict: str = Verdict.CHANGE

    @property
    def is_new(self) -> bool:
        return self.line is None

    def tell(self, finding: Finding) -> None:
        self.findings.append(finding.to_record())

    def to_record(self) -> dict[str, Any]:
        """Return plain data to store."""
        return asdict(self)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> SentLine:
        """Return the line that `to_record` stored."""
        return cls(**record)
