"""What was made known of a procurement, as a release of the Open Contracting Data Standard.

A release is open data: it holds what a notice held, the decision once the tenderers know it, and the contract
once it is concluded. Estimates, the description that colleagues write, and tenders that did not win stay out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from django.utils import timezone

from stuurbord.exchange.notices import (
    Award,
    Criterion,
    Lot,
    Moment,
    Money,
    Notice,
    NoticeKind,
    Organisation,
    write_ocds,
)
from stuurbord.language import DEFAULT_LANGUAGE
from stuurbord.rulebooks.be_procurement.catalogue import catalogue
from stuurbord.web.contracts.models import Contract
from stuurbord.web.procurements.models import ProcurementFile, ProcurementLot
from stuurbord.web.tenders.models import AwardCriterion, AwardDecision, DecisionKind, LotConclusion
from stuurbord.web.tenders.queries import standing_decisions, tender_counts

_NATURES: Final = {"works": "works", "supplies": "supplies", "services": "services", "social": "services"}
_STATUSES: Final = {DecisionKind.AWARD: "awarded", DecisionKind.NO_AWARD: "not_awarded"}
_WHOLE: Final = "LOT-0000"


def release(file: ProcurementFile, prefix: str, language: str) -> bytes | None:
    """Return the release package as JSON in UTF-8; None where nothing was made known yet.

    Parameters
    ----------
    prefix
        The publisher's prefix of identifiers.
    language
        In which codes are told; texts stay as they were written.
    """
    lots = list(file.lots.all())
    awards = tuple(_awards(file, lots))
    day = _made_known(file, awards)
    if day is None:
        return None
    notice = Notice(
        schema="",
        kind=NoticeKind.RESULT if awards else NoticeKind.CALL,
        id=str(file.version),
        procedure_id=file.reference,
        buyers=_buyers(file),
        titles=_text(file.title),
        nature=_NATURES.get(str(file.facts.get("kind")), ""),
        procedure=_procedure(file),
        cpv=(file.cpv,) if file.cpv else (),
        dispatched_on=day,
        lots=_lots(file, lots),
        awards=awards,
    )
    return write_ocds(notice, prefix=prefix, language=language)


def _made_known(file: ProcurementFile, awards: tuple[Award, ...]) -> date | None:
    """Return the day on which the last of what is told became known; None where nothing is."""
    if awards:
        days = [file.informed_on, *(one.concluded_on for one in awards)]
        return max(day for day in days if day)
    known = next((one for one in catalogue().procedures if one.code == file.procedure), None)
    return file.published_on if known is not None and known.publishes else None


def _procedure(file: ProcurementFile) -> str:
    known = next((one for one in catalogue().procedures if one.code == file.procedure), None)
    return known.eforms if known else ""


def _buyers(file: ProcurementFile) -> tuple[Organisation, ...]:
    name = file.project.portfolio.organisation
    return (Organisation(names=_text(name)),) if name else ()


def _text(text: str) -> Mapping[str, str]:
    return {DEFAULT_LANGUAGE: text} if text else {}


def _lots(file: ProcurementFile, lots: list[ProcurementLot]) -> tuple[Lot, ...]:
    due = timezone.localtime(file.tenders_due) if file.tenders_due else None
    moment = Moment(due.date(), due.timetz()) if due else None
    criteria: dict[int | None, list[Criterion]] = {}
    for lot_id, kind in AwardCriterion.objects.filter(file=file).values_list("lot_id", "kind"):
        criteria.setdefault(lot_id, []).append(Criterion(kind))
    whole = tuple(criteria.get(None, ()))
    if not lots:
        return (Lot(_WHOLE, tenders_due=moment, criteria=whole),)
    return tuple(
        Lot(
            _id_of(one),
            titles=_text(one.title),
            cpv=(one.cpv,) if one.cpv else (),
            tenders_due=moment,
            criteria=tuple(criteria.get(one.pk, whole)),
        )
        for one in lots
    )


def _awards(file: ProcurementFile, lots: list[ProcurementLot]) -> Iterator[Award]:
    """Yield what was decided of each lot, once the tenderers know it or its contract was concluded."""
    concluded = _concluded(file, lots)
    counts = tender_counts([file]).get(file.pk)
    received = counts.received if counts and not lots else None
    decisions = sorted(standing_decisions(file).values(), key=lambda one: one.number)
    for one in decisions:
        is_told = file.informed_on is not None and one.on <= file.informed_on
        if not is_told and one.lot_id not in concluded:
            continue
        yield Award(
            lots=(_id_of(one.lot),) if one.lot and len(lots) > 1 else (),
            status=_STATUSES[DecisionKind(one.kind)],
            winners=_winner(one),
            value=Money(one.amount, "EUR") if one.tender and one.amount is not None else None,
            tenders_received=received,
            decided_on=one.on,
            concluded_on=concluded.get(one.lot_id) if one.tender else None,
            titles=_text(one.lot.title if one.lot else file.title),
        )


def _concluded(file: ProcurementFile, lots: list[ProcurementLot]) -> dict[int | None, date]:
    """Return when the contract of the file, or of each lot by its id, was concluded."""
    found: dict[int | None, date] = {}
    if file.concluded_on is not None and not lots:
        found[None] = file.concluded_on
    elif file.concluded_on is not None:
        found |= dict(LotConclusion.objects.filter(file=file).values_list("lot_id", "on"))
    return found | dict(Contract.objects.filter(file=file).values_list("lot_id", "concluded_on"))


def _winner(one: AwardDecision) -> tuple[Organisation, ...]:
    if one.tender is None:
        return ()
    return (Organisation(names=_text(one.tender.tenderer), identifier=one.tender.enterprise_number),)


def _id_of(lot: ProcurementLot) -> str:
    return f"LOT-{lot.number:04d}"
