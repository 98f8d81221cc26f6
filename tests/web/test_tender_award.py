"""From criteria to conclusion: what is refused, what is kept, what the report says."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from docx import Document
from web import factories, tender_worlds
from web.tender_worlds import PRICE_ONLY, WEIGHTED

from stuurbord.errors import DamagedFile, NotPermitted, VersionConflict
from stuurbord.web.procurements.models import Delegation
from stuurbord.web.tenders.actions.assessing import (
    ScoreRow,
    assign_assessor,
    declare,
    release_assessor,
    score,
)
from stuurbord.web.tenders.actions.criteria import CriterionRow
from stuurbord.web.tenders.actions.deciding import Judgement, decide_award
from stuurbord.web.tenders.actions.examining import (
    BillLine,
    ask_justification,
    correct_amount,
    examine,
    judge_price,
    record_answer,
    set_lines,
)
from stuurbord.web.tenders.actions.informing import conclude, inform
from stuurbord.web.tenders.actions.negotiating import hold_round
from stuurbord.web.tenders.actions.reporting import make_report, withdraw_report
from stuurbord.web.tenders.hashing import is_chain_intact
from stuurbord.web.tenders.keeping import Refused
from stuurbord.web.tenders.models import (
    Assessor,
    AwardCriterion,
    AwardDecision,
    AwardReport,
    Examination,
    PriceCheck,
)
from stuurbord.web.tenders.report_document import _with_means, report_document
from stuurbord.web.tenders.report_facts import report_facts
from stuurbord.web.tenders.rights import is_involved
from stuurbord.web.tenders.sentences import sensitivity_sentences
from stuurbord.web.tenders.standing import lot_standing

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def _today(settings):
    settings.STUURBORD_TODAY = factories.TODAY.isoformat()


@pytest.fixture
def world():
    return tender_worlds.world()


def award(world, tender, actor=None, **more):
    """Decide to award to a tender, on the report that stands."""
    report = AwardReport.objects.filter(file=world.file, is_withdrawn=False).first()
    values = {"kind": "award", "on": ON, "reason": "De voordeligste offerte.", "tender": tender.number}
    values["seen"] = report.facts_sha256 if report else ""
    judgement = Judgement(**(values | more))
    return decide_award(actor or world.owner, world.file, None, world.version, judgement)


def standing(world):
    return lot_standing(world.fresh(), None)


def text_of(content):
    """Return all that a Word file says."""
    made = Document(io.BytesIO(bytes(content)))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([one.text for one in made.paragraphs] + cells)


# ---------------------------------------------------------------------------------------- Criteria


def test_weights_make_a_hundred(world):
    wrong = {
        "less": [Decimal(40), Decimal(59)],
        "more": [Decimal(40), Decimal("60.01")],
        "negative": [Decimal(-40), Decimal(140)],
        "nothing": [Decimal(0), Decimal(100)],
        "one without": [Decimal(100), None],
        "three decimals": [Decimal("33.333"), Decimal("66.667")],
        "no number": [Decimal("NaN"), Decimal(60)],
    }
    for weights in wrong.values():
        rows = [CriterionRow(f"Criterium {n}", "quality", one) for n, one in enumerate(weights)]
        with pytest.raises(Refused):
            world.criteria(rows, reason="Rechtzetting")

    assert not AwardCriterion.objects.exists()


def test_at_european_level_each_criterion_has_its_weight(world):
    rows = [CriterionRow("Prijs", "price", None, "linear"), CriterionRow("Plan", "quality", None)]

    with pytest.raises(Refused, match=r"art\. 81"):
        world.criteria(rows, reason="Rechtzetting")


def test_below_it_criteria_without_weights_count_equally():
    """The dearer tender loses a third for the price and wins elsewhere: both come out level."""
    world = tender_worlds.world({"estimate": 120_000})
    names = ("Plan", "Ploeg")
    world.criteria(
        [CriterionRow("Prijs", "price", None, "proportional")]
        + [CriterionRow(one, "quality", None) for one in names],
        reason="Rechtzetting",
    )
    first, second = world.tender("Kade nv", "100"), world.tender("Sluis nv", "200")
    world.open()
    for one in (first, second):
        world.examine(one)
    assign_assessor(world.manager, world.file, world.version, world.assessor)
    declare(world.assessor, world.file, 1, "no_conflict")
    points = {(0, first.pk): 5, (1, first.pk): 5, (0, second.pk): 10, (1, second.pk): 5}
    quality = list(AwardCriterion.objects.filter(kind="quality"))
    rows = [
        ScoreRow(quality[place].pk, tender, Decimal(given), "Zo.")
        for (place, tender), given in points.items()
    ]
    score(world.assessor, world.file, 2, rows)

    found = standing(world)
    assert [(one.total, one.rank) for one in found.tenders] == [(Decimal("66.67"), 1), (Decimal("66.67"), 1)]


def test_published_criteria_change_only_with_a_reason(world):
    with pytest.raises(Refused):
        world.criteria()
    world.criteria(reason="Rechtzetting van 3 september.")
    world.open()

    with pytest.raises(Refused):
        world.criteria(reason="Te laat.")


# --------------------------------------------------------------------------------------- Examination


def test_a_verdict_against_a_tender_needs_its_reasons(world):
    made = world.tender()
    with pytest.raises(Refused):
        examine(world.manager, made, made.version, "regularity", "regular")
    world.open()
    for step, verdict in (("regularity", "substantial"), ("regularity", "selected"), ("x", "regular")):
        with pytest.raises(Refused):
            examine(world.manager, made, made.version, step, verdict)
    examine(world.manager, made, made.version, "regularity", "regular")

    with pytest.raises(VersionConflict):
        examine(world.manager, made, made.version, "selection", "selected")
    with pytest.raises(NotPermitted):
        examine(world.reader, made, made.version + 1, "selection", "selected")
    assert Examination.objects.get().verdict == "regular"


def test_debts_are_regularised_once_within_five_working_days(world):
    """Asked on Wednesday 25 November, due on Wednesday 2 December (art. 68)."""
    made = world.tender()
    world.open()
    found = examine(world.manager, made, made.version, "exclusion", "regularise", "RSZ-schuld")
    made.refresh_from_db()

    assert found.due == date(2026, 12, 2)
    assert standing(world).tenders[0].standing == "waiting"
    with pytest.raises(Refused):
        examine(world.manager, made, made.version, "exclusion", "regularise", "Nog eens")


def test_no_price_is_rejected_before_it_could_be_justified(world):
    """The answer is due twelve days after the question: Monday 7 December."""
    made = world.tender()
    world.open()
    with pytest.raises(Refused):
        judge_price(world.manager, made, made.version, "rejected", "Te laag.")
    ask_justification(world.manager, made, made.version, "Verantwoord post 3.", ON)
    made.refresh_from_db()
    check = PriceCheck.objects.get()

    assert check.due == date(2026, 12, 7)
    for verdict in ("rejected", "justified", "normal"):
        with pytest.raises(Refused):
            judge_price(world.manager, made, made.version, verdict, "Zo.")
    record_answer(world.manager, made, made.version, "Eigen materieel.", ON)
    made.refresh_from_db()
    assert judge_price(world.manager, made, made.version, "justified", "Aannemelijk.").verdict == "justified"


def test_a_bill_that_does_not_add_up_is_corrected_with_a_reason(world):
    made = world.tender(amount="100")
    world.open()
    set_lines(
        world.manager, made, made.version, [BillLine("Lezer", Decimal(3), "st", Decimal("40"), Decimal(100))]
    )
    made.refresh_from_db()
    with pytest.raises(Refused):
        correct_amount(world.manager, made, made.version, Decimal(120), " ")
    correct_amount(world.manager, made, made.version, Decimal(120), "3 × 40 = 120")

    assert standing(world).tenders[0].amount == Decimal(120)


def test_a_price_far_below_the_others_alarms_where_the_question_is_due():
    """Works in an open procedure, four tenders: mean of the middle two 1,000,000; 850,000 lies 15 % below."""
    world = tender_worlds.world({"kind": "works", "estimate": 1_000_000})
    world.criteria(PRICE_ONLY, reason="Rechtzetting")
    low, *others = [
        world.tender(f"Bouw {n}", amount)
        for n, amount in enumerate(("850000", "1000000", "1000000", "1200000"))
    ]
    world.open()
    for one in (low, *others):
        world.examine(one)
    world.report()

    with pytest.raises(Refused, match=r"verantwoording|justification"):
        award(world, low)
    made = award(world, low, alarm_reason="Post 3 is verwaarloosbaar.")
    assert [one["code"] for one in made.alarms] == ["abnormal"]


# ------------------------------------------------------------------------------------------ Scoring


def test_nobody_scores_without_declaring_first(world):
    world.criteria(reason="Rechtzetting")
    made = world.tender()
    with pytest.raises(Refused):
        assign_assessor(world.manager, world.file, world.version, world.stranger)
    assign_assessor(world.manager, world.file, world.version, world.assessor)
    quality = AwardCriterion.objects.get(kind="quality")
    rows = [ScoreRow(quality.pk, made.pk, Decimal(7), "Goed.")]
    with pytest.raises(Refused):  # sealed: nobody knows in whom one could have an interest
        declare(world.assessor, world.file, 1, "no_conflict")
    world.open()
    with pytest.raises(Refused):
        score(world.assessor, world.file, 1, rows)
    with pytest.raises(NotPermitted):
        score(world.manager, world.file, 1, rows)
    with pytest.raises(Refused):
        declare(world.assessor, world.file, 1, "conflict")
    declare(world.assessor, world.file, 1, "conflict", "Mijn zus werkt bij Sluis nv.")

    with pytest.raises(Refused):
        score(world.assessor, world.file, 2, rows)


def test_who_has_a_conflict_of_interest_sees_no_tender_any_more(world, client):
    """Until asked again: then the declaration is made anew."""
    world.criteria(reason="Rechtzetting")
    world.tender()
    world.open()
    assign_assessor(world.manager, world.file, world.version, world.assessor)
    assert is_involved(world.assessor, world.fresh())
    declare(world.assessor, world.file, 1, "conflict", "Mijn zus werkt bij Sluis nv.")

    assert not is_involved(world.assessor, world.fresh())
    client.force_login(world.assessor)
    assert client.get(reverse("tender_scores", args=[world.file.reference])).status_code == 403
    assert "Sluis nv" not in client.get(reverse("tenders", args=[world.file.reference])).content.decode()
    release_assessor(world.manager, Assessor.objects.get(), world.version, "Belangenconflict.")
    again = assign_assessor(world.manager, world.file, world.version, world.assessor)
    assert (again.declaration, again.explanation, again.declared_at) == ("none", "", None)


def test_a_conflict_of_interest_outweighs_every_other_role(world, client):
    """Who may change the file or decide on it takes no part any more: not on a page, nor by an action."""
    world.criteria(reason="Rechtzetting")
    made = world.tender()
    world.open()
    page = reverse("tenders", args=[world.file.reference])
    one = reverse("tender", args=[world.file.reference, made.number])
    for who in (world.second, world.owner):
        assign_assessor(world.manager, world.file, world.version, who)
        client.force_login(who)
        assert "200.000" in client.get(page).content.decode()
        declare(who, world.file, 1, "conflict", "Ik bezit aandelen van Sluis nv.")

        text = client.get(page).content.decode()
        assert "200.000" not in text
        assert "Sluis nv" not in text
        assert client.get(one).status_code == 403
        again = {"do": "assign", "user": who.pk, "version": world.version}
        assert client.post(page, again).status_code == 403
        with pytest.raises(NotPermitted):  # nor does a second declaration undo the first
            declare(who, world.file, 2, "no_conflict")
    with pytest.raises(NotPermitted):
        examine(world.second, made, made.version, "selection", "selected")
    own = Assessor.objects.get(user=world.second)
    with pytest.raises(NotPermitted):
        release_assessor(world.second, own, world.version, "Geen belang meer.")
    with pytest.raises(NotPermitted):
        award(world, made)
    release_assessor(world.manager, Assessor.objects.get(user=world.second), world.version, "Belang.")
    assert not is_involved(world.second, world.fresh())


def test_who_declared_declares_anew_when_a_tender_is_added(world):
    world.criteria(reason="Rechtzetting")
    world.tender("Kade nv")
    world.open()
    world.scores("8")
    added = world.tender("Sluis nv", added_reason="Stond in de postkamer.")
    quality = AwardCriterion.objects.get(kind="quality")

    with pytest.raises(Refused):
        score(world.assessor, world.file, 3, [ScoreRow(quality.pk, added.pk, Decimal(7), "Goed.")])
    assert not standing(world).assessors[0].has_declared


@pytest.mark.parametrize("points", ["-1", "10.01", "7.123", "NaN", "Infinity"])
def test_points_lie_between_nought_and_ten(world, points):
    world.criteria(reason="Rechtzetting")
    world.tender()
    world.open()

    with pytest.raises(Refused):
        world.scores(points)


def test_a_score_has_words_and_one_window_wins(world):
    world.criteria(reason="Rechtzetting")
    made = world.tender()
    world.open()
    world.scores("8")
    quality = AwardCriterion.objects.get(kind="quality")
    own = Assessor.objects.get()
    with pytest.raises(Refused):
        score(world.assessor, world.file, own.version, [ScoreRow(quality.pk, made.pk, Decimal(7), " ")])

    with pytest.raises(VersionConflict):
        score(world.assessor, world.file, own.version - 1, [ScoreRow(quality.pk, made.pk, Decimal(7), "Zo.")])


# ------------------------------------------------------------------------------------------ Ranking


def test_the_ranking_says_what_is_missing_before_it_stands(world):
    world.criteria(reason="Rechtzetting")
    world.tender()
    world.open()
    found = standing(world)

    assert found.outcome is None
    assert len(found.missing) == 3
    with pytest.raises(Refused):
        make_report(world.manager, world.file, None, world.version)


def test_the_ranking_and_its_breaking_point():
    """40 % price, 60 % quality: 210.000 with 9 beats 200.000 with 7 by 38,10 + 54 against 40 + 42.

    With weight w on price both are level where w (1 − 20/21) = (100 − w) (0,9 − 0,7): at 80,77 %.
    """
    world = tender_worlds.world()
    first, second = ranked(world)
    found = standing(world)

    assert [(one.tender.number, one.total, one.rank) for one in found.ranked] == [
        (first.number, Decimal("92.10"), 1),
        (second.number, Decimal("82.00"), 2),
    ]
    assert any("80,77" in one and "Sluis nv" in one for one in sensitivity_sentences(found))


def test_a_single_tender_needs_no_criteria(world):
    """Two do: nothing would say which is better."""
    only = world.tender()
    world.open()
    world.examine(only)
    assert world.report().facts["tenders"][0]["rank"] == 1
    withdraw_report(world.manager, world.file, None, world.version, "Er kwam een offerte bij.")
    world.examine(world.tender("Kade nv", added_reason="Stond in de postkamer."))

    with pytest.raises(Refused):
        world.report()


def test_a_removed_tender_is_not_ranked(world):
    world.criteria(PRICE_ONLY, reason="Rechtzetting")
    cheap, dear = world.tender("Goedkoop nv", "100"), world.tender("Duur nv", "200")
    world.open()
    world.examine(cheap, regularity=("substantial", "Voorbehoud bij de betaling."))
    world.examine(dear)

    assert [one.tender.number for one in standing(world).ranked] == [dear.number]


def test_the_winner_is_checked_for_good(world):
    """What was accepted on the ESPD alone holds for who does not win."""
    world.criteria(PRICE_ONLY, reason="Rechtzetting")
    cheap, dear = world.tender("Goedkoop nv", "100"), world.tender("Duur nv", "200")
    world.open()
    world.examine(cheap, exclusion=("provisional", "UEA"))
    world.examine(dear, exclusion=("provisional", "UEA"))
    with pytest.raises(Refused):
        world.report()
    cheap.refresh_from_db()
    examine(world.manager, cheap, cheap.version, "exclusion", "no_ground")

    assert world.report().number == 1


# --------------------------------------------------------------------------------------- Negotiation


def test_an_open_procedure_knows_no_negotiation(world):
    made = world.tender()
    world.open()

    with pytest.raises(Refused):
        hold_round(world.manager, world.file, None, world.version, ON, "Prijs.", {made.number: Decimal(1)})


def test_everybody_in_play_takes_part_and_the_final_offers_count():
    world = tender_worlds.world({"estimate": 120_000}, "VOPMB")
    world.criteria(PRICE_ONLY, reason="Rechtzetting")
    first, second = world.tender("Kade nv", "110000"), world.tender("Sluis nv", "108000")
    world.open()
    with pytest.raises(Refused):
        hold_round(world.manager, world.file, None, world.version, ON, "Prijs.", {1: Decimal(100_000)})
    for one in (first, second):
        world.examine(one)
    hold_round(
        world.manager,
        world.file,
        None,
        world.version,
        ON,
        "BAFO",
        {1: Decimal(100_000), 2: None},
        is_final=True,
    )

    found = standing(world)
    assert [(one.tender.number, one.amount) for one in found.ranked] == [(1, 100_000), (2, 108_000)]
    with pytest.raises(Refused):
        hold_round(world.manager, world.file, None, world.version, ON, "Nog", {1: None, 2: None})


# --------------------------------------------------------------------------- Report, decision, conclusion


def ranked(world):
    """Bring two tenders to their ranking; the criteria were published with a correction."""
    world.criteria(WEIGHTED, reason="Rechtzetting")
    made = world.tender("Kade nv", "210000"), world.tender("Sluis nv", "200000")
    world.open()
    for one in made:
        world.examine(one)
    world.scores("9", "7")
    return made


def test_the_report_says_all_that_the_decision_needs(world):
    late = world.tender("Te laat nv", at="2026-10-15T12:00")
    ranked(world)
    report = world.report()
    said = text_of(report.docx)

    for wanted in (
        "Kade nv",
        "Sluis nv",
        late.tenderer,
        "€\N{NO-BREAK SPACE}210.000,00",
        "92,10",
        "80,77",
        "Helder en haalbaar.",
        "In de lijn van de raming.",
        "M. Manager",
        "T. Tweede",
        "B. Beoordelaar",
        "15/10/2026 10:00",
        "Toegangscontrole",
    ):
        assert wanted in said, wanted
    assert "None" not in said


def test_what_a_report_rests_on_is_locked_until_it_is_withdrawn(world):
    first, _second = ranked(world)
    world.report()
    first.refresh_from_db()
    with pytest.raises(Refused):
        examine(world.manager, first, first.version, "regularity", "substantial", "Toch.")
    with pytest.raises(Refused):
        world.scores("1", "10")
    with pytest.raises(Refused):
        withdraw_report(world.manager, world.file, None, world.version, "")
    withdraw_report(world.manager, world.file, None, world.version, "Fout in een score.")
    world.scores("1", "10")

    assert world.report().number == 2
    assert [one.tender.number for one in standing(world).first] == [2]


def test_a_report_is_made_of_the_ranking_that_was_seen(world):
    ranked(world)
    seen = standing(world).sha256
    world.scores("5", "7")

    with pytest.raises(VersionConflict):
        make_report(world.manager, world.file, None, world.version, seen)


def test_a_damaged_report_is_not_given(world, client):
    ranked(world)
    made = world.report()
    client.force_login(world.manager)
    page = reverse("award_report_file", args=[world.file.reference, made.number])
    assert client.get(page).content == bytes(made.docx)
    AwardReport.objects.update(docx=b"anders")

    client.raise_request_exception = True
    assert client.get(page).status_code == 500
    assert DamagedFile.code == "damaged_file"


def test_who_made_the_report_does_not_decide_on_it(world):
    first, second = ranked(world)
    make_report(world.owner, world.file, None, world.version)

    with pytest.raises(NotPermitted):
        award(world, first)
    with pytest.raises(NotPermitted):
        award(world, first, actor=world.manager)
    assert not AwardDecision.objects.exists()
    assert second


def test_only_the_first_gets_the_contract(world):
    first, second = ranked(world)
    with pytest.raises(Refused):
        award(world, first)
    world.report()
    with pytest.raises(Refused):
        award(world, second)
    with pytest.raises(Refused):
        award(world, first, reason=" ")
    with pytest.raises(Refused):
        award(world, first, on=date(2026, 11, 26))
    with pytest.raises(VersionConflict):
        award(world, first, seen="0" * 64)
    made = award(world, first)

    file = world.fresh()
    assert (made.amount, file.facts["award"], file.awarded_on) == (Decimal(210_000), 210_000, ON)
    assert is_chain_intact(list(AwardDecision.objects.all()))


def test_a_decision_is_never_changed_but_can_be_withdrawn(world):
    first, _second = ranked(world)
    world.report()
    made = award(world, first)
    with pytest.raises(DatabaseError), transaction.atomic():
        AwardDecision.objects.filter(pk=made.pk).update(amount=1)
    with pytest.raises(Refused):
        award(world, first)
    award(world, first, kind="withdrawal", reason="Vormfout.")

    file = world.fresh()
    assert ("award" in file.facts, file.awarded_on) == (False, None)
    assert [one.kind for one in AwardDecision.objects.all()] == ["withdrawal", "award"]


def test_an_award_above_the_ceiling_is_marked_for_ever():
    """Without prior publication the approved expenditure stays below 140,000."""
    world = tender_worlds.world({"estimate": 135_000}, "VOPZB")
    world.criteria(PRICE_ONLY, reason="Rechtzetting")
    made = world.tender("Kade nv", "140000")
    world.open()
    world.examine(made)
    world.report()
    with pytest.raises(Refused, match="140"):
        award(world, made)
    decision = award(world, made, alarm_reason="De raad van bestuur besliste zo.")

    assert [one["code"] for one in decision.alarms] == ["ceiling"]


def test_nothing_is_awarded_where_nobody_is_left(world):
    world.criteria(PRICE_ONLY, reason="Rechtzetting")
    world.open()
    world.report()
    made = award(world, tender=type("", (), {"number": None}), kind="no_award", reason="Geen offertes.")

    file = world.fresh()
    assert (made.kind, file.awarded_on, file.stage) == ("no_award", None, "decision")


def test_the_contract_waits_for_the_information_and_the_standstill(world, settings):
    """Sent on 25 November: fifteen days run through Thursday 10 December (law of 17/06/2013, art. 11)."""
    first, _second = ranked(world)
    world.report()
    award(world, first)
    with pytest.raises(Refused):
        conclude(world.manager, world.file, None, world.version, ON)
    inform(world.manager, world.file, None, world.version, [1], ON, "e-Procurement")
    assert world.fresh().informed_on is None
    inform(world.manager, world.file, None, world.version, [2], ON, "e-Procurement")
    assert world.fresh().informed_on == ON
    settings.STUURBORD_TODAY = "2026-12-11"
    with pytest.raises(Refused, match=r"11/12/2026"):
        conclude(world.manager, world.file, None, world.version, date(2026, 12, 10), "Dringend.")
    conclude(world.manager, world.file, None, world.version, date(2026, 12, 11))

    assert world.fresh().concluded_on == date(2026, 12, 11)


def test_lots_have_their_own_award():
    world = tender_worlds.world(lots=("Lezers", "Plaatsing"))
    world.criteria(PRICE_ONLY, reason="Rechtzetting")
    made = [world.tender("Kade nv", "90000", lot=1), world.tender("Kade nv", "80000.50", lot=2)]
    world.open()
    told = []
    for number, one in enumerate(made, 1):
        world.examine(one)
        report = make_report(world.manager, world.file, number, world.version)
        judgement = Judgement("award", ON, "De enige.", one.number, seen=report.facts_sha256)
        decide_award(world.owner, world.file, number, world.version, judgement)
        inform(world.manager, world.file, number, world.version, [one.number], ON, "e-Procurement")
        told.append(world.fresh().informed_on)

    assert world.fresh().facts["award"] == 170_000.5
    assert not world.fresh().is_against
    assert told == [None, ON]  # no standstill of the file ends while a lot is undecided
    with pytest.raises(Refused):
        make_report(world.manager, world.file, 3, world.version)


# -------------------------------------------------------------------------------------------- Pages


def test_the_page_has_one_head_no_inline_style_and_few_queries(world, client, django_assert_max_num_queries):
    ranked(world)
    client.force_login(world.owner)
    page = reverse("tenders", args=[world.file.reference])
    client.get(page)

    with django_assert_max_num_queries(40):
        text = client.get(page).content.decode()
    assert "Kade nv" in text
    assert 'style="' not in text
    assert text.count("<h1") == 1


def test_the_whole_way_in_the_browser(world, client):
    """Criteria, examination, scores, report and decision, each by who may."""
    page = reverse("tenders", args=[world.file.reference])

    def post(who, where, **form):
        client.force_login(who)
        return client.post(
            where, form | ({} if "version" in form else {"version": world.version})
        ).status_code

    criteria = {"title_1": "Prijs", "kind_1": "price", "weight_1": "40", "formula_1": "proportional"}
    criteria |= {
        "title_2": "Plan",
        "kind_2": "quality",
        "weight_2": "60,5",
        "criteria_reason": "Rechtzetting",
    }
    assert post(world.manager, page, do="criteria", **criteria) == 422
    assert post(world.manager, page, do="criteria", **(criteria | {"weight_2": "60"})) == 302
    made = world.tender("Kade nv", None)
    world.open()
    one = reverse("tender", args=[world.file.reference, made.number])
    steps = [("amounts", {"amount": "210.000,00"})]
    steps += [("lines", {"lines": "Lezer; 3; st; 70.000; 210.000,00"})]
    steps += [("examine", {"step": "exclusion", "verdict": "no_ground"})]
    steps += [("examine", {"step": "selection", "verdict": "selected"})]
    steps += [("examine", {"step": "regularity", "verdict": "regular"})]
    steps += [("price", {"verdict": "normal", "reason": "Zoals geraamd."})]
    for do, form in steps:
        made.refresh_from_db()
        assert post(world.manager, one, do=do, version=made.version, **form) == 302, do
    assert post(world.manager, one, do="price", version=1, verdict="normal", reason="Zo.") == 409
    assert client.get(one).status_code == 200
    assert post(world.manager, page, do="assign", user=world.assessor.pk) == 302
    assert post(world.assessor, page, do="declare", version=1, declaration="no_conflict") == 302
    scoring = reverse("tender_scores", args=[world.file.reference])
    assert client.get(scoring).status_code == 200
    key = f"{AwardCriterion.objects.get(kind='quality').pk}_{made.pk}"
    form = {f"points_{key}": "8,5", f"text_{key}": "Sterk."}
    assert post(world.assessor, scoring, version=2, **(form | {f"points_{key}": "85"})) == 422
    assert post(world.assessor, scoring, version=2, **form) == 302
    assert post(world.manager, scoring, version=2, **form) == 403
    assert post(world.manager, page, do="report", seen=standing(world).sha256) == 302
    decision = {
        "award-kind": "award",
        "award-tender": "1",
        "award-on": "25/11/2026",
        "award-reason": "Beste.",
    }
    seen = AwardReport.objects.get().facts_sha256
    assert post(world.manager, page, do="decide", seen=seen, **decision) == 403
    assert post(world.owner, page, do="decide", seen=seen, **decision) == 302
    told = {"inform-tenders": "1", "inform-sent_on": "25/11/2026", "inform-channel": "e-Procurement"}
    assert post(world.manager, page, do="inform", **told) == 302
    assert post(world.manager, page, do="conclude", **{"conclude-on": "25/11/2026"}) in (302, 422)
    client.force_login(world.reader)

    text = client.get(page).content.decode()
    assert "Kade nv" in text
    assert "Zoals geraamd." not in text


def test_a_tender_whose_price_waits_for_its_justification_does_not_go_on(client):
    """The page says what it waits for; afterwards it goes to the scoring."""
    world = tender_worlds.world()
    made = world.tender()
    world.open()
    for step, verdict in (("exclusion", "no_ground"), ("selection", "selected"), ("regularity", "regular")):
        made.refresh_from_db()
        examine(world.manager, made, made.version, step, verdict, "")
    made.refresh_from_db()
    ask_justification(world.manager, made, made.version, "Verantwoord post 3.", ON)
    client.force_login(world.manager)

    def told() -> str:
        return str(client.get(reverse("tender", args=[world.file.reference, 1])).context["conclusion"])

    waits = _("The price of this tender waits for its justification; only then does it go to the scoring.")
    assert told() == waits
    made.refresh_from_db()
    record_answer(world.manager, made, made.version, "Eigen materieel.", ON)
    made.refresh_from_db()
    judge_price(world.manager, made, made.version, "justified", "Aannemelijk.")
    assert told() == _("This tender was examined and goes to the scoring.")


def test_a_price_that_is_not_justified_makes_a_tender_substantially_irregular(world):
    """In the report: it stands as removed, never beside the word “regular”."""
    made = world.tender()
    world.open()
    for step, verdict in (("exclusion", "no_ground"), ("selection", "selected"), ("regularity", "regular")):
        made.refresh_from_db()
        examine(world.manager, made, made.version, step, verdict, "")
    made.refresh_from_db()
    ask_justification(world.manager, made, made.version, "Verantwoord post 3.", ON)
    made.refresh_from_db()
    record_answer(world.manager, made, made.version, "Geen idee.", ON)
    made.refresh_from_db()
    judge_price(world.manager, made, made.version, "rejected", "Het antwoord verklaart de prijs niet.")
    own = lot_standing(world.fresh(), None)

    assert own.tenders[0].is_irregular_by_price
    assert report_facts(own, 1, "M. Manager")["tenders"][0]["steps"]["regularity"][0] == "substantial"


def test_the_report_gives_the_mean_of_several_scores_and_says_that_nothing_was_negotiated():
    scores = [
        {"criterion": "Plan", "assessor": "A", "points": "8.00", "text": "Goed."},
        {"criterion": "Plan", "assessor": "B", "points": "6.50", "text": "Degelijk."},
        {"criterion": "Ploeg", "assessor": "A", "points": "7.00", "text": "Ruim."},
    ]
    told = [(one["criterion"], one["points"]) for one in _with_means(scores)]

    assert told == [("Plan", "8.00"), ("Plan", "6.50"), ("Plan", "7.2500"), ("Ploeg", "7.00")]


@pytest.mark.parametrize(("days", "told"), [(15, "15"), (0, "No standstill"), (None, "undetermined")])
def test_the_report_tells_what_was_passed_over_and_what_follows(world, days, told):
    """With the reason and the name; a report of before says nothing of either."""
    world.to_ranking()
    world.report()
    facts = AwardReport.objects.get().facts
    facts["procedure"]["standstill_days"] = days
    with override("en"):
        texts = [str(one) for one in report_document(facts).blocks]
        older = {name: one for name, one in facts.items() if name != "passed_over"}
        older["procedure"] = {k: one for k, one in facts["procedure"].items() if k != "standstill_days"}
        before = [str(one) for one in report_document(older).blocks]

    assert any("Het dossier op papier is volledig." in one for one in texts)
    assert any(told in one for one in texts if "standstill" in one.lower())
    assert not any("passed over" in one or "standstill" in one for one in before)


def test_who_decides_by_what_was_agreed_stands_at_the_decision(world, client):
    """With its source; the reasons say where that decision is."""
    Delegation.objects.create(
        body="Administrateur-generaal", up_to=None, valid_from=date(2018, 1, 1), source="Besluit, art. 3"
    )
    world.to_ranking()
    world.report()
    client.force_login(world.owner)
    page = client.get(reverse("tenders", args=[world.file.reference])).content.decode()

    assert "Administrateur-generaal (Besluit, art. 3)." in page
