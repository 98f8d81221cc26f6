"""Advances: whether one is due, how much, and when it is recovered.

References
----------
Law of 17 June 2016, articles 12/1 to 12/8, inserted by the law of 22 December 2023; in force 1 January 2024.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from stuurbord.rulebooks.be_procurement.execution.values import (
    HUNDRED,
    Law,
    LawValue,
    Outcome,
    cents,
    in_force,
    is_before_rules,
    no_rules,
    require_amount,
    unanswered,
)

SIZES: Final = ("micro", "small", "medium", "large")
_SIZE_VALUES: Final = {
    "micro": "advance_micro_pct",
    "small": "advance_small_pct",
    "medium": "advance_medium_pct",
}
_DIRECT: Final = "VOPZB"
_LOW: Final = "LOW"
BY_AMOUNT: Final = "amount"
"""Beside the grounds: the amount alone allows to do without publication, whatever else might."""


@dataclass(frozen=True, slots=True)
class AdvanceFacts:
    """What tells whether an advance is due; None is not known.

    Attributes
    ----------
    on
        The day of publication, or of the invitation.
    procedure
        Code of the procedure followed: ``VOPZB``, ``OP``, ...
    grounds
        Why there was no publication, as eForms codes: ``unsuitable``, ``resd``; `BY_AMOUNT`, and none: by
        amount.
    is_obliged_buyer
        Whether the buyer is an authority that must grant advances.
    size
        Of the contractor, one of `SIZES`.
    reference_value
        Euros on which the percentage is taken.
    agreed_percentage
        What the documents grant; None where they are silent.
    """

    on: date | None
    procedure: str | None
    grounds: tuple[str, ...] = ()
    is_obliged_buyer: bool | None = None
    size: str | None = None
    reference_value: Decimal | None = None
    agreed_percentage: Decimal | None = None

    def __post_init__(self) -> None:
        if self.size is not None and self.size not in SIZES:
            raise ValueError(f"size {self.size!r} is none of {SIZES}")
        if self.reference_value is not None:
            require_amount("reference_value", self.reference_value)
        if self.agreed_percentage is not None and not 0 <= self.agreed_percentage <= HUNDRED:
            raise ValueError(f"agreed percentage {self.agreed_percentage} is not between 0 and 100")


@dataclass(frozen=True, kw_only=True)
class Advance(Outcome):
    """The advance on a contract.

    Attributes
    ----------
    is_mandatory
        Whether one must be granted.
    least_pct, most_pct
        Between which percentages it lies.
    amount
        Euros, after the cap.
    is_capped
        Whether the cap in euros cut it.
    is_below_law, is_above_law
        Whether the documents grant less or more than the law allows.
    """

    is_mandatory: bool | None = None
    least_pct: Decimal | None = None
    most_pct: Decimal | None = None
    percentage: Decimal | None = None
    amount: Decimal | None = None
    is_capped: bool = False
    is_below_law: bool = False
    is_above_law: bool = False


def advance(facts: AdvanceFacts) -> Advance:
    """Return the advance: mandatory, allowed, or not known for want of facts.

    Before the articles that make it mandatory came into force it was not; how much was allowed then is not
    told here.

    >>> advance(AdvanceFacts(date(2026, 6, 1), "VOPZB", (), True, None, Decimal(100000))).amount
    Decimal('15000.00')
    """
    if facts.on is None or facts.procedure is None:
        return Advance(missing=unanswered(date=facts.on, procedure=facts.procedure))
    if is_before_rules("advance_direct_pct", facts.on):
        return Advance(is_mandatory=False)
    law = in_force(facts.on, "advance_max_pct", "advance_cap", "advance_direct_pct", *_SIZE_VALUES.values())
    grounds = in_force(facts.on, "advance_direct_grounds")
    if law is None or grounds is None:
        return Advance(missing=no_rules())
    if facts.procedure == _LOW:
        return Advance(is_mandatory=False, percentage=Decimal(0), amount=Decimal("0.00"))
    if facts.is_obliged_buyer is None:
        return Advance(missing=unanswered(is_obliged_buyer=None))
    listed = str(grounds["advance_direct_grounds"].value).split()
    least = None
    if facts.is_obliged_buyer:
        if _is_direct(facts, listed):
            least = law["advance_direct_pct"]
        elif facts.size is None:
            return Advance(missing=unanswered(size=None))
        else:
            least = law.get(_SIZE_VALUES.get(facts.size, ""))
    return _granted(facts, law, least)


def _is_direct(facts: AdvanceFacts, listed: Iterable[str]) -> bool:
    grounds = facts.grounds or (BY_AMOUNT,)
    return facts.procedure == _DIRECT and any(one in listed for one in grounds)


def _granted(facts: AdvanceFacts, law: Law, least: LawValue | None) -> Advance:
    most, cap = law["advance_max_pct"].number, law["advance_cap"].number
    floor = least.number if least else Decimal(0)
    agreed = floor if facts.agreed_percentage is None else facts.agreed_percentage
    percentage = min(max(agreed, floor), most)
    rests_on = (*([least] if least else []), law["advance_max_pct"], law["advance_cap"])
    if facts.reference_value is None and percentage:
        return Advance(
            is_mandatory=least is not None,
            least_pct=floor,
            most_pct=most,
            percentage=percentage,
            because=rests_on,
            missing=unanswered(reference_value=None),
        )
    exact = (facts.reference_value or Decimal(0)) * percentage / HUNDRED
    return Advance(
        is_mandatory=least is not None,
        least_pct=floor,
        most_pct=most,
        percentage=percentage,
        amount=cents(min(exact, cap)),
        is_capped=exact > cap,
        is_below_law=agreed < floor,
        is_above_law=agreed > most,
        because=rests_on,
    )


@dataclass(frozen=True, kw_only=True)
class AdvanceRecovery(Outcome):
    """What of an advance is recovered by now, in euros; the two halves add up to it.

    Attributes
    ----------
    first_at, second_at
        The amounts performed, in euros, from which the halves are recovered.
    recoverable
        What is to be recovered from payments so far.
    outstanding
        What stays for later.
    """

    first_at: Decimal | None = None
    second_at: Decimal | None = None
    recoverable: Decimal | None = None
    outstanding: Decimal | None = None


def advance_recovery(
    granted: Decimal, initial_amount: Decimal, performed: Decimal, on: date | None
) -> AdvanceRecovery:
    """Return what is recovered of an advance, half and half.

    Parameters
    ----------
    granted, initial_amount, performed
        Euros: the advance, the contract and the value of what was performed.

    Raises
    ------
    ValueError
        If an amount is < 0 or the contract is worth nothing.
    """
    for name, one in (("granted", granted), ("initial_amount", initial_amount), ("performed", performed)):
        require_amount(name, one)
    if not initial_amount:
        raise ValueError("the initial amount is 0")
    if on is None:
        return AdvanceRecovery(missing=unanswered(date=on))
    law = in_force(on, "advance_recovery_first_pct", "advance_recovery_second_pct")
    if law is None:
        return AdvanceRecovery(missing=no_rules())
    first_at, second_at = (cents(initial_amount * one.share) for one in law.values())
    half = cents(granted / 2)
    recoverable = granted if performed >= second_at else half if performed >= first_at else Decimal("0.00")
    return AdvanceRecovery(
        first_at=first_at,
        second_at=second_at,
        recoverable=recoverable,
        outstanding=granted - recoverable,
        because=tuple(law.values()),
    )
