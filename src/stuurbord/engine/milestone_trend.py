"""Milestone trend analysis: how the forecast of each milestone moved from one report to the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Forecast:
    """What one revision said of one milestone.

    Attributes
    ----------
    on
        Day since 1970-01-01 of the report: its status date.
    revision
        Number of the revision.
    day
        Day since 1970-01-01 on which the milestone was expected, or was reached.
    is_reached
        It was no longer a forecast.
    """

    on: int
    revision: int
    day: int
    is_reached: bool = False


@dataclass(frozen=True, slots=True)
class Trend:
    """A milestone over all revisions that knew it, the oldest first."""

    uid: int
    name: str
    gate: str
    forecasts: tuple[Forecast, ...]

    @property
    def days(self) -> int:
        """Calendar days that it is expected later than in the first revision that knew it."""
        return self.forecasts[-1].day - self.forecasts[0].day

    @property
    def n_shifts(self) -> int:
        """In how many revisions it was expected on another day than in the one before."""
        days = [one.day for one in self.forecasts]
        return sum(one != other for one, other in pairwise(days))

    @property
    def is_reached(self) -> bool:
        """Whether it was reached, as the last revision says."""
        return self.forecasts[-1].is_reached


@dataclass(frozen=True, slots=True)
class Report:
    """The milestones that one revision knew.

    Attributes
    ----------
    milestones
        (uid, name, gate, day since 1970-01-01, whether it was reached), in the order of the plan.
    """

    on: int
    revision: int
    milestones: Sequence[tuple[int, str, str, int, bool]]


def milestone_trends(reports: Iterable[Report]) -> tuple[Trend, ...]:
    """Return the trend of each milestone, named as in the last report that knew it.

    Reports stand in the order of their revisions. Milestones of the last report come first, in its order.
    """
    kept: dict[int, list[Forecast]] = {}
    named: dict[int, tuple[str, str]] = {}
    order: list[int] = []
    for report in reports:
        order = [one[0] for one in report.milestones]
        for uid, name, gate, day, is_reached in report.milestones:
            kept.setdefault(uid, []).append(Forecast(report.on, report.revision, day, is_reached))
            named[uid] = name, gate
    return tuple(Trend(uid, *named[uid], tuple(kept[uid])) for uid in dict.fromkeys([*order, *kept]))
