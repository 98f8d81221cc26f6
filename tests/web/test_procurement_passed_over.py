"""What is passed over on a file: it needs a reason that can be understood, and stays on every page."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from web import contract_worlds, factories, procurement_worlds, tender_worlds

from stuurbord.rulebooks.be_procurement import advise
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.contracts.actions.opening import change_terms
from stuurbord.web.contracts.actions.paying import NewRequest, pay_request, receive_request
from stuurbord.web.contracts.actions.revising import revise_request
from stuurbord.web.contracts.keeping import Refused
from stuurbord.web.contracts.law import award_hindrances
from stuurbord.web.contracts.models import Contract, IndexSeries, IndexValue
from stuurbord.web.procurements import actions
from stuurbord.web.procurements.actions import NotAccepted
from stuurbord.web.procurements.advising import asked
from stuurbord.web.procurements.dated import Dates
from stuurbord.web.procurements.models import Stage
from stuurbord.web.procurements.moments import moment_rows, what_was_passed_over
from stuurbord.web.tenders.actions.deciding import Judgement, decide_award
from stuurbord.web.tenders.models import AwardReport

pytestmark = pytest.mark.django_db

BRUSSELS = ZoneInfo("Europe/Brussels")
WHY = "De eerdere stappen zijn op papier gezet, zie dossierstuk 12."
"""Somebody who was not there understands it."""


@pytest.fixture
def chosen():
    """Return a world whose procedure was chosen, on facts that lie in the past."""
    made = procurement_worlds.world(procurement_worlds.FACTS | {"date": "2026-03-02"})
    actions.choose_procedure(made.manager, made.file, "OP", "", made.file.version)
    return made


def move(made, stage, reason=""):
    """Bring the file to a stage."""
    return actions.move_to(made.manager, made.file, stage, made.fresh().version, reason)


def moment(made, name, value, reason=""):
    """Write a moment down."""
    return actions.set_moment(made.manager, made.file, name, value, made.fresh().version, reason)


def test_nobody_leaps_from_the_choice_to_the_conclusion_without_a_reason(chosen):
    """Publication, opening, award and information are named, and the documents counted."""
    with pytest.raises(NotAccepted) as caught:
        move(chosen, Stage.CONCLUSION)
    told = str(caught.value)

    for name in ("Bekendgemaakt op", "Geopend op", "Gegund op", "Kennisgeving aan de inschrijvers op"):
        assert f"“{name}”" in told
    assert chosen.fresh().stage == Stage.PROCEDURE
    assert not AuditEntry.objects.filter(action="procurement.stage").exists()


@pytest.mark.parametrize("reason", ["x", "omdat", "          "])
def test_a_letter_or_a_word_is_no_reason(chosen, reason):
    with pytest.raises(NotAccepted):
        move(chosen, Stage.CONCLUSION, reason)
    assert chosen.fresh().stage == Stage.PROCEDURE


def test_what_was_passed_over_stays_on_every_page_of_the_file(chosen, client):
    """Also once the moments were written down after all."""
    move(chosen, Stage.CONCLUSION, WHY)
    moment(chosen, "published_on", date(2026, 3, 2))
    client.force_login(chosen.reader)

    for name in ("procurement_file", "procurement_dossier", "procurement_file_deadlines", "contract"):
        page = client.get(reverse(name, args=[chosen.file.reference])).content.decode()
        assert WHY in page
        assert "“Gegund op”" in page
    (kept,) = what_was_passed_over(chosen.fresh())
    assert (kept.by, kept.reason) == (chosen.manager.name, WHY)


def test_a_step_back_passes_nothing_over(chosen):
    move(chosen, Stage.CONCLUSION, WHY)
    move(chosen, Stage.SPECIFICATIONS, "Terug naar het bestek.")

    assert len(what_was_passed_over(chosen.fresh())) == 1


def test_step_after_step_needs_no_reason_where_everything_is_written_down(chosen):
    """Nothing is asked of who follows the order of the law with a complete file."""
    procurement_worlds.complete(chosen)
    move(chosen, Stage.SPECIFICATIONS)
    moment(chosen, "published_on", date(2026, 3, 2))
    moment(chosen, "tenders_due", datetime(2026, 4, 2, 10, tzinfo=BRUSSELS))
    moment(chosen, "opened_at", datetime(2026, 4, 2, 11, tzinfo=BRUSSELS))
    moment(chosen, "awarded_on", date(2026, 5, 4))
    moment(chosen, "informed_on", date(2026, 5, 5))
    moment(chosen, "concluded_on", date(2026, 5, 26))
    moment(chosen, "started_on", date(2026, 6, 1))

    assert chosen.fresh().stage == Stage.STARTED
    assert what_was_passed_over(chosen.fresh()) == []


@pytest.mark.parametrize(("due", "asks"), [(1, True), (2, False)])
def test_a_term_that_is_too_short_is_written_down_with_a_reason_only(chosen, due, asks):
    """Thirty days after 2 March 2026 is 1 April: the day after is the first on which they can be due."""
    procurement_worlds.complete(chosen)
    moment(chosen, "published_on", date(2026, 3, 2))
    value = datetime(2026, 4, due, 10, tzinfo=BRUSSELS)
    if not asks:
        assert moment(chosen, "tenders_due", value).tenders_due == value
        return
    with pytest.raises(NotAccepted, match="01/04/2026"):
        moment(chosen, "tenders_due", value)
    moment(chosen, "tenders_due", value, WHY)
    assert len(what_was_passed_over(chosen.fresh())) == 1


def test_a_moment_that_asks_a_reason_comes_back_in_its_form(chosen, client):
    """Nothing has to be typed again but the reason."""
    client.force_login(chosen.manager)
    address = reverse("procurement_moment", args=[chosen.file.reference])
    sent = {"moment": "awarded_on", "value": "2026-05-04", "version": chosen.fresh().version}
    refused = client.post(address, sent)
    page = refused.content.decode()

    assert refused.status_code == 422
    assert 'value="2026-05-04"' in page
    assert 'id="moment-awarded_on-reason"' in page
    assert client.post(address, sent | {"reason": WHY}).status_code == 302
    assert chosen.fresh().awarded_on == date(2026, 5, 4)


def test_an_accepted_invoice_knows_no_publication_and_no_award():
    """What is of low value is concluded as it is: nothing was passed over."""
    made = procurement_worlds.world({**procurement_worlds.FACTS, "estimate": 9_000, "date": "2026-03-02"})
    actions.choose_procedure(made.manager, made.file, "LOW", "", made.file.version)
    procurement_worlds.complete(made)

    assert moment(made, "concluded_on", date(2026, 3, 9)).stage == Stage.CONCLUSION


# ------------------------------------------------------------------------------------------- Its contract


def test_a_contract_on_nothing_but_a_choice_is_opened_with_a_reason_and_marked(client):
    """The page says what is missing before anybody presses; the law of the standstill is one of it."""
    made = contract_worlds.world({"estimate": 150_000, "award": 140_000}, moments={})
    client.force_login(made.manager)
    page = client.get(reverse("contract", args=[made.file.reference])).content.decode()

    assert "“Bekendgemaakt op”" in page
    with pytest.raises(Refused, match="Gegund op"):
        made.conclude(initial_amount=Decimal(140_000))
    contract = made.conclude(initial_amount=Decimal(140_000), reason=WHY)
    assert any("“Gegund op”" in one for one in contract.conclusion_flags)


def test_a_contract_far_above_its_estimate_is_weighed(client):
    """Estimated below 216,000 and concluded at more than a fifth above it: law of 17/06/2013, art. 3."""
    made = contract_worlds.world({"estimate": 150_000, "award": 150_000})
    at, above = Decimal(259_200), Decimal("259200.01")
    with pytest.raises(Refused):
        made.conclude(initial_amount=above)

    assert not Contract.objects.exists()
    assert made.conclude(initial_amount=at).conclusion_flags == []


def test_a_contract_above_the_ceiling_of_its_procedure_is_weighed():
    """Without a notice up to 140,000: at 139,999.99 nothing stands against it, at 140,000 it does."""
    facts = {"estimate": 120_000, "award": 120_000}
    moments = {"awarded_on": "2026-04-10", "informed_on": "2026-04-20"}
    made = contract_worlds.world(facts, "VOPZB", moments)
    with pytest.raises(Refused, match="onderhandelingsprocedure zonder"):
        made.conclude(initial_amount=Decimal(140_000))

    assert made.conclude(initial_amount=Decimal("139999.99")).conclusion_flags == []


@pytest.mark.parametrize(("end", "fits"), [("2026-09-08", True), ("2026-09-09", True), ("2026-12-31", False)])
def test_term_and_last_day_do_not_contradict_each_other(end, fits):
    """A hundred days from 1 June 2026, that day counted or not."""
    made = contract_worlds.world()
    made.conclude()
    values = {
        "order_to_start_on": date(2026, 6, 1),
        "term_days": 100,
        "term_unit": "calendar",
        "end_date": date.fromisoformat(end),
    }
    if fits:
        made.do(lambda actor, one, version: change_terms(actor, one, values, version))
        assert made.stand().agreed_end == date.fromisoformat(end)
        return
    with pytest.raises(Refused, match="09/09/2026"):
        made.do(lambda actor, one, version: change_terms(actor, one, values, version))


def test_a_formula_that_does_not_add_up_is_told_in_the_language_of_the_reader():
    made = contract_worlds.world()
    made.conclude()
    values = {"revision_formula": "0,60 × S/s + 0,50", "revision_base_month": date(2026, 2, 1)}
    with pytest.raises(Refused, match="tellen op tot 1,1"):
        made.do(lambda actor, one, version: change_terms(actor, one, values, version))


# ------------------------------------------------------------------------------------------ CPV and people


@pytest.mark.parametrize(("code", "status"), [("99999999", 422), ("42961100-1", 302)])
def test_a_cpv_code_exists(chosen, client, code, status):
    client.force_login(chosen.manager)
    sent = {"title": "Lezers", "cpv": code, "version": chosen.fresh().version}
    answer = client.post(reverse("procurement_data", args=[chosen.file.reference]), sent)

    assert answer.status_code == status
    assert chosen.fresh().cpv == "42961100"


def test_who_may_approve_a_choice_against_the_rules_is_named(client):
    """To who asked it; not that person, and nobody without the right to decide."""
    made = procurement_worlds.world()
    made.raised()
    why = "De leverancier is de enige die past."
    actions.choose_procedure(made.manager, made.file, "VOPZB", why, made.fresh().version)
    client.force_login(made.manager)
    page = client.get(reverse("procurement_file", args=[made.file.reference])).content.decode()
    told = page[page.index('id="waiting-title"') :]
    told = told[: told.index("</section>")]

    assert made.owner.name in told
    assert made.steering.name in told
    assert made.lawyer.name not in told
    assert f": {made.manager.name}" not in told
    assert factories.TODAY  # the day on which the file stands


# --------------------------------------------------------------- Chosen against the rules: the law stays


def test_who_chose_against_the_rules_keeps_the_periods_of_the_law():
    """At 230,000 the simplified procedure is refused; its 17 days and a standstill of 15 days hold."""
    facts = procurement_worlds.FACTS | {"estimate": {"base": 230_000}, "date": "2026-03-02"}
    made = procurement_worlds.world(facts)
    why = "De markt kent maar drie leveranciers, zie dossierstuk 6."
    choice = actions.choose_procedure(made.manager, made.file, "VOPMB", why, made.file.version)
    actions.rule_on_choice(
        made.steering, choice, is_approved=True, reason=why, expected_version=made.fresh().version
    )
    procurement_worlds.complete(made)
    moment(made, "published_on", date(2026, 3, 2))
    with pytest.raises(NotAccepted, match="17"):
        moment(made, "tenders_due", datetime(2026, 3, 9, 10, tzinfo=BRUSSELS))
    moment(made, "tenders_due", datetime(2026, 3, 20, 10, tzinfo=BRUSSELS))
    moment(made, "opened_at", datetime(2026, 3, 20, 11, tzinfo=BRUSSELS))
    moment(made, "awarded_on", date(2026, 4, 20))
    moment(made, "informed_on", date(2026, 4, 20))
    with pytest.raises(NotAccepted, match="05/05/2026"):
        moment(made, "concluded_on", date(2026, 4, 20))
    assert moment(made, "concluded_on", date(2026, 5, 6)).concluded_on == date(2026, 5, 6)


def test_without_a_notice_that_was_mandatory_the_standstill_is_due_all_the_same():
    """Law of 17/06/2013, art. 11: where a European notice was mandatory."""
    facts = {**procurement_worlds.FACTS, "estimate": 230_000, "award": 230_000, "chosen": "VOPZB"}

    assert advise(facts).on("VOPZB").standstill_days == 15
    assert advise(facts | {"chosen": "OP"}).on("VOPZB").standstill_days is None
    assert "REASONED-CHOICE" in [one.key for one in advise(facts).obligations]
    assert "REASONED-CHOICE" not in [one.key for one in advise(facts | {"chosen": "OP"}).obligations]


def test_the_facts_of_the_launch_stand_once_it_was_published(chosen):
    """What was not known may still be filled in; the amount of the award too."""
    moment(chosen, "published_on", date(2026, 3, 2), WHY)
    facts = dict(chosen.fresh().facts)
    for other in ({"estimate": {"base": 120_000}}, {"kind": "services"}, {"buyer": "federal_central"}):
        with pytest.raises(NotAccepted, match="bekendmaking"):
            actions.change_facts(chosen.manager, chosen.file, facts | other, chosen.fresh().version)

    more = facts | {"award": 131_000, "sme": "none"}
    assert actions.change_facts(chosen.manager, chosen.file, more, chosen.fresh().version).facts == more


def test_a_contract_with_another_than_who_won_is_weighed():
    """The same amount hides nothing."""
    made = tender_worlds.world()
    winner, other = made.to_ranking()
    made.report()
    report = AwardReport.objects.get(file=made.file)
    judgement = Judgement(
        "award", factories.TODAY, "De voordeligste.", tender=winner.number, seen=report.facts_sha256
    )
    decide_award(made.owner, made.fresh(), None, made.version, judgement)

    found = award_hindrances(made.fresh(), None, Decimal(210_000), other.tenderer)
    assert [winner.tenderer in one.text and other.tenderer in one.text for one in found] == [True]
    assert award_hindrances(made.fresh(), None, Decimal(210_000), f" {winner.tenderer.upper()} ") == []


def test_an_end_that_no_document_names_is_counted_from_the_order_to_start():
    made = contract_worlds.world()
    made.conclude(term_days=365, order_to_start_on=date(2026, 6, 1))

    assert made.stand().end == date(2027, 6, 1)


def test_a_price_that_is_revised_after_the_payment_owes_the_rest_apart():
    """No interest runs on what nobody had asked when it was paid."""
    made = contract_worlds.world()
    made.conclude(revision_formula="P = P0 × (0,50 × S/s + 0,50)", revision_base_month=date(2026, 2, 1))
    series = IndexSeries.objects.create(code="S", title="Loon", source="Proef")
    for month, value in ((2, 100), (6, 110)):
        IndexValue.objects.create(series=series, month=date(2026, month, 1), value=value)
    asked = NewRequest("F-1", date(2026, 6, 10), Decimal(1000), Decimal(1210), performed_on=date(2026, 6, 9))
    made.do(receive_request, asked)
    made.do(pay_request, 1, paid_on=date(2026, 8, 3))
    rates = [(date(2026, 7, 1), Decimal("2.15"))]
    before = made.stand(rates=rates).requests[0].interest.total
    made.do(revise_request, 1)
    (row,) = made.stand(rates=rates).requests

    assert (row.still_owed, row.interest.total) == (Decimal("60.50"), before)


def test_a_publication_without_its_documents_asks_a_reason(chosen):
    """As a step ahead does: what is in the file then is what the tenderers get."""
    with pytest.raises(NotAccepted, match="verplicht"):
        moment(chosen, "published_on", date(2026, 3, 2))
    moment(chosen, "published_on", date(2026, 3, 2), WHY)

    assert len(what_was_passed_over(chosen.fresh())) == 1


def test_the_order_to_start_waits_for_the_conclusion(chosen):
    """Whatever the reason; a conclusion that follows is not shut out by it."""
    procurement_worlds.complete(chosen)
    with pytest.raises(NotAccepted):
        moment(chosen, "started_on", factories.TODAY, WHY)

    assert chosen.fresh().stage == Stage.PROCEDURE


def test_a_term_for_requests_that_is_too_short_is_told_of_the_requests():
    """Thirty days after 2 March 2026 is 1 April; the moment is there in two phases only."""
    made = procurement_worlds.world(procurement_worlds.FACTS | {"date": "2026-03-02"})
    actions.choose_procedure(made.manager, made.file, "NOP", "", made.file.version)
    procurement_worlds.complete(made)
    moment(made, "published_on", date(2026, 3, 2))
    with pytest.raises(NotAccepted, match="01/04/2026"):
        moment(made, "requests_due", datetime(2026, 4, 1, 10, tzinfo=BRUSSELS))
    moment(made, "requests_due", datetime(2026, 4, 2, 10, tzinfo=BRUSSELS))
    moment(made, "tenders_due", datetime(2026, 5, 11, 10, tzinfo=BRUSSELS))
    lane = Dates(made.fresh(), asked(made.fresh())).lanes["NOP"]

    assert (lane.last_of("S10"), lane.last_of("S12")) == (date(2026, 4, 2), date(2026, 5, 11))
    assert "requests_due" in [one.name for one in moment_rows(made.fresh())]
    with pytest.raises(NotAccepted, match="rechtzetting"):
        moment(made, "requests_due", datetime(2026, 4, 20, 10, tzinfo=BRUSSELS))


def test_in_one_phase_nobody_is_asked_for_requests(chosen):
    assert "requests_due" not in [one.name for one in moment_rows(chosen.fresh())]
