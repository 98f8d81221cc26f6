"""A concluded procurement with the people around its contract, made the way the product makes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from web import factories

from stuurbord.web.accounts.models import Role, Scope, User
from stuurbord.web.contracts.actions.opening import conclude
from stuurbord.web.contracts.models import Contract
from stuurbord.web.contracts.queries import with_all
from stuurbord.web.contracts.standing import ContractStanding, standing
from stuurbord.web.procurements.actions import choose_procedure, open_file, set_moment
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.projects.models import Project

BRUSSELS = ZoneInfo("Europe/Brussels")
FACTS = {
    "buyer": "subcentral",
    "sector": "classic",
    "kind": "services",
    "estimate": 420_000,
    "award": 400_000,
    "date": "2026-02-02",
}
WHY = "Het dossier op papier is volledig."
MOMENTS = {
    "published_on": "2026-02-02",
    "awarded_on": "2026-04-10",
    "informed_on": "2026-04-20",
}
"""The standstill of fifteen days runs to 5 May 2026."""


@dataclass
class World:
    """One file with a manager, somebody who decides, a controller, a reader and a stranger."""

    file: ProcurementFile
    manager: User
    owner: User
    portfolio_manager: User
    reader: User
    stranger: User
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def project(self) -> Project:
        return self.file.project

    def fresh(self) -> ProcurementFile:
        """Return the file as it stands."""
        return ProcurementFile.objects.select_related("project__portfolio").get(pk=self.file.pk)

    def conclude(self, on: str = "2026-05-06", **more: Any) -> Contract:
        """Open the contract."""
        terms = {"contractor": "Sluis nv", "initial_amount": Decimal(400_000), "kind": "services"} | more
        file = self.fresh()
        return conclude(
            terms.pop("actor", self.manager),
            file,
            terms.pop("lot", None),
            terms.pop("version", file.version),
            on=date.fromisoformat(on),
            **terms,
        )

    def contract(self) -> Contract:
        """Return the contract as it stands."""
        return with_all(Contract.objects.filter(file=self.file)).get()

    def stand(self, on: str = "", rates: Any = ()) -> ContractStanding:
        """Return how the contract stands on a day."""
        day = date.fromisoformat(on) if on else factories.TODAY
        return standing(self.contract(), day, rates)

    def do(self, action: Any, *given: Any, **more: Any) -> Any:
        """Let the manager take a step on the contract as it stands."""
        contract = self.contract()
        return action(more.pop("actor", self.manager), contract, *given, contract.version, **more)


def world(
    facts: dict[str, Any] | None = None, procedure: str = "OP", moments: dict[str, str] | None = None
) -> World:
    """Return an awarded procurement of which the tenderers were informed."""
    portfolio = factories.portfolio()
    project = factories.project(portfolio)
    here = (Scope.PROJECT, project.pk)
    manager = factories.user(Role.PROJECT_MANAGER, *here, name="M. Manager")
    file = open_file(manager, project, title="Toegangscontrole", facts=FACTS | (facts or {}))
    choose_procedure(manager, file, procedure, "De marktbevraging wijst hierop.", file.version)
    file.refresh_from_db()
    for name, day in (MOMENTS if moments is None else moments).items():
        if name == "awarded_on" and file.published_on is not None:
            opened = datetime.combine(date.fromisoformat(day) - timedelta(days=1), time(10), BRUSSELS)
            file = set_moment(manager, file, "tenders_due", opened - timedelta(hours=1), file.version)
            file = set_moment(manager, file, "opened_at", opened, file.version, WHY)
        file = set_moment(manager, file, name, date.fromisoformat(day), file.version, WHY)
    return World(
        file=file,
        manager=manager,
        owner=factories.user(Role.PROJECT_OWNER, *here, name="O. Opdrachtgever"),
        portfolio_manager=factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, portfolio.pk),
        reader=factories.user(Role.READER, *here),
        stranger=factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, factories.portfolio().pk),
    )
