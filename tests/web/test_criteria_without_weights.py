"""Award criteria in an order of importance without weights: no sum is made of them."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from django.urls import reverse
from docx import Document
from web import factories, tender_worlds

from stuurbord.errors import VersionConflict
from stuurbord.web.tenders.actions.comparing import compare_tenders
from stuurbord.web.tenders.actions.criteria import CriterionRow, Importance
from stuurbord.web.tenders.actions.deciding import Judgement, decide_award
from stuurbord.web.tenders.keeping import Refused
from stuurbord.web.tenders.models import AwardCriterion, TenderComparison
from stuurbord.web.tenders.standing import lot_standing

pytestmark = pytest.mark.django_db
ROWS = (
    CriterionRow("Plan van aanpak", "quality", None),
    CriterionRow("Prijs", "price", None, "proportional"),
)
WHY = "Plan van aanpak weegt het zwaarst en is bij Kade nv het sterkst."


@pytest.fixture(autouse=True)
def _today(settings):
    settings.STUURBORD_TODAY = factories.TODAY.isoformat()


@pytest.fixture
def national():
    return tender_worlds.world({"estimate": 120_000})


def scored(world, dear="9", cheap="7"):
    """Score two tenders, of which the first costs 110,000 euro and the second 100,000."""
    world.criteria(ROWS, reason="Rechtzetting", importance=Importance())
    made = world.tender("Kade nv", "110000"), world.tender("Sluis nv", "100000")
    world.open()
    for one in made:
        world.examine(one)
    world.scores(dear, cheap)


def standing(world):
    return lot_standing(world.fresh(), None)


def compare(world, places, reason=WHY, seen=""):
    return compare_tenders(world.manager, world.file, None, world.version, places, reason, seen)


def test_at_european_level_only_objective_reasons_take_the_place_of_weights():
    """Law of 17/06/2016, article 81 § 4; with them, nothing stands against the award for want of weights."""
    world = tender_worlds.world()
    for importance in (None, Importance(), Importance("  ")):
        with pytest.raises(Refused, match=r"art\. 81"):
            world.criteria(ROWS, reason="Rechtzetting", importance=importance)
    world.criteria(ROWS, reason="Rechtzetting", importance=Importance("Nieuwe techniek zonder referentie."))

    kept = AwardCriterion.objects.order_by("order")
    assert [(one.weight, one.is_by_importance) for one in kept] == [(None, True), (None, True)]
    assert standing(world).has_no_weights
    assert not standing(world).has_equal_weights


def test_an_order_of_importance_knows_no_weights(national):
    rows = [CriterionRow("Plan", "quality", Decimal(60)), CriterionRow("Ploeg", "quality", Decimal(40))]

    with pytest.raises(Refused):
        national.criteria(rows, reason="Rechtzetting", importance=Importance())


def test_who_is_best_on_each_criterion_needs_no_comparison(national):
    """Cheaper and better: it comes first whatever the criteria weigh."""
    scored(national, dear="6", cheap="8")
    found = standing(national)

    assert [(one.tender.number, one.rank, one.total) for one in found.ranked] == [(2, 1, None), (1, 2, None)]
    assert found.missing == []
    with pytest.raises(Refused):  # and no reasons turn that around
        compare(national, {1: 1, 2: 2})


def test_without_weights_the_ranking_waits_for_a_reasoned_comparison(national, client):
    """The dearer one is better: a sum would need weights that nobody set."""
    scored(national)
    found = standing(national)
    assert [(one.rank, one.total) for one in found.ranked] == [(None, None), (None, None)]
    assert [dict(one.points) for one in found.ranked] == [
        {found.criteria[0].pk: Decimal("9.00"), found.criteria[1].pk: Decimal("9.09")},
        {found.criteria[0].pk: Decimal("7.00"), found.criteria[1].pk: Decimal("10.00")},
    ]
    with pytest.raises(Refused):
        national.report()
    for places, reason in (({1: 1}, WHY), ({1: 0, 2: 1}, WHY), ({1: 1, 2: 2}, " ")):
        with pytest.raises(Refused):
            compare(national, places, reason)
    with pytest.raises(VersionConflict):
        compare(national, {1: 1, 2: 2}, seen="0" * 64)
    page = reverse("tenders", args=[national.file.reference])
    client.force_login(national.manager)
    form = {"do": "compare", "version": national.version, "seen": found.sha256, "compare-reason": WHY}
    assert client.post(page, form | {"compare-place_1": "1"}).status_code == 422
    assert client.post(page, form | {"compare-place_1": "1", "compare-place_2": "2"}).status_code == 302
    assert WHY in client.get(page).content.decode()

    report = national.report()
    made = Document(io.BytesIO(bytes(report.docx)))
    said = "\n".join(one.text for one in made.paragraphs)
    assert WHY in said
    assert not any("op 100" in cell.text for table in made.tables for cell in table.rows[0].cells)
    seen = report.facts_sha256
    other = Judgement("award", factories.TODAY, "Anders.", tender=2, seen=seen)
    with pytest.raises(Refused):
        decide_award(national.owner, national.file, None, national.version, other)
    judgement = Judgement("award", factories.TODAY, "De voordeligste.", tender=1, seen=seen)
    decision = decide_award(national.owner, national.file, None, national.version, judgement)
    assert [(one["tender"], one["rank"], one["points"]) for one in decision.ranking] == [
        (1, 1, None),
        (2, 2, None),
    ]


def test_a_comparison_lapses_when_the_scores_change(national):
    """It was made of other scores: the ranking is undetermined again."""
    scored(national)
    compare(national, {1: 1, 2: 2})
    assert standing(national).first[0].tender.number == 1
    national.scores("8", "7")

    found = standing(national)
    assert (found.first, found.comparison) == ([], None)
    assert len(found.missing) == 1
    assert TenderComparison.objects.count() == 1


def test_criteria_in_their_order_are_set_in_the_browser(national, client):
    """And the form shows what stands."""
    page = reverse("tenders", args=[national.file.reference])
    form = {"title_1": "Plan", "kind_1": "quality", "title_2": "Prijs", "kind_2": "price"}
    form |= {"do": "criteria", "version": national.version, "criteria_reason": "Rechtzetting"}
    client.force_login(national.manager)

    assert client.post(page, form | {"weighting": "importance", "weight_1": "60"}).status_code == 422
    assert client.post(page, form | {"weighting": "importance"}).status_code == 302
    assert 'value="importance" selected' in client.get(page).content.decode()
