"""Figures at their edges: what is missing is no zero, what is archived or ended does not count."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from web import factories

from stuurbord.plan import PlanDraft, TaskRow, freeze
from stuurbord.web.accounts.models import Role
from stuurbord.web.finance.models import BudgetLine
from stuurbord.web.projects.models import PlanRevision, Project, Stage
from stuurbord.web.registers.models import Issue, Milestone, MilestoneReport, Risk
from stuurbord.web.steering.models import ProjectState
from stuurbord.web.steering.queries import portfolio_totals
from stuurbord.web.steering.refresh import judge_again, refresh
from stuurbord.web.steering.snapshots import build_snapshot, default_as_of

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)


@pytest.fixture
def portfolio():
    """Return a portfolio with one project that has a plan and ends in gate G4."""
    made = factories.portfolio("RAND")
    factories.revision(factories.project(made, "P-001", goal_gate="G4"), factories.plan(late_days=3))
    return made


def _line(project: Project, year: int = 2026, **amounts: int | None) -> BudgetLine:
    return BudgetLine.objects.create(project=project, year=year, article=f"A{project.pk}", **amounts)


def _state(project: Project, on: date = ON) -> ProjectState:
    refresh([project.pk], on)
    return ProjectState.objects.select_related("project").get(project=project)


def _only(portfolio) -> Project:
    """Return the project that the fixture made."""
    return portfolio.projects.get(code="P-001")


# What is missing


def test_a_year_of_which_one_forecast_is_missing_has_no_sum(portfolio):
    """The budget is known, the forecast is not; what is committed so far is what is known of it."""
    other = factories.project(portfolio, "P-002")
    _line(_only(portfolio), budgeted_commitment=100, forecast_commitment=90, committed=40)
    _line(other, budgeted_commitment=50, forecast_commitment=None, committed=None)
    year = build_snapshot(portfolio, ON).budget_years[0]

    assert year.budgeted_commitment == 150
    assert year.forecast_commitment is None
    assert year.committed == 40
    assert (year.budgeted_payment, year.paid, year.forecast_payment) == (None, None, None)


def test_a_project_of_which_one_year_has_no_forecast_is_undetermined_in_cost(portfolio):
    """A sum over the years that are known would look like a saving."""
    project = _only(portfolio)
    _line(project, 2026, budgeted_payment=100, forecast_payment=100, paid=30)
    _line(project, 2027, budgeted_payment=100, forecast_payment=None)
    state = _state(project)

    assert (state.budget, state.forecast_cost, state.paid) == (200, None, 30)
    assert state.status_cost == "undetermined"
    assert "forecast_cost" in state.missing


@pytest.mark.parametrize("budget", [0, -500])
def test_a_budget_of_nothing_or_less_judges_nobody(client, portfolio, budget):
    """No percentage, no green: the page opens and says what it lacks."""
    project = _only(portfolio)
    _line(project, budgeted_payment=budget, forecast_payment=100, paid=10)
    state = _state(project)
    client.force_login(factories.user(Role.PORTFOLIO_MANAGER))
    answer = client.get(reverse("project", args=["RAND", "P-001"]))

    assert state.status_cost == "undetermined"
    assert "budget" in state.missing
    assert answer.status_code == 200


def test_totals_compare_the_same_projects(client, portfolio):
    """Who has a budget without a forecast is in neither sum, and the line says of how many projects it is."""
    _line(_only(portfolio), budgeted_payment=1_000_000, forecast_payment=1_100_000)
    half = factories.project(portfolio, "P-002")
    _line(half, budgeted_payment=5_000_000, forecast_payment=None)
    refresh(portfolio.projects.values_list("pk", flat=True), ON)
    manager = factories.user(Role.PORTFOLIO_MANAGER)
    totals = portfolio_totals(manager, portfolio)
    client.force_login(manager)
    text = client.get(reverse("portfolio", args=["RAND"])).content.decode()

    assert (totals.budget, totals.forecast, totals.n_costed) == (1_000_000, 1_100_000, 1)
    assert totals.n_projects == 2
    assert '<span class="line-2">' in text.split("<tfoot>")[1]


def test_a_goal_that_the_plan_does_not_know_is_forecast_by_people(portfolio):
    """Their date stands; without one the goal has no forecast and the deviation is not known."""
    project = _only(portfolio)
    Milestone.objects.create(
        project=project, code="G9", name="Elders", is_gate=True, baseline=ON, forecast=date(2026, 12, 1)
    )
    Project.objects.filter(pk=project.pk).update(goal_gate="G9")
    dated = _state(project)
    Milestone.objects.filter(code="G9").update(forecast=None)
    undated = _state(project)

    assert (dated.goal_milestone, dated.deviation_days) == ("G9", 11)
    assert (undated.forecast_finish, undated.deviation_days) == (None, None)
    assert undated.status_time == "undetermined"


def test_work_under_an_inactive_summary_is_not_counted(portfolio):
    """Neither as a task nor as critical: it takes no part."""
    rows = [
        TaskRow(1, "Fase", is_active=False),
        TaskRow(2, "Werk", outline_level=2, duration=factories.WORKDAY),
        TaskRow(3, "Ander werk", duration=factories.WORKDAY),
    ]
    project = factories.project(portfolio, "P-002")
    factories.revision(project, freeze(PlanDraft(start=0, tasks=rows))[0])
    state = _state(project)

    assert (state.n_tasks, state.n_critical) == (1, 1)


# What is archived or has ended


def test_archived_lines_are_in_no_figure(portfolio):
    """Not in the state, the snapshot, the trend, the sources nor the sums."""
    project = _only(portfolio)
    Risk.objects.create(project=project, code="R-1", title="Weg", probability=Decimal("0.9"), impact_days=90)
    Issue.objects.create(project=project, code="I-1", title="Weg")
    _line(project, budgeted_payment=100, forecast_payment=900)
    goal = Milestone.objects.get(project=project, code="G4")
    MilestoneReport.objects.create(milestone=goal, reported_on=date(2026, 10, 14), forecast=ON)
    for model in (Risk, Issue, BudgetLine, Milestone):
        model.objects.update(is_archived=True)
    state, snapshot = _state(project), build_snapshot(portfolio, ON)

    assert (state.n_open_risks, state.n_open_issues, state.top_risk, state.budget) == (0, 0, "", None)
    assert (state.goal_milestone, state.next_gate, state.gates, state.slips) == ("", "", [], [])
    assert snapshot.risks == snapshot.issues == snapshot.budget_years == snapshot.trend == ()
    assert snapshot.report_dates == ()
    assert snapshot.compared_with is None
    assert next(one for one in snapshot.sources if "Risk" in one.source).total == 0


@pytest.mark.parametrize("stage", [Stage.CLOSED, Stage.STOPPED])
def test_a_project_that_has_ended_is_judged_nowhere_but_its_money_remains(portfolio, stage):
    """Page and pack count the same projects; the year's credit still holds what was spent."""
    ended = factories.project(portfolio, "P-002", stage=stage)
    Milestone.objects.create(
        project=ended,
        code="G2",
        name="Nooit",
        is_gate=True,
        baseline=date(2026, 1, 5),
        forecast=date(2026, 1, 5),
    )
    Risk.objects.create(project=ended, code="R-1", title="Voorbij")
    _line(ended, budgeted_payment=70, forecast_payment=60, paid=60)
    state, snapshot = _state(ended), build_snapshot(portfolio, ON)
    totals = portfolio_totals(factories.user(Role.PORTFOLIO_MANAGER), portfolio)

    assert [one.code for one in snapshot.projects] == ["P-001"]
    assert totals.n_projects == 1
    assert snapshot.risks == ()
    assert snapshot.budget_years[0].paid == 60
    assert (state.next_gate, state.next_gate_on) == ("", None)


def test_an_archived_project_does_not_choose_the_status_date(portfolio):
    """The pack is made as of the latest status date of what it holds."""
    later = factories.project(portfolio, "P-002")
    factories.revision(later, factories.plan(status_date="2026-12-24T17:00"))
    Project.objects.filter(pk=later.pk).update(is_archived=True)

    assert default_as_of(portfolio) == date(2026, 11, 20)


# What the clock does


def test_a_gate_grows_more_overdue_every_morning(client, portfolio, settings):
    """Nothing changes but the day: the page counts on, and the second reader of a day writes nothing."""
    project = _only(portfolio)
    Milestone.objects.create(
        project=project, code="G2", name="Planning", is_gate=True, baseline=ON, forecast=ON
    )
    fresh = _state(project, ON)
    client.force_login(factories.user(Role.PORTFOLIO_MANAGER))
    overdue = {}
    for day in ("2026-11-21", "2026-11-30"):
        settings.STUURBORD_TODAY = day
        client.get(reverse("portfolio", args=["RAND"]))
        found = ProjectState.objects.get(project=project)
        overdue[day] = next(one["fields"] for one in found.reasons if one["code"] == "gate_overdue")

    assert "gate_overdue" not in [one["code"] for one in fresh.reasons]
    assert overdue["2026-11-21"] == {"gate": "G2", "overdue_days": 1}
    assert overdue["2026-11-30"] == {"gate": "G2", "overdue_days": 10}


def test_judging_again_writes_only_what_differs(portfolio, django_assert_num_queries):
    """One read when all is as it was."""
    project = _only(portfolio)
    Milestone.objects.create(
        project=project, code="G2", name="Planning", is_gate=True, baseline=ON, forecast=ON
    )
    _state(project, date(2026, 11, 23))

    with django_assert_num_queries(1):
        judge_again(ProjectState.objects.all(), date(2026, 11, 23))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 19, 22, 59, tzinfo=UTC), date(2026, 11, 19)),
        (datetime(2026, 11, 19, 23, 1, tzinfo=UTC), date(2026, 11, 20)),
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 1, tzinfo=UTC), date(2026, 7, 2)),
    ],
    ids=["winter evening", "winter night", "summer evening", "summer night"],
)
def test_the_day_of_an_import_is_the_day_in_brussels(portfolio, moment, day):
    """An hour before midnight in winter, two in summer: the new day has begun here."""
    PlanRevision.objects.update(created_at=moment)

    assert build_snapshot(portfolio, ON).projects[0].plan.imported_on == day


def test_the_slip_counts_each_report_once(portfolio):
    """A report of the day itself, or of later, is not told beside the present deviation."""
    project = _only(portfolio)
    goal = Milestone.objects.get(project=project, code="G4")
    promised = goal.promised_on
    for day in (date(2026, 10, 14), ON, date(2026, 12, 16)):
        MilestoneReport.objects.create(milestone=goal, reported_on=day, forecast=promised)
    state = _state(project)

    assert state.slips == [0, state.deviation_days]
