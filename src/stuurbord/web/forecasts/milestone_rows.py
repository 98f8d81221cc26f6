"""The milestones of a forecast: when, and the chance to meet what was promised and what the law asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stuurbord.web.forecasts.answers import Answers
from stuurbord.web.forecasts.figures_row import day_of


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """One milestone that is still to come; None where there is no such date."""

    uid: int
    name: str
    planned: date | None
    baseline: date | None
    deadline: date | None
    p50: date | None
    p80: date | None
    days: int | None
    """From the baseline to P80."""
    chance_baseline: float | None
    chance_deadline: float | None


def milestone_rows(found: Answers) -> list[MilestoneRow]:
    """Return the milestones of which the date is not certain, the earliest first."""
    coming = [one for one in found.milestones if one.quantiles[0] != one.quantiles[-1]]
    made = []
    for one in sorted(coming, key=lambda one: one.at(0.5)):
        baseline, p80 = day_of(one.baseline), day_of(one.at(0.8))
        made.append(
            MilestoneRow(
                uid=one.uid,
                name=one.name,
                planned=day_of(one.planned),
                baseline=baseline,
                deadline=day_of(one.deadline),
                p50=day_of(one.at(0.5)),
                p80=p80,
                days=(p80 - baseline).days if p80 and baseline else None,
                chance_baseline=one.chance_baseline,
                chance_deadline=one.chance_deadline,
            )
        )
    return made
