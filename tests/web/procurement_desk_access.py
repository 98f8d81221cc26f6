"""What the table of addresses needs of the desk: a file with a yearly return, and the form that notes it."""

from __future__ import annotations

from datetime import date
from typing import Any

from web import factories, procurement_access

from stuurbord.web.procurements import actions
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.projects.models import Project

KEY = "reporting-2025"
FACTS: dict[str, Any] = {
    "buyer": "subcentral",
    "sector": "classic",
    "kind": "supplies",
    "date": "2025-05-05",
    "estimate": 20_000,
}
FORMS = {
    "procurement_term": {"done_on": "2026-02-10", "version": 3},
    "procurement_return": {"year": "2025", "done_on": "2026-02-10"},
}
NAMES = ("procurement_deadlines", "procurement_overview", "procurement_file_deadlines", *FORMS)


def low_value_file(actor: Any, project: Project) -> ProcurementFile:
    """Return a file of limited value, concluded in 2025: it is reported by 15 February 2026."""
    file = actions.open_file(actor, project, title="Kabels", facts=FACTS)
    actions.choose_procedure(actor, file, "LOW", "", file.version)
    file.refresh_from_db()
    why = "Enkel op papier bewaard."
    return actions.set_moment(actor, file, "concluded_on", date(2025, 6, 2), file.version, why)


def arguments(world: Any, name: str) -> tuple[Any, ...]:
    """Return what an address needs."""
    if name in ("procurement_deadlines", "procurement_overview"):
        return ()
    if name == "procurement_file_deadlines":
        return procurement_access.arguments(world, "procurement_file")
    file = ProcurementFile.objects.filter(project=world.project, title="Kabels").first()
    file = file or low_value_file(factories.OPERATOR, world.project)
    return () if name == "procurement_return" else (file.reference, KEY)
