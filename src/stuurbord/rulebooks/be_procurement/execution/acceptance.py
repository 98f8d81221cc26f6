"""Provisional and final acceptance (voorlopige en definitieve oplevering): by when.

References
----------
Royal Decree of 14 January 2013 (AUR), articles 64, 92, 135 and 156.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stuurbord.rulebooks.be_procurement.execution.values import Outcome, in_force, no_rules, unanswered


@dataclass(frozen=True, kw_only=True)
class AcceptanceTerm(Outcome):
    """By when the buyer accepts, or refuses to.

    Attributes
    ----------
    days
        Calendar days after the end of the performance.
    due
        The last of them.
    days_late
        Days after ``due`` on which it was granted, or is asked.
    """

    days: int | None = None
    due: date | None = None
    days_late: int = 0


def acceptance_term(
    kind: str | None,
    ended_on: date | None,
    as_of: date,
    on: date | None,
    agreed_days: int | None = None,
    granted_on: date | None = None,
) -> AcceptanceTerm:
    """Return the term of the provisional acceptance.

    Parameters
    ----------
    kind
        ``works``, ``supplies``, ``services`` or ``social``. Only services have a term in the book.
    ended_on
        The end of the performance.
    as_of
        The day on which it is asked.
    on
        The day of publication, or of the invitation.
    agreed_days
        What the documents set; None where they are silent.
    granted_on
        The day on which acceptance was granted.

    Raises
    ------
    ValueError
        If the agreed term is < 1 day.
    """
    if agreed_days is not None and agreed_days < 1:
        raise ValueError(f"agreed term of {agreed_days} days < 1")
    if missing := unanswered(kind=kind, ended_on=ended_on, date=on):
        return AcceptanceTerm(missing=missing)
    assert ended_on is not None
    assert on is not None
    if kind not in ("services", "social") and agreed_days is None:
        return AcceptanceTerm(missing=unanswered(acceptance_days=None))
    law = in_force(on, "acceptance_services_days")
    if law is None:
        return AcceptanceTerm(missing=no_rules())
    figure = law["acceptance_services_days"]
    due = figure.last_day(ended_on, agreed_days)
    return AcceptanceTerm(
        days=figure.days if agreed_days is None else agreed_days,
        due=due,
        days_late=max(0, ((granted_on or as_of) - due).days),
        because=(figure,) if agreed_days is None else (),
    )


def guarantee_end(provisional_on: date, years: int = 0, months: int = 0) -> date:
    """Return the last day of a guarantee term that began with provisional acceptance.

    Raises
    ------
    ValueError
        If the term is negative.

    >>> guarantee_end(date(2026, 8, 31), months=6)
    datetime.date(2027, 2, 28)
    """
    if years < 0 or months < 0:
        raise ValueError(f"guarantee of {years} years and {months} months")
    year, month = divmod(provisional_on.month - 1 + months, 12)
    year += provisional_on.year + years
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = date.fromordinal(first_of_next.toordinal() - 1)
    return last.replace(day=min(provisional_on.day, last.day))
