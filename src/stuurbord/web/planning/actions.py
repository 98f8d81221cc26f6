"""Proposals: made, accepted in whole or in part, rejected, withdrawn. Nothing else changes a stored plan.

What is not accepted of a proposal stays open, as a proposal of its own on the revision that came of it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stuurbord.engine.critical_path import Schedule
from stuurbord.engine.editing import check_legal_minimum, check_logic
from stuurbord.errors import N_, Finding, InvalidPlan, NotPermitted, Severity
from stuurbord.plan import Plan
from stuurbord.plan.changes import (
    Change,
    Conflict,
    changed,
    difference,
    from_plain,
    leans_on,
    rebased,
    selected,
    to_plain,
    with_leaned_on,
)
from stuurbord.plan.changes.change import TASKS
from stuurbord.web.accounts.permissions import Permission, may, require
from stuurbord.web.audit.chain import record
from stuurbord.web.planning.companions import beyond, companions_of
from stuurbord.web.planning.effects import effect
from stuurbord.web.planning.events import proposal_accepting, proposal_decided
from stuurbord.web.planning.mandates import mandate, require_acceptance
from stuurbord.web.planning.models import Proposal, ProposalSource, ProposalState, TaskReport
from stuurbord.web.planning.promises import remember_baseline
from stuurbord.web.projects.actions import Provenance, revise_plan, save_version
from stuurbord.web.projects.events import projects_changed
from stuurbord.web.projects.models import PlanRevision, Project
from stuurbord.web.projects.plans import forecast_schedule, plan_of, schedule_of


class Refused(ValueError):
    """Not possible now, with a sentence that says why."""


class Conflicts(Exception):
    """The plan has moved on, and some of the changes disagree with what it says now."""

    def __init__(self, found: tuple[Conflict, ...]) -> None:
        super().__init__(f"{len(found)} conflicts")
        self.found = found


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody proposes, and why."""

    title: str
    source: ProposalSource = ProposalSource.EDIT
    reason: str = ""
    beyond: tuple[str, ...] = ()
    """Why what goes with it has to be decided, whatever the plan asks."""


@transaction.atomic
def propose(
    actor: Any,
    project: Project,
    base: PlanRevision,
    new_plan: Plan,
    wanted: Wanted,
    *,
    permission: Permission = Permission.EDIT_REGISTER,
) -> Proposal:
    """Write a proposal down: what makes the new plan of a revision, with its effect on that revision.

    Parameters
    ----------
    permission
        What it asks to propose; another where a room of its own says who may change what the proposal is of.

    Raises
    ------
    Refused
        If nothing changes.
    """
    require(actor, permission, project.scopes)
    plan, schedule = plan_of(base.pk), schedule_of(base.pk)
    changes = difference(plan, new_plan)
    if not changes:
        raise Refused(_("This changes nothing in the plan."))
    before, after = (plan, schedule), (new_plan, forecast_schedule(new_plan))
    is_suggestion = wanted.source == ProposalSource.EDIT and not may(
        actor, Permission.IMPORT_PLAN, project.scopes
    )
    locked = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    proposal = Proposal.objects.create(
        project=project,
        number=_next_number(locked),
        base=base,
        source=ProposalSource.SUGGESTION if is_suggestion else wanted.source,
        title=wanted.title[:200],
        reason=wanted.reason,
        changes=to_plain(changes),
        effect=effect(before, after),
        asks=mandate(project, before, after, changes).and_for(wanted.beyond).permission,
        author=actor if actor.pk else None,
    )
    _record(actor, "proposal.make", proposal, {"n_changes": len(changes), "base": base.number})
    return proposal


@transaction.atomic
def accept(
    actor: Any,
    proposal: Proposal,
    expected_version: int,
    rows: Collection[tuple[str, str]] | None = None,
    *,
    without_conflicts: bool = False,
) -> PlanRevision:
    """Make a proposal, or some of its rows, part of the plan as it is now.

    The rows that were not accepted stay open: ``proposal.rest`` is made of them, by the same author.

    Parameters
    ----------
    rows
        The rows to accept, as (table, key); None: all of them.
    without_conflicts
        Leave out what disagrees with the plan as it is now, instead of refusing.

    Raises
    ------
    Conflicts
        If the plan has changed since in the same places.
    InvalidPlan
        If what is left does not hold together, or makes a legal period shorter than the law.
    NotPermitted
        If this person may not, see `stuurbord.web.planning.mandates`.
    Refused
        If nothing is left of it, or what goes with it cannot follow, see `proposal_accepting`.
    VersionConflict
        If somebody decided first.
    """
    project = Project.objects.select_for_update(of=("self",)).get(pk=proposal.project_id)
    _require_open(proposal)
    current = project.current_revision
    assert current is not None  # a proposal is made on a revision
    fitting = fitted(proposal, plan_of(current.pk), rows)
    if fitting.conflicts and not without_conflicts:
        raise Conflicts(fitting.conflicts)
    if not fitting.changes and not fitting.done:
        raise Refused(_("Nothing is left of this proposal on the plan as it is now."))
    is_whole = not fitting.conflicts and (rows is None or _rows_of(proposal) <= {*rows})
    proposal_accepting.send(sender=Proposal, actor=actor, proposal=proposal, is_whole=is_whole)
    before = plan_of(current.pk), schedule_of(current.pk)
    new_plan = applied(before[0], fitting.changes)
    after = new_plan, forecast_schedule(new_plan)
    if not is_whole:  # each part by itself may break what the whole kept
        check_legal_minimum(before[0], new_plan, forecast_schedule)
    asked = mandate(project, before, after, fitting.changes).and_for(beyond(companions_of(proposal)))
    require_acceptance(actor, project, asked, proposal.author_id)
    name = _("Proposal {number}: {title}").format(number=proposal.number, title=proposal.title)
    provenance = Provenance(name, current.file_sha256, "proposal")
    revision, _is_new = revise_plan(actor, project, new_plan, provenance, permission=asked.permission)
    proposal.accepted = _accepted_rows(proposal, fitting, rows)
    proposal.revision = revision
    _decide(actor, proposal, expected_version, ProposalState.ACCEPTED, "")
    told = {"revision": revision.number, "n_changes": len(fitting.changes), "left": len(fitting.conflicts)}
    _record(actor, "proposal.accept", proposal, told | {"beyond": list(asked.reasons)})
    remember_baseline(actor, proposal, fitting.changes)
    if rows is not None:
        _keep_rest(actor, proposal, before[0], after)
    proposal_decided.send(sender=Proposal, actor=actor, proposal=proposal)
    projects_changed.send(sender=Project, project_ids=[project.pk])
    return revision


@transaction.atomic
def reject(actor: Any, proposal: Proposal, expected_version: int, reason: str) -> Proposal:
    """Say no, and why. The plan stays as it is.

    Raises
    ------
    Refused
        Without a reason, or if it was decided already.
    """
    if not reason.strip():
        raise Refused(_("Say why: who proposed it will want to know."))
    if not may(actor, Permission.DECIDE, proposal.project.scopes):
        require(actor, Permission.IMPORT_PLAN, proposal.project.scopes)
    _require_open(proposal)
    _decide(actor, proposal, expected_version, ProposalState.REJECTED, reason)
    _record(actor, "proposal.reject", proposal, {"reason": reason})
    proposal_decided.send(sender=Proposal, actor=actor, proposal=proposal)
    return proposal


@transaction.atomic
def withdraw(actor: Any, proposal: Proposal, expected_version: int) -> Proposal:
    """Take back what one proposed oneself.

    Raises
    ------
    NotPermitted
        If somebody else proposed it.
    """
    require(actor, Permission.VIEW, proposal.project.scopes)
    if proposal.author_id != actor.pk:
        raise NotPermitted(Permission.EDIT_REGISTER, _("Only who proposed it can withdraw it."))
    _require_open(proposal)
    _decide(actor, proposal, expected_version, ProposalState.WITHDRAWN, "")
    _record(actor, "proposal.withdraw", proposal, {})
    proposal_decided.send(sender=Proposal, actor=actor, proposal=proposal)
    return proposal


@dataclass(frozen=True, slots=True)
class Fitting:
    """What is left of a proposal on the plan as it is now."""

    changes: tuple[Change, ...]
    conflicts: tuple[Conflict, ...]
    done: tuple[Change, ...]


def fitted(proposal: Proposal, now: Plan, rows: Collection[tuple[str, str]] | None = None) -> Fitting:
    """Return a proposal, or some of its rows, as it reads on another plan than it was made on."""
    base = plan_of(proposal.base_id)
    whole: Sequence[Change] = from_plain(proposal.changes)
    changes = whole if rows is None else selected(whole, rows, base)
    found = rebased(changes, base, now, of=whole)
    return Fitting(found.changes, found.conflicts, found.done)


def applied(plan: Plan, changes: Sequence[Change]) -> Plan:
    """Return the plan with changes that were checked to hold together.

    Raises
    ------
    InvalidPlan
        If they do not.
    """
    try:
        new_plan = changed(plan, changes)
    except ValueError as error:
        text = N_("These changes do not hold together on the plan as it is now.")
        raise InvalidPlan(Finding("changes_do_not_fit", text, Severity.ERROR)) from error
    check_logic(new_plan)
    return new_plan


def _accepted_rows(
    proposal: Proposal, fitting: Fitting, rows: Collection[tuple[str, str]] | None
) -> list[list[str]] | None:
    """Return the rows that are in the plan now: those asked with what they lean on; None for all."""
    if rows is None and not fitting.conflicts:
        return None
    changes, taken = from_plain(proposal.changes), _rows_of(proposal)
    if rows is not None:
        taken &= with_leaned_on(leans_on(changes, plan_of(proposal.base_id)), rows)
    left_out = {(one.change.table, one.change.key) for one in fitting.conflicts}
    return sorted(map(list, taken - left_out))


def _rows_of(proposal: Proposal) -> set[tuple[str, str]]:
    return {(one.table, one.key) for one in from_plain(proposal.changes)}


def _keep_rest(actor: Any, proposal: Proposal, was: Plan, now: tuple[Plan, Schedule]) -> Proposal | None:
    """Propose what was not accepted anew, on the plan as it became; None where nothing is left.

    What disagrees with the plan is not in it: it was left out, which the decided proposal tells.

    Parameters
    ----------
    was, now
        The plan without and with what was accepted.
    """
    new_plan, _schedule = now
    try:
        whole = changed(was, fitted(proposal, was).changes)
        changes = difference(new_plan, whole)
    except ValueError:  # the whole never held together: only what was chosen does
        return None
    if not changes:
        return None
    try:
        check_logic(whole)
        after = whole, forecast_schedule(whole)
    except InvalidPlan:
        after = now  # it cannot be accepted as it is, and its page will say why
    rest = Proposal.objects.create(
        project=proposal.project,
        number=_next_number(proposal.project),
        base=proposal.revision,
        source=proposal.source,
        title=proposal.title,
        reason=proposal.reason,
        changes=to_plain(changes),
        effect=effect(now, after),
        asks=mandate(proposal.project, now, after, changes).permission,
        author=proposal.author,
        rest_of=proposal,
    )
    tasks = {int(one.key) for one in changes if one.table == TASKS}
    TaskReport.objects.filter(used_in=proposal, task_uid__in=tasks).update(used_in=rest)
    _record(actor, "proposal.keep_rest", rest, {"n_changes": len(changes), "whole": proposal.number})
    return rest


def _next_number(project: Project) -> int:
    """Return the number of the next proposal on a plan; the project is locked."""
    last = Proposal.objects.filter(project=project).order_by("-number").values_list("number", flat=True)
    return (last.first() or 0) + 1


def _require_open(proposal: Proposal) -> None:
    if proposal.state != ProposalState.OPEN:
        raise Refused(_("Proposal {number} was decided already.").format(number=proposal.number))


def _decide(actor: Any, proposal: Proposal, expected_version: int, state: ProposalState, reason: str) -> None:
    proposal.state = state
    proposal.decided_by = actor if actor.pk else None
    proposal.decided_at = timezone.now()
    proposal.decision_reason = reason
    save_version(proposal, expected_version)


def _record(actor: Any, action: str, proposal: Proposal, data: dict[str, Any]) -> None:
    record(
        actor,
        action,
        proposal.subject,
        {"title": proposal.title} | data,
        portfolio_id=proposal.project.portfolio_id,
        project_id=proposal.project_id,
        version=proposal.version,
    )
