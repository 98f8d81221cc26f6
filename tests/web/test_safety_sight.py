"""What people see beside what they came for: no doors, no neighbours, no dates of what is not theirs."""

from __future__ import annotations

from datetime import date

import pytest
from web import factories

from stuurbord.web.accounts.actions import create_account, grant_role
from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.registers.models import Risk
from stuurbord.web.steering.snapshots import take_snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    """Return one of the two projects of a portfolio."""
    portfolio = factories.portfolio("A")
    factories.project(portfolio, "P-002", name="Geheime sluis")
    return factories.project(portfolio, "P-001")


def test_who_opens_doors_sees_the_log_of_that_alone(client, project):
    """Accounts, roles and new portfolios, and whether the chain holds; nothing of what lies behind."""
    manager = factories.user(Role.PORTFOLIO_MANAGER)
    client.force_login(manager)
    form = {"project": project.pk, "code": "R-1", "title": "Geheim risico", "state": "identified"}
    client.post("/registers/risicos/nieuw/", form)
    account, _password = create_account(factories.OPERATOR, "nieuw@voorbeeld.example", "N. Nieuw")
    grant_role(factories.OPERATOR, account, Role.READER, (Scope.PROJECT, project.pk))
    client.force_login(factories.user(Role.ADMINISTRATOR))
    page = client.get("/logboek/")

    assert Risk.objects.count() == 1
    assert {row.entry.action for row in page.context["rows"]} == {
        "portfolio.create",
        "account.create",
        "membership.grant",
    }
    assert page.context["conclusion"]
    assert client.get("/logboek.jsonl").status_code == 403


def test_who_got_a_role_is_no_news_of_a_project(client, project):
    """A reader sees what changed in the project, not who may see it."""
    account, _password = create_account(factories.OPERATOR, "nieuw@voorbeeld.example", "N. Nieuw")
    grant_role(factories.OPERATOR, account, Role.CONTROLLER, (Scope.PROJECT, project.pk))
    client.force_login(factories.user(Role.READER, Scope.PROJECT, project.pk))
    pages = [client.get(address) for address in ("/mijn-week/", "/portefeuille/A/project/P-001/")]

    assert AuditEntry.objects.filter(action="membership.grant", project_id=project.pk).exists()
    assert not any("N. Nieuw" in page.content.decode() for page in pages)


def test_who_sees_one_project_does_not_learn_when_snapshots_were_taken(client, project):
    """Neither from the sentence nor from the form."""
    take_snapshot(factories.OPERATOR, project.portfolio, date(2026, 10, 14))
    client.force_login(factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk))
    page = client.get("/portefeuille/A/momentopnamen/")

    assert page.status_code == 200
    assert "14/10/2026" not in page.content.decode()
    assert "2026-10-14" not in page.content.decode()


def test_nothing_of_the_neighbouring_project_is_told(client, project):
    """On no page of somebody who sees one project of two, nor in the workbook he downloads."""
    client.force_login(factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk))
    addresses = [
        *("/mijn-week/", "/portefeuilles/", "/portefeuille/A/", "/portefeuille/A/?finished=1", "/projecten/"),
        *("/registers/", "/registers/risicos/nieuw/", "/portefeuille/A/invoer/", "/zoek/?q=sluis"),
    ]
    pages = {address: client.get(address).content.decode() for address in addresses}

    assert [address for address, page in pages.items() if "Geheime" in page or "P-002" in page] == []
