"""What is spent in each budget year against its credit, and on whom a shortage falls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from stuurbord.engine.schedule_risk.joint_spending import Spender, spent_per_iteration
from stuurbord.engine.schedule_risk.outcome import Convergence, Outcome
from stuurbord.plan.calendar import day_number
from stuurbord.plan.model import Floats, Integers
from stuurbord.web.scenarios.draws import DAY, Draws, euro_at

_LAST_RANK: Final = 10_000
"""Who has no priority comes after all who have one."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """What a project without a simulation is expected to spend, per budget year in euro."""

    per_year: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Year:
    """One budget year over all projects.

    Attributes
    ----------
    credit
        Euro that may be paid; None if no budget line of the year knows it.
    chance_over
        Chance that more is spent than the credit.
    postponed
        Codes of the projects on which a shortage at P80 falls: the lowest priority first.
    """

    year: int
    credit: float | None
    p50: float
    p80: float
    chance_over: float | None
    postponed: tuple[str, ...] = ()

    @property
    def left(self) -> float | None:
        """Credit that P80 leaves; negative is a shortage."""
        return None if self.credit is None else self.credit - self.p80


def per_year(
    years: Sequence[int],
    simulated: Mapping[str, Draws],
    fixed: Mapping[str, Fixed],
    credit_of_year: Mapping[int, float],
    ranks: Mapping[str, int],
) -> tuple[Year, ...]:
    """Return what is spent in each of these years, summed per iteration before a percentile is taken.

    Parameters
    ----------
    simulated, fixed
        Projects by code: with outcomes, and with one expected amount.
    ranks
        Priority by code, 1 goes first.
    """
    spenders = {
        code: one for code, one in simulated.items() if one.course is not None and one.cost is not None
    }
    n_iterations = max((len(one.finish) for one in spenders.values()), default=1)
    spent = {code: _spent(one, years) for code, one in spenders.items()}
    found = []
    for idx, year in enumerate(years):
        total = np.zeros(n_iterations)
        for rows in spent.values():
            total += rows[idx]
        total += sum(one.per_year.get(year, 0.0) for one in fixed.values())
        middle = {code: euro_at(rows[idx], 0.8) for code, rows in spent.items()}
        middle |= {code: one.per_year.get(year, 0.0) for code, one in fixed.items()}
        found.append(_year(year, total, credit_of_year.get(year), middle, ranks))
    return tuple(found)


def _year(
    year: int, total: Floats, credit: float | None, per_project: Mapping[str, float], ranks: Mapping[str, int]
) -> Year:
    p80 = euro_at(total, 0.8)
    over = None if credit is None else float(np.mean(total > credit))
    short = () if credit is None else last_served(p80 - credit, per_project, ranks)
    return Year(year, credit, euro_at(total, 0.5), p80, over, short)


def last_served(short: float, per_project: Mapping[str, float], ranks: Mapping[str, int]) -> tuple[str, ...]:
    """Return the projects that have to wait for a shortage to vanish: the lowest priority first.

    Without any priority nobody is named: who waits is a choice of people.

    >>> last_served(50, {"P-1": 100, "P-2": 30, "P-3": 40}, {"P-1": 1, "P-2": 3, "P-3": 2})
    ('P-2', 'P-3')
    """
    if short <= 0 or not ranks:
        return ()
    names = []
    order = sorted(per_project, key=lambda code: (-ranks.get(code, _LAST_RANK), code))
    for code in order:
        if per_project[code] > 0:
            names.append(code)
            short -= per_project[code]
        if short <= 0:
            break
    return tuple(names)


def _spent(draws: Draws, years: Sequence[int]) -> Floats:
    """Return euro per year and iteration, shape (n_years, n_iterations)."""
    assert draws.course is not None
    assert draws.cost is not None
    ends = _year_ends(years)
    return np.diff(spent_per_iteration(_spender(draws, ends), ends), axis=0)


def _spender(draws: Draws, instants: Integers) -> Spender:
    assert draws.course is not None
    assert draws.cost is not None
    at = instants / DAY
    actual = np.interp(at, draws.days, draws.actual, left=0.0) if len(draws.days) else np.zeros(len(at))
    return Spender(draws.course, _outcome(draws.finish, draws.cost), actual)


def _outcome(finish: Integers, cost: Floats) -> Outcome:
    """Return outcomes as the curve of spending reads them: only the finish and the cost count."""
    return Outcome(
        seed=0,
        finish=finish,
        cost=cost,
        planned_finish=0,
        planned_cost=0.0,
        milestones=(),
        criticality=np.zeros(0),
        drivers=(),
        responses=(),
        occurred={},
        convergence=Convergence(None, None, None, None, is_enough=False),
    )


def _year_ends(years: Sequence[int]) -> Integers:
    """Return the instants between years: the begin of the first up to the end of the last."""
    starts = [day_number(date(year, 1, 1)) * DAY for year in (*years, years[-1] + 1)]
    return np.array(starts, np.int64)
