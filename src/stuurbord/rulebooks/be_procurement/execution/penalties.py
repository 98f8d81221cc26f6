"""Delay penalties (vertragingsboetes) and special penalties (straffen).

References
----------
Royal Decree of 14 January 2013 (AUR), articles 45 §2, 86, 123 and 154.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from stuurbord.rulebooks.be_procurement.execution.values import (
    LawValue,
    Outcome,
    cents,
    in_force,
    no_rules,
    require_amount,
    unanswered,
)

_WORKS: Final = "works"
_PER_DAY: Final = {"supplies": "late_supplies", "services": "late_services", "social": "late_services"}

_BY_ITSELF: Final = "delay_without_record"
"""The rule that the end of the term suffices for it."""


@dataclass(frozen=True, kw_only=True)
class DelayPenalty(Outcome):
    """The penalty for delay, in euros.

    Attributes
    ----------
    uncapped
        What the formula gives before the cap.
    cap
        The most that may be asked.
    """

    days_late: int
    amount: Decimal | None = None
    uncapped: Decimal | None = None
    cap: Decimal | None = None

    @property
    def is_capped(self) -> bool:
        return self.uncapped is not None and self.cap is not None and self.uncapped > self.cap


def delay_penalty(
    value: Decimal, days_late: int, kind: str | None, on: date | None, term_days: int | None = None
) -> DelayPenalty:
    """Return the penalty for performing late.

    Parameters
    ----------
    value
        Euros without VAT: of what is late (supplies, services), of the contract (works).
    days_late
        Calendar days; where the term of works counts working days, working days.
    on
        The day of publication, or of the invitation.
    term_days
        The term of the works, in the unit of ``days_late``; not asked of others.

    Raises
    ------
    ValueError
        If the value or the days late are < 0, the term is < 1 or the kind is unknown.

    Notes
    -----
    Supplies and services: a share of the value per day. Works: ``0.45 × M × n² / N²`` with the contract M,
    n days late and N days of term. Both have a most.

    >>> delay_penalty(Decimal(200000), 100, "services", date(2026, 6, 1)).amount
    Decimal('15000.00')
    """
    require_amount("value", value)
    if days_late < 0:
        raise ValueError(f"days late {days_late} < 0")
    if kind not in (None, _WORKS, *_PER_DAY):
        raise ValueError(f"kind {kind!r} is none of {(_WORKS, *_PER_DAY)}")
    if term_days is not None and term_days < 1:
        raise ValueError(f"term of {term_days} days < 1")
    if kind is None or on is None:
        return DelayPenalty(days_late=days_late, missing=unanswered(kind=kind, date=on))
    if kind == _WORKS:
        return _of_works(value, days_late, on, term_days)
    rate, most = f"{_PER_DAY[kind]}_pct", f"{_PER_DAY[kind]}_max_pct"
    law = in_force(on, rate, most, _BY_ITSELF)
    if law is None:
        return DelayPenalty(days_late=days_late, missing=no_rules())
    return _capped(
        days_late, value * law[rate].share * days_late, value * law[most].share, tuple(law.values())
    )


def _of_works(value: Decimal, days_late: int, on: date, term_days: int | None) -> DelayPenalty:
    if term_days is None:
        return DelayPenalty(days_late=days_late, missing=unanswered(term=None))
    law = in_force(on, "late_works_factor", "late_works_max_pct", _BY_ITSELF)
    if law is None:
        return DelayPenalty(days_late=days_late, missing=no_rules())
    exact = law["late_works_factor"].number * value * days_late**2 / term_days**2
    return _capped(days_late, exact, value * law["late_works_max_pct"].share, tuple(law.values()))


def _capped(days_late: int, exact: Decimal, most: Decimal, because: tuple[LawValue, ...]) -> DelayPenalty:
    return DelayPenalty(
        days_late=days_late,
        amount=cents(min(exact, most)),
        uncapped=cents(exact),
        cap=cents(most),
        because=because,
    )


@dataclass(frozen=True, kw_only=True)
class SpecialPenalty(Outcome):
    """A penalty for another default than delay, in euros.

    Attributes
    ----------
    per_day
        Of one day; None for a one-off penalty.
    """

    amount: Decimal | None = None
    per_day: Decimal | None = None


def special_penalty(initial_amount: Decimal, on: date | None, days: int | None = None) -> SpecialPenalty:
    """Return the penalty where the documents set none of their own: between its least and its most.

    Parameters
    ----------
    initial_amount
        Euros without VAT.
    on
        The day of publication, or of the invitation.
    days
        Calendar days that the default lasts, for the daily penalty; None: the one-off penalty.

    Raises
    ------
    ValueError
        If the amount or the days are < 0.
    """
    require_amount("initial_amount", initial_amount)
    if days is not None and days < 0:
        raise ValueError(f"days {days} < 0")
    if on is None:
        return SpecialPenalty(missing=unanswered(date=on))
    name = "penalty_once" if days is None else "penalty_daily"
    law = in_force(on, f"{name}_pct", f"{name}_min", f"{name}_max")
    if law is None:
        return SpecialPenalty(missing=no_rules())
    share, least, most = law.values()
    one = cents(min(max(initial_amount * share.share, least.number), most.number))
    return SpecialPenalty(
        amount=one if days is None else one * days,
        per_day=None if days is None else one,
        because=tuple(law.values()),
    )
