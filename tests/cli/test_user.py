"""``user``: the first accounts and a way back in, through the same actions as the pages."""

from __future__ import annotations

import pytest
from cli.commands import run, run_json
from web import factories

from stuurbord.cli.exit_codes import ExitCode
from stuurbord.cli.user import ROLES
from stuurbord.web.accounts.models import Membership, Role, User
from stuurbord.web.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_the_roles_are_those_of_the_product():
    """The help lists them without loading anything."""
    assert set(ROLES) == set(Role.values)


def test_the_first_account_is_an_administrator():
    """Its password is printed once and has to be changed; the log tells of it."""
    made = run_json("user", "add", "an@voorbeeld.example", "--name", "An Peeters")
    account = User.objects.get()

    assert (account.email, account.name) == ("an@voorbeeld.example", "An Peeters")
    assert account.check_password(made["password"])
    assert account.must_change_password
    assert made["roles"] == ["administrator"]
    assert list(AuditEntry.objects.order_by("number").values_list("action", flat=True)) == [
        "account.create",
        "membership.grant",
    ]


def test_people_read_address_and_password():
    """In two lines."""
    shown = run("user", "add", "an@voorbeeld.example", "--name", "An Peeters").stdout.splitlines()

    assert shown[0].startswith("An Peeters logs in with an@voorbeeld.example")
    assert User.objects.get().check_password(shown[1].strip())


def test_roles_hold_where_they_are_given():
    """For the organisation, a portfolio, or one project of it."""
    portfolio = factories.portfolio("ASN")
    project = factories.project(portfolio, "P-1")
    asked = {
        "a": ["--role", "controller", "--role", "auditor"],
        "b": ["--role", "reader", "--portfolio", "ASN"],
        "c": ["--role", "project_manager", "--portfolio", "ASN", "--project", "P-1"],
    }
    for name, options in asked.items():
        run_json("user", "add", f"{name}@voorbeeld.example", "--name", name, *options)
    held = Membership.objects.order_by("user__email", "role").values_list("role", "scope", "scope_id")

    assert list(held) == [
        ("auditor", "organisation", 0),
        ("controller", "organisation", 0),
        ("reader", "portfolio", portfolio.pk),
        ("project_manager", "project", project.pk),
    ]


WRONG = {
    "no address": (["geen-adres"], ExitCode.USAGE),
    "no such role": (["b@voorbeeld.example", "--role", "baas"], ExitCode.USAGE),
    "no such portfolio": (["b@voorbeeld.example", "--role", "reader", "--portfolio", "X"], ExitCode.USAGE),
    "no such project": (
        ["b@voorbeeld.example", "--role", "reader", "--portfolio", "ASN", "--project", "X"],
        ExitCode.USAGE,
    ),
    "project alone": (["b@voorbeeld.example", "--role", "reader", "--project", "X"], ExitCode.USAGE),
    "administrator of a portfolio": (["b@voorbeeld.example", "--portfolio", "ASN"], ExitCode.USAGE),
    "known address": (["AN@voorbeeld.example"], ExitCode.NOT_ALLOWED),
}


@pytest.mark.parametrize(("arguments", "exit_code"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_opens_no_account(arguments, exit_code):
    """Neither account nor entry in the log."""
    factories.portfolio("ASN")
    User.objects.create_user("an@voorbeeld.example", "x", name="An")
    before = AuditEntry.objects.count()

    assert run("user", "add", *arguments, "--name", "B").exit_code == exit_code
    assert User.objects.count() == 1
    assert AuditEntry.objects.count() == before


def test_a_lost_password_is_replaced():
    """The old one no longer opens the door."""
    account = User.objects.create_user("an@voorbeeld.example", "oud-wachtwoord", name="An")
    made = run_json("user", "reset-password", "An@voorbeeld.example")
    account.refresh_from_db()

    assert account.check_password(made["password"])
    assert not account.check_password("oud-wachtwoord")
    assert run("user", "reset-password", "niemand@voorbeeld.example").exit_code == ExitCode.USAGE
