"""A portfolio as a whole: its projects beside each other, joined iteration by iteration.

Projects share seeds and the random numbers of their shared causes, so that what goes wrong together goes
wrong in the same iterations; sums and chances are counted there, not multiplied.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from threading import Lock
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stuurbord.engine.schedule_risk.portfolio import Member, together
from stuurbord.plan import NONE
from stuurbord.web.forecasts.answers import Answers, StoredDriver
from stuurbord.web.forecasts.conclusions import driver_name
from stuurbord.web.forecasts.figures_row import day_of, days_from
from stuurbord.web.forecasts.limits import Limits, end_of
from stuurbord.web.forecasts.models import SimulationRun
from stuurbord.web.jobs.models import UNDER_WAY
from stuurbord.web.projects.models import Project

Floats = NDArray[np.float64]
MOST_DRIVERS: Final = 12
_MOST_KEPT: Final = 128
_kept: OrderedDict[tuple[int, str, datetime, bool], Answers] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One project on the portfolio's page; without a run everything after it is None."""

    project: Project
    limits: Limits
    answers: Answers | None
    p50: date | None = None
    p80: date | None = None
    days_p50: int | None = None
    days_p80: int | None = None
    chance: float | None = None
    """To finish within the tolerance."""
    chance_baseline: float | None = None
    cost_p50: float | None = None
    cost_p80: float | None = None
    chance_cost: float | None = None
    """To cost no more than the tolerance allows."""
    state: str = ""
    """What became of the last computation, a `JobState`; empty if none was asked."""
    reason: str = ""
    """Why there is no forecast, in words."""

    @property
    def is_under_way(self) -> bool:
        """Whether a newer forecast is on its way."""
        return self.state in UNDER_WAY

    @property
    def is_beyond(self) -> bool:
        """Whether P80 lies beyond the tolerance."""
        tolerance = self.limits.tolerance_days
        return self.days_p80 is not None and tolerance is not None and self.days_p80 > tolerance

    @property
    def is_dear(self) -> bool:
        """Whether P80 of the cost lies beyond the tolerance."""
        most = self.limits.most_euro
        return self.cost_p80 is not None and most is not None and self.cost_p80 > float(most)


@dataclass(frozen=True, slots=True)
class Joint:
    """Several projects together.

    Attributes
    ----------
    cost
        Euro per iteration, of all projects that have costs.
    chance_time
        Chance that all projects with a tolerance in time stay within it.
    chance_cost
        Likewise for cost.
    chance_both
        Chance that both hold everywhere at once.
    n_missing
        Projects that belong to it and have no forecast: nothing above counts them.
    """

    name: str
    n_projects: int
    n_timed: int
    n_costed: int
    cost: Floats
    budget: float | None
    most: float | None
    chance_time: float | None
    chance_cost: float | None
    chance_both: float | None
    n_missing: int = 0

    def cost_at(self, share: float) -> float | None:
        """Return the euro that suffice with this certainty."""
        if not len(self.cost):
            return None
        return float(np.quantile(self.cost, share, method="inverted_cdf"))

    @property
    def cost_p50(self) -> float | None:
        return self.cost_at(0.5)

    @property
    def cost_p80(self) -> float | None:
        return self.cost_at(0.8)


@dataclass(frozen=True, slots=True)
class PortfolioDriver:
    """A cause with the projects it moves: days and euro between its good and its bad end, added up."""

    name: str
    kind: str
    projects: tuple[str, ...]
    days: float
    euro: float


def opened(run: SimulationRun) -> Answers:
    """Return the answers of a run, unpacked once per process and kept while they are asked for."""
    key = (run.pk, run.key, run.made_at, run.is_stale)
    with _lock:
        if found := _kept.get(key):
            _kept.move_to_end(key)
            return found
    made = Answers(run)
    with _lock:
        _kept[key] = made
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return made


def project_row(
    project: Project, limits: Limits, run: SimulationRun | None, state: str = "", reason: str = ""
) -> ProjectRow:
    """Return the line of one project."""
    if run is None:
        return ProjectRow(project, limits, None, state=state, reason=reason)
    found = opened(run)
    p50, p80 = found.finish_at(0.5), found.finish_at(0.8)
    most = limits.most_euro
    has_cost = bool(run.planned_cost)
    return ProjectRow(
        project=project,
        limits=limits,
        answers=found,
        p50=day_of(p50),
        p80=day_of(p80),
        days_p50=days_from(p50, limits.promise),
        days_p80=days_from(p80, limits.promise),
        chance=found.chance_by(end_of(limits.limit)),
        chance_baseline=found.chance_by(end_of(limits.promise)),
        cost_p50=found.cost_at(0.5) if has_cost else None,
        cost_p80=found.cost_at(0.8) if has_cost else None,
        chance_cost=found.chance_for(float(most)) if has_cost and most is not None else None,
        state=state,
    )


def joined(name: str, rows: Sequence[ProjectRow]) -> Joint | None:
    """Return several projects as one; None if none of them has a forecast."""
    known = [row for row in rows if row.answers is not None]
    if not known:
        return None
    members = [_member(row) for row in known]
    costed = [row for row in known if row.cost_p50 is not None]
    whole = together(members)
    return Joint(
        name=name,
        n_projects=len(known),
        n_timed=sum(one.finish_limit != NONE for one in members),
        n_costed=len(costed),
        cost=whole.cost if costed else np.zeros(0),
        budget=_total(row.limits.budget for row in costed),
        most=_total(row.limits.most_euro for row in costed),
        chance_time=whole.chance_in_time,
        chance_cost=whole.chance_within_cost,
        chance_both=None
        if None in (whole.chance_in_time, whole.chance_within_cost)
        else whole.chance_all_within,
        n_missing=len(rows) - len(known),
    )


def unknown(name: str, n_missing: int) -> Joint:
    """Return projects of which none has a forecast."""
    return Joint(name, 0, 0, 0, np.zeros(0), None, None, None, None, None, n_missing)


def _member(row: ProjectRow) -> Member:
    assert row.answers is not None
    most = row.limits.most_euro if row.cost_p50 is not None else None
    return Member(
        code=row.project.code,
        outcome=row.answers.outcome,
        finish_limit=end_of(row.limits.limit),
        cost_limit=None if most is None else float(most),
    )


def portfolio_drivers(rows: Iterable[ProjectRow]) -> list[PortfolioDriver]:
    """Return what moves the portfolio most; a shared cause counts over all projects that it moves."""
    found: dict[tuple[str, str], list[tuple[str, StoredDriver]]] = {}
    for row in rows:
        for one in row.answers.drivers if row.answers else ():
            is_shared = one.kind in ("factor", "weather") and not one.code.startswith("course:")
            own = "" if is_shared else row.project.code
            found.setdefault((own, f"{one.kind}:{one.code}"), []).append((row.project.code, one))
    made = [_driver(listed) for listed in found.values()]
    made = [one for one in made if round(one.days) > 0 or one.euro > 0]
    return sorted(made, key=lambda one: (-one.days, -one.euro))[:MOST_DRIVERS]


def _driver(listed: Sequence[tuple[str, StoredDriver]]) -> PortfolioDriver:
    project, first = listed[0]
    name = driver_name(first)
    return PortfolioDriver(
        # the course of each project is its own: without the project they all have one name
        name=f"{name} ({project})" if first.code.startswith("course:") else name,
        kind=first.kind,
        projects=tuple(dict.fromkeys(code for code, _one in listed)),
        days=sum(abs(one.days_high - one.days_low) for _code, one in listed if one.moves_finish),
        euro=sum(abs(one.eur_high - one.eur_low) for _code, one in listed if one.moves_cost),
    )


def _total(amounts: Iterable[Decimal | None]) -> float | None:
    listed = list(amounts)
    known = [float(one) for one in listed if one is not None]
    return sum(known) if known and len(known) == len(listed) else None
