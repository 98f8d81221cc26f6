"""Amounts to the cent: what was tendered is not rounded."""

from __future__ import annotations

from decimal import Decimal

from django import template

from stuurbord.web.look.figures import UNKNOWN
from stuurbord.web.reader import reader

register = template.Library()


@register.filter
def cents(amount: Decimal | None) -> str:
    """Return euros to the cent: ``€ 230.000,00``."""
    return UNKNOWN if amount is None else reader().euro(amount, 2)


@register.filter
def unit_price(amount: Decimal | None) -> str:
    """Return a unit price to a hundredth of a cent: ``€ 1,2345``."""
    return UNKNOWN if amount is None else reader().euro(amount, 4)
