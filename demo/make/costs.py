"""Lay a project's budget and forecast over the tasks that cost money.

The outline gives each such task its share in round thousands; here the shares are scaled so that they add
up to the budget and to the forecast of the portfolio table, to the cent.
"""

from __future__ import annotations

from dataclasses import dataclass

from demo.make.outline import Line
from demo.make.project import DemoProject


@dataclass(frozen=True, slots=True)
class Costs:
    """Task number → cents, as promised and as expected now."""

    base: dict[int, int]
    now: dict[int, int]


def costs(project: DemoProject, lines: list[Line]) -> Costs:
    """Return what each task costs."""
    tasks = [line for line in lines if not line.is_summary]
    base = _scaled({line.number: line.cost.base for line in tasks}, int(project.budget * 100_000_000))
    now = _scaled({line.number: line.cost.now for line in tasks}, int(project.forecast * 100_000_000))
    return Costs(base, now)


def _scaled(shares: dict[int, float], total: int) -> dict[int, int]:
    """Return shares in whole hundreds of euros; the largest takes what rounding leaves."""
    whole = sum(shares.values())
    amounts = {number: round(share * total / whole / 10_000) * 10_000 for number, share in shares.items()}
    largest = max(amounts, key=lambda number: amounts[number])
    amounts[largest] += total - sum(amounts.values())
    return amounts
