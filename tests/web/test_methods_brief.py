"""The project brief: from the facts of a project to Word and PDF; what is missing is named."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from web import factories

from stuurbord.reports.document import Paragraph, Table
from stuurbord.web.accounts.models import Role
from stuurbord.web.methods.actions import create_project
from stuurbord.web.methods.brief import brief_document
from stuurbord.web.methods.starting import Start, StartStakeholder
from stuurbord.web.methods.storing import published
from stuurbord.web.projects.models import Project

pytestmark = pytest.mark.django_db


@pytest.fixture
def pmo() -> Any:
    return factories.user(Role.PORTFOLIO_MANAGER)


@pytest.fixture
def project(pmo: Any) -> Project:
    """Return a project that was started with everything."""
    start = Start(
        name="Loket voor vergunningen",
        kind="application",
        template=published().get(key="hybrid-application"),
        starts_on=date(2026, 12, 1),
        goal="Aanvragen worden binnen tien dagen beslist.",
        why_now="Het huidige systeem verliest zijn ondersteuning.",
        owner=factories.user(name="K. De Backer").person,
        size="medium",
        months=Decimal(9),
        person_days=Decimal(300),
        budget=Decimal(500_000),
        tolerances={"time": Decimal(20), "cost": Decimal("0.1")},
        stakeholders=(StartStakeholder("Servicedesk", "Krijgt de vragen.", 2, 4),),
    )
    return create_project(pmo, factories.portfolio("BRIEF"), start)


def texts(project: Project) -> list[str]:
    """Return the paragraphs of a brief that say something is missing."""
    blocks = brief_document(project).blocks
    return [one.text for one in blocks if isinstance(one, Paragraph) and one.tone == "missing"]


def test_the_title_says_what_by_when_and_for_how_much(project: Project) -> None:
    """A sentence that somebody can read aloud."""
    document = brief_document(project)

    assert document.title.startswith("Loket voor vergunningen")
    assert "500.000" in document.title
    assert "2027" in document.title
    assert project.code in document.rubric
    assert any(isinstance(one, Table) for one in document.blocks)


def test_a_part_that_is_missing_is_named() -> None:
    """A project that came another way has no goal, no products and no plan yet."""
    bare = factories.project(factories.portfolio(), time_tolerance_days=None, cost_tolerance=None)

    assert len(texts(bare)) >= 6


def test_the_brief_opens_in_word_and_as_pdf(project: Project, pmo: Any) -> None:
    """The same facts give the same bytes."""
    import docx

    client = Client()
    client.force_login(pmo)
    place = [project.portfolio.key, project.code]

    word = client.get(reverse("project_brief", args=[*place, "docx"]))
    pdf = client.get(reverse("project_brief", args=[*place, "pdf"]))

    opened = docx.Document(io.BytesIO(word.content))
    written = "\n".join(one.text for one in opened.paragraphs)
    assert "Aanvragen worden binnen tien dagen beslist." in written
    assert pdf.content.startswith(b"%PDF-")
    assert word.content == client.get(reverse("project_brief", args=[*place, "docx"])).content
    assert client.get(reverse("project_brief", args=[*place, "odt"])).status_code == 404


def test_who_may_not_see_the_project_gets_no_brief(project: Project) -> None:
    """It does not exist for them."""
    client = Client()
    client.force_login(factories.user())

    answer = client.get(reverse("project_brief", args=[project.portfolio.key, project.code, "pdf"]))

    assert answer.status_code == 404
