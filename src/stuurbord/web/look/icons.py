"""The set of icons: 16 × 16, one line of 1.5, round ends, the colour of the text beside it."""

from __future__ import annotations

from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

_CIRCLE = "M14 8A6 6 0 1 1 2 8A6 6 0 0 1 14 8Z"
_DOTS_OF_A_GRIP = "M6 4h.01M10 4h.01M6 8h.01M10 8h.01M6 12h.01M10 12h.01"

ICONS = {
    "search": "M11.5 7A4.5 4.5 0 1 1 2.5 7A4.5 4.5 0 0 1 11.5 7ZM10.4 10.4L14 14",
    "chev": "M4 6L8 10L12 6",
    "right": "M6 4L10 8L6 12",
    "x": "M4 4L12 12M12 4L4 12",
    "check": "M3 8.5L6.5 12L13 4.5",
    "plus": "M8 3V13M3 8H13",
    "filter": "M2 4H14M4.5 8H11.5M7 12H9",
    "cols": "M2.5 3H13.5V13H2.5ZM6.2 3V13M9.8 3V13",
    "down": "M8 2.5V10.5M4.5 7.2L8 10.7L11.5 7.2M3 13.5H13",
    "clip": (
        "M13.2 7.2L7.8 12.6A3.1 3.1 0 0 1 3.4 8.2L9 2.6A2.1 2.1 0 0 1 12 5.6L6.6 11"
        "A1.1 1.1 0 0 1 5 9.4L9.8 4.6"
    ),
    "clock": f"{_CIRCLE}M8 4.6V8L10.4 9.4",
    "law": (
        "M8 2V13M5.2 13.5H10.8M2.6 4.2H13.4M3.6 4.4L1.6 9.2A2.1 2.1 0 0 0 5.6 9.2Z"
        "M12.4 4.4L10.4 9.2A2.1 2.1 0 0 0 14.4 9.2Z"
    ),
    "warn": "M8 2.4L14.6 13.5H1.4ZM8 6.4V9.6M8 11.6V11.65",
    "info": f"{_CIRCLE}M8 7.4V11M8 5V5.05",
    "miss": "",
    "done": f"{_CIRCLE}M5.3 8.3L7.2 10.2L10.8 6",
    "stop": f"{_CIRCLE}M6 6L10 10M10 6L6 10",
    "link": (
        "M6.7 9.3A2.6 2.6 0 0 0 10.4 9.3L12.8 6.9A2.6 2.6 0 0 0 9.1 3.2L8 4.3"
        "M9.3 6.7A2.6 2.6 0 0 0 5.6 6.7L3.2 9.1A2.6 2.6 0 0 0 6.9 12.8L8 11.7"
    ),
    "pin": "M5.4 2.5H10.6M6.4 2.5V6.4L4.4 9.4H11.6L9.6 6.4V2.5M8 9.4V14",
    "hist": "M2.6 8A5.5 5.5 0 1 0 4.2 4.1L2.5 5.7M2.5 2.6V5.7H5.6M8 5V8.2L10.2 9.6",
    "undo": "M6 3L2.5 6.5L6 10M2.5 6.5H10A3.5 3.5 0 0 1 10 13.5H6.5",
    "why": f"{_CIRCLE}M6.2 6.5A1.85 1.85 0 1 1 8.9 8.1C8.3 8.4 8 8.7 8 9.3M8 11.4V11.45",
    "dots": "M3.5 8H3.51M8 8H8.01M12.5 8H12.51",
    "doc": "M3.5 1.8H9.2L12.5 5.1V14.2H3.5ZM9 2V5.3H12.3M6 8.2H10M6 11H10",
    "ext": "M9 2.5H13.5V7M13.3 2.7L7.5 8.5M11.5 9.5V13.5H2.5V4.5H6.5",
    "lock": "M3.5 7.2H12.5V13.6H3.5ZM5.5 7V5A2.5 2.5 0 0 1 10.5 5V7",
    "print": "M4.5 5.8V2.5H11.5V5.8M4.5 11.4H2.4V5.9H13.6V11.4H11.5M4.5 9.4H11.5V13.5H4.5Z",
    "grip": _DOTS_OF_A_GRIP,
}

_ATTRIBUTES = 'class="icon" viewBox="0 0 16 16" width="16" height="16" focusable="false"'


@cache
def icon(name: str) -> SafeString:
    """Return an icon that says nothing to a screen reader: words stand beside it.

    Raises
    ------
    ValueError
        If the set has no icon of this name.
    """
    if name not in ICONS:
        raise ValueError(f"no icon is called {name!r}; there are {', '.join(ICONS)}")
    if name == "miss":
        # The open, dashed circle of what is not known yet.
        shape = '<circle cx="8" cy="8" r="6" stroke-dasharray="2.6 2.1"/>'
        return SafeString(f'<svg {_ATTRIBUTES} aria-hidden="true">{shape}</svg>')
    return SafeString(f'<svg {_ATTRIBUTES} aria-hidden="true"><path d="{ICONS[name]}"/></svg>')


def named_icon(name: str, label: str) -> SafeString:
    """Return an icon that stands alone, with its name for who cannot see it."""
    return format_html('{}<span class="visually-hidden">{}</span>', icon(name), label)
