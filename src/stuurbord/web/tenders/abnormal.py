"""Prices far below the others: which must be asked about, which only call for a look."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from stuurbord.engine import tender_evaluation as engine
from stuurbord.web.tenders.law import AbnormalRules, abnormal_rules

if TYPE_CHECKING:
    from stuurbord.web.tenders.standing import LotStanding, TenderStanding


@dataclass(frozen=True)
class PriceLook:
    """The prices of a lot beside their trimmed mean.

    Attributes
    ----------
    mean
        In euro; None where there are too few tenders to say anything.
    below
        From the number of a tender to how far it lies below the mean, as a fraction (negative: above).
    flagged
        Numbers of the tenders that lie so far below, or further, that the question is due.
    """

    rules: AbnormalRules | None
    mean: Decimal | None
    below: dict[int, Decimal]
    flagged: tuple[int, ...]

    @property
    def is_bound(self) -> bool:
        return self.rules is not None and self.rules.is_bound


def price_look(made: LotStanding) -> PriceLook:
    """Return the prices of the tenders that are ranked beside their trimmed mean."""
    rules = abnormal_rules(made.file)
    priced = [
        (one.tender.number, one.amount) for one in made.tenders if one.is_ranked and one.amount is not None
    ]
    if rules is None:
        return PriceLook(None, None, {}, ())
    found = engine.abnormal_prices([amount for _number, amount in priced], rules.engine)
    if found.mean is None:
        return PriceLook(rules, None, {}, ())
    below = {
        number: _decimal(gap, "0.0001") for number, amount in priced if (gap := found.gap(amount)) is not None
    }
    return PriceLook(
        rules, _decimal(found.mean, "0.01"), below, tuple(priced[place][0] for place in found.too_low)
    )


def must_be_asked(made: LotStanding) -> list[TenderStanding]:
    """Return the tenders whose price must be asked about."""
    look = price_look(made)
    if not look.is_bound:
        return []
    return [one for one in made.tenders if one.tender.number in look.flagged]


def _decimal(value: Fraction, smallest: str) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(smallest), ROUND_HALF_UP)
