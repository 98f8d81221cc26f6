"""The history of a line in words, also after it got another number or project."""

from __future__ import annotations

import pytest
from web import factories
from web.register_lines import form_of, line, new_form

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.lists.history import history
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.registers.models import Risk

pytestmark = pytest.mark.django_db
RISKS = "/registers/risicos/"


@pytest.fixture
def project(client):
    """A project whose portfolio manager is logged in."""
    made = factories.project(factories.portfolio("ASN"), "P-001")
    client.force_login(factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, made.portfolio_id))
    return made


def add(client, project, **fields) -> Risk:
    """Write down a risk by its form."""
    client.post(f"{RISKS}nieuw/", new_form("risicos", project) | fields)
    return Risk.objects.order_by("pk").last()


def change(client, stored, **fields) -> None:
    """Change a risk by its form."""
    stored.refresh_from_db()
    answer = client.post(f"{RISKS}{stored.pk}/wijzigen/", form_of("risicos", stored) | fields)
    assert answer.status_code == 302
    stored.refresh_from_db()


def told(stored) -> list[str]:
    """Return the verbs of a risk's history, the latest first."""
    return [entry.verb for entry in history(REGISTERS["risicos"], stored)]


def test_a_change_is_told_in_words(client, project):
    """Labels, choices and figures as people read them."""
    owner = factories.user(name="Rita Baert").person
    stored = add(client, project, probability="40")
    change(client, stored, probability="12,5", state="in_treatment", owner=owner.pk, due="2026-12-18")
    latest = history(REGISTERS["risicos"], stored)[0]
    changes = {(one.before, one.after) for one in latest.changes}

    assert ("40\N{NO-BREAK SPACE}%", "12,5\N{NO-BREAK SPACE}%") in changes
    assert ("–", "Rita Baert") in changes
    assert ("–", "18/12/2026") in changes
    assert len(changes) == 4
    assert not any("in_treatment" in after for _before, after in changes)


def test_the_history_follows_a_line_to_its_new_number(client, project):
    """Also over two changes of number."""
    stored = add(client, project, code="R-1")
    change(client, stored, code="R-2")
    change(client, stored, title="Anders")
    change(client, stored, code="R-3")

    assert told(stored) == ["change", "change", "change", "create"]


def test_the_history_follows_a_line_to_another_project(client, project):
    """The audit log names lines by project and number."""
    other = factories.project(project.portfolio, "P-002")
    stored = add(client, project)
    change(client, stored, project=other.pk)

    assert told(stored) == ["change", "create"]


def test_a_number_used_again_does_not_bring_its_former_history(client, project):
    """Each line has its own."""
    first = add(client, project, code="R-1")
    change(client, first, title="Eerste")
    change(client, first, code="R-9")
    second = add(client, project, code="R-1")

    assert told(second) == ["create"]
    assert told(first) == ["change", "change", "create"]


def test_the_history_of_a_budget_line_survives_another_year(client, project):
    """Its name is year, article and kind."""
    stored = line("budget", project, kind="investment")
    form = form_of("budget", stored)
    client.post(f"/registers/budget/{stored.pk}/wijzigen/", form | {"paid": "100"})
    client.post(
        f"/registers/budget/{stored.pk}/wijzigen/", form | {"paid": "100", "year": 2027, "version": 2}
    )
    stored.refresh_from_db()

    assert stored.year == 2027
    assert [one.verb for one in history(REGISTERS["budget"], stored)] == ["change", "change"]


def test_a_line_from_a_file_says_so(client, project):
    """Its history begins where the file was taken over."""
    stored = line("risicos", project)
    page = client.get(f"{RISKS}{stored.pk}/")

    assert page.context["history"] == []
    assert not page.context["has_beginning"]


def test_more_changes_take_no_more_queries(client, project, django_assert_max_num_queries):
    """The page of a line with a long history."""
    stored = add(client, project)
    for number in range(60):
        change(client, stored, title=f"Titel {number}")
    with django_assert_max_num_queries(14):
        page = client.get(f"{RISKS}{stored.pk}/", {"part": "drawer"})

    assert len(page.context["history"]) == 50
