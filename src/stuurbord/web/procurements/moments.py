"""The moments of a file beside what the law asks of them: periods that were kept, or were not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from stuurbord.plan.legal_periods import legal_period
from stuurbord.web.procurements.actions import ORDER
from stuurbord.web.procurements.advising import Asked
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.reader import reader

HOURS = ("tenders_due", "opened_at")
"""Moments with an hour."""


@dataclass(frozen=True)
class MomentRow:
    """One moment as the page shows it, with the field to write it down."""

    name: str
    label: str
    value: Any
    has_hour: bool
    written: str


def moment_rows(file: ProcurementFile) -> list[MomentRow]:
    """Return the moments in the order in which they come."""
    return [_row(file, name) for name in ORDER]


def breaches(file: ProcurementFile, answer: Asked) -> list[str]:
    """Return the legal periods that the moments of a file do not respect, as sentences."""
    return [told for told in (_tenders(file, answer), _standstill(file, answer)) if told]


def _row(file: ProcurementFile, name: str) -> MomentRow:
    value = getattr(file, name)
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    has_hour = name in HOURS
    written = "" if local is None else local.strftime("%Y-%m-%dT%H:%M" if has_hour else "%Y-%m-%d")
    label = str(ProcurementFile._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return MomentRow(name, label, value, has_hour, written)


def _tenders(file: ProcurementFile, answer: Asked) -> str:
    """Return that the term to submit tenders is shorter than the law allows; empty where it is not."""
    verdict = answer.verdict_on(file.procedure) if file.procedure else None
    days = verdict.min_days if verdict else None
    if not isinstance(days, int) or not days or file.published_on is None or file.tenders_due is None:
        return ""
    last = legal_period(file.published_on, days).last_day
    due = timezone.localtime(file.tenders_due).date()
    if due > last:
        return ""
    text = _(
        "Tenders are due on {due}, but the term of {days} days after dispatch on {sent} has only fully"
        " elapsed after {last}."
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
