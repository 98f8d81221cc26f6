"""Ordered, invoiced and paid; a revised price on its way to the finances; the timeline of the file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from web import contract_worlds, factories

from stuurbord.web.contracts.actions.calling_off import NewCallOff, call_off, withdraw_call_off
from stuurbord.web.contracts.actions.opening import change_terms
from stuurbord.web.contracts.actions.paying import (
    NewRequest,
    link_request,
    pay_request,
    receive_request,
    send_to_finances,
)
from stuurbord.web.contracts.actions.revising import add_series, revise_request, set_value
from stuurbord.web.contracts.keeping import Refused
from stuurbord.web.contracts.models import PriceRevision
from stuurbord.web.finance.models import Invoice, Order
from stuurbord.web.procurements.told import happenings

pytestmark = pytest.mark.django_db
FRAMEWORK = {"years": 4, "value_per_year": 80_000, "suppliers": 1}


@pytest.fixture(autouse=True)
def _today(settings):
    settings.STUURBORD_TODAY = factories.TODAY.isoformat()


def day(text):
    return date.fromisoformat(text)


def request(reference, amount="10000", on="2026-09-10", **more):
    values = {"received_on": day(on), "performed_on": day(on), "amount": Decimal(amount)} | more
    return NewRequest(reference, **values)


# -------------------------------------------------------------------------- Orders and what was paid


def test_consumption_tells_ordered_invoiced_and_paid(client):
    """Two orders of 50,000: 60,000 was invoiced on the first, of which 20,000 paid; 5,000 names no order."""
    world = contract_worlds.world({"framework": FRAMEWORK, "estimate": 320_000, "award": 320_000})
    world.conclude(initial_amount=None, is_framework=True, ceiling=Decimal(320_000))
    for _n in range(2):
        world.do(call_off, NewCallOff("Lezers", day("2026-09-01"), Decimal(50_000)))
    world.do(receive_request, request("F1", "20000", call_off=1))
    world.do(receive_request, request("F2", "40000", call_off=1))
    world.do(receive_request, request("F3", "5000"))
    world.do(pay_request, 1, paid_on=day("2026-10-01"))

    stand = world.stand()
    whole = stand.consumption
    assert (whole.used, whole.invoiced, whole.paid) == (100_000, 65_000, 20_000)
    assert (whole.without_order, whole.left) == (5_000, 220_000)
    orders = [(one.invoiced, one.paid, one.is_exceeded) for one in stand.call_offs]
    assert orders == [(60_000, 20_000, True), (0, 0, False)]

    client.force_login(world.manager)
    page = reverse("contract", args=[world.file.reference])
    form = {"do": "link", "version": world.contract().version, "link-number": "3"}
    assert client.post(page, form | {"link-call_off": "3"}).status_code == 422
    assert client.post(page, form | {"link-call_off": "2"}).status_code == 302
    assert world.stand().call_offs[1].invoiced == 5_000
    text = client.get(page).content.decode()
    assert "€\N{NO-BREAK SPACE}65.000,00" in text
    with pytest.raises(Refused):  # payment was asked of it
        world.do(withdraw_call_off, 2, "Niet meer nodig.")
    world.do(link_request, 3, None)
    world.do(withdraw_call_off, 2, "Niet meer nodig.")
    for wrong in (2, 9):
        with pytest.raises(Refused):
            world.do(link_request, 3, wrong)


def test_payment_of_an_order_is_not_asked_before_it_was_placed():
    world = contract_worlds.world({"framework": FRAMEWORK, "estimate": 320_000, "award": 320_000})
    world.conclude(initial_amount=None, is_framework=True, ceiling=Decimal(320_000))
    world.do(call_off, NewCallOff("Lezers", day("2026-09-20"), Decimal(50_000)))

    with pytest.raises(Refused):
        world.do(receive_request, request("F1", call_off=1))


# ------------------------------------------------------------------------------------- Revised price


@pytest.fixture
def revised():
    """Return a contract with a formula, an order in the finances, and a request of 10,000 euro."""
    world = contract_worlds.world()
    world.conclude(
        revision_formula="P = P0 × (0,40 × S/s + 0,40 × I/i + 0,20)", revision_base_month=day("2026-02-01")
    )
    order = Order.objects.create(
        project=world.project, code="B-001", title="Sluis", supplier="Sluis nv", payment_days=60
    )
    change_terms(world.manager, world.contract(), {"order": order}, world.contract().version)
    world.do(receive_request, request("F1", on="2026-06-30", amount_incl=Decimal(12_100)))
    for code, value in (("S", 110), ("I", 102)):
        add_series(factories.OPERATOR, code, "Index", "FOD Economie")
        set_value(factories.OPERATOR, code, day("2026-02-01"), Decimal(100))
        set_value(factories.OPERATOR, code, day("2026-06-01"), Decimal(value))
    return world


def test_what_goes_to_the_finances_is_the_revised_amount(revised, client):
    """10,000 × 1.048 = 10,480, with 21 % VAT 12,680.80; the invoice says how, and so does the page."""
    revised.do(revise_request, 1)
    made = revised.do(send_to_finances, 1, actor=revised.portfolio_manager)

    assert (made.amount_excl, made.amount_incl) == (Decimal("10480.00"), Decimal("12680.80"))
    for wanted in ("1,048", "0,40 × S/s", "S: 100 in 02/2026, 110 in 06/2026", "I: 100 in 02/2026, 102"):
        assert wanted in made.note, wanted
    assert PriceRevision.objects.get().invoice == made
    assert revised.contract().payment_requests.get().owed == Decimal("12680.80")
    with pytest.raises(Refused):
        revised.do(send_to_finances, 1, actor=revised.portfolio_manager)
    client.force_login(revised.manager)
    text = client.get(reverse("contract", args=[revised.file.reference])).content.decode()
    assert "S: 100 in 02/2026, 110 in 06/2026" in text


def test_a_revision_after_the_invoice_goes_there_apart(revised):
    """The invoice that stands is not changed: the difference of 480 is one of its own."""
    first = revised.do(send_to_finances, 1, actor=revised.portfolio_manager)
    revised.do(revise_request, 1)
    assert revised.stand().requests[0].is_to_invoice
    second = revised.do(send_to_finances, 1, actor=revised.portfolio_manager)

    first.refresh_from_db()
    assert (first.amount_excl, second.amount_excl) == (Decimal(10_000), Decimal("480.00"))
    assert second.amount_incl == Decimal("580.80")
    assert not revised.stand().requests[0].is_to_invoice
    assert Invoice.objects.count() == 2


# ----------------------------------------------------------------------------------------- Timeline


def test_what_happens_to_a_contract_stands_in_the_timeline_of_its_file(revised, client):
    """With the words and the amount, and not in that of another file whose reference begins alike."""
    revised.do(revise_request, 1)
    told = happenings(revised.file)
    first = [one.text for one in told]

    assert any("Sluis nv" in one for one in first)
    assert any("F1" in one for one in first)
    assert any("10.000" in one.detail for one in told)
    assert not any(one.startswith("contract.") for one in first)
    client.force_login(revised.reader)
    page = client.get(reverse("procurement_dossier", args=[revised.file.reference])).content.decode()
    assert "F1" in page
    other = revised.fresh()
    other.reference = other.reference[:-1]
    assert happenings(other) == []
