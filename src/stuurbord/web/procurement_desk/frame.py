"""The tabs that the pages over all files share."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def desk_views(active: str) -> list[dict[str, Any]]:
    """Return the tabs: files, periods, overview; ``active`` is the name of an address."""
    tabs = (
        ("procurements", pgettext("procurements", "Files")),
        ("procurement_deadlines", _("Periods")),
        ("procurement_overview", pgettext("procurements", "Overview")),
    )
    return [
        {"label": label, "url": reverse(name), "count": None, "is_current": name == active}
        for name, label in tabs
    ]
