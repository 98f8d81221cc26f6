"""The budget bar: frame = budget, dark = paid, light = committed, tick = forecast, red = beyond tolerance."""

from __future__ import annotations

from decimal import Decimal

from django.utils.safestring import SafeString

from stuurbord.web.look.drawing import drawing, n

WIDTH = 108
_FRAME = 90
_HEIGHT = 14


def budget_bar(
    budget: Decimal | None,
    forecast: Decimal | None,
    committed: Decimal | None = None,
    paid: Decimal | None = None,
    tolerance: Decimal | None = None,
) -> SafeString:
    """Return one bar; the frame is as wide for every project, so that shares can be compared.

    Parameters
    ----------
    tolerance
        Fraction of the budget that the forecast may exceed it.
    """
    if not budget or budget < 0:
        return SafeString("")
    share = _FRAME / float(budget)
    parts = []
    for amount, kind in ((committed, "committed"), (paid, "paid")):
        if amount and amount > 0:
            width = min(float(amount) * share, _FRAME)
            parts.append(f'<rect class="{kind}" x=".5" y="3" width="{n(width)}" height="8"/>')
    parts.append(f'<rect class="frame" x=".5" y="2.5" width="{_FRAME}" height="9"/>')
    if forecast is not None:
        # A forecast of many times the budget still ends inside the cell; the figures tell the rest.
        at = min(float(forecast) * share, WIDTH - 2)
        if tolerance is not None and forecast > budget * (1 + tolerance):
            parts.append(f'<path class="over-line" d="M{_FRAME + 1} 7H{n(at)}"/>')
        parts.append(f'<path class="budget-tick" d="M{n(max(at, 1))} 0v{_HEIGHT}"/>')
    return drawing(WIDTH, _HEIGHT, "".join(parts), "budget")
