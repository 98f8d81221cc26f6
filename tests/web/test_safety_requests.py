"""What browsers and enemies send: answered in words, kept nowhere, and never an error of the program."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from web import factories

from stuurbord.exchange import mspdi
from stuurbord.web.accounts.models import Role
from stuurbord.web.imports.models import Import
from stuurbord.web.registers.models import Milestone, Risk

pytestmark = pytest.mark.django_db

ODD = [
    "page=²",
    "page=-1",
    "page=1e9",
    "sort=--code",
    "sort=project__portfolio__name",
    "sort=-",
    "year=²",
    "year=99999999999999999999",
    "impact=9",
    "task=²",
    "depth=²&first=²",
    "part=rows&first=99999999999",
    "header_row=²",
]


@pytest.fixture
def project(client):
    """Return a project with a plan and a risk; who asks may do everything there."""
    made = factories.project(factories.portfolio("A"), "P-001")
    factories.revision(made)
    Risk.objects.create(project=made, code="R-1", title="Levertijd")
    client.force_login(factories.user(Role.PORTFOLIO_MANAGER))
    return made


@pytest.mark.parametrize("query", ODD)
def test_an_odd_question_is_answered(client, project, query):
    """Digits that are no numbers, orders that do not exist, numbers that no database holds."""
    table = SimpleUploadedFile("lijst.csv", b"Onderwerp;Wanneer\nSluis;01/12/2026\n")
    client.post("/portefeuille/A/invoer/", {"files": table})
    pages = [
        *("/portefeuille/A/", "/projecten/", "/logboek/", "/personen/", "/zoek/", "/registers/risicos/"),
        *("/registers/budget/", "/registers/mijlpalen/", "/portefeuille/A/project/P-001/planning/"),
        reverse("import_mapping", args=[Import.objects.get().pk]),
    ]

    assert {page: client.get(f"{page}?{query}").status_code for page in pages} == dict.fromkeys(pages, 200)


@pytest.mark.parametrize(
    "address",
    [
        *("/portefeuille/A/?q=slu%00is", "/projecten/?q=%00", "/logboek/?q=%00", "/personen/?q=a%00"),
        *("/registers/risicos/?q=%00&year=%00", "/zoek/?q=%00", "/portefeuille/A/?owner=%00"),
    ],
)
def test_the_null_character_is_passed_over(client, project, address):
    """PostgreSQL would break off at it."""
    assert client.get(address).status_code == 200


def test_an_address_with_the_null_character_does_not_exist(client, project):
    """No project is called so."""
    assert client.get("/portefeuille/A/project/%00/").status_code == 404


@pytest.mark.parametrize("reference", ["²", "9" * 60])
def test_a_milestone_may_refer_to_nothing(client, project, reference):
    """A reference that only looks like a number belongs to no task."""
    form = {"project": project.pk, "code": "M-1", "name": "Start", "task": reference}
    answer = client.post("/registers/mijlpalen/nieuw/", form)

    assert answer.status_code == 302
    assert Milestone.objects.get(code="M-1").planned_forecast is None


def test_too_many_files_are_told_in_words(client, project):
    """More than one request takes: 413, how many may come, and nothing is stored."""
    files = [SimpleUploadedFile(f"{number}.csv", b"x") for number in range(201)]
    answer = client.post("/portefeuille/A/invoer/", {"files": files})

    assert answer.status_code == 413
    assert "200" in answer.content.decode()
    assert not Import.objects.exists()


def test_a_form_that_is_too_large_is_told_in_words(client, project):
    """The same for more text than a form holds."""
    form = {"project": project.pk, "code": "R-2", "title": "x", "measure": "x" * 6_000_000}
    answer = client.post("/registers/risicos/nieuw/", form)

    assert answer.status_code == 413
    assert answer.templates[0].name == "pages/error.html"


def test_a_stranger_host_gets_a_page(client):
    """Refused before anybody is known."""
    answer = client.get("/aanmelden/", headers={"host": "elders.example"})

    assert answer.status_code == 400
    assert answer.templates[0].name == "pages/error.html"


@pytest.mark.parametrize(
    "address",
    [
        *(
            "/mijn-week/",
            "/portefeuille/A/",
            "/portefeuille/A/werkboek.xlsx",
            "/sjabloon.xlsx",
            "/logboek.jsonl",
        ),
        *("/portefeuille/A/project/P-001/planning.xml", "/zoek/?q=sluis", "/bestaat-niet/"),
    ],
)
def test_no_browser_or_proxy_keeps_what_it_showed(client, project, address):
    """Pages, downloads and answers for scripts: the next at the same screen sees none of it."""
    told = client.get(address).headers["Cache-Control"]

    assert {"private", "no-store"} <= set(told.split(", "))


def test_of_who_is_not_logged_in_nothing_is_read():
    """A file sent to a page goes no further than the log-in page; one sent there does not come to disk."""
    browser = Client(enforce_csrf_checks=True)
    token = browser.get("/aanmelden/").cookies["csrftoken"].value
    file = SimpleUploadedFile("plan.xml", mspdi.write(factories.plan()))
    form = {"csrfmiddlewaretoken": token, "files": file}
    elsewhere = browser.post("/portefeuille/A/invoer/", form)
    file.seek(0)
    at_the_door = browser.post("/aanmelden/", form)

    assert elsewhere.status_code == 302
    assert elsewhere.url.startswith("/aanmelden/?next=")
    assert not elsewhere.wsgi_request._read_started
    assert not at_the_door.wsgi_request.FILES
