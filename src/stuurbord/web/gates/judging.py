"""What the rules say of gates: each criterion with what shows it, and the verdict that they propose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from stuurbord.rulebooks.rule_pack import Answer, RuleResult, Severity, Truth, decide
from stuurbord.rulebooks.rule_pack.literals import Value
from stuurbord.rulebooks.rule_pack.model import Pack, Rule
from stuurbord.web.gates.facts import ProjectFacts, gather
from stuurbord.web.gates.facts.proof import Proof
from stuurbord.web.gates.gates_of import ProjectGate, gates_of
from stuurbord.web.gates.models import (
    HELD_BY_PROJECT,
    Attestation,
    DossierState,
    Evidence,
    GateCondition,
    GateDecision,
    GateDossier,
    Waiver,
)
from stuurbord.web.gates.models.dossier import WORKED_ON
from stuurbord.web.gates.naming import family, order
from stuurbord.web.gates.packs import PackInForce, own_pack, pack_for
from stuurbord.web.methods.queries import templates_of
from stuurbord.web.projects.models import Project, Stage
from stuurbord.web.registers.models import Milestone

INCOMPLETE: Final = "incomplete"


class Group(StrEnum):
    """Where a criterion stands in the dossier, in the order in which they are shown."""

    BLOCKING = "blocking"
    CONDITION = "condition"
    NOTICE = "notice"
    WAIVED = "waived"
    MET = "met"


@dataclass(frozen=True)
class Criterion:
    """One rule at one gate, with what people did about it."""

    result: RuleResult
    group: Group
    evidence: tuple[Evidence, ...] = ()
    attestation: Attestation | None = None
    waiver: Waiver | None = None

    @property
    def rule(self) -> Rule:
        return self.result.rule


@dataclass(frozen=True)
class Dossier:
    """The dossier of a gate as it stands on a day."""

    project: Project
    gate: ProjectGate
    row: GateDossier
    on: date
    in_force: PackInForce
    facts: Mapping[str, Value]
    answer: Answer
    criteria: tuple[Criterion, ...]
    proposal: str
    decisions: tuple[GateDecision, ...] = ()
    """The latest first."""
    conditions: tuple[GateCondition, ...] = ()
    proof: Proof = field(default_factory=Proof)

    @property
    def decision(self) -> GateDecision | None:
        return self.decisions[0] if self.decisions else None

    @property
    def state(self) -> str:
        return self.row.state

    @property
    def is_passed(self) -> bool:
        return is_passed(self.gate, self.row, self.decision)

    @property
    def closes_project(self) -> bool:
        """Whether the project is over once this gate is passed."""
        return self.gate.opens == Stage.CLOSED

    @property
    def held(self) -> list[GateCondition]:
        """The conditions, of any gate, that would be left without anybody if the project closed now."""
        return [one for one in self.conditions if self.closes_project and one.state in HELD_BY_PROJECT]

    @property
    def may_be_worked_on(self) -> bool:
        return may_be_worked_on(self.row, self.decision)

    @cached_property
    def waived(self) -> dict[str, str]:
        """Rule → code of the waiver that sets it aside."""
        return {one.rule.id: one.waiver.code for one in self.criteria if one.waiver}

    def of(self, group: str) -> list[Criterion]:
        return [one for one in self.criteria if one.group == group]

    def count(self, group: str) -> int:
        return len(self.of(group))


def may_be_worked_on(row: GateDossier, decision: GateDecision | None) -> bool:
    """Return whether the project manager can submit it: also after a no."""
    is_refused = row.state == DossierState.DECIDED and decision is not None and not decision.lets_through
    return row.state in WORKED_ON or is_refused


def is_passed(gate: ProjectGate, row: GateDossier, decision: GateDecision | None) -> bool:
    """Return whether a gate was decided so that the project may go on, and has not been re-opened."""
    if decision is not None:
        return decision.lets_through and row.state in (DossierState.DECIDED, DossierState.CLOSED)
    return gate.is_passed_on_paper and row.state in (DossierState.PLANNED, DossierState.CLOSED)


def proposal_of(results: Iterable[RuleResult], waived: Iterable[str] = ()) -> str:
    """Return what the rules propose: ``incomplete``, ``go_with_conditions`` or ``go``.

    A waiver takes away that a criterion blocks; it never makes it count as met.
    """
    aside, has_open = set(waived), False
    for one in results:
        if one.met is Truth.TRUE or one.severity is Severity.NOTICE:
            continue
        if one.severity is Severity.BLOCKING and one.rule.id not in aside:
            return INCOMPLETE
        has_open = True
    return "go_with_conditions" if has_open else "go"


class Projects:
    """Gates, dossiers, decisions, conditions and waivers of many projects, in a fixed number of queries."""

    def __init__(self, projects: Sequence[Project], on: date) -> None:
        self.projects, self.on = projects, on
        self.ids = [one.pk for one in projects]
        self.templates = templates_of(projects)
        self.rows: dict[tuple[int, str], GateDossier] = {
            (one.project_id, one.gate): one for one in GateDossier.objects.filter(project__in=self.ids)
        }
        self.decisions = _by_gate(GateDecision.objects.filter(project__in=self.ids).order_by("-number"))
        own = {"project__in": self.ids, "is_archived": False}
        self.conditions = _by_project(GateCondition.objects.filter(**own).select_related("owner"))
        self.waivers = _by_project(Waiver.objects.filter(**own).select_related("owner", "approver"))
        self.milestones = _by_project(Milestone.objects.filter(**own, is_gate=True))
        self._gates: dict[int, list[ProjectGate]] = {}

    @cached_property
    def own_pack(self) -> Pack:
        return own_pack()

    @cached_property
    def facts(self) -> Mapping[int, ProjectFacts]:
        return gather(self.projects, self.on)

    def gates(self, project: Project) -> list[ProjectGate]:
        found = self._gates.get(project.pk)
        if found is None:
            more = {gate for pk, gate in (*self.rows, *self.decisions) if pk == project.pk}
            template = self.templates[project.pk]
            found = gates_of(project, self.milestones[project.pk], template, more)
            self._gates[project.pk] = found
        return found

    def row(self, project: Project, gate: str) -> GateDossier:
        """Return the row of a dossier; one that nothing happened to yet is not stored."""
        return self.rows.get((project.pk, gate)) or GateDossier(project=project, gate=gate)

    def passed(self, project: Project, gate: ProjectGate) -> bool:
        decisions = self.decisions.get((project.pk, gate.code), ())
        return is_passed(gate, self.row(project, gate.code), decisions[0] if decisions else None)

    def next_gate(self, project: Project) -> ProjectGate | None:
        """Return the first gate that was not passed, or that was re-opened."""
        return next((one for one in self.gates(project) if not self.passed(project, one)), None)

    def facts_at(self, project: Project, gate: ProjectGate, pack: Pack) -> dict[str, Value]:
        """Return all facts of a gate, those that follow from other gates too."""
        made = self.facts[project.pk].at(gate.code, self.on, kinds_in(pack), pack)
        earlier = [one for one in self.gates(project) if order(one.code) < order(gate.code)]
        made["gates_not_passed"] = sum(not self.passed(project, one) for one in earlier)
        made["conditions_late"] = sum(
            one.is_missed_on(self.on) and one.gate != gate.code for one in self.conditions[project.pk]
        )
        made["conditions_open"] = sum(one.state in HELD_BY_PROJECT for one in self.conditions[project.pk])
        made["closes_project"] = gate.opens == Stage.CLOSED
        return made

    def _conditions_at(self, project: Project, gate: ProjectGate) -> tuple[GateCondition, ...]:
        """Return the conditions of a gate, with those that stand in the way where the project closes."""
        closes = gate.opens == Stage.CLOSED
        return tuple(
            one
            for one in self.conditions[project.pk]
            if one.gate == gate.code or (closes and one.state in HELD_BY_PROJECT)
        )

    def dossier(self, project: Project, gate: ProjectGate) -> Dossier:
        in_force = pack_for(self.templates[project.pk], self.own_pack)
        facts = self.facts_at(project, gate, in_force.pack)
        answer = decide(in_force.pack, facts, self.on, family(gate.code))
        proof = self.facts[project.pk].proof
        waivers = {
            one.rule: one
            for one in self.waivers[project.pk]
            if one.gate in (gate.code, family(gate.code)) and one.holds_on(self.on)
        }
        criteria = [_criterion(one, gate.code, proof, waivers.get(one.rule.id)) for one in _asked(answer)]
        ranks = list(Group)
        criteria.sort(key=lambda one: ranks.index(one.group))
        return Dossier(
            project=project,
            gate=gate,
            row=self.row(project, gate.code),
            on=self.on,
            in_force=in_force,
            facts=facts,
            answer=answer,
            criteria=tuple(criteria),
            proposal=proposal_of(answer.rules, waivers),
            decisions=tuple(self.decisions.get((project.pk, gate.code), ())),
            conditions=self._conditions_at(project, gate),
            proof=proof,
        )


def kinds_in(pack: Pack) -> list[str]:
    """Return the kinds of evidence that the rules of a pack read."""
    return sorted(_kinds(_Keyed(pack)))


class _Keyed:
    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and other.pack.sha256 == self.pack.sha256

    def __hash__(self) -> int:
        return hash(self.pack.sha256)


_known_kinds: dict[_Keyed, frozenset[str]] = {}


def _kinds(keyed: _Keyed) -> frozenset[str]:
    if keyed not in _known_kinds:
        names = (
            name
            for rule in keyed.pack.rules
            for condition in (rule.require, rule.applies)
            for conjunction in condition
            for literal in conjunction
            for name in literal.names
        )
        read = {name.partition(".")[2] for name in names if name.startswith("evidence.")}
        _known_kinds[keyed] = frozenset(read)
    return _known_kinds[keyed]


def _asked(answer: Answer) -> Iterable[RuleResult]:
    """Yield the rules that apply, or of which that is not known."""
    return (one for one in answer.rules if one.applies is not Truth.FALSE)


def _criterion(result: RuleResult, gate: str, proof: Proof, waiver: Waiver | None) -> Criterion:
    found: list[Evidence] = []
    for kind in result.rule.evidence:
        found += [one for one in proof.of_kind(kind, gate) if one not in found]
    is_open = result.met is not Truth.TRUE
    waiver = waiver if is_open and result.severity is not Severity.NOTICE else None
    group = Group.WAIVED if waiver else Group(result.severity.value) if is_open else Group.MET
    attestation = proof.answers.get((gate, result.rule.id))
    return Criterion(result, group, tuple(found), attestation, waiver)


def _by_gate(decisions: Any) -> dict[tuple[int, str], list[GateDecision]]:
    made: defaultdict[tuple[int, str], list[GateDecision]] = defaultdict(list)
    for one in decisions:
        made[one.project_id, one.gate].append(one)
    return made


def _by_project(lines: Any) -> defaultdict[int, list[Any]]:
    made: defaultdict[int, list[Any]] = defaultdict(list)
    for one in lines:
        made[one.project_id].append(one)
    return made
