"""The pages of procurements: what they say, what they keep, and how much they ask of the database."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from lxml import html
from web import factories, procurement_worlds

from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.procurements import actions
from stuurbord.web.procurements.advising import asked
from stuurbord.web.procurements.models import (
    ChecklistMark,
    ChoiceVerdict,
    Delegation,
    InspectionAmount,
    ProcurementFile,
    ReferenceRate,
)
from stuurbord.web.procurements.models.organisation import ContractKind

pytestmark = pytest.mark.django_db
RAISED_FORM = {
    "buyer": "subcentral",
    "sector": "classic",
    "kind": "supplies",
    "date": "2027-01-11",
    "estimate_base": "172.000",
    "estimate_options": "24.000",
    "estimate_renewals": "34.000",
}


@pytest.fixture(autouse=True)
def _today(settings):
    settings.STUURBORD_TODAY = factories.TODAY.isoformat()


@pytest.fixture
def world():
    return procurement_worlds.world()


def read(client, user, name, *args, **query):
    """Return the page as text."""
    client.force_login(user)
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def send(client, user, name, *args, **data):
    """Send a form."""
    client.force_login(user)
    return client.post(reverse(name, args=args), data)


def test_the_page_tells_verdict_article_and_validity(client, world):
    """Each procedure with its reason; whether the article was verified; the period of the rules."""
    page = read(client, world.manager, "procurement_file", "O-2026-001")

    assert "Onderhandelingsprocedure zonder voorafgaande bekendmaking" in page
    assert "art. 42" in page
    assert "Wet 17/06/2016" in page
    assert "31/12/2027" in page
    assert "€\u00a0139.000" in page
    assert "<h1>Lezers, controllers en plaatsing</h1>" in page
    assert 'class="procurement-timeline"' in page
    assert 'class="procurement-scale"' in page


def test_a_look_at_other_facts_keeps_nothing(client, world):
    """The estimate is raised on the page alone: another procedure, the same file."""
    answer = send(client, world.manager, "procurement_facts", "O-2026-001", do="look", **RAISED_FORM)
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "€\u00a0230.000" in page
    assert "De raming is niet lager dan €\u00a0216.000." in page
    assert _("What you see below rests on facts that are not kept yet.") in page
    assert world.fresh().version == 1
    assert world.file.estimate == 139_000


def test_a_reader_may_look_but_not_keep(client, world):
    """What would change is no secret to who sees the file."""
    looked = send(client, world.reader, "procurement_facts", "O-2026-001", do="look", **RAISED_FORM)
    kept = send(client, world.reader, "procurement_facts", "O-2026-001", do="keep", version=1, **RAISED_FORM)

    assert (looked.status_code, kept.status_code) == (200, 403)


def test_facts_are_kept_with_the_version_that_was_seen(client, world):
    """The second of two is told, and the page shows what he filled in."""
    first = send(
        client, world.manager, "procurement_facts", "O-2026-001", do="keep", version=1, **RAISED_FORM
    )
    second = send(
        client, world.lawyer, "procurement_facts", "O-2026-001", do="keep", version=1, **RAISED_FORM
    )

    assert (first.status_code, second.status_code) == (302, 409)
    assert world.fresh().facts == procurement_worlds.RAISED


@pytest.mark.parametrize(
    ("field", "typed"),
    [("estimate_base", "-5"), ("estimate_base", "veel"), ("estimate_base", "1.39000"), ("date", "x")],
)
def test_a_figure_that_cannot_be_read_is_refused(client, world, field, typed):
    """Nothing is kept, and the page says what is meant."""
    sent = RAISED_FORM | {field: typed}
    answer = send(client, world.manager, "procurement_facts", "O-2026-001", do="keep", version=1, **sent)

    assert answer.status_code == 422
    assert world.fresh().version == 1


def test_a_wrong_figure_in_a_fold_opens_it(client, world):
    """What is wrong is seen where it stands."""
    sent = RAISED_FORM | {"award": "-1"}
    page = send(client, world.manager, "procurement_facts", "O-2026-001", do="keep", version=1, **sent)

    assert '<details class="more-facts" open>' in page.content.decode()


def test_facts_that_contradict_each_other_are_judged_by_nobody(client):
    """The page says so instead of that nothing is missing."""
    facts = procurement_worlds.FACTS | {"sector": "special", "estimate": {"base": 10, "lots": [50_000]}}
    world = procurement_worlds.world(facts | {"buyer": "subcentral"})
    page = read(client, world.manager, "procurement_file", "O-2026-001")

    assert _("Nothing is missing for a verdict.") not in page
    assert _("On these facts nothing can be judged: they contradict each other, or cannot be read.") in page


def test_a_missing_fact_is_answered_on_the_page(client):
    """What a verdict waits for stands beside it, with its own form."""
    facts = {name: value for name, value in procurement_worlds.FACTS.items() if name != "kind"}
    world = procurement_worlds.world(facts)
    page = read(client, world.manager, "procurement_file", "O-2026-001")
    assert "Gaat het om werken, leveringen" in page

    for answer, status in (("iets", 422), ("", 422), ("supplies", 302)):
        sent = question_form(page, "kind") | {"kind": answer}
        told = send(client, world.manager, "procurement_facts", "O-2026-001", **sent)
        assert told.status_code == status
        assert "procurement-proposal" not in told.content.decode()
    assert world.fresh().facts["kind"] == "supplies"


def question_form(page: str, fact: str) -> dict[str, object]:
    """What a browser sends of the form that asks a fact, before anything is filled in."""
    for form in html.fromstring(page).forms:
        if form.fields.get("fact") == fact:
            return {name: value or "" for name, value in form.form_values()} | {
                name: "" for name in form.fields if name == fact
            }
    raise AssertionError(f"nobody asks {fact}")


def test_what_is_taken_for_granted_and_turns_a_verdict_is_asked(client, world):
    """A contract of a central body, and a ground; a no is kept as an answer, and asked no more."""
    world.raised()
    page = read(client, world.manager, "procurement_file", "O-2026-001")
    central = _("Does a contract of a central purchasing body cover this?")
    ground = _("Is there a ground to negotiate, or to do without a notice?")
    assert central in page
    assert ground in page
    assert 'value="HFB" disabled' in page

    for fact, answer in (("central_purchasing", "no"), ("grounds", "none")):
        sent = question_form(page, fact) | {fact: answer}
        assert send(client, world.manager, "procurement_facts", "O-2026-001", **sent).status_code == 302
        page = read(client, world.manager, "procurement_file", "O-2026-001")
    assert (world.fresh().facts["central_purchasing"], world.file.facts["no_grounds"]) == (False, True)
    verdicts = {one.code: one.verdict for one in asked(world.file).advice.procedures}
    assert (verdicts["CD"], verdicts["OP"]) == ("refused", "allowed")
    assert 'value="bargain"' not in page
    assert central not in page
    assert ground not in page
    assert 'value="HFB"' not in page
    assert re.search(r'name="grounds" value="none"[^>]*checked', page)


def test_no_ground_and_a_ground_contradict_each_other(client, world):
    """Refused; nothing is kept."""
    world.raised()
    page = read(client, world.manager, "procurement_file", "O-2026-001")
    sent = question_form(page, "grounds") | {"grounds": ["none", "innovation"]}

    assert send(client, world.manager, "procurement_facts", "O-2026-001", **sent).status_code == 422
    assert "grounds" not in world.fresh().facts


def test_a_contract_below_every_ceiling_is_asked_for_no_ground(client):
    """No ground would allow anything more; whether there is a contract of a central body is asked."""
    world = procurement_worlds.world(procurement_worlds.FACTS | {"estimate": {"base": 20_000}})
    page = read(client, world.manager, "procurement_file", "O-2026-001")

    assert _("Does a contract of a central purchasing body cover this?") in page
    assert _("Is there a ground to negotiate, or to do without a notice?") not in page


def test_a_choice_against_the_rules_goes_through_two_people(client, world):
    """Asked with a reason, approved by the owner, on the page for ever, its advice one press away."""
    world.raised()
    ask = {"procedure": "VOPZB", "version": world.fresh().version}
    refused = send(client, world.manager, "procurement_choice", "O-2026-001", **ask)
    assert refused.status_code == 422
    assert 'value="VOPZB" checked' in refused.content.decode()
    send(client, world.manager, "procurement_choice", "O-2026-001", reason="Maar één leverancier.", **ask)

    own = read(client, world.manager, "procurement_file", "O-2026-001")
    others = read(client, world.owner, "procurement_file", "O-2026-001")
    ruling = {"do": "approve", "reason": "Na overleg.", "version": world.fresh().version}
    assert "Maar één leverancier." in own
    assert 'value="approve"' not in own
    assert 'value="approve"' in others
    assert send(client, world.owner, "procurement_ruling", "O-2026-001", 1, **ruling).status_code == 302
    assert "Na overleg." in read(client, world.reader, "procurement_choice_kept", "O-2026-001", 1)
    actions.choose_procedure(world.manager, world.file, "OP", "", world.fresh().version)
    assert _("A choice that does not follow from the rules.") in read(
        client, world.reader, "procurement_file", "O-2026-001"
    )
    assert _("a choice that does not follow from the rules") in read(client, world.reader, "procurements")


def test_a_choice_that_the_facts_no_longer_bear_shows_on_page_list_and_timeline(client, world):
    """With what the rules say now; NUL in a search finds nothing and breaks nothing."""
    actions.choose_procedure(world.manager, world.file, "VOPZB", "", world.file.version)
    told = _("After the choice, the procedure no longer followed from the rules.")
    assert told not in read(client, world.reader, "procurement_file", "O-2026-001")
    world.raised()

    assert told in read(client, world.reader, "procurement_file", "O-2026-001")
    marked = pgettext("procedure", "no longer follows from the rules")
    assert marked in read(client, world.reader, "procurements")
    assert str(ChoiceVerdict.REFUSED.label).lower() in read(
        client, world.reader, "procurement_dossier", "O-2026-001"
    )
    assert "O-2026-001" in read(client, world.reader, "procurements", q="4296\0")


def test_the_dossier_is_kept_on_its_page(client, world):
    """A line of the checklist, an answer on which another depends, a moment and a stage."""
    args = ("O-2026-001",)
    mark = {"state": "done", "reference": "map 1/nota.pdf", "document_date": "2026-11-20", "version": 0}
    assert send(client, world.manager, "procurement_mark", *args, "PF-01", **mark).status_code == 302
    assert send(client, world.manager, "procurement_mark", *args, "PF-99", **mark).status_code == 404
    answer = {"fact": "personal_data", "answer": "yes", "version": 1}
    assert send(client, world.manager, "procurement_answer", *args, **answer).status_code == 302
    assert (
        send(client, world.manager, "procurement_answer", *args, **answer | {"fact": "x"}).status_code == 422
    )
    stage = {"stage": "stopped", "version": 2, "reason": "Geen krediet."}
    assert (
        send(client, world.manager, "procurement_stage", *args, **stage | {"reason": ""}).status_code == 422
    )
    assert send(client, world.manager, "procurement_stage", *args, **stage).status_code == 302

    page = read(client, world.reader, "procurement_dossier", *args)
    assert ChecklistMark.objects.get().document_date == date(2026, 11, 20)
    assert world.fresh().facts["checklist"] == {"personal_data": True}
    assert "Verwerkt de opdrachtnemer persoonsgegevens?" in page
    assert "map 1/nota.pdf" in page
    assert "Geen krediet." in page
    assert "20/11/2026" in page


def test_the_note_is_a_word_document(client, world):
    """With the verdict, its article and the warning that this is no legal advice."""
    client.force_login(world.reader)
    answer = client.get(reverse("procurement_note", args=["O-2026-001"]))
    text = zipfile.ZipFile(io.BytesIO(answer.content)).read("word/document.xml").decode()

    assert "nota-O-2026-001.docx" in answer["Content-Disposition"]
    assert "art. 42" in text
    assert _("Decision support, no legal advice.") in text


def test_a_file_is_opened_data_and_lots_are_changed(client, world):
    """By hand: the subject and its project; later the lawyer and the lots."""
    new = {"project": "ASN/P-014", "title": "Kabels", "cpv": "31300000-9"}
    assert send(client, world.lawyer, "procurement_new", **new).status_code == 302
    assert send(client, world.lawyer, "procurement_new", **new | {"cpv": "12"}).status_code == 422
    data = {"title": "Kabels en goten", "cpv": "31300000", "lawyer": world.lawyer.pk, "version": 1}
    assert send(client, world.lawyer, "procurement_data", "O-2026-002", **data).status_code == 302
    lots = {
        "form-TOTAL_FORMS": 2,
        "form-INITIAL_FORMS": 0,
        "form-0-title": "Kabels",
        "form-0-estimate": "1.000",
        "version": 2,
    }
    assert send(client, world.lawyer, "procurement_lots", "O-2026-002", **lots).status_code == 302

    file = ProcurementFile.objects.get(reference="O-2026-002")
    assert (file.title, file.cpv, file.lawyer, file.estimate) == (
        "Kabels en goten",
        "31300000",
        world.lawyer,
        1_000,
    )


def test_the_list_filters_and_hides_what_one_may_not_see(client, world):
    """By stage, procedure, project, lawyer and text; a stranger finds nothing."""
    actions.open_file(world.manager, world.project, title="Kabels")
    actions.choose_procedure(world.manager, world.file, "VOPZB", "", world.file.version)
    stranger = factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, factories.portfolio("X").pk)

    def found(**query):
        page = read(client, world.reader, "procurements", **query)
        return [one for one in ("O-2026-001", "O-2026-002") if f"/{one}/" in page]

    assert found() == ["O-2026-001", "O-2026-002"]
    assert found(stage="need") == found(procedure="none") == found(q="kabel") == ["O-2026-002"]
    assert found(procedure="VOPZB") == found(q="4296") == ["O-2026-001"]
    assert found(project="ASN/P-999") == found(lawyer=world.lawyer.pk) == []
    assert "O-2026" not in read(client, stranger, "procurements")
    assert "O-2026-002" in read(client, world.reader, "project_procurements", "ASN", "P-014")
    client.force_login(stranger)
    assert client.get(reverse("procurement_file", args=["O-2026-001"])).status_code == 404


def test_what_was_agreed_is_set_for_the_whole_organisation(client, world):
    """A mandate and a rate; a rate holds from the first day of a half-year."""
    lawyer = factories.user(Role.PROCUREMENT_LAWYER)
    mandate = {
        "what": "delegation",
        "body": "Directieraad",
        "up_to": "140.000",
        "valid_from": "2026-01-01",
        "source": "Besluit",
    }
    rate = {"what": "rate", "valid_from": "2026-07-01", "percent": "2,15", "source": "BS"}
    assert send(client, world.steering, "procurement_agreed", **mandate).status_code == 403
    assert send(client, lawyer, "procurement_agreed", **mandate).status_code == 302
    assert send(client, lawyer, "procurement_agreed", **rate).status_code == 302
    assert send(client, lawyer, "procurement_agreed", **rate).status_code == 422
    assert (
        send(client, lawyer, "procurement_agreed", **rate | {"valid_from": "2026-08-01"}).status_code == 422
    )

    assert str(ReferenceRate.objects.get().fraction) == "0.02150"
    page = read(client, lawyer, "procurement_agreed")
    assert "Directieraad" in page
    assert "€\u00a0140.000" in page
    assert "2,15\u00a0%" in page
    pk = Delegation.objects.get().pk
    assert send(client, lawyer, "procurement_agreed", what="delegation", remove=pk).status_code == 302
    assert not Delegation.objects.exists()


def test_a_line_that_is_taken_away_is_named_in_words(client, world):
    """To who does not see its row: no key, no figure as a computer writes it."""
    own = {"valid_from": date(2026, 1, 1), "source": "Besluit"}
    InspectionAmount.objects.create(kind="services", amount=200_000, **own)
    Delegation.objects.create(body="Minister", **own)
    page = read(client, factories.user(Role.PROCUREMENT_LAWYER), "procurement_agreed")
    kind = ContractKind.SERVICES.label

    assert f"{kind}, {_('all procedures')}, €\u00a0200.000</span>" in page
    assert f"Minister, {_('all kinds')}, {_('without limit')}</span>" in page


def test_pages_ask_the_same_number_of_queries_however_much_there_is(client, world):
    """More files, choices and lines do not make a page ask more."""
    names = (("procurements",), ("procurement_file", "O-2026-001"), ("procurement_dossier", "O-2026-001"))

    def counted():
        made = []
        for name, *args in names:
            with CaptureQueriesContext(connection) as asked:
                read(client, world.manager, name, *args)
            made.append(len(asked))
        return made

    actions.choose_procedure(world.manager, world.file, "OP", "", world.file.version)
    actions.mark_item(world.manager, world.file, "PF-01", actions.Mark("done", "map 1"), 0)
    counted()  # what the first reader of all asks for everybody
    few = counted()
    for number in range(3):
        actions.open_file(
            world.manager,
            world.project,
            title=f"Kabels {number}",
            cpv="42961100",
            facts=procurement_worlds.FACTS,
        )
        actions.choose_procedure(world.manager, world.file, "OP", "", world.fresh().version)
        actions.mark_item(world.manager, world.file, f"PF-0{number + 2}", actions.Mark("done", "map"), 0)

    assert counted() == few
    assert max(few) <= 40


def test_a_file_is_found_by_its_words(client, world):
    """In the search of the whole house, by who sees its project."""
    page = read(client, world.reader, "search", q="controllers")

    assert reverse("procurement_file", args=["O-2026-001"]) in page
