"""What a forecast says, for a program to read and for an edge to put into words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from stuurbord.engine.earned_value.figures import Unknown


class Method(StrEnum):
    """What a forecast rests on."""

    NETWORK_AND_SERIES = "network_and_series"
    """Earned value per date and the tasks of the baseline network."""
    SERIES = "series"
    """Earned value per date alone."""
    REFERENCE_CLASS = "reference_class"
    """Nothing has been reported: what finished projects made of their plans."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Estimate:
    """One forecast figure with its 80 % interval: low ≤ point ≤ high, or all None with a reason.

    Instants (seconds since 1970-01-01, local) for a finish, cents for a cost.
    """

    point: int | None
    low: int | None = None
    high: int | None = None
    unknown: Unknown = Unknown.KNOWN


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an explanation: its code in `sentences.SENTENCES`, and what it fills in."""

    code: str
    fields: dict[str, float | int]


@dataclass(frozen=True, slots=True)
class Forecast:
    """When a project finishes and what it costs, as seen on a status date.

    Attributes
    ----------
    status_date
        Instant of the last report, or `stuurbord.plan.calendar.NONE` before the first.
    because
        Two sentences: where the point comes from, and where the interval comes from.
    """

    status_date: int
    finish: Estimate
    cost: Estimate
    method: Method
    because: tuple[Sentence, ...]
