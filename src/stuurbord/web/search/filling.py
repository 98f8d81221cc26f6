"""Fill the index once, when a database that has data comes to a version that can search in it."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from stuurbord.web.accounts.models import User
from stuurbord.web.search.models import SearchText
from stuurbord.web.search.sources import rebuild


def on_migrated(sender: Any, using: str = "default", plan: Any = (), **kwargs: Any) -> None:
    """Listen to the end of a migration: all tables are there. A new database has nobody to search for."""
    if using != "default" or not apps.ready or not _is_whole(plan):
        return
    if User.objects.exists() and not SearchText.objects.exists():
        rebuild()


def _is_whole(plan: Any) -> bool:
    # Going back in the migrations may have taken tables away.
    return not any(is_backwards for _migration, is_backwards in plan or ())
