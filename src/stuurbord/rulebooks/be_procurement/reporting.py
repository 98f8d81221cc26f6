"""What is reported yearly on a contract: by the law of the year that is reported, not of its launch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from stuurbord.rulebooks.be_procurement.law import law_on
from stuurbord.rulebooks.rule_pack.truth import Truth

if TYPE_CHECKING:
    from stuurbord.rulebooks.be_procurement.evaluate import Advice

YEARLY: Final = ("YEARLY-TOTALS-LOW", "YEARLY-TOTALS-CALLOFF")


@dataclass(frozen=True, slots=True)
class YearlyReturn:
    """The return over one year.

    Attributes
    ----------
    asked
        TRUE, or UNKNOWN while a fact is missing.
    due
        The last day.
    """

    asked: Truth
    due: date
    article: str
    is_verified: bool


def yearly_return(advice: Advice, procedure: str, year: int) -> YearlyReturn | None:
    """Return what the law of a year asks to report on a contract; None where it asks nothing.

    Parameters
    ----------
    procedure
        The one by which the contract was placed.
    year
        The year of the conclusion or of orders: a framework agreement from before the duty is reported too.
    """
    due = yearly_return_due(year)
    if due is None:
        return None
    law = law_on(date(year, 12, 31))
    if not advice.is_answered:
        return YearlyReturn(Truth.UNKNOWN, due, "", False)
    truths = law.duties.run({**advice.told.known, "procedure": procedure})
    found = [
        (truths[law.duties.conditions[one.id]], one.reference, one.is_verified)
        for one in law.obligations
        if one.id in YEARLY
    ]
    asked, article, is_verified = max(found, key=lambda one: one[0], default=(Truth.FALSE, "", False))
    return YearlyReturn(Truth(asked), due, article, is_verified) if asked else None


def yearly_return_due(year: int) -> date | None:
    """Return by when the contracts of a year are reported; None before there was such a duty."""
    found = law_on(date(year, 12, 31)).values.get("yearly_report_due")
    if found is None:
        return None
    month, _dash, day = str(found.value).partition("-")
    return date(year + 1, int(month), int(day))
