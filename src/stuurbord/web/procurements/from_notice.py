"""Open a file from a published notice: what it says becomes facts and moments, the rest is asked."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.errors import Finding
from stuurbord.exchange.notices import Notice, facts_of, read_notice, said, stage_of, why_no_file
from stuurbord.rulebooks.be_procurement.catalogue import catalogue
from stuurbord.web.procurements.actions import open_file, require_within_reach
from stuurbord.web.procurements.amounts import as_amount, as_number
from stuurbord.web.procurements.choosing import take_over_procedure
from stuurbord.web.procurements.forms import MOST_VALIDITY_DAYS
from stuurbord.web.procurements.models import ProcurementFile, ProcurementLot
from stuurbord.web.procurements.moments import in_two_phases
from stuurbord.web.procurements.notice_told import award_rows, award_text, lot_rows, notice_lines, shortened
from stuurbord.web.projects.models import Project
from stuurbord.web.reader import reader

_SALT = "stuurbord.procurements.notice"
_CPV_DIGITS = 8
_LONGEST_TITLE = 300
_LONGEST_TEXT = 20_000


@dataclass(frozen=True)
class Read:
    """What was read of an uploaded notice.

    Attributes
    ----------
    values
        Plain data of the file to open; None where the notice opens none, and ``findings`` say why.
    missing
        The facts that the notice does not tell.
    """

    name: str
    values: dict[str, Any] | None
    findings: list[Finding]
    missing: list[Finding] = field(default_factory=list)


def read_upload(content: bytes, name: str) -> Read:
    """Return what a notice says, or why it opens no file. Contact persons stay out."""
    reading = read_notice(content, name)
    if reading.notice is None:
        return Read(name, None, reading.findings)
    if why_no_file(reading.notice) is not None or not stage_of(reading.notice):
        return Read(name, None, reading.findings)
    told = facts_of(reading.notice)
    values = _values(reading.notice, told.facts)
    values["sha256"] = hashlib.sha256(content).hexdigest()
    return Read(name, values, reading.findings, told.missing)


def seal(values: Mapping[str, Any]) -> str:
    """Return what was read, so that it is opened as it was shown."""
    return signing.dumps(dict(values), salt=_SALT, compress=True)


def unseal(text: str) -> dict[str, Any] | None:
    """Return what `seal` wrote; None if it was not we who wrote it."""
    try:
        found = signing.loads(text, salt=_SALT)
    except signing.BadSignature:
        return None
    return found if isinstance(found, dict) else None


@transaction.atomic
def open_from_notice(actor: Any, project: Project, values: Mapping[str, Any]) -> ProcurementFile:
    """Open a file with what a notice says.

    Raises
    ------
    NotPermitted, NotAccepted
        As `open_file`.
    """
    file = open_file(
        actor,
        project,
        title=values["title"],
        facts=values["facts"],
        description=values["description"],
        cpv=values["cpv"],
        buyer_reference=values["buyer_reference"],
        validity_days=values["validity_days"],
        stage=values["stage"],
        published_on=_day(values["published_on"]),
        requests_due=_moment(values.get("requests_due")),
        tenders_due=_moment(values["tenders_due"]),
        opened_at=_moment(values["opened_at"]),
        awarded_on=_day(values["awarded_on"]),
        concluded_on=_day(values["concluded_on"]),
    )
    lots = [
        ProcurementLot(
            file=file,
            number=number,
            title=one["title"],
            estimate=as_amount(one["estimate"]),
            cpv=one["cpv"],
        )
        for number, one in enumerate(values["lots"], start=1)
    ]
    for lot in lots:
        require_within_reach(lot.estimate)
    ProcurementLot.objects.bulk_create(lots)
    if values["procedure"]:
        reason = _("Taken over from notice {notice}").format(notice=values["notice"] or values["sha256"][:12])
        take_over_procedure(actor, file, values["procedure"], reason)
    return file


def _values(notice: Notice, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of the file as plain data."""
    language = reader().code
    own = dict(facts)
    procedure = own.pop("chosen", "")
    # A ground that Belgian law does not know by its eForms code is no fact for the rules.
    own["grounds"] = [one for one in own.get("grounds", ()) if one in catalogue().grounds]
    if not own["grounds"]:
        del own["grounds"]
    zone = ZoneInfo(settings.TIME_ZONE)
    awarded = [one for one in notice.awards if one.status == "awarded"]
    decided = [one.decided_on for one in awarded if one.decided_on]
    concluded = [one.concluded_on for one in awarded if one.concluded_on]
    due = notice.tenders_due.instant(zone) if notice.tenders_due else None
    openings = [found for lot in notice.lots if lot.opening and (found := lot.opening.instant(zone))]
    is_over = bool(notice.awards)
    sent = notice.dispatched_on or notice.published_on
    if due and not is_over and sent is not None and own.get("date"):
        own["date"] = sent.isoformat()  # terms run from the dispatch, on the page as in the file
    return {
        "title": shortened(
            said(notice.titles, language) or notice.reference or _("Without title"), _LONGEST_TITLE
        ),
        "told": notice_lines(notice),
        "told_lots": lot_rows(notice),
        "told_awards": award_rows(notice),
        "description": _description(notice, language),
        "cpv": notice.cpv[0][:_CPV_DIGITS] if notice.cpv else "",
        "buyer_reference": notice.reference[:100],
        "facts": own,
        "procedure": procedure,
        "stage": stage_of(notice),
        "notice": notice.publication_number or notice.id,
        # Terms run from the dispatch, so that is the day that counts where the notice tells both.
        "published_on": _iso(notice.dispatched_on or notice.published_on) if not is_over and due else None,
        # In two phases a notice tells by when requests to take part are due; tenders are asked later.
        "requests_due": due.isoformat() if due and in_two_phases(procedure) else None,
        "tenders_due": due.isoformat() if due and not in_two_phases(procedure) else None,
        "opened_at": openings[0].isoformat() if openings and is_over else None,
        "awarded_on": _iso(max(decided)) if decided else None,
        "concluded_on": _iso(max(concluded)) if concluded and len(concluded) == len(awarded) else None,
        "validity_days": _validity(notice),
        "lots": _lots(notice, language) if len(notice.lots) > 1 else [],
    }


def _description(notice: Notice, language: str) -> str:
    """Return what the notice is about; below it what became of the lots, which no field of a file holds."""
    told = said(notice.descriptions, language)[: _LONGEST_TEXT // 2]
    return "\n\n".join(filter(None, [told, award_text(notice)]))[:_LONGEST_TEXT]


def _lots(notice: Notice, language: str) -> list[dict[str, Any]]:
    made = []
    for one in notice.lots:
        money = one.value or one.framework_maximum
        made.append(
            {
                "title": shortened(said(one.titles, language) or one.id, _LONGEST_TITLE),
                "estimate": as_number(money.amount) if money and money.currency == "EUR" else None,
                "cpv": one.cpv[0][:_CPV_DIGITS] if one.cpv else "",
            }
        )
    return made


def _validity(notice: Notice) -> int | None:
    """Return for how many calendar days tenders hold: where all lots say so, in days a file can have."""
    told = {one.tender_validity for one in notice.lots if one.tender_validity}
    if len(told) != 1:
        return None
    duration = told.pop()
    days = duration.number
    is_told = duration.unit == "day" and days == int(days) and 1 <= days <= MOST_VALIDITY_DAYS
    return int(days) if is_told else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
