"""The drawn band of the portfolio table: days from the baseline, one scale for all rows and pages.

Calendar dates on the axis would make specks of all bands; counted from each project's own promise they
can be compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stuurbord.reports.snapshot import ProjectFacts
from stuurbord.reports.steering_pack import facts
from stuurbord.reports.steering_pack.colours import (
    ACTION,
    FORECAST,
    HAIR,
    HEADING,
    INK,
    PAPER,
    SECONDARY,
    TOLERANCE,
    WORSE,
)
from stuurbord.reports.steering_pack.drawing import Geometry, Shape, Stroke, label, line, marker, rectangle
from stuurbord.reports.steering_pack.measures import Box
from stuurbord.reports.steering_pack.pack import Pack
from stuurbord.reports.steering_pack.rich_text import Run, bold, paragraph
from stuurbord.reports.steering_pack.text_fit import width_of

FURTHEST = 365
"""A band that goes further ends at the edge; its number stands beside it."""
_STEPS = (10, 15, 30, 60, 90, 180)
_MOST_TICKS = 7
_PLATE, _BAR, _TICK = 0.20, 0.14, 0.05


@dataclass(frozen=True, slots=True)
class DayAxis:
    """A scale from ``low`` to ``high`` days over the width of a column."""

    low: int
    high: int
    step: int
    x: float
    w: float
    is_cut: bool
    """Some band goes beyond the scale."""

    def at(self, days: float) -> float:
        """Return the x of a number of days, at the edge if it lies beyond."""
        inside = min(max(days, self.low), self.high)
        return self.x + (inside - self.low) / (self.high - self.low) * self.w

    @property
    def ticks(self) -> range:
        """The days that are labelled."""
        return range(-(-self.low // self.step) * self.step, self.high + 1, self.step)


def day_axis(projects: Iterable[ProjectFacts], x: float, w: float) -> DayAxis:
    """Return the scale on which all these projects can be drawn."""
    days = [0, 20]
    for one in projects:
        before = one.previous.deviation_days if one.previous else None
        allowed = one.finish.tolerance_days if one.finish.deviation_days is not None else None
        if one.forecast is not None:
            allowed, before = one.finish.tolerance_days, facts.sure_days_before(one)
        shown = (facts.shown_days(one), facts.sure_days(one), allowed, before)
        days += [value for value in shown if value is not None]
    low, high = max(min(days), -FURTHEST), min(max(days), FURTHEST)
    step = next((one for one in _STEPS if (high - low) / one <= _MOST_TICKS), _STEPS[-1])
    margin = (high - low) * 0.05
    is_cut = min(days) < -FURTHEST or max(days) > FURTHEST
    return DayAxis(round(low - max(margin, 6)), round(high + margin), step, x, w, is_cut)


def scale_shapes(axis: DayAxis, head: Box, bottom: float, words: str) -> list[Shape]:
    """Return the head, the labels and the vertical lines over all rows."""
    title = paragraph(bold(words, HEADING), align="ctr")
    shapes = [label(Box(axis.x, head.y + 0.04, axis.w, 0.2), title, size=11)]
    for days in axis.ticks:
        x = axis.at(days)
        edge = Stroke(HEADING, 1.25) if days == 0 else Stroke(HAIR, 0.5)
        shapes.append(line(x, head.bottom, x, bottom, edge))
        text = "0" if days == 0 else f"{'+' if days > 0 else '−'}{abs(days)}"
        run = bold(text, HEADING) if days == 0 else Run(text, colour=SECONDARY)
        at = Box(x - 0.3, head.bottom - 0.22, 0.6, 0.18)
        shapes.append(label(at, paragraph(run, align="ctr"), size=10))
    return shapes


def band_shapes(axis: DayAxis, project: ProjectFacts, y: float) -> list[Shape]:
    """Return the band of one project around the middle ``y`` of its row; empty without a baseline."""
    days, allowed = project.finish.deviation_days, project.finish.tolerance_days
    if project.forecast is not None:
        return simulated_shapes(axis, project, y)
    if days is None:
        return []
    zero, now = axis.at(0), axis.at(days)
    shapes: list[Shape] = []
    if allowed:
        shapes.append(rectangle(Box(zero, y - _PLATE / 2, axis.at(allowed) - zero, _PLATE), TOLERANCE))
    edge = axis.at(max(allowed or 0, 0))
    if days < 0 or (days > 0 and edge > zero):
        left, right = (now, zero) if days < 0 else (zero, min(now, edge))
        shapes.append(rectangle(Box(left, y - _BAR / 2, right - left, _BAR), FORECAST, Stroke(ACTION, 0.5)))
    beyond = facts.days_beyond(project)
    if beyond:
        shapes.append(rectangle(Box(edge, y - _BAR / 2, now - edge, _BAR), WORSE))
    milestone = facts.goal(project)
    if milestone is not None and milestone.actual is not None:
        shapes.append(marker(Geometry.DIAMOND, now, y, 0.15, INK))
    else:
        tick = WORSE if beyond else ACTION
        shapes.append(rectangle(Box(now - _TICK / 2, y - 0.12, _TICK, 0.24), tick))
    shapes.append(marker(Geometry.DIAMOND, zero, y, 0.15, PAPER, Stroke(INK, 1.5)))
    before = project.previous.deviation_days if project.previous else None
    if before is not None:
        shapes.append(Shape(Geometry.TRIANGLE, Box(axis.at(before) - 0.05, y + 0.07, 0.10, 0.08), SECONDARY))
    return shapes


def simulated_shapes(axis: DayAxis, project: ProjectFacts, y: float) -> list[Shape]:
    """Return the band from P50 to P80, red beyond the tolerance; empty without a baseline."""
    middle, sure, allowed = facts.shown_days(project), facts.sure_days(project), project.finish.tolerance_days
    if middle is None or sure is None:
        return []
    zero, left, right = axis.at(0), axis.at(middle), axis.at(sure)
    edge = right if allowed is None else min(max(axis.at(allowed), left), right)
    shapes: list[Shape] = []
    if allowed:
        shapes.append(rectangle(Box(zero, y - _PLATE / 2, axis.at(allowed) - zero, _PLATE), TOLERANCE))
    if edge > left:
        shapes.append(rectangle(Box(left, y - _BAR / 2, edge - left, _BAR), FORECAST, Stroke(ACTION, 0.5)))
    if right > edge:
        shapes.append(rectangle(Box(edge, y - _BAR / 2, right - edge, _BAR), WORSE))
    milestone = facts.goal(project)
    if milestone is not None and milestone.actual is not None:
        shapes.append(marker(Geometry.DIAMOND, left, y, 0.15, INK))
    else:
        tick = WORSE if allowed is not None and middle > allowed else ACTION
        shapes.append(rectangle(Box(left - _TICK / 2, y - 0.12, _TICK, 0.24), tick))
    shapes.append(marker(Geometry.DIAMOND, zero, y, 0.15, PAPER, Stroke(INK, 1.5)))
    before = facts.sure_days_before(project)
    if before is not None:
        shapes.append(Shape(Geometry.TRIANGLE, Box(axis.at(before) - 0.05, y + 0.07, 0.10, 0.08), SECONDARY))
    return shapes


def band_words(pack: Pack, project: ProjectFacts) -> str:
    """Return the band in words, for who cannot see it."""
    days = project.finish.deviation_days
    if days is None:
        return pack.gettext("{code}: no baseline to compare with").format(code=project.code)
    if project.forecast is not None:
        text = pack.gettext("{code}: P50 {middle} and P80 {sure} days from the baseline, tolerance {allowed}")
        allowed = project.finish.tolerance_days
        return text.format(
            code=project.code,
            middle=pack.signed_days(facts.shown_days(project)),
            sure=pack.signed_days(facts.sure_days(project)),
            allowed=pack.gettext("not agreed") if allowed is None else allowed,
        )
    text = pack.gettext("{code}: {days} days from the baseline, tolerance {allowed}")
    allowed = project.finish.tolerance_days
    return text.format(
        code=project.code,
        days=pack.signed_days(days),
        allowed=pack.gettext("not agreed") if allowed is None else allowed,
    )


def legend_shapes(pack: Pack, x: float, y: float, has_previous: bool) -> list[Shape]:
    """Return the key to the band, in one line."""
    gettext = pack.gettext
    shapes: list[Shape] = []
    entries: list[tuple[str, str]] = [
        ("baseline", gettext("baseline")),
        ("tolerance", gettext("tolerance")),
        ("forecast", gettext("P50 to P80") if pack.snapshot.is_simulated else gettext("forecast")),
        ("beyond", gettext("beyond tolerance")),
        ("reached", gettext("reached")),
    ]
    if has_previous and pack.snapshot.compared_with:
        day = f"{pack.snapshot.compared_with:%d/%m}"
        told = gettext("P80 on {day}") if pack.snapshot.is_simulated else gettext("report of {day}")
        entries.append(("previous", told.format(day=day)))
    for kind, text in entries:
        shapes += _key(kind, x, y)
        w = width_of(text, 11) + 0.02
        shapes.append(
            label(Box(x + 0.27, y - 0.1, w, 0.2), paragraph(text), size=11, anchor="ctr", wraps=False)
        )
        x += 0.27 + w + 0.22
    return shapes


def _key(kind: str, x: float, y: float) -> list[Shape]:
    middle = x + 0.1
    if kind == "baseline":
        return [marker(Geometry.DIAMOND, middle, y, 0.15, PAPER, Stroke(INK, 1.5))]
    if kind == "reached":
        return [marker(Geometry.DIAMOND, middle, y, 0.15, INK)]
    if kind == "tolerance":
        return [rectangle(Box(x, y - _PLATE / 2, 0.2, _PLATE), TOLERANCE)]
    if kind == "beyond":
        return [rectangle(Box(x, y - _BAR / 2, 0.2, _BAR), WORSE)]
    if kind == "previous":
        return [Shape(Geometry.TRIANGLE, Box(middle - 0.06, y - 0.05, 0.12, 0.10), SECONDARY)]
    return [
        rectangle(Box(x, y - _BAR / 2, 0.18, _BAR), FORECAST, Stroke(ACTION, 0.5)),
        rectangle(Box(x + 0.18, y - 0.12, _TICK, 0.24), ACTION),
    ]
