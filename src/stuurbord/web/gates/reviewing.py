"""Judge evidence and waivers: by the named reviewer or by mandate, never by who brought them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.gates.deciding import NotReady
from stuurbord.web.gates.declarations import EVIDENCE, WAIVERS
from stuurbord.web.gates.mandates import may_review, scopes_at_gate
from stuurbord.web.gates.models import Evidence, EvidenceState, Waiver, WaiverState
from stuurbord.web.lists.actions import LineChange, Sent, copied, finish, save_lines
from stuurbord.web.lists.changing import changed_form
from stuurbord.web.lists.models import LineRevision
from stuurbord.web.projects.events import projects_changed
from stuurbord.web.projects.models import Project


@transaction.atomic
def review_evidence(actor: Any, evidence: Evidence, approve: bool, remark: str, version: int) -> Evidence:
    """Approve or reject evidence that is for review.

    Being its reviewer is the mandate: a CISO or DPO need not be able to change the project.

    Raises
    ------
    NotPermitted
        If the actor is not its reviewer and has no mandate, owns it, or wrote it.
    NotReady
        If it is not for review, or rejected without a remark.
    VersionConflict
        If somebody else changed it first.
    """
    stored = (
        Evidence.objects.select_for_update(of=("self",))
        .select_related("project__portfolio", "owner", "reviewer")
        .get(pk=evidence.pk)
    )
    _require_reviewer(actor, stored)
    if stored.version != version:
        raise VersionConflict(_("Somebody else changed this evidence in the meantime; look again."))
    if stored.state != EvidenceState.FOR_REVIEW or stored.is_archived:
        raise NotReady(_("This evidence is not for review."))
    if not approve and not remark.strip():
        raise NotReady(_("Say why the evidence is rejected."))
    before = copied(stored)
    stored.state = EvidenceState.APPROVED if approve else EvidenceState.REJECTED
    stored.remark = remark.strip() or stored.remark
    stored.version, stored.changed_at = stored.version + 1, timezone.now()
    stored.save()
    fields = {"state": [str(before.state), str(stored.state)]}
    if before.remark != stored.remark:
        fields["remark"] = [before.remark, stored.remark]
    finish(actor, EVIDENCE, [LineChange(before, stored, "change", fields)])
    projects_changed.send(sender=Project, project_ids=[stored.project_id])
    return stored


@transaction.atomic
def decide_waiver(actor: Any, waiver: Waiver, approve: bool, outcome: str, version: int) -> Waiver:
    """Allow or refuse a waiver, in the name of the actor.

    Raises
    ------
    NotPermitted
        If the actor has no mandate, or asked for it.
    NotReady
        If something is missing or it would last too long.
    VersionConflict
        If somebody else changed it first.
    """
    stored = Waiver.objects.select_related("project__portfolio", "owner").get(pk=waiver.pk)
    require(actor, Permission.DECIDE, scopes_at_gate(stored))
    person = getattr(actor, "person", None)
    if person is not None and stored.owner_id == person.pk:
        told = _("You asked for this waiver yourself: somebody else has to allow it.")
        raise NotPermitted(Permission.DECIDE, told)
    changes = {"outcome": outcome.strip(), "state": WaiverState.APPROVED if approve else WaiverState.REFUSED}
    if person is not None:
        changes["approver"] = person.pk
    form = changed_form(WAIVERS, actor, stored, changes)
    if not form.is_valid():
        raise NotReady(" ".join(text for texts in form.errors.values() for text in texts))
    return save_lines(actor, WAIVERS, [Sent(form, version)])[0]


def _require_reviewer(actor: Any, stored: Evidence) -> None:
    if getattr(actor, "is_operator", False):
        return
    if not may_review(actor, stored):
        who = stored.reviewer or _("who decides")
        raise NotPermitted(Permission.DECIDE, _("Only {who} can review this evidence.").format(who=who))
    kept = LineRevision.objects.filter(register=EVIDENCE.slug, line_id=stored.pk).order_by("-version")
    for actor_id, values in kept.values_list("actor_id", "values"):
        if values.get("state") != stored.state:
            break
        if actor_id == actor.pk:
            told = _("You wrote this line yourself: somebody else has to take this step.")
            raise NotPermitted(Permission.DECIDE, told)
