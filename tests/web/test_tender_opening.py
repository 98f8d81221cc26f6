"""Tenders come in sealed, and two people open them after the closing moment."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from web import factories, tender_worlds
from web.tender_worlds import moment

from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.notices.changes import changes_since
from stuurbord.web.procurements.actions import NewLot, NotAccepted, set_lots, set_moment
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.steering.queries import recent_changes
from stuurbord.web.tenders.actions.opening import begin_opening, complete_opening
from stuurbord.web.tenders.actions.receiving import NewTender, record_tender, state_amounts, withdraw_tender
from stuurbord.web.tenders.keeping import Refused
from stuurbord.web.tenders.models import Tender, TenderAccess, TenderEvaluation
from stuurbord.web.tenders.queries import tender_counts

pytestmark = pytest.mark.django_db
SECRET = "198765.43"
SHOWN = ("198.765", "198765", "198 765", "198,765")


@pytest.fixture(autouse=True)
def _today(settings):
    settings.STUURBORD_TODAY = factories.TODAY.isoformat()


@pytest.fixture
def world():
    return tender_worlds.world()


def test_a_sealed_amount_is_nowhere(world, client):
    """Not on a page of any role, not in the model's own property, not in the audit log."""
    made = world.tender("Geheim nv", SECRET)
    pages = [
        reverse("tenders", args=[world.file.reference]),
        reverse("tender", args=[world.file.reference, 1]),
    ]
    found = {}
    for name in ("manager", "second", "owner", "assessor", "reader", "auditor"):
        client.force_login(getattr(world, name))
        for page in pages:
            text = client.get(page).content.decode()
            found[name, page] = any(secret in text for secret in SHOWN)
    told = json.dumps(list(AuditEntry.objects.values("data", "subject")))

    assert not any(found.values())
    assert made.amount is None
    assert not any(secret in told for secret in SHOWN)
    assert "Geheim" not in told


def test_what_was_sealed_shows_once_two_people_opened_it(world, client):
    world.tender("Geheim nv", SECRET)
    world.open()
    page = reverse("tenders", args=[world.file.reference])
    seen = {}
    for name in ("manager", "owner", "auditor", "reader", "assessor"):
        client.force_login(getattr(world, name))
        seen[name] = "198.765,43" in client.get(page).content.decode()

    opening = AuditEntry.objects.get(action="tender.open")
    assert seen == {"manager": True, "owner": True, "auditor": True, "reader": False, "assessor": False}
    assert opening.data["tenders"][0]["amount"] == SECRET
    assert world.fresh().opened_at is not None


def test_who_tendered_and_how_many_stays_out_of_errors_and_feeds(world, client):
    """A reader learns it neither from a form he cannot send, nor from an address, nor from what changed."""
    world.tender("Geheim nv", SECRET)
    client.force_login(world.reader)
    page = reverse("tenders", args=[world.file.reference])
    asked = {"do": "negotiate", "version": world.version, "round-amount_1": "x"}
    refused = client.post(page, asked)
    numbers = [client.get(reverse("tender", args=[world.file.reference, n])).status_code for n in (1, 2)]
    told = {entry.action for entry in recent_changes(world.reader, world.file.project, 50)}
    told |= {entry.action for entry in changes_since(world.reader, moment("2026-01-01T00:00"))}

    assert refused.status_code == 403
    assert "Geheim" not in refused.content.decode()
    assert numbers == [403, 403]
    assert "procurement.moment" in told
    assert not any(action.startswith("tender.") for action in told)


def test_a_stranger_finds_nothing(world, client):
    world.tender()
    client.force_login(world.stranger)

    assert client.get(reverse("tenders", args=[world.file.reference])).status_code == 404
    assert client.get(reverse("tender", args=[world.file.reference, 1])).status_code == 404


def test_who_looks_is_written_down_once_a_day(world, client):
    world.tender()
    client.force_login(world.manager)
    page = reverse("tenders", args=[world.file.reference])
    client.get(page)
    client.get(page)
    world.open()
    client.get(page)

    assert list(TenderAccess.objects.order_by("is_sealed").values_list("user", "is_sealed")) == [
        (world.manager.pk, False),
        (world.manager.pk, True),
    ]


def test_nobody_opens_alone(world):
    begin_opening(world.manager, world.file, world.version)

    with pytest.raises(NotPermitted):
        complete_opening(world.manager, world.file, world.version)
    assert not TenderEvaluation.objects.get().is_opened


def test_a_reader_does_not_open(world):
    with pytest.raises(NotPermitted):
        begin_opening(world.reader, world.file, world.version)


def test_the_second_cannot_open_without_the_first(world):
    with pytest.raises(Refused):
        complete_opening(world.second, world.file, world.version)


def test_the_first_does_not_wait_for_ever(world):
    """An hour at most: they open together."""
    begin_opening(world.manager, world.file, world.version)
    TenderEvaluation.objects.update(opening_begun_at=moment("2026-11-25T00:00"))
    TenderEvaluation.objects.update(opening_begun_at=moment("2026-11-24T00:00"))

    with pytest.raises(Refused):
        complete_opening(world.second, world.file, world.version)


def test_nobody_opens_before_the_closing_moment():
    world = tender_worlds.world(due="2026-12-20T10:00")

    with pytest.raises(Refused):
        begin_opening(world.manager, world.file, world.version)


def test_the_second_of_two_openings_loses(world):
    begin_opening(world.manager, world.file, world.version)

    with pytest.raises(VersionConflict):
        complete_opening(world.second, world.file, world.version - 1)


@pytest.mark.parametrize(("at", "is_late"), [("2026-10-15T10:00", False), ("2026-10-15T10:01", True)])
def test_late_is_after_the_closing_moment(world, at, is_late):
    """To the minute: what comes in at the moment itself is in time."""
    made = world.tender(at=at)

    assert made.is_late is is_late
    assert AuditEntry.objects.filter(action="tender.refuse_late").exists() is is_late


@pytest.mark.parametrize(
    ("number", "is_taken"),
    [("BE 0316.380.841", True), ("0316380841", True), ("BE 0316.380.842", False), ("NL123456789B01", True)],
)
def test_a_belgian_enterprise_number_has_its_check_digits(world, number, is_taken):
    """One from elsewhere is taken as it is."""
    sent = NewTender("Nummer nv", moment("2026-10-15T09:00"), enterprise_number=number)
    if is_taken:
        assert record_tender(world.manager, world.file, sent).enterprise_number == number
    else:
        with pytest.raises(Refused):
            record_tender(world.manager, world.file, sent)
        assert not Tender.objects.exists()


def test_the_closing_moment_stands_once_two_people_opened(world):
    """Nor is the moment of the opening written over by hand, or that of the award or the information."""
    world.tender()
    world.open()
    file = world.fresh()
    opened = file.opened_at
    others = {
        "opened_at": moment("2026-10-15T10:15"),
        "awarded_on": factories.TODAY,
        "informed_on": factories.TODAY,
    }
    for name, value in {**others, "tenders_due": moment("2026-10-16T10:00")}.items():
        with pytest.raises(NotAccepted):
            set_moment(world.manager, file, name, value, file.version, "Zo staat het op papier.")

    assert world.fresh().opened_at == opened


def test_a_procurement_with_tenders_gets_no_lots_any_more(world):
    """Otherwise a tender for the whole would lie in a procurement of lots."""
    world.tender()
    ProcurementFile.objects.filter(pk=world.file.pk).update(published_on=None)
    file = world.fresh()

    with pytest.raises(NotAccepted):
        set_lots(world.manager, file, [NewLot("Lezers"), NewLot("Plaatsing")], file.version)

    assert not file.lots.exists()


def test_lots_with_criteria_are_not_replaced():
    """A sentence, and both stay."""
    world = tender_worlds.world(lots=("Lezers", "Plaatsing"))
    world.criteria(lot=1, reason="Rechtzetting")
    ProcurementFile.objects.filter(pk=world.file.pk).update(published_on=None)
    file = world.fresh()

    with pytest.raises(NotAccepted):
        set_lots(world.manager, file, [NewLot("Kabels")], file.version)

    assert file.lots.count() == 2


def test_a_closing_moment_that_was_set_right_decides_at_the_opening(world):
    """A typing error in the closing moment makes nobody late."""
    world.tender(at="2026-10-15T10:30")
    file = world.fresh()
    for value in (moment("2026-10-15T11:00"), None):
        with pytest.raises(NotAccepted, match="15/10/2026"):
            set_moment(world.manager, file, "tenders_due", value, file.version)
    why = "Rechtzetting bekendgemaakt op 09/10/2026."
    set_moment(world.manager, file, "tenders_due", moment("2026-10-15T11:00"), file.version, why)
    world.open()

    assert not Tender.objects.get().is_late


HOSTILE = {
    "no name": {"name": "  "},
    "negative": {"amount": "-1"},
    "nothing": {"amount": "0"},
    "three decimals": {"amount": "1.001"},
    "infinite": {"amount": "Infinity"},
    "no number": {"amount": "NaN"},
    "too large": {"amount": "1e15"},
    "in the future": {"at": "2026-11-26T10:00"},
    "before the publication": {"at": "2026-08-31T10:00"},
    "no such lot": {"lot": 3},
    "a name without end": {"name": "a" * 201},
}


@pytest.mark.parametrize("values", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_tender_that_cannot_be_is_refused(world, values):
    with pytest.raises(Refused):
        world.tender(**values)

    assert not Tender.objects.exists()


def test_without_closing_moment_no_tender_is_kept():
    world = tender_worlds.world(due=None)

    with pytest.raises(Refused):
        world.tender()


def test_a_tenderer_tenders_once(world):
    world.tender("Sluis nv")

    with pytest.raises(Refused):
        world.tender("SLUIS NV")


def test_who_withdrew_may_tender_again(world):
    first = world.tender("Sluis nv")
    withdraw_tender(world.manager, first, first.version, "Bij brief van 14 oktober.")

    assert world.tender("Sluis nv").number == 2


def test_a_forgotten_tender_is_added_with_its_reason(world):
    """Once opened, a tender that came in time needs a reason, and stays marked."""
    world.open()
    with pytest.raises(Refused):
        world.tender("Vergeten nv")
    at = moment("2026-10-14T09:00")
    made = record_tender(
        world.manager, world.file, NewTender("Vergeten nv", at, added_reason="Stond in de postkamer.")
    )

    assert made.is_added_after_opening


def test_an_amount_is_given_once_and_only_after_the_opening(world):
    made = world.tender(amount=None)
    with pytest.raises(Refused):
        state_amounts(world.manager, made, made.version, Decimal(100), None)
    world.open()
    state_amounts(world.manager, made, made.version, Decimal(100), None)
    made.refresh_from_db()

    with pytest.raises(Refused):
        state_amounts(world.manager, made, made.version, Decimal(90), None)
    with pytest.raises(VersionConflict):
        state_amounts(world.manager, made, made.version - 1, Decimal(90), None)


def test_counts_are_known_only_after_the_opening(world):
    """The single-tender ratio counts what came in time and was not withdrawn."""
    world.tender("Sluis nv")
    world.tender("Te laat nv", at="2026-10-15T11:00")
    before = tender_counts([world.file])
    world.open()

    late = Tender.objects.select_related("file__evaluation").get(is_late=True)
    after = tender_counts([world.file])[world.file.pk]
    assert before == {}
    assert (after.received, after.late, after.is_single) == (1, 1, True)
    assert late.amount is None


def test_from_receipt_to_opening_in_the_browser(world, client):
    client.force_login(world.manager)
    page = reverse("tenders", args=[world.file.reference])
    form = {
        "do": "record",
        "new-tenderer": "Sluis nv",
        "new-received_at": "14/10/2026 09:00",
        "new-amount": "200.000,50",
    }
    assert client.post(page, form).status_code == 302
    refused = client.post(page, form)
    client.post(page, {"do": "begin", "version": world.version})
    alone = client.post(page, {"do": "open", "version": world.version})
    client.force_login(world.second)
    lost = client.post(page, {"do": "open", "version": 1})

    done = client.post(page, {"do": "open", "version": world.version})

    assert refused.status_code == 422
    assert (
        "heeft al een offerte" in refused.content.decode() or "tendered already" in refused.content.decode()
    )
    assert alone.status_code == 403
    assert lost.status_code == 409
    assert done.status_code == 302
    assert Tender.objects.get().amount == Decimal("200000.50")


def test_more_tenders_ask_no_more_queries(world, client):
    """The page of an award asks as much of the database for six tenders as for one."""
    made = world.tender()
    world.open()
    client.force_login(world.manager)
    page = reverse("tenders", args=[world.file.reference])
    client.get(page)
    asked = []
    for n_more in (0, 5):
        for number in range(2, 2 + n_more):
            made.pk, made.number, made.tenderer = None, number, f"Inschrijver {number}"
            made.save(force_insert=True)
        with CaptureQueriesContext(connection) as queries:
            text = client.get(page).content.decode()
        asked.append(len(queries))

    assert "Inschrijver 6" in text
    assert asked[0] == asked[1] <= 40
