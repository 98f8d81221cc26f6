"""The procurement lawyer's overview: what runs, what is at risk, what ends, how long it takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from stuurbord.web.clock import today
from stuurbord.web.contracts.models import Contract
from stuurbord.web.contracts.queries import near_ceiling_among, standings
from stuurbord.web.contracts.standing import Consumption, ContractStanding
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
    """How many running files have a procedure, and their estimates together; None where none is known."""

    code: str
    name: str
    n_files: int
    estimate: Decimal | None
    n_unknown: int


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
    terms = terms_seen(user).filter(condition("open", day)).filter(file__in=[one.pk for one in files])
    counted = _counted(terms, day)
    running = _running([one for one in open_files if _runs(one)], terms)
    metered = standings(_metered([one.pk for one in open_files]))
    context = {
        "views": desk_views("procurement_overview"),
        "states": [(state, state_label(state), n) for state, n in counted.items()],
        "at_risk": _at_risk(terms, files, day),
        "running": _shown(running[:MOST], day),
        "n_running": len(running),
        "picture": picture(_shown(_with_closing(running), day), day),
        "procedures": _procedures(open_files),
        "single": _single(files),
        "durations": duration_rows(files),
        "expiring": _expiring(terms, files, day),
        "frameworks": _frameworks(metered),
        "ceilings": near_ceiling_among(metered)[:MOST],
        "conclusion": _conclusion(counted[LATE], len(running)),
        "has_files": bool(files),
        "as_of": day,
    }
    return render(request, "pages/procurement_overview.html", context)


@dataclass(frozen=True)
class _Next:
    """A running file with the number of the open term that comes first; 0 where nothing is known to come."""

    file: ProcurementFile
    due: date | None = None
    term: int = 0


def _counted(terms: QuerySet[DueTerm], day: date) -> dict[str, int]:
    """Return how many open terms are late, soon and undetermined."""
    states = (LATE, SOON, UNDETERMINED)
    found: dict[str, int] = terms.aggregate(
        **{one: Count("pk", filter=condition(one, day)) for one in states}
    )
    return found


def _at_risk(terms: QuerySet[DueTerm], files: list[ProcurementFile], day: date) -> list[TermRow]:
    """Return the terms that are late or soon, the first due first."""
    found = terms.filter(condition(LATE, day) | condition(SOON, day)).order_by("due", "pk")[:MOST]
    return [row_of(one, day) for one in _with_files(found, files)]


def _with_files(terms: Iterable[DueTerm], files: Iterable[ProcurementFile]) -> list[DueTerm]:
    """Return terms, each with its file as it was read."""
    held, found = {one.pk: one for one in files}, list(terms)
    for one in found:
        one.file = held[one.file_id]
    return found


def _runs(file: ProcurementFile) -> bool:
    return file.stage not in (*_BEFORE, *_AFTER)


def _running(files: list[ProcurementFile], terms: QuerySet[DueTerm]) -> list[_Next]:
    """Return the files between choice and conclusion, those whose next term comes first before the others."""
    dated = terms.filter(file__in=[one.pk for one in files], due__isnull=False).order_by("due", "pk")
    first: dict[int, tuple[date, int]] = {}
    for file_id, due, pk in dated.values_list("file_id", "due", "pk"):
        first.setdefault(file_id, (due, pk))
    made = [_Next(one, *first.get(one.pk, (None, 0))) for one in files]
    return sorted(made, key=lambda one: (one.due is None, one.due or date.max, one.file.reference))


def _with_closing(running: list[_Next]) -> list[_Next]:
    """Return the first of the files of which the day is known on which tenders are due."""
    ids = [one.file.pk for one in running]
    known = DueTerm.objects.filter(file__in=ids, key="tenders", due__isnull=False)
    closing = set(known.values_list("file_id", flat=True))
    return [one for one in running if one.file.pk in closing][:MOST]


def _shown(running: list[_Next], day: date) -> list[Running]:
    """Return files as the line of time shows them."""
    held: dict[int, dict[str, DueTerm]] = defaultdict(dict)
    keys = ("dispatch", "tenders", "standstill", "validity")
    files = [one.file for one in running]
    for term in DueTerm.objects.filter(file__in=files, key__in=keys):
        held[term.file_id][term.key] = term
    next_ = DueTerm.objects.filter(pk__in=[one.term for one in running if one.term])
    first = {one.file_id: row_of(one, day) for one in _with_files(next_, files)}
    return [running_of(one, procedure_name(one.procedure), held[one.pk], first.get(one.pk)) for one in files]


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
            estimate=sum(known, Decimal(0)) if known else None,
            n_unknown=len(own) - len(known),
        )
        for code, own in grouped.items()
        for known in [[one.estimate for one in own if one.estimate is not None]]
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


def _expiring(terms: QuerySet[DueTerm], files: list[ProcurementFile], day: date) -> list[TermRow]:
    """Return the contracts that end soon, or should have; the first to end first."""
    ends = terms.filter(kind=TermKind.END, due__lt=day + EXPIRES_WITHIN).order_by("due", "pk")[:MOST]
    return [row_of(one, day) for one in _with_files(ends, files)]


def _metered(ids: list[int]) -> list[int]:
    """Return the files with a contract that is modified or a framework agreement: what has a ceiling."""
    contracts = Contract.objects.filter(file__in=ids, is_archived=False)
    contracts = contracts.filter(Q(is_framework=True) | Q(modifications__isnull=False))
    return list(contracts.order_by().values_list("file_id", flat=True).distinct())


def _frameworks(contracts: list[ContractStanding]) -> list[Consumption]:
    """Return the framework agreements, the most used up first."""
    found = [one.consumption for one in contracts if one.contract.is_framework]
    return sorted(found, key=lambda one: (one.share is None, -(one.share or 0), one.contract.pk))[:MOST]


def _conclusion(late: int, n_running: int) -> str:
    told = ngettext("{n} procedure runs", "{n} procedures run", n_running)
    text = told.format(n=reader().count_at_start(n_running))
    if not late:
        return _("{running}; no period is late.").format(running=text)
    rest = ngettext("{n} period is late", "{n} periods are late", late).format(n=reader().count(late))
    return f"{text}; {rest}."
