"""Logging in and out, guessing too often, and replacing a handed-out password."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.messages import get_messages
from django.utils import timezone
from web import factories

from stuurbord.web.accounts.models import Role
from stuurbord.web.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "schutkolk-schipper-31"


def log_in(client, account, password=factories.PASSWORD, **data):
    """Send the log-in form."""
    return client.post("/aanmelden/", {"username": account.email, "password": password, **data})


def test_who_is_not_logged_in_is_sent_to_the_log_in_page(client):
    """The page asked for comes along."""
    answer = client.get("/registers/")

    assert answer.status_code == 302
    assert answer.url == "/aanmelden/?next=/registers/"


def test_right_password_opens_my_week(client):
    """Capitals in the address do not matter."""
    account = factories.user()
    answer = client.post("/aanmelden/", {"username": account.email.upper(), "password": factories.PASSWORD})

    assert answer.status_code == 302
    assert answer.url == "/mijn-week/"
    assert client.session["_auth_user_id"] == str(account.pk)


def test_logging_in_changes_the_session_key(client):
    """A session known before is worth nothing after."""
    client.get("/aanmelden/")
    session = client.session
    session["trace"] = "before"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    log_in(client, factories.user())

    assert client.session.session_key != before


@pytest.mark.parametrize(
    ("wanted", "target"),
    [
        ("/registers/risicos/", "/registers/risicos/"),
        ("https://elders.example/", "/mijn-week/"),
        ("//elders.example/", "/mijn-week/"),
        ("javascript:alert(1)", "/mijn-week/"),
        ("", "/mijn-week/"),
    ],
)
def test_only_own_addresses_are_gone_to(client, wanted, target):
    """An address elsewhere is dropped."""
    answer = log_in(client, factories.user(), next=wanted)

    assert answer.url == target


@pytest.mark.parametrize("case", ["unknown address", "wrong password", "closed account"])
def test_a_refusal_does_not_say_what_was_wrong(client, case):
    """One sentence for all three."""
    account = factories.user()
    if case == "closed account":
        account.is_active = False
        account.save()
    name = "niemand@voorbeeld.example" if case == "unknown address" else account.email
    password = "fout" if case == "wrong password" else factories.PASSWORD
    answer = client.post("/aanmelden/", {"username": name, "password": password})
    errors = answer.context["form"].non_field_errors()

    assert answer.status_code == 200
    assert len(errors) == 1
    assert errors == answer.context["form"].error_messages["invalid_login"].splitlines()
    assert "_auth_user_id" not in client.session


def test_a_ninth_attempt_is_locked_out_and_says_until_when(client, settings):
    """Even the right password is refused then, with status 429."""
    account = factories.user()
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        last = log_in(client, account, "fout")
    after = log_in(client, account)

    assert last.status_code == 429
    assert after.status_code == 429
    assert after["Retry-After"] == "900"
    assert after.context["until"] > timezone.now() + timedelta(minutes=14)
    assert "_auth_user_id" not in client.session


def test_capitals_do_not_give_new_attempts(client, settings):
    """All spellings of one address are counted together."""
    account = factories.user()
    for number in range(settings.AXES_FAILURE_LIMIT):
        spelling = account.email.upper() if number % 2 else account.email
        last = client.post("/aanmelden/", {"username": spelling, "password": "fout"})

    assert last.status_code == 429


def test_the_lock_opens_after_the_wait(client, settings):
    """What failed long ago no longer counts."""
    account = factories.user()
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        log_in(client, account, "fout")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    answer = log_in(client, account)

    assert answer.status_code == 302


def test_who_is_logged_in_goes_on(client):
    """The log-in page is for who is not."""
    client.force_login(factories.user())
    answer = client.get("/aanmelden/?next=/registers/")

    assert answer.status_code == 302
    assert answer.url == "/registers/"


def test_logging_out_takes_a_button(client):
    """A link from elsewhere cannot do it."""
    client.force_login(factories.user())
    by_link = client.get("/afmelden/")
    still = "_auth_user_id" in client.session
    by_button = client.post("/afmelden/")

    assert by_link.status_code == 405
    assert still
    assert by_button.url == "/aanmelden/"
    assert "_auth_user_id" not in client.session


def test_a_handed_out_password_is_replaced_before_anything_else(client):
    """Every page leads to the account until it is done."""
    account = factories.user(Role.READER)
    account.must_change_password = True
    account.save()
    client.force_login(account)
    elsewhere = client.get("/registers/")
    form = {"form": "password", "old_password": factories.PASSWORD}
    done = client.post(
        "/mijn-account/", form | {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    )
    account.refresh_from_db()

    assert elsewhere.url == "/mijn-account/"
    assert done.url == "/mijn-week/"
    assert account.check_password(NEW_PASSWORD)
    assert not account.must_change_password
    assert client.get("/registers/").status_code == 200
    assert AuditEntry.objects.first().action == "account.change_password"


@pytest.mark.parametrize(
    ("old", "new", "again", "field"),
    [
        ("fout", NEW_PASSWORD, NEW_PASSWORD, "old_password"),
        (factories.PASSWORD, NEW_PASSWORD, "iets anders 12345", "new_password2"),
        (factories.PASSWORD, "kort", "kort", "new_password2"),
        (factories.PASSWORD, "qwertyuiop", "qwertyuiop", "new_password2"),
        (factories.PASSWORD, factories.PASSWORD, factories.PASSWORD, "new_password1"),
    ],
)
def test_a_bad_new_password_is_refused_at_its_field(client, old, new, again, field):
    """The old one stays."""
    account = factories.user()
    client.force_login(account)
    data = {"form": "password", "old_password": old, "new_password1": new, "new_password2": again}
    answer = client.post("/mijn-account/", data)
    account.refresh_from_db()

    assert field in answer.context["password_form"].errors
    assert account.check_password(factories.PASSWORD)


def test_the_errors_of_a_weak_password_are_in_the_readers_language(client):
    """Django's own sentences too."""
    account = factories.user()
    client.force_login(account)
    data = {"form": "password", "old_password": factories.PASSWORD}
    new = account.email
    answer = client.post("/mijn-account/", data | {"new_password1": new, "new_password2": new})

    assert "Het wachtwoord lijkt te veel op" in answer.content.decode()


def test_the_language_changes_at_once(client):
    """The message speaks it already."""
    account = factories.user()
    client.force_login(account)
    answer = client.post("/mijn-account/", {"form": "language", "language": "en"})
    page = client.get("/mijn-account/")

    assert [str(one) for one in get_messages(answer.wsgi_request)] == ["Language changed"]
    assert b'<html lang="en"' in page.content


def test_an_unknown_language_is_refused(client):
    """Nothing changes."""
    account = factories.user()
    client.force_login(account)
    client.post("/mijn-account/", {"form": "language", "language": "xx"})
    account.refresh_from_db()

    assert account.language == "nl"
