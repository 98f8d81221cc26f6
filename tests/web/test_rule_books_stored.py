"""Rule books in the application: every text is kept, one is in force, a wrong one changes nothing."""

from __future__ import annotations

import pytest
from web import factories

from stuurbord.errors import InvalidRulePack, NotPermitted, VersionConflict
from stuurbord.rulebooks.rule_pack import read_pack, shipped_packs
from stuurbord.rulebooks.rule_pack.library import shipped_texts
from stuurbord.web.accounts.models import Role
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.rules.actions import doubts_about, install_pack, one_line_end, restore_text
from stuurbord.web.rules.models import RuleBook, StoredPack
from stuurbord.web.rules.queries import book_of, books, pack_in_force, pack_with_hash
from stuurbord.web.rules.shipping import store_shipped

pytestmark = pytest.mark.django_db

TEXT = shipped_texts()["project-size"]
STRICTER = TEXT.replace("value = 450", "value = 300").replace('"2026.1"', '"2026.1-awv"')


@pytest.fixture
def pmo():
    """Who may change rule books: the portfolio manager of the whole organisation."""
    return factories.user(Role.PORTFOLIO_MANAGER)


def test_every_shipped_rule_book_is_stored_and_in_force() -> None:
    """Each pack of the product is read by its key and by its hash; asking twice stores nothing more."""
    for key, pack in shipped_packs().items():
        assert pack_in_force(key) == pack
        assert pack_with_hash(pack.sha256) == pack
    stored = StoredPack.objects.count()
    store_shipped("project-size")

    assert [one.key for one in books()] == sorted(shipped_packs())
    assert StoredPack.objects.count() == stored


def test_a_rule_book_that_is_not_there_is_said_so() -> None:
    """An unknown key and an unknown hash are lookup errors."""
    assert book_of("nothing") is None
    with pytest.raises(LookupError):
        pack_in_force("nothing")
    with pytest.raises(LookupError):
        pack_with_hash("0" * 64)


def test_an_installed_text_comes_in_force_and_the_earlier_one_stays_readable(pmo) -> None:
    """The new text decides from now on; the hash of the old one still gives the old pack."""
    before = pack_in_force("project-size")
    install_pack(pmo, STRICTER, "grootte.toml", book_of("project-size").version)

    after = pack_in_force("project-size")

    assert (after.version, after.sha256 != before.sha256) == ("2026.1-awv", True)
    assert pack_with_hash(before.sha256).version == before.version
    entry = AuditEntry.objects.latest("number")
    assert (entry.action, entry.data["sha256"]) == ("rulebook.install", [before.sha256, after.sha256])


def test_a_wrong_text_names_file_and_line_and_leaves_the_running_one_in_force(pmo) -> None:
    """An unknown key is refused with its line; nothing is stored and nothing is logged."""
    before = pack_in_force("project-size")
    n_entries, n_texts = AuditEntry.objects.count(), StoredPack.objects.count()

    with pytest.raises(InvalidRulePack) as refused:
        install_pack(pmo, TEXT.replace("unit =", "eenheid =", 1), "grootte.toml")

    (found,) = refused.value.findings
    line = 1 + next(place for place, one in enumerate(TEXT.splitlines()) if one.startswith("unit ="))
    assert found.where.as_text() == f"grootte.toml, line {line}"
    assert pack_in_force("project-size") == before
    assert (AuditEntry.objects.count(), StoredPack.objects.count()) == (n_entries, n_texts)


def test_an_earlier_text_comes_back(pmo) -> None:
    """Going back to the product's own text follows the product again."""
    shipped = book_of("project-size").current
    install_pack(pmo, STRICTER, "grootte.toml", 1)
    book = book_of("project-size")
    assert (book.follows_product, book.version) == (False, 2)

    restore_text(pmo, book, shipped, 2)

    assert pack_in_force("project-size") == shipped_packs()["project-size"]
    assert book_of("project-size").follows_product


def test_who_was_too_late_overwrites_nothing(pmo) -> None:
    """A version that is no longer the stored one is a conflict."""
    install_pack(pmo, STRICTER, "a.toml", 1)

    with pytest.raises(VersionConflict):
        install_pack(pmo, STRICTER.replace("300", "350"), "b.toml", 1)

    assert pack_in_force("project-size").version == "2026.1-awv"


@pytest.mark.parametrize("role", ["reader", "project_manager", "project_owner", "controller", "auditor"])
def test_only_who_manages_methods_changes_rule_books(role: str) -> None:
    """The others are refused and nothing changes."""
    with pytest.raises(NotPermitted):
        install_pack(factories.user(role), STRICTER, "a.toml", 1)

    assert pack_in_force("project-size") == shipped_packs()["project-size"]


def test_a_rule_book_of_ones_own_is_added(pmo) -> None:
    """A key that the product does not know makes a new rule book."""
    text = TEXT.replace('"project-size"', '"own-size"')
    install_pack(pmo, text, "eigen.toml")

    assert pack_in_force("own-size").key == "own-size"
    assert AuditEntry.objects.latest("number").action == "rulebook.create"


def test_a_newer_text_of_the_product_comes_in_force_by_itself_unless_a_person_chose(pmo) -> None:
    """After an update the rule book follows the product; a text that somebody chose stays."""
    older = StoredPack.objects.create(sha256="1" * 64, key="project-size", pack_version="2025.1", text="x")
    RuleBook.objects.filter(key="project-size").update(current=older)

    assert pack_in_force("project-size") == shipped_packs()["project-size"]
    assert AuditEntry.objects.latest("number").action == "rulebook.follow"

    install_pack(pmo, STRICTER, "a.toml", book_of("project-size").version)
    store_shipped("project-size")

    assert pack_in_force("project-size").version == "2026.1-awv"


def test_doubts_name_the_cases_that_no_longer_hold() -> None:
    """A stricter limit is told with the worked case that it turns."""
    doubts = doubts_about(read_pack(STRICTER, "a.toml"))

    assert [one.code for one in doubts] == []  # both ways the case lies on time as well

    turned = doubts_about(read_pack(TEXT.replace("value = 18", "value = 12"), "a.toml"))

    assert {one.code for one in turned} <= {"rule_case_failed"}


def test_a_form_does_not_change_the_hash() -> None:
    """The line ends of a browser and a mark at the beginning are not part of the text."""
    assert one_line_end("\ufeffa\r\nb\n") == "a\nb\n"


def test_reading_the_pack_in_force_takes_one_query(django_assert_num_queries) -> None:
    """The text is parsed once per process; which one is in force is asked each time."""
    pack_in_force("project-size")

    with django_assert_num_queries(1):
        pack_in_force("project-size")
