"""The pages of long work: who sees what, what the script is told, and the button that stops."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from web import factories

from stuurbord.errors import Finding
from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.jobs import actions, kinds
from stuurbord.web.jobs.models import Job, JobState
from stuurbord.web.jobs.queue import claim
from stuurbord.web.jobs.telling import told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kind():
    """Register a kind of work and let it wait for a runner."""
    kinds.register(
        "count",
        lambda work: lambda: "7",
        label="Counting",
        permission=Permission.EDIT_REGISTER,
        steps={"up": "Going up"},
        result_url=lambda job: f"/projecten/?q={job.result}",
    )
    with override_settings(STUURBORD_JOBS="workers"):
        yield
    kinds.KINDS.pop("count")


def running_job(**facts: object) -> Job:
    """Return a job that somebody is half through."""
    actions.ask(factories.OPERATOR, "count", factories.portfolio("ASN"))
    job = claim()
    for name, value in facts.items():
        setattr(job, name, value)
    job.save()
    return job


def test_who_asked_sees_it_wait_run_and_end(client):
    """With his name, its state, and the result behind its name."""
    portfolio = factories.portfolio("ASN")
    asker = factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, portfolio.pk, name="An Claes")
    client.force_login(asker)
    actions.ask(asker, "count", portfolio)
    waiting = client.get(reverse("jobs")).content.decode()
    Job.objects.update(state=JobState.DONE, result="7", started_at=timezone.now(), finished_at=timezone.now())
    done = client.get(reverse("jobs")).content.decode()

    assert all(text in waiting for text in ("Counting", "An Claes", portfolio.name, "<progress", "voortgang"))
    assert "/projecten/?q=7" in done
    assert "<progress" not in done


def test_a_neighbour_finds_nothing(client):
    """No row, no progress, nothing to stop."""
    job = running_job()
    client.force_login(factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, factories.portfolio().pk))

    assert "Counting" not in client.get(reverse("jobs")).content.decode()
    assert client.get(reverse("job_progress", args=[job.pk])).status_code == 404
    assert client.post(reverse("job_stop", args=[job.pk])).status_code == 404


def test_a_reader_sees_progress_without_a_button(client):
    """He could not stop it."""
    job = running_job()
    client.force_login(factories.user(Role.READER, Scope.PORTFOLIO, job.portfolio_id))
    page = client.get(reverse("jobs")).content.decode()

    assert "<progress" in page
    assert reverse("job_stop", args=[job.pk]) not in page
    assert client.post(reverse("job_stop", args=[job.pk])).status_code == 403


def test_the_script_is_told_share_count_and_remaining_time(client):
    """In the language of the reader."""
    job = running_job(share=0.5, n_done=5_000, n_total=10_000, step="up")
    job.heartbeat_at = job.started_at + timedelta(seconds=12)
    job.save()
    client.force_login(factories.user(Role.READER, Scope.PORTFOLIO, job.portfolio_id))
    answer = client.get(reverse("job_progress", args=[job.pk])).json()

    assert (answer["state"], answer["is_ended"], answer["percent"]) == ("running", False, 50)
    assert answer["line"].startswith("Going up · 5.000 ")
    assert "15" in answer["line"]  # twelve seconds more, in round figures
    assert "50" in answer["announcement"]


def test_what_is_said_aloud_changes_seldom():
    """A quarter at a time, however often the bar moves."""
    job = running_job()
    said = set()
    for percent in range(1, 100):
        job.share = percent / 100
        said.add(told(job).announcement)

    assert len(said) == 4


def test_nothing_is_guessed_about_the_first_moments():
    """No percentage and no remaining time before something is done."""
    told_at_once = told(running_job())

    assert told_at_once.percent is None
    assert "%" not in told_at_once.line


def test_stopping_goes_back_to_where_the_button_was(client):
    """And never to another site."""
    portfolio = factories.portfolio("ASN")
    asker = factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, portfolio.pk)
    client.force_login(asker)
    for back, landing in (
        ("/portefeuille/ASN/", "/portefeuille/ASN/"),
        ("https://elders.example/", reverse("jobs")),
    ):
        job = actions.ask(asker, "count", portfolio)
        answer = client.post(reverse("job_stop", args=[job.pk]), {"back": back})
        job.refresh_from_db()

        assert (answer.status_code, answer.headers["Location"]) == (302, landing)
        assert job.state == JobState.STOPPED


def test_stopping_what_has_ended_is_a_conflict(client):
    """The answer says that it was too late."""
    job = running_job(state=JobState.DONE)
    client.force_login(factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, job.portfolio_id))

    assert client.post(reverse("job_stop", args=[job.pk])).status_code == 409


def test_the_reason_of_a_failure_is_told(client):
    """As a sentence; the code is for programs."""
    finding = Finding("empty_file", "The file is empty.")
    job = running_job(state=JobState.FAILED, findings=[finding.to_record()], finished_at=timezone.now())
    client.force_login(factories.user(Role.READER, Scope.PORTFOLIO, job.portfolio_id))
    page = client.get(reverse("jobs")).content.decode()

    assert told(job).is_ended
    assert finding.code not in page
    assert 'class="line-2"' in page


def test_a_list_of_many_jobs_asks_the_database_as_often_as_one_of_few(client):
    """Names of people come along with the jobs."""
    portfolio = factories.portfolio()
    asker = factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, portfolio.pk)
    client.force_login(asker)

    client.get(reverse("jobs"))  # the frame counts what waits once a minute

    def queries_with(n_more: int) -> int:
        for _ in range(n_more):
            scope = {"scope": Scope.PORTFOLIO, "scope_id": portfolio.pk, "portfolio_id": portfolio.pk}
            Job.objects.create(kind="count", subject="x", asked_by=asker, state=JobState.DONE, **scope)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("jobs"))
        return len(asked)

    assert queries_with(2) == queries_with(30)
