"""The forecast of a portfolio: who is counted, who is not and why, and what is spent when."""

from __future__ import annotations

import re

import numpy as np
import pytest
from django.urls import reverse
from web import factories

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.forecasts import asking
from stuurbord.web.forecasts.answers import Answers
from stuurbord.web.forecasts.limits import limits_of
from stuurbord.web.forecasts.models import SimulationRun
from stuurbord.web.forecasts.portfolio_figures import project_row
from stuurbord.web.forecasts.portfolio_milestones import portfolio_milestones
from stuurbord.web.forecasts.portfolio_spending import portfolio_spending
from stuurbord.web.jobs.models import Job, JobState
from stuurbord.web.projects.models import Programme, Project
from stuurbord.web.registers.models import TaskEstimate

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    """A project with a plan and one uncertain task."""
    return with_forecast(factories.portfolio("A"), "P-001")


def with_forecast(portfolio, code: str) -> Project:
    """Return a project of which the forecast is computed."""
    made = factories.project(portfolio, code)
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
    asking.ask_forecast(made)
    return made


@pytest.fixture
def told(client, project):
    """Read the page as somebody who may see the whole portfolio, in English."""
    user = factories.user(Role.READER, Scope.PORTFOLIO, project.portfolio.pk)
    user.language = "en"
    user.save()
    client.force_login(user)

    def read() -> str:
        answer = client.get(reverse("portfolio_forecast", args=["A"]))
        assert answer.status_code == 200
        return re.sub(r"\s+", " ", answer.content.decode())

    return read


def test_of_one_project_the_sentence_speaks_of_that_project(told):
    """Not of one of the one projects."""
    page = told()

    assert "of one projects" not in page
    assert "1 projects" not in page
    assert re.search(r"P80 of P-001 lies (beyond|within) the tolerance|No tolerance in time", page)


def test_who_has_no_forecast_is_listed_with_the_reason(project, told):
    """And counted as such, in the sentence and in the programme."""
    programme = Programme.objects.create(portfolio=project.portfolio, name="Vaarwegen")
    factories.project(project.portfolio, "P-002")
    other = factories.project(project.portfolio, "P-003")
    factories.revision(other)
    Project.objects.update(programme=programme)

    page = told()

    assert "no plan yet" in page
    assert "nothing uncertain is written down" in page
    assert "two projects without a forecast" in page
    assert page.count("2 without a forecast") >= 1


def test_a_forecast_that_failed_is_not_being_computed(project, told):
    """It is out of date, and the page says that its computation failed."""
    SimulationRun.objects.update(is_stale=True)
    Job.objects.update(state=JobState.FAILED)
    assert "could not be computed anew" in told()

    Job.objects.update(state=JobState.RUNNING)
    page = told()

    assert "1 forecast is being computed anew" in page
    assert "could not be computed anew" not in page


def test_the_milestones_of_all_projects_stand_in_order(project):
    """The next gate and the goal of each, by P50."""
    rows = [row_of(one) for one in (project, with_forecast(project.portfolio, "P-002"))]

    found = portfolio_milestones(rows)
    days = [one.milestone.p50 for one in found]

    assert days == sorted(days)
    assert {one.project_row.project.code for one in found} == {"P-001", "P-002"}


def row_of(project: Project):
    """Return the line of a project with its run."""
    run = SimulationRun.objects.get(project=project)
    return project_row(project, limits_of([project])[project.pk], run)


def test_spending_is_summed_iteration_by_iteration(project):
    """It ends at the percentiles of the joint cost; without costs in the plans there is no curve."""
    rows = [row_of(one) for one in (project, with_forecast(project.portfolio, "P-002"))]
    assert portfolio_spending(rows) is None
    run = SimulationRun.objects.first()
    assert Answers(run).course is None
    month = 86_400 * 31
    status = int(Answers(run).finish.min()) - 6 * month
    for row in rows:
        answers = row.answers
        answers.run.planned_cost = 100.0
        answers.__dict__["cost"] = np.linspace(90, 130, len(answers.finish))
        days = [status / 86_400 - 31, status / 86_400, int(answers.finish.max()) / 86_400 + 40]
        course = {"status": status, "spent": 40.0, "share": [0.0, 0.5, 1.0]}
        answers.run.answers["course"] = course | {"length": 6 * month, "beyond": 0}
        unknown = [None, None, None]
        curves = {"actual": [20.0, 40.0, None], "planned": unknown, "middle": unknown}
        answers.run.answers["spending"] = {"days": days, "low": unknown, "high": unknown, **curves}
    rows = [project_row(row.project, row.limits, row.answers.run) for row in rows]

    found = portfolio_spending(rows)

    assert found is not None
    at_status = found.curves.days.index(found.status)
    assert found.curves.actual[at_status] == found.curves.middle[at_status] == 80.0
    assert found.curves.low[-1] <= found.curves.middle[-1] <= found.curves.high[-1]
    assert found.curves.middle[-1] == pytest.approx(found.cost_at(0.5), rel=0.02)
    assert found.n_unplanned == 2
