"""The addresses of procurements in every state in which their pages show other things."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from web import contract_worlds, factories, procurement_worlds, tender_worlds

from stuurbord.web.accounts.models import User
from stuurbord.web.contracts.actions.accepting import (
    NewAcceptance,
    NewMeasure,
    accept,
    record_default,
    take_measure,
)
from stuurbord.web.contracts.actions.bonding import post_bond
from stuurbord.web.contracts.actions.calling_off import NewCallOff, call_off
from stuurbord.web.contracts.actions.modifying import NewModification, modify, suspend
from stuurbord.web.contracts.actions.paying import NewRequest, grant_advance, receive_request
from stuurbord.web.contracts.actions.revising import add_series, set_value
from stuurbord.web.procurements.actions import NewLot, choose_procedure, open_file, set_lots
from stuurbord.web.procurements.agreeing import add_agreed
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.procurements.plan_effect.linking import Tie, tie_to_plan
from stuurbord.web.procurements.plan_effect.proposing import plan_proposal
from stuurbord.web.projects.models import Project
from stuurbord.web.tenders.actions.assessing import assign_assessor, declare
from stuurbord.web.tenders.actions.deciding import Judgement, decide_award
from stuurbord.web.tenders.actions.examining import BillLine, ask_justification, set_lines
from stuurbord.web.tenders.actions.informing import inform
from stuurbord.web.tenders.actions.opening import begin_opening

GOAL = 13
"""Uid of the gate at the end of the plan of P-001."""
PAGES = (
    "/overheidsopdrachten/",
    "/overheidsopdrachten/?q=bestaat-niet",
    "/overheidsopdrachten/nieuw/",
    "/overheidsopdrachten/aankondiging/",
    "/overheidsopdrachten/instellingen/",
    "/overheidsopdrachten/termijnen/",
    "/overheidsopdrachten/termijnen/?state=all",
    "/overheidsopdrachten/overzicht/",
    "/overheidsopdrachten/regelwijziging/?van=2023-06-01&tot=2026-02-02",
    "/portefeuille/ASN/project/P-001/overheidsopdrachten/",
    "/prijsindexen/",
)


def procurement_pages(user: User, project: Project) -> list[str]:
    """Return the pages of procurements for somebody who may change and decide all of them."""
    agreed(user)
    return [
        *PAGES,
        *of_the_file(user, project),
        *of_tenders(user),
        *of_contracts(user),
    ]


def agreed(user: User) -> None:
    """Agree a line of every kind."""
    own = {"valid_from": date(2026, 1, 1), "source": "Besluit van de raad"}
    add_agreed(user, "inspection", {"procedure": "VOPZB", "kind": "supplies", "amount": 31_000} | own)
    add_agreed(user, "delegation", {"body": "Directieraad", "up_to": 250_000} | own)
    add_agreed(user, "rate", {"fraction": Decimal("0.0215")} | own)


def of_the_file(user: User, project: Project) -> list[str]:
    """Return the pages of a file with a choice against the rules, and of one with a proposal for the plan."""

    def opened(title: str, facts: dict) -> ProcurementFile:
        return open_file(user, project, title=title, cpv="42961100", facts=facts)

    marked = opened("Lezers, controllers en plaatsing", procurement_worlds.RAISED)
    choose_procedure(user, marked, "VOPZB", "Eén leverancier.", marked.version)
    marked.refresh_from_db()
    set_lots(user, marked, [NewLot("Lezers", Decimal(90_000)), NewLot("Plaatsing", None)], marked.version)
    planned = opened("Badgeprinters", procurement_worlds.FACTS)
    choose_procedure(user, planned, "VOPZB", "", planned.version)
    planned.refresh_from_db()
    tie_to_plan(user, planned, Tie(GOAL, vat_rate=Decimal("0.21")), 0)
    plan_proposal(user, planned, procurement_worlds.RAISED, "OP", planned.version)
    tabs = ("", "dossier/", "gegevens/", "percelen/", "keuze/1/", "offertes/?perceel=2")
    here, there = (f"/overheidsopdrachten/{one.reference}/" for one in (marked, planned))
    return [
        *(f"{here}{tab}" for tab in tabs),
        *(f"{there}{tab}" for tab in ("", "planning/", "offertes/", "uitvoering/")),
    ]


def of_tenders(user: User) -> list[str]:
    """Return the pages of tenders that are sealed, that are being scored, and that were decided on."""
    sealed = tender_worlds.world()
    sealed.criteria(reason="Rechtzetting")
    sealed.tender()
    begin_opening(sealed.manager, sealed.file, sealed.version)

    scored = tender_worlds.world()
    first, second = scored.to_ranking()
    lines = [BillLine("Lezer", Decimal(20), "stuk", Decimal("1050.25"), Decimal(21_005))]
    for one in (first, second):
        one.refresh_from_db()
    set_lines(scored.manager, first, first.version, lines)
    ask_justification(scored.manager, second, second.version, "Vanwaar deze prijs?", date(2026, 11, 20))
    assign_assessor(scored.manager, scored.file, scored.version, user)
    declare(user, scored.file, 1, "no_conflict")

    decided = tender_worlds.world()
    winner, _other = decided.to_ranking()
    judgement = Judgement(
        kind="award",
        on=factories.TODAY,
        reason="De voordeligste offerte.",
        tender=winner.number,
        seen=decided.report().facts_sha256,
    )
    decide_award(decided.owner, decided.file, None, decided.version, judgement)
    inform(decided.manager, decided.file, None, decided.version, [1], factories.TODAY, "Aangetekend")
    here = f"/overheidsopdrachten/{scored.file.reference}/offertes/"
    return [
        f"/overheidsopdrachten/{sealed.file.reference}/offertes/",
        here,
        f"{here}{first.number}/",
        f"{here}{second.number}/",
        f"{here}beoordeling/",
        *(f"/overheidsopdrachten/{decided.file.reference}/{tab}/" for tab in ("offertes", "uitvoering")),
    ]


def of_contracts(user: User) -> list[str]:
    """Return the pages of a contract with something of everything, and of a framework agreement."""
    contract = contract_worlds.world()
    contract.conclude(end_date=date(2026, 12, 31), guarantee_months=24)
    contract.do(post_bond, Decimal(20_000), date(2026, 6, 1), "DCK 2026/1")
    contract.do(grant_advance, Decimal(20_000), date(2026, 6, 1), reason="Zie het bestek.")
    invoice = NewRequest("F-1", date(2026, 6, 30), Decimal(10_000), performed_on=date(2026, 6, 30))
    contract.do(receive_request, invoice)
    more = NewModification("38/4", "Meerwerk", Decimal(38_000), date(2026, 7, 1), "CB 2026/14")
    contract.do(modify, more)
    contract.do(suspend, date(2026, 7, 1), "Kabels in de grond.", resumed_on=date(2026, 7, 21))
    contract.do(record_default, "Te laat geleverd.", date(2026, 8, 31), sent_on=date(2026, 9, 1))
    contract.do(take_measure, 1, NewMeasure("delay", date(2026, 9, 17), "Toerekenbaar.", days=100))
    contract.do(record_default, "Onvolledig.", date(2026, 11, 20), sent_on=date(2026, 11, 20))
    contract.do(accept, NewAcceptance("provisional", date(2026, 10, 1), "PV 2026/9"))
    add_series(user, "S", "Lonen", "FOD Economie")
    set_value(user, "S", date(2026, 2, 1), Decimal("100.5"))

    used = {"years": 4, "value_per_year": 80_000, "suppliers": 1}
    framework = contract_worlds.world({"framework": used, "estimate": 320_000, "award": 320_000})
    ceiling = {"ceiling": Decimal(320_000), "framework_years": Decimal(4), "end_date": date(2027, 3, 5)}
    framework.conclude(initial_amount=None, is_framework=True, **ceiling)
    order = NewCallOff("Eerste bestelling", date(2026, 7, 1), Decimal(300_000))
    framework.do(call_off, order)
    return [
        *(f"/overheidsopdrachten/{contract.file.reference}/{tab}/" for tab in ("uitvoering", "termijnen")),
        f"/overheidsopdrachten/{framework.file.reference}/uitvoering/",
    ]
