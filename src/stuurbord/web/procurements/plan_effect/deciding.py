"""What becomes of a procurement when its proposal is decided: all of it with the plan, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stuurbord.errors import VersionConflict
from stuurbord.exchange.risk_workbook import RiskRecords
from stuurbord.plan import Plan
from stuurbord.web.finance.models import BudgetLine
from stuurbord.web.lists.actions import LineChange, copied, finish, logged
from stuurbord.web.lists.register import register_of
from stuurbord.web.planning.actions import Refused
from stuurbord.web.planning.companions import Companion, Line
from stuurbord.web.planning.models import Proposal, ProposalState
from stuurbord.web.procurements.actions import change_facts, choose_procedure
from stuurbord.web.procurements.changing import NotAccepted, written
from stuurbord.web.procurements.choosing import may_choose
from stuurbord.web.procurements.models import PendingChange, PlanLink, ProcurementFile
from stuurbord.web.procurements.plan_effect import uncertainty
from stuurbord.web.procurements.plan_effect.branch import branch_of
from stuurbord.web.procurements.plan_effect.effect_rows import (
    beyond_texts,
    effect_rows,
    missing_texts,
    procedures,
    shortage_texts,
)
from stuurbord.web.procurements.plan_effect.effects import changes_by_year
from stuurbord.web.procurements.plan_effect.proposing import effect_now, link_of
from stuurbord.web.procurements.plan_effect.uncertainty import Uncertainty
from stuurbord.web.projects.plans import plan_of

_FORECAST: Final = {"commitment": "forecast_commitment", "payment": "forecast_payment"}


def on_accepting(sender: Any, actor: Any, proposal: Proposal, is_whole: bool, **kwargs: Any) -> None:
    """Listen to `proposal_accepting`: a part of it, or on another file than it was made on, cannot be.

    Raises
    ------
    Refused
        With the sentence.
    """
    found = _of(proposal)
    if found is None:
        return
    if not is_whole:
        told = _("Plan and procurement file {reference} change together: accept this proposal as a whole.")
        raise Refused(told.format(reference=found.file.reference))
    version = (
        ProcurementFile.objects.select_for_update().values_list("version", flat=True).get(pk=found.file_id)
    )
    if version != found.file_version:
        told = _("Procurement file {reference} changed since this was proposed: propose it anew.")
        raise Refused(told.format(reference=found.file.reference))


def on_decided(sender: Any, actor: Any, proposal: Proposal, **kwargs: Any) -> None:
    """Listen to `proposal_decided`: what was accepted becomes of the file, in the same transaction.

    Raises
    ------
    Refused
        If the file cannot follow; then the plan does not change either.
    """
    found = _of(proposal)
    if found is None:
        return
    if proposal.state != ProposalState.ACCEPTED:
        written(
            actor,
            found.file,
            "procurement.let_go",
            {"proposal": proposal.number, "state": str(proposal.state)},
        )
        return
    try:
        _follow(actor, found)
    except (NotAccepted, VersionConflict) as error:
        raise Refused(str(error)) from error


def on_asked(sender: Any, proposal: Proposal, plan: Plan, **kwargs: Any) -> RiskRecords | None:
    """Listen to `proposal_asked`: the planning page draws the same chances as the page of the file."""
    found = _of(proposal)
    if found is None or not found.uncertainty:
        return None
    branch = branch_of(plan, found.file.reference, link_of(found.file).branch_uid)
    return uncertainty.records_of(Uncertainty.of(found.uncertainty), branch, found.file)


def on_weighed(sender: Any, proposal: Proposal, **kwargs: Any) -> Companion | None:
    """Listen to `proposal_weighed`: facts, procedure, money and chances of the file, beside the plan."""
    found = _of(proposal)
    if found is None:
        return None
    file, effect = found.file, effect_now(found)
    procedure, replaced = procedures(effect)
    lines = [Line(one.label, one.before, one.after, one.difference) for one in effect_rows(effect)]
    if replaced:
        lines.insert(0, Line(_("Procedure"), replaced, procedure, ""))
    return Companion(
        name=_("Procurement {reference}: {title}").format(reference=file.reference, title=file.title),
        url=reverse("procurement_file", args=[file.reference]),
        lines=tuple(lines),
        notes=(*shortage_texts(effect), *missing_texts(effect)),
        beyond=tuple(beyond_texts(effect)),
    )


def _of(proposal: Proposal) -> PendingChange | None:
    waiting = PendingChange.objects.filter(proposal=proposal)
    return waiting.select_related("file__project__portfolio").first()


def _follow(actor: Any, found: PendingChange) -> None:
    """Give the file its facts and procedure, the registers what is uncertain, the budget what it costs."""
    proposal, file = found.proposal, found.file
    is_as_it_was = file.facts == found.facts and file.procedure == found.choice
    file = change_facts(actor, file, found.facts, found.file_version)
    if not is_as_it_was and (may_choose(file) or file.procedure != found.choice):
        choice = choose_procedure(
            actor, file, found.choice, found.reason, file.version, proposed_by=proposal.author
        )
        if choice.needs_approval:
            raise NotAccepted(_("The rules do not allow this procedure any more: propose it anew."))
    assert proposal.revision_id is not None  # it was accepted
    plan = plan_of(proposal.revision_id)
    link = PlanLink.objects.select_for_update().get(file=file)
    branch = branch_of(plan, file.reference, link.branch_uid)
    was = branch_of(plan_of(proposal.base_id), file.reference, link.branch_uid)
    gone = {uid for uids in was.step_uids.values() for uid in uids} - {*plan.tasks.uid.tolist()}
    uncertainty.write(actor, file, Uncertainty.of(found.uncertainty), plan, branch, gone)
    link.branch_uid = branch.uid
    if not found.money["missing"]:
        link.forecast = link.forecast | {"tasks": found.money["tasks"]}
        if link.has_budget_line:
            _forecast(actor, file, link, found)
            link.forecast |= {name: found.money[name] for name in _FORECAST}
    link.version += 1
    link.save()
    file.refresh_from_db()
    written(actor, file, "procurement.follow", {"proposal": proposal.number, "title": proposal.title})


def _forecast(actor: Any, file: ProcurementFile, link: PlanLink, found: PendingChange) -> None:
    """Move the forecast of its budget lines, year by year; a line that is lacking is made."""
    moved: dict[int, dict[str, Decimal]] = {}
    for credit, name in _FORECAST.items():
        now = {int(year): Decimal(euro) for year, euro in found.money[credit].items()}
        for year, euro in changes_by_year(now, link, credit).items():
            moved.setdefault(year, {})[name] = euro
    lines = BudgetLine.objects.select_for_update(of=("self",)).select_related("project__portfolio")
    where = {"project": file.project, "article": link.article, "kind": link.kind}
    standing = {one.year: one for one in lines.filter(**where, year__in=moved)}
    changes = [
        _changed(standing.get(year) or BudgetLine(**where, year=year, version=0), amounts)
        for year, amounts in sorted(moved.items())
    ]
    finish(actor, register_of(BudgetLine), changes)


def _changed(line: BudgetLine, amounts: Mapping[str, Decimal]) -> LineChange:
    before = copied(line) if line.pk else None
    for name, euro in amounts.items():
        setattr(line, name, (getattr(line, name) or Decimal(0)) + euro)
    line.is_archived, line.version, line.changed_at = False, line.version + 1, timezone.now()
    line.save()
    fields = {name: [logged(before, name), logged(line, name)] for name in amounts}
    return LineChange(before, line, "change" if before else "create", fields)
