"""What a report says of itself: its number, who wrote it, who approved it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cover:
    """The report as a record. ``state``: draft, submitted, approved, frozen or withdrawn."""

    kind: str
    number: str
    state: str
    author: str
    approver: str = ""
    submitted_on: str = ""
    approved_on: str = ""
