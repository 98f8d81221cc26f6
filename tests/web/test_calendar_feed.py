"""The calendar with a secret address: only one's own dates, revocable, and silent to who guesses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import override_settings
from django.urls import reverse
from web import factories

from stuurbord.web.accounts.models import Membership, Role, Scope
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.notices import calendar_tokens
from stuurbord.web.notices.models import CalendarToken
from stuurbord.web.projects.events import projects_changed
from stuurbord.web.projects.models import Project, Stage
from stuurbord.web.registers.models import Decision, Issue

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY


@pytest.fixture
def project():
    """Return a project with a gate, a decision and a foreign neighbour with the same."""
    for code in ("P-900", "P-001"):
        made = factories.project(factories.portfolio(), code)
        made.milestones.create(
            code="G2", name=f"Planning {code}", is_gate=True, forecast=TODAY + timedelta(days=20)
        )
        Decision.objects.create(
            project=made, code="B-1", question=f"Herplannen {code}?", due=TODAY + timedelta(days=60)
        )
        projects_changed.send(sender=Project, project_ids=[made.pk])
    return made


@pytest.fixture
def manager(project):
    """Return who leads the project."""
    user = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)
    project.manager = user.person
    project.save()
    return user


def feed(client, secret: str, **headers: str):
    return client.get(reverse("calendar_feed", args=[secret]), headers=headers)


def summaries(answer) -> list[str]:
    lines = answer.content.decode().replace("\r\n ", "").splitlines()
    return [
        line.removeprefix("SUMMARY:").replace("\\,", ",") for line in lines if line.startswith("SUMMARY:")
    ]


def test_it_holds_what_waits_and_what_comes_near(client, project, manager):
    """Of one's own projects; nothing of the neighbour; days of a whole day."""
    Issue.objects.create(
        project=project, code="I-1", title="Latentie", owner=manager.person, due=date(2027, 3, 28)
    )
    answer = feed(client, calendar_tokens.make(manager))
    told = " ".join(summaries(answer))

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Herplannen P-001" in told
    assert "G2" in told
    assert "I-1 Latentie" in told
    assert "P-900" not in answer.content.decode()
    assert "DTSTART;VALUE=DATE:20270328" in answer.content.decode()


def test_numbers_of_events_stay_when_dates_move(client, project, manager):
    """So that a calendar moves the event and does not double it."""
    secret = calendar_tokens.make(manager)

    def numbers() -> set[str]:
        return {line for line in feed(client, secret).content.decode().splitlines() if line.startswith("UID")}

    before = numbers()
    Decision.objects.update(due=TODAY + timedelta(days=70))
    after = numbers()

    assert before == after
    assert len(before) >= 2


def test_what_did_not_change_is_not_sent_again(client, project, manager):
    """The same calendar has the same tag; another has another."""
    secret = calendar_tokens.make(manager)
    first = feed(client, secret)
    same = feed(client, secret, if_none_match=first.headers["ETag"])
    Decision.objects.update(due=TODAY + timedelta(days=70))
    changed = feed(client, secret, if_none_match=first.headers["ETag"])

    assert (same.status_code, same.content) == (304, b"")
    assert (changed.status_code, changed.headers["ETag"] != first.headers["ETag"]) == (200, True)


def test_links_lead_to_where_the_installation_stands(client, project, manager):
    """The setting counts, else the address that was asked."""
    secret = calendar_tokens.make(manager)
    with override_settings(STUURBORD_ADDRESS="https://stuurbord.asn.example"):
        there = feed(client, secret).content.decode().replace("\r\n ", "")

    assert "URL:https://stuurbord.asn.example/registers/beslissingen/" in there
    assert "@stuurbord.asn.example" in there


def test_it_speaks_the_language_of_the_person(client, project, manager):
    """Nobody is logged in: the account says which."""
    secret = calendar_tokens.make(manager)
    manager.language = "en"
    manager.save()

    assert any(one == "Prepare gate G2" for one in summaries(feed(client, secret)))


class TestSecret:
    """Made, renewed, revoked; kept as a hash only; and nothing to learn for who guesses."""

    def test_it_is_shown_once_and_kept_as_a_hash(self, client, manager):
        """The page shows it in the answer to making it, and never again."""
        client.force_login(manager)
        shown = client.post("/mijn-account/meldingen/", {"form": "calendar"})
        secret = shown.context["calendar_address"].rpartition("/")[2].removesuffix(".ics")
        later = client.get("/mijn-account/meldingen/")

        assert feed(client, secret).status_code == 200
        assert secret in shown.content.decode()
        assert secret not in later.content.decode()
        assert secret not in str(CalendarToken.objects.values())
        assert secret not in str(list(AuditEntry.objects.values()))
        assert len(secret) >= 43  # 256 bits

    def test_renewing_and_revoking_close_the_old_address(self, client, manager):
        """Both are told in the audit log."""
        first = calendar_tokens.make(manager)
        second = calendar_tokens.make(manager)
        statuses = [feed(client, one).status_code for one in (first, second)]
        calendar_tokens.revoke(manager)
        statuses.append(feed(client, second).status_code)
        calendar_tokens.revoke(manager)  # nothing to revoke, nothing to tell
        actions = AuditEntry.objects.filter(subject=manager.subject).order_by("number")

        assert statuses == [404, 200, 404]
        assert [one.action for one in actions] == [
            "account.make_calendar",
            "account.make_calendar",
            "account.revoke_calendar",
        ]

    @pytest.mark.parametrize("secret", ["x", "é" * 40, "A" * 5000, "..", "%00"])
    def test_a_guess_is_a_page_that_does_not_exist(self, client, manager, secret):
        """Not a refusal, and the same for every guess."""
        calendar_tokens.make(manager)

        assert feed(client, secret).status_code == 404

    def test_a_closed_account_has_no_calendar(self, client, manager):
        """Whoever still has the address reads nothing more."""
        secret = calendar_tokens.make(manager)
        manager.is_active = False
        manager.save()

        assert feed(client, secret).status_code == 404

    def test_it_takes_no_other_method(self, client, manager):
        """It is read, not written."""
        address = reverse("calendar_feed", args=[calendar_tokens.make(manager)])

        assert client.post(address).status_code == 405

    def test_the_owner_sees_whether_a_program_reads_it(self, client, manager):
        """The day only, written once a day."""
        secret = calendar_tokens.make(manager)
        feed(client, secret)

        assert CalendarToken.objects.get().read_on == TODAY


def test_a_withdrawn_role_empties_it(client, project, manager):
    """The address still works; there is nothing in it."""
    secret = calendar_tokens.make(manager)
    Membership.objects.all().delete()

    assert summaries(feed(client, secret)) == []


def test_a_closed_project_leaves_it(client, project, manager):
    """What has ended asks nothing and comes near nowhere."""
    secret = calendar_tokens.make(manager)
    Project.objects.update(stage=Stage.CLOSED)
    projects_changed.send(sender=Project, project_ids=[project.pk])

    assert summaries(feed(client, secret)) == []


def test_somebody_without_projects_has_an_empty_calendar(client):
    """Which is a calendar all the same."""
    answer = feed(client, calendar_tokens.make(factories.user()))

    assert answer.status_code == 200
    assert answer.content.endswith(b"END:VCALENDAR\r\n")
