"""Where the risks are: a table of five by five whose counts filter the list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.engine.risk_matrix import (
    APPETITE,
    CLASSES,
    IMPACT_LIMITS,
    PROBABILITY_LIMITS,
    first_above_appetite,
    level,
)
from stuurbord.web.reader import reader
from stuurbord.web.registers.appetite import above_appetite


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One cell: how many risks, how grave, and which edges of the appetite run along it."""

    probability: int
    impact: int
    number: int
    url: str
    is_chosen: bool
    appetite: int = APPETITE

    @property
    def css_classes(self) -> str:
        first = first_above_appetite(self.probability, self.appetite)
        below = first_above_appetite(self.probability - 1, self.appetite)
        names = [f"level-{level(self.probability * self.impact)}"]
        names += ["edge-left"] if self.impact == first else []
        names += ["edge-bottom"] if first <= self.impact < below else []
        return " ".join([*names, "chosen"] if self.is_chosen else names)


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The table with its sentence."""

    rows: tuple[tuple[int, str, tuple[HeatCell, ...]], ...]
    """Class of probability, its bounds, its cells; the highest class first."""
    heads: tuple[tuple[int, str], ...]
    """Class of impact and its bounds."""
    conclusion: str
    template: str = "look/components/heat_map.html"


def classes_by(field: str, limits: Sequence[float]) -> Case:
    """Return the class of a field as the database computes it, as `stuurbord.engine.risk_matrix` does."""
    return Case(
        When(Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__lt": 0}), then=Value(None)),
        *(
            When(Q(**{f"{field}__gte": limit}), then=Value(number))
            for number, limit in sorted(enumerate(limits, start=2), reverse=True)
        ),
        default=Value(1),
        output_field=IntegerField(),
    )


def heat_map(lines: QuerySet[Any], chosen: Mapping[str, str]) -> HeatMap | None:
    """Return the matrix of the lines; None if no line has a place in it."""
    placed = lines.filter(level_order__isnull=False).order_by()
    # All that the table tells in one reading of the lines: there may be ten thousand.
    counted = placed.values_list("probability_class", "impact_class", "score_limit").annotate(
        number=Count("pk"), above=Count("pk", filter=above_appetite())
    )
    counts: Counter[tuple[int, int]] = Counter()
    limits: set[int] = set()
    above = 0
    for probability, impact, limit, number, number_above in counted:
        counts[probability, impact] += number
        limits.add(limit)
        above += number_above
    if not counts:
        return None
    percents = [round(limit * 100) for limit in PROBABILITY_LIMITS]
    # The line is that of the category chosen; where limits differ, it is the usual one and the text says so.
    appetite = min(limits) if len(limits) == 1 else APPETITE
    rows = tuple(
        (
            probability,
            f"{_bounds(probability, percents)} %",
            tuple(_cell(probability, impact, counts, chosen, appetite) for impact in CLASSES),
        )
        for probability in reversed(CLASSES)
    )
    heads = tuple((impact, f"{_bounds(impact, IMPACT_LIMITS)} {_('d')}") for impact in CLASSES)
    return HeatMap(rows, heads, _conclusion(above, len(limits) > 1))


def _cell(
    probability: int,
    impact: int,
    counts: Mapping[tuple[int, int], int],
    chosen: Mapping[str, str],
    appetite: int,
) -> HeatCell:
    here = {"probability": str(probability), "impact": str(impact)}
    is_chosen = here.items() <= chosen.items()
    kept = {name: value for name, value in chosen.items() if value and name not in here}
    url = urlencode(kept if is_chosen else kept | here)
    number = counts.get((probability, impact), 0)
    return HeatCell(probability, impact, number, f"?{url}", is_chosen, appetite)


def _bounds(number: int, limits: Sequence[float]) -> str:
    if number == 1:
        return f"< {limits[0]}"
    return f"≥ {limits[-1]}" if number == len(CLASSES) else f"{limits[number - 2]}–{limits[number - 1]}"


def _conclusion(above: int, is_mixed: bool) -> str:
    told = ngettext(
        "{n} risk lies above the line of the risk appetite: there a measure and an owner are compulsory.",
        "{n} risks lie above the line of the risk appetite: there a measure and an owner are compulsory.",
        above,
    ).format(n=reader().count_at_start(above))
    return f"{told} {_('The line differs per category; choose one to see it.')}" if is_mixed else told
