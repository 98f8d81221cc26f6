"""From conclusion to final acceptance: what is refused, what is kept, which euros and days the page shows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from web import contract_worlds, factories

from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.rulebooks.be_procurement.execution import values
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.contracts.actions.accepting import (
    NewAcceptance,
    NewMeasure,
    accept,
    follow_default,
    record_default,
    take_measure,
)
from stuurbord.web.contracts.actions.bonding import post_bond, release_bond
from stuurbord.web.contracts.actions.modifying import NewModification, modify, resume, suspend
from stuurbord.web.contracts.actions.opening import change_terms, conclude
from stuurbord.web.contracts.actions.paying import (
    NewRequest,
    grant_advance,
    pay_request,
    receive_request,
    recover_advance,
    send_to_finances,
)
from stuurbord.web.contracts.actions.revising import add_series, revise_request, set_value
from stuurbord.web.contracts.keeping import Refused
from stuurbord.web.contracts.law import proposed_terms
from stuurbord.web.contracts.models import Contract, ContractModification
from stuurbord.web.finance.models import Invoice, Order
from stuurbord.web.procurements.actions import NotAccepted, set_moment
from stuurbord.web.procurements.models import ProcurementLot, Stage
from stuurbord.web.steering.audit_sentences import sentence
from stuurbord.web.tenders.models import AwardDecision, Tender, TendererInformed, TenderEvaluation

pytestmark = pytest.mark.django_db
RATES = ((date(2026, 7, 1), Decimal("2.15")),)


@pytest.fixture(autouse=True)
def _today(settings):
    settings.STUURBORD_TODAY = factories.TODAY.isoformat()


@pytest.fixture
def world():
    return contract_worlds.world()


def day(text):
    return date.fromisoformat(text)


def page(client, world, user=None):
    """Return the page as the manager reads it, in Dutch, without no-break spaces."""
    client.force_login(user or world.manager)
    answer = client.get(reverse("contract", args=[world.file.reference]))
    assert answer.status_code == 200
    return answer.content.decode().replace("\xa0", " ")


def modification(ground, amount, **more):
    values = {"title": "Meerwerk", "decided_on": day("2026-07-01"), "document": "CB 2026/14"} | more
    return NewModification(ground, values.pop("title"), Decimal(amount), **values)


# -------------------------------------------------------------------------------------- Conclusion


def test_a_contract_is_not_concluded_within_the_standstill(world):
    """Informed on 20 April 2026: fifteen days run to 5 May, conclusion from 6 May (law of 17/06/2013)."""
    with pytest.raises(Refused, match="06/05/2026"):
        world.conclude("2026-05-05", reason="Het kan niet wachten.")

    assert not Contract.objects.exists()
    assert world.fresh().concluded_on is None
    assert world.conclude("2026-05-06").pk
    assert world.fresh().concluded_on == day("2026-05-06")


def test_a_contract_that_was_concluded_too_soon_is_followed_up_and_marked(world, client):
    """It exists: refusing to see it helps nobody, but the mark and the reason stay on the page."""
    file = world.fresh()
    with pytest.raises(NotAccepted, match="05/05/2026"):
        set_moment(world.manager, file, "concluded_on", day("2026-05-04"), file.version)
    why = "Ondertekend voor de wachttermijn was nagerekend."
    set_moment(world.manager, file, "concluded_on", day("2026-05-04"), file.version, why)
    with pytest.raises(Refused):
        world.conclude("2026-05-04")
    made = world.conclude("2026-05-04", reason="Reeds gesloten; gemeld aan de directie.")

    assert len(made.conclusion_flags) == 1
    assert "gemeld aan de directie" in page(client, world)


def test_the_day_of_conclusion_stands_while_there_is_a_contract(world):
    """Its periods run from that day."""
    world.conclude()
    file = world.fresh()

    with pytest.raises(NotAccepted):
        set_moment(world.manager, file, "concluded_on", None, file.version)


def test_the_page_says_from_when_a_contract_can_be_concluded(client):
    """Informed on Friday 20 November 2026: day 15 is a Saturday, so it runs to Monday 7 December."""
    moments = contract_worlds.MOMENTS | {"informed_on": "2026-11-20"}
    text = page(client, contract_worlds.world(moments=moments))

    assert "08/12/2026" in text
    assert 'value="conclude"' not in text


def test_without_the_day_of_information_nothing_is_concluded():
    """Where a standstill is due and nobody was informed, it cannot have run."""
    world = contract_worlds.world(moments={"published_on": "2026-02-02", "awarded_on": "2026-04-10"})
    with pytest.raises(Refused):
        world.conclude("2026-06-30", reason="Toch maar.")


def test_what_is_not_known_of_the_standstill_asks_a_reason():
    """Without an estimate nobody knows whether one is due: that is no silent yes and no refusal."""
    facts = {"estimate": None, "award": None}
    world = contract_worlds.world(facts)
    with pytest.raises(Refused):
        world.conclude("2026-05-06")
    made = world.conclude("2026-05-06", reason="De gunning ligt ver onder elke drempel.")

    assert made.conclusion_flags
    assert made.conclusion_reason


def test_who_may_not_change_the_file_opens_nothing(world):
    for user in (world.reader, world.stranger):
        with pytest.raises(NotPermitted):
            world.conclude(actor=user)


def test_of_two_people_who_open_a_contract_one_is_refused(world):
    version = world.fresh().version
    world.conclude()
    with pytest.raises(VersionConflict):
        world.conclude(version=version)
    with pytest.raises(Refused):
        world.conclude()


def test_the_law_of_the_launch_is_kept(world):
    made = world.conclude()

    assert made.rules_on == day("2026-02-02")
    assert (made.sector, made.is_eu_level, made.eu_threshold) == ("classic", True, Decimal(216_000))


# ------------------------------------------------------------------------------------------- Bond


@pytest.mark.parametrize(
    ("amount", "shown"), [("49999.99", "€ 0,00"), ("50000", "€ 2.500,00")], ids=["below", "at"]
)
def test_bond_of_v6(client, amount, shown):
    """V6: none may be asked below 50,000; from there on five percent."""
    world = contract_worlds.world({"estimate": 60_000, "award": float(amount)})
    world.conclude(initial_amount=Decimal(amount))
    stand = world.stand()
    text = page(client, world)

    assert stand.bond.may_be_asked is (amount == "50000")
    assert shown in text or amount != "50000"
    if amount != "50000":
        with pytest.raises(Refused, match=r"50\.000"):
            world.do(post_bond, Decimal(2500), day("2026-05-20"), "DCK 1")


def test_a_bond_comes_free_in_halves_that_add_up(world):
    world.conclude()
    world.do(post_bond, Decimal("20000.01"), day("2026-06-01"), "DCK 2026/7")
    with pytest.raises(Refused):
        world.do(release_bond, day("2026-08-01"))
    world.do(accept, NewAcceptance("provisional", day("2026-09-01"), "PV 1"))
    first = world.do(release_bond, day("2026-09-15")).first_amount
    with pytest.raises(Refused):
        world.do(release_bond, day("2026-09-16"))
    world.do(accept, NewAcceptance("final", day("2026-10-01"), "PV 2"))
    bond = world.do(release_bond, day("2026-10-15"))

    assert first == Decimal("10000.01")
    assert bond.first_amount + bond.rest_amount == Decimal("20000.01")
    assert world.stand("2026-11-25").posting.due == day("2026-06-05")


# ---------------------------------------------------------------------------------------- Payment


def request(reference="F-1", amount="10000", received="2026-06-30", performed="2026-06-30", **more):
    done = day(performed) if performed else None
    return NewRequest(reference, day(received), Decimal(amount), performed_on=done, **more)


def test_processing_term_of_v10(world, client):
    """V10: services that ended on 30 June 2026 with their invoice are paid by Thursday 30 July."""
    world.conclude()
    world.do(receive_request, request())

    assert world.stand().requests[0].term.due == day("2026-07-30")
    assert "30/07/2026" in page(client, world)


def test_processing_term_before_2025():
    """A contract published in 2024 has thirty days to verify and thirty to pay."""
    moments = {"published_on": "2024-02-02", "awarded_on": "2026-04-10", "informed_on": "2026-04-20"}
    world = contract_worlds.world({"date": "2024-02-02"}, moments=moments)
    world.conclude()
    world.do(receive_request, request())

    term = world.stand().requests[0].term
    assert (term.verified_by, term.due) == (day("2026-07-30"), day("2026-08-29"))


def test_what_is_missing_for_a_term_is_asked(world, client):
    """Services without the finding that they ended: undetermined, with the question."""
    world.conclude()
    world.do(receive_request, request(performed=""))
    before = page(client, world)
    world.do(pay_request, 1, performed_on=day("2026-07-06"))

    assert "einde van de diensten vastgesteld" in before
    assert world.stand().requests[0].term.due == day("2026-08-05")


def test_late_payment_shows_its_interest(world):
    """10,000 euro paid 31 days late at 2.15 + 8 percent, and 40 euro."""
    world.conclude()
    world.do(receive_request, request())
    world.do(pay_request, 1, paid_on=day("2026-08-30"))
    interest = world.stand(rates=RATES).requests[0].interest

    assert interest.days == 31
    assert interest.interest == Decimal("86.21")
    assert interest.total == Decimal("126.21")
    assert world.stand().requests[0].interest.total is None


def test_an_invoice_counts_once(world):
    world.conclude()
    world.do(receive_request, request())
    with pytest.raises(Refused, match="F-1"):
        world.do(receive_request, request())


def test_a_payment_request_goes_to_the_finances_of_the_project(world):
    """Who may write there makes it an invoice on the order of the contract, due by the law's last day."""
    world.conclude()
    world.do(receive_request, request(amount_incl=Decimal("12100")))
    order = Order.objects.create(
        project=world.project, code="B-001", title="Sluis", supplier="Sluis nv", payment_days=60
    )
    version = world.contract().version
    with pytest.raises(NotPermitted):
        send_to_finances(world.manager, world.contract(), 1, version)
    with pytest.raises(Refused):
        send_to_finances(world.portfolio_manager, world.contract(), 1, version)
    change_terms(world.manager, world.contract(), {"order": order}, version)
    made = send_to_finances(world.portfolio_manager, world.contract(), 1, version + 1)
    Invoice.objects.filter(pk=made.pk).update(paid_on=day("2026-07-15"))

    assert (made.amount_excl, made.amount_incl, made.due) == (
        Decimal("10000.00"),
        Decimal("12100.00"),
        day("2026-07-30"),
    )
    assert made.month == "2026-06"
    assert world.stand().requests[0].paid_on == day("2026-07-15")


@pytest.mark.parametrize(
    ("amount", "grounds", "is_mandatory"),
    [
        (100_000, [], True),
        (100_000, ["exclusive"], True),
        (100_000, ["complexity"], True),
        (300_000, ["exclusive"], False),
        (300_000, ["unsuitable"], True),
    ],
)
def test_a_direct_award_by_amount_owes_its_advance_whatever_ground_stands_beside_it(
    amount, grounds, is_mandatory
):
    """Fifteen percent without a look at the size; above the ceiling on two of the grounds only."""
    facts = {"estimate": {"base": amount}, "award": amount, "grounds": grounds}
    world = contract_worlds.world(facts, "VOPZB")
    world.conclude(initial_amount=Decimal(amount), is_obliged_buyer=True, size="large")
    made = world.stand().advance

    assert made.is_mandatory is is_mandatory
    assert made.least_pct == (15 if is_mandatory else 0)


def test_an_advance_departs_from_the_law_only_with_a_reason(world):
    """Obliged buyer, small enterprise, reference value 300,000: ten percent is 30,000."""
    terms = {"is_obliged_buyer": True, "size": "small", "advance_reference": Decimal(300_000)}
    world.conclude(**terms)
    with pytest.raises(Refused, match=r"30\.000,00"):
        world.do(grant_advance, Decimal(20_000), day("2026-06-01"))
    with pytest.raises(Refused, match=r"60\.000,00"):
        world.do(grant_advance, Decimal("60000.01"), day("2026-06-01"), reason="Meer.")
    world.do(grant_advance, Decimal(30_000), day("2026-06-01"))
    world.do(receive_request, request(amount="120000"))

    assert world.stand().recovery.recoverable == Decimal(15_000)
    world.do(recover_advance, Decimal(15_000))
    assert world.contract().advance.recovered == Decimal(15_000)


def test_price_revision_names_the_index_that_is_missing(world):
    """P = P0 × (0,4 × S/s + 0,4 × I/i + 0,2): 10,000 euro becomes 10,480 with ten and two percent more."""
    world.conclude(
        revision_formula="P = P0 × (0,40 × S/s + 0,40 × I/i + 0,20)", revision_base_month=day("2026-02-01")
    )
    world.do(receive_request, request())
    for code in ("S", "I"):
        add_series(factories.OPERATOR, code, "Index", "FOD Economie")
        set_value(factories.OPERATOR, code, day("2026-02-15"), Decimal(100))
    set_value(factories.OPERATOR, "S", day("2026-06-01"), Decimal(110))
    with pytest.raises(Refused, match="I 2026-06"):
        world.do(revise_request, 1)
    set_value(factories.OPERATOR, "I", day("2026-06-01"), Decimal(102))
    made = world.do(revise_request, 1)

    assert (made.coefficient, made.revised, made.difference) == (
        Decimal("1.048"),
        Decimal("10480.00"),
        Decimal("480.00"),
    )
    with pytest.raises(Refused):
        world.do(revise_request, 1)


# ---------------------------------------------------------------------------------- Modifications


@pytest.mark.parametrize(
    ("kind", "initial", "total", "is_within"),
    [
        ("services", 400_000, "39999.99", True),
        ("services", 400_000, "40000", False),
        ("works", 3_000_000, "449999", True),
        ("works", 3_000_000, "450000", False),
    ],
    ids=["V7 within", "V7 at", "V8 within", "V8 at"],
)
def test_de_minimis_of_v7_and_v8(client, kind, initial, total, is_within):
    """The ceiling was not verified: what reaches it needs a reason, which stays marked in the ledger."""
    world = contract_worlds.world({"kind": kind, "estimate": initial, "award": initial})
    world.conclude(initial_amount=Decimal(initial), kind=kind)
    world.do(modify, modification("38/4", "10000"))
    rest = Decimal(total) - 10_000
    if not is_within:
        with pytest.raises(Refused, match="38/4"):
            world.do(modify, modification("38/4", rest))
    reason = "" if is_within else "De raad besliste op eensluidend advies."
    made = world.do(modify, modification("38/4", rest, reason=reason))
    text = page(client, world)

    assert made.verdict == ("allowed" if is_within else "refused")
    assert made.is_verified is False
    assert made.reason == reason
    assert ("De raad besliste" in text) is not is_within


def test_a_ceiling_that_was_verified_refuses(world, monkeypatch):
    """Whatever reason is given."""
    world.conclude()
    monkeypatch.setattr(values.Outcome, "is_verified", True)
    with pytest.raises(Refused):
        world.do(modify, modification("38/1", "200000.01", reason="Het moet."))

    assert not ContractModification.objects.exists()


def test_a_ceiling_that_is_not_known_says_which_fact_is_missing():
    """Without a sector nobody knows whether the ceiling of 50 percent holds."""
    world = contract_worlds.world({"sector": None})
    world.conclude(reason="Wachttermijn onbekend, drie weken gewacht.")
    with pytest.raises(Refused, match="sectoren"):
        world.do(modify, modification("38/1", "1"))
    made = world.do(modify, modification("38/1", "1", reason="Klassieke opdracht."))

    assert made.verdict == "undetermined"


def test_a_modification_moves_amount_and_end(world):
    world.conclude(end_date=day("2026-12-31"))
    world.do(modify, modification("38/1", "50000", end_date=day("2027-03-31")))
    world.do(modify, modification("38", "-10000"))
    stand = world.stand()

    assert stand.amount == Decimal(440_000)
    assert stand.end == day("2027-03-31")
    assert stand.ledger.entries[0].is_notice_due is True


# --------------------------------------------------------------------- Suspension, default, penalty


def test_a_suspension_moves_the_end(world):
    """Twenty calendar days of a term of a hundred: the end moves, and an indemnity becomes possible."""
    world.conclude(term_days=100, end_date=day("2026-09-09"), order_to_start_on=day("2026-06-01"))
    world.do(suspend, day("2026-07-01"), "Kabels in de grond.")
    with pytest.raises(Refused):
        world.do(suspend, day("2026-07-05"), "Nog eens.")
    world.do(resume, day("2026-07-21"))
    with pytest.raises(Refused, match="01/07/2026"):
        world.do(suspend, day("2026-06-15"), "Wachten op de vergunning.", resumed_on=day("2026-07-02"))
    effect = world.stand().suspension

    assert effect.suspended_days == 20
    assert effect.is_indemnity_possible is True
    assert world.stand().end == day("2026-09-29")


def test_delay_of_v9(client):
    """V9: services of 200,000 that are a hundred days late cost 15,000 at most, not 20,000."""
    world = contract_worlds.world({"estimate": 210_000, "award": 200_000})
    world.conclude(initial_amount=Decimal(200_000), end_date=day("2026-06-30"))
    world.do(change_terms, {"performance_ended_on": day("2026-10-08")})
    delay = world.stand().delay

    assert (delay.days_late, delay.amount, delay.uncapped) == (100, Decimal(15_000), Decimal(20_000))
    assert "€ 15.000,00" in page(client, world)


def test_a_measure_waits_for_the_defence():
    """A record sent on 1 September 2026 leaves until the 16th, and a measure is possible from the 17th."""
    world = contract_worlds.world({"estimate": 210_000, "award": 200_000})
    world.conclude(initial_amount=Decimal(200_000))
    world.do(record_default, "Te laat geleverd.", day("2026-08-31"))
    late = NewMeasure("once", day("2026-09-16"), "De tekortkoming is toerekenbaar.")
    with pytest.raises(Refused):
        world.do(take_measure, 1, late)
    world.do(follow_default, 1, sent_on=day("2026-09-01"))
    with pytest.raises(Refused, match="16/09/2026"):
        world.do(take_measure, 1, late)
    due = world.stand().defaults[0].procedure
    made = world.do(take_measure, 1, NewMeasure("once", day("2026-09-17"), "Toerekenbaar."))

    assert (due.defence_until, due.measure_from) == (day("2026-09-16"), day("2026-09-17"))
    assert made.amount == Decimal(140)
    with pytest.raises(Refused):
        world.do(take_measure, 1, late)


def test_a_penalty_for_delay_waits_for_no_defence_but_counts_the_days_of_the_contract():
    """Due by the end of the term alone (art. 46): 79 days after 30 June 2026, at most 7.5 % of 200,000."""
    world = contract_worlds.world({"estimate": 210_000, "award": 200_000})
    world.conclude(initial_amount=Decimal(200_000), end_date=day("2026-06-30"))
    world.do(record_default, "Te laat geleverd.", day("2026-09-17"))
    with pytest.raises(Refused, match="79"):
        world.do(take_measure, 1, NewMeasure("delay", day("2026-09-17"), "Te laat.", days=100))

    made = world.do(take_measure, 1, NewMeasure("delay", day("2026-09-17"), "Te laat.", days=79))
    assert made.amount == Decimal(15_000)
    assert any("art. 46" in one.article for one in world.stand().delay.because)


# -------------------------------------------------------------------------------------- Acceptance


def test_final_acceptance_ends_the_file(world):
    """And comes after provisional acceptance only."""
    world.conclude(guarantee_months=6)
    with pytest.raises(Refused):
        world.do(accept, NewAcceptance("final", day("2026-09-01"), "PV"))
    with pytest.raises(Refused):
        world.do(accept, NewAcceptance("provisional", day("2026-09-01"), "PV", is_granted=False))
    world.do(accept, NewAcceptance("provisional", day("2026-08-31"), "PV"))

    assert world.stand().guarantee_end == day("2027-02-28")
    world.do(accept, NewAcceptance("final", day("2026-10-01"), "PV"))
    assert world.fresh().stage == Stage.ENDED


# ------------------------------------------------------------------------------- What every step does


def test_of_two_people_one_is_told_that_the_other_was_first(world, client):
    """Nothing is written, and the page says so with 409."""
    world.conclude()
    client.force_login(world.manager)
    form = {"do": "bond", "version": 1, "bond-amount": "20.000", "bond-posted_on": "2026-06-01"}
    world.do(receive_request, request())
    answer = client.post(reverse("contract", args=[world.file.reference]), form | {"bond-proof": "DCK 1"})

    assert answer.status_code == 409
    assert getattr(world.contract(), "bond", None) is None


HOSTILE = ["", "NaN", "Infinity", "1e400", "-1", "1.000.000.000.000.000", "<b>1</b>", "１２", "0x10"]


def test_hostile_amounts_are_refused(world, client):
    """With 422 and a sentence; nothing is kept."""
    world.conclude()
    client.force_login(world.manager)
    address = reverse("contract", args=[world.file.reference])
    form = {"do": "request", "version": 1, "request-reference": "F", "request-received_on": "2026-06-30"}
    found = {one: client.post(address, form | {"request-amount": one}).status_code for one in HOSTILE}

    assert found == dict.fromkeys(HOSTILE, 422)
    assert not world.contract().payment_requests.exists()


def test_a_step_that_is_none_does_not_exist(world, client):
    world.conclude()
    client.force_login(world.manager)
    address = reverse("contract", args=[world.file.reference])
    steps = ("", "x", "conclude2", "__class__")
    found = [client.post(address, {"do": one, "version": 1}).status_code for one in steps]

    assert found == [404] * len(steps)


def test_every_step_stands_in_the_audit_log_with_a_sentence(world):
    world.conclude()
    world.do(post_bond, Decimal(20_000), day("2026-06-01"), "DCK 1")
    world.do(modify, modification("38/1", "1"))
    world.do(change_terms, {"term_days": 30})
    entries = AuditEntry.objects.filter(action__startswith="contract.")

    assert [one.action for one in entries.order_by("number")] == [
        "contract.conclude",
        "contract.bond",
        "contract.modify",
        "contract.change",
    ]
    assert not any(sentence(one).startswith("contract.") for one in entries)


def test_the_whole_way_through_the_page(world, client):
    """A browser concludes, asks a payment and orders a modification, with Belgian figures."""
    client.force_login(world.manager)
    address = reverse("contract", args=[world.file.reference])
    first = {
        "do": "conclude",
        "version": world.fresh().version,
        "terms-contractor": "Sluis nv",
        "terms-concluded_on": "2026-05-06",
        "terms-initial_amount": "400.000,50",
        "terms-kind": "services",
        "terms-term_unit": "calendar",
    }
    answers = [client.post(address, first).status_code]
    ask = {"do": "request", "request-reference": "F-1", "request-received_on": "30/06/2026"}
    ask |= {"request-performed_on": "30/06/2026", "request-amount": "1.234,56"}
    change = {"do": "modify", "modify-ground": "38/4", "modify-title": "Extra", "modify-amount": "-12,50"}
    change |= {"modify-decided_on": "2026-07-01", "modify-document": "CB 1"}
    for form in (ask, change):
        sent = form | {"version": world.contract().version}
        answers.append(client.post(address, sent).status_code)
    text = page(client, world)

    assert answers == [302, 302, 302]
    assert "€ 1.234,56" in text
    assert "€ 399.988,00" in text


def test_the_database_keeps_the_ledger(world):
    """A line is set right by another; it is neither changed nor removed."""
    world.conclude()
    made = world.do(modify, modification("38/1", "1"))
    for change in (lambda: ContractModification.objects.update(amount=2), made.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()

    assert ContractModification.objects.get().amount == 1


def test_an_award_that_was_decided_here_opens_its_contract(world):
    """Contractor and amount come from the decision; whoever was not told of it stands in the way."""
    now = timezone.now()
    TenderEvaluation.objects.create(file=world.file, opened_at=now)
    received = {"file": world.file, "received_at": now, "recorded_at": now, "amount_given": 400_000}
    winner, other = (
        Tender.objects.create(number=number, tenderer=name, **received)
        for number, name in ((1, "Kade nv"), (2, "Sluis nv"))
    )
    decision = AwardDecision.objects.create(
        file=world.file,
        number=1,
        kind="award",
        on=day("2026-04-10"),
        at=now,
        tender=winner,
        amount=Decimal("398000.50"),
        reason="De voordeligste offerte.",
    )
    file = world.fresh()
    terms = {name: value for name, value in proposed_terms(file, None).items() if name != "concluded_on"}
    with pytest.raises(Refused, match="1, 2"):
        conclude(world.manager, file, None, file.version, on=day("2026-11-24"), reason="Toch.", **terms)
    for tender in (winner, other):
        TendererInformed.objects.create(decision=decision, tender=tender, sent_on=day("2026-04-20"), at=now)
    made = conclude(
        world.manager, file, None, file.version, on=day("2026-05-06"), reason="Geldigheid verlengd.", **terms
    )

    assert (made.contractor, made.initial_amount) == ("Kade nv", Decimal("398000.50"))
    assert world.fresh().concluded_on == day("2026-05-06")


def test_each_lot_has_its_own_contract(client):
    """A change names its lot; one that does not exist is none.

    The file knows one day of information: whether the standstill of the second lot is over, nobody knows.
    """
    world = contract_worlds.world()
    file = world.fresh()
    lots = [
        ProcurementLot.objects.create(file=file, number=number, title=f"Perceel {number}")
        for number in (1, 2)
    ]
    with pytest.raises(Refused):
        world.conclude()
    world.conclude(lot=lots[0])
    with pytest.raises(Refused):
        world.conclude(lot=lots[1])
    marked = world.conclude(lot=lots[1], reason="Beide percelen zijn dezelfde dag meegedeeld.")
    assert len(marked.conclusion_flags) == 1
    client.force_login(world.manager)
    address = reverse("contract", args=[file.reference])
    bond = {"do": "bond", "version": 1, "bond-amount": "20.000", "bond-posted_on": "2026-06-01"}
    statuses = [
        client.post(address, bond | {"bond-proof": "DCK", "lot": lot}).status_code for lot in ("3", "", "2")
    ]

    assert statuses == [404, 404, 302]
    assert [hasattr(one, "bond") for one in Contract.objects.order_by("lot__number")] == [False, True]
    assert client.get(f"{address}?perceel=2").status_code == 200
