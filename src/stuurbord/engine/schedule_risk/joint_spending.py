"""Spending of several projects together with its band, summed iteration by iteration.

As `cost_band` does for one project: each iteration spends what remains along the curve of the plan,
stretched to its own finish and scaled to its own cost. Sums of percentiles would be wrong: what goes wrong
together goes wrong in the same iterations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from stuurbord.engine.schedule_risk.outcome import Outcome
from stuurbord.engine.schedule_risk.percentiles import rank_of
from stuurbord.plan.model import Floats, Integers

_N_FINE: Final = 4000
"""Steps in which the curve is looked up: a step of the remaining time is less than a day in ten years."""
_PROBABILITIES: Final = (0.2, 0.5, 0.8)


@dataclass(frozen=True, slots=True)
class Course:
    """How a project spends from its status date on, its end and its cost aside.

    Attributes
    ----------
    status
        Instant from which it is forecast.
    spent
        Euro spent before it.
    share
        Part of what remains that is spent after equal parts of the time in the plan, 0–1, from the status
        date (0) to the last cost (1).
    length
        Seconds in the plan from the status date to the finish; only looked at beside `beyond`.
    beyond
        Seconds in the plan from the finish to the last cost; they are not stretched.
    """

    status: int
    spent: float
    share: Floats
    length: int = 1
    beyond: int = 0


@dataclass(frozen=True, slots=True)
class Spender:
    """A project of the sum: its outcome, and what was spent at each of the instants up to its status date.

    Attributes
    ----------
    actual
        Euro at the instants asked for, float64 of shape (n_instants,); after the status date unused.
    """

    course: Course
    outcome: Outcome
    actual: Floats


def joint_band(spenders: Sequence[Spender], instants: Integers) -> Floats:
    """Return the P20, P50 and P80 of the euro spent by all together, shape (3, n_instants)."""
    rows = np.empty((len(_PROBABILITIES), len(instants)))
    prepared = [_prepared(one) for one in spenders]
    n_iterations = len(prepared[0].to_come) if prepared else 1
    for idx, instant in enumerate(instants.tolist()):
        total = np.zeros(n_iterations)
        for one, kept in zip(spenders, prepared, strict=True):
            total += kept.spent_by(instant) if instant > one.course.status else float(one.actual[idx])
        rank = [rank_of(len(total), p) for p in _PROBABILITIES]
        rows[:, idx] = np.partition(total, rank)[rank]
    return rows


def spent_per_iteration(spender: Spender, instants: Integers) -> Floats:
    """Return the euro one project has spent at each instant, per iteration; shape (n_instants, n_iterations).

    Sums over projects and differences between instants are taken here, before any percentile.
    """
    kept, status = _prepared(spender), spender.course.status
    rows = np.empty((len(instants), len(kept.to_come)))
    for idx, instant in enumerate(instants.tolist()):
        rows[idx] = kept.spent_by(instant) if instant > status else float(spender.actual[idx])
    return rows


@dataclass(frozen=True, slots=True)
class _Prepared:
    status: int
    spent: float
    per_second: Floats
    """Steps of ``share`` per second up to the finish, per iteration."""
    beyond_per_second: float
    """Likewise after it; 0 where nothing is spent then."""
    finish: Integers
    finish_step: float
    to_come: Floats
    share: Floats

    def spent_by(self, instant: int) -> Floats:
        steps = (instant - self.status) * self.per_second
        if self.beyond_per_second:
            after = self.finish_step + (instant - self.finish) * self.beyond_per_second
            steps = np.where(instant < self.finish, steps, after)
        position = np.minimum(steps, _N_FINE).astype(np.int32)
        amount = self.share.take(position)
        amount *= self.to_come
        amount += self.spent
        return amount


def _prepared(one: Spender) -> _Prepared:
    course = one.course
    finish = np.maximum(one.outcome.finish, course.status + 1)
    per_second = _N_FINE / (course.length + course.beyond)
    finish_step = course.length * per_second
    steps = np.linspace(0, 1, _N_FINE + 1)
    share = np.interp(steps, np.linspace(0, 1, len(course.share)), course.share)
    return _Prepared(
        status=course.status,
        spent=course.spent,
        per_second=finish_step / (finish - course.status),
        beyond_per_second=per_second if course.beyond else 0.0,
        finish=finish,
        finish_step=finish_step,
        to_come=one.outcome.cost - course.spent,
        share=share,
    )
