"""Orders under a framework agreement, and what the desk reads of contracts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from web import contract_worlds, factories

from stuurbord.errors import VersionConflict
from stuurbord.web.contracts import queries
from stuurbord.web.contracts.actions.accepting import record_default
from stuurbord.web.contracts.actions.bonding import post_bond
from stuurbord.web.contracts.actions.calling_off import NewCallOff, call_off, withdraw_call_off
from stuurbord.web.contracts.actions.modifying import NewModification, modify
from stuurbord.web.contracts.actions.opening import change_terms
from stuurbord.web.contracts.actions.paying import NewRequest, pay_request, receive_request
from stuurbord.web.contracts.events import contracts_changed
from stuurbord.web.contracts.keeping import Refused
from stuurbord.web.contracts.models import CallOff, Contract, PaymentRequest
from stuurbord.web.contracts.standing import standing
from stuurbord.web.procurements.models import ProcurementFile

pytestmark = pytest.mark.django_db
FRAMEWORK = {"years": 4, "value_per_year": 80_000, "suppliers": 1}


@pytest.fixture(autouse=True)
def _today(settings):
    settings.STUURBORD_TODAY = factories.TODAY.isoformat()


@pytest.fixture
def world():
    """A framework agreement of 320,000 euro at most, until 5 May 2030."""
    made = contract_worlds.world({"framework": FRAMEWORK, "estimate": 320_000, "award": 320_000})
    made.conclude(
        initial_amount=None,
        is_framework=True,
        ceiling=Decimal(320_000),
        framework_years=Decimal(4),
        end_date=day("2030-05-05"),
    )
    return made


def day(text):
    return date.fromisoformat(text)


def order(amount, on="2026-09-01", title="Bestelling"):
    return NewCallOff(title, day(on), Decimal(amount))


def test_orders_stop_at_the_maximum(world, client):
    """To the last cent; the page shows what was ordered, what is left, and the bond of each order."""
    world.do(call_off, order("200000"))
    with pytest.raises(Refused, match=r"120\.000,00"):
        world.do(call_off, order("120000.01"))
    world.do(call_off, order("120000"))
    with pytest.raises(Refused):
        world.do(call_off, order("0.01"))
    client.force_login(world.reader)
    text = client.get(reverse("contract", args=[world.file.reference])).content.decode()
    text = text.replace("\xa0", " ")

    assert world.stand().consumption.left == 0
    assert "€ 320.000,00" in text
    assert "€ 10.000,00" in text
    assert '<progress max="100" value="100"' in text


def test_a_withdrawn_order_no_longer_counts(world):
    world.do(call_off, order("320000"))
    world.do(withdraw_call_off, 1, "Dubbel geplaatst.")
    world.do(call_off, order("320000"))
    with pytest.raises(Refused):
        world.do(withdraw_call_off, 1, "Nogmaals.")

    assert world.stand().consumption.used == Decimal(320_000)
    assert CallOff.objects.count() == 2


def test_a_modification_on_a_legal_ground_makes_room(world):
    """And no modification takes away what was ordered already."""
    world.do(call_off, order("320000"))
    with pytest.raises(Refused):
        world.do(modify, NewModification("38/1", "Minder", Decimal(-1), day("2026-09-02"), "CB"))
    world.do(modify, NewModification("38/1", "Meer", Decimal(1000), day("2026-09-02"), "CB"))
    world.do(call_off, order("1000", "2026-09-03"))

    assert world.stand().consumption.share == 1


def test_the_maximum_is_not_lowered_below_what_was_ordered(world):
    world.do(call_off, order("100000"))
    with pytest.raises(Refused):
        world.do(change_terms, {"ceiling": Decimal("99999.99")})


def test_nothing_is_ordered_after_the_end(world):
    world.do(change_terms, {"end_date": day("2026-08-31")})
    with pytest.raises(Refused, match="31/08/2026"):
        world.do(call_off, order("1"))


def test_without_a_maximum_nothing_is_ordered(world):
    world.do(change_terms, {"ceiling": None})
    with pytest.raises(Refused):
        world.do(call_off, order("1"))


def test_more_than_four_years_need_a_reason(world):
    """Law of 17/06/2016, article 43: four years in the classic sectors."""
    with pytest.raises(Refused, match="4"):
        world.do(change_terms, {"framework_years": Decimal(5)})
    reason = {"framework_years": Decimal(5), "framework_reason": "De investering vergt een langere duur."}

    assert world.do(change_terms, reason).framework_reason


def test_one_bond_for_the_whole_agreement_is_three_percent(world):
    """With a single contractor only."""
    with pytest.raises(Refused):
        world.do(change_terms, {"has_global_bond": True})
    world.do(change_terms, {"has_global_bond": True, "is_single_supplier": True})

    assert world.stand().bond.amount == Decimal(9600)


def test_of_two_orders_at_once_one_is_refused(world):
    contract = world.contract()
    call_off(world.manager, contract, order("200000"), contract.version)
    with pytest.raises(VersionConflict):
        call_off(world.manager, contract, order("200000"), contract.version)

    assert world.stand().consumption.used == Decimal(200_000)


@given(amounts=st.lists(st.decimals(0, 500, places=2), max_size=12))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_consumption_is_the_sum_of_what_stands(amounts):
    """Whatever the order of the orders: used and left add up to the maximum."""
    contract = Contract(pk=1, is_framework=True, ceiling=Decimal(6000))
    lines = [CallOff(amount=one, number=place) for place, one in enumerate(amounts)]
    contract._prefetched_objects_cache = {"call_offs": lines, "modifications": []}
    whole = standing(contract, factories.TODAY).consumption

    assert whole.used == sum(amounts, Decimal())
    assert whole.used + whole.left == Decimal(6000)


# ------------------------------------------------------------------------------ What the desk reads


def contract_with_everything():
    """Return a world whose contract has a bond, a payment, a default, an end and a modification."""
    made = contract_worlds.world()
    made.conclude(end_date=day("2026-12-31"))
    made.do(receive_request, NewRequest("F-1", day("2026-06-30"), Decimal(1000), None, day("2026-06-30")))
    made.do(record_default, "Te laat.", day("2026-09-01"), sent_on=day("2026-09-01"))
    made.do(modify, NewModification("38/4", "Meer", Decimal(38_000), day("2026-07-01"), "CB"))
    return made


def test_terms_are_told_with_article_and_what_was_done():
    world = contract_with_everything()
    world.do(post_bond, Decimal(20_000), day("2026-06-01"), "DCK")
    world.do(pay_request, 1, paid_on=day("2026-07-20"))
    terms = {one.key.split("-", 2)[2]: one for one in queries.open_terms([world.file])}

    assert {name: (one.due, one.done_on) for name, one in terms.items()} == {
        "bond": (day("2026-06-05"), day("2026-06-01")),
        "payment-1": (day("2026-07-30"), day("2026-07-20")),
        "default-1": (day("2026-09-16"), None),
        "end": (day("2026-12-31"), None),
    }
    assert terms["payment-1"].article
    assert terms["payment-1"].verified
    assert terms["default-1"].verified is False


def test_ending_contracts_are_told_to_who_sees_them():
    world = contract_with_everything()
    found = queries.expiring(world.reader, day("2027-01-01"))

    assert [one.end for one in found] == [day("2026-12-31")]
    assert queries.expiring(world.reader, day("2026-12-31")) == []
    assert queries.expiring(world.stranger, day("2027-01-01")) == []


def test_ceilings_of_which_little_is_left_are_told(world):
    """De minimis 38,000 of 40,000, and a framework agreement of which nine tenths were ordered."""
    other = contract_with_everything()
    world.do(call_off, order("288000"))
    found = queries.near_ceiling([world.file, other.file])

    assert [(one.ground, one.used, one.ceiling) for one in found] == [
        ("38/4", Decimal(38_000), Decimal(40_000)),
        ("", Decimal(288_000), Decimal(320_000)),
    ]
    assert queries.consumption([world.file, other.file])[world.file.pk][0].share == Decimal("0.9")
    assert other.file.pk not in queries.consumption([other.file])


def copies(contract, n):
    """Store as many contracts beside this one, each with a payment request."""
    for number in range(n):
        file = ProcurementFile.objects.create(
            project=contract.file.project, reference=f"O-2020-{number:03}", title="Kopie", procedure="OP"
        )
        made = Contract.objects.create(
            file=file,
            contractor="Sluis nv",
            kind="services",
            initial_amount=1000,
            concluded_on=contract.concluded_on,
            rules_on=contract.rules_on,
            end_date=contract.end_date,
        )
        PaymentRequest.objects.create(
            contract=made, number=1, reference="F", received_on=day("2026-06-30"), amount=10
        )


def test_the_desk_asks_as_many_queries_for_one_contract_as_for_many():
    world = contract_with_everything()

    def count():
        with CaptureQueriesContext(connection) as asked:
            files = list(ProcurementFile.objects.values_list("pk", flat=True))
            queries.open_terms(files)
            queries.near_ceiling(files)
            queries.consumption(files)
        return len(asked)

    few = count()
    copies(world.contract(), 12)

    assert count() == few


def test_the_page_asks_as_many_queries_whatever_happened(client):
    world = contract_with_everything()
    client.force_login(world.manager)
    address = reverse("contract", args=[world.file.reference])

    def count():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    count()
    few = count()
    for number in range(2, 8):
        sent = NewRequest(f"F-{number}", day("2026-06-30"), Decimal(1000), None, day("2026-06-30"))
        world.do(receive_request, sent)
        world.do(modify, NewModification("38", "Meer", Decimal(1), day("2026-07-01"), "CB"))

    assert count() == few
    assert few <= 45


def test_a_change_is_told_within_its_transaction(world):
    """Who keeps terms as rows hears which file to look at."""
    heard = []

    def listen(sender, file_ids, **more):
        heard.append((file_ids, connection.in_atomic_block))

    contracts_changed.connect(listen)
    try:
        world.do(call_off, order("1"))
    finally:
        contracts_changed.disconnect(listen)

    assert heard == [({world.file.pk}, True)]
