"""Each lot is held to its own award, information and standstill, and is concluded on its own day."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from web import factories, tender_worlds
from web.tender_worlds import PRICE_ONLY

from stuurbord.web.contracts.actions.opening import conclude as open_contract
from stuurbord.web.contracts.keeping import Refused as ContractRefused
from stuurbord.web.contracts.models import Contract
from stuurbord.web.procurements.actions import set_moment
from stuurbord.web.tenders.actions.deciding import Judgement, decide_award
from stuurbord.web.tenders.actions.informing import conclude, inform
from stuurbord.web.tenders.actions.reporting import make_report
from stuurbord.web.tenders.keeping import Refused
from stuurbord.web.tenders.models import AwardReport, LotConclusion
from stuurbord.web.tenders.queries import concluded_on

pytestmark = pytest.mark.django_db
ON = factories.TODAY
FIRST, SECOND = date(2026, 12, 11), date(2026, 12, 18)
"""From when lot 1, told on 25 November, and lot 2, told on 2 December, can be concluded."""


@pytest.fixture(autouse=True)
def _today(settings):
    settings.STUURBORD_TODAY = ON.isoformat()


def decide(world, number, on=ON, kind="award"):
    """Award a lot, or withdraw that."""
    seen, tender = "", None
    if kind == "award":
        report = AwardReport.objects.filter(lot__number=number).first()
        report = report or make_report(world.manager, world.file, number, world.version)
        seen, tender = report.facts_sha256, number
    judgement = Judgement(kind, on, "De voordeligste offerte.", tender, seen=seen)
    return decide_award(world.owner, world.file, number, world.version, judgement)


def tell(world, number, on):
    """Tell everybody who tendered for a lot of the decision."""
    inform(world.manager, world.file, number, world.version, [number, number + 2], on, "e-Procurement")


@pytest.fixture
def world():
    """Return two lots with two tenders each; lot 1 was awarded and told of on 25 November."""
    made = tender_worlds.world(lots=("Lezers", "Plaatsing"))
    made.criteria(PRICE_ONLY, reason="Rechtzetting")
    tenders = [made.tender("Kade nv", "90000", lot=1), made.tender("Kade nv", "80000", lot=2)]
    tenders += [made.tender("Sluis nv", "95000", lot=1), made.tender("Sluis nv", "85000", lot=2)]
    made.open()
    for one in tenders:
        made.examine(one)
    decide(made, 1)
    tell(made, 1, ON)
    return made


def concluded(world, number, on, **more):
    return conclude(world.manager, world.file, number, world.version, on, **more)


def lot(world, number):
    return world.file.lots.get(number=number)


def test_a_lot_waits_for_its_own_standstill_whatever_was_concluded_before(world, settings, client):
    """Lot 1 is concluded on 11 December; on that very day the standstill of lot 2 still runs, to the 17th."""
    settings.STUURBORD_TODAY = "2026-12-02"
    decide(world, 2, date(2026, 12, 2))
    tell(world, 2, date(2026, 12, 2))
    settings.STUURBORD_TODAY = "2026-12-18"
    with pytest.raises(Refused, match=r"11/12/2026"):
        concluded(world, 1, date(2026, 12, 10), reason="Dringend.")
    concluded(world, 1, FIRST)

    file = world.fresh()
    assert (file.concluded_on, file.informed_on) == (FIRST, ON)  # the moments of the lot that was first
    assert concluded_on(file, lot(world, 2)) is None
    with pytest.raises(Refused, match=r"18/12/2026"):
        concluded(world, 2, FIRST, reason="Samen met perceel 1.")
    terms = {"contractor": "Kade nv", "initial_amount": 80_000, "reason": "Samen met perceel 1."}
    with pytest.raises(ContractRefused, match=r"18/12/2026"):
        open_contract(world.manager, file, lot(world, 2), file.version, on=FIRST, **terms)
    assert not Contract.objects.exists()
    client.force_login(world.manager)
    page = client.get(reverse("contract", args=[file.reference]) + "?perceel=2").content.decode()
    assert "11/12/2026" not in page  # the day of lot 1 is not proposed for lot 2

    concluded(world, 2, SECOND)
    assert [one.on for one in LotConclusion.objects.order_by("on")] == [FIRST, SECOND]
    assert world.fresh().concluded_on == FIRST


def test_a_lot_goes_on_after_another_was_concluded(world, settings):
    """It is still decided, told of and withdrawn; what was concluded is not."""
    settings.STUURBORD_TODAY = FIRST.isoformat()
    concluded(world, 1, FIRST)
    decide(world, 2, FIRST)
    decide(world, 2, FIRST, kind="withdrawal")
    with pytest.raises(Refused):
        decide(world, 1, FIRST, kind="withdrawal")
    decide(world, 2, FIRST)
    tell(world, 2, FIRST)

    file = world.fresh()
    assert (file.informed_on, file.concluded_on) == (ON, FIRST)
    with pytest.raises(Refused):
        concluded(world, 2, FIRST, reason="Te vroeg.")
    with pytest.raises(Refused):
        concluded(world, 1, FIRST)


def test_the_contract_of_a_lot_dates_the_lot_and_the_first_dates_the_file(world, settings):
    settings.STUURBORD_TODAY = SECOND.isoformat()
    file = world.fresh()
    terms = {"contractor": "Kade nv", "initial_amount": 90_000}
    open_contract(world.manager, file, lot(world, 1), file.version, on=FIRST, **terms)

    file = world.fresh()
    assert (concluded_on(file, lot(world, 1)), file.concluded_on, file.informed_on) == (FIRST, FIRST, ON)


def test_who_withdraws_the_day_of_the_file_withdraws_that_of_its_lots(world, settings):
    """A typing error is set right by concluding anew."""
    settings.STUURBORD_TODAY = SECOND.isoformat()
    concluded(world, 1, SECOND)
    file = world.fresh()
    set_moment(world.manager, file, "concluded_on", None, file.version)

    assert concluded_on(world.fresh(), lot(world, 1)) is None
    concluded(world, 1, FIRST)
    assert (world.fresh().concluded_on, LotConclusion.objects.get().on) == (FIRST, FIRST)


def test_nothing_is_concluded_in_the_future(world):
    with pytest.raises(Refused):
        concluded(world, 1, FIRST)
