"""Amounts between the database, which keeps them exactly, and facts, which JSON carries as numbers."""

from __future__ import annotations

from decimal import Decimal


def as_number(amount: Decimal | None) -> int | float | None:
    """Return an amount as JSON writes it: whole euros stay whole."""
    if amount is None:
        return None
    return int(amount) if amount == int(amount) else float(amount)


def as_amount(number: object) -> Decimal | None:
    """Return what JSON carries as an amount in cents; None for what is no number."""
    if isinstance(number, bool) or not isinstance(number, int | float | Decimal):
        return None
    return Decimal(str(number)).quantize(Decimal("0.01"))
