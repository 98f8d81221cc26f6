"""Suspensions: what they add to the term, and whether the buyer's may give a right to indemnity.

References
----------
Royal Decree of 14 January 2013 (AUR), articles 38/11 and 38/12.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from stuurbord.plan.legal_periods import is_working_day
from stuurbord.rulebooks.be_procurement.execution.values import Outcome, in_force, no_rules, unanswered

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Suspension:
    """A time in which the contract lies still.

    Attributes
    ----------
    first
        First day on which nothing is performed.
    resumed_on
        Day on which the work goes on; None while it lies still.
    is_by_buyer
        Whether the buyer ordered it.
    """

    first: date
    resumed_on: date | None = None
    is_by_buyer: bool = True

    def __post_init__(self) -> None:
        if self.resumed_on is not None and self.resumed_on < self.first:
            raise ValueError(f"resumed on {self.resumed_on}, before its first day {self.first}")


@dataclass(frozen=True, slots=True)
class Term:
    """The term of execution, in calendar days or in working days."""

    days: int
    is_in_working_days: bool = False

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError(f"term of {self.days} days < 1")


@dataclass(frozen=True, kw_only=True)
class SuspensionEffect(Outcome):
    """What suspensions do to a contract.

    Attributes
    ----------
    suspended_days
        All days on which it lay still, each once, in the unit of the term.
    days_by_buyer
        Those on which it lay still by order of the buyer.
    threshold_days
        Days that must be exceeded, and the least number of days: both in the unit of the term.
    least_days
        As above.
    is_indemnity_possible
        Whether the buyer's suspensions pass both; None while that is not known.
    end
        The end of the contract with the days that were lost; None if no end was given.
    """

    suspended_days: int | None = None
    days_by_buyer: int | None = None
    threshold_days: Decimal | None = None
    least_days: int | None = None
    is_indemnity_possible: bool | None = None
    end: date | None = None


def suspension_effect(
    suspensions: Iterable[Suspension],
    term: Term | None,
    on: date | None,
    as_of: date,
    end: date | None = None,
) -> SuspensionEffect:
    """Return what suspensions add to the term and whether they may give a right to indemnity.

    Parameters
    ----------
    on
        The day of publication, or of the invitation.
    as_of
        A suspension that still runs is counted up to and with this day.
    end
        The end of the contract before any suspension.
    """
    if term is None or on is None:
        return SuspensionEffect(missing=unanswered(term=term, date=on))
    least = "suspension_working_days" if term.is_in_working_days else "suspension_calendar_days"
    law = in_force(on, "suspension_share_pct", least)
    if law is None:
        return SuspensionEffect(missing=no_rules())
    listed = tuple(suspensions)
    all_days = _days(listed, as_of, term)
    by_buyer = len(_days([one for one in listed if one.is_by_buyer], as_of, term))
    threshold = term.days * law["suspension_share_pct"].share
    return SuspensionEffect(
        suspended_days=len(all_days),
        days_by_buyer=by_buyer,
        threshold_days=threshold,
        least_days=law[least].days,
        is_indemnity_possible=by_buyer > threshold and by_buyer >= law[least].days,
        end=None if end is None else _later(end, len(all_days), term),
        because=tuple(law.values()),
    )


def _days(suspensions: Iterable[Suspension], as_of: date, term: Term) -> set[date]:
    """Return the days on which the contract lay still; those of suspensions that overlap once."""
    found: set[date] = set()
    for one in suspensions:
        last = as_of if one.resumed_on is None else min(as_of, one.resumed_on - _DAY)
        day = one.first
        while day <= last:
            if not term.is_in_working_days or is_working_day(day):
                found.add(day)
            day += _DAY
    return found


def _later(end: date, days: int, term: Term) -> date:
    if not term.is_in_working_days:
        return end + days * _DAY
    while days:
        end += _DAY
        days -= is_working_day(end)
    return end
