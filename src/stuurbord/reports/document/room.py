"""Room on the page: how large a title and a row of facts stand, and what goes on the one line of the foot.

Measured by the widths of the letters of Calibri, which Carlito shares: the same on every machine.
"""

from __future__ import annotations

from typing import Final

from stuurbord.reports.document.model import Facts

TEXT_WIDTH_MM: Final = 170
FOOT_DOT: Final = "  ·  "
LARGE_VALUE: Final = 14.0
SMALL_VALUE: Final = 11.0
"""Points; a value of a row of facts."""
_FOOT_WIDTH_MM: Final = 144
"""What the page number and the gaps beside it leave."""
_FOOT_SIZE: Final = 8.0
_SLACK: Final = 1.04
_COLUMN_GAP_MM: Final = 5
_LARGE_TITLE, _SMALL_TITLE, _LONG_TITLE, _ENDLESS_TITLE = 20.0, 17.0, 90, 400
"""Points, points, letters, letters."""
_MM_PER_INCH: Final = 25.4


def title_room(title: str) -> tuple[float, float]:
    """Return the size of a title in points, and the width in mm in which no word is left alone on a line."""
    # Apart: the module of slides is heavy, and no page needs it.
    from stuurbord.reports.steering_pack.text_fit import balanced_width

    size = _SMALL_TITLE if len(title) > _LONG_TITLE else _LARGE_TITLE
    if len(title) > _ENDLESS_TITLE:
        return size, float(TEXT_WIDTH_MM)
    # The measure is cautious; a title that just fits would be given a line more than it needs.
    balanced = balanced_width(title, TEXT_WIDTH_MM * _SLACK / _MM_PER_INCH, size) * _MM_PER_INCH
    return size, min(balanced, float(TEXT_WIDTH_MM))


def value_size(facts: Facts) -> float:
    """Return the size of the values of a row: large if each then stands on one line."""
    from stuurbord.reports.steering_pack.text_fit import width_of

    column = TEXT_WIDTH_MM / max(len(facts.facts), 1) - _COLUMN_GAP_MM
    longest = max((width_of(one.value, LARGE_VALUE) for one in facts.facts), default=0.0)
    return LARGE_VALUE if longest * _MM_PER_INCH <= column else SMALL_VALUE


def foot_line(organisation: str, subject: str, middle: str) -> tuple[str, str]:
    """Return the left and the middle of the foot on one line; what is too long is shortened.

    The organisation first, for its reader knows it; then what the document is about.
    """
    from stuurbord.reports.steering_pack.text_fit import fitted, width_of

    room = _FOOT_WIDTH_MM / _MM_PER_INCH
    middle = fitted(middle, room * 0.7, _FOOT_SIZE)
    room -= width_of(middle, _FOOT_SIZE)
    if not (organisation and subject):
        return fitted(organisation or subject, room, _FOOT_SIZE), middle
    subject = fitted(subject, room * 0.6, _FOOT_SIZE)
    room -= width_of(f"{FOOT_DOT}{subject}", _FOOT_SIZE)
    return f"{fitted(organisation, room, _FOOT_SIZE)}{FOOT_DOT}{subject}", middle
