"""``stuurbord digest`` sends what is due, and shows a mail before it goes."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from cli.commands import run, run_json
from django.test import override_settings
from django.utils import timezone
from web import factories
from web.mail_server import mail_server

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.registers.models import Issue

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
SETTINGS = {"STUURBORD_ADDRESS": "https://stuurbord.asn.example"}


@pytest.fixture
def manager():
    """Return somebody for whom something waits."""
    project = factories.project(factories.portfolio())
    user = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)
    Issue.objects.create(
        project=project, code="I-1", title="Latentie", owner=user.person, due=factories.TODAY
    )
    return user


def test_it_sends_once(manager, monkeypatch):
    """And says how many mails went."""
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)
    with mail_server() as sink, override_settings(STUURBORD_SMTP_URL=sink.url, **SETTINGS):
        counts = [run_json("digest"), run_json("digest")]

    assert counts == [{"sent": 1}, {"sent": 0}]
    assert len(sink.received) == 1


def test_a_worker_sends_it_by_itself(manager, monkeypatch):
    """It does what is due beside the jobs."""
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)
    with mail_server() as sink, override_settings(STUURBORD_SMTP_URL=sink.url, **SETTINGS):
        run("worker", "--once")
        run("worker", "--once")

    assert sink.readers == [manager.email]


def test_without_a_mail_server_it_says_what_is_missing(manager):
    """It names the settings."""
    with override_settings(STUURBORD_SMTP_URL="", **SETTINGS):
        result = run("digest")

    assert result.exit_code == 5
    assert "STUURBORD_SMTP_URL" in result.stderr


def test_show_prints_the_mail_and_sends_nothing(manager):
    """Needs no mail server."""
    with override_settings(**SETTINGS):
        shown = run_json("digest", "--show", manager.email.upper())

    assert shown["to"] == manager.email
    assert "Latentie" in shown["text"]


def test_show_of_nobody_and_of_nothing():
    """Both are told in words."""
    idle = factories.user()
    with override_settings(**SETTINGS):
        nobody, nothing = run("digest", "--show", "x@voorbeeld.example"), run("digest", "--show", idle.email)

    assert nobody.exit_code == 5
    assert "nothing to tell" in nothing.stdout


@pytest.mark.parametrize(
    ("settings", "state"),
    [
        ({"STUURBORD_SMTP_URL": "", "STUURBORD_ADDRESS": ""}, "note"),
        ({"STUURBORD_SMTP_URL": "mail.example", **SETTINGS}, "problem"),
        ({"STUURBORD_SMTP_URL": "smtp://mail.example", "STUURBORD_ADDRESS": ""}, "problem"),
        ({"STUURBORD_SMTP_URL": "smtp://n:geheim@mail.example", **SETTINGS}, "ok"),
    ],
)
def test_doctor_tells_of_mail(settings, state):
    """Without the password."""
    with override_settings(**settings):
        checks = {one["name"]: one for one in json.loads(run("doctor", "--json").stdout)["checks"]}

    assert checks["mail"]["state"] == state
    assert "geheim" not in str(checks)
