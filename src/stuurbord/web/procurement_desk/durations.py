"""How long the steps of procurements took, beside the norm of the planning template."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from statistics import median
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from stuurbord.errors import N_
from stuurbord.rulebooks.be_procurement.planning import LegalTerms, procedure_steps
from stuurbord.web.procurement_desk.counting import working_days_between
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.reader import reader


@dataclass(frozen=True)
class Span:
    """From one moment of a file to another, and the steps of the template between them."""

    title: str
    since: str
    until: str
    steps: tuple[str, ...]
    is_working: bool


@dataclass(frozen=True)
class SpanRow:
    """How long it took in the middle, beside what the template expects; days in ``unit``."""

    title: str
    n_files: int
    days: int
    norm: int
    unit: str

    @property
    def difference(self) -> str:
        return reader().signed(self.days - self.norm)


_SPANS: Final = (
    Span(N_("From dispatch to opening"), "published_on", "opened_at", ("S12",), False),
    Span(
        N_("From opening to award decision"),
        "opened_at",
        "awarded_on",
        ("S14", "S15", "S16", "S17", "S18", "S20", "S21"),
        True,
    ),
    Span(N_("From decision to information"), "awarded_on", "informed_on", ("S22",), True),
)


def duration_rows(files: Iterable[ProcurementFile]) -> list[SpanRow]:
    """Return each span that some file went through, with the median of the files and of their norms."""
    listed = [one for one in files if one.procedure]
    return [row for span in _SPANS if (row := _row(span, listed)) is not None]


def _row(span: Span, files: list[ProcurementFile]) -> SpanRow | None:
    taken, norms = [], []
    for one in files:
        since, until = _day(getattr(one, span.since)), _day(getattr(one, span.until))
        norm = _norm(one.procedure, span.steps)
        if since is None or until is None or until < since or norm is None:
            continue
        taken.append(working_days_between(since, until) if span.is_working else (until - since).days)
        norms.append(norm)
    if not taken:
        return None
    unit = _("working days") if span.is_working else _("calendar days")
    return SpanRow(_(span.title), len(taken), round(median(taken)), round(median(norms)), unit)


@lru_cache(maxsize=256)
def _norm(procedure: str, steps: tuple[str, ...]) -> int | None:
    """Return the typical days of these steps; None for a procedure that has none of them."""
    found = [one.typical for one in procedure_steps(procedure, LegalTerms()) if one.step in steps]
    return sum(found) if found else None


def _day(moment: date | datetime | None) -> date | None:
    return timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
