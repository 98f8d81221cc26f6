"""A change of a procurement as one proposal on the plan of its project; what it changes waits with that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.errors import InvalidPlan
from stuurbord.plan import Plan
from stuurbord.plan.changes import Change, changed, from_plain
from stuurbord.plan.changes.change import TASKS
from stuurbord.rulebooks.be_procurement import ProcedureVerdict
from stuurbord.web.accounts.permissions import Permission, may
from stuurbord.web.planning import actions as planning
from stuurbord.web.planning.actions import Refused, Wanted, applied
from stuurbord.web.planning.models import Proposal, ProposalSource, ProposalState
from stuurbord.web.procurements.advising import Asked, asked, day_of, dispatch_of
from stuurbord.web.procurements.changing import NotAccepted, clean, held, written
from stuurbord.web.procurements.choosing import may_choose
from stuurbord.web.procurements.models import PendingChange, PlanLink, ProcurementFile
from stuurbord.web.procurements.plan_effect.branch import branch_of, merged
from stuurbord.web.procurements.plan_effect.effect_rows import beyond_texts
from stuurbord.web.procurements.plan_effect.effects import (
    Compared,
    Standing,
    compared,
    shortages,
    with_chances,
)
from stuurbord.web.procurements.plan_effect.money import money_of, standing_in
from stuurbord.web.procurements.plan_effect.on_plan import former_of
from stuurbord.web.procurements.plan_effect.once_planned import once_planned, plans_before
from stuurbord.web.procurements.plan_effect.steps import begin_of, parts_of, uncertainty_of, wanted_of
from stuurbord.web.procurements.plan_effect.uncertainty import (
    Uncertainty,
    estimated_once,
    records_of,
    without_doubles,
)
from stuurbord.web.procurements.rights import EDITORS, require_edit
from stuurbord.web.procurements.words import procedure_name
from stuurbord.web.projects.models import PlanRevision, Project
from stuurbord.web.projects.plans import forecast_schedule, plan_of, schedule_of
from stuurbord.web.reader import reader

_REASON_TO_COME: Final = "…"
"""Stands for the reason that whoever proposes it will write."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What a change of a procurement makes of the plan.

    Attributes
    ----------
    facts
        Those that were proposed, on the day of dispatch that this plan tells.
    answer
        The advice on these.
    """

    answer: Asked
    facts: dict[str, Any]
    plan: Plan
    uncertainty: Uncertainty
    found: Compared


def pending_change(file: ProcurementFile) -> PendingChange | None:
    """Return the change of a file that waits for a decision; None if none does."""
    waiting = file.pending_changes.filter(proposal__state=ProposalState.OPEN)
    return waiting.select_related(
        "proposal__author", "proposal__base", "proposal__project__portfolio"
    ).first()


def pending_facts(file: ProcurementFile) -> dict[str, Any] | None:
    """Return the facts of a file as they become when its proposal is accepted; None if none waits."""
    found = pending_change(file)
    return None if found is None else dict(found.facts)


def link_of(file: ProcurementFile) -> PlanLink:
    """Return how a file is tied to the plan; one that is not stored where nobody said so yet."""
    return PlanLink.objects.filter(file=file).first() or PlanLink(file=file, version=0)


@transaction.atomic
def plan_proposal(
    actor: Any,
    file: ProcurementFile,
    new_facts: Mapping[str, Any],
    new_choice: str,
    expected_version: int,
    reason: str = "",
    *,
    is_chanced: bool = True,
) -> Proposal:
    """Propose other facts or another procedure, with what that makes of the plan.

    An earlier proposal of this file that still waits is withdrawn, where it is the actor's own.

    Parameters
    ----------
    is_chanced
        False: nobody waits for the chances; `complete` computes them.

    Raises
    ------
    NotPermitted, VersionConflict
        As every action.
    NotAccepted
        If the procedure is not allowed on these facts, or not on the day on which the plan dispatches, or
        the plan cannot take its steps; with the sentence.
    """
    require_edit(actor, file)
    reason = clean(reason)
    # In the order in which accepting locks: the project, then the file.
    Project.objects.select_for_update(of=("self",)).get(pk=file.project_id)
    stored = held(file, expected_version)
    base = _require_changeable(stored, new_choice)
    _make_room(actor, stored)
    tried = _tried(stored, base, dict(new_facts), new_choice, reason, is_chanced=is_chanced)
    permission = next((one for one in EDITORS if may(actor, one, stored.project.scopes)), EDITORS[0])
    beyond = (*beyond_texts(tried.found.plain),)
    wanted = Wanted(_title(stored, tried, new_choice), ProposalSource.LAW, reason, beyond)
    try:
        made = planning.propose(actor, stored.project, base, tried.plan, wanted, permission=permission)
    except Refused as error:
        raise NotAccepted(str(error)) from error
    PendingChange.objects.create(
        file=stored,
        proposal=made,
        file_version=stored.version,
        facts=tried.facts,
        choice=new_choice,
        reason=reason,
        advice_hash=tried.answer.advice.hash,
        uncertainty=tried.uncertainty.plain(),
        effect=tried.found.plain,
        money=_money(tried.found),
    )
    told = {"proposal": made.number, "title": made.title, "procedure": new_choice}
    written(actor, stored, "procurement.propose", told)
    return made


def _require_changeable(file: ProcurementFile, choice: str) -> PlanRevision:
    """Return the plan that counts, where the file can still change."""
    if file.is_closed:
        told = _("This procurement is {stage}: nothing changes any more.")
        raise NotAccepted(told.format(stage=file.get_stage_display()))
    if choice != file.procedure and not may_choose(file):
        raise NotAccepted(_("This procurement was published: another procedure asks for another file."))
    base: PlanRevision | None = file.project.current_revision
    if base is None:
        raise NotAccepted(_("This project has no plan yet."))
    return base


def complete(file: ProcurementFile, change: PendingChange) -> dict[str, Any]:
    """Compute the chances of a proposal that was made without them, keep them and return the effect.

    They follow from what is kept already: nothing changes, and nothing is logged.
    """
    proposal, link = change.proposal, link_of(file)
    base = proposal.base
    plan = plan_of(base.pk)
    branch = branch_of(plan, file.reference, link.branch_uid)
    before = Standing(file.procedure, file.estimate, plan, schedule_of(base.pk), branch)
    new_plan = applied(plan, from_plain(proposal.changes))
    own = branch_of(new_plan, file.reference, link.branch_uid)
    uncertainty = records_of(Uncertainty.of(change.uncertainty), own, file)
    dated = forecast_schedule(new_plan)
    after = Standing(change.choice, None, new_plan, dated, own, uncertainty)
    effect = with_chances(file.project, base, change.effect, before, after)
    # Whoever computed it meanwhile found the same.
    PendingChange.objects.filter(pk=change.pk).update(effect=effect)
    if beyond_texts(effect) and proposal.asks != Permission.DECIDE:  # the chances tell more than the dates
        Proposal.objects.filter(pk=proposal.pk, state=ProposalState.OPEN).update(asks=Permission.DECIDE)
    return effect


def effect_of(file: ProcurementFile, facts: Mapping[str, Any], choice: str) -> dict[str, Any] | None:
    """Return what other facts would come to, without proposing them; None where they cannot be proposed.

    The chances are left open: they take longer than a page may.
    """
    base = file.project.current_revision
    if base is None:
        return None
    try:
        tried = _tried(file, base, dict(facts), choice, _REASON_TO_COME, is_chanced=False)
    except (NotAccepted, InvalidPlan):  # who proposes it is told why
        return None
    return tried.found.plain


def effect_now(change: PendingChange) -> dict[str, Any]:
    """Return what a change comes to, with the credit as it is now: others may have used it meanwhile."""
    money, file = change.money, change.file
    if money["missing"]:
        return dict(change.effect)
    commitment = {int(year): Decimal(euro) for year, euro in money["commitment"].items()}
    return change.effect | {"shortages": shortages(link_of(file), file.project_id, commitment)}


def _tried(
    file: ProcurementFile,
    base: PlanRevision,
    facts: dict[str, Any],
    choice: str,
    reason: str,
    *,
    is_chanced: bool,
) -> Tried:
    answer = asked(file, facts | {"chosen": choice})
    wanted = wanted_of(answer, _allowed(answer, choice, reason))
    link, plan, schedule = link_of(file), plan_of(base.pk), schedule_of(base.pk)
    if link.feeds_uid is None or link.feeds_uid not in plan.tasks.uid:
        raise NotAccepted(_("Say first which task of the plan waits for this contract."))
    branch = branch_of(plan, file.reference, link.branch_uid)
    once = once_planned(plans_before(file, link), choice)
    parts = parts_of(wanted, former_of(file), plan, branch, begin_of(plan), once)
    heading = _("Procurement {reference}").format(reference=file.reference)
    found = merged(plan, branch, parts.parts, heading, link.feeds_uid)
    estimated = estimated_once(file.project, [one.uid for one in once.values()])
    uncertainty = without_doubles(uncertainty_of(parts, found, estimated), file, plan, branch)
    dated = forecast_schedule(found.plan)
    facts, answer = _dispatched(file, facts, answer, choice, found.branch.dispatch(found.plan, dated))
    estimate, conclusion = answer.advice.estimate, found.branch.conclusion(found.plan, dated)
    money = money_of(found.plan, dated, estimate, conclusion, link)
    # What is not known whole is not spent in part: the costs stay what they were.
    new_plan = found.plan if money.missing else with_cost(found.plan, money.of_task, link)
    after = Standing(
        choice,
        estimate,
        new_plan,
        dated,
        found.branch,
        records_of(uncertainty, found.branch, file),
        file.published_on or found.branch.dispatch(found.plan, dated) or answer.dispatch,
    )
    was = file.published_on or branch.dispatch(plan, schedule) or dispatch_of(file)
    before = Standing(file.procedure, file.estimate, plan, schedule, branch, dispatch=was)
    effect = compared(file, base, link, before, after, is_chanced=is_chanced)
    return Tried(answer, facts, new_plan, uncertainty, effect)


def _dispatched(
    file: ProcurementFile, facts: dict[str, Any], answer: Asked, choice: str, planned: date | None
) -> tuple[dict[str, Any], Asked]:
    """Return the facts on the day of dispatch that the plan tells, and the advice on these.

    What went out already keeps its day, and so does a day that is proposed with the other facts.

    Raises
    ------
    NotAccepted
        If the rules judge otherwise on that day: then somebody has to fill it in and look again.
    """
    said = day_of(facts.get("date"))
    if planned is None or planned == said or not may_choose(file) or file.published_on is not None:
        return facts, answer
    if said is not None and said != day_of(file.facts.get("date")):
        return facts, answer
    then = facts | {"date": planned.isoformat()}
    found = asked(file, then | {"chosen": choice})
    was, now = answer.verdict_on(choice), found.verdict_on(choice)
    if was and now and now.verdict == was.verdict and wanted_of(found, now).key == wanted_of(answer, was).key:
        return then, found
    if said is None:
        return facts, answer
    told = _(
        "The plan dispatches on {planned}, not on {day}, and on that day the rules judge otherwise: fill in"
        " {planned} as the day of dispatch and propose it anew."
    )
    raise NotAccepted(told.format(planned=reader().day(planned), day=reader().day(said)))


def with_cost(plan: Plan, of_task: Mapping[int, Decimal], link: PlanLink) -> Plan:
    """Return the plan in which tasks cost what is paid with them, instead of what they held of it before."""
    said = {int(uid): Decimal(euro) for uid, euro in link.forecast.get("tasks", {}).items()}
    held_ = standing_in(plan, said)
    changes = []
    for row, uid in enumerate(plan.tasks.uid.tolist()):
        more = of_task.get(uid, Decimal(0)) - held_.get(uid, Decimal(0))
        if more:
            cents = max(0, int(plan.tasks.cost[row]) + int(more * 100))
            changes.append(Change(TASKS, str(uid), "cost", None, cents))
    return changed(plan, changes) if changes else plan


def _make_room(actor: Any, file: ProcurementFile) -> None:
    """Withdraw the proposal that waits, where the actor made it; two at once would contradict each other."""
    waiting = pending_change(file)
    if waiting is None:
        return
    proposal = waiting.proposal
    if proposal.author_id != actor.pk:
        told = _("Proposal {number} still waits for a decision. Accept or reject it first.")
        raise NotAccepted(told.format(number=proposal.number))
    planning.withdraw(actor, proposal, proposal.version)


def _allowed(answer: Asked, choice: str, reason: str) -> ProcedureVerdict:
    """Return the verdict on a procedure that can be proposed.

    Raises
    ------
    NotAccepted
        If the rules do not allow it, or ask a reason that was not given.
    """
    if not answer.advice.is_answered:
        told = _("On these facts no procedure can be judged: they contradict each other, or cannot be read.")
        raise NotAccepted(told)
    verdict = answer.verdict_on(choice)
    if verdict is None:
        raise NotAccepted(_("This procedure is not in question for this file."))
    if verdict.verdict == "refused":
        told = _("On these facts the rules do not allow “{name}”. Choose another procedure.")
        raise NotAccepted(told.format(name=procedure_name(choice)))
    if verdict.verdict != "allowed" and not reason.strip():
        raise NotAccepted(_("This procedure asks a reason in fact and in law: write it down."))
    return verdict


def _title(file: ProcurementFile, tried: Tried, choice: str) -> str:
    """Say what changes: the estimate, else the procedure, else that the steps come into the plan."""
    before, after = file.estimate, tried.answer.advice.estimate
    if after is not None and before is not None and before != after:
        text = _("{reference}: estimate from {before} to {after}")
        return text.format(reference=file.reference, before=_euro(before), after=_euro(after))
    if choice != file.procedure:
        return f"{file.reference}: {procedure_name(choice)}"
    return _("{reference}: steps in the plan").format(reference=file.reference)


def _euro(amount: Decimal) -> str:
    return reader().exact_euro(amount)


def _money(found: Compared) -> dict[str, Any]:
    money = found.money
    return {
        "commitment": {str(year): str(euro) for year, euro in money.commitment.items()},
        "payment": {str(year): str(euro) for year, euro in money.payment.items()},
        "tasks": {str(uid): str(euro) for uid, euro in money.of_task.items()},
        "missing": [*money.missing],
    }
