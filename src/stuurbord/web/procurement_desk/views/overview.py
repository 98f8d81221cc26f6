"""The procurement lawyer's overview: what runs, what is at risk, what ends, how long it takes."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from stuurbord.web.clock import today
from stuurbord.web.contracts.models import Contract
from stuurbord.web.contracts.queries import near_ceiling, standings
from stuurbord.web.contracts.standing import Consumption
from stuurbord.web.procurement_desk.durations import duration_rows
from stuurbord.web.procurement_desk.frame import desk_views
from stuurbord.web.procurement_desk.models import DueTerm, TermKind
from stuurbord.web.procurement_desk.queries import terms_seen
from stuurbord.web.procurement_desk.running import Running, picture, running_of
from stuurbord.web.procurement_desk.standing import (
    LATE,
    SOON,
    UNDETERMINED,
    TermRow,
    condition,
    row_of,
    state_label,
)
from stuurbord.web.procurements.models import CLOSED_STAGES, ProcurementFile, Stage
from stuurbord.web.procurements.queries import files_seen
from stuurbord.web.procurements.words import procedure_name
from stuurbord.web.reader import reader
from stuurbord.web.tenders.queries import tender_counts

EXPIRES_WITHIN: Final = timedelta(days=183)
MOST: Final = 12
"""Rows per table; what is more stands on the page that a table links to."""
_BEFORE: Final = (Stage.NEED, Stage.ESTIMATE, Stage.PROCEDURE)
_AFTER: Final = (Stage.CONCLUSION, Stage.STARTED, *CLOSED_STAGES)


@dataclass(frozen=True)
class ProcedureRow:
    """How many running files have a procedure, and their estimates together."""

    code: str
    name: str
    n_files: int
    estimate: Decimal


@dataclass(frozen=True)
class SingleTenders:
    """Of the files whose tenders were opened, those that got one tender only."""

    files: list[ProcurementFile]
    n_opened: int

    @property
    def share(self) -> float:
        return len(self.files) / self.n_opened


@require_safe
def procurement_overview(request: HttpRequest) -> HttpResponse:
    """Show how the procurements stand that the reader may see."""
    user, day = request.user, today()
    files = list(files_seen(user).select_related(None).defer("facts", "description"))
    open_files = [one for one in files if one.stage not in CLOSED_STAGES]
    terms = _open_terms(user, files, day)
    rows = [row_of(one, day) for one in terms if one.due is None or one.due <= day + timedelta(days=14)]
    running = _running([one for one in open_files if _runs(one)], terms, day)
    metered = _metered([one.pk for one in open_files])
    context = {
        "views": desk_views("procurement_overview"),
        "states": _states(rows),
        "at_risk": [one for one in rows if one.state in (LATE, SOON)][:MOST],
        "running": running[:MOST],
        "n_running": len(running),
        "picture": picture([one for one in running if one.tenders][:MOST], day),
        "procedures": _procedures(open_files),
        "single": _single(files),
        "durations": duration_rows(files),
        "expiring": _expiring(terms, day),
        "frameworks": _frameworks(metered),
        "ceilings": near_ceiling(metered)[:MOST],
        "conclusion": _conclusion(rows, len(running)),
        "has_files": bool(files),
        "as_of": day,
    }
    return render(request, "pages/procurement_overview.html", context)


def _open_terms(user: Any, files: list[ProcurementFile], day: date) -> list[DueTerm]:
    """Return the open terms, each with its file as it was read."""
    held = {one.pk: one for one in files}
    found = [one for one in terms_seen(user).filter(condition("open", day)) if one.file_id in held]
    for one in found:
        one.file = held[one.file_id]
    return found


def _runs(file: ProcurementFile) -> bool:
    return file.stage not in (*_BEFORE, *_AFTER)


def _running(files: list[ProcurementFile], terms: list[DueTerm], day: date) -> list[Running]:
    """Return the files between choice and conclusion, those whose next term comes first before the others."""
    held: dict[int, dict[str, DueTerm]] = defaultdict(dict)
    wanted = {one.pk for one in files}
    passed = DueTerm.objects.filter(
        file__in=wanted, key__in=("dispatch", "tenders", "standstill", "validity")
    )
    for one in passed:
        held[one.file_id][one.key] = one
    first: dict[int, TermRow] = {}
    for one in terms:
        if one.file_id in wanted and one.file_id not in first and one.due is not None:
            first[one.file_id] = row_of(one, day)
    made = [running_of(one, procedure_name(one.procedure), held[one.pk], first.get(one.pk)) for one in files]
    return sorted(
        made, key=lambda one: (one.next is None, one.next and one.next.term.due, one.file.reference)
    )


def _states(rows: list[TermRow]) -> list[tuple[str, str, int]]:
    counted = Counter(one.state for one in rows)
    return [(state, state_label(state), counted[state]) for state in (LATE, SOON, UNDETERMINED)]


def _procedures(files: list[ProcurementFile]) -> list[ProcedureRow]:
    """Return the procedures of the files that are not closed, the most used first."""
    grouped: dict[str, list[ProcurementFile]] = defaultdict(list)
    for one in files:
        grouped[one.procedure].append(one)
    made = [
        ProcedureRow(
            code=code or "none",
            name=procedure_name(code) or _("not chosen yet"),
            n_files=len(own),
            estimate=sum((one.estimate for one in own if one.estimate is not None), Decimal(0)),
        )
        for code, own in grouped.items()
    ]
    return sorted(made, key=lambda one: (-one.n_files, one.name))


def _single(files: list[ProcurementFile]) -> SingleTenders | None:
    counts = tender_counts(files)
    received = {pk for pk, one in counts.items() if one.n_units}
    if not received:
        return None
    return SingleTenders(
        [one for one in files if one.pk in received and counts[one.pk].is_single], len(received)
    )


def _expiring(terms: list[DueTerm], day: date) -> list[TermRow]:
    """Return the contracts that end soon, or should have; the first to end first."""
    ends = [one for one in terms if one.kind == TermKind.END and one.due is not None]
    return [row_of(one, day) for one in ends if one.due < day + EXPIRES_WITHIN][:MOST]


def _metered(ids: list[int]) -> list[int]:
    """Return the files with a contract that is modified or a framework agreement: what has a ceiling."""
    contracts = Contract.objects.filter(file__in=ids, is_archived=False)
    contracts = contracts.filter(Q(is_framework=True) | Q(modifications__isnull=False))
    return list(contracts.order_by().values_list("file_id", flat=True).distinct())


def _frameworks(ids: list[int]) -> list[Consumption]:
    """Return the framework agreements, the most used up first."""
    found = [one.consumption for one in standings(ids) if one.contract.is_framework]
    return sorted(found, key=lambda one: (one.share is None, -(one.share or 0), one.contract.pk))[:MOST]


def _conclusion(rows: list[TermRow], n_running: int) -> str:
    late = sum(one.state == LATE for one in rows)
    told = ngettext("{n} procedure runs", "{n} procedures run", n_running)
    text = told.format(n=reader().count_at_start(n_running))
    if not late:
        return _("{running}; no period is late.").format(running=text)
    rest = ngettext("{n} period is late", "{n} periods are late", late).format(n=reader().count(late))
    return f"{text}; {rest}."
