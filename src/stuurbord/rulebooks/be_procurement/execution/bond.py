"""The performance bond (borgtocht): how much, by when, when it comes free, and what its absence costs.

References
----------
Royal Decree of 14 January 2013 (AUR), articles 25 to 33, as amended with effect from 1 November 2023.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from typing import Final

from stuurbord.rulebooks.be_procurement.execution.values import (
    HUNDRED,
    Law,
    LawValue,
    Outcome,
    cents,
    in_force,
    law_value,
    no_rules,
    require_amount,
    unanswered,
)

_NOUGHT: Final = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Performance:
    """What is performed and in how many calendar days; None is not known.

    Attributes
    ----------
    kind
        ``works``, ``supplies``, ``services`` or ``social``.
    """

    kind: str | None = None
    term_days: int | None = None


@dataclass(frozen=True, kw_only=True)
class RequiredBond(Outcome):
    """What may be asked as a bond.

    Attributes
    ----------
    amount
        Euros.
    rounded_up, rounding
        The amount as the decree has it rounded up, and the figure by which; that was not verified.
    default_pct
        What the law asks where the documents are silent, per cent.
    may_be_asked
        False below the floor since November 2023: asking one is forbidden.
    is_derogation
        Whether the documents must say why they ask more than the law; before November 2023, less too.
    is_forbidden
        Whether the documents ask one though none may be asked.
    """

    amount: Decimal | None = None
    rounded_up: Decimal | None = None
    rounding: LawValue | None = None
    default_pct: Decimal | None = None
    may_be_asked: bool | None = None
    is_derogation: bool = False
    is_forbidden: bool = False


def required_bond(
    award: Decimal | None,
    on: date | None,
    percentage: Decimal | None = None,
    performance: Performance | None = None,
) -> RequiredBond:
    """Return the bond for a contract.

    Parameters
    ----------
    award
        Approved amount in euros without VAT.
    on
        The day of publication, or of the invitation.
    percentage
        What the documents ask, 0 for none; None where they are silent.
    performance
        Asked of contracts published before November 2023 only: short supplies and services were exempt.

    Raises
    ------
    ValueError
        If the amount or percentage is < 0, or the percentage > 100.

    >>> required_bond(Decimal("50000"), date(2026, 6, 1)).amount
    Decimal('2500.00')
    """
    short = law_value("bond_short_term_days", on) if on is not None else None
    if award is None or on is None or short is None:
        return _bond(award, on, "bond_pct", percentage, missing="award")
    return _bond_before_2023(award, on, percentage, performance or Performance(), short)


def _bond_before_2023(
    award: Decimal,
    on: date,
    percentage: Decimal | None,
    performance: Performance,
    short: LawValue,
) -> RequiredBond:
    """Return the bond under the older text.

    Small and short contracts were exempt, but the documents could ask one; less was a derogation too.
    """
    bond = _bond(award, on, "bond_pct", percentage, missing="award")
    if bond.missing:
        return bond
    if not bond.may_be_asked:
        law = in_force(on, "bond_pct", "bond_floor", "bond_rounding")
        assert law is not None
        return replace(
            _counted(award, law, "bond_pct", percentage or Decimal()), is_derogation=bool(percentage)
        )
    if percentage is not None:
        return replace(bond, is_derogation=percentage != bond.default_pct)
    if performance.kind == "works":
        return bond
    if missing := unanswered(kind=performance.kind, term=performance.term_days):
        return RequiredBond(missing=missing)
    if (performance.term_days or 0) <= short.number:
        return RequiredBond(amount=_NOUGHT, rounded_up=_NOUGHT, may_be_asked=True, because=(short,))
    return bond


def framework_bond(estimated_value: Decimal | None, on: date | None) -> RequiredBond:
    """Return the one bond for a whole framework agreement with a single contractor.

    Parameters
    ----------
    estimated_value
        Of the whole agreement, euros without VAT.
    """
    return _bond(estimated_value, on, "bond_framework_pct", None, missing="estimate")


def _bond(
    base: Decimal | None, on: date | None, rate: str, percentage: Decimal | None, missing: str
) -> RequiredBond:
    if base is None or on is None:
        return RequiredBond(missing=unanswered(**{missing: base, "date": on}))
    require_amount(missing, base)
    if percentage is not None and not 0 <= percentage <= HUNDRED:
        raise ValueError(f"percentage {percentage} is not between 0 and 100")
    law = in_force(on, rate, "bond_floor", "bond_rounding")
    if law is None:
        return RequiredBond(missing=no_rules())
    if base < law["bond_floor"].number:
        return RequiredBond(
            amount=_NOUGHT,
            rounded_up=_NOUGHT,
            may_be_asked=False,
            is_forbidden=bool(percentage),
            because=(law["bond_floor"],),
        )
    return _counted(base, law, rate, percentage)


def _counted(base: Decimal, law: Law, rate: str, percentage: Decimal | None) -> RequiredBond:
    share = law[rate].share if percentage is None else percentage / HUNDRED
    exact, step = base * share, law["bond_rounding"].number
    return RequiredBond(
        amount=cents(exact),
        rounded_up=cents((exact / step).to_integral_value(ROUND_CEILING) * step),
        rounding=law["bond_rounding"],
        default_pct=law[rate].number,
        may_be_asked=True,
        is_derogation=share > law[rate].share,
        because=(law["bond_floor"], law[rate]),
    )


class PostingStatus(StrEnum):
    """Whether the bond was posted."""

    WAITING = "waiting"
    POSTED = "posted"
    POSTED_LATE = "posted_late"
    OVERDUE = "overdue"


@dataclass(frozen=True, kw_only=True)
class BondPosting(Outcome):
    """The posting of a bond.

    Attributes
    ----------
    due
        Last day to post it.
    days_late
        Calendar days after ``due``.
    sanction
        Euros that may be kept ex officio after notice, once it is overdue; else 0.
    """

    state: PostingStatus | None = None
    due: date | None = None
    days_late: int = 0
    sanction: Decimal | None = None


def bond_posting(
    concluded_on: date | None,
    as_of: date,
    initial_amount: Decimal,
    on: date | None,
    posted_on: date | None = None,
) -> BondPosting:
    """Return where the posting of a bond stands on a day.

    Parameters
    ----------
    as_of
        The day on which it is asked.
    on
        The day of publication, or of the invitation, which tells the rules.
    """
    require_amount("initial_amount", initial_amount)
    if concluded_on is None or on is None:
        return BondPosting(missing=unanswered(concluded_on=concluded_on, date=on))
    law = in_force(on, "bond_days", "bond_sanction_pct")
    if law is None:
        return BondPosting(missing=no_rules())
    due = law["bond_days"].last_day(concluded_on)
    is_posted = posted_on is not None and posted_on <= as_of
    late = max(0, ((posted_on if is_posted and posted_on else as_of) - due).days)
    if is_posted:
        state = PostingStatus.POSTED_LATE if late else PostingStatus.POSTED
    else:
        state = PostingStatus.OVERDUE if late else PostingStatus.WAITING
    is_overdue = state is PostingStatus.OVERDUE
    return BondPosting(
        state=state,
        due=due,
        days_late=late,
        sanction=cents(initial_amount * law["bond_sanction_pct"].share) if is_overdue else _NOUGHT,
        because=tuple(law.values()) if is_overdue else (law["bond_days"],),
    )


@dataclass(frozen=True, kw_only=True)
class BondRelease(Outcome):
    """What comes free of a bond, in euros; the two parts add up to what was posted."""

    at_provisional: Decimal | None = None
    at_final: Decimal | None = None
    released: Decimal | None = None
    held: Decimal | None = None


def bond_release(
    posted: Decimal,
    on: date | None,
    as_of: date,
    provisional_on: date | None = None,
    final_on: date | None = None,
) -> BondRelease:
    """Return what has come free of a bond by a day; the buyer releases it by its own motion.

    Parameters
    ----------
    provisional_on, final_on
        The days on which acceptance was granted. Final acceptance frees all.
    """
    require_amount("posted", posted)
    if on is None:
        return BondRelease(missing=unanswered(date=on))
    law = in_force(on, "bond_release_pct")
    if law is None:
        return BondRelease(missing=no_rules())
    first = cents(posted * law["bond_release_pct"].share)
    released = _NOUGHT
    if final_on is not None and final_on <= as_of:
        released = posted
    elif provisional_on is not None and provisional_on <= as_of:
        released = first
    return BondRelease(
        at_provisional=first,
        at_final=posted - first,
        released=released,
        held=posted - released,
        because=tuple(law.values()),
    )
