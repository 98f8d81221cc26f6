"""Where texts come from: each app above tells its own, so that the index can be made anew from nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from django.db import transaction

from stuurbord.web.search.index import Document, put
from stuurbord.web.search.models import SearchText

SOURCES: Final[dict[str, Callable[[], Iterator[Document]]]] = {}


def declare(name: str, documents: Callable[[], Iterator[Document]]) -> None:
    """Make a source known; called when its app is ready."""
    SOURCES[name] = documents


def rebuild() -> int:
    """Make the whole index anew; return how many texts it holds.

    In one transaction: who searches meanwhile finds what stood there.
    """
    with transaction.atomic():
        SearchText.objects.all().delete()
        for documents in SOURCES.values():
            put(documents())
        return SearchText.objects.count()
