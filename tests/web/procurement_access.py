"""What the table of addresses needs of procurement files: the file of an address, and a form that does."""

from __future__ import annotations

from typing import Any

from web import factories, procurement_worlds

from stuurbord.web.procurements import actions
from stuurbord.web.procurements.from_notice import seal
from stuurbord.web.procurements.models import ProcurementFile

_OF_A_CHOICE = ("procurement_choice_kept", "procurement_ruling")
_OF_A_FILE = (
    *("procurement_file", "procurement_facts", "procurement_choice", "procurement_note"),
    *("procurement_dossier", "procurement_mark", "procurement_answer", "procurement_moment"),
    *("procurement_stage", "procurement_data", "procurement_lots", *_OF_A_CHOICE),
)
NAMES = (
    "procurements",
    "procurement_law_change",
    "procurement_new",
    "procurement_notice",
    "procurement_agreed",
    *_OF_A_FILE,
)
_READ = {
    "title": "Lezers",
    "description": "",
    "cpv": "",
    "buyer_reference": "",
    "facts": {},
    "procedure": "",
    "stage": "need",
    "notice": "1-2026",
    "sha256": "0" * 64,
    "lots": [],
    **dict.fromkeys(("published_on", "tenders_due", "opened_at", "awarded_on", "concluded_on")),
    "validity_days": None,
}
_NEW = {"project": "A/P-001", "title": "Lezers"}
FORMS: dict[str, dict[str, Any]] = {
    "procurement_new": _NEW,
    "procurement_notice": {"sealed": seal(_READ), "project": "A/P-001"},
    "procurement_agreed": {
        "what": "delegation",
        "body": "Directieraad",
        "valid_from": "2026-01-01",
        "source": "Besluit",
    },
    "procurement_facts": {"do": "keep", "kind": "works", "version": 1},
    "procurement_choice": {"procedure": "OP", "version": 1},
    "procurement_ruling": {"do": "approve", "reason": "Na overleg.", "version": 2},
    "procurement_mark": {"state": "done", "reference": "map 1", "version": 0},
    "procurement_answer": {"fact": "personal_data", "answer": "yes", "version": 1},
    "procurement_moment": {"moment": "tenders_due", "value": "2027-02-11T10:00", "version": 1},
    "procurement_stage": {"stage": "stopped", "reason": "Geen krediet.", "version": 1},
    "procurement_data": {"title": "Anders", "version": 1},
    "procurement_lots": {"form-TOTAL_FORMS": 0, "form-INITIAL_FORMS": 0, "version": 1},
}


def arguments(world: Any, name: str) -> tuple[Any, ...]:
    """Return what an address needs; a choice is one against the rules, made on the server."""
    if name not in _OF_A_FILE:
        return ()
    is_chosen = name in _OF_A_CHOICE
    title = "Tegen de regels" if is_chosen else "Lezers"
    file = ProcurementFile.objects.filter(project=world.project, title=title).first()
    if file is None:
        facts = procurement_worlds.RAISED
        file = actions.open_file(factories.OPERATOR, world.project, title=title, facts=facts)
        if is_chosen:
            actions.choose_procedure(factories.OPERATOR, file, "VOPZB", "Eén leverancier.", file.version)
    if is_chosen:
        return (file.reference, 1)
    return (file.reference, "PF-01") if name == "procurement_mark" else (file.reference,)
