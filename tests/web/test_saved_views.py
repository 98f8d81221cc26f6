"""Views that people keep: their own address, whom they are shared with, who may change them."""

from __future__ import annotations

import pytest
from web import factories
from web.register_lines import risk

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.lists.models import SavedView

pytestmark = pytest.mark.django_db

LIST, VIEWS = "/registers/risicos/", "/registers/risicos/weergaven/"


@pytest.fixture
def project():
    """A project with two risks."""
    made = factories.project(factories.portfolio("ASN"), "P-001")
    risk(made, code="R-1", response="avoid")
    risk(made, code="R-2", response="mitigate")
    return made


@pytest.fixture
def keeper(client, project):
    """A project manager of the whole portfolio, logged in."""
    made = factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, project.portfolio_id)
    client.force_login(made)
    return made


def keep(client, query: str = "response=avoid&groep=owner&kol=code,title,owner", **sent) -> SavedView:
    """Keep a view and return it."""
    client.post(VIEWS, {"name": "Vermijden", "query": query, **sent})
    return SavedView.objects.latest("pk")


def shown(client, query: str) -> list[str]:
    """Return the codes of the lines on a page."""
    return [one.code for one in client.get(f"{LIST}?{query}").context["page"].object_list]


def test_a_view_is_an_address_of_its_own(client, keeper):
    """It shows its lines, in its groups and columns, as a tab with their number."""
    view = keep(client)
    page = client.get(f"{LIST}?weergave={view.pk}")
    [tab] = [one for one in page.context["views"] if one.get("is_saved")]

    assert [one.code for one in page.context["page"].object_list] == ["R-1"]
    assert page.context["asked"].group == "owner"
    assert [one.field for one in page.context["columns"]] == ["code", "title", "owner"]
    assert (tab["label"], tab["count"], tab["is_current"]) == ("Vermijden", 1, True)
    assert AuditEntry.objects.filter(action="savedview.create").count() == 1


def test_a_filter_of_a_view_can_be_taken_away(client, keeper):
    """Whatever else the address says then counts, though the tab stays."""
    view = keep(client)

    assert shown(client, f"weergave={view.pk}&anders=1") == ["R-1", "R-2"]
    assert shown(client, f"weergave={view.pk}&response=mitigate") == ["R-2"]
    assert client.get(f"{LIST}?weergave={view.pk}&anders=1").context["is_changed_view"]


def test_only_what_the_register_knows_is_kept(client, keeper):
    """Of an address with nonsense the sense is left."""
    view = keep(client, "response=avoid&kol=code,wachtwoord&groep=geheim&sort=x&weergave=9&page=7&vreemd=1")

    assert view.query == "response=avoid&sort=x&kol=code"


def test_a_view_of_one_person_does_not_exist_for_others(client, keeper, project):
    """Neither as a tab nor by its number."""
    view = keep(client)
    client.force_login(factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, project.portfolio_id))

    assert client.get(f"{LIST}?weergave={view.pk}").status_code == 404
    assert client.post(f"{VIEWS}{view.pk}/", {"name": "Mijn", "version": 1}).status_code == 404
    assert client.get(LIST).context["saved"] is None


def test_a_shared_view_is_seen_by_who_sees_the_portfolio(client, keeper, project):
    """Within what each may see; not by others."""
    view = keep(client, shared_with=project.portfolio_id)
    client.force_login(factories.user(Role.READER, Scope.PROJECT, project.pk))
    seen = client.get(f"{LIST}?weergave={view.pk}")
    client.force_login(factories.user(Role.READER, Scope.PORTFOLIO, factories.portfolio().pk))
    unseen = client.get(f"{LIST}?weergave={view.pk}")

    assert seen.status_code == 200
    assert not seen.context["is_own_view"]
    assert unseen.status_code == 404


def test_only_who_may_edit_the_register_shares(client, keeper, project):
    """A reader keeps views for himself; another portfolio does not exist for him."""
    client.force_login(factories.user(Role.READER, Scope.PORTFOLIO, project.portfolio_id))
    refused = client.post(VIEWS, {"name": "Mijn", "query": "", "shared_with": project.portfolio_id})
    unknown = client.post(VIEWS, {"name": "Mijn", "query": "", "shared_with": factories.portfolio().pk})
    private = client.post(VIEWS, {"name": "Mijn", "query": ""})

    assert (refused.status_code, unknown.status_code, private.status_code) == (403, 404, 302)
    assert SavedView.objects.count() == 1


def test_only_its_owner_changes_a_view(client, keeper, project):
    """Also when it is shared with others who may edit."""
    view = keep(client, shared_with=project.portfolio_id)
    client.force_login(factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, project.portfolio_id))
    answer = client.post(f"{VIEWS}{view.pk}/", {"name": "Van mij", "version": 1})
    view.refresh_from_db()

    assert answer.status_code == 403
    assert view.name == "Vermijden"


def test_an_owner_renames_updates_and_archives(client, keeper):
    """Each on the version he saw; a late one is refused."""
    view = keep(client)
    address = f"{VIEWS}{view.pk}/"
    client.post(address, {"name": "Anders", "version": 1, "do": "name"})
    client.post(address, {"query": "response=mitigate", "version": 2, "do": "query"})
    late = client.post(address, {"name": "Te laat", "version": 1, "do": "name"})
    view.refresh_from_db()
    found = shown(client, f"weergave={view.pk}")
    client.post(address, {"version": 3, "do": "archive"})

    assert (view.name, view.version, late.status_code) == ("Anders", 3, 409)
    assert found == ["R-2"]
    assert client.get(f"{LIST}?weergave={view.pk}").status_code == 404
    actions = AuditEntry.objects.filter(action__startswith="savedview.").values_list("action", flat=True)
    assert sorted(actions) == [
        "savedview.archive",
        "savedview.change",
        "savedview.change",
        "savedview.create",
    ]


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "Vermijden"])
def test_a_name_that_cannot_be_is_told(client, keeper, name):
    """Empty, too long or taken: nothing is kept twice."""
    keep(client)
    answer = client.post(VIEWS, {"name": name, "query": ""}, follow=True)

    assert SavedView.objects.count() == 1
    assert answer.status_code == 200
    assert 'class="message error"' in answer.content.decode()


@pytest.mark.parametrize("pk", ["x", "0", "999999", "9" * 40, "-1", "²"])
def test_a_view_that_never_was_does_not_exist(client, keeper, pk):
    """404."""
    assert client.get(f"{LIST}?weergave={pk}").status_code == 404
