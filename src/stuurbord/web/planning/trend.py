"""Milestone trend analysis of a project: from kept figures to a chart, a table and a conclusion."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.engine.milestone_trend import Report, Trend, milestone_trends
from stuurbord.plan import moment
from stuurbord.plan.calendar import DAY, day_number
from stuurbord.web.look.charts.trend import SHAPES, TrendChart, TrendLine
from stuurbord.web.projects.models import PlanRevision
from stuurbord.web.reader import reader

MOST_DRAWN: Final = 12
"""Lines that a reader can still tell apart; more are told, not drawn."""
_MOST_BY_DEFAULT: Final = 6
_LONGEST_LABEL: Final = 34
_SHORTEST_LABEL: Final = 9


@dataclass(frozen=True, slots=True)
class Cell:
    """What one revision expected: a day, and whether it was reached; empty where it did not know it."""

    day: date | None
    is_reached: bool
    has_moved: bool


@dataclass(frozen=True, slots=True)
class TrendRow:
    """A revision in the table of numbers."""

    number: int
    on: date
    cells: tuple[Cell, ...]


def trends_of(revisions: Sequence[PlanRevision]) -> tuple[Trend, ...]:
    """Return the trends over revisions with their figures, the oldest first."""
    return milestone_trends(
        Report(reported_on(one), one.number, one.kept_figures.milestones) for one in revisions
    )


def reported_on(revision: PlanRevision) -> int:
    """Return the day of a revision's report since 1970-01-01: its status date, else when it came."""
    return day_number(revision.status_date or localtime(revision.created_at).date())


def chosen(trends: Sequence[Trend], uids: Collection[int]) -> list[Trend]:
    """Return the milestones asked for; none: the gates, and without gates the last milestones.

    What was reached before the first report could not move: it is shown to who asks for it.
    """
    if uids:
        return [one for one in trends if one.uid in uids]
    moving = [one for one in trends if not one.forecasts[0].is_reached]
    gates = [one for one in moving if one.gate]
    return gates or sorted(moving, key=lambda one: -one.forecasts[-1].day)[:_MOST_BY_DEFAULT]


def conclusion(trends: Sequence[Trend]) -> str:
    """Return in a sentence which milestone moved most: ``G3 moved 46 days later in 4 revisions.``"""
    moved = [one for one in trends if one.n_shifts]
    if not trends:
        return _("No revision knows a milestone.")
    if not moved:
        return _("None of these milestones has moved.")
    most = max(moved, key=lambda one: (abs(one.days), one.n_shifts))
    in_revisions = ngettext("{n} revision", "{n} revisions", most.n_shifts)
    told = in_revisions.format(n=reader().number(most.n_shifts))
    if most.days == 0:
        return _("{name} moved in {revisions} and is back where it was.").format(
            name=short_name(most), revisions=told
        )
    text = _("{name} moved {days} later in {revisions}.")
    if most.days < 0:
        text = _("{name} moved {days} earlier in {revisions}.")
    days = ngettext("{n} day", "{n} days", abs(most.days)).format(n=reader().number(abs(most.days)))
    return text.format(name=short_name(most), days=days, revisions=told)


def short_name(one: Trend) -> str:
    """Return how a milestone is called in a sentence: a gate by its code."""
    return one.gate or _("“{name}”").format(name=one.name)


def chart(trends: Sequence[Trend]) -> SafeString:
    """Return the drawing of trends, at most `MOST_DRAWN`."""
    lines = [
        TrendLine(
            [(point.on, point.day) for point in one.forecasts],
            _label(one, _LONGEST_LABEL),
            _label(one, _SHORTEST_LABEL),
            SHAPES[at % len(SHAPES)],
            bool(one.gate),
        )
        for at, one in enumerate(trends[:MOST_DRAWN])
    ]
    told = TrendChart(
        lines,
        across_name=_("status date of the revision"),
        up_name=_("expected on"),
        diagonal_name=_("before the status date: reached"),
        label=conclusion(trends),
    )
    return told.svg()


def _label(one: Trend, most: int) -> str:
    """Return a name of at most so many letters with how far it moved; a gate without room is its code."""
    name = one.name if one.gate and one.gate in one.name else f"{one.gate} {one.name}".strip()
    short = name if len(name) <= most else one.gate or f"{name[: most - 1]}…"
    return f"{short} {reader().signed(one.days)} {_('d')}"


def table(revisions: Sequence[PlanRevision], trends: Sequence[Trend]) -> list[TrendRow]:
    """Return the numbers of the chart: a row per revision, the newest first."""
    known = [{point.revision: point for point in one.forecasts} for one in trends]
    last: list[int | None] = [None] * len(trends)
    rows = []
    for revision in revisions:
        cells = []
        for at, points in enumerate(known):
            point = points.get(revision.number)
            if point is None:
                cells.append(Cell(None, False, False))
                continue
            has_moved = last[at] is not None and last[at] != point.day
            cells.append(Cell(moment(point.day * DAY).date(), point.is_reached, has_moved))
            last[at] = point.day
        on = moment(reported_on(revision) * DAY).date()
        rows.append(TrendRow(revision.number, on, tuple(cells)))
    return rows[::-1]
