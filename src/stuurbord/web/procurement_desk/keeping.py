"""Keep the terms of files as rows: brought up to date with every change, rebuilt from nothing alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.contracts.models import CallOff
from stuurbord.web.contracts.queries import standings
from stuurbord.web.contracts.standing import ContractStanding
from stuurbord.web.procurement_desk.models import EXECUTION, DoneTerm, DueTerm
from stuurbord.web.procurement_desk.terms.of_contracts import contract_terms, modification_terms
from stuurbord.web.procurement_desk.terms.of_file import FileTerms
from stuurbord.web.procurement_desk.terms.of_tenders import debt_terms, no_award_terms, price_terms
from stuurbord.web.procurement_desk.terms.term import MOST_ARTICLE, Term
from stuurbord.web.procurements.advising import asked
from stuurbord.web.procurements.models import CLOSED_STAGES, ChecklistMark, PlanLink, ProcurementFile, Stage
from stuurbord.web.procurements.people import in_charge
from stuurbord.web.procurements.plan_effect.on_plan import PlannedStep, plan_now, planned_now
from stuurbord.web.tenders.models import AwardDecision, Examination, PriceCheck

BATCH: Final = 100
_FIELDS: Final = (
    "project_id",
    "kind",
    "title",
    "due",
    "missing",
    "article",
    "is_verified",
    "certainty",
    "done_on",
    "passes",
    "responsible_id",
    "is_confidential",
)


@transaction.atomic
def refresh(file_ids: Collection[int]) -> None:
    """Bring the terms of some files up to date, within the transaction of what changed them.

    A term that stays keeps its row: calendars know it by its number.
    """
    found = _differences(file_ids)
    if found.gone:
        DueTerm.objects.filter(pk__in=[row.pk for row in found.gone]).delete()
    if found.new:
        # The rebuilding of all files may have made the same term meanwhile.
        DueTerm.objects.bulk_create(
            found.new,
            batch_size=500,
            update_conflicts=True,
            unique_fields=["file", "key"],
            update_fields=_FIELDS,
        )
    if found.changed:
        DueTerm.objects.bulk_update(found.changed, _FIELDS, batch_size=200)


def rebuild() -> int:
    """Compute the terms of every file anew; return how many files had others.

    A day that passes can move a term of itself, as while a contract is suspended. Only what differs is
    written: nobody waits for the rest.
    """
    ids = list(ProcurementFile.objects.order_by("pk").values_list("pk", flat=True))
    n_changed = 0
    for first in range(0, len(ids), BATCH):
        differ = _differences(ids[first : first + BATCH]).file_ids
        if differ:
            refresh(differ)
            n_changed += len(differ)
    return n_changed


@dataclass
class _Differences:
    """What is kept otherwise than it is computed now."""

    new: list[DueTerm]
    changed: list[DueTerm]
    gone: list[DueTerm]

    @property
    def file_ids(self) -> set[int]:
        return {row.file_id for row in (*self.new, *self.changed, *self.gone)}


def _differences(file_ids: Collection[int]) -> _Differences:
    stored = {(row.file_id, row.key): row for row in DueTerm.objects.filter(file__in=file_ids).order_by()}
    made = {(row.file_id, row.key): row for row in computed(file_ids)}
    found = _Differences([], [], [row for place, row in stored.items() if place not in made])
    for place, row in made.items():
        kept = stored.get(place)
        if kept is None:
            found.new.append(row)
        elif any(getattr(kept, name) != getattr(row, name) for name in _FIELDS):
            row.pk = kept.pk
            found.changed.append(row)
    return found


def computed(file_ids: Collection[int]) -> Iterator[DueTerm]:
    """Yield the terms of some files as rows that are not stored, in few queries; archived files have none."""
    files = ProcurementFile.objects.filter(pk__in=file_ids, is_archived=False)
    found = list(files.select_related("project__portfolio").order_by("pk"))
    read = _Read(file_ids, stops_of(one for one in found if one.stage == Stage.STOPPED))
    for file in found:
        for term in read.terms_of(file):
            yield _row(file, term)


def stops_of(files: Iterable[ProcurementFile]) -> dict[str, date]:
    """Return when files were stopped, by how the log names them; asks nothing where none was."""
    subjects = [one.subject for one in files]
    if not subjects:
        return {}
    entries = AuditEntry.objects.filter(action="procurement.stage", subject__in=subjects).order_by("number")
    return {
        one.subject: timezone.localtime(one.at).date()
        for one in entries
        if (one.data.get("stage") or [""])[-1] == Stage.STOPPED
    }


class _Read:
    """What belongs to some files, read for all of them at once."""

    def __init__(self, file_ids: Collection[int], stops: Mapping[str, date]) -> None:
        self.stops = stops
        where = {"file__in": file_ids}
        self.marks = _grouped(ChecklistMark.objects.filter(**where), "file_id")
        self.contracts = _grouped(standings(file_ids), "contract.file_id")
        of_tenders = {"tender__file__in": file_ids, "due__isnull": False}
        checks = PriceCheck.objects.filter(**of_tenders).select_related("tender").order_by("pk")
        examined = Examination.objects.filter(**of_tenders).select_related("tender").order_by("pk")
        self.checks = _grouped(checks, "tender.file_id")
        self.examined = _grouped(examined, "tender.file_id")
        decisions = AwardDecision.objects.filter(**where).order_by("file", "number")
        self.decisions = _grouped(decisions.defer("ranking", "alarms"), "file_id")
        orders = CallOff.objects.filter(contract__file__in=file_ids, withdrawn_on=None)
        self.orders = _grouped(orders.select_related("contract"), "contract.file_id")
        self.done = _grouped(DoneTerm.objects.filter(on__isnull=False, **where), "file_id")
        # Once it is awarded the days of the plan are behind it.
        tied = PlanLink.objects.filter(file__awarded_on=None, branch_uid__isnull=False, **where)
        self.links = {one.file_id: one for one in tied.exclude(file__stage__in=CLOSED_STAGES)}

    def terms_of(self, file: ProcurementFile) -> Iterator[Term]:
        marks: Iterable[ChecklistMark] = self.marks[file.pk]
        contracts: list[ContractStanding] = self.contracts[file.pk]
        years = frozenset(one.ordered_on.year for one in self.orders[file.pk])
        done = {one.key: one.on for one in self.done[file.pk]}
        of = FileTerms(
            file,
            asked(file),
            {one.item: one for one in marks},
            bool(contracts),
            years,
            done,
            self._planned(file),
        )
        yield from of.all()
        yield from price_terms(of, self.checks[file.pk])
        yield from debt_terms(of, self.examined[file.pk])
        yield from no_award_terms(of, self.decisions[file.pk], self.stops.get(file.subject))
        for one in contracts:
            yield from contract_terms(one)
            yield from modification_terms(one, done)

    def _planned(self, file: ProcurementFile) -> Mapping[str, PlannedStep]:
        link = self.links.get(file.pk)
        now = plan_now(file) if link is not None else None
        found = planned_now(file, link, now) if link is not None and now is not None else None
        return {one.step: one for one in found.steps} if found else {}


def _grouped(rows: Iterable[Any], path: str) -> dict[int, list[Any]]:
    made: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found = row
        for name in path.split("."):
            found = getattr(found, name)
        made[found].append(row)  # type: ignore[index]
    return made


def _row(file: ProcurementFile, term: Term) -> DueTerm:
    return DueTerm(
        file_id=file.pk,
        project_id=file.project_id,
        key=term.key,
        kind=str(term.kind),
        title=dict(term.title),
        due=term.due,
        missing=dict(term.missing),
        article=term.article[:MOST_ARTICLE],
        is_verified=term.is_verified,
        certainty=str(term.certainty),
        done_on=term.done_on,
        passes=term.passes,
        responsible_id=in_charge(file.lawyer_id, file.owner_id, executes=term.kind in EXECUTION),
        is_confidential=term.is_confidential,
    )
