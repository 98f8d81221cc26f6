"""Which digest is due at a moment: at seven in Brussels, whatever summer time does."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from stuurbord.web.notices.models import Rhythm

HOUR: Final = 7
_FRIDAY: Final = 4
_LATE_DAYS: Final = 1
"""A server that stood still on Monday sends the digest of the week on Tuesday, not on Friday."""
LENGTH: Final = {Rhythm.DAILY: timedelta(days=1), Rhythm.WEEKLY: timedelta(days=7)}


def period_of(rhythm: Rhythm, now: datetime) -> str:
    """Return the name of the period whose digest may go now: ``2026-11-26``, ``2026-W48``; empty if none."""
    local = timezone.localtime(now)
    if local.hour < HOUR:
        return ""
    if rhythm == Rhythm.DAILY:
        return local.date().isoformat() if local.weekday() <= _FRIDAY else ""
    if rhythm == Rhythm.WEEKLY and local.weekday() <= _LATE_DAYS:
        year, week, _day = local.isocalendar()
        return f"{year}-W{week:02}"
    return ""
