"""Procurements through the API: what the pages show to whom, and the same actions behind a change."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext as _
from web import contract_worlds, factories, procurement_worlds, tender_worlds
from web.api_client import Program, token

from stuurbord.rulebooks.be_procurement import told
from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.api import procurement_changes
from stuurbord.web.api.procurement_facts import FactsIn
from stuurbord.web.api.sentences import sentence
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.contracts.actions.calling_off import NewCallOff, call_off
from stuurbord.web.contracts.actions.modifying import NewModification, modify
from stuurbord.web.procurements.actions import NewLot, choose_procedure, move_to, open_file, set_lots
from stuurbord.web.procurements.advising import asked
from stuurbord.web.procurements.choosing import rule_on_choice
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.tenders.actions.deciding import Judgement, decide_award
from stuurbord.web.tenders.actions.informing import inform
from stuurbord.web.tenders.models import TenderAccess

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 25)
FILE = "/procurements/O-2026-001"


@pytest.fixture(autouse=True)
def _today(settings):
    settings.STUURBORD_TODAY = factories.TODAY.isoformat()


@pytest.fixture
def world():
    return procurement_worlds.world()


@pytest.fixture
def program(client: Client, world) -> Program:
    """Return a program of who leads the project."""
    return Program(client, token(world.manager))


def of(client: Client, user: Any) -> Program:
    return Program(client, token(user))


def n_queries(program: Program, path: str) -> int:
    """Return how many queries one answer takes."""
    program.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert program.get(path).status_code == 200
    return len(seen)


# ------------------------------------------------------------------------------------------ Files


def test_files_come_in_pages_and_by_what_is_asked(world, program):
    """Each once, in order of number; a name that no list knows is refused."""
    for title in ("Kabels", "Deuren"):
        open_file(world.manager, world.project, title=title, facts={"estimate": 20_000})
    first = program.get("/procurements?limit=2").json()
    second = program.get(f"/procurements?limit=2&cursor={first['next']}").json()
    references = [one["reference"] for one in first["items"] + second["items"]]

    assert references == ["O-2026-001", "O-2026-002", "O-2026-003"]
    assert second["next"] is None
    for asked_for, found in (("q=kabel", 1), ("procedure=none", 3), ("is_open=false", 0), ("project=P-0", 0)):
        assert len(program.get(f"/procurements?{asked_for}").json()["items"]) == found
    assert program.get("/procurements?stage=bought").status_code == 422
    assert program.get("/procurements?colour=1").status_code == 422


def test_who_follows_along_hears_of_each_change(world, program):
    """In the order of their change, from a moment on."""
    second = open_file(world.manager, world.project, title="Kabels")
    world.raised()
    since = second.changed_at.isoformat().replace("+", "%2B")
    rows = program.get(f"/procurements?changed_since={since}").json()["items"]

    assert [one["reference"] for one in rows] == ["O-2026-002", "O-2026-001"]


def test_a_file_is_read_whole(world, program, client):
    """Facts as they are stored, lots, and each choice with the advice that it rests on."""
    lots = [NewLot("Lezers", Decimal("115000.50"), "42961100"), NewLot("Plaatsing")]
    file = set_lots(world.manager, world.file, lots, world.file.version)
    choice = choose_procedure(world.manager, file, "OP", "", file.version)
    answer = program.get(FILE)
    told_ = answer.json()

    assert told_["facts"]["estimate"] == {"base": 139_000, "lots": [115000.5]}
    assert told_["estimate"] == "254000.50"
    assert told_["lots"][0] == {
        "number": 1,
        "title": "Lezers",
        "estimate": "115000.50",
        "cpv": "42961100",
    }
    assert (told_["choices"][0]["advice"], told_["choices"][0]["hash"]) == (choice.advice.hash, choice.hash)
    assert program.get(FILE, If_None_Match=answer.headers["ETag"]).status_code == 304


def test_a_choice_that_turned_is_told_though_the_version_stays(world, program):
    """The law turns it, not a person: who holds this version already hears of it all the same."""
    held = program.get(FILE).headers["ETag"]
    ProcurementFile.objects.update(procedure="VOPZB", is_against=True)
    answer = program.get(FILE, If_None_Match=held)

    assert (answer.status_code, answer.headers["ETag"]) == (200, held)
    assert answer.json()["is_against"] is True


def test_a_file_is_opened_once(world, program):
    """With the next reference of the year, its estimate from its facts, and who opened it as its holder."""
    sent = {
        "project": "ASN/P-014",
        "title": "Kabels",
        "cpv": "31300000-9",
        "facts": procurement_worlds.FACTS | {"estimate": {"base": 90_000, "renewals": 49_000.25}},
        "lots": [{"title": "Koper", "estimate": 1000}, {"title": "Glas"}],
    }
    first = program.post("/procurements", sent, Idempotency_Key="eens")
    again = program.post("/procurements", sent, Idempotency_Key="eens")
    file = ProcurementFile.objects.get(reference="O-2026-002")

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.headers["Location"] == "/api/v1/procurements/O-2026-002"
    assert first.json() == again.json()
    assert (file.estimate, file.cpv, file.owner) == (Decimal("140000.25"), "31300000", world.manager)
    assert [one.title for one in file.lots.all()] == ["Koper", "Glas"]
    assert AuditEntry.objects.filter(action="procurement.open", subject=file.subject).count() == 1


def test_who_may_not_edit_opens_nothing(world, client):
    """Not in a project one only reads, and a project one may not see does not exist."""
    elsewhere = factories.project(factories.portfolio("VER"), "P-1")
    stranger = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, elsewhere.pk)
    sent = {"project": "ASN/P-014", "title": "Kabels"}
    refused = [of(client, one).post("/procurements", sent).status_code for one in (world.reader, stranger)]

    assert refused == [403, 422]
    assert of(client, world.lawyer).post("/procurements", sent).status_code == 201


# ------------------------------------------------------------------------------------------ Facts


def test_facts_that_are_sent_are_put_onto_those_that_stand(world, program):
    """A part beside the parts, null takes away, the rest stays; the estimate is their sum to the cent."""
    sent = {"facts": {"estimate": {"options": 24_000.1}, "date": None, "e_submission": False}}
    answer = program.patch(FILE, sent, If_Match='"1"')
    number = program.patch(FILE, {"facts": {"estimate": 1_234.56}}, If_Match=answer.headers["ETag"])

    assert answer.json()["facts"] == {
        "buyer": "subcentral",
        "sector": "classic",
        "kind": "supplies",
        "estimate": {"base": 139_000, "options": 24_000.1},
        "e_submission": False,
    }
    assert (answer.json()["estimate"], answer.headers["ETag"]) == ("163000.10", '"2"')
    assert number.json()["facts"]["estimate"] == {"base": 1_234.56}


def test_one_number_that_stands_is_the_base_of_the_parts(world, program):
    """Or a part would silently take the place of the whole."""
    ProcurementFile.objects.update(facts=procurement_worlds.FACTS | {"estimate": 139_000})
    answer = program.patch(FILE, {"facts": {"estimate": {"options": 1_000}}}, If_Match='"1"')

    assert answer.json()["estimate"] == "140000.00"


def test_a_number_beside_lots_with_an_estimate_is_refused(world, program):
    """Whether the number holds the lots, nobody said: sent together or one after the other."""
    lots = [{"title": "Lezers", "estimate": 115_000}]
    together = program.patch(FILE, {"facts": {"estimate": 230_000}, "lots": lots}, If_Match='"1"')
    program.patch(FILE, {"lots": lots}, If_Match='"1"')
    after = program.patch(FILE, {"facts": {"estimate": 230_000}}, If_Match='"2"')

    assert [one.json()["errors"][0]["field"] for one in (together, after)] == ["facts.estimate"] * 2
    assert world.fresh().estimate == Decimal(254_000)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"facts": {"estimate": "140.000"}}, "facts.estimate"),
        ({"facts": {"estimate": {"base": -5}}}, "facts.estimate.base"),
        ({"facts": {"estimate": {"colour": 5}}}, "facts.estimate.colour"),
        ({"facts": {"estimate": 10.005}}, "facts.estimate"),
        ({"facts": {"estimate": True}}, "facts.estimate"),
        ({"facts": {"award": "5"}}, "facts.award"),
        ({"facts": {"date": "1/2/2027"}}, "facts.date"),
        ({"facts": {"buyer": "gemeente"}}, "facts.buyer"),
        ({"facts": {"pin": 1}}, "facts.pin"),
        ({"facts": {"chosen": "VOPZB"}}, "facts.chosen"),
        ({"facts": {"related": []}}, "facts.related"),
        ({"procedure": "VOPZB"}, "procedure"),
        ({"opened_at": "2026-11-25T10:00:00Z"}, "opened_at"),
        ({"cpv": "4800"}, "cpv"),
        ({"title": " "}, "title"),
        ({"lawyer": "niemand@voorbeeld.example"}, "lawyer"),
        ({"validity_days": 0}, "validity_days"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_field(world, program, sent, field):
    """Nothing is guessed and nothing kept; the choice and the opening are no fields at all."""
    refused = program.patch(FILE, sent, If_Match='"1"')

    assert refused.status_code == 422
    assert [one["field"] for one in refused.json()["errors"]] == [field]
    assert world.fresh().version == 1


def test_a_change_is_whole_or_not_at_all(world, program):
    """The subject does not change where the facts beside it are refused."""
    parts = {"base": 999_999_999_999, "options": 999_999_999_999}
    refused = program.patch(FILE, {"title": "Anders", "facts": {"estimate": parts}}, If_Match='"1"')

    assert refused.status_code == 422
    assert (world.fresh().title, world.file.version) == ("Lezers, controllers en plaatsing", 1)


def test_who_comes_second_overwrites_nothing(world, program, monkeypatch):
    """Also in the moment between the look at the version and the change."""
    world.raised()
    sent = {"facts": {"estimate": {"base": 1}}}
    late = program.patch(FILE, sent, If_Match='"1"')
    unsaid = program.patch(FILE, sent)
    monkeypatch.setattr(procurement_changes, "asked_version", lambda request, stored: 1)
    raced = program.patch(FILE, sent, If_Match='"1"')

    assert (late.status_code, unsaid.status_code, raced.status_code) == (412, 428, 412)
    assert (raced.json()["version"], raced.headers["ETag"]) == (2, '"2"')
    assert world.fresh().estimate == Decimal(230_000)


def test_other_facts_do_not_move_a_choice(world, program):
    """It stays, marked; what waits for approval still asks somebody else, and the facts it was asked on."""
    choose_procedure(world.manager, world.file, "VOPZB", "", world.file.version)
    turned = program.patch(FILE, {"facts": {"estimate": 230_000}}, If_Match='"2"').json()
    choice = choose_procedure(
        world.manager, world.fresh(), "LOW", "Dringende aankoop, met akkoord.", turned["version"]
    )
    waiting = program.get(FILE).json()

    assert (turned["procedure"], turned["is_against"]) == ("VOPZB", True)
    assert (waiting["procedure"], waiting["choices"][0]["needs_approval"]) == ("VOPZB", True)
    assert waiting["choices"][0]["ruling"] is None
    program.patch(FILE, {"facts": {"award": 1_000}}, If_Match=f'"{waiting["version"]}"')
    with pytest.raises(ValueError, match="feiten"):
        rule_on_choice(
            world.steering,
            choice,
            is_approved=True,
            reason="Akkoord.",
            expected_version=world.fresh().version,
        )


def test_a_closed_file_keeps_its_facts(world, program):
    """A contradiction with what is stored, not with what may be sent."""
    file = move_to(world.manager, world.file, "stopped", world.file.version, "Geen budget.")
    refused = program.patch(FILE, {"facts": {"award": 5}}, If_Match=f'"{file.version}"')

    assert refused.status_code == 409


def test_every_fact_that_people_fill_in_can_be_sent():
    """And no other: what the file holds itself comes from the file."""
    of_the_file = {"chosen", "lots", "cpv", "unit", "related", "approvals", "id", "reference", "title"}
    known = {*told._READERS, *told.PASSED} - of_the_file

    assert set(FactsIn.model_fields) == known


# ------------------------------------------------------------------------------- Advice and terms


def test_the_advice_is_the_answer_of_the_rule_book(world, program, client):
    """Key by key, sealed by its hash, in the language of who asks."""
    answer = program.get(f"{FILE}/advice").json()
    world.reader.language = "fr"
    world.reader.save()
    french = of(client, world.reader).get(f"{FILE}/advice").json()
    advice = asked(world.fresh()).advice

    assert answer == json.loads(json.dumps(advice.plain("nl")))
    assert answer["hash"] == french["hash"] == advice.hash
    assert answer["because"][0]["text"] != french["because"][0]["text"]


def test_terms_tell_their_day_and_how_they_stand(world, program):
    """With the article, whether it was verified, and who minds it."""
    ProcurementFile.objects.update(lawyer=world.lawyer)
    program.patch(FILE, {"facts": {"date": "2026-11-26"}}, If_Match='"1"')
    page = program.get(f"{FILE}/terms").json()
    dispatch = next(one for one in page["items"] if one["key"] == "dispatch")

    assert page["as_of"] == "2026-11-25"
    assert (dispatch["due"], dispatch["state"], dispatch["certainty"]) == ("2026-11-26", "soon", "norm")
    assert dispatch["responsible"]["name"] == "Jan Peeters"


# ------------------------------------------------------------------------------ Tenders and award


def test_nothing_is_told_of_tenders_before_their_opening(client):
    """Not how many, not by whom, not for how much: to nobody; only who works on them may ask."""
    world = tender_worlds.world()
    world.tender("Sluis nv", "198765.43")
    path = f"/procurements/{world.file.reference}"
    sealed = of(client, world.manager).get(f"{path}/tenders")

    assert sealed.json() == {"opened_at": None, "items": [], "next": None}
    for actor in (world.manager, world.owner, world.auditor):
        told_ = "".join(
            of(client, actor).get(path + part).content.decode()
            for part in ("", "/tenders", "/awards", "/terms", "/ocds", "/advice")
        )
        assert "Sluis nv" not in told_
        assert "198765" not in told_
    assert of(client, world.reader).get(f"{path}/tenders").status_code == 403
    assert of(client, world.stranger).get(f"{path}/tenders").status_code == 404
    assert not TenderAccess.objects.filter(is_sealed=False).exists()


def test_opened_tenders_are_for_who_works_on_them(client):
    """Amounts of what came in time; that one looked is kept. The reader learns of the decision alone."""
    world = tender_worlds.world()
    world.tender("Te laat nv", "1", at="2026-10-15T11:00")
    first, _second = world.to_ranking()
    path = f"/procurements/{world.file.reference}"
    manager, reader = of(client, world.manager), of(client, world.reader)
    rows = manager.get(f"{path}/tenders").json()["items"]
    before = [one.get(f"{path}/awards").json()["items"] for one in (manager, reader)]
    report = world.report()
    judgement = Judgement("award", ON, "De voordeligste offerte.", first.number, "", report.facts_sha256)
    decision = decide_award(world.owner, world.file, None, world.version, judgement)
    awarded = [one.get(f"{path}/awards").json()["items"][0] for one in (manager, reader)]

    assert [(one["tenderer"], one["amount"]) for one in rows] == [
        ("Te laat nv", None),
        ("Kade nv", "210000.00"),
        ("Sluis nv", "200000.00"),
    ]
    assert TenderAccess.objects.filter(user=world.manager, is_sealed=False).exists()
    assert before == [[], []]
    assert [(one["tenderer"], one["amount"], one["hash"]) for one in awarded] == [
        ("Kade nv", "210000.00", decision.hash)
    ] * 2
    assert [one["reason"] for one in awarded] == ["De voordeligste offerte.", None]
    assert reader.get(f"{path}/tenders").status_code == 403
    assert reader.get(f"{path}/terms").status_code == 200
    assert _release_follows(world, manager, path)


def _release_follows(world: tender_worlds.World, manager: Program, path: str) -> bool:
    """Check that open data tells the winner only once the tenderers know, and never the others."""
    call = manager.get(f"{path}/ocds").json()["releases"][0]
    inform(world.manager, world.file, None, world.version, [1, 2, 3], ON, "e-Procurement")
    after = manager.get(f"{path}/ocds?prefix=ocds-213czf")
    award = after.json()["releases"][0]

    assert (call["tag"], call["ocid"]) == (["tender"], f"ocds-000000-{world.file.reference}")
    assert "value" not in call["tender"]
    assert award["tag"] == ["award"]
    assert award["ocid"] == f"ocds-213czf-{world.file.reference}"
    assert [one["name"] for one in award["awards"][0]["suppliers"]] == ["Kade nv"]
    assert award["awards"][0]["value"] == {"amount": 210000, "currency": "EUR"}
    assert "Sluis" not in after.content.decode()
    assert manager.get(f"{path}/ocds?prefix=ocid").status_code == 422
    return True


def test_open_data_waits_for_something_that_was_made_known(world, program, client):
    """Neither a draft nor a procedure without a notice is open data."""
    before = program.get(f"{FILE}/ocds")
    ProcurementFile.objects.update(procedure="VOPZB", published_on=ON)

    assert before.status_code == 404
    assert program.get(f"{FILE}/ocds").status_code == 404
    ProcurementFile.objects.update(procedure="OP")
    assert program.get(f"{FILE}/ocds").json()["releases"][0]["date"] == "2026-11-25T00:00:00+01:00"


# -------------------------------------------------------------------------------------- Contracts


@pytest.fixture
def framework():
    """A framework agreement of 320,000 euro at most, with two orders and a modification."""
    facts = {"framework": {"years": 4, "value_per_year": 80_000}, "estimate": 320_000, "award": 320_000}
    made = contract_worlds.world(facts)
    made.conclude(
        initial_amount=None,
        is_framework=True,
        ceiling=Decimal(320_000),
        framework_years=Decimal(4),
        end_date=date(2030, 5, 5),
    )
    for title, amount in (("Eerste", "80000.50"), ("Tweede", "20000")):
        made.do(call_off, NewCallOff(title, date(2026, 6, 1), Decimal(amount)))
    change = NewModification("38/4", "Meer", Decimal(10_000), date(2026, 7, 1), "B-12")
    made.do(modify, change)
    return made


def test_a_framework_agreement_tells_what_is_left(client, framework):
    """Against its maximum with the modifications; each modification against the ceiling of its ground."""
    program = of(client, framework.reader)
    (row,) = program.get(f"/contracts?procurement={framework.file.reference}").json()["items"]
    whole = program.get(f"/contracts/{row['id']}").json()
    stand = framework.stand()
    total = next(one for one in stand.ledger.totals if one.ground.article == "38/4")

    assert row["consumption"] == {
        "used": "100000.50",
        "invoiced": "0.00",
        "paid": "0.00",
        "maximum": "330000.00",
        "left": "229999.50",
        "share": "0.3030",
    }
    assert {name: whole[name] for name in row} == row
    assert [one["cumulative"] for one in whole["call_offs"]] == ["80000.50", "100000.50"]
    assert (whole["modifications"][0]["amount"], whole["modifications"][0]["ground"]) == ("10000.00", "38/4")
    ceiling = next(one for one in whole["ceilings"] if one["ground"] == "38/4")
    assert (ceiling["net"], ceiling["verdict"]) == ("10000.00", total.verdict.value)
    assert ceiling["ceiling"] == (None if total.ceiling is None else f"{total.ceiling:.2f}")


def test_contracts_are_those_of_files_that_one_sees(client, framework):
    """Filtered by the names that the list knows."""
    reader, stranger = of(client, framework.reader), of(client, framework.stranger)
    pk = framework.contract().pk

    assert len(reader.get("/contracts?is_framework=true").json()["items"]) == 1
    assert reader.get("/contracts?is_framework=false").json()["items"] == []
    assert stranger.get("/contracts").json()["items"] == []
    assert stranger.get(f"/contracts/{pk}").status_code == 404
    assert reader.get("/contracts?lot=1").status_code == 422


# ------------------------------------------------------------------------------------ Many of them


def test_more_of_them_ask_no_more_queries(client, framework):
    """Lists and records take a fixed number of queries."""
    program, path = of(client, framework.manager), f"/procurements/{framework.file.reference}"
    contract = f"/contracts/{framework.contract().pk}"
    paths = ("/procurements", path, f"{path}/terms", f"{path}/awards", "/contracts", contract)
    few = [n_queries(program, one) for one in paths]
    for number in range(3):
        open_file(framework.manager, framework.project, title=f"Nog {number}", facts=contract_worlds.FACTS)
        framework.do(call_off, NewCallOff(f"Meer {number}", date(2026, 6, 2), Decimal(10)))
        framework.do(modify, NewModification("38/4", "Meer", Decimal(1), date(2026, 7, 1), "B-13"))
    many = [n_queries(program, one) for one in paths]

    assert many == few
    assert max(many) <= 25


def test_a_token_that_only_reads_shows_what_its_owner_reads(client):
    """Tenders are read, not changed: who works on them needs no token that writes."""
    world = tender_worlds.world()
    world.to_ranking()
    path = f"/procurements/{world.file.reference}/tenders"
    reading = [Program(client, token(one, can_write=False)) for one in (world.manager, world.reader)]
    answers = [one.get(path) for one in reading]

    assert [one.status_code for one in answers] == [200, 403]
    assert len(answers[0].json()["items"]) == 2


def test_what_is_wrong_with_a_value_is_said_in_words_of_the_reader():
    """Choices as a list with its own “or” and without the empty one; a limit as people write it."""
    expected = "'', 'kept', 'sent' or 'stopped'"
    choice = sentence({"type": "literal_error", "ctx": {"expected": expected}})
    limit = sentence({"type": "greater_than_equal", "ctx": {"ge": 0.0}})

    assert _("{choices} or {last}").format(choices="kept, sent", last="stopped") in choice
    assert "0.0" not in limit
    assert "0" in limit
