"""Dates and clock times as planning files write them: ISO 8601, local, without a zone."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import Final

from stuurbord.plan.calendar import DAY, instant

_CLOCK: Final = re.compile(r"(?:.*T)?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?")


@lru_cache(maxsize=1 << 14)
def instant_of(text: str) -> int | None:
    """Return an ISO date and time as an instant; a time zone is dropped: the wall clock counts."""
    try:
        return instant(datetime.fromisoformat(text.strip()).replace(tzinfo=None))
    except ValueError:
        return None


def clock_range(start: str, end: str) -> tuple[int, int] | None:
    """Return seconds since midnight; an end at 00:00 is midnight of the day's end.

    >>> clock_range("00:00:00", "00:00:00")
    (0, 86400)
    """
    found = [_CLOCK.fullmatch(text.strip()) for text in (start, end)]
    if found[0] is None or found[1] is None:
        return None
    first, last = (int(one[1]) * 3600 + int(one[2]) * 60 + int(one[3] or 0) for one in found if one)
    last = last or DAY
    return (first, last) if 0 <= first < last <= DAY else None
