"""What a kind of report is: its title, its parts, and the sections that a person writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from stuurbord.reports.document import Block
from stuurbord.reports.project_reports.writing import Writing


@dataclass(frozen=True, slots=True)
class Section:
    """A text that a person writes: its heading, and a hint of what belongs there (English source strings)."""

    key: str
    title: str
    hint: str
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of report."""

    code: str
    name: str
    """English source string."""
    prefix: str
    """Of its numbers: ``VR``."""
    sections: tuple[Section, ...]
    title: Callable[[Writing], str]
    blocks: Callable[[Writing], list[Block]]
    is_periodic: bool = False
    """It covers a period, and comes back by the interval of the method."""

    def missing(self, texts: dict[str, str]) -> list[Section]:
        """Return the sections that must be written and are empty."""
        return [one for one in self.sections if one.is_required and not texts.get(one.key, "").strip()]
