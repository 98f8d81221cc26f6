"""Where the stakeholders are: influence by interest, with counts that filter the list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.utils.translation import ngettext_lazy

from stuurbord.web.registers.models import WEIGHTY
from stuurbord.web.registers.telling import written

GRADES = tuple((str(grade), str(grade)) for grade in range(1, 6))
_CLOSELY = ngettext_lazy(
    "{n} stakeholder stands in the corner of much influence and much interest: involve this one closely.",
    "{n} stakeholders stand in the corner of much influence and much interest: involve these closely.",
    "number",
)


@dataclass(frozen=True, slots=True)
class InfluenceCell:
    """One cell: how many stakeholders, and which edges of the corner run along it."""

    influence: int
    interest: int
    number: int
    url: str
    is_chosen: bool

    @property
    def css_classes(self) -> str:
        is_corner = self.influence >= WEIGHTY and self.interest >= WEIGHTY
        names = ["corner-cell" if is_corner else "plain-cell"]
        names += ["edge-left"] if is_corner and self.interest == WEIGHTY else []
        names += ["edge-bottom"] if is_corner and self.influence == WEIGHTY else []
        return " ".join([*names, "chosen"] if self.is_chosen else names)


@dataclass(frozen=True, slots=True)
class InfluenceMap:
    """The table with its sentence."""

    rows: tuple[tuple[int, tuple[InfluenceCell, ...]], ...]
    """Influence with its cells; the greatest first."""
    heads: tuple[int, ...]
    conclusion: str
    template: str = "look/components/influence_map.html"


def influence_map(lines: QuerySet[Any], chosen: Mapping[str, str]) -> InfluenceMap | None:
    """Return the table of the lines; None if no stakeholder has a place in it."""
    placed = lines.filter(influence__isnull=False, interest__isnull=False).order_by()
    counted = placed.values_list("influence", "interest").annotate(number=Count("pk"))
    counts = {(influence, interest): number for influence, interest, number in counted}
    if not counts:
        return None
    grades = range(1, 6)
    rows = tuple(
        (influence, tuple(_cell(influence, interest, counts, chosen) for interest in grades))
        for influence in reversed(grades)
    )
    closely = sum(number for cell, number in counts.items() if min(cell) >= WEIGHTY)
    return InfluenceMap(rows, tuple(grades), written(_CLOSELY, closely))


def _cell(
    influence: int, interest: int, counts: Mapping[tuple[int, int], int], chosen: Mapping[str, str]
) -> InfluenceCell:
    here = {"influence": str(influence), "interest": str(interest)}
    is_chosen = here.items() <= chosen.items()
    kept = {name: value for name, value in chosen.items() if value and name not in here}
    url = urlencode(kept if is_chosen else kept | here)
    return InfluenceCell(influence, interest, counts.get((influence, interest), 0), f"?{url}", is_chosen)
