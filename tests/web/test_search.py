"""Search in the palette and on its page: what the reader may see, in one look, and every address opens."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from web import factories

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.registers.models import Risk
from stuurbord.web.search.index import Document, put
from stuurbord.web.search.sources import rebuild

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


@pytest.fixture
def two():
    """Return two portfolios with a project and a risk each."""
    made = []
    for key in ("EEN", "TWEE"):
        portfolio = factories.portfolio(key)
        project = factories.project(portfolio, f"P-{key}", name=f"Sluis {key}")
        Risk.objects.create(
            project=project, code=f"R-{key}", title=f"Sluisdeur {key}", effect="Gaat niet open"
        )
        made.append(portfolio)
    rebuild()
    return made


@pytest.fixture
def reader(client, two):
    """Return the reader of the first, logged in."""
    made = factories.user(Role.READER, Scope.PORTFOLIO, two[0].pk)
    client.force_login(made)
    return made


def found(client, words: str) -> list[str]:
    return [one["title"] for one in client.get("/zoek/", {"q": words}, headers=JSON).json()["results"]]


def test_only_what_one_may_see_is_found(client, reader):
    """The project and the risk of one's own portfolio."""
    assert found(client, "sluis") == ["P-EEN Sluis EEN", "R-EEN Sluisdeur EEN"]
    assert found(client, "TWEE") == []


def test_every_result_opens(client, reader):
    """Each address answers; without words these are the pages."""
    for words in ("", "sluis", "een"):
        results = client.get("/zoek/", {"q": words}, headers=JSON).json()["results"]

        assert results
        assert {client.get(one["url"]).status_code for one in results} == {200}


def test_a_page_is_found_by_the_beginning_of_its_words(client, reader):
    """Under whatever language it is read in."""
    assert "Mijn week" in found(client, "mij wee") or "My week" in found(client, "my we")


def test_a_hit_in_the_text_tells_the_piece(client, reader):
    """As plain parts: the page writes them, nothing is markup."""
    [result] = client.get("/zoek/", {"q": "open niet"}, headers=JSON).json()["results"]

    assert result["snippet"] == [["Gaat ", False], ["niet", True], [" ", False], ["open", True]]
    assert result["place"] == "P-EEN"


def test_people_get_a_page_and_programs_json(client, reader):
    """The same address; caches keep them apart."""
    page = client.get("/zoek/", {"q": "sluis"}, headers={"accept": "text/html,*/*;q=0.8"})

    assert page["Content-Type"].startswith("text/html")
    assert "Accept" in page["Vary"]
    assert "<mark>Sluis</mark>" in page.content.decode()
    assert client.get("/zoek/", {"q": "sluis"}, headers=JSON)["Content-Type"] == "application/json"


def test_the_page_narrows_to_a_kind_and_a_project(client, reader, two):
    """And tells how many there are of each, within what one sees."""
    project = two[0].projects.get()
    page = client.get("/zoek/", {"q": "sluis", "soort": "risicos", "project": project.pk})
    hidden = client.get("/zoek/", {"q": "sluis", "project": two[1].projects.get().pk})

    assert [one.plain_title for one in page.context["found"]] == ["R-EEN Sluisdeur EEN"]
    assert {one["label"]: one["count"] for one in page.context["views"]}.keys() >= {"Risico's"} or len(
        page.context["views"]
    ) == 3
    assert hidden.context["project"] is None


def test_the_page_has_pages(client, reader, two):
    """Every hit once."""
    project = two[0].projects.get()
    put(Document("acties", number, project.pk, f"Zeppelin {number}") for number in range(45))
    shown = [
        one.id
        for number in (1, 2, 3)
        for one in client.get("/zoek/", {"q": "zeppelin", "page": number}).context["found"]
    ]

    assert sorted(shown) == list(range(45))


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "\0"},
        {"q": '"'},
        {"q": "x" * 9_000},
        {"q": "sluis", "page": "999999"},
        {"q": "sluis", "page": "-1"},
        {"q": "sluis", "project": "abc"},
        {"q": "sluis", "project": "9" * 30},
        {"q": "sluis", "soort": "'; DROP TABLE x"},
        {"q": "<script>alert(1)</script>"},
    ],
)
def test_odd_addresses_are_answered(client, reader, asked):
    """With a page and with JSON."""
    assert client.get("/zoek/", asked).status_code == 200
    assert client.get("/zoek/", asked, headers=JSON).status_code == 200


def test_what_stands_in_a_line_is_never_markup(client, reader, two):
    """A title with tags is shown as it was typed."""
    put([Document("acties", 1, two[0].projects.get().pk, "<img src=x onerror=alert(1)> zeppelin")])
    page = client.get("/zoek/", {"q": "zeppelin"}).content.decode()

    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_many_hits_take_no_more_queries(client, reader, two):
    """However many, and of whatever kind."""
    project = two[0].projects.get()
    put(Document("acties", number, project.pk, f"Zeppelin {number}") for number in range(3))
    client.get("/zoek/", {"q": "zeppelin"})
    with CaptureQueriesContext(connection) as few:
        client.get("/zoek/", {"q": "zeppelin"})
    put(Document("acties", number, project.pk, f"Zeppelin {number}") for number in range(19))
    with CaptureQueriesContext(connection) as many:
        client.get("/zoek/", {"q": "zeppelin"})

    assert len(many) == len(few)
