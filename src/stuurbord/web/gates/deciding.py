"""Submit a dossier and decide at a gate. The rules propose, people decide; both are kept.

What follows from a decision (stage, milestone, conditions) is in `following`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.web.accounts.models import Person
from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.clock import today
from stuurbord.web.gates.changed_facts import fact_label, in_words
from stuurbord.web.gates.following import follow
from stuurbord.web.gates.gates_of import ProjectGate
from stuurbord.web.gates.handing_over import HAND_OVER, cannot_take_over
from stuurbord.web.gates.hashing import NO_HASH, decision_hash, facts_hash, stored
from stuurbord.web.gates.judging import INCOMPLETE, Dossier, Group, Projects
from stuurbord.web.gates.kept_dossiers import locked, moved, require_version
from stuurbord.web.gates.mandates import can_take_over, require_decision
from stuurbord.web.gates.models import DossierState, GateDecision, GateDossier, GateVerdict
from stuurbord.web.gates.models.dossier import WORKED_ON
from stuurbord.web.gates.queries import dossier_in
from stuurbord.web.gates.replay import results_of
from stuurbord.web.projects.events import projects_changed
from stuurbord.web.projects.models import Project

THROUGH = (GateVerdict.GO, GateVerdict.GO_WITH_CONDITIONS)
UNASKED = (GateVerdict.NO_GO, GateVerdict.POSTPONED)
"""What the body of a gate may decide although nobody submitted the dossier."""


class NotReady(ValueError):
    """The dossier does not allow this; says what is missing. Nothing was changed."""


@dataclass(frozen=True)
class NewCondition:
    """A condition that somebody sets with a decision."""

    text: str
    owner: Person | None
    due: date | None


@dataclass(frozen=True)
class Judgement:
    """What somebody decides at a gate.

    Attributes
    ----------
    version
        Of the dossier as it was seen.
    seen
        The facts as they were seen, as `hashing.stored` writes them; None: those of the submission.
    """

    verdict: str
    reason: str = ""
    conditions: Sequence[NewCondition | tuple[str, Person | None, date | None]] = ()
    version: int = 0
    seen: Mapping[str, Any] | None = None


@transaction.atomic
def submit_gate(actor: Any, project: Project, gate: str, version: int) -> GateDossier:
    """Ask the body of a gate for its decision.

    Raises
    ------
    NotReady
        If something blocks, or the dossier is not being worked on.
    NotPermitted
        If the actor may not change this project.
    VersionConflict
        If somebody else changed the dossier first.
    """
    require(actor, Permission.EDIT_REGISTER, project.scopes)
    row = locked(project, gate)
    require_version(row, version)
    found = _dossier(project, gate)
    if not found.may_be_worked_on:
        raise NotReady(_("This dossier was submitted or decided already."))
    if found.proposal == INCOMPLETE:
        raise NotReady(what_blocks(found))
    row.submitted_by_id, row.submitted_at = actor.pk, timezone.now()
    row.submitted_facts = stored(found.in_force.pack, found.facts)
    moved(actor, row, DossierState.SUBMITTED, "submit", proposal=found.proposal)
    projects_changed.send(sender=Project, project_ids=[project.pk])
    return row


@transaction.atomic
def withdraw_submission(actor: Any, project: Project, gate: str, version: int) -> GateDossier:
    """Take a dossier back before it was decided on, to work on it.

    Raises
    ------
    NotReady, NotPermitted, VersionConflict
        As `submit_gate`.
    """
    require(actor, Permission.EDIT_REGISTER, project.scopes)
    row = locked(project, gate)
    require_version(row, version)
    if row.state != DossierState.SUBMITTED:
        raise NotReady(_("This dossier is not submitted."))
    row.submitted_by, row.submitted_at = None, None
    moved(actor, row, DossierState.OPEN, "withdraw")
    projects_changed.send(sender=Project, project_ids=[project.pk])
    return row


@transaction.atomic
def decide_gate(actor: Any, project: Project, gate: str, judgement: Judgement) -> GateDecision:
    """Decide at a gate, by the mandate of its body.

    Raises
    ------
    NotReady
        If something blocks, a reason or condition is missing, or nobody asked for the decision.
    NotPermitted
        If the actor has no mandate (any more), or asked for the decision themselves.
    VersionConflict
        If dossier or facts changed since they were seen; it says which facts.
    """
    require(actor, Permission.VIEW, project.scopes)
    row = locked(project, gate)
    found = _dossier(project, gate)
    require_decision(actor, project, found.gate)
    now = stored(found.in_force.pack, found.facts)
    is_asked = row.state == DossierState.SUBMITTED
    seen = judgement.seen if judgement.seen is not None else row.submitted_facts if is_asked else None
    changed = in_words(found.in_force.pack, seen, now) if seen else ""
    require_version(row, judgement.version, changed)
    if not is_asked and not may_be_stopped(row, judgement.verdict):
        raise NotReady(
            _("Nobody asked for a decision at this gate; the project manager submits the dossier.")
        )
    if is_asked and row.submitted_by_id is not None and row.submitted_by_id == actor.pk:
        told = _("You asked for this decision yourself: somebody else has to take it.")
        raise NotPermitted(Permission.DECIDE, told)
    if seen and changed:
        told = _("The facts changed since you saw them; nothing was decided.")
        raise VersionConflict(f"{told} {changed}")
    conditions = [
        one if isinstance(one, NewCondition) else NewCondition(*one) for one in judgement.conditions
    ]
    _refuse(found, judgement, conditions)
    decision = _added(actor, found, judgement, conditions, now)
    state = DossierState.OPEN if judgement.verdict == GateVerdict.POSTPONED else DossierState.DECIDED
    row.reason = ""
    moved(
        actor,
        row,
        state,
        "decide",
        verdict=str(decision.verdict),
        proposal=decision.proposal,
        decision=decision.number,
        facts_sha256=decision.facts_sha256,
    )
    follow(actor, found, decision, conditions)
    projects_changed.send(sender=Project, project_ids=[project.pk])
    return decision


@transaction.atomic
def record_past_decision(
    actor: Any, project: Project, gate: str, on: date, verdict: str, by_name: str, reason: str = ""
) -> GateDecision:
    """Take over a decision from before. It is marked so, rests on no facts and changes nothing.

    Raises
    ------
    NotPermitted
        If the actor has no mandate to decide at this gate.
    """
    row = locked(project, gate)
    require_decision(actor, project, _gate(project, gate))
    decision = _numbered(project, gate)
    decision.on, decision.verdict, decision.reason = on, verdict, reason
    decision.by_name, decision.is_imported = by_name, True
    decision.hash = decision_hash(decision)
    decision.save(force_insert=True)
    state = DossierState.DECIDED if decision.lets_through else DossierState.OPEN
    moved(actor, row, state, "import", verdict=str(verdict), on=on.isoformat(), by=by_name)
    projects_changed.send(sender=Project, project_ids=[project.pk])
    return decision


def may_be_stopped(row: GateDossier, verdict: str) -> bool:
    """Return whether the body may say this without being asked.

    A dossier that can never be complete cannot be submitted; the body must still be able to say no.
    """
    return row.state in WORKED_ON and verdict in UNASKED


def what_blocks(found: Dossier) -> str:
    """Return the sentence that names what blocks a dossier."""
    from stuurbord.web.gates.sentences import criterion_sentence

    told = " ".join(criterion_sentence(one) for one in found.of(Group.BLOCKING)[:5])
    return _("Something still blocks this gate: {what}").format(what=told)


def missing_words(found: Dossier) -> str:
    """Return the facts that are not known, in words."""
    names = dict.fromkeys(name for one in found.criteria for name in one.result.unknown)
    return ", ".join(fact_label(found.in_force.pack, name) for name in names)


def _refuse(found: Dossier, judgement: Judgement, conditions: Sequence[NewCondition]) -> None:
    """Raise where this judgement cannot stand."""
    if judgement.verdict not in GateVerdict.values:
        raise NotReady(_("Choose go, go with conditions, no go or postponed."))
    if judgement.verdict in THROUGH and found.proposal == INCOMPLETE:
        raise NotReady(what_blocks(found))
    if judgement.verdict in THROUGH and found.held:
        # Also where a waiver sets the criterion aside, or another rule book does not ask it.
        told = _("The project closes at this gate and still holds conditions: {codes}. {what}")
        codes = ", ".join(one.code for one in found.held)
        raise NotReady(told.format(codes=codes, what=HAND_OVER))
    if judgement.verdict != found.proposal and not judgement.reason.strip():
        raise NotReady(_("Your decision differs from what the rules propose: give the reason."))
    if (judgement.verdict == GateVerdict.GO_WITH_CONDITIONS) != bool(conditions):
        raise NotReady(_("Go with conditions has at least one condition; other verdicts have none."))
    for one in conditions:
        if not one.text.strip() or one.owner is None or one.due is None:
            raise NotReady(_("Each condition has a text, an owner and a date."))
        if one.due < today() or one.due > today() + timedelta(days=3 * 365):
            raise NotReady(_("The date of a condition lies ahead, within three years."))
        if found.closes_project and not can_take_over(one.owner, found.project):
            raise NotReady(cannot_take_over(one.owner))


def _added(
    actor: Any,
    found: Dossier,
    judgement: Judgement,
    conditions: Sequence[NewCondition],
    facts: Mapping[str, Any],
) -> GateDecision:
    decision = _numbered(found.project, found.gate.code)
    decision.on, decision.verdict, decision.reason = found.on, judgement.verdict, judgement.reason.strip()
    decision.proposal = found.proposal
    decision.conditions = [
        {"text": one.text.strip(), "owner": str(one.owner), "due": one.due.isoformat() if one.due else ""}
        for one in conditions
    ]
    decision.facts, decision.facts_sha256 = dict(facts), facts_hash(facts)
    decision.results, decision.waived = results_of(found.answer), found.waived
    decision.packs = list(found.in_force.hashes)
    if found.state == DossierState.SUBMITTED:
        decision.requested_by_id = found.row.submitted_by_id
        decision.requested_name = str(found.row.submitted_by or "")
    decision.by_id, decision.by_name = actor.pk, str(actor)
    decision.hash = decision_hash(decision)
    decision.save(force_insert=True)
    return decision


def _numbered(project: Project, gate: str) -> GateDecision:
    """Return a decision in its place in the chain of the project, which is locked meanwhile."""
    Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    last = GateDecision.objects.filter(project=project).order_by("-number").first()
    return GateDecision(
        project=project,
        gate=gate,
        number=last.number + 1 if last else 1,
        at=timezone.now(),
        previous_hash=last.hash if last else NO_HASH,
    )


def _dossier(project: Project, gate: str) -> Dossier:
    seen = _read_anew(project)
    found = dossier_in(seen, seen.projects[0], gate)
    if found is None:
        raise _no_gate(gate)
    return found


def _gate(project: Project, gate: str) -> ProjectGate:
    """Return a gate without its facts, which take far longer to gather."""
    seen = _read_anew(project)
    found = next((one for one in seen.gates(seen.projects[0]) if one.code == gate), None)
    if found is None:
        raise _no_gate(gate)
    return found


def _read_anew(project: Project) -> Projects:
    # A mandate, a stage or a fact may have changed since the request began.
    fresh = Project.objects.select_related("portfolio", "owner", "manager").get(pk=project.pk)
    return Projects([fresh], today())


def _no_gate(gate: str) -> NotReady:
    return NotReady(_("This project has no gate {gate}.").format(gate=gate))
