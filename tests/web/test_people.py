"""Who opens accounts and gives roles, and what nobody may do to himself."""

from __future__ import annotations

import pytest
from web import factories

from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.web.accounts import actions
from stuurbord.web.accounts.models import Membership, Person, Role, Scope, User
from stuurbord.web.accounts.permissions import EVERYWHERE
from stuurbord.web.audit.chain import verify_database
from stuurbord.web.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
NEW = {"name": "Nora Nieuw", "email": "Nora@Voorbeeld.example", "language": "nl"}


@pytest.fixture
def administrator(client):
    """An administrator who is logged in."""
    made = factories.user(Role.ADMINISTRATOR)
    client.force_login(made)
    return made


def test_a_new_account_gets_a_password_that_is_shown_once(client, administrator):
    """It stands in the answer and nowhere else."""
    answer = client.post("/personen/nieuw/", NEW)
    password = answer.context["password"]
    made = User.objects.get(email="nora@voorbeeld.example")
    again = client.get(f"/personen/{made.pk}/")

    assert password in answer.content.decode()
    assert answer["Cache-Control"].startswith("max-age=0")
    assert made.check_password(password)
    assert made.must_change_password
    assert password not in again.content.decode()
    assert not AuditEntry.objects.filter(data__icontains=password).exists()


def test_a_new_account_belongs_to_the_person_with_its_address(client, administrator):
    """Nobody stands twice in the list of owners."""
    known = Person.objects.create(name="N. Nieuw", email="nora@voorbeeld.example")
    client.post("/personen/nieuw/", NEW)
    known.refresh_from_db()

    assert known.user.email == "nora@voorbeeld.example"


def test_an_address_has_one_account(client, administrator):
    """Whatever its capitals."""
    client.post("/personen/nieuw/", NEW)
    answer = client.post("/personen/nieuw/", NEW | {"email": "NORA@voorbeeld.example"})

    assert answer.status_code == 422
    assert "email" in answer.context["form"].errors
    assert User.objects.filter(email__iexact="nora@voorbeeld.example").count() == 1


@pytest.mark.parametrize("reach", ["organisation", "portfolio", "project"])
def test_a_role_is_given_as_far_as_chosen(client, administrator, reach):
    """The whole organisation, a portfolio by its key, a project by its code."""
    project = factories.project(factories.portfolio())
    account = factories.user()
    key = project.portfolio.key
    where, scope_id = {
        "organisation": ({"portfolio": "*"}, 0),
        "portfolio": ({"portfolio": key}, project.portfolio_id),
        "project": ({"portfolio": key, "project": project.code.lower()}, project.pk),
    }[reach]
    answer = client.post(f"/personen/{account.pk}/rol/", {"role": "reader", **where})
    entry = AuditEntry.objects.first()

    assert answer.status_code == 302
    assert Membership.objects.get(user=account).scope == reach
    assert Membership.objects.get(user=account).scope_id == scope_id
    assert entry.action == "membership.grant"
    assert entry.data["role"] == "reader"
    assert entry.portfolio_id == (None if reach == "organisation" else project.portfolio_id)
    assert verify_database()[1] is None


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"role": "", "portfolio": "*"}, "role"),
        ({"role": "keizer", "portfolio": "*"}, "role"),
        ({"role": "reader", "portfolio": ""}, "portfolio"),
        ({"role": "reader", "portfolio": "WEG"}, "portfolio"),
        ({"role": "reader", "portfolio": "ASN", "project": "P-999"}, "project"),
        ({"role": "reader", "portfolio": "*", "project": "P-001"}, "project"),
        ({"role": "administrator", "portfolio": "ASN"}, "portfolio"),
    ],
)
def test_a_role_that_does_not_exist_somewhere_is_refused_at_its_field(client, administrator, data, field):
    """Nothing is given."""
    factories.portfolio("ASN")
    account = factories.user()
    answer = client.post(f"/personen/{account.pk}/rol/", data)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not account.memberships.exists()


def test_the_same_role_twice_is_one_role(administrator):
    """And one entry in the log."""
    account = factories.user()
    for _time in range(2):
        actions.grant_role(administrator, account, Role.AUDITOR, EVERYWHERE)

    assert account.memberships.count() == 1
    assert AuditEntry.objects.filter(action="membership.grant").count() == 1


def test_a_role_is_withdrawn(client, administrator):
    """What it allowed is over at the next page."""
    portfolio = factories.portfolio()
    account = factories.user(Role.READER, Scope.PORTFOLIO, portfolio.pk)
    client.post(f"/rol/{account.memberships.get().pk}/intrekken/")
    client.force_login(account)

    assert client.get(f"/portefeuille/{portfolio.key}/").status_code == 404
    assert AuditEntry.objects.first().data["where"] == portfolio.key


def test_nobody_gives_himself_a_role(client, administrator):
    """Not even an administrator."""
    answer = client.post(
        f"/personen/{administrator.pk}/rol/", {"role": "portfolio_manager", "portfolio": "*"}
    )

    assert answer.status_code == 403
    assert administrator.memberships.count() == 1


def test_the_last_administrator_stays(client, administrator):
    """Neither the role nor the account can go."""
    membership = administrator.memberships.get()
    answer = client.post(f"/rol/{membership.pk}/intrekken/")
    with pytest.raises(NotPermitted):
        actions.close_account(factories.OPERATOR, administrator, administrator.version)
    administrator.refresh_from_db()

    assert answer.status_code == 403
    assert administrator.is_active
    assert Membership.objects.filter(pk=membership.pk).exists()


def test_a_closed_administrator_does_not_count(administrator):
    """Who cannot log in cannot give roles."""
    second = factories.user(Role.ADMINISTRATOR)
    actions.close_account(administrator, second, second.version)

    with pytest.raises(NotPermitted):
        actions.revoke_role(second, administrator.memberships.get())
    with pytest.raises(NotPermitted):
        actions.revoke_role(administrator, administrator.memberships.get())


def test_one_of_two_administrators_may_go(administrator):
    """The other stays."""
    second = factories.user(Role.ADMINISTRATOR)
    actions.revoke_role(second, administrator.memberships.get())

    assert not administrator.memberships.exists()


def test_closing_an_account_ends_its_session(client, administrator):
    """And opening it again gives it back what it had."""
    account = factories.user(Role.READER)
    client.force_login(account)
    before = client.get("/registers/").status_code
    actions.close_account(administrator, account, account.version)
    closed = client.get("/registers/").status_code
    actions.reopen_account(administrator, account, account.version)
    client.force_login(account)
    actions_told = list(AuditEntry.objects.values_list("action", flat=True)[:2])

    assert (before, closed) == (200, 302)
    assert client.get("/registers/").status_code == 200
    assert actions_told == ["account.reactivate", "account.deactivate"]


def test_nobody_closes_his_own_account(client, administrator):
    """Somebody else does that."""
    factories.user(Role.ADMINISTRATOR)
    data = {"version": administrator.version, "change": "close"}
    answer = client.post(f"/personen/{administrator.pk}/toestand/", data)

    assert answer.status_code == 403


def test_an_account_that_somebody_else_changed_is_a_conflict(client, administrator):
    """409, and nothing changes."""
    account = factories.user()
    actions.close_account(administrator, account, account.version)
    answer = client.post(f"/personen/{account.pk}/toestand/", {"version": 1, "change": "reopen"})
    account.refresh_from_db()
    with pytest.raises(VersionConflict):
        actions.reset_password(administrator, account, 1)

    assert answer.status_code == 409
    assert not account.is_active


def test_a_forgotten_password_is_replaced(client, administrator):
    """By a random one that has to be replaced in its turn."""
    account = factories.user()
    answer = client.post(f"/personen/{account.pk}/wachtwoord/", {"version": account.version})
    account.refresh_from_db()

    assert account.check_password(answer.context["password"])
    assert account.must_change_password


def test_a_portfolio_manager_reads_who_has_access_to_his_portfolio(client):
    """Roles in other portfolios stay hidden, and nothing can be changed."""
    mine, other = factories.portfolio(), factories.portfolio()
    manager = factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, mine.pk)
    colleague = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, factories.project(mine).pk)
    Membership.objects.create(user=colleague, role=Role.READER, scope=Scope.PORTFOLIO, scope_id=other.pk)
    stranger = factories.user(Role.READER, Scope.PORTFOLIO, other.pk)
    client.force_login(manager)
    page = client.get("/personen/")
    shown = {account.pk: [role.where for role in roles] for account, roles in page.context["rows"]}
    grant = client.post(f"/personen/{colleague.pk}/rol/", {"role": "reader", "portfolio": mine.key})
    revoke = client.post(f"/rol/{colleague.memberships.first().pk}/intrekken/")

    assert set(shown) == {manager.pk, colleague.pk}
    assert len(shown[colleague.pk]) == 1
    assert not page.context["may_manage"]
    assert client.get(f"/personen/{colleague.pk}/").status_code == 200
    assert client.get(f"/personen/{stranger.pk}/").status_code == 404
    assert grant.status_code == 403
    assert revoke.status_code == 403
    assert client.get("/personen/nieuw/").status_code == 403


@pytest.mark.parametrize("role", [None, Role.READER, Role.PROJECT_MANAGER, Role.CONTROLLER, Role.AUDITOR])
def test_who_has_nothing_to_do_with_access_sees_no_people(client, role):
    """The pages do not exist for them, and the actions refuse."""
    account = factories.user(role)
    other = factories.user(Role.READER)
    client.force_login(account)

    assert client.get("/personen/").status_code == 404
    assert client.get(f"/personen/{other.pk}/").status_code == 404
    assert client.post(f"/rol/{other.memberships.get().pk}/intrekken/").status_code == 404
    with pytest.raises(NotPermitted):
        actions.create_account(account, "x@voorbeeld.example", "X")
    with pytest.raises(NotPermitted):
        actions.grant_role(account, other, Role.READER, EVERYWHERE)


def test_the_list_takes_the_same_queries_for_more_people(
    client, administrator, django_assert_max_num_queries
):
    """No query per row."""
    portfolio = factories.portfolio()
    for _person in range(30):
        factories.user(Role.READER, Scope.PORTFOLIO, portfolio.pk)
    with django_assert_max_num_queries(20):
        answer = client.get("/personen/")

    assert len(answer.context["rows"]) == 31
