"""What all small drawings share: short numbers and the frame of an SVG that is never scaled.

Coordinates are numbers made here, never text of users, so that a drawing is safe by construction.
"""

from __future__ import annotations

from django.utils.safestring import SafeString


def n(value: float) -> str:
    """Return a coordinate with at most one decimal: half a pixel is all a screen shows."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def drawing(width: int, height: int, body: str, kind: str) -> SafeString:
    """Return an SVG of a fixed size, hidden from screen readers: its facts stand beside it in text."""
    return SafeString(
        f'<svg class="{kind}" width="{width}" height="{height}" aria-hidden="true" focusable="false">'
        f"{body}</svg>"
    )


def diamond(x: float, y: float, radius: float, kind: str) -> str:
    """Return a diamond around a point."""
    r = n(radius)
    return f'<path class="{kind}" d="M{n(x)} {n(y - radius)}l{r} {r} -{r} {r} -{r} -{r}z"/>'
