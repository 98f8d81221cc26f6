"""Changes of rule books: another text comes in force, an earlier one back; wrong ones change nothing."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stuurbord.errors import N_, Finding, InvalidRulePack, Severity, Where
from stuurbord.rulebooks.gates.doubts import doubts_of
from stuurbord.rulebooks.rule_pack import Pack, failures_of, read_cases, read_pack, shipped_packs
from stuurbord.rulebooks.rule_pack.library import shipped_cases
from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.audit.chain import record
from stuurbord.web.projects.actions import save_version
from stuurbord.web.rules.models import RuleBook, StoredPack
from stuurbord.web.rules.queries import book_of
from stuurbord.web.rules.shipping import keep

MANAGE = Permission.MANAGE_METHODS


def read_text(text: str, file_name: str, key: str = "") -> Pack:
    """Return the pack of a text that somebody brings.

    Raises
    ------
    InvalidRulePack
        With each error and its line; also if it is the text of another rule book.
    """
    pack = read_pack(one_line_end(text), file_name)
    if key and pack.key != key:
        told = N_("This is the rule book {found}, not {key}.")
        fields = {"found": pack.key, "key": key}
        place = Where(file=file_name, line=1)
        raise InvalidRulePack(Finding("rule_pack_other", told, Severity.ERROR, place, fields))
    return pack


def one_line_end(text: str) -> str:
    """Return a text with the line ends of a file: browsers send those of a form, and the hash must stay."""
    return text.replace("\r\n", "\n").removeprefix("\ufeff")


def doubts_about(pack: Pack) -> list[Finding]:
    """Return what a person should look at before a text comes in force; none of it refuses.

    Worked cases of the product that no longer hold, and names that the product gives or reads and the text
    does not know.
    """
    shipped = shipped_packs().get(pack.key)
    if shipped is None:
        return []
    doubts = []
    gone = {one.code for one in shipped.verdicts} - {one.code for one in pack.verdicts}
    for name in sorted(gone - {pack.default_verdict}):
        told = N_("The product knows the class {name}; the text no longer gives it.")
        doubts.append(Finding("rule_pack_class_gone", told, Severity.WARNING, fields={"name": name}))
    for fact in pack.facts:
        if shipped.fact(fact.name) is None and not fact.name.startswith("field."):
            told = N_("The text reads the fact {name}, which the product does not give.")
            doubts.append(Finding("rule_pack_fact_new", told, Severity.WARNING, fields={"name": fact.name}))
    return doubts + doubts_of(pack) + _failing_cases(pack)


def _failing_cases(pack: Pack) -> list[Finding]:
    try:
        cases = read_cases(shipped_cases().get(pack.key, ""), f"{pack.key}/cases.toml", pack)
    except InvalidRulePack:  # it reads other facts: that has been told already
        return []
    found = failures_of(pack, cases)
    return [Finding(one.code, one.text, Severity.WARNING, one.where, one.fields) for one in found]


@transaction.atomic
def install_pack(actor: Any, text: str, file_name: str, expected_version: int | None = None) -> StoredPack:
    """Bring a text in force; what was in force stays stored.

    Parameters
    ----------
    expected_version
        Of the rule book, as the actor saw it; None for one that is new.

    Raises
    ------
    InvalidRulePack
        With each error and its line; nothing has changed.
    VersionConflict
        If somebody else was first.
    """
    require(actor, MANAGE)
    pack = read_text(text, file_name)
    by = actor if getattr(actor, "pk", None) else None
    stored = keep(pack.key, pack.version, pack.sha256, one_line_end(text), file_name, stored_by=by)
    book = book_of(pack.key)
    if book is None:
        starting = {"current": stored, "in_force_since": timezone.now(), "follows_product": False}
        book = RuleBook.objects.create(key=pack.key, chosen_by=by, **starting)
        told = {"title": _title(pack), "version": pack.version, "file": file_name, "sha256": pack.sha256}
        record(actor, "rulebook.create", book.subject, told, version=book.version)
    elif book.current_id != stored.pk:
        _choose(actor, book, stored, expected_version, "rulebook.install", pack)
    return stored


@transaction.atomic
def restore_text(actor: Any, book: RuleBook, stored: StoredPack, expected_version: int) -> RuleBook:
    """Bring an earlier text of a rule book in force again; the product's own then follows the product."""
    require(actor, MANAGE)
    if stored.key != book.key:
        raise ValueError(_("This is a text of another rule book."))
    if book.current_id != stored.pk:
        _choose(actor, book, stored, expected_version, "rulebook.restore", read_pack(stored.text, book.key))
    return book


def _choose(
    actor: Any, book: RuleBook, stored: StoredPack, expected_version: int | None, action: str, pack: Pack
) -> None:
    before, shipped = book.current, shipped_packs().get(book.key)
    book.current, book.in_force_since = stored, timezone.now()
    book.chosen_by = actor if getattr(actor, "pk", None) else None
    book.follows_product = shipped is not None and shipped.sha256 == stored.sha256
    save_version(book, book.version if expected_version is None else expected_version)
    told = {
        "title": _title(pack),
        "version": stored.pack_version,
        "file": stored.file_name,
        "sha256": [before.sha256, stored.sha256],
    }
    record(actor, action, book.subject, told, version=book.version)


def _title(pack: Pack) -> str:
    return pack.title.get("nl") or pack.key
