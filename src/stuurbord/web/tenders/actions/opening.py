"""Open the tenders: two people, after the closing moment. Nobody sees an amount before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, When
from django.utils.translation import gettext as _

from stuurbord.errors import NotPermitted
from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.clock import now
from stuurbord.web.procurements.actions import set_moment
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.tenders.keeping import (
    Refused,
    kept,
    locked,
    require_version,
)
from stuurbord.web.tenders.models import Tender, TenderEvaluation
from stuurbord.web.tenders.rights import require_work

TOGETHER = timedelta(hours=1)
"""How long the first of the two waits for the second: they open together."""


@transaction.atomic
def begin_opening(actor: Any, file: ProcurementFile, version: int) -> TenderEvaluation:
    """Say, as the first of two people, that the tenders may be opened.

    Raises
    ------
    Refused
        If the closing moment is not known or lies ahead, or the tenders were opened already.
    NotPermitted, VersionConflict
        If the actor may not change this file, or somebody else was first.
    """
    require_work(actor, file)
    row = locked(file)
    require_version(row, version)
    _require_time(row)
    row.opening_begun_at, row.opening_begun_by_id = now(), actor.pk
    kept(actor, row, "tender.begin_opening", {})
    return row


@transaction.atomic
def complete_opening(actor: Any, file: ProcurementFile, version: int) -> TenderEvaluation:
    """Open the tenders as the second person; the audit log tells the amounts from then on.

    Raises
    ------
    Refused
        As `begin_opening`, or if nobody began within the last hour.
    NotPermitted
        If it is the same person, or the actor may not change this file.
    VersionConflict
        If somebody else was first.
    """
    require_work(actor, file)
    row = locked(file)
    require_version(row, version)
    _require_time(row)
    if row.opening_begun_at is None or now() - row.opening_begun_at > TOGETHER:
        raise Refused(_("Two people open together: let the first of them begin, at most an hour before."))
    if row.opening_begun_by_id == actor.pk:
        raise NotPermitted(
            Permission.EDIT_REGISTER, _("You began the opening yourself: somebody else completes it.")
        )
    # Late is what came after the closing moment that stands now: it may have been set right meanwhile.
    tenders = Tender.objects.filter(file=row.file)
    tenders.update(is_late=Case(When(received_at__gt=row.file.tenders_due, then=True), default=False))
    row.opened_at, row.opened_by_id = now(), actor.pk
    found = [
        {
            "number": one.number,
            "tenderer": one.tenderer,
            "received_at": one.received_at.isoformat(),
            "is_late": one.is_late,
            # What came too late is never opened.
            "amount": None if one.is_late else one.amount_given,
            "cost": None if one.is_late else one.cost_given,
        }
        for one in tenders.order_by("number")
    ]
    data = {"n": len(found), "first": str(row.opening_begun_by), "tenders": found}
    kept(actor, row, "tender.open", data)
    if row.file.opened_at is None:
        set_moment(actor, row.file, "opened_at", row.opened_at, row.file.version, is_weighed=True)
    return row


def _require_time(row: TenderEvaluation) -> None:
    if row.is_opened:
        raise Refused(_("The tenders were opened already."))
    if row.file.awarded_on is not None or row.file.concluded_on is not None:
        raise Refused(_("This procurement was awarded already: there is nothing to open any more."))
    if row.file.tenders_due is None:
        raise Refused(_("Set the moment by which tenders are due first."))
    if now() < row.file.tenders_due:
        raise Refused(_("Tenders can still come in; nobody opens one before the closing moment."))
