"""The forecast of a project: computed once, shown many times, tried with other responses, proposed."""

from __future__ import annotations

import re
from decimal import Decimal

import numpy as np
import pytest
from django.urls import reverse
from django.utils.translation import gettext as _
from web import factories

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.forecasts import asking
from stuurbord.web.forecasts.answers import Answers
from stuurbord.web.forecasts.models import SimulationRun
from stuurbord.web.forecasts.packing import euro_of, instants_of, packed_euro, packed_instants
from stuurbord.web.jobs.models import Job
from stuurbord.web.projects.events import projects_changed
from stuurbord.web.projects.models import Project
from stuurbord.web.registers.models import (
    Decision,
    Milestone,
    ResponseAction,
    Risk,
    RiskState,
    TaskEstimate,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    """A project with a plan of six tasks, a risk on the last of them, and two responses to it."""
    made = factories.project(factories.portfolio("A"), "P-001")
    factories.revision(made)
    made.refresh_from_db()
    TaskEstimate.objects.create(
        project=made,
        task="3",
        quantity="duration",
        shape="pert",
        unit="percent",
        low=90,
        likely=100,
        high=160,
    )
    Risk.objects.create(
        project=made,
        code="R-1",
        title="Levertijd",
        probability=Decimal("0.6"),
        impact_days_low=20,
        impact_days=40,
        impact_days_high=60,
        tasks="4",
    )
    for code, cost, left in (("M-1", 5000, "0.1"), ("M-2", 90_000, "0.5")):
        ResponseAction.objects.create(
            project=made, code=code, risk="R-1", name=f"Maatregel {code}", cost=cost, probability_after=left
        )
    return made


def reader_of(project: Project, role: Role = Role.PROJECT_MANAGER):
    """Return somebody with a role in the project."""
    return factories.user(role, Scope.PROJECT, project.pk)


def page(client, project: Project, query: str = "") -> str:
    """Return the forecast page as text."""
    answer = client.get(reverse("project_forecast", args=[project.portfolio.key, project.code]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_first_visit_computes_and_the_next_one_reads(client, project):
    """The run is stored with the plan's revision; nothing is computed twice."""
    client.force_login(reader_of(project))

    first = page(client, project)
    run = SimulationRun.objects.get()
    page(client, project)

    assert run.revision_id == project.current_revision_id
    assert not run.is_stale
    assert "P50" in first
    assert Job.objects.filter(kind=asking.KIND).count() == 1


def test_the_answers_come_back_as_they_were_stored(client, project):
    """Finish and cost per iteration; drivers, responses and milestones as data, never NaN."""
    asking.ask_forecast(project)
    found = Answers(SimulationRun.objects.get())

    assert len(found.finish) == len(found.cost) == found.run.iterations
    assert found.finish_at(0.5) < found.finish_at(0.95)
    assert found.chance_by(found.finish_at(0.8)) == pytest.approx(0.8, abs=0.01)
    assert {one.code for one in found.responses} == {"M-1", "M-2"}
    assert all(one.days_won > 0 for one in found.responses)
    assert found.drivers[0].share > 0


def test_what_changes_makes_a_run_stale_and_asks_a_new_one(
    client, project, django_capture_on_commit_callbacks
):
    """The page shows the old figures with the words that they are being computed anew."""
    asking.ask_forecast(project)
    before = SimulationRun.objects.get().key
    Risk.objects.update(probability=Decimal("0.1"))

    with django_capture_on_commit_callbacks(execute=True):
        projects_changed.send(sender=Risk, project_ids=[project.pk])
        assert SimulationRun.objects.get().is_stale
    after = SimulationRun.objects.get()

    assert not after.is_stale
    assert after.key != before


def test_the_page_of_a_project_says_that_its_chances_are_on_their_way(client, project):
    """Until they are there its own dates are no judgement on the tolerance."""
    asking.ask_forecast(project)
    client.force_login(reader_of(project))
    address = reverse("project", args=[project.portfolio.key, project.code])
    told = _("P50 and P80 of this plan are being computed; until then only its own dates are known.")
    Job.objects.update(state="queued")
    with_old_chances = client.get(address).context["conclusion"]
    SimulationRun.objects.all().delete()
    projects_changed.send(sender=Project, project_ids=[project.pk])
    Job.objects.update(state="queued")

    assert told not in with_old_chances
    assert told in client.get(address).context["conclusion"]
    Job.objects.update(state="done")
    assert told not in client.get(address).context["conclusion"]


def test_what_does_not_matter_is_not_computed_again(project, django_capture_on_commit_callbacks):
    """The same question has the same key: the run that stands is taken as true."""
    asking.ask_forecast(project)
    before = SimulationRun.objects.get()
    Risk.objects.update(cause="Andere woorden")

    with django_capture_on_commit_callbacks(execute=True):
        projects_changed.send(sender=Risk, project_ids=[project.pk])
    after = SimulationRun.objects.get()

    assert (after.key, after.made_at, after.is_stale) == (before.key, before.made_at, False)


def test_a_forecast_of_itself_leaves_no_link_in_the_log(project):
    """Nobody did anything: the change itself is in the log already. What the outcome raises is."""
    entries = AuditEntry.objects.exclude(action__startswith="exception")
    before = list(entries.values_list("action", flat=True))

    asking.ask_forecast(project)

    assert list(entries.values_list("action", flat=True)) == before


@pytest.mark.parametrize(
    ("prepare", "told"),
    [
        (lambda one: Risk.objects.update(state=RiskState.CLOSED), "Nothing uncertain is written down yet"),
        (lambda one: Project.objects.update(current_revision=None), "No plan yet"),
    ],
)
def test_what_is_missing_is_said_with_the_first_step(client, project, prepare, told, settings):
    """No spread would look more certain than it is, so nothing is shown then."""
    settings.LANGUAGE_CODE = "en"
    TaskEstimate.objects.all().delete()
    prepare(project)
    user = reader_of(project)
    user.language = "en"
    user.save()
    client.force_login(user)

    assert told in page(client, project)
    assert not SimulationRun.objects.exists()


def test_a_tick_is_computed_in_place_with_the_same_random_numbers(client, project):
    """No response gives back the run itself; a response wins what the run said it would."""
    asking.ask_forecast(project)
    found = Answers(SimulationRun.objects.get())
    client.force_login(reader_of(project))
    address = reverse("project_what_if", args=["A", "P-001"])

    none = client.get(address, {"keuze": "1"}).content.decode()
    one = client.get(address, {"keuze": "1", "maatregel": "M-2"}).content.decode()
    won = next(row.days_won for row in found.responses if row.code == "M-2")

    assert 'id="what-if-total"' in one
    assert 'id="what-if-conclusion"' in one
    assert shown_days(none) == 0
    assert shown_days(one) == pytest.approx(-won, abs=1)


def shown_days(html: str) -> int:
    """Return the days in the bottom line."""
    figure = re.search(r'<span class="number">([−+]?\d+)<span class="unit">', html)
    assert figure
    return int(figure[1].replace("−", "-"))


def test_a_what_if_of_what_is_unknown_is_ignored(client, project):
    """A code that no response has changes nothing."""
    asking.ask_forecast(project)
    client.force_login(reader_of(project))
    answer = client.get(reverse("project_what_if", args=["A", "P-001"]), {"keuze": "1", "maatregel": "\0X"})

    assert answer.status_code == 200
    assert shown_days(answer.content.decode()) == 0


def test_a_choice_becomes_a_question_for_the_steering_committee(client, project):
    """A line in the register of decisions with the effect on date and cost, in the audit log as any line."""
    asking.ask_forecast(project)
    client.force_login(reader_of(project))
    address = reverse("project_proposal", args=["A", "P-001"])

    answer = client.post(address, {"keuze": "1", "maatregel": ["M-1", "M-2"]})
    made = Decision.objects.get()

    assert answer.url == reverse("register_line", args=["beslissingen", made.pk])
    assert "Maatregel M-1" in made.question
    assert made.effect_on_cost == 95_000
    assert "P80" in made.effect_on_date
    assert AuditEntry.objects.filter(action="decision.create").count() == 1


def test_nothing_ticked_is_no_proposal(client, project):
    """The page says so, and nothing is written."""
    asking.ask_forecast(project)
    client.force_login(reader_of(project))

    answer = client.post(reverse("project_proposal", args=["A", "P-001"]), {"keuze": "1"})

    assert answer.url == reverse("project_forecast", args=["A", "P-001"])
    assert not Decision.objects.exists()


def test_who_only_reads_may_try_but_not_propose(client, project):
    """Trying changes nothing."""
    asking.ask_forecast(project)
    client.force_login(reader_of(project, Role.READER))

    assert client.get(reverse("project_what_if", args=["A", "P-001"])).status_code == 200
    assert client.post(reverse("project_proposal", args=["A", "P-001"]), {"keuze": "1"}).status_code == 403


def test_an_earlier_plan_stays_to_compare_with(client, project):
    """One run per revision; the difference is told in days."""
    asking.ask_forecast(project)
    earlier = SimulationRun.objects.get()
    factories.revision(project, factories.plan(late_days=30))
    project.refresh_from_db()
    client.force_login(reader_of(project))

    page(client, project)
    compared = page(client, project, f"?vergelijk={earlier.pk}")

    assert SimulationRun.objects.count() == 2
    assert 'id="vergelijking"' in compared
    assert 'id="vergelijking"' not in page(client, project, "?vergelijk=abc")


def test_an_error_in_what_is_uncertain_is_told_on_the_page(client, project):
    """With the row that is wrong; the work does not start again by itself at every visit."""
    TaskEstimate.objects.update(low=200)
    client.force_login(reader_of(project))

    page(client, project)
    told = page(client, project)

    assert reverse("project_compute", args=["A", "P-001"]) in told
    assert Job.objects.filter(kind=asking.KIND).count() == 1


def test_names_of_users_are_text_in_every_chart(client, project):
    """A cause called like markup is shown as it is written."""
    Risk.objects.update(title="<script>alert(1)</script>")
    client.force_login(reader_of(project))

    told = page(client, project)

    assert "<script>alert(1)" not in told
    assert "&lt;script&gt;" in told


def test_the_page_reads_a_stored_run_in_few_queries(client, project, django_assert_max_num_queries):
    """Whatever the number of iterations, drivers or milestones."""
    asking.ask_forecast(project)
    client.force_login(reader_of(project))
    page(client, project)

    with django_assert_max_num_queries(30):
        page(client, project)


def test_a_milestone_that_was_reached_judges_the_first_forecast_of_it(project):
    """A P80 held if the day came no later; without any such day nothing can be measured yet."""
    asking.ask_forecast(project)
    run = SimulationRun.objects.get()
    assert Answers(run).reliability == (0, 0)
    goal = Milestone.objects.get(code="G4")
    late = Answers(run).finish_at(0.99)
    goal.actual = np.datetime64(late, "s").astype("datetime64[D]").item()
    goal.save()
    TaskEstimate.objects.update(high=170)

    asking.ask_forecast(project)

    assert Answers(SimulationRun.objects.get()).reliability == (0, 1)


def test_the_portfolio_joins_its_projects(client, project):
    """The chance that all hold is counted over the same iterations; who has no forecast is undetermined."""
    other = factories.project(project.portfolio, "P-002")
    factories.revision(other)
    asking.ask_forecast(project)
    client.force_login(factories.user(Role.READER, Scope.PORTFOLIO, project.portfolio.pk))

    answer = client.get(reverse("portfolio_forecast", args=["A"]))
    told = answer.content.decode()

    assert answer.status_code == 200
    assert "P-001" in told
    assert "undetermined" in told


def test_a_portfolio_without_projects_says_so(client):
    """And a portfolio one may not see does not exist."""
    portfolio = factories.portfolio("LEEG")
    client.force_login(factories.user(Role.READER, Scope.PORTFOLIO, portfolio.pk))
    assert client.get(reverse("portfolio_forecast", args=["LEEG"])).status_code == 200

    client.force_login(factories.user(Role.READER, Scope.PORTFOLIO, portfolio.pk + 1000))
    assert client.get(reverse("portfolio_forecast", args=["LEEG"])).status_code == 404


def test_iterations_are_packed_to_the_minute_and_the_euro():
    """In their order, also negative amounts and amounts beyond 32 bits."""
    instants = np.array([1_850_000_040, 1_850_000_100, 1_849_999_980], np.int64)
    amounts = np.array([-5.0, 3e11, 0.0])

    assert instants_of(packed_instants(instants)).tolist() == instants.tolist()
    assert euro_of(packed_euro(amounts)).tolist() == amounts.tolist()


def test_the_network_is_made_ready_before_the_first_tick(client, project):
    """No answer is computed then; a model with errors is no failure of the page that asked."""
    asking.ask_forecast(project)
    client.force_login(reader_of(project))

    assert client.get(reverse("project_what_if", args=["A", "P-001"]), {"klaar": "1"}).status_code == 204


def test_a_tick_on_a_stale_run_is_held_against_today(client, project):
    """The difference is what the response does, not what was changed in the meantime."""
    asking.ask_forecast(project)
    Risk.objects.update(impact_days_high=200, impact_days=190)
    SimulationRun.objects.update(is_stale=True)
    client.force_login(reader_of(project))
    address = reverse("project_what_if", args=["A", "P-001"])

    won = shown_days(client.get(address, {"keuze": "1", "maatregel": "M-1"}).content.decode())

    assert won < -100


def test_a_tick_on_a_model_with_errors_is_refused_and_the_page_still_stands(client, project):
    """What is wrong is told where the work failed."""
    asking.ask_forecast(project)
    TaskEstimate.objects.update(low=300)
    SimulationRun.objects.update(is_stale=True)
    client.force_login(reader_of(project))
    asked = {"keuze": "1", "maatregel": "M-1"}

    assert client.get(reverse("project_what_if", args=["A", "P-001"]), asked).status_code == 422
    assert client.get(reverse("project_what_if", args=["A", "P-001"]), {"klaar": "1"}).status_code == 422
    assert page(client, project, "?keuze=1&maatregel=M-1")
    assert client.post(reverse("project_proposal", args=["A", "P-001"]), asked).status_code == 302
    assert not Decision.objects.exists()
