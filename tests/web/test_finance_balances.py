"""Commitments, orders and invoices add up per budget line, to the cent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from web import factories
from web.money_lines import budget_line, line

from stuurbord.web.accounts.models import Role
from stuurbord.web.finance.conclusions.budget import budget_conclusion, budget_sentence, forecasts_conclusion
from stuurbord.web.finance.conclusions.spending import (
    commitments_conclusion,
    invoices_conclusion,
    orders_conclusion,
)
from stuurbord.web.finance.declarations import BUDGET, COMMITMENTS, INVOICES, MONTH_FORECASTS, ORDERS
from stuurbord.web.finance.models import BudgetLine
from stuurbord.web.lists.register import REGISTERS, Family

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return factories.project(factories.portfolio("A"), "P-001")


def balance(of: BudgetLine):
    """Return the budget line as the register shows it."""
    return BUDGET.lines(factories.OPERATOR).get(pk=of.pk)


def chain(of, on: BudgetLine, amount: str, **invoice: object):
    """Return an invoice on an order on an approved commitment, all of one amount."""
    commitment = line("vastleggingen", of, budget_line=on, amount=amount, state="approved")
    order = line("bestelbonnen", of, commitment=commitment, amount_incl=amount, state="placed")
    return line("facturen", of, order=order, amount_incl=amount, **invoice)


def test_a_budget_line_has_a_code_to_point_at(project):
    """Year, article and one letter for the kind; what is not there is left out."""
    assert budget_line(project, article="MB0-1MF4NB-WT").code == "2026 MB0-1MF4NB-WT I"
    assert budget_line(project, article="", kind="operating").code == "2026 E"
    assert str(budget_line(project, article="X", kind="")) == "2026 X"


def test_approved_commitments_are_added_up_to_the_cent(project):
    """Thirty times ten cents is three euro exactly; a decrease is free again; proposals do not count."""
    on = budget_line(project, budgeted_commitment=10)
    for _number in range(30):
        line("vastleggingen", project, budget_line=on, amount="0.10", state="approved")
    line("vastleggingen", project, budget_line=on, amount="2.00", decrease="0.75", state="closed")
    line("vastleggingen", project, budget_line=on, amount="5.00", state="proposed")
    line("vastleggingen", project, budget_line=on, amount="5.00", state="approved", is_archived=True)

    found = balance(on)

    assert found.commitments_registered == Decimal("4.25")
    assert found.free_commitment == Decimal("5.75")


def test_nothing_registered_is_no_sum(project):
    """Without commitments and own figures nobody knows what is free."""
    found = balance(budget_line(project))

    assert found.commitments_registered is None
    assert found.free_commitment is None
    assert found.payments_registered is None


def test_a_payment_weighs_on_the_credit_of_the_year_it_is_made_in(project):
    """A commitment of 2026 that is paid in 2027 takes payment credit of 2027."""
    first = budget_line(project, article="MB", year=2026)
    second = budget_line(project, article="MB", year=2027)
    other = budget_line(project, article="MB", year=2027, kind="operating")
    chain(project, first, "121.00", state="paid", paid_on=date(2026, 12, 30))
    chain(project, first, "242.00", state="paid", paid_on=date(2027, 1, 4))
    chain(project, first, "500.00", state="approved")

    assert balance(first).payments_registered == Decimal("121")
    assert balance(second).payments_registered == Decimal("242")
    assert balance(other).payments_registered is None


def test_own_figures_that_differ_are_told_and_not_overwritten(project):
    """What was imported stays; the larger counts until both agree."""
    on = budget_line(project, committed=300)
    line("vastleggingen", project, budget_line=on, amount="250.00", state="approved")

    found = balance(on)
    told = budget_sentence(found)

    assert found.committed == 300
    assert found.free_commitment == 700
    assert "€\u00a0300" in told
    assert "€\u00a0250" in told
    assert list(BUDGET.lines(factories.OPERATOR).filter(BUDGET.views[3].lines(None))) == [on]


@pytest.mark.parametrize(("own", "differs"), [("0.30", False), ("0.31", True), (None, False)])
def test_a_difference_begins_at_a_cent(project, own, differs):
    """Sums of a database without exact decimals do not make a difference of their own."""
    on = budget_line(project, committed=own)
    for _number in range(3):
        line("vastleggingen", project, budget_line=on, amount="0.10", state="approved")

    found = BUDGET.lines(factories.OPERATOR).filter(BUDGET.views[3].lines(None))

    assert found.exists() is differs


def test_a_line_with_more_committed_than_credit_is_overdrawn(project):
    """The conclusion tells it."""
    on = budget_line(project, budgeted_commitment=100)
    line("vastleggingen", project, budget_line=on, amount="100.01", state="approved")

    assert "Eén lijn is overschreden" in budget_conclusion(BUDGET.lines(factories.OPERATOR)) or (
        "overdrawn" in budget_conclusion(BUDGET.lines(factories.OPERATOR))
    )


def test_invoices_beyond_their_order_are_found(project):
    """Both invoices on the order stand out; disputed ones do not count."""
    order = line("bestelbonnen", project, amount_incl="200.00", state="placed")
    line("facturen", project, order=order, amount_incl="150.00")
    line("facturen", project, order=order, amount_incl="50.00", state="disputed")
    above = next(one for one in INVOICES.views if one.slug == "above-order")
    lines = INVOICES.lines(factories.OPERATOR)
    assert not lines.filter(above.lines(None)).exists()

    line("facturen", project, order=order, amount_incl="50.01")

    assert lines.filter(above.lines(None)).count() == 3
    assert ORDERS.lines(factories.OPERATOR).get(pk=order.pk).invoiced == Decimal("200.01")


def test_late_invoices_are_told_with_their_amount(project):
    """Paid and disputed ones are not late."""
    line("facturen", project, amount_incl="100.00", due=date(2026, 11, 24))
    line("facturen", project, amount_incl="10.00", due=date(2026, 11, 25))
    line("facturen", project, amount_incl="1.00", due=date(2026, 11, 1), state="paid")

    told = invoices_conclusion(INVOICES.open_lines(INVOICES.lines(factories.OPERATOR)))

    assert "€\u00a0110" in told
    assert "€\u00a0100" in told


def test_what_is_committed_and_ordered_is_told(project):
    """Only what counts: no proposals, no drafts."""
    commitment = line("vastleggingen", project, amount="500", decrease="100", state="approved")
    line("vastleggingen", project, amount="70")
    order = line("bestelbonnen", project, commitment=commitment, amount_incl="300", state="placed")
    line("bestelbonnen", project, commitment=commitment, amount_incl="50", state="cancelled")
    line("facturen", project, order=order, amount_incl="121")

    committed = commitments_conclusion(COMMITMENTS.open_lines(COMMITMENTS.lines(factories.OPERATOR)))
    ordered = orders_conclusion(ORDERS.open_lines(ORDERS.lines(factories.OPERATOR)))

    assert "€\u00a0400" in committed
    assert "€\u00a0300" in committed
    assert "€\u00a0300" in ordered
    assert "€\u00a0121" in ordered


@pytest.mark.parametrize("slug", [slug for slug, one in REGISTERS.items() if one.family == Family.MONEY])
def test_every_list_of_money_adds_up_its_columns_on_the_page(project, client, slug):
    """With a line, a filter that exists and one that does not."""
    line(slug, project) if slug != "budget" else budget_line(project)
    client.force_login(factories.user(Role.CONTROLLER))
    address = reverse("register", args=[slug])
    names = [f"{one.name}={value}" for one in REGISTERS[slug].filters for value in ("2026", "abc", "' --")]

    assert client.get(address).status_code == 200
    for name in names:
        assert client.get(f"{address}?{name}&all=1").status_code == 200


def test_credit_that_would_lapse_is_told(project):
    """Credit minus paid minus what is expected until December; undetermined where a line is not complete."""
    budget_line(project, budgeted_payment=1000, paid=600)
    line("maandprognose", project, month="2026-12", amount="250.00")
    line("maandprognose", project, month="2027-01", amount="999.00")
    line("maandprognose", project, month="2026-10", amount="888.00")
    lines = MONTH_FORECASTS.lines(factories.OPERATOR)
    told = forecasts_conclusion(lines)
    budget_line(project, budgeted_payment=1000)

    undetermined = forecasts_conclusion(lines)

    assert "€\u00a0250" in told
    assert "€\u00a0150" in told
    assert "€\u00a0150" not in undetermined
