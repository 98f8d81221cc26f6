"""What every action on tenders shares: the lock, the version, the audit entry."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from stuurbord.errors import VersionConflict
from stuurbord.web.audit.chain import record
from stuurbord.web.procurements.models import ProcurementFile, ProcurementLot
from stuurbord.web.reader import reader
from stuurbord.web.tenders.models import (
    Assessor,
    AwardDecision,
    AwardReport,
    DecisionKind,
    Tender,
    TenderEvaluation,
)

MOST_TEXT = 4000
MAX_TEXT = 20_000


class Refused(ValueError):
    """This cannot be done; the sentence says why. Nothing was changed."""


def locked(file: ProcurementFile) -> TenderEvaluation:
    """Return the evaluation of a file for this transaction alone, made where it is not there.

    The file is locked first, as by whoever changes it: its moments stay what they were judged by.
    """
    # The file may have moved on since the request began; its project was read with it.
    files = ProcurementFile.objects.select_for_update(of=("self",)).select_related("project__portfolio")
    fresh = files.get(pk=file.pk)
    TenderEvaluation.objects.get_or_create(file=fresh)
    row = TenderEvaluation.objects.select_for_update().get(file=fresh)
    row.file = fresh
    fresh.evaluation = row
    if fresh.is_archived or fresh.is_closed:
        raise Refused(_("This procurement is closed; nothing changes in it any more."))
    return row


def require_version(found: TenderEvaluation | Tender | Assessor, version: int) -> None:
    """Do nothing if nobody was first.

    Raises
    ------
    VersionConflict
        If somebody else changed it since it was read.
    """
    if found.version != version:
        told = _("Somebody else changed this in the meantime; nothing was overwritten. Look at it anew.")
        raise VersionConflict(told)


def kept(actor: Any, row: TenderEvaluation, action: str, data: dict[str, Any], subject: str = "") -> None:
    """Store the evaluation one version on, with the audit entry of what happened."""
    row.version += 1
    row.save()
    told(actor, row.file, action, data, row.version, subject)


def told(
    actor: Any,
    file: ProcurementFile,
    action: str,
    data: dict[str, Any],
    version: int | None = None,
    subject: str = "",
) -> None:
    """Write an audit entry about the tenders of a file, or about what is named apart."""
    record(
        actor,
        action,
        subject or subject_of(file),
        data,
        portfolio_id=file.project.portfolio_id,
        project_id=file.project_id,
        version=version,
    )


def subject_of(file: ProcurementFile) -> str:
    """Return how the audit log names the tenders of a file.

    Apart from the file itself: who sees the file does not see its tenders before the decision.
    """
    return f"tenders:{file.reference}"


def lot_of(file: ProcurementFile, number: int | None) -> ProcurementLot | None:
    """Return the lot that is meant; None where the file has none.

    Raises
    ------
    Refused
        If the file has lots and none of them has this number, or has no lots at all.
    """
    lots = {one.number: one for one in file.lots.all()}
    if not lots and not number:
        return None
    if number not in lots:
        raise Refused(_("This procurement has no lot {number}.").format(number=number or "–"))
    return lots[number]


def require_opened(row: TenderEvaluation) -> None:
    """Raise `Refused` while the tenders are sealed."""
    if not row.is_opened:
        raise Refused(_("The tenders are sealed until two people opened them."))


def require_unlocked(file: ProcurementFile, lot: ProcurementLot | None) -> None:
    """Raise `Refused` where a report or a decision stands: what they rest on no longer changes."""
    if standing_decision(file, lot) is not None:
        raise Refused(_("A decision was taken; what it rests on no longer changes."))
    if standing_report(file, lot) is not None:
        raise Refused(_("The award report stands; withdraw it first, with the reason."))


def standing_report(file: ProcurementFile, lot: ProcurementLot | None) -> AwardReport | None:
    """Return the award report of a lot that was not withdrawn; its file is left out."""
    reports = AwardReport.objects.filter(file=file, lot=lot, is_withdrawn=False).defer("docx")
    return reports.select_related("by").first()


def standing_decision(file: ProcurementFile, lot: ProcurementLot | None) -> AwardDecision | None:
    """Return the decision that counts for a lot; None if there is none, or it was withdrawn."""
    decisions = AwardDecision.objects.filter(file=file, lot=lot).select_related("tender", "lot")
    last = decisions.first()
    if last is None or last.kind == DecisionKind.WITHDRAWAL:
        return None
    last.file = file
    return last


def text(value: str, most: int = MOST_TEXT) -> str:
    """Return a text without what does not belong in one.

    Raises
    ------
    Refused
        If it is longer than allowed: a reason that is cut off is not the reason.
    """
    found = value.replace("\0", "").strip()
    if len(found) > most:
        raise Refused(_("This text has more than {most} characters.").format(most=most))
    return found


def lot_number(lot: ProcurementLot | None) -> int | None:
    return None if lot is None else lot.number


def require_after_closing(file: ProcurementFile, day: date) -> None:
    """Raise `Refused` for a day before the tenders were due: what is done with them comes after."""
    due = file.tenders_due
    if due is not None and day < timezone.localtime(due).date():
        told = _("The tenders were due by {day} only: this cannot come before.")
        raise Refused(told.format(day=reader().day(timezone.localtime(due).date())))
