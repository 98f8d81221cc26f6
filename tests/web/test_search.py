"""Search: projects, lines of registers and pages, only what the reader may see."""

from __future__ import annotations

import pytest
from web import factories

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.registers.models import Risk

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    """Return two portfolios with a project and a risk each."""
    made = []
    for key in ("EEN", "TWEE"):
        portfolio = factories.portfolio(key)
        project = factories.project(portfolio, f"P-{key}", name=f"Sluis {key}")
        Risk.objects.create(project=project, code=f"R-{key}", title=f"Sluisdeur {key}")
        made.append(portfolio)
    return made


def found(client, words: str) -> list[str]:
    return [one["title"] for one in client.get("/zoek/", {"q": words}).json()["results"]]


def test_only_what_one_may_see_is_found(client, two):
    """The project and the risk of one's own portfolio."""
    client.force_login(factories.user(Role.READER, Scope.PORTFOLIO, two[0].pk))

    assert found(client, "sluis") == ["P-EEN Sluis EEN", "R-EEN Sluisdeur EEN"]
    assert found(client, "TWEE") == []


def test_every_result_opens(client, two):
    """Each address answers."""
    client.force_login(factories.user(Role.READER, Scope.PORTFOLIO, two[0].pk))
    results = client.get("/zoek/", {"q": ""}).json()["results"]

    assert results
    assert {client.get(one["url"]).status_code for one in results} == {200}
