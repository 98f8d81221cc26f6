"""Terms computed anew a few times a day: of what moves without anybody changing it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

EVERY_SIX_HOURS: Final = timedelta(hours=6)


def rebuild_due(now: datetime | None = None) -> None:
    """Compute the terms of every file anew."""
    from stuurbord.web.procurement_desk.keeping import rebuild

    rebuild()
