"""The index: the same answers on both databases, in step with every change, nothing beyond one's sight."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test.utils import CaptureQueriesContext
from web import factories

from stuurbord.web.accounts.models import Person, Role, Scope
from stuurbord.web.lists.actions import Sent, archive_lines, save_lines
from stuurbord.web.lists.changing import changed_form, new_form
from stuurbord.web.lists.found_texts import counts_for, search_for
from stuurbord.web.lists.models import Attachment, Comment, FileContent
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.projects.models import Project
from stuurbord.web.search.filling import on_migrated
from stuurbord.web.search.index import Document, drop, put, replace
from stuurbord.web.search.models import SearchText
from stuurbord.web.search.sources import rebuild

pytestmark = pytest.mark.django_db

TEXTS = {
    1: ("R-041 Vertraging van de sluisdeuren", "De leverancier heeft vertragingen gemeld."),
    2: ("R-042 Sluizen staan stil", "Er is niet genoeg personeel. De oplevering van de brug schuift op."),
    3: ("R-410 Brug over de sluis", "Beton is duurder dan geraamd; café Zoë staat in de weg."),
    4: ("I-041 Netwerk", "Oplevering zonder brug"),
    5: ("B-7 Lege lijn", ""),
}
CASES = [
    ("vertraging", {1}),
    ("vertragingen", {1}),
    ("Vertragïng", {1}),
    ("sluis", {1, 2, 3}),  # the last word may go on: sluisdeuren
    ("sluis brug", {2, 3}),
    ("sluizen", {2, 3}),
    ("sluizen brug", {2, 3}),
    ("niet", {2}),
    ('"niet"', {2}),
    ("R-041", {1}),
    ("r-04", {1, 2}),
    ("041", {1, 4}),
    ('"oplevering van de brug"', {2}),
    ('"van de brug over"', set()),
    ("oplevering van de brug", {2, 4}),
    ("brug -beton", {2, 4}),
    ('brug -"zonder brug" -beton', {2}),
    ("-brug", set()),
    ("cafe zoe", {3}),
    ("opl", {2, 4}),
    ("o", set()),
    ("zeppelin", set()),
    ("", set()),
    ('" OR 1=1 --', set()),
    ("sluis AND brug", set()),
    ("' * : ( ) & | !", set()),
    ('"sluisdeuren de leverancier"', set()),  # no phrase runs from the title into the text
]


@pytest.fixture
def portfolio():
    return factories.portfolio("ASN")


@pytest.fixture
def project(portfolio):
    return factories.project(portfolio, "P-001", name="Kaaimuur")


@pytest.fixture
def reader(portfolio):
    return factories.user(Role.READER, Scope.PORTFOLIO, portfolio.pk)


@pytest.fixture
def editor(portfolio):
    return factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, portfolio.pk)


def titles(user, words, **narrowed) -> list[str]:
    return [one.plain_title for one in search_for(user, words, **narrowed)]


def risk(editor, project, **values):
    """Write a risk down, as a page does."""
    form = new_form(REGISTERS["risicos"], editor, {"project": project.pk, "state": "identified", **values})
    assert form.is_valid(), form.errors
    return save_lines(editor, REGISTERS["risicos"], [Sent(form)])[0]


def change(editor, line, **values):
    form = changed_form(REGISTERS["risicos"], editor, line, values)
    assert form.is_valid(), form.errors
    return save_lines(editor, REGISTERS["risicos"], [Sent(form, line.version)])[0]


@pytest.mark.parametrize(("words", "expected"), CASES)
def test_the_same_is_found_on_both_databases(project, reader, words, expected):
    """Bent words, codes, phrases, what is left out, and signs that mean something to one of the databases."""
    put(Document("acties", number, project.pk, *text) for number, text in TEXTS.items())
    found = {one.id for one in search_for(reader, words, ["acties"])}

    assert found == expected
    assert counts_for(reader, words).get("acties", 0) == len(expected)


def test_a_code_comes_before_what_merely_holds_it(project, reader):
    """Then titles, then texts."""
    texts = [("R-9 Zie ook R-041", ""), ("R-8", "Gevolg van R-041"), ("R-041 Levertijd", "")]
    put(Document("acties", number, project.pk, *text) for number, text in enumerate(texts))

    assert titles(reader, "R-041") == ["R-041 Levertijd", "R-9 Zie ook R-041", "R-8"]


def test_the_index_follows_every_change_of_a_line(editor, project):
    """Written down, changed, archived, brought back; in the transaction of the change."""
    line = risk(editor, project, code="R-1", title="Zeppelin")
    assert titles(editor, "zeppelin") == ["R-1 Zeppelin"]

    line = change(editor, line, title="Luchtschip", effect="Vliegt weg")
    assert titles(editor, "zeppelin") == []
    assert titles(editor, "vliegt") == ["R-1 Luchtschip"]

    [line] = archive_lines(editor, REGISTERS["risicos"], [(line, line.version)])
    assert titles(editor, "luchtschip") == []

    archive_lines(editor, REGISTERS["risicos"], [(line, line.version)], archive=False)
    assert titles(editor, "luchtschip") == ["R-1 Luchtschip"]


def test_a_change_that_is_taken_back_is_not_found(editor, project):
    """The index and the line stand or fall together."""
    with transaction.atomic():
        risk(editor, project, code="R-1", title="Zeppelin")
        transaction.set_rollback(True)

    assert titles(editor, "zeppelin") == []


def test_a_line_is_found_by_its_owner(editor, project):
    """People are part of the text."""
    owner = Person.objects.create(name="Zoë Vandenbroucke")
    risk(editor, project, code="R-1", title="Levertijd", owner=owner.pk)

    assert titles(editor, "vandenbroucke") == ["R-1 Levertijd"]


def test_nothing_beyond_ones_sight_is_found_or_counted(editor, project, reader):
    """Not a hit, not a number, not the name of a portfolio or of a person."""
    other = factories.project(factories.portfolio("ANDER"), "P-009", name="Zeppelinhal")
    neighbour = factories.user(
        Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, other.portfolio_id, name="Zeppelin Peeters"
    )
    risk(neighbour, other, code="R-1", title="Zeppelin")
    factories.revision(other)
    words = ("zeppelin", "ander", "taak", "portefeuille", "peeters")

    assert {word: search_for(reader, word) for word in words if word != "portefeuille"} == {
        word: [] for word in words if word != "portefeuille"
    }
    assert {one.kind for one in search_for(reader, "portefeuille")} == {"portfolio"}
    assert [counts_for(reader, word) for word in ("zeppelin", "taak", "peeters")] == [{}, {}, {}]
    assert titles(neighbour, "zeppelin", kinds=["risicos"]) == ["R-1 Zeppelin"]
    assert search_for(reader, "zeppelin", project_ids=[other.pk]) == []


def test_who_has_one_project_finds_in_that_one(editor, project):
    """And the portfolio that it is in."""
    factories.project(project.portfolio, "P-002", name="Kaaimuur twee")
    own = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)

    assert titles(own, "kaaimuur") == ["P-001 Kaaimuur"]


def test_tasks_of_the_current_plan_are_found(editor, project):
    """Of the one before no longer."""
    factories.revision(project, factories.plan(6))
    assert len(search_for(editor, "taak", ["task"])) == 6
    [task] = search_for(editor, '"taak 6"', ["task"])
    assert task.url.endswith("/planning/?task=6")

    project.refresh_from_db()
    factories.revision(project, factories.plan(3))
    assert len(search_for(editor, "taak", ["task"])) == 3


def test_comments_and_files_are_found_at_their_line(editor, project):
    """Withdrawn, archived, or with a line that was archived: no longer."""
    line = risk(editor, project, code="R-1", title="Levertijd")
    about = {"register": "risicos", "line_id": line.pk, "project": project}
    comment = Comment.objects.create(**about, author=editor, text="De zeppelin is besteld")
    content = FileContent.objects.create(sha256="0" * 64, size=1, content=b"x")
    attachment = Attachment.objects.create(
        **about,
        file_name="zeppelin-offerte.pdf",
        media_type="application/pdf",
        content=content,
        added_by=editor,
    )
    found = search_for(editor, "zeppelin")
    assert {one.kind for one in found} == {"comment", "attachment"}
    assert {one.url for one in found} == {f"/registers/risicos/{line.pk}/"}

    [line] = archive_lines(editor, REGISTERS["risicos"], [(line, line.version)])
    assert search_for(editor, "zeppelin") == []
    archive_lines(editor, REGISTERS["risicos"], [(line, line.version)], archive=False)
    assert len(search_for(editor, "zeppelin")) == 2

    comment.is_withdrawn, attachment.is_archived = True, True
    comment.save()
    attachment.save()
    assert search_for(editor, "zeppelin") == []


def test_a_project_that_is_archived_drops_out(editor, project):
    """With all that is in it."""
    risk(editor, project, code="R-1", title="Zeppelin")
    Project.objects.filter(pk=project.pk).update(is_archived=True)

    assert search_for(editor, "zeppelin") == []


def test_the_index_made_anew_is_the_same(editor, project):
    """Also of lines that were written around the action."""
    factories.revision(project)
    line = risk(editor, project, code="R-1", title="Zeppelin", effect="Vliegt weg")
    Comment.objects.create(register="risicos", line_id=line.pk, project=project, author=editor, text="Toch?")
    columns = ("kind", "object_id", "part", "project_id", "title", "text", "stems")
    before = set(SearchText.objects.values_list(*columns))
    REGISTERS["issues"].model.objects.create(project=project, code="I-1", title="Zeppelin te laat")

    assert rebuild() == len(before) + 1
    assert before < set(SearchText.objects.values_list(*columns))
    assert titles(editor, "zeppelin") == ["I-1 Zeppelin te laat", "R-1 Zeppelin"] or titles(
        editor, "zeppelin"
    ) == ["R-1 Zeppelin", "I-1 Zeppelin te laat"]


def test_a_database_that_could_not_search_yet_is_filled_after_its_migration(editor, project):
    """Once: what is there is left alone."""
    SearchText.objects.all().delete()
    on_migrated(sender=None)
    assert titles(editor, "kaaimuur") == ["P-001 Kaaimuur"]

    drop("project", [project.pk])
    on_migrated(sender=None)
    assert titles(editor, "kaaimuur") == []


def test_an_unchanged_document_is_not_written(project, django_assert_num_queries):
    """One look, no more."""
    put([Document("acties", 1, project.pk, "Zeppelin")])
    with CaptureQueriesContext(transaction.get_connection()) as asked:
        put([Document("acties", 1, project.pk, "Zeppelin")])

    assert not [one for one in asked if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_a_thing_with_many_parts_is_replaced_as_a_whole(project, reader):
    """What is no longer given drops out; other things stay."""
    put([Document("acties", 1, project.pk, "Zeppelin zelf")])
    replace(
        "task",
        project.pk,
        [Document("task", project.pk, project.pk, f"Zeppelin {n}", part=n) for n in (1, 2)],
    )
    replace("task", project.pk, [Document("task", project.pk, project.pk, "Zeppelin 2", part=2)])

    assert sorted(titles(reader, "zeppelin")) == ["Zeppelin 2", "Zeppelin zelf"]


def test_a_text_of_ten_megabytes_is_taken(project, reader):
    """Its beginning is found."""
    put(
        [
            Document(
                "acties", 1, project.pk, "Groot", "zeppelin " + " ".join(f"w{n}" for n in range(1_000_000))
            )
        ]
    )

    assert titles(reader, "zeppelin") == ["Groot"]
