"""Since when something is new to a reader: since his visit before this one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from stuurbord.web.notices.models import LastLook

FIRST_LOOK: Final = timedelta(days=7)
"""Who never looked sees a week."""
VISIT_ENDS_AFTER: Final = timedelta(minutes=30)
"""Whoever comes back after this long, or on another day, begins a new visit."""
_WRITE_AFTER: Final = timedelta(minutes=1)


def look(user: Any, now: datetime | None = None) -> datetime:
    """Note that somebody looks at My week, and return since when things are new to him."""
    now = now or timezone.now()
    row = LastLook.objects.filter(user_id=user.pk).first()
    if row is None:
        made, _is_new = LastLook.objects.get_or_create(
            user_id=user.pk, defaults={"visited_at": now, "since": now - FIRST_LOOK}
        )
        return made.since
    if _is_new_visit(row.visited_at, now):
        row.since = row.visited_at
    elif now - row.visited_at < _WRITE_AFTER:
        return row.since
    row.visited_at = now
    row.save(update_fields=["visited_at", "since"])
    return row.since


def _is_new_visit(before: datetime, now: datetime) -> bool:
    is_other_day = timezone.localdate(before) != timezone.localdate(now)
    return is_other_day or now - before > VISIT_ENDS_AFTER
