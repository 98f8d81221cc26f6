"""What a procurement costs per year, with VAT: committed at the conclusion, paid with tasks of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import numpy as np

from stuurbord.engine.cost_curve import spent_by
from stuurbord.engine.critical_path import Schedule
from stuurbord.plan import NONE, Plan, instant, moment
from stuurbord.web.procurements.models import PlanLink

CENT: Final = Decimal("0.01")
Years = dict[int, Decimal]


@dataclass(frozen=True, slots=True)
class Money:
    """Euro per calendar year.

    Attributes
    ----------
    of_task
        Uid → euro that are paid with it.
    missing
        Codes of what is not known: ``estimate``, ``vat``, ``payments``, ``conclusion``, and ``paid_tasks``
        for tasks that the plan no longer has.
    """

    commitment: Years = field(default_factory=dict)
    payment: Years = field(default_factory=dict)
    of_task: dict[int, Decimal] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


def with_vat(estimate: Decimal, rate: Decimal) -> Decimal:
    """Return an amount with VAT, to the cent.

    >>> with_vat(Decimal("139000"), Decimal("0.21"))
    Decimal('168190.00')
    """
    return (estimate * (1 + rate)).quantize(CENT, ROUND_HALF_UP)


def shared(amount: Decimal, payments: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """Return what is paid with each task; the last takes what rounding leaves.

    >>> shared(Decimal("100.00"), {1: Decimal("0.3333"), 2: Decimal("0.6667")})
    {1: Decimal('33.33'), 2: Decimal('66.67')}
    """
    made: dict[int, Decimal] = {}
    for number, (uid, share) in enumerate(payments.items(), 1):
        is_last = number == len(payments)
        made[uid] = amount - sum(made.values(), Decimal(0)) if is_last else _part(amount, share)
    return made


def standing_in(plan: Plan, of_task: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """Return how much of what is paid with each task the plan has as its cost.

    What a task lacks stands with another that is paid with and costs more than its part; what stands nowhere
    the plan does not hold.
    """
    rows = _positions(plan)
    cost = {
        uid: Decimal(int(plan.tasks.cost[rows[uid]])) / 100 if uid in rows else Decimal(0) for uid in of_task
    }
    held = {uid: min(euro, cost[uid]) for uid, euro in of_task.items()}
    lacking = sum(of_task.values(), Decimal(0)) - sum(held.values(), Decimal(0))
    for uid, part in held.items():
        more = min(lacking, cost[uid] - part)
        held[uid], lacking = part + more, lacking - more
    return held


def payments_of(link: PlanLink) -> dict[int, Decimal]:
    """Return task → share of the contract that is paid with it."""
    return {int(uid): Decimal(share) for uid, share in link.payments}


def money_of(
    plan: Plan, schedule: Schedule, estimate: Decimal | None, conclusion: date | None, link: PlanLink
) -> Money:
    """Return what a procurement of this estimate comes to in a plan with its schedule."""
    payments, positions = payments_of(link), _positions(plan)
    is_there = payments.keys() <= positions.keys()
    missing = [
        code
        for code, is_known in (
            ("estimate", estimate is not None),
            ("vat", link.vat_rate is not None),
            ("payments", bool(payments)),
            ("paid_tasks", is_there),
            ("conclusion", conclusion is not None),
        )
        if not is_known
    ]
    if estimate is None or link.vat_rate is None:
        return Money(missing=tuple(missing))
    amount = with_vat(estimate, Decimal(link.vat_rate))
    commitment = {} if conclusion is None else {conclusion.year: amount}
    of_task = shared(amount, payments) if is_there else {}
    payment = _by_year(plan, schedule, {positions[uid]: euro for uid, euro in of_task.items()})
    return Money(commitment, payment, of_task, tuple(missing))


def _by_year(plan: Plan, schedule: Schedule, amounts: Mapping[int, Decimal]) -> Years:
    """Lay amounts out as the plan spends: evenly over the working time of their tasks.

    Parameters
    ----------
    amounts
        Position of a task → euro.
    """
    rows = [row for row in amounts if schedule.finish[row] != NONE]
    if not rows:
        return {}
    cost = np.zeros(len(plan.tasks))
    for row in rows:
        cost[row] = int(amounts[row] * 100)
    first = moment(int(min(schedule.start[row] for row in rows))).year
    last = moment(int(max(schedule.finish[row] for row in rows))).year
    years = range(first, last + 1)
    # The last second of a year: what ends at the first instant of the next is paid in that.
    ends = np.array([instant(datetime(year + 1, 1, 1)) - 1 for year in years], np.int64)  # noqa: DTZ001 - planning time is naive
    spent = np.diff(spent_by(plan, schedule.start, schedule.finish, cost, ends), prepend=0).tolist()
    return {
        year: (Decimal(cents) / 100).quantize(CENT) for year, cents in zip(years, spent, strict=True) if cents
    }


def _part(amount: Decimal, share: Decimal) -> Decimal:
    return (amount * share).quantize(CENT, ROUND_HALF_UP)


def _positions(plan: Plan) -> dict[int, int]:
    return {uid: row for row, uid in enumerate(plan.tasks.uid.tolist())}
