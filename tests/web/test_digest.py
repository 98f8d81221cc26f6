"""The digest by mail: one per person and period, only if there is something, only what he may see."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import override_settings
from web import factories, money_lines
from web.mail_server import Sink, mail_server

from stuurbord.web.accounts.models import Membership, Role, Scope, User
from stuurbord.web.lists.actions import save_line
from stuurbord.web.lists.changing import new_form
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.notices import choices
from stuurbord.web.notices.digest import sending
from stuurbord.web.notices.digest.mail import Server
from stuurbord.web.notices.digest.periods import period_of
from stuurbord.web.notices.digest.sending import FIRST_WAIT, MOST_ATTEMPTS, send_digests
from stuurbord.web.notices.models import Digest, MailState, Rhythm
from stuurbord.web.projects.models import Project, Stage
from stuurbord.web.registers.models import Issue

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY
MONDAY = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
"""Half past seven in Brussels, in winter."""
ADDRESS = "https://stuurbord.asn.example"


@pytest.fixture
def sink() -> Iterator[Sink]:
    """Return a mail server, set as the one of this installation."""
    with mail_server() as made, override_settings(STUURBORD_SMTP_URL=made.url, STUURBORD_ADDRESS=ADDRESS):
        yield made


@pytest.fixture
def manager() -> User:
    """Return a project manager for whom something waits."""
    project = factories.project(factories.portfolio(), "P-001", name="Sluisbediening")
    user = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk, name="Nele Vervaet")
    project.manager = user.person
    project.save()
    Issue.objects.create(project=project, code="I-1", title="Latentie", owner=user.person, due=TODAY)
    return user


def texts(message) -> tuple[str, str]:
    """Return the text and the HTML of a mail."""
    return tuple(message.get_body((kind,)).get_content() for kind in ("plain", "html"))


class TestPeriods:
    """Seven in the morning in Brussels, on Monday or on working days."""

    @pytest.mark.parametrize(
        ("moment", "daily", "weekly"),
        [
            ("2026-11-23T05:59", "", ""),  # 06:59 in winter
            ("2026-11-23T06:00", "2026-11-23", "2026-W48"),
            ("2026-07-06T04:59", "", ""),  # 06:59 in summer
            ("2026-07-06T05:00", "2026-07-06", "2026-W28"),
            ("2026-03-30T05:00", "2026-03-30", "2026-W14"),  # the Monday after the clock went forward
            ("2026-10-26T05:59", "", ""),  # and after it went back
            ("2026-11-24T22:30", "2026-11-24", "2026-W48"),  # Tuesday 23:30: late, and still
            ("2026-11-25T06:00", "2026-11-25", ""),
            ("2026-11-28T09:00", "", ""),  # Saturday
            ("2027-01-04T07:00", "2027-01-04", "2027-W01"),
        ],
    )
    def test_which_period(self, moment, daily, weekly):
        """Summer time moves the moment in UTC, not on the clock."""
        now = datetime.fromisoformat(f"{moment}+00:00")

        assert (period_of(Rhythm.DAILY, now), period_of(Rhythm.WEEKLY, now)) == (daily, weekly)
        assert period_of(Rhythm.NONE, now) == ""


class TestContent:
    """What stands in it."""

    def test_text_and_html_say_the_same(self, sink, manager):
        """With links that lead to the installation, and a way out of it."""
        send_digests(MONDAY)
        (message,) = sink.messages

        assert message["To"].addresses[0].addr_spec == manager.email
        assert message["List-Unsubscribe"] == f"<{ADDRESS}/mijn-account/meldingen/>"
        assert message["Auto-Submitted"] == "auto-generated"
        assert "2026-W48" in message["Message-ID"]
        for text in texts(message):
            assert "Latentie" in text
            assert f"{ADDRESS}/registers/issues/" in text
            assert f"{ADDRESS}/mijn-account/meldingen/" in text
            assert "P-001" in text
        assert "style=" not in texts(message)[1]

    def test_it_counts_also_what_it_does_not_name(self, sink, manager):
        """Twenty wait: fifteen are named with what is asked, the conclusion and the subject say twenty."""
        project = Project.objects.get(code="P-001")
        for number in range(2, 21):
            one = {"code": f"I-{number}", "title": "Latentie", "owner": manager.person, "due": TODAY}
            Issue.objects.create(project=project, **one)
        send_digests(MONDAY)
        (message,) = sink.messages

        assert "20 zaken wachten op u" in message["Subject"]
        for text in texts(message):
            assert "20 zaken wachten op u" in text
            assert text.count("(P-001) · Oplossen") == 15
            assert "nog 5" in text

    def test_what_waits_for_a_mandate_is_told_also_without_a_date(self, sink, manager):
        """A draw on the contingency holds up others; an undated issue of one's own does not."""
        project = Project.objects.get(code="P-001")
        factories.user(Role.CONTROLLER, Scope.PORTFOLIO, project.portfolio_id)
        money_lines.line("onvoorzien", project, title="Reserveonderdelen")
        Issue.objects.update(due=None)
        send_digests(MONDAY)
        told = {message["To"].addresses[0].addr_spec: texts(message)[0] for message in sink.messages}

        assert "Latentie" not in told.pop(manager.email, "")
        assert len(told) == 1
        assert "Reserveonderdelen" in next(iter(told.values()))

    @pytest.mark.parametrize(
        ("language", "word"), [("nl", "wacht op u"), ("fr", "attend"), ("en", "waiting for you")]
    )
    def test_it_speaks_the_language_of_the_reader(self, sink, manager, language, word):
        """Whatever the server speaks."""
        User.objects.update(language=language)
        send_digests(MONDAY)

        assert word in sink.messages[0]["Subject"]
        assert sink.messages[0]["Content-Language"] == language

    def test_what_people_typed_can_do_no_harm(self, sink, manager):
        """No header, no tag, no line of its own."""
        Issue.objects.update(title="<script>x</script>\r\nBcc: ander@voorbeeld.example")
        User.objects.update(name="Nele\r\nBcc: ander@voorbeeld.example")
        send_digests(MONDAY)
        (message,) = sink.messages
        text, html = texts(message)

        assert message["Bcc"] is None
        assert "<script>" not in html
        assert "\nBcc" not in text

    def test_changes_of_others_in_own_projects(self, sink, manager):
        """How many, by project; one's own are no news."""
        project = Project.objects.get()
        colleague = factories.user(Role.PORTFOLIO_MANAGER)
        for actor, code in ((colleague, "I-2"), (colleague, "I-3"), (manager, "I-4")):
            register = REGISTERS["issues"]
            values = {"project": project.pk, "code": code, "title": "x", "state": register.states.initial}
            form = new_form(register, actor, values)
            assert form.is_valid(), form.errors
            save_line(actor, register, form, None)
        Issue.objects.all().delete()
        manager.language = "en"
        manager.save()
        send_digests(_monday_after_now())
        own = [one for one in sink.messages if one["To"].addresses[0].addr_spec == manager.email]

        assert "P-001 Sluisbediening: 2 changes" in texts(own[0])[0]

    def test_nothing_of_projects_he_may_not_see(self, sink, manager):
        """Though he owns a line there."""
        hidden = factories.project(factories.portfolio(), "P-900")
        Issue.objects.create(project=hidden, code="I-9", title="Geheim", owner=manager.person, due=TODAY)
        send_digests(MONDAY)

        assert "Geheim" not in "".join(texts(sink.messages[0]))
        assert "P-900" not in "".join(texts(sink.messages[0]))


def _monday_after_now() -> datetime:
    """Return a Monday morning within a week from now: changes are told by the real clock."""
    now = datetime.now(UTC).replace(hour=9, minute=0)
    return now + timedelta(days=(7 - now.weekday()) % 7)


class TestWhoGetsIt:
    """Who chose it, may see something and has something to do."""

    def test_by_the_rhythm_each_chose(self, sink, manager):
        """Weekly where nothing was chosen; never means never."""
        project = Project.objects.get()
        people = {Rhythm.WEEKLY: manager}
        for rhythm in (Rhythm.DAILY, Rhythm.NONE):
            user = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)
            choices.choose_rhythm(user, rhythm)
            Issue.objects.create(project=project, code=rhythm, title="Ook iets", owner=user.person, due=TODAY)
            people[rhythm] = user
        n_monday = send_digests(MONDAY)
        n_wednesday = send_digests(MONDAY + timedelta(days=2))

        assert (n_monday, n_wednesday) == (2, 1)
        assert sink.readers == sorted([people[Rhythm.DAILY].email, people[Rhythm.DAILY].email, manager.email])

    def test_nobody_without_something_to_tell(self, sink):
        """A person without projects gets nothing, and is not asked again this week."""
        factories.user()

        assert send_digests(MONDAY) == 0
        assert Digest.objects.get().state == MailState.NOTHING

    def test_a_role_withdrawn_yesterday(self, sink, manager):
        """What he could read on Sunday is not mailed on Monday."""
        Membership.objects.all().delete()

        assert send_digests(MONDAY) == 0

    def test_a_closed_account_and_a_closed_project(self, sink, manager):
        """Neither gets or gives mail."""
        Project.objects.update(stage=Stage.CLOSED)
        n_of_closed_project = send_digests(MONDAY)
        Digest.objects.all().delete()
        Project.objects.update(stage=Stage.EXECUTION)
        User.objects.update(is_active=False)

        assert (n_of_closed_project, send_digests(MONDAY)) == (0, 0)

    def test_no_mail_server_no_mail(self, manager):
        """And nothing is written down as if there were."""
        with override_settings(STUURBORD_SMTP_URL="", STUURBORD_ADDRESS=ADDRESS):
            assert send_digests(MONDAY) == 0
        assert not Digest.objects.exists()

    def test_from_weekly_to_daily_on_the_same_day_is_one_mail(self, sink, manager):
        """The day it changes counts once."""
        first = send_digests(MONDAY)
        choices.choose_rhythm(manager, Rhythm.DAILY)

        assert (first, send_digests(MONDAY + timedelta(hours=2))) == (1, 0)
        assert send_digests(MONDAY + timedelta(days=1)) == 1


class TestOnce:
    """At most one, whoever dies and whatever the server says."""

    def test_a_second_look_sends_nothing(self, sink, manager):
        """The row of the period says that it went."""
        assert [send_digests(MONDAY + timedelta(minutes=5 * n)) for n in range(3)] == [1, 0, 0]

    def test_a_process_that_dies_before_it_wrote_that_it_went(self, sink, manager, monkeypatch):
        """Nobody knows whether it went: it is not sent again."""

        class Killed(BaseException):
            pass

        def die(*_arguments: object, **_facts: object) -> None:
            raise Killed

        with monkeypatch.context() as patched:
            patched.setattr(sending, "_end", die)
            with pytest.raises(Killed):
                send_digests(MONDAY)

        assert Digest.objects.get().state == MailState.SENDING
        assert send_digests(MONDAY + timedelta(hours=3)) == 0
        assert len(sink.received) == 1

    def test_a_server_that_breaks_off_after_the_content(self, sink, manager):
        """It may have kept it: the same."""
        sink.answers["BODY"] = ""
        n_first = send_digests(MONDAY)
        sink.answers.clear()

        assert (n_first, send_digests(MONDAY + timedelta(hours=3))) == (0, 0)
        assert Digest.objects.get().state == MailState.SENDING

    def test_what_is_refused_for_now_is_tried_again(self, sink, manager):
        """After a quarter of an hour, and it goes once."""
        sink.answers["BODY"] = "451 try later"
        send_digests(MONDAY)
        refused = Digest.objects.get()
        sink.answers.clear()
        sent = [send_digests(MONDAY + wait) for wait in (FIRST_WAIT / 2, FIRST_WAIT, 2 * FIRST_WAIT)]

        assert (refused.state, refused.again_at) == (MailState.REFUSED, MONDAY + FIRST_WAIT)
        assert refused.reason == "451 try later"
        assert sent == [0, 1, 0]

    def test_after_six_attempts_it_stays(self, sink, manager):
        """Each wait is twice as long."""
        sink.answers["BODY"] = "451 try later"
        now = MONDAY
        for _attempt in range(MOST_ATTEMPTS):
            send_digests(now)
            row = Digest.objects.get()
            now = row.again_at or now

        assert (row.state, row.attempt) == (MailState.FAILED, MOST_ATTEMPTS)

    def test_an_address_that_does_not_exist_is_not_tried_again(self, sink, manager):
        """And the next person gets his."""
        project = Project.objects.get()
        other = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)
        Issue.objects.create(project=project, code="I-2", title="Meer", owner=other.person, due=TODAY)
        sink.answers["RCPT"] = "550 no such user"
        send_digests(MONDAY)

        assert set(Digest.objects.values_list("state", flat=True)) == {MailState.FAILED}
        assert Digest.objects.count() == 2

    def test_a_server_that_is_away_is_asked_once(self, sink, manager, caplog):
        """Not once for each of five hundred people."""
        project = Project.objects.get()
        for number in range(3):
            user = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)
            Issue.objects.create(
                project=project, code=f"I-9{number}", title="x", owner=user.person, due=TODAY
            )
        with override_settings(STUURBORD_SMTP_URL="smtp://127.0.0.1:1"):
            send_digests(MONDAY)

        assert Digest.objects.get().state == MailState.REFUSED
        assert caplog.text.count("the mail server cannot be used") == 1
        assert send_digests(MONDAY + FIRST_WAIT) == 4

    def test_a_digest_that_cannot_be_made_keeps_nobody_else_waiting(self, sink, manager, monkeypatch, caplog):
        """It waits; nothing has gone."""
        project = Project.objects.get()
        other = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)
        Issue.objects.create(project=project, code="I-2", title="Meer", owner=other.person, due=TODAY)
        real = sending.content_for

        def fail_for_one(user, *rest):
            if user == manager:
                raise ZeroDivisionError
            return real(user, *rest)

        monkeypatch.setattr(sending, "content_for", fail_for_one)

        assert send_digests(MONDAY) == 1
        assert Digest.objects.get(user=manager).state == MailState.REFUSED


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_once(sink, manager):
    """Both look at the same moment, at twelve people."""
    project = Project.objects.get()
    for number in range(11):
        user = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk)
        Issue.objects.create(project=project, code=f"X-{number}", title="x", owner=user.person, due=TODAY)

    def look(_number: int) -> int:
        try:
            return send_digests(MONDAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(look, range(2)))

    assert sum(counts) == 12
    assert len(sink.readers) == len(set(sink.readers)) == 12


class TestServer:
    """The setting that names the mail server."""

    @pytest.mark.parametrize(
        ("url", "server"),
        [
            ("smtp://mail.example", Server("mail.example", 25)),
            ("smtps://mail.example", Server("mail.example", 465, is_tls=True)),
            ("smtp://mail.example/?tls=1", Server("mail.example", 587, starts_tls=True)),
            ("smtp://n:p%40ss@mail.example:2525", Server("mail.example", 2525, "n", "p@ss")),
        ],
    )
    def test_it_is_read(self, url, server):
        """Ports and encryption as people expect them."""
        assert Server.from_url(url) == server

    @pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtp://h:x"])
    def test_what_is_none_is_refused(self, url):
        """Doctor tells it before somebody misses a mail."""
        with pytest.raises(ValueError):
            Server.from_url(url)


def test_the_choice_is_kept_and_told(client, manager):
    """On one's own page; in the audit log."""
    client.force_login(manager)
    client.post("/mijn-account/meldingen/", {"form": "digest", "rhythm": "daily"})
    wrong = client.post("/mijn-account/meldingen/", {"form": "digest", "rhythm": "hourly"})

    assert choices.rhythm_of(manager) == Rhythm.DAILY
    assert wrong.status_code == 422
