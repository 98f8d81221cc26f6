"""Two runs beside each other: what moved since an earlier plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from stuurbord.web.forecasts.answers import Answers
from stuurbord.web.forecasts.figures_row import day_of
from stuurbord.web.forecasts.limits import Limits, end_of
from stuurbord.web.look import figures
from stuurbord.web.reader import reader


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure then and now."""

    label: str
    before: Any
    now: Any
    change: Any


def differences(before: Answers, now: Answers, limits: Limits) -> list[Difference]:
    """Return finish, chance and cost of two runs, and the milestones that moved; both by today's limits."""
    found = [
        _day(_("Planned finish"), before.run.planned_finish, now.run.planned_finish),
        *(_day(f"P{p}", before.finish_at(p / 100), now.finish_at(p / 100)) for p in (50, 80)),
    ]
    if limits.limit is not None:
        limit = end_of(limits.limit)
        found.append(_chance(_("Chance within tolerance"), before.chance_by(limit), now.chance_by(limit)))
    if now.run.planned_cost and before.run.planned_cost:
        found += [
            _euro(_("Cost P{p}").format(p=p), before.cost_at(p / 100), now.cost_at(p / 100)) for p in (50, 80)
        ]
    earlier = {one.uid: one for one in before.milestones}
    for one in now.milestones:
        if one.uid in earlier and day_of(earlier[one.uid].at(0.8)) != day_of(one.at(0.8)):
            found.append(_day(f"{one.name}, P80", earlier[one.uid].at(0.8), one.at(0.8)))
    return found


def _day(label: str, before: int, now: int) -> Difference:
    first, then = day_of(before), day_of(now)
    change = figures.days((then - first).days) if first and then else figures.UNKNOWN
    return Difference(label, figures.day(first), figures.day(then), change)


def _chance(label: str, before: float | None, now: float | None) -> Difference:
    change = figures.UNKNOWN
    if before is not None and now is not None:
        # Translators: percentage points.
        change = figures.with_unit(reader().signed((now - before) * 100), _("pp"))
    return Difference(label, figures.chance(before), figures.chance(now), change)


def _euro(label: str, before: float, now: float) -> Difference:
    words = reader()
    change = words.signed_euro(round(now - before))
    return Difference(label, words.euro(round(before)), words.euro(round(now)), change)
