"""The tolerance bar: how much of a tolerance is used, red beyond it."""

from __future__ import annotations

from django.utils.safestring import SafeString

from stuurbord.web.look.drawing import drawing, n

WIDTH = 84
_LIMIT = 50


def tolerance_bar(used: float | None, allowed: float | None) -> SafeString:
    """Return the bar; the tick is the tolerance, at the same place in every row.

    Parameters
    ----------
    used, allowed
        In one unit, whichever: days late of days allowed, or a fraction over budget of a fraction allowed.
    """
    body = f'<rect class="tolerance" x="0" y="4" width="{_LIMIT}" height="6"/>'
    if used is not None and allowed is not None and used > 0:
        share = used / allowed if allowed else 2.0
        within, whole = min(share, 1.0) * _LIMIT, min(share * _LIMIT, WIDTH - 2)
        body += f'<rect class="used" x="0" y="5" width="{n(within)}" height="4"/>'
        if share > 1:
            body += f'<rect class="over" x="{_LIMIT}" y="4" width="{n(max(whole - _LIMIT, 3))}" height="6"/>'
    body += f'<path class="budget-tick" d="M{_LIMIT} 1v12"/>'
    return drawing(WIDTH, 14, body, "tolerance-bar")
