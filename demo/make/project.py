"""What a demo project is: its outline, its people and means, and what it should cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class DemoProject:
    """A project as its content module tells it; money in millions of euros, as in the portfolio table."""

    code: str
    name: str
    author: str
    """The project manager, by name."""
    start: date
    budget: Decimal
    forecast: Decimal
    resources: Mapping[str, tuple[str, float]]
    """Code in the outline → (name, units available)."""
    outline: str
    has_baseline: bool = True

    @property
    def file_name(self) -> str:
        return f"{self.code} {self.name}.xml"
