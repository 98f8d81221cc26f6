"""Make the award report: what it says is frozen, and what it rests on is locked."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from stuurbord.errors import VersionConflict
from stuurbord.web.clock import now
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.tenders.hashing import sha256_of
from stuurbord.web.tenders.keeping import (
    Refused,
    kept,
    locked,
    lot_number,
    lot_of,
    require_opened,
    require_unlocked,
    require_version,
    standing_decision,
    standing_report,
    text,
)
from stuurbord.web.tenders.models import AwardReport
from stuurbord.web.tenders.report_document import report_docx
from stuurbord.web.tenders.report_facts import report_facts
from stuurbord.web.tenders.rights import require_work
from stuurbord.web.tenders.standing import lot_standing


@transaction.atomic
def make_report(
    actor: Any, file: ProcurementFile, lot: int | None, version: int, seen: str = ""
) -> AwardReport:
    """Freeze the award report of a lot, in the language of the organisation.

    Parameters
    ----------
    seen
        The hash of the ranking as the page showed it; scores and examinations have versions of their own.

    Raises
    ------
    Refused
        With what is still missing: an examination, a price check, a score.
    VersionConflict
        If somebody else was first, or what it rests on changed since it was seen.
    NotPermitted
        If the actor may not change this file.
    """
    require_work(actor, file)
    row = locked(file)
    require_version(row, version)
    require_opened(row)
    found_lot = lot_of(row.file, lot)
    require_unlocked(row.file, found_lot)
    standing = lot_standing(row.file, found_lot)
    if seen and seen != standing.sha256:
        told = _(
            "Scores or examinations changed since you saw them; nothing was made. Look at the ranking anew."
        )
        raise VersionConflict(told)
    if standing.missing:
        raise Refused(" ".join(standing.missing))
    last = AwardReport.objects.filter(file=row.file).aggregate(last=Max("number"))["last"] or 0
    with override(settings.LANGUAGE_CODE):
        facts = report_facts(standing, last + 1, str(actor))
        content = report_docx(facts)
    made = AwardReport.objects.create(
        file=row.file,
        lot=found_lot,
        number=last + 1,
        facts=facts,
        facts_sha256=sha256_of(facts),
        docx=content,
        docx_sha256=hashlib.sha256(content).hexdigest(),
        by_id=actor.pk,
        by_name=str(actor)[:200],
        at=now(),
    )
    data = {
        "report": made.number,
        "lot": lot_number(found_lot),
        "facts_sha256": made.facts_sha256,
        "docx_sha256": made.docx_sha256,
    }
    kept(actor, row, "tender.report", data, made.subject)
    return made


@transaction.atomic
def withdraw_report(actor: Any, file: ProcurementFile, lot: int | None, version: int, reason: str) -> None:
    """Take an award report back, so that what it rests on can change; the report is kept.

    Raises
    ------
    Refused
        If there is no report or no reason, or a decision was taken on it.
    NotPermitted, VersionConflict
        As every action.
    """
    require_work(actor, file)
    row = locked(file)
    require_version(row, version)
    found_lot = lot_of(row.file, lot)
    report = standing_report(row.file, found_lot)
    if report is None:
        raise Refused(_("There is no award report."))
    if standing_decision(row.file, found_lot) is not None:
        raise Refused(_("A decision was taken on this report; withdraw the decision first."))
    reason = text(reason, 1000)
    if not reason:
        raise Refused(_("Give the reason."))
    AwardReport.objects.filter(pk=report.pk).update(is_withdrawn=True, withdrawn_reason=reason)
    data = {"report": report.number, "lot": lot_number(found_lot), "reason": reason}
    kept(actor, row, "tender.withdraw_report", data)
