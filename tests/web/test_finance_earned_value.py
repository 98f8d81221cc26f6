"""Invoices, labour and the monthly forecast become the actual cost and the forecast of earned value."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from web import factories
from web.money_lines import line

from stuurbord.plan import BaselineRow, PlanDraft, TaskRow, freeze, instant
from stuurbord.web.accounts.models import Role
from stuurbord.web.finance.actual_cost import MissingFact, actual_cost_series, expected_cost
from stuurbord.web.forecasts.earned_value import earned_value

pytestmark = pytest.mark.django_db


def moment(text: str) -> int:
    return instant(datetime.fromisoformat(text))


def plan(actual_cost: int = 0):
    """Return one task of 1,000 euro, half of its time past, 40 % done, on the last day of October."""
    start, finish = moment("2026-10-19T08:00"), moment("2026-11-13T17:00")
    task = TaskRow(1, "Werk", 1, duration=20 * factories.WORKDAY, actual_start=start, percent_complete=0.4)
    task.baselines = {0: BaselineRow(start, finish, 20 * factories.WORKDAY, cost=100_000)}
    task.actual_cost = actual_cost
    draft = PlanDraft(start=start, status_date=moment("2026-10-30T17:00"), tasks=[task])
    return freeze(draft)[0]


@pytest.fixture
def project():
    return factories.project(factories.portfolio("A"), "P-001")


def panel(of, **options):
    """Return label → (value, note) of the panel."""
    factories.revision(of, plan(**options))
    of.refresh_from_db()
    return earned_value(of)


def figures(found) -> list[str]:
    return [str(fact.value) for fact in found.facts]


def test_work_counts_in_the_month_in_which_it_was_done(project):
    """Not in the month in which it was invoiced; a credit note is taken off; disputed ones wait."""
    line("facturen", project, month="2026-09", amount_incl="100.10", invoiced_on="2026-10-05")
    line("facturen", project, month="2026-09", amount_incl="-0.20")
    line("facturen", project, month="2026-10", amount_incl="50.00", state="disputed")
    line("prestaties", project, month="2026-10", amount="80.05")
    line("prestaties", project, month="2026-09", amount="0.05")

    found = actual_cost_series(project)

    assert found.months == ("2026-09", "2026-10")
    assert found.amounts == (Decimal("99.95"), Decimal("80.05"))
    assert found.until("2026-09") == Decimal("99.95")
    assert found.until("2026-10") == Decimal("180.00")
    assert found.n_disputed == 1


def test_hired_labour_on_an_order_counts_once(project):
    """Its invoices are the cost then."""
    order = line("bestelbonnen", project)
    line("prestaties", project, employment="external", amount="500", order=order)
    line("facturen", project, order=order, amount_incl="605")

    assert actual_cost_series(project).until("2026-10") == 605


def test_a_missing_fact_leaves_the_sum_unknown_and_is_told(project):
    """Half a sum looks like a saving."""
    line("facturen", project)
    line("facturen", project, month="")
    line("prestaties", project, amount=None)

    found = actual_cost_series(project)

    assert found.until("2026-12") is None
    assert found.missing == {MissingFact.INVOICE_WITHOUT_MONTH: 1, MissingFact.LABOUR_WITHOUT_AMOUNT: 1}


def test_nothing_registered_is_not_a_cost_of_zero(project):
    """Nor is an archived line."""
    line("facturen", project, is_archived=True)

    assert not actual_cost_series(project).is_registered
    assert actual_cost_series(project).until("2026-12") is None


def test_only_payments_after_the_status_month_are_expected(project):
    """A line without an amount leaves the sum unknown."""
    assert expected_cost(project, "2026-10") is None
    line("maandprognose", project, month="2026-10", amount="1")
    line("maandprognose", project, month="2026-11", amount="10.50")
    line("maandprognose", project, month="2027-01", amount="20.25")
    line("maandprognose", project, month="2027-01", amount="99", credit="commitment")

    assert expected_cost(project, "2026-10") == Decimal("30.75")
    line("maandprognose", project, month="2027-02", amount=None)
    assert expected_cost(project, "2026-10") is None


def test_the_panel_computes_with_what_was_invoiced(project):
    """PV 500, EV 400, AC 800: every euro earned half; at this CPI it costs 2,000, people expect 1,700."""
    line("facturen", project, month="2026-10", amount_incl="700")
    line("prestaties", project, month="2026-09", amount="100")
    line("facturen", project, month="2026-11", amount_incl="5000")
    line("maandprognose", project, month="2026-11", amount="900")

    found = panel(project, actual_cost=12_300)

    known = {fact.label: fact for fact in found.facts}
    assert known["CPI"].value in ("0,50", "0.50")
    assert known["SPI(t)"].value in ("0,80", "0.80")
    assert "0,00" in figures(found)[2] or "0.00" in figures(found)[2]
    assert not found.lacks


def test_without_registers_the_plan_tells_what_was_spent(project):
    """The panel says so."""
    found = panel(project, actual_cost=80_000)

    assert next(fact.value for fact in found.facts if fact.label == "CPI") in ("0,50", "0.50")
    assert found.source


def test_what_is_missing_leads_to_the_lines(project):
    """The cost is undetermined, the pace is not."""
    line("facturen", project, month="")

    found = panel(project, actual_cost=80_000)

    values = {fact.label: fact.value for fact in found.facts}
    assert values["CPI"] == "–"
    assert values["SPI(t)"] in ("0,80", "0.80")
    assert [one.url.partition("?")[0] for one in found.lacks] == [reverse("register", args=["facturen"])]
    assert "view=no-month" in found.lacks[0].url


def test_a_plan_without_baseline_has_no_earned_value(project):
    """What was spent is told all the same."""
    line("facturen", project, month="2026-10", amount_incl="700")
    factories.revision(project, factories.plan())
    project.refresh_from_db()

    found = earned_value(project)

    assert figures(found)[:2] == ["–", "–"]
    assert figures(found)[2] != "–"


def test_the_page_of_the_forecast_shows_it(project, client):
    """Also while nothing uncertain is written down, and the link to what is missing works."""
    client.force_login(factories.user(Role.READER))
    line("facturen", project, month="")
    found = panel(project)

    page = client.get(reverse("project_forecast", args=["A", "P-001"]))
    listed = client.get(found.lacks[0].url)

    assert 'id="earned-title"' in page.content.decode()
    assert listed.status_code == 200
