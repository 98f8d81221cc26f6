"""Reads for the pages of one project: everything a page shows in a handful of queries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from stuurbord.engine.risk_matrix import Level
from stuurbord.errors import Finding, Severity
from stuurbord.web.clock import today
from stuurbord.web.imports.models import Import, ImportState
from stuurbord.web.lists.register import REGISTERS, Register
from stuurbord.web.look.phases import Gate
from stuurbord.web.projects.models import PlanRevision, Project
from stuurbord.web.registers.models import (
    CLOSED_ISSUES,
    CLOSED_RISKS,
    Decision,
    DecisionState,
    Issue,
    Milestone,
    Priority,
    Risk,
)
from stuurbord.web.steering.models import ProjectState
from stuurbord.web.steering.refresh import (
    exposure,
    judge_again,
    ordered_milestones,
    projects_with_facts,
    state_of,
)

REVISIONS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One register of a project in a line: how much is open, and what to look at first."""

    register: Register
    n_open: int
    n_high: int | None
    """None where the register knows no gravity."""
    first: Any
    first_title: str


@dataclass(frozen=True)
class ProjectFacts:
    """What the overview of one project shows of its registers."""

    milestones: list[Milestone]
    risks: list[Risk]
    issues: list[Issue]
    decisions: list[Decision]

    @property
    def gates(self) -> list[Milestone]:
        return [one for one in self.milestones if one.is_gate]

    @property
    def next_gate(self) -> Milestone | None:
        """The first gate that was not passed."""
        return next((gate for gate in self.gates if gate.passed_on is None), None)

    def before(self, gate: Milestone) -> list[Milestone]:
        """Return the milestones not reached that are expected no later than a gate."""
        limit = gate.expected_on
        if limit is None:
            return []
        coming = [
            one
            for one in self.milestones
            if one.pk != gate.pk and one.passed_on is None and one.expected_on and one.expected_on <= limit
        ]
        return sorted(coming, key=lambda one: (one.expected_on, one.code))


def stored_state(project: Project) -> ProjectState:
    """Return a project's stored state, judged today; one that was never stored is computed, not written."""
    states = ProjectState.objects.filter(project=project)
    judge_again(states, today())
    found = states.first()
    if found is None:
        found = state_of(projects_with_facts([project.pk])[0], today())
    found.project = project
    return found


def project_facts(project: Project) -> ProjectFacts:
    """Return the open lines of a project's registers, what to look at first in front."""
    lines = {"project": project, "is_archived": False}
    risks = Risk.objects.filter(**lines).exclude(state__in=CLOSED_RISKS).select_related("owner")
    issues = Issue.objects.filter(**lines).exclude(state__in=CLOSED_ISSUES).select_related("owner")
    decisions = Decision.objects.filter(**lines, state=DecisionState.REQUESTED)
    return ProjectFacts(
        milestones=ordered_milestones(project),
        risks=sorted(risks, key=exposure, reverse=True),
        issues=sorted(issues, key=lambda one: (-_gravity(one.priority), one.due or date.max, one.code)),
        decisions=sorted(decisions, key=lambda one: (one.due or date.max, one.code)),
    )


def register_lines(facts: ProjectFacts) -> list[RegisterLine]:
    """Return one line per register that counts what is open."""
    grave = sum(1 for risk in facts.risks if risk.level == Level.HIGH)
    urgent = sum(1 for issue in facts.issues if issue.priority == Priority.HIGH)
    return [
        _line("risicos", facts.risks, grave, lambda one: one.title),
        _line("issues", facts.issues, urgent, lambda one: one.title),
        _line("beslissingen", facts.decisions, None, lambda one: one.question),
    ]


def gates_on_line(facts: ProjectFacts, goal: str) -> list[Gate]:
    """Return the gates as the phase line draws them."""
    return [
        Gate(
            code=gate.code,
            name=gate.name,
            baseline=gate.promised_on,
            forecast=gate.expected_on,
            passed_on=gate.passed_on,
            is_goal=gate.code == goal,
        )
        for gate in facts.gates
    ]


def revisions(project: Project) -> QuerySet[PlanRevision]:
    """Return a project's plan revisions, the latest first, without the plans themselves."""
    return project.revisions.select_related("created_by").defer("document")[:REVISIONS_SHOWN]


def waiting_imports(project: Project) -> QuerySet[Import]:
    """Return the files meant for a project that wait for somebody's review."""
    states = (ImportState.READY, ImportState.NEEDS_MAPPING)
    return project.imports.filter(state__in=states).select_related("created_by").defer("content", "changes")


def findings_by_severity(revision: PlanRevision) -> list[tuple[Severity, list[Finding]]]:
    """Return what a reader noticed in a file, the gravest kind first."""
    findings = [Finding.from_record(record) for record in revision.findings]
    grouped = ((kind, [one for one in findings if one.severity is kind]) for kind in Severity)
    return [(kind, found) for kind, found in grouped if found]


def _line(slug: str, lines: Sequence[Any], n_high: int | None, title: Callable[[Any], str]) -> RegisterLine:
    first = lines[0] if lines else None
    return RegisterLine(REGISTERS[slug], len(lines), n_high, first, title(first) if first else "")


def _gravity(priority: str) -> int:
    return {Priority.HIGH: 3, Priority.MEDIUM: 2, Priority.LOW: 1}.get(priority, 0)
