"""One question about a file, one answer: duties, checklist, terms, note and kept choice tell the same."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from web import contract_worlds, factories, procurement_worlds

from stuurbord.rulebooks.be_procurement import advise
from stuurbord.rulebooks.be_procurement.reporting import yearly_return
from stuurbord.rulebooks.rule_pack import Truth
from stuurbord.web.contracts.actions.calling_off import NewCallOff, call_off
from stuurbord.web.finance.models import BudgetLine
from stuurbord.web.procurement_desk.models import DueTerm
from stuurbord.web.procurements import actions
from stuurbord.web.procurements.advising import asked
from stuurbord.web.procurements.checking import checklist_of
from stuurbord.web.procurements.models import InspectionAmount, PlanLink
from stuurbord.web.procurements.rows import duty_rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(settings):
    settings.STUURBORD_TODAY = factories.TODAY.isoformat()


@pytest.fixture
def world():
    return procurement_worlds.world()


def read(client, user, name, *args) -> str:
    client.force_login(user)
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def note(client, user) -> str:
    """Return the text of the note, a cell or paragraph a line."""
    client.force_login(user)
    answer = client.get(reverse("procurement_note", args=["O-2026-001"]))
    text = zipfile.ZipFile(io.BytesIO(answer.content)).read("word/document.xml").decode()
    return html.unescape(re.sub(r"<[^>]+>", "\n", text))


def test_the_page_of_a_change_of_the_law_leads_to_what_changes(client, world):
    """The rule book is found under its key."""
    page = read(client, world.reader, "procurement_law_change")
    found = re.search(rf'href="([^"]+)">{_("What changes in the law")}', page)

    assert found is not None
    assert client.get(html.unescape(found[1])).status_code == 200


def test_a_duty_lies_with_whom_its_term_lies_with(client):
    """The lawyer informs the tenderers; the holder of the file is named only where no lawyer is."""
    world = contract_worlds.world(moments={"published_on": "2026-02-02", "awarded_on": "2026-04-10"})

    def informs() -> tuple[list[str], str]:
        file = world.fresh()
        rows = duty_rows(file, asked(file), None)
        told = [one.who for one in rows if "meteen na de beslissing" in one.text]
        return told, str(DueTerm.objects.get(file=file, kind="information").responsible)

    own, term = informs()
    assert own == [term] == [str(world.manager)]
    lawyer = factories.user(*("procurement_lawyer", "project", world.project.pk), name="Jan Peeters")
    actions.change_file(world.manager, world.fresh(), {"lawyer": lawyer}, world.fresh().version)
    own, term = informs()
    assert own == [term] == [str(lawyer)]


def test_the_buyer_asks_the_bond_and_the_contractor_lodges_it():
    """Two duties, of two parties: the first with the documents, the second after the conclusion."""
    world = contract_worlds.world()
    file = world.fresh()
    file.concluded_on = date(2026, 5, 6)
    with override("nl"):
        found = {one.article: one for one in duty_rows(file, asked(file), None)}
    asks, lodges = found["KB 14/01/2013, art. 25"], found["KB 14/01/2013, art. 27"]

    assert (asks.who, asks.due) == (str(world.manager), file.published_on)
    assert (lodges.who, lodges.due, lodges.is_verified) == ("opdrachtnemer", date(2026, 6, 5), False)


@pytest.mark.parametrize(
    ("amount", "answer", "wanted"),
    [
        (100_000, None, Truth.TRUE),
        (500_000, None, Truth.FALSE),
        (None, None, Truth.UNKNOWN),
        (None, True, Truth.TRUE),
        (100_000, False, Truth.TRUE),
    ],
)
def test_checklist_and_term_of_the_inspectorate_rest_on_the_same_amounts(world, amount, answer, wanted):
    """What was agreed decides; an answer on the file only where nothing was."""
    if answer is not None:
        facts = procurement_worlds.FACTS | {"checklist": {"inspectorate_advice": answer}}
        actions.change_facts(world.manager, world.file, facts, world.fresh().version)
    if amount is not None:
        InspectionAmount.objects.create(
            amount=Decimal(amount), valid_from=date(2026, 1, 1), source="BVCO", kind=""
        )
    actions.choose_procedure(world.manager, world.file, "VOPZB", "", world.fresh().version)
    file = world.fresh()
    line = next(one for one in checklist_of(file, asked(file)) if one.id == "PF-10")

    assert line.mandatory is wanted
    assert DueTerm.objects.filter(file=file, kind="inspection").exists() == (wanted is Truth.TRUE)


def test_a_kept_choice_is_read_in_words_and_to_the_letter(client, world):
    """Facts, verdicts, duties and questions as sentences; the JSON below them."""
    actions.choose_procedure(world.manager, world.file, "VOPZB", "", world.fresh().version)
    page = read(client, world.reader, "procurement_choice_kept", "O-2026-001", 1)
    words, _folded, letter = page.partition('<details class="as-table"')
    found = re.findall(r"<pre><code>(.*?)</code></pre>", letter, re.DOTALL)
    exact = [json.loads(html.unescape(one)) for one in found]
    shown = words.partition("<main")[2]

    assert "Openbare procedure" in words
    assert "€\u00a0139.000" in words
    assert "11/01/2027" in words
    assert "art. 42" in words
    assert "leveringen" in words
    assert shown
    assert not re.search(r"subcentral|award_notice|obligations|min_days|[{]", shown)
    assert exact[0] == procurement_worlds.FACTS
    assert exact[1]["hash"] == world.file.choices.get().advice.hash


def test_the_note_calls_things_by_their_names_and_tells_their_validity(client, world):
    """By when, not by whom; each article with the days on which it holds; warnings before the duties."""
    text = note(client, world.reader)

    assert "\nTegen\n" in text
    assert "\nPost\n" in text
    assert "\nAard\n" in text
    assert "nagezien" not in text
    assert re.search(r"nagelezen · \d\d/\d\d/\d{4} – \d\d/\d\d/\d{4}|nagelezen · vanaf", text)
    assert text.index(_("To mind")) < text.index(_("Duties that follow"))


def test_an_estimate_that_lay_just_below_a_threshold_stays_told(client, world):
    """As long as the estimate reaches it: not only while it is being changed."""
    told = "0,7\u00a0% onder de drempel"
    assert told not in read(client, world.manager, "procurement_file", "O-2026-001")
    world.raised()

    assert told in read(client, world.manager, "procurement_file", "O-2026-001")
    assert told in note(client, world.reader)


def test_credit_that_is_lacking_stays_told_until_there_is_enough(client, world):
    """On the page and in the note, for what the forecast holds of this contract."""
    line = BudgetLine.objects.create(
        project=world.project,
        year=2027,
        article="MB0",
        kind="investment",
        budgeted_commitment=Decimal(232_190),
        forecast_commitment=Decimal(278_300),
    )
    held = {"commitment": {"2027": "278300.00"}}
    PlanLink.objects.create(
        file=world.file, article="MB0", kind="investment", has_budget_line=True, forecast=held
    )

    assert "€\u00a046.110" in read(client, world.manager, "procurement_file", "O-2026-001")
    assert "€\u00a046.110" in note(client, world.reader)
    BudgetLine.objects.filter(pk=line.pk).update(budgeted_commitment=Decimal(278_300))
    assert "€\u00a046.110" not in read(client, world.manager, "procurement_file", "O-2026-001")


FRAMEWORK = {"framework": {"years": 4, "value_per_year": 105_000, "suppliers": 1}, "estimate": 420_000}
OLD = contract_worlds.FACTS | FRAMEWORK | {"date": "2022-06-08"}


def test_a_framework_from_before_the_duty_is_reported_by_the_law_of_each_year():
    """Nothing over 2024; over 2025, by 15 February 2026."""
    advice = advise(OLD | {"chosen": "OP"})
    found = yearly_return(advice, "OP", 2025)

    assert yearly_return(advice, "OP", 2024) is None
    assert found is not None
    assert (found.asked, found.due) == (Truth.TRUE, date(2026, 2, 15))
    assert yearly_return(advise(contract_worlds.FACTS), "OP", 2026) is None
    low = yearly_return(advise(contract_worlds.FACTS | {"estimate": 20_000, "award": 19_000}), "LOW", 2026)
    assert low is not None


def test_orders_under_an_old_framework_bring_the_returns_over_their_years():
    """The years since the duty exists, and no year before."""
    moments = {"published_on": "2022-06-08", "awarded_on": "2022-09-01", "informed_on": "2022-09-02"}
    world = contract_worlds.world(OLD, moments=moments)
    terms = {"is_framework": True, "ceiling": Decimal(420_000), "framework_years": Decimal(4)}
    world.conclude("2022-10-03", initial_amount=None, **terms, end_date=date(2026, 10, 2))
    for on in ("2023-03-01", "2025-03-03", "2026-03-02"):
        world.do(call_off, NewCallOff("Bestelling", date.fromisoformat(on), Decimal(1_000)))
    found = DueTerm.objects.filter(file=world.file, kind="reporting").values_list("key", "due")

    assert sorted(found) == [
        ("reporting-2025", date(2026, 2, 15)),
        ("reporting-2026", date(2027, 2, 15)),
    ]
