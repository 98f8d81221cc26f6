"""What it takes to add a register: a declaration of at most sixty lines, and nothing anywhere else."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
import sample_register.models
from django.apps import apps
from sample_register.models import PERMITS, Permit
from web import factories
from web.api_client import Program, token

import stuurbord.web
from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.lists.found_texts import search_for
from stuurbord.web.lists.models import SheetReview
from stuurbord.web.lists.register import REGISTERS

MOST_LINES = 60
LIST = "/registers/proef/"
WEB = Path(stuurbord.web.__file__).parent


@pytest.fixture
def project():
    """Return a project of a portfolio."""
    return factories.project(factories.portfolio("ASN"), "P-001")


@pytest.fixture
def editor(client, project):
    """Return the manager of the portfolio, logged in."""
    made = factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, project.portfolio_id)
    client.force_login(made)
    return made


def filled_in(project, **fields: object) -> dict[str, object]:
    """Return a form of a new line."""
    return {
        "project": project.pk,
        "code": "V-001",
        "title": "Omgevingsvergunning sluis",
        "state": "asked",
    } | fields


def test_declaration_takes_at_most_sixty_lines():
    """The model, its states and the register, imports and blank lines included."""
    source = Path(sample_register.models.__file__).read_text(encoding="utf-8")

    assert len(source.splitlines()) <= MOST_LINES
    assert len(PERMITS.form_fields) == 6


@pytest.mark.django_db
def test_every_road_leads_to_the_new_register(client, project, editor):
    """Form, list, cell, undo, history, Excel out and in, search and API: nobody wrote a line for it."""
    client.post(f"{LIST}nieuw/", filled_in(project, fee="1.250,50"))
    line = Permit.objects.get()
    listed = client.get(LIST)
    cell = client.post(
        f"{LIST}cellen/",
        {"lines": [{"pk": line.pk, "version": 1}], "changes": {"fee": "2.000"}},
        content_type="application/json",
    )
    taken_back = client.post(
        f"{LIST}ongedaan/", {"done": cell.json()["undo"]}, content_type="application/json"
    )
    page = client.get(f"{LIST}{line.pk}/").content.decode()

    assert "Omgevingsvergunning sluis" in listed.content.decode()
    assert (cell.status_code, taken_back.status_code) == (200, 200)
    assert str(Permit.objects.get().fee) == "1250.50"
    assert "€ 2.000" in page.replace("\xa0", " ")

    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{LIST}uit.xlsx").content))["Vergunningen"]
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row}
    cells["Omgevingsvergunning sluis"].value = "Omgevingsvergunning brug"
    changed = io.BytesIO()
    sheet.parent.save(changed)
    changed.name = "vergunningen.xlsx"
    changed.seek(0)
    client.post(f"{LIST}in/", {"file": changed})
    review = SheetReview.objects.get()
    program = Program(client, token(editor))

    assert [(one["line"], list(one["sent"])) for one in review.lines] == [(line.pk, ["title"])]
    assert [one.id for one in search_for(editor, "omgevingsvergunningen")] == [line.pk]
    assert program.get("/registers/proef").json()["items"][0]["fee"] == "1250.50"


def test_only_the_pattern_makes_forms_of_lines():
    """No app above it builds a form of its own from a model."""
    others = [path for path in sorted(WEB.rglob("*.py")) if not path.is_relative_to(WEB / "lists")]

    assert [path for path in others if "modelform_factory(" in path.read_text(encoding="utf-8")] == []


def test_every_line_with_a_project_is_in_a_register():
    """A model of lines that no register declares would be a list of its own somewhere."""
    from stuurbord.web.lists.register_item import RegisterItem

    declared = {register.model for register in REGISTERS.values()}
    lines = {model for model in apps.get_models() if issubclass(model, RegisterItem)}

    assert {model.__name__ for model in lines - declared} <= {"WeatherExposure"}
