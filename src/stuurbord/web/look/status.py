"""Status as shape, colour and word: four kinds, never more; readable in black and white."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

WORDS = {
    "on_track": gettext_noop("On track"),
    "adjust": gettext_noop("Adjust"),
    "intervene": gettext_noop("Intervene"),
    "undetermined": gettext_noop("Undetermined"),
}
_SHAPES = {
    "on_track": '<circle class="shape" cx="5.5" cy="5.5" r="4.7"/>',
    "adjust": '<path class="shape" d="M5.5 .6 10.9 10.4H.1z"/>',
    "intervene": '<path class="shape" d="M.7 .7h9.6v9.6H.7z"/>',
    "undetermined": '<circle class="shape" cx="5.5" cy="5.5" r="4.6"/>',
}
_MARKS = {
    value: SafeString(
        f'<svg width="11" height="11" viewBox="0 0 11 11" aria-hidden="true" focusable="false">{shape}</svg>'
    )
    for value, shape in _SHAPES.items()
}


def status_word(value: str) -> str:
    """Return the word for a status; what is not known is undetermined."""
    return gettext(WORDS.get(value, WORDS["undetermined"]))


def status(value: str, word: str = "") -> SafeString:
    """Return shape and word; another ``word`` serves verdicts of the same four kinds."""
    kind = value if value in WORDS else "undetermined"
    return format_html('<span class="status {}">{}{}</span>', kind, _MARKS[kind], word or status_word(kind))


def status_count(value: str, number: int) -> SafeString:
    """Return shape and number, the word kept for screen readers: for a total line."""
    return format_html(
        '<span class="status {}" title="{}">{}{}<span class="visually-hidden"> {}</span></span>',
        value,
        status_word(value),
        _MARKS[value],
        number,
        status_word(value),
    )
