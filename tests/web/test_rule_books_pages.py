"""The pages of rule books: what holds on a day, what changes, another text."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from web import factories

from stuurbord.rulebooks.rule_pack.library import shipped_texts
from stuurbord.web.accounts.models import Role
from stuurbord.web.rules.models import RuleBook, StoredPack
from stuurbord.web.rules.queries import book_of, pack_in_force

pytestmark = pytest.mark.django_db

TEXT = shipped_texts()["project-size"]
STRICTER = TEXT.replace("value = 450", "value = 300").replace('"2026.1"', '"2026.1-awv"')


def client(role: str = Role.PORTFOLIO_MANAGER) -> Client:
    made = Client(headers={"accept-language": "en"})
    user = factories.user(role)
    user.language = "en"
    user.save()
    made.force_login(user)
    return made


def page(of: Client, name: str, *args: str, **query: str) -> str:
    answer = of.get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.content[:500]
    return answer.content.decode()


def test_every_rule_book_has_its_page_and_each_entry_says_whether_it_was_checked() -> None:
    """The list leads to each; entries carry source, validity and the mark of verification."""
    reader = client(Role.READER)
    listed = page(reader, "rule_books")
    for key in shipped_texts():
        assert reverse("rule_book", args=[key]) in listed
        page(reader, "rule_book", key)

    shown = page(reader, "rule_book", "ai-act", op="2026-11-01")

    assert "AI-verordening art. 27" in shown
    assert "not checked" in shown
    assert "02/12/2027" in shown


def test_search_and_day_narrow_what_is_shown() -> None:
    """A word of a rule finds it; a day before an entry begins still shows a duty as one to come."""
    shown = page(client(), "rule_book", "ai-act", q="FRIA", op="2026-11-01")

    assert "ART27-FRIA" in shown
    assert 'id="obligation-ART4"' not in shown
    assert "to come" in shown
    assert "No entry meets" in page(client(), "rule_book", "ai-act", q="zeppelin")


def test_two_days_are_compared_as_a_note() -> None:
    """The note names duty, day and source; days the wrong way round are turned."""
    for van, tot in (("2027-01-01", "2028-01-01"), ("2028-01-01", "2027-01-01")):
        shown = page(client(), "rule_book_difference", "ai-act", van=van, tot=tot)

        assert "ART27-FRIA" in shown
        assert "ART26-I" not in shown


def test_without_days_the_note_tells_what_is_still_to_come() -> None:
    """Today against the last change in the text: nobody has to guess two days first."""
    assert "ART27-FRIA" in page(client(), "rule_book_difference", "ai-act")


def test_a_text_is_looked_over_before_it_comes_in_force() -> None:
    """Looking over changes nothing and says what would; bringing in force does."""
    pmo, address = client(), reverse("rule_book_text", args=["project-size"])
    form = {"text": STRICTER.replace("\n", "\r\n"), "version": "1", "do": "check"}

    looked = pmo.post(address, form)

    assert "was “450" in looked.content.decode()
    assert "becomes “300" in looked.content.decode()
    assert pack_in_force("project-size").version == "2026.1"

    answer = pmo.post(address, form | {"do": "install"})

    assert answer.status_code == 302
    assert pack_in_force("project-size").version == "2026.1-awv"
    assert RuleBook.objects.get(key="project-size").chosen_by is not None


def test_a_file_with_an_error_names_its_line_and_changes_nothing() -> None:
    """The page tells file and line; the text that was typed is not lost."""
    file = SimpleUploadedFile("fout.toml", TEXT.replace("unit =", "eenheid =", 1).encode())
    before = StoredPack.objects.count()

    answer = client().post(
        reverse("rule_book_text", args=["project-size"]), {"file": file, "version": "1", "do": "install"}
    )

    line = 1 + next(place for place, one in enumerate(TEXT.splitlines()) if one.startswith("unit ="))
    assert answer.status_code == 422
    assert f"fout.toml, line {line}" in answer.content.decode()
    assert (pack_in_force("project-size").version, StoredPack.objects.count()) == ("2026.1", before)


@pytest.mark.parametrize("data", [b"\xff\xfe", b"#" * 5_000_000, b""], ids=["no text", "large", "empty"])
def test_a_file_that_is_no_rule_book_is_refused(data: bytes) -> None:
    """Bytes, five megabytes, nothing at all."""
    file = SimpleUploadedFile("fout.toml", data)
    form = {"file": file, "version": "1", "do": "install"}

    assert client().post(reverse("rule_book_text", args=["project-size"]), form).status_code in (400, 422)


def test_the_text_of_another_rule_book_is_refused() -> None:
    """Its key must be that of the page."""
    form = {"text": TEXT, "version": "1", "do": "install"}
    answer = client().post(reverse("rule_book_text", args=["ai-act"]), form)

    assert answer.status_code == 422
    assert "This is the rule book project-size" in answer.content.decode()


def test_an_old_page_is_a_conflict() -> None:
    """A version that is no longer there is 409, and nothing changes."""
    pmo, address = client(), reverse("rule_book_text", args=["project-size"])
    pmo.post(address, {"text": STRICTER, "version": "1", "do": "install"})

    answer = pmo.post(address, {"text": TEXT, "version": "1", "do": "install"})

    assert answer.status_code == 409
    assert pack_in_force("project-size").version == "2026.1-awv"


def test_an_earlier_text_is_brought_back_from_the_page() -> None:
    """The button of an earlier text; the text itself can be fetched byte for byte."""
    pmo, shipped = client(), book_of("project-size").current
    pmo.post(
        reverse("rule_book_text", args=["project-size"]), {"text": STRICTER, "version": "1", "do": "install"}
    )
    assert "Bring back in force" in page(pmo, "rule_book", "project-size")

    address = reverse("rule_book_restore", args=["project-size"])
    assert pmo.post(address, {"sha256": shipped.sha256, "version": "2"}).status_code == 302

    assert pack_in_force("project-size").sha256 == shipped.sha256
    source = pmo.get(reverse("rule_book_source", args=["project-size", shipped.sha256]))
    assert source.content.decode() == TEXT


def test_a_rule_book_of_ones_own_appears_in_the_list() -> None:
    """A text with a key of its own."""
    pmo = client()
    text = TEXT.replace('"project-size"', '"eigen-grootte"')

    assert pmo.post(reverse("rule_book_new"), {"text": text, "do": "install"}).status_code == 302
    assert "eigen-grootte" in page(pmo, "rule_books")


def test_only_who_manages_methods_changes_texts() -> None:
    """The others read; they see no way to change and are refused."""
    reader = client(Role.PROJECT_MANAGER)
    address = reverse("rule_book_text", args=["project-size"])

    assert address not in page(reader, "rule_book", "project-size")
    assert reader.get(address).status_code == 403
    assert reader.post(address, {"text": STRICTER, "version": "1", "do": "install"}).status_code == 403
    restore = reverse("rule_book_restore", args=["project-size"])
    assert reader.post(restore, {"version": "1"}).status_code == 403


def test_what_is_not_there_is_not_found() -> None:
    """An unknown rule book, and a text of another one."""
    pmo = client()
    other = book_of("ai-act").current.sha256

    assert pmo.get(reverse("rule_book", args=["nothing"])).status_code == 404
    assert pmo.get(reverse("rule_book_source", args=["project-size", other])).status_code == 404
    assert (
        pmo.post(
            reverse("rule_book_restore", args=["project-size"]), {"sha256": other, "version": "1"}
        ).status_code
        == 404
    )


def test_a_page_takes_a_fixed_number_of_queries(django_assert_max_num_queries) -> None:
    """However many rules: they are not in tables."""
    reader = client(Role.READER)
    page(reader, "rule_book", "ai-act")

    with django_assert_max_num_queries(12):
        page(reader, "rule_book", "ai-act")


def test_the_law_on_procurement_is_compared_with_what_its_answers_become() -> None:
    """Parts with headings: what changes, then what follows for contracts, with article and flag."""
    shown = page(client(), "rule_book_difference", "be-procurement", van="2025-12-15", tot="2026-01-15")

    assert shown.count("<h1") == 1
    assert "Consequences for the choice of procedure" in shown
    assert "Negotiated procedure without prior publication: no longer allowed from" in shown
    assert "art. 42, § 1, 1°, a" in shown
    assert "not verified" in shown
