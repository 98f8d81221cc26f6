"""A project at a gate, and what makes its dossier complete, for the tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

from web import factories

from stuurbord.web.accounts.models import Person, Role, Scope, User
from stuurbord.web.gates.attesting import attest
from stuurbord.web.gates.deciding import Judgement, decide_gate, submit_gate
from stuurbord.web.gates.judging import Dossier
from stuurbord.web.gates.models import Evidence, GateDecision
from stuurbord.web.gates.queries import dossier
from stuurbord.web.projects.models import Project

_numbers = count(1)


@dataclass
class World:
    """A project with who leads it, who owns it and who steers the portfolio."""

    project: Project
    manager: User
    owner: User
    steering: User
    reader: User

    def dossier(self, gate: str, on: date | None = None) -> Dossier:
        found = dossier(Project.objects.get(pk=self.project.pk), gate, on)
        assert found is not None
        return found


def world(**fields: Any) -> World:
    """Return a project that is an idea, with its people."""
    portfolio = factories.portfolio()
    steering = factories.user(Role.PORTFOLIO_MANAGER, Scope.PORTFOLIO, portfolio.pk, name="P. Portefeuille")
    reader = factories.user(Role.READER, Scope.PORTFOLIO, portfolio.pk, name="L. Lezer")
    project = factories.project(portfolio, "P-001", stage="idea", description="Sluizen op afstand", **fields)
    manager = factories.user(Role.PROJECT_MANAGER, Scope.PROJECT, project.pk, name="M. Leider")
    owner = factories.user(Role.PROJECT_OWNER, Scope.PROJECT, project.pk, name="O. Gever")
    project.manager, project.owner = manager.person, owner.person
    project.save()
    return World(project, manager, owner, steering, reader)


def evidence(of: Project, kind: str, **fields: Any) -> Evidence:
    """Return approved evidence that is valid today."""
    number = next(_numbers)
    values = {
        "code": f"BW-{number:03}",
        "title": f"Bewijs {kind}",
        "kind": kind,
        "state": "approved",
        "reference": "https://voorbeeld.example/dossier",
        "owner": Person.objects.create(name=f"Brenger {number}"),
        "reviewer": Person.objects.create(name=f"Lezer {number}"),
        "valid_from": factories.TODAY - timedelta(days=10),
    }
    return Evidence.objects.create(project=of, **values | fields)


def decided(at: World, gate: str, verdict: str = "go", **told: Any) -> GateDecision:
    """Return a decision on a dossier that is complete: submitted by the manager, taken by its body."""
    found = at.dossier(gate)
    submit_gate(at.manager, at.project, gate, found.row.version)
    who = at.steering if found.gate.body == "portfolio" else at.owner
    version = at.dossier(gate).row.version
    if verdict != at.dossier(gate).proposal:
        told.setdefault("reason", "Zo beslist de stuurgroep.")
    return decide_gate(who, at.project, gate, Judgement(verdict, version=version, **told))


def complete_idea(at: World) -> None:
    """Make the dossier of G0 complete."""
    attest(at.owner, at.project, "G0", "G0-PAS-01", "yes")
