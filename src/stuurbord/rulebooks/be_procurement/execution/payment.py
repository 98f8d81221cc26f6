"""The processing term of a payment request, and the interest on one that is paid late.

References
----------
Royal Decree of 14 January 2013 (AUR), articles 69, 95, 127 and 160; one term for verification and payment
together for contracts published from 1 January 2025 (Royal Decree of 12 August 2024).
Law of 2 August 2002 on late payment, articles 5 and 6.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from stuurbord.rulebooks.be_procurement.execution.values import (
    HUNDRED,
    Law,
    Outcome,
    Unanswered,
    cents,
    in_force,
    no_rules,
    questions,
    require_amount,
    unanswered,
)

KINDS: Final = ("works", "supplies", "services", "social")
_DAY: Final = timedelta(days=1)
_SECOND_HALF: Final = 7
"""The month in which the second half of a year begins."""


@dataclass(frozen=True, kw_only=True)
class ProcessingTerm(Outcome):
    """By when a payment request is verified and paid.

    Attributes
    ----------
    starts_on
        The day that sets the term going and is not counted.
    days
        Calendar days from there to ``due``.
    verified_by
        Last day of the verification where that has its own term; None where there is one term.
    due
        Last day of payment without interest.
    is_clause_void
        Whether the documents set a term that the law does not allow; the legal one is used.
    """

    starts_on: date | None = None
    days: int | None = None
    verified_by: date | None = None
    due: date | None = None
    is_clause_void: bool = False


@dataclass(frozen=True, slots=True)
class AgreedTerm:
    """What the documents say of the processing term.

    Attributes
    ----------
    days
        None where they are silent.
    is_reasoned
        Whether the documents state a longer term with objective reasons.
    is_healthcare
        Whether the buyer provides healthcare.
    """

    days: int | None = None
    is_reasoned: bool = False
    is_healthcare: bool = False


def processing_term(
    on: date | None,
    kind: str | None,
    received_on: date | None,
    performed_on: date | None = None,
    agreed: AgreedTerm | None = None,
    verified_on: date | None = None,
) -> ProcessingTerm:
    """Return the term of a payment request.

    Parameters
    ----------
    on
        The day of publication, or of the invitation: it tells which rules hold.
    kind
        One of `KINDS`.
    received_on
        Works: the payment request with its detailed statement. Else the invoice with its documents.
    performed_on
        Supplies: the delivery. Services: the finding that they ended, wholly or in part. Not asked of works.
    verified_on
        Where verification has its own term: the day on which it ended before that term did.

    Raises
    ------
    ValueError
        If ``kind`` is none of `KINDS` or an agreed term is < 1 day.

    >>> processing_term(date(2026, 1, 5), "services", date(2026, 6, 30), date(2026, 6, 30)).due
    datetime.date(2026, 7, 30)
    """
    if kind is not None and kind not in KINDS:
        raise ValueError(f"kind {kind!r} is none of {KINDS}")
    asked = {"date": on, "kind": kind, "received_on": received_on}
    if kind in KINDS[1:]:
        asked["performed_on"] = performed_on
    if missing := unanswered(**asked):
        return ProcessingTerm(missing=missing)
    assert on is not None
    assert received_on is not None
    starts_on = received_on if kind == "works" or performed_on is None else max(received_on, performed_on)
    if law := in_force(on, "processing_days", "processing_days_max", "processing_healthcare_days"):
        return _one_term(law, starts_on, agreed or AgreedTerm())
    if law := in_force(on, "verification_days", "payment_days"):
        return _two_terms(law, starts_on, verified_on)
    return ProcessingTerm(missing=no_rules())


def _one_term(law: Law, starts_on: date, agreed: AgreedTerm) -> ProcessingTerm:
    if agreed.days is not None and agreed.days < 1:
        raise ValueError(f"agreed term of {agreed.days} days < 1")
    usual = law["processing_healthcare_days" if agreed.is_healthcare else "processing_days"]
    most = law["processing_days_max"]
    is_longer = agreed.days is not None and agreed.days > usual.days
    is_allowed = not is_longer or (agreed.is_reasoned and (agreed.days or 0) <= most.days)
    days = usual.days if agreed.days is None or not is_allowed else agreed.days
    return ProcessingTerm(
        starts_on=starts_on,
        days=days,
        due=usual.last_day(starts_on, days),
        is_clause_void=not is_allowed,
        because=(usual, most) if is_longer else (usual,),
    )


def _two_terms(law: Law, starts_on: date, verified_on: date | None) -> ProcessingTerm:
    verification, payment = law["verification_days"], law["payment_days"]
    verified_by = verification.last_day(starts_on)
    ended = verified_by if verified_on is None else min(verified_by, max(verified_on, starts_on))
    due = payment.last_day(ended)
    return ProcessingTerm(
        starts_on=starts_on,
        days=(due - starts_on).days,
        verified_by=verified_by,
        due=due,
        because=(verification, payment),
    )


@dataclass(frozen=True, slots=True)
class ReferenceRate:
    """The reference rate of a half-year, per cent a year.

    Attributes
    ----------
    half_year
        Any day of it.
    """

    half_year: date
    rate: Decimal


@dataclass(frozen=True, slots=True)
class InterestPeriod:
    """Late days of one half-year.

    Attributes
    ----------
    first, last
        The first and the last late day.
    rate
        Per cent a year, points included.
    interest
        Euros, not rounded.
    """

    first: date
    last: date
    days: int
    rate: Decimal
    interest: Decimal


@dataclass(frozen=True, kw_only=True)
class LateInterest(Outcome):
    """What a late payment costs, in euros."""

    days: int | None = None
    periods: tuple[InterestPeriod, ...] = ()
    interest: Decimal | None = None
    lump_sum: Decimal | None = None
    total: Decimal | None = None


def late_interest(
    amount: Decimal, due: date, until: date, rates: Iterable[ReferenceRate], on: date | None
) -> LateInterest:
    """Return the interest that runs by law from the day after the due date.

    Parameters
    ----------
    amount
        Euros that are late.
    until
        The day of payment, or the day for which a forecast is asked; it counts.
    on
        The day of publication, or of the invitation.

    Raises
    ------
    ValueError
        If the amount is < 0, or two rates are given for one half-year.
    """
    require_amount("amount", amount)
    if on is None:
        return LateInterest(missing=unanswered(date=on))
    law = in_force(on, "late_interest_points", "late_interest_year", "late_lump_sum")
    if law is None:
        return LateInterest(missing=no_rules())
    if until <= due or amount == 0:
        nought = Decimal("0.00")
        return LateInterest(days=0, interest=nought, lump_sum=nought, total=nought)
    known = _by_half_year(rates)
    spans = _spans(due + _DAY, until)
    missing = tuple(
        Unanswered("reference_rate", questions()["reference_rate"], start.isoformat())
        for first, _last in spans
        if (start := half_year(first)) not in known
    )
    if missing:
        return LateInterest(missing=missing, because=tuple(law.values()))
    periods = tuple(_period(amount, *span, known[half_year(span[0])], law) for span in spans)
    interest = cents(sum((one.interest for one in periods), Decimal()))
    lump_sum = cents(law["late_lump_sum"].number)
    return LateInterest(
        days=(until - due).days,
        periods=periods,
        interest=interest,
        lump_sum=lump_sum,
        total=interest + lump_sum,
        because=tuple(law.values()),
    )


def half_year(day: date) -> date:
    """Return the first day of the half-year of a day.

    >>> half_year(date(2026, 8, 14))
    datetime.date(2026, 7, 1)
    """
    return date(day.year, _SECOND_HALF if day.month >= _SECOND_HALF else 1, 1)


def _by_half_year(rates: Iterable[ReferenceRate]) -> dict[date, Decimal]:
    known: dict[date, Decimal] = {}
    for one in rates:
        start = half_year(one.half_year)
        if start in known:
            raise ValueError(f"two reference rates for the half-year from {start}")
        known[start] = one.rate
    return known


def _spans(first: date, last: date) -> list[tuple[date, date]]:
    """Return first and last days of the parts that lie in one half-year each."""
    found = []
    while first <= last:
        start = half_year(first)
        following = date(start.year, _SECOND_HALF, 1) if start.month == 1 else date(start.year + 1, 1, 1)
        end = min(last, following - _DAY)
        found.append((first, end))
        first = end + _DAY
    return found


def _period(amount: Decimal, first: date, last: date, reference: Decimal, law: Law) -> InterestPeriod:
    days = (last - first).days + 1
    rate = reference + law["late_interest_points"].number
    return InterestPeriod(
        first, last, days, rate, amount * rate / HUNDRED * days / law["late_interest_year"].number
    )
