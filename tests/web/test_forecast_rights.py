"""Around a forecast: who stops it, what is told of its progress, and when a choice can be proposed."""

from __future__ import annotations

import pytest
from django.test import override_settings
from django.urls import reverse
from web.test_forecasts import page, project, reader_of

from stuurbord.engine.schedule_risk.running import run_iterations
from stuurbord.web.accounts.models import Role
from stuurbord.web.forecasts import asking
from stuurbord.web.forecasts.counting import counting
from stuurbord.web.forecasts.models import SimulationRun
from stuurbord.web.jobs.models import Job, JobState
from stuurbord.web.jobs.work import Work
from stuurbord.web.registers.models import Decision, Risk

__all__ = ["project"]
pytestmark = pytest.mark.django_db
CHOICE = {"keuze": "1", "maatregel": "M-1"}


@pytest.mark.parametrize(
    ("role", "may_stop"),
    [
        (Role.READER, False),
        (Role.AUDITOR, False),
        (Role.CONTROLLER, False),
        (Role.PROJECT_MANAGER, True),
        (Role.PORTFOLIO_MANAGER, True),
    ],
)
def test_who_only_looks_does_not_stop_a_computation(client, project, role, may_stop):
    """Neither on the page of the project, nor among the jobs, nor by its address."""
    with override_settings(STUURBORD_JOBS="workers"):
        job = asking.ask_forecast(project)
        client.force_login(reader_of(project, role))
        address = reverse("job_stop", args=[job.pk])
        pages = page(client, project), client.get(reverse("jobs")).content.decode()
        answer = client.post(address)

    assert [address in one for one in pages] == [may_stop, may_stop]
    assert answer.status_code == (302 if may_stop else 403)
    job.refresh_from_db()
    assert job.state == (JobState.STOPPED if may_stop else JobState.QUEUED)


def test_the_list_of_work_names_the_project_as_people_do(client, project):
    """Its code and its name, not how the audit log writes it."""
    asking.ask_forecast(project)
    client.force_login(reader_of(project))
    told = client.get(reverse("jobs")).content.decode()

    assert project.name in told
    assert "project:A/P-001" not in told
    assert "Europe/Brussels" not in told


def test_the_bar_of_a_forecast_counts_simulations(project):
    """Over all its runs together, and it never runs backwards."""
    asking.ask_forecast(project)
    job = Job.objects.get()

    assert job.n_total > 10_000
    assert job.n_done == job.n_total


def test_a_run_more_than_foreseen_leaves_the_bar_at_its_end():
    """A run may begin again with more room."""
    work = Work(Job(kind=asking.KIND))

    def run(network, seed, first, n, stop, on_progress):
        on_progress(n // 2, n)
        seen.append(work.progress.share)

    seen: list[float] = []
    counted = counting(run, work, 2)
    for _ in range(3):
        counted(None, 1, 0, 10_000)

    assert seen == [0.25, 0.75, 1.0]
    assert run_iterations.__kwdefaults__.keys() >= {"stop", "on_progress"}


def test_what_cannot_be_computed_is_told_in_words_and_once(client, project):
    """The what-if says which row; the page names it once and does not call a risk a task."""
    Risk.objects.update(impact_days_low=90, impact_days=38, impact_days_high=60)
    asking.ask_forecast(project)
    client.force_login(reader_of(project))
    told = page(client, project)
    Risk.objects.update(impact_days_low=20, impact_days=40)
    asking.ask_forecast(project)
    Risk.objects.update(impact_days_low=90)
    SimulationRun.objects.update(is_stale=True)
    answer = client.get(reverse("project_what_if", args=["A", "P-001"]), CHOICE)

    assert "R-1: " in told
    assert "R-1: R-1" not in told
    assert "taak R-1" not in told
    assert answer.status_code == 422
    assert "R-1: " in answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_the_same_proposal_is_not_written_down_twice(client, project):
    """The second time leads to the first; another choice, or a later one, is a new question."""
    asking.ask_forecast(project)
    client.force_login(reader_of(project))
    address = reverse("project_proposal", args=["A", "P-001"])

    first, again = client.post(address, CHOICE), client.post(address, CHOICE)
    client.post(address, CHOICE | {"maatregel": ["M-1", "M-2"]})

    assert first.url == again.url
    assert Decision.objects.count() == 2
    Decision.objects.update(state="withdrawn")
    client.post(address, CHOICE)
    assert Decision.objects.count() == 3


def test_nothing_is_proposed_from_an_outdated_forecast(client, project):
    """The button waits, and so does its address."""
    asking.ask_forecast(project)
    SimulationRun.objects.update(is_stale=True)
    client.force_login(reader_of(project))
    with override_settings(STUURBORD_JOBS="workers"):
        told = page(client, project)
        client.post(reverse("project_proposal", args=["A", "P-001"]), CHOICE)

    assert "proposal-waits" in told
    assert not Decision.objects.exists()


def test_a_recommendation_reads_as_one_sentence_too(client, project):
    """Where its lines run on, each ends before the next begins."""
    asking.ask_forecast(project)
    client.force_login(reader_of(project))
    both = CHOICE | {"maatregel": ["M-1", "M-2"]}

    client.post(reverse("project_proposal", args=["A", "P-001"]), both)
    written = Decision.objects.get()
    told = client.get(reverse("register_line", args=["beslissingen", written.pk])).content.decode()

    assert ";\n" in written.recommendation
    assert not SimulationRun.objects.get().is_stale  # a decision asked changes nothing in the simulation
    assert "; Maatregel M-2" in told


def test_without_a_script_the_address_holds_the_choice_only(client, project):
    """No token that belongs to a form."""
    asking.ask_forecast(project)
    client.force_login(reader_of(project))
    sent = CHOICE | {"csrfmiddlewaretoken": "geheim"}

    answer = client.post(reverse("project_what_if", args=["A", "P-001"]), sent)

    assert answer.url == reverse("project_forecast", args=["A", "P-001"]) + "?keuze=1&maatregel=M-1"
    assert 'method="get" data-what-if' not in page(client, project)
