"""What a server loads beside its start, so that no first visitor waits for it: every page, and the API."""

from __future__ import annotations

from threading import Thread

from django.urls import get_resolver


def load_ahead() -> None:
    """Begin to load; a visitor who comes before it is done waits for what he asks, as without it."""
    Thread(target=load, name="pages", daemon=True).start()


def load() -> None:
    """Load the pages and put the API together."""
    from stuurbord.web.api.application import resolver

    _ = get_resolver().url_patterns
    _ = resolver().url_patterns
