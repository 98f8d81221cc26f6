"""Write a calendar of whole days that Outlook, Google and Apple subscribe to.

Only what a feed of days needs: ``VCALENDAR`` with ``VEVENT``, values of type ``DATE`` and ``TEXT``. The same
events give the same bytes, so that a reader can be told that nothing changed.

References
----------
RFC 5545, sections 3.1 (content lines), 3.3.11 (text) and 3.6.1 (event); RFC 7986, sections 5.1 (name) and 5.7
(refresh interval). https://www.rfc-editor.org/rfc/rfc5545
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

LONGEST_LINE: Final = 75
"""Octets, without the end of the line."""
_PRODUCT: Final = "-//Stuurbord//Stuurbord//NL"
_ESCAPES: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True, slots=True)
class Day:
    """Something on one whole day.

    Attributes
    ----------
    uid
        Of the world's only, and always the same for the same thing: a changed date moves the event.
    changed_at
        When it was last changed; of any time zone, but not of none.
    """

    uid: str
    on: date
    summary: str
    changed_at: datetime
    description: str = ""
    url: str = ""
    category: str = ""


def write(name: str, days: Iterable[Day], time_zone: str = "Europe/Brussels", hours: int = 4) -> bytes:
    """Return the calendar as a file.

    Parameters
    ----------
    time_zone
        In which the days are meant, for programs that ask; a whole day itself has none.
    hours
        After which a subscriber may look again.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}", f"X-WR-TIMEZONE:{time_zone}"]
    lines += [f"REFRESH-INTERVAL;VALUE=DURATION:PT{hours}H", f"X-PUBLISHED-TTL:PT{hours}H"]
    for day in days:
        lines += _event(day)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(day: Day) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(day.uid)}"
    yield f"DTSTAMP:{day.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day.on + timedelta(days=1):%Y%m%d}"  # the day after the last
    yield f"SUMMARY:{_text(day.summary)}"
    if day.description:
        yield f"DESCRIPTION:{_text(day.description)}"
    if day.category:
        yield f"CATEGORIES:{_text(day.category)}"
    if day.url:
        yield f"URL:{_without_controls(day.url)}"
    yield "TRANSP:TRANSPARENT"  # a date that comes near keeps nobody from a meeting
    yield "END:VEVENT"


def _text(text: str) -> str:
    return _without_controls(text.replace("\r\n", "\n").replace("\r", "\n")).translate(_ESCAPES)


def _without_controls(text: str) -> str:
    """Return a text without what no content line may hold: an end of line in it would begin another."""
    return "".join(one for one in text if one == "\n" or unicodedata.category(one) not in ("Cc", "Cs"))


def _folded(line: str) -> bytes:
    """Return a content line with its end, cut where it is too long and never within a character."""
    parts, part = [], b""
    for character in line:
        octets = character.encode()
        if len(part) + len(octets) > LONGEST_LINE:
            parts.append(part)
            part = b" "
        part += octets
    return b"\r\n".join([*parts, part]) + b"\r\n"
