"""A portfolio as a whole against its own tolerances: measured, raised by itself, decided by its board."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest
from django.urls import reverse
from django.utils import timezone
from web import factories

from stuurbord.engine.schedule_risk.percentiles import rank_of
from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.web.accounts.models import Membership, Role, Scope, User
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.clock import today
from stuurbord.web.finance.models import BudgetLine
from stuurbord.web.forecasts.answers import Answers
from stuurbord.web.forecasts.models import SimulationRun
from stuurbord.web.forecasts.packing import packed_euro
from stuurbord.web.meetings.actions.agenda import accept_proposals
from stuurbord.web.meetings.documents import papers_for
from stuurbord.web.meetings.models import Meeting
from stuurbord.web.meetings.portfolio_exceptions import SOURCE
from stuurbord.web.meetings.proposals import proposals_for
from stuurbord.web.notices.matter import Circle
from stuurbord.web.projects.models import Project
from stuurbord.web.registers.models import Benefit, Milestone, Risk
from stuurbord.web.steering.models import ProjectState
from stuurbord.web.tolerances import sure_cost
from stuurbord.web.tolerances.actions import NotComplete, agree_for_portfolio, judge_status
from stuurbord.web.tolerances.models import PortfolioException, PortfolioTolerances, Target
from stuurbord.web.tolerances.portfolio_deciding import ask, close, decide, may_decide, report
from stuurbord.web.tolerances.portfolio_matters import portfolio_matters
from stuurbord.web.tolerances.portfolio_standing import portfolio_standing
from stuurbord.web.tolerances.raising import raise_exceptions

pytestmark = pytest.mark.django_db


@pytest.fixture
def portfolio():
    """Return a portfolio of two projects: one on time, one four days late without the plan moving."""
    made = factories.portfolio("PF")
    for code in ("P-1", "P-2"):
        project = factories.project(made, code, time_tolerance_days=30, cost_tolerance=Decimal("0.2"))
        factories.revision(project)
        BudgetLine.objects.create(
            project=project, year=2026, budgeted_payment=100_000, forecast_payment=100_000
        )
    return made


@pytest.fixture
def manager():
    return factories.user(Role.PORTFOLIO_MANAGER)


@pytest.fixture
def chair(portfolio):
    """Return the chair of the board: who decides in the portfolio."""
    return factories.user(Role.PROJECT_OWNER, Scope.PORTFOLIO, portfolio.pk)


def agree(manager, portfolio, **limits: object) -> PortfolioTolerances:
    stored = PortfolioTolerances.objects.filter(portfolio=portfolio).first()
    return agree_for_portfolio(manager, portfolio, limits, stored.version if stored else 0)


def standing(portfolio, target: str):
    stored = PortfolioTolerances.objects.filter(portfolio=portfolio).first()
    return next(one for one in portfolio_standing(portfolio, stored, today()) if one.target == target)


def spend(code: str, amount: int | None) -> None:
    """Change the forecast of a project's budget, and tell of it."""
    line = BudgetLine.objects.get(project__code=code)
    BudgetLine.objects.filter(pk=line.pk).update(forecast_payment=amount)
    raise_exceptions([line.project_id])


def opened(portfolio) -> PortfolioException:
    return PortfolioException.objects.select_related("portfolio").get(portfolio=portfolio)


def reported(portfolio, manager) -> PortfolioException:
    """Return an exception in cost that was completed."""
    agree(manager, portfolio, all_cost=Decimal("0.05"))
    spend("P-2", 130_000)
    line = opened(portfolio)
    words = {"cause": "Staal", "consequence": "Minder", "recommendation": "Faseren"}
    options = [
        {"title": "Afwachten", "effect_days": 0, "effect_cost": Decimal(0)},
        {"title": "Faseren", "effect_days": 30, "effect_cost": Decimal(-20_000), "is_recommended": True},
    ]
    options = [{"effect_risk": "", "is_recommended": False} | one for one in options]
    return report(manager, line, words | {"due": today() + timedelta(days=20)}, options, line.version)


def test_cost_is_measured_over_all_budgets_together(portfolio):
    """Thirty thousand more on two hundred thousand is 15 %, whoever spends it."""
    spend("P-2", 130_000)

    assert standing(portfolio, Target.COST).used == Decimal("0.15")


def simulated(portfolio) -> np.ndarray:
    """Simulate both projects, with costs that spread each its own way; return the P80 of their sum."""
    BudgetLine.objects.update(budgeted_payment=100_000, forecast_payment=95_000)
    total = 0.0
    for seed, project in enumerate(Project.objects.filter(portfolio=portfolio).order_by("code")):
        run = factories.forecast(project)
        cost = np.random.default_rng(seed).normal(100_000, 10_000, len(Answers(run).cost)).round(2)
        run.cost, run.planned_cost, run.p50_finish = packed_euro(cost), 95_000.0, None
        run.save()
        total = total + np.maximum(cost, 95_000)
    return np.sort(total)[rank_of(len(total), 0.8)]


def test_p80_of_the_sum_is_drawn_not_added(portfolio):
    """Per draw each project costs what its plan costs there, at least its forecast; P80 is of their sum."""
    sure = simulated(portfolio)
    alone = [Decimal(str(Answers(run).cost_at(0.8))) for run in SimulationRun.objects.all()]

    found = standing(portfolio, Target.COST)
    assert found.basis == "simulation"
    assert float(found.used) == pytest.approx(sure / 200_000 - 1, abs=1e-5)
    assert found.used < sum(alone) / 200_000 - 1


def test_the_sum_is_kept_until_a_forecast_changes(portfolio, monkeypatch):
    """Ten thousand draws of each project are added once, not at every save."""
    PortfolioTolerances.objects.create(portfolio=portfolio, all_cost=Decimal("0.9"))
    simulated(portfolio)
    first = standing(portfolio, Target.COST).used
    monkeypatch.setattr(sure_cost, "_p80", lambda drawn: 1e9)
    kept = standing(portfolio, Target.COST).used
    BudgetLine.objects.filter(project__code="P-2").update(forecast_payment=96_000)

    assert kept == first
    assert standing(portfolio, Target.COST).used > 1000


def test_time_is_the_last_finish_against_the_last_promise(portfolio):
    """Only what ends after the last promise makes the portfolio late."""
    first, last = Milestone.objects.filter(code="G4").order_by("project__code")
    promised = last.promised_on
    Milestone.objects.filter(pk=first.pk).update(
        planned_baseline=promised - timedelta(days=200), actual=promised - timedelta(days=50)
    )
    Milestone.objects.filter(pk=last.pk).update(actual=promised + timedelta(days=9))

    assert standing(portfolio, Target.TIME).used == 9


def test_what_cannot_be_measured_says_what_is_missing(portfolio, manager):
    """A budget without a forecast: undetermined, with the code of its project, and nothing is raised."""
    agree(manager, portfolio, all_cost=Decimal("0.05"))
    spend("P-2", None)

    found = standing(portfolio, Target.COST)
    assert (found.used, found.status.value, found.missing) == (None, "undetermined", ("P-2",))
    assert not PortfolioException.objects.exists()


def test_a_project_without_a_budget_is_named_and_not_counted(portfolio):
    """It promised no amount, so it cannot exceed one."""
    factories.project(portfolio, "P-3")

    assert standing(portfolio, Target.COST).left_out == ("P-3",)
    assert standing(portfolio, Target.COST).used == 0


def test_risks_of_all_projects_are_added(portfolio):
    """Half of ten thousand here and half of six there."""
    for number, (project, euro) in enumerate(zip(Project.objects.all(), (10_000, 6_000), strict=True)):
        Risk.objects.create(
            project=project, code=f"R-{number}", title="Bodem", probability="0.5", impact_cost=euro
        )

    assert standing(portfolio, Target.RISK).used == 8_000


def test_a_benefit_that_is_due_and_not_measured_leaves_benefits_open(portfolio):
    """It is not known, so the portfolio is not on track; the project is named."""
    project = Project.objects.get(code="P-1")
    Benefit.objects.create(
        project=project, code="B-1", title="Minuten", target_on=today() - timedelta(days=1), target_value=5
    )

    assert standing(portfolio, Target.BENEFITS).missing == ("P-1",)
    assert standing(portfolio, Target.BENEFITS).used is None


def test_an_exception_of_the_portfolio_raises_itself(portfolio, manager):
    """Each project stays within its own 20 %, together they exceed 10 %: Stuurbord raises it, once."""
    agree(manager, portfolio, all_cost=Decimal("0.1"))
    spend("P-1", 115_000)
    spend("P-2", 115_000)
    spend("P-2", 116_000)

    line = opened(portfolio)
    assert (line.code, line.state, line.target, line.basis) == ("PAFW-001", "raised", "cost", "forecast")
    assert (line.measured, line.allowed) == (Decimal("0.155"), Decimal("0.1"))
    assert line.options.get().effect_cost == 0
    assert AuditEntry.objects.get(action="portfolioexception.raise").actor_name == "Stuurbord"


def test_a_portfolio_that_agreed_on_nothing_raises_nothing(portfolio):
    """Without a tolerance there is nothing to exceed."""
    spend("P-2", 900_000)

    assert not PortfolioException.objects.exists()
    assert standing(portfolio, Target.COST).status.value == "undetermined"


def test_the_last_percent_of_the_tolerance_is_within_it(portfolio, manager):
    """Exactly as much as allowed raises nothing, a euro more does."""
    agree(manager, portfolio, all_cost=Decimal("0.1"))
    found = []
    for amount in (120_000, 120_100):
        spend("P-1", amount)
        found.append(PortfolioException.objects.count())

    assert found == [0, 1]


def test_it_is_withdrawn_when_nobody_reported_it(portfolio, manager):
    """The forecast comes back: withdrawn by itself, and raised anew as another when it leaves again."""
    agree(manager, portfolio, all_cost=Decimal("0.05"))
    for amount in (130_000, 100_000, 140_000):
        spend("P-2", amount)

    states = list(PortfolioException.objects.order_by("code").values_list("code", "state"))
    assert states == [("PAFW-001", "withdrawn"), ("PAFW-002", "raised")]


def test_what_is_no_longer_known_is_not_withdrawn(portfolio, manager):
    """The forecast was emptied: nobody can say that it is within again."""
    agree(manager, portfolio, all_cost=Decimal("0.05"))
    spend("P-2", 130_000)
    spend("P-2", None)

    assert (opened(portfolio).state, opened(portfolio).is_beyond) == ("raised", True)


def test_the_board_decides_and_the_figures_close_it(portfolio, manager, chair):
    """Reported, asked, decided by somebody else, closed once it is within again."""
    line = reported(portfolio, manager)
    line = ask(manager, line, line.version)
    line = decide(chair, line, 2, "Faseren, herziening in maart", line.version)
    with pytest.raises(NotComplete):
        close(manager, line, line.version)
    spend("P-2", 100_000)
    line = close(manager, opened(portfolio), line.version)

    assert (line.state, line.decided_by, line.decided_on) == ("closed", chair, today())
    assert line.options.get(is_chosen=True).title == "Faseren"
    assert (line.measured, line.measured_now) == (Decimal("0.15"), Decimal(0))


def test_who_asked_does_not_decide(portfolio, manager):
    """The portfolio manager has the mandate, and brought it forward: refused."""
    line = reported(portfolio, manager)
    line = ask(manager, line, line.version)

    assert not may_decide(manager, line)
    with pytest.raises(NotPermitted):
        decide(manager, line, 2, "Goed", line.version)


def test_a_mandate_that_was_lost_meanwhile_does_not_decide(portfolio, manager, chair):
    """Between opening the page and signing, the role was withdrawn."""
    line = reported(portfolio, manager)
    line = ask(manager, line, line.version)
    Membership.objects.filter(user=chair).delete()

    with pytest.raises(NotPermitted):
        decide(User.objects.get(pk=chair.pk), line, 2, "Goed", line.version)


def test_half_a_report_is_not_asked(portfolio, manager):
    """Only waiting, no cause: the sentence says what is missing."""
    agree(manager, portfolio, all_cost=Decimal("0.05"))
    spend("P-2", 130_000)
    line = opened(portfolio)
    words = {"cause": "", "consequence": "", "recommendation": "Wachten", "due": None}
    line = report(manager, line, words, [], line.version)

    with pytest.raises(NotComplete) as refused:
        ask(manager, line, line.version)
    assert str(refused.value).count(".") >= 3


def test_a_race_is_refused_with_what_happened(client, portfolio, manager, chair):
    """Two of the board decide: the second one gets 409, with who decided."""
    other = factories.user(Role.PROJECT_OWNER, Scope.PORTFOLIO, portfolio.pk)
    line = reported(portfolio, manager)
    line = ask(manager, line, line.version)
    seen = line.version
    decide(chair, line, 1, "Afwachten", seen)
    client.force_login(other)
    sent = {"do": "decide", "option": 2, "outcome": "Faseren", "version": seen}
    answer = client.post(reverse("portfolio_exception", args=["PF", line.code]), sent)

    assert answer.status_code == 409
    assert chair.name in answer.content.decode()
    assert opened(portfolio).outcome == "Afwachten"


def test_the_same_step_twice_is_refused(portfolio, manager):
    """A second click on ask, with the new version: it stands elsewhere by now."""
    line = reported(portfolio, manager)
    line = ask(manager, line, line.version)

    with pytest.raises(VersionConflict):
        ask(manager, line, line.version)


def test_the_page_takes_the_report_and_the_decision(client, portfolio, manager, chair):
    """As people do it: the form with four options, the button, the choice of the board."""
    agree(manager, portfolio, all_cost=Decimal("0.05"))
    spend("P-2", 130_000)
    page = reverse("portfolio_exception", args=["PF", "PAFW-001"])
    client.force_login(manager)
    sent = {"do": "report", "version": 1, "cause": "Staal", "consequence": "Minder", "due": "2027-03-01"}
    sent |= {"recommendation": "Faseren", "option-0-title": "Afwachten", "option-0-effect_days": "0"}
    sent |= {"option-0-effect_cost": "0", "option-1-title": "Faseren", "option-1-effect_days": "30"}
    wrong = client.post(page, sent | {"option-2-effect_days": "4"})
    sent |= {"option-1-effect_cost": "-20.000", "option-1-is_recommended": "on"}
    assert wrong.status_code == 422
    assert client.post(page, sent).status_code == 302
    assert client.post(page, {"do": "ask", "version": 2}).status_code == 302
    client.force_login(chair)
    answer = client.post(page, {"do": "decide", "version": 3, "option": "2", "outcome": "Doen"})

    assert answer.status_code == 302
    assert "Doen" in client.get(page).content.decode()
    assert opened(portfolio).options.get(is_chosen=True).effect_cost == -20_000


def test_the_agreements_show_the_portfolio_as_a_whole(client, portfolio, manager):
    """Seven targets, the exception with its page; who sees one project sees none of it."""
    agree(manager, portfolio, all_cost=Decimal("0.05"))
    spend("P-2", 130_000)
    address = reverse("portfolio_agreements", args=["PF"])
    client.force_login(manager)
    answer = client.get(address)
    page = answer.content.decode()
    project = Project.objects.get(code="P-1")
    client.force_login(factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk))
    other = client.get(address).content.decode()

    assert len(answer.context["together"]) == 7
    assert reverse("portfolio_exception", args=["PF", "PAFW-001"]) in page
    assert "PAFW-001" not in other


def test_it_stands_in_my_week_of_who_must_act(portfolio, manager, chair):
    """First with who reports, then with who decides and did not ask."""
    until = today() + timedelta(days=30)
    line = reported(portfolio, manager)
    before = [len(list(portfolio_matters(Circle(one, until)))) for one in (manager, chair)]
    ask(manager, line, line.version)
    after = [len(list(portfolio_matters(Circle(one, until)))) for one in (manager, chair)]

    assert (before, after) == ([1, 0], [0, 1])


def test_standing_asks_as_many_queries_for_two_projects_as_for_twelve(
    portfolio, django_assert_max_num_queries
):
    """No query per project."""
    for number in range(10):
        project = factories.project(portfolio, f"P-1{number}")
        BudgetLine.objects.create(project=project, year=2026, budgeted_payment=10, forecast_payment=10)

    with django_assert_max_num_queries(22):
        portfolio_standing(portfolio, None, today())


def test_it_is_proposed_for_the_board_with_its_page(portfolio, manager):
    """The agenda of the portfolio proposes it and lays its page on the table; that of a project does not."""
    line = reported(portfolio, manager)
    ask(manager, line, line.version)
    at = timezone.now() + timedelta(days=7)
    board = Meeting.objects.create(portfolio=portfolio, body="Stuurgroep", at=at)
    own = Meeting.objects.create(portfolio=portfolio, project=Project.objects.first(), body="P-1", at=at)
    item = next(one for one in accept_proposals(manager, board) if one.source == SOURCE)

    assert SOURCE not in {one.source for one in proposals_for(own)}
    assert line.code in next(iter(papers_for(manager, board, item))).label
    assert SOURCE not in {one.source for one in proposals_for(board)}


def test_what_is_agreed_or_judged_makes_no_simulation_stale(portfolio, manager):
    """The facts stayed as they were: no forecast falls away while twelve projects are simulated anew."""
    project = Project.objects.get(code="P-1")
    factories.forecast(project)
    project.refresh_from_db()
    agree(manager, portfolio, on_track_from=Decimal("0.9"))
    until = today() + timedelta(days=9)
    values = {"judged_status": "intervene", "judged_reason": "Staking", "judged_until": until}
    judge_status(manager, project, values, project.version)
    state = ProjectState.objects.get(project=project)

    assert not SimulationRun.objects.get(project=project).is_stale
    assert state.status == "intervene"
