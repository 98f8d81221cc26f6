"""Reading rule books: what is in force, what was, what changed. A text is parsed once per process."""

from __future__ import annotations

from functools import lru_cache

from stuurbord.rulebooks.rule_pack import Pack, read_pack, shipped_packs
from stuurbord.web.rules.models import RuleBook, StoredPack
from stuurbord.web.rules.shipping import store_shipped


def pack_in_force(key: str) -> Pack:
    """Return the rule book of a key as it is in force now.

    Raises
    ------
    LookupError
        If there is no rule book of that key.
    """
    return pack_with_hash(_hash_in_force(key))


def _hash_in_force(key: str) -> str:
    shipped = shipped_packs().get(key)
    found = RuleBook.objects.filter(key=key).values_list("current__sha256", "follows_product").first()
    if found is None and shipped is None:
        raise LookupError(f"there is no rule book {key}")
    is_behind = found is None or (shipped is not None and found[1] and found[0] != shipped.sha256)
    return store_shipped(key).current.sha256 if is_behind else found[0]


@lru_cache(maxsize=128)
def pack_with_hash(sha256: str) -> Pack:
    """Return the rule book whose text has a hash, in force or not.

    Raises
    ------
    LookupError
        If no such text was ever stored.
    """
    shipped = next((one for one in shipped_packs().values() if one.sha256 == sha256), None)
    if shipped is not None:
        return shipped
    stored = StoredPack.objects.filter(sha256=sha256).first()
    if stored is None:
        raise LookupError(f"no rule book has the hash {sha256}")
    return read_pack(stored.text, stored.file_name or stored.key)


def books() -> list[RuleBook]:
    """Return every rule book, those of the product that nobody asked for yet included."""
    known = set(RuleBook.objects.values_list("key", flat=True))
    for key in shipped_packs().keys() - known:
        store_shipped(key)
    for key in shipped_packs().keys() & known:
        _hash_in_force(key)
    return list(RuleBook.objects.select_related("current", "chosen_by").order_by("key"))


def book_of(key: str) -> RuleBook | None:
    """Return a rule book by its key."""
    try:
        _hash_in_force(key)
    except LookupError:
        return None
    return RuleBook.objects.select_related("current", "chosen_by").get(key=key)


def texts_of(key: str) -> list[StoredPack]:
    """Return every text of a rule book, the latest stored first."""
    return list(StoredPack.objects.filter(key=key).defer("text").select_related("stored_by"))
