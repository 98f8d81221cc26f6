"""Reads of gates: one dossier, all of a project, and what waits for a decision in a portfolio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from stuurbord.web.clock import today
from stuurbord.web.gates.gates_of import ProjectGate
from stuurbord.web.gates.judging import Dossier, Projects
from stuurbord.web.gates.models import DossierState, GateDossier
from stuurbord.web.projects.models import Portfolio, Project

__all__ = [
    "AskedDecision",
    "dossier",
    "dossiers",
    "gates_asking_decision",
    "next_dossier",
    "next_dossiers",
]


@dataclass(frozen=True)
class AskedDecision:
    """A gate of which the dossier was submitted and that waits for its body."""

    project: Project
    gate: ProjectGate
    row: GateDossier

    @property
    def due(self) -> date | None:
        return self.gate.milestone.expected_on if self.gate.milestone else None


def dossier(project: Project, code: str, on: date | None = None) -> Dossier | None:
    """Return the dossier of a gate; None if the project has no such gate."""
    return dossier_in(Projects([project], on or today()), project, code)


def dossier_in(seen: Projects, project: Project, code: str) -> Dossier | None:
    gate = next((one for one in seen.gates(project) if one.code == code), None)
    return seen.dossier(project, gate) if gate else None


def dossiers(project: Project, on: date | None = None) -> list[Dossier]:
    """Return all dossiers of a project, in the order of its gates."""
    seen = Projects([project], on or today())
    return [seen.dossier(project, gate) for gate in seen.gates(project)]


def next_dossier(project: Project, on: date | None = None) -> Dossier | None:
    """Return the dossier of the first gate that is not passed, or was re-opened; None if all are."""
    return next_dossiers([project], on or today()).get(project.pk)


def next_dossiers(projects: Sequence[Project], on: date) -> dict[int, Dossier]:
    """Return the dossier of the next gate of each of these projects, in a fixed number of queries."""
    seen = Projects(projects, on)
    gates = {one.pk: seen.next_gate(one) for one in projects}
    return {one.pk: seen.dossier(one, gate) for one in projects if (gate := gates[one.pk])}


def gates_asking_decision(portfolio: Portfolio) -> list[AskedDecision]:
    """Return the gates of a portfolio that wait for a decision, the first due in front."""
    rows = GateDossier.objects.filter(
        project__portfolio=portfolio, project__is_archived=False, state=DossierState.SUBMITTED
    ).select_related("project__portfolio", "project__owner", "project__manager", "submitted_by")
    listed = list(rows)
    seen = Projects(list({one.project_id: one.project for one in listed}.values()), today())
    found = []
    for row in listed:
        gate = next((one for one in seen.gates(row.project) if one.code == row.gate), None)
        if gate is not None:
            found.append(AskedDecision(row.project, gate, row))
    return sorted(found, key=lambda one: (one.due or date.max, one.project.code, one.gate.code))
