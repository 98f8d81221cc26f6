"""The texts that come with the product, stored so that what rests on them can be replayed later."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from stuurbord.rulebooks.rule_pack.library import shipped_packs, shipped_texts
from stuurbord.web.accounts.permissions import Operator
from stuurbord.web.audit.chain import record
from stuurbord.web.rules.models import RuleBook, StoredPack

PRODUCT = Operator("Stuurbord")


def store_shipped(key: str) -> RuleBook:
    """Return a shipped rule book as it is stored; a newer text of the product comes in force by itself.

    Once a person has chosen a text, that stays. Many may ask at once: one row per text, one per rule book.

    Raises
    ------
    KeyError
        If no rule book of that key comes with the product.
    """
    pack = shipped_packs()[key]
    with transaction.atomic():
        stored = keep(key, pack.version, pack.sha256, shipped_texts()[key], f"{key}.toml", is_shipped=True)
        starting = {"current": stored, "in_force_since": timezone.now()}
        book, is_new = RuleBook.objects.get_or_create(key=key, defaults=starting)
        if not is_new and book.follows_product and book.current_id != stored.pk:
            book = _follow(book, stored)
    return book


def _follow(book: RuleBook, stored: StoredPack) -> RuleBook:
    locked = RuleBook.objects.select_for_update(of=("self",)).select_related("current").get(pk=book.pk)
    if locked.follows_product and locked.current_id != stored.pk:
        before = locked.current
        locked.current, locked.in_force_since, locked.version = stored, timezone.now(), locked.version + 1
        locked.save()
        told = {"title": locked.key, "version": stored.pack_version, "sha256": [before.sha256, stored.sha256]}
        record(PRODUCT, "rulebook.follow", locked.subject, told, version=locked.version)
    return locked


def keep(key: str, version: str, sha256: str, text: str, file_name: str, **more: Any) -> StoredPack:
    """Store a text once."""
    fields = {"key": key, "pack_version": version[:60], "text": text, "file_name": file_name[:255], **more}
    stored, _is_new = StoredPack.objects.get_or_create(sha256=sha256, defaults=fields)
    return stored


def on_migrated(sender: Any, using: str = "default", **kwargs: Any) -> None:
    """Listen to the end of a migration: the rule books of this version of the product are stored then."""
    from django.db import connections

    if RuleBook._meta.db_table in connections[using].introspection.table_names():
        for key in shipped_packs():
            store_shipped(key)
