"""Accounts as texts: people are found by name by whoever may see who has which role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stuurbord.web.accounts.models import User
from stuurbord.web.search.index import Document, put

KIND = "account"


def documents() -> Iterator[Document]:
    """Yield every account."""
    for account in User.objects.order_by("pk").iterator(chunk_size=1000):
        yield _document(account)


def on_account_saved(sender: Any, instance: User, update_fields: Any = None, **kwargs: Any) -> None:
    """Listen to accounts being saved; a log-in alone writes a moment, which nobody looks for."""
    if update_fields is None or {"name", "email"} & set(update_fields):
        put([_document(instance)])


def _document(account: User) -> Document:
    return Document(KIND, account.pk, None, account.name, account.email)
