"""The moments of a file beside what the law asks of them: what came too soon, and what was passed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.plan.legal_periods import legal_period
from stuurbord.rulebooks.be_procurement.catalogue import catalogue
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.procurements.advising import Asked
from stuurbord.web.procurements.checking import late_items
from stuurbord.web.procurements.models import MOMENT_STAGES, ProcurementFile, Stage
from stuurbord.web.reader import reader

ORDER: Final = (
    "published_on",
    "requests_due",
    "tenders_due",
    "opened_at",
    "awarded_on",
    "informed_on",
    "concluded_on",
    "started_on",
)
"""Moments in the order in which they come."""
HOURS: Final = ("requests_due", "tenders_due", "opened_at")
"""Moments with an hour."""
_WITH_NOTICE: Final = ("published_on", "requests_due", "tenders_due", "opened_at")
"""Moments of a procedure that publishes."""
_WITH_DECISION: Final = ("awarded_on", "informed_on")
"""Moments of a contract that is awarded by a decision of its own."""
_WITHOUT_DECISION: Final = ("LOW", "CALLOFF", "HFB")
"""An accepted invoice, and orders within what was awarded before."""
_STAGES: Final = MOMENT_STAGES | dict.fromkeys(("requests_due", "tenders_due"), Stage.PUBLICATION)
PASSED_OVER: Final = "passed_over"
"""Under this key, the log tells what was passed over."""


@dataclass(frozen=True)
class MomentRow:
    """One moment as the page shows it, with the field to write it down."""

    name: str
    label: str
    value: Any
    has_hour: bool
    written: str
    asks_reason: bool = False
    reason: str = ""


def moment_rows(file: ProcurementFile, sent: tuple[str, str, str] = ("", "", "")) -> list[MomentRow]:
    """Return the moments in the order in which they come, those of the procedure.

    Parameters
    ----------
    sent
        Name, value and reason of a moment that was not taken as long as it has no reason that counts.
    """
    left_out = () if file.requests_due is not None or in_two_phases(file.procedure) else ("requests_due",)
    return [_row(file, name, sent) for name in ORDER if name not in left_out]


def in_two_phases(procedure: str) -> bool:
    """Return whether tenders are only asked of who was selected on a request to take part."""
    return bool(procedure) and catalogue().procedure(procedure).n_phases > 1


def has_periods(file: ProcurementFile) -> bool:
    """Return whether moments are written down between which a legal period runs."""
    is_due = file.tenders_due is not None or file.requests_due is not None
    tenders = file.published_on is not None and is_due
    return tenders or (file.informed_on is not None and file.concluded_on is not None)


def breaches(file: ProcurementFile, answer: Asked) -> list[str]:
    """Return the legal periods that the moments of a file do not respect, as sentences."""
    return [told for told in (_tenders(file, answer), _standstill(file, answer)) if told]


def missing_before(file: ProcurementFile, answer: Asked, stage: str) -> list[str]:
    """Return which moments should have been written down before a stage and were not, by their names."""
    return [
        _label(name)
        for name in _due_moments(file, answer)
        if getattr(file, name) is None and _STAGES[name].is_before(stage)
    ]


def missing_told(file: ProcurementFile, answer: Asked, stage: str) -> list[str]:
    """Return what `missing_before` finds as a sentence; empty where nothing is missing."""
    missing = missing_before(file, answer, stage)
    if not missing:
        return []
    told = _("Not written down yet: {what}.")
    return [told.format(what=", ".join(f"“{one}”" for one in missing))]


def passed_over(file: ProcurementFile, answer: Asked, stage: str) -> list[str]:
    """Return what a file lacks to stand at a stage: moments nobody wrote down, and documents.

    Documents count from the publication on: what is in the file then is what the tenderers got.
    """
    told = missing_told(file, answer, stage)
    is_public = not Stage(stage).is_before(Stage.PUBLICATION)
    if is_public and (n := len(late_items(file, answer, stage))):
        text = ngettext(
            "{n} mandatory document that should be there by then is not in the file.",
            "{n} mandatory documents that should be there by then are not in the file.",
            n,
        )
        told.append(text.format(n=reader().count_at_start(n)))
    return told


@dataclass(frozen=True)
class PassedOver:
    """What somebody passed over, with a reason; it stays on the file for ever."""

    on: datetime
    by: str
    what: str
    reason: str


def what_was_passed_over(file: ProcurementFile) -> list[PassedOver]:
    """Return what was passed over on a file, the last first, as the log tells it."""
    found = AuditEntry.objects.filter(subject=file.subject, data__has_key=PASSED_OVER).order_by("-number")
    return [
        PassedOver(one.at, one.actor_name, " ".join(one.data[PASSED_OVER]), str(one.data.get("reason", "")))
        for one in found
    ]


def _due_moments(file: ProcurementFile, answer: Asked) -> list[str]:
    """Return the moments that the chosen procedure knows, without those that lie behind its conclusion."""
    verdict = answer.verdict_on(file.procedure) if file.procedure else None
    if verdict is None or file.procedure in _WITHOUT_DECISION:
        return []
    publishes = verdict.publication not in ("", "none")
    with_notice = [one for one in _WITH_NOTICE if one != "requests_due" or in_two_phases(file.procedure)]
    return [*(with_notice if publishes else ()), *_WITH_DECISION]


def _label(name: str) -> str:
    return str(ProcurementFile._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _row(file: ProcurementFile, name: str, sent: tuple[str, str, str]) -> MomentRow:
    known = getattr(file, name)
    local = timezone.localtime(known) if isinstance(known, datetime) else known
    has_hour = name in HOURS
    written = "" if local is None else local.strftime("%Y-%m-%dT%H:%M" if has_hour else "%Y-%m-%d")
    if sent[0] == name:
        return MomentRow(name, _label(name), known, has_hour, sent[1], asks_reason=True, reason=sent[2])
    return MomentRow(name, _label(name), known, has_hour, written)


def _tenders(file: ProcurementFile, answer: Asked) -> str:
    """Return that the term after dispatch is shorter than the law allows; empty where it is not.

    It is that of the tenders; in two phases, that of the requests to take part.
    """
    verdict = answer.verdict_on(file.procedure) if file.procedure else None
    days = verdict.min_days if verdict else None
    is_request = in_two_phases(file.procedure)
    moment = file.requests_due if is_request else file.tenders_due
    days = days[0] if isinstance(days, tuple) else days
    if not days or file.published_on is None or moment is None:
        return ""
    last = legal_period(file.published_on, days).last_day
    due = timezone.localtime(moment).date()
    if due > last:
        return ""
    text = (
        _(
            "Requests to take part are due on {due}, but the term of {days} days after dispatch on {sent} has"
            " only fully elapsed after {last}."
        )
        if is_request
        else _(
            "Tenders are due on {due}, but the term of {days} days after dispatch on {sent} has only fully"
            " elapsed after {last}."
        )
    )
    return text.format(due=_day(due), days=days, sent=_day(file.published_on), last=_day(last))


def _standstill(file: ProcurementFile, answer: Asked) -> str:
    """Return that the contract was concluded within the standstill; empty where it was not."""
    verdict = answer.verdict_on(file.procedure) if file.procedure else None
    days = verdict.standstill_days if verdict else None
    if not days or file.informed_on is None or file.concluded_on is None:
        return ""
    period = legal_period(file.informed_on, days)
    if file.concluded_on >= period.next_day:
        return ""
    text = _(
        "The contract was concluded on {concluded}, within the standstill that runs to {last}: conclusion is"
        " only possible from {first}."
    )
    return text.format(
        concluded=_day(file.concluded_on), last=_day(period.last_day), first=_day(period.next_day)
    )


def _day(day: date) -> str:
    return reader().day(day)
