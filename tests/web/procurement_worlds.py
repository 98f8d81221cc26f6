"""A project with a procurement of readers and controllers, and the people around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from web import factories

from stuurbord.web.accounts.models import Role, Scope, User
from stuurbord.web.procurements import actions
from stuurbord.web.procurements.advising import asked
from stuurbord.web.procurements.checking import checklist_of
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.projects.models import Project

FACTS: dict[str, Any] = {
    "buyer": "subcentral",
    "sector": "classic",
    "kind": "supplies",
    "date": "2027-01-11",
    "estimate": {"base": 139_000},
}
RAISED = FACTS | {"estimate": {"base": 172_000, "options": 24_000, "renewals": 34_000}}


@dataclass(frozen=True)
class World:
    """One project with one file, which its manager opened."""

    project: Project
    file: ProcurementFile
    manager: User
    owner: User
    lawyer: User
    steering: User
    reader: User

    def fresh(self) -> ProcurementFile:
        """Return the file as it is stored now."""
        self.file.refresh_from_db()
        return self.file

    def raised(self) -> ProcurementFile:
        """Raise the estimate over both thresholds."""
        return actions.change_facts(self.manager, self.file, RAISED, self.fresh().version)


def world(facts: dict[str, Any] | None = None) -> World:
    """Return the world; the estimate lies just below the ceiling of the procedure without a notice."""
    portfolio = factories.portfolio("ASN")
    project = factories.project(portfolio, "P-014", name="Toegangscontrole gebouwen")
    own, whole = (Scope.PROJECT, project.pk), (Scope.PORTFOLIO, portfolio.pk)
    manager = factories.user(Role.PROJECT_MANAGER, *own, name="Lies Goossens")
    file = actions.open_file(
        manager,
        project,
        title="Lezers, controllers en plaatsing",
        cpv="42961100",
        facts=FACTS if facts is None else facts,
    )
    return World(
        project=project,
        file=file,
        manager=manager,
        owner=factories.user(Role.PROJECT_OWNER, *own),
        lawyer=factories.user(Role.PROCUREMENT_LAWYER, *whole, name="Jan Peeters"),
        steering=factories.user(Role.PORTFOLIO_MANAGER, *whole, name="Nele Vandersteene"),
        reader=factories.user(Role.READER, *whole),
    )


def complete(made: World) -> None:
    """Put every document in the file that it may have to hold."""
    file = made.fresh()
    for one in checklist_of(file, asked(file)):
        actions.mark_item(made.manager, file, one.id, actions.Mark("done", f"map/{one.id}"), 0)
