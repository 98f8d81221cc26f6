"""The days of one person's calendar: what waits for him, and what comes near in what he may see."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from stuurbord.exchange import ics
from stuurbord.web.clock import today
from stuurbord.web.notices.expiries import Expiry, expiring
from stuurbord.web.notices.matter import Matter
from stuurbord.web.notices.waiting import waiting_for

AHEAD_DAYS: Final = 366
BACK_DAYS: Final = 30


def calendar_of(user: Any, address: str) -> bytes:
    """Return the calendar in the language that is active now.

    Parameters
    ----------
    address
        Where this installation stands, for the links: ``https://stuurbord.voorbeeld.example``.
    """
    host = urlsplit(address).hostname or "stuurbord"
    days = sorted(_days(user, address, host), key=lambda day: (day.on, day.uid))
    return ics.write(_("Stuurbord, {name}").format(name=user.name), days)


def etag_of(content: bytes) -> str:
    """Return what tells two calendars apart."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def _days(user: Any, address: str, host: str) -> Iterator[ics.Day]:
    told = set()
    for matter in waiting_for(user, today() + timedelta(days=AHEAD_DAYS)):
        if matter.due is not None and matter.pk and matter.due >= today() - timedelta(days=BACK_DAYS):
            told.add((matter.url, matter.due))
            yield _of_matter(matter, address, host)
    for expiry in expiring(user, AHEAD_DAYS, BACK_DAYS):
        if (expiry.url, expiry.on) not in told:
            yield _of_expiry(expiry, address, host)


def _of_matter(matter: Matter, address: str, host: str) -> ics.Day:
    title = f"{matter.code} {matter.title}".strip()
    return ics.Day(
        uid=f"{matter.slug or 'project'}-{matter.pk}-{matter.ask or 'gate'}@{host}",
        on=matter.due,
        summary=_("{verb}: {title}").format(verb=matter.verb, title=title) if matter.slug else title,
        changed_at=_stamp(matter.due),
        description=_about(matter.project),
        url=f"{address}{matter.url}",
        category=matter.kind,
    )


def _of_expiry(expiry: Expiry, address: str, host: str) -> ics.Day:
    return ics.Day(
        uid=f"{expiry.key}@{host}",
        on=expiry.on,
        summary=f"{expiry.title} ({expiry.project.code})",
        changed_at=_stamp(expiry.on),
        description=_about(expiry.project),
        url=f"{address}{expiry.url}",
        category=expiry.kind,
    )


def _about(project: Any) -> str:
    return f"{project.code} {project.name}" if project else ""


def _stamp(on: date) -> datetime:
    """Return a moment that moves only when the event does, so that the same calendar stays the same bytes."""
    return datetime.combine(on - timedelta(days=1), time(), UTC)
