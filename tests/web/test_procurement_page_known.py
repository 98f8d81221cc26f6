"""What the Procedure page does not know, it says; what was written down counts before what is expected."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from web import factories, procurement_worlds

from stuurbord.rulebooks.be_procurement import advise
from stuurbord.web.procurements import actions
from stuurbord.web.procurements.models import ProcurementFile, Stage
from stuurbord.web.procurements.timeline import Bar, Lane
from stuurbord.web.procurements.timeline_picture import picture

pytestmark = pytest.mark.django_db
FACTS = procurement_worlds.FACTS
BELGIAN = FACTS | {"estimate": {"base": 200_000}}
SPECIAL = {"buyer": "authority_special", "sector": "special", "kind": "services", "date": "2027-01-11"}


@pytest.fixture(autouse=True)
def _today(settings):
    settings.STUURBORD_TODAY = factories.TODAY.isoformat()


def shown(client, world):
    """Return what the page is made of."""
    client.force_login(world.manager)
    answer = client.get(reverse("procurement_file", args=[world.file.reference]))
    assert answer.status_code == 200
    return answer.context


def on_facts(client, facts):
    """Return what the page of a file with these facts is made of."""
    return shown(client, procurement_worlds.world(facts))


def under_way(procedure="OP", facts=BELGIAN, **moments):
    """Return the world with a procedure chosen and some moments written down."""
    world = procurement_worlds.world(facts)
    actions.choose_procedure(world.manager, world.fresh(), procedure, "", world.file.version)
    ProcurementFile.objects.filter(pk=world.file.pk).update(**moments)
    return world


def at(year, month, day):
    """Return the morning of a day."""
    return datetime(year, month, day, 9, tzinfo=UTC)


def row(context, code):
    """Return the line of a procedure."""
    return next(one for one in context["verdicts"] if one.code == code)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (
            {"buyer": "subcentral", "kind": "supplies", "date": "2027-01-11", "estimate": {"base": 1_000}},
            "OP",
        ),
        (SPECIAL, "NOP"),
        (FACTS | {"estimate": {}}, "VOPZB"),
    ],
    ids=["no sector", "no level", "no verdict"],
)
def test_where_the_minimum_is_not_known_there_are_no_dates(client, facts, code):
    """Without sector or estimate nothing tells how long the law asks: undetermined, and no conclusion."""
    found = row(on_facts(client, facts), code)

    assert found.minimum == pgettext("procedure", "undetermined")
    assert found.closing is None


def test_where_the_law_sets_no_minimum_the_page_says_so(client):
    """Without a notice the law asks an appropriate term: none is set, and the days are expected."""
    found = row(on_facts(client, FACTS), "VOPZB")

    assert found.minimum == _("none set")
    assert found.closing is not None


UNCLEAR = {
    "unknown law": (
        FACTS | {"date": "2031-03-01"},
        "The rule book does not know the law of {day}: which procedure is allowed is undetermined.",
    ),
    "no day": (
        FACTS | {"date": None},
        "The day of dispatch is not known yet: which procedure is allowed is undetermined.",
    ),
    "contradiction": (
        FACTS | {"sector": "special"},
        "The facts contradict each other: which procedure is allowed stays undetermined until they are put"
        " right.",
    ),
    "negative": (
        FACTS | {"estimate": {"base": -5}},
        "A fact cannot be right: which procedure is allowed stays undetermined until it is put right.",
    ),
    "concession": (
        FACTS | {"concession": True},
        "A concession falls outside this law and follows a law of its own, whose procedures the rule book"
        " does not know.",
    ),
    "out of scope": (
        SPECIAL | {"buyer": "special_rights", "estimate": {"base": 1_000}},
        "Below the European threshold, a contract of this buyer falls outside the law.",
    ),
}


@pytest.mark.parametrize("case", UNCLEAR)
def test_the_headline_says_why_nothing_is_determined(client, case):
    """Neither “no procedure is allowed” nor “no estimate is known” where something else is the matter."""
    facts, told = UNCLEAR[case]
    world = procurement_worlds.world()
    ProcurementFile.objects.filter(pk=world.file.pk).update(facts=facts)
    conclusion = shown(client, world)["conclusion"]

    assert conclusion == _(told).format(day="01/03/2031")


@pytest.mark.parametrize("day", [None, "2031-03-01"])
def test_the_validity_of_unknown_rules_is_undetermined(client, day):
    """Rules of which the book has none do not hold up to 2017, nor from 2028."""
    context = on_facts(client, FACTS | {"date": day})

    assert context["validity"] == _("excluding VAT · validity of the rules undetermined")


def test_recorded_moments_count_before_expected_ones(client):
    """Dispatch, opening, information and conclusion stand where they were written down."""
    world = under_way(
        stage=Stage.CONCLUSION,
        published_on=date(2026, 3, 2),
        tenders_due=at(2026, 4, 13),
        opened_at=at(2026, 4, 13),
        awarded_on=date(2026, 5, 12),
        informed_on=date(2026, 5, 13),
        concluded_on=date(2026, 6, 3),
    )
    context = shown(client, world)
    lane = context["lanes"][0]
    ends = {bar.step: bar.last for bar in lane.bars}

    assert (ends["S09"], ends["S12"], ends["S13"]) == (date(2026, 3, 2), *[date(2026, 4, 13)] * 2)
    assert (ends["S21"], ends["S22"]) == (date(2026, 5, 12), date(2026, 5, 13))
    assert lane.closing == row(context, "OP").closing == date(2026, 6, 3)
    assert all(bar.first <= bar.last <= date(2026, 6, 3) for bar in lane.bars)
    assert max(ends[f"S{n}"] for n in (14, 15, 16, 18)) <= date(2026, 5, 12)


def test_what_is_to_come_is_counted_from_the_last_recorded_moment(client):
    """The standstill runs fifteen days from the information, and the conclusion comes after it."""
    world = under_way(
        facts=procurement_worlds.RAISED, published_on=date(2027, 1, 11), informed_on=date(2027, 4, 1)
    )
    lane = shown(client, world)["lanes"][0]

    assert lane.last_of("S23") == date(2027, 4, 16)
    assert lane.closing > date(2027, 4, 16)
    assert lane.last_of("S09") == date(2027, 1, 11)


@pytest.mark.parametrize(("code", "day"), [("OP", "2027-01-04"), ("NOP", "2027-01-05"), ("OP", "2027-04-06")])
def test_the_dispatch_stands_on_its_day(client, code, day):
    """What is counted back from the dispatch ends on it, whatever weekends and holidays lie before."""
    facts = BELGIAN | {"date": day}
    lane = shown(client, under_way(code, facts))["lanes"][0]

    assert lane.last_of("S09") == date.fromisoformat(day)


def test_a_concluded_file_proposes_nothing(client):
    """The headline says when it was concluded, no other procedure has days, and no bar invites to propose."""
    world = under_way(stage=Stage.CONCLUSION, published_on=date(2026, 3, 2), concluded_on=date(2026, 6, 3))
    context = shown(client, world)

    told = _("Concluded on {day} after {procedure}.")
    assert context["conclusion"] == told.format(day="03/06/2026", procedure=_("the open procedure"))
    assert [one.code for one in context["verdicts"] if one.closing] == ["OP"]
    assert not any(one.is_suggested for one in context["verdicts"])
    assert context["plan_bar"] is None


def test_a_running_file_says_when_conclusion_is_expected(client):
    """Dispatched: the choice is made, so the headline proposes nothing."""
    world = under_way(stage=Stage.PUBLICATION, published_on=date(2027, 1, 11))
    context = shown(client, world)

    told = _("Dispatched on {day} for {procedure}.")
    assert context["conclusion"].startswith(told.format(day="11/01/2027", procedure=_("the open procedure")))
    assert context["lanes"][0].closing.strftime("%d/%m/%Y") in context["conclusion"]


def test_a_chosen_procedure_is_not_proposed_again(client):
    """Where the choice is made and still allowed, the headline tells it, not what the rules put first."""
    context = shown(client, under_way())
    told = _("At {amount}, {procedure} was chosen: concluded on {day}.")

    closing = context["lanes"][0].closing.strftime("%d/%m/%Y")
    assert context["conclusion"] == told.format(
        amount="€\u00a0200.000", procedure=_("the open procedure"), day=closing
    )


def test_today_is_what_was_chosen_even_where_the_rules_refuse_it(client):
    """Facts that no longer bear the choice do not put another procedure in its place on the timeline.

    Its periods stay those of the law: who went on with it all the same owes them.
    """
    world = under_way("VOPZB", FACTS)
    ProcurementFile.objects.filter(pk=world.file.pk).update(facts=BELGIAN)
    context = shown(client, world)

    assert [lane.code for lane in context["lanes"]] == ["VOPZB"]
    assert context["lanes"][0].closing is not None


def test_a_concession_has_no_thresholds_of_this_law(client):
    """The line of thresholds is that of a law that does not apply."""
    assert on_facts(client, FACTS | {"concession": True})["scale"].rows == ()


def test_the_name_of_a_legal_period_always_stands_below_its_bar():
    """The standstill keeps its name, on a stem from its own bar, however narrow its neighbours."""

    def bar(step, first, last, legal=0):
        names = dict.fromkeys(("nl", "fr", "en"), step)
        return Bar(step, names, first, last, legal, last if legal else None, "", True)

    bars = (
        bar("S05", date(2026, 9, 1), date(2026, 12, 1)),
        bar("S08", date(2026, 12, 2), date(2027, 1, 11)),
        bar("S12", date(2027, 1, 12), date(2027, 2, 11), 30),
        bar("S14", date(2027, 2, 12), date(2027, 3, 20)),
        bar("S18", date(2027, 3, 21), date(2027, 3, 23)),
        bar("S19", date(2027, 3, 24), date(2027, 3, 26)),
        bar("S21", date(2027, 3, 27), date(2027, 3, 31)),
        bar("S23", date(2027, 4, 1), date(2027, 4, 15), 15),
    )
    drawn = str(picture([Lane("OP", "Vandaag", bars, date(2027, 4, 16))]))

    assert f"{_('Standstill')}, 15 {_('d')}" in drawn
    assert f"{_('Tenders')}, 30 {_('d')}" in drawn
    assert drawn.count('class="stem"') >= 5


def test_the_estimate_of_contradicting_facts_is_no_answer():
    """What the headline rests on: with contradictions nothing is answered, though an estimate was told."""
    advice = advise(FACTS | {"sector": "special"})

    assert advice.contradictions
    assert (advice.estimate, advice.told.estimate) == (None, Decimal(139_000))
