"""A price revision in words: from which amount, by which formula, with which indices."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stuurbord.web.contracts.models import PriceRevision
from stuurbord.web.reader import reader


def revision_line(one: PriceRevision) -> str:
    """Return the computation of a revision as one line, to the last figure."""
    told = _("Price revision of {month}: {before} × {coefficient} = {after} ({difference}).")
    return told.format(
        month=f"{one.month:%m/%Y}",
        before=reader().euro(one.request.amount, 2),
        coefficient=figure(one.coefficient),
        after=reader().euro(one.revised, 2),
        difference=reader().euro(one.difference, 2),
    )


def index_lines(one: PriceRevision) -> list[str]:
    """Return each index with its value in the start month and in the month of the revision."""
    told = pgettext(
        "price revision", "{index}: {base} in {base_month}, {current} in {month}; weight {weight}"
    )
    return [
        told.format(
            index=term["index"],
            base=figure(Decimal(str(term["base"]))),
            base_month=f"{one.base_month:%m/%Y}",
            current=figure(Decimal(str(term["current"]))),
            month=f"{one.month:%m/%Y}",
            weight=figure(Decimal(str(term["weight"]))),
        )
        for term in one.terms
    ]


def revision_note(one: PriceRevision) -> str:
    """Return what an invoice says of the revision in its amount."""
    formula = _("Formula: {formula}").format(formula=one.formula)
    return "\n".join([revision_line(one), formula, *index_lines(one)])


def figure(value: Decimal) -> str:
    """Return a figure with the decimals it has: ``1,048``."""
    exponent = value.normalize().as_tuple().exponent
    return reader().number(value, max(0, -exponent) if isinstance(exponent, int) else 0)
