"""The arithmetic of the bill of a tender, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from stuurbord.engine import tender_evaluation as engine
from stuurbord.web.tenders.models import TenderLine


def checked_bill(lines: Sequence[TenderLine], stated_total: Decimal | None) -> engine.ArithmeticCheck | None:
    """Return each line and the total as quantity times unit price gives them; None without lines."""
    if not lines:
        return None
    return engine.arithmetic_check(
        (engine.TenderLine(str(one.number), one.quantity, one.unit_price, one.stated) for one in lines),
        stated_total,
    )
