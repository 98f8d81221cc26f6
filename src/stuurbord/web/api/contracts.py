"""Contracts of procurements, to read: their modifications, and what was ordered of framework agreements.

No postponed annotations here: Ninja reads the types of each function as they stand.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from stuurbord.web.api.cursor import after, aware, cursor_of, refuse_unknown
from stuurbord.web.api.field_types import DecimalOut, Id
from stuurbord.web.api.procurement_types import written_amount
from stuurbord.web.api.procurements import in_projects, tidy
from stuurbord.web.api.projects import Paged
from stuurbord.web.clock import today
from stuurbord.web.contracts.models import CallOff, Contract
from stuurbord.web.contracts.page import LedgerRow, TotalRow, ledger_rows, total_rows
from stuurbord.web.contracts.queries import with_all
from stuurbord.web.contracts.standing import ContractStanding, standing
from stuurbord.web.procurements.queries import files_seen

Verdict = Literal["allowed", "refused", "undetermined"]
Share = Annotated[DecimalOut | None, Field(description="Fraction: `0.2500`; null where it is not known.")]
Euros = DecimalOut | None


class ConsumptionOut(BaseModel):
    """What was ordered of a framework agreement, and what was invoiced and paid of it, as revised."""

    used: DecimalOut = Field(description="Ordered: it counts against the maximum.")
    invoiced: DecimalOut
    paid: DecimalOut
    maximum: Euros = Field(description="With its modifications; null where nobody wrote it down.")
    left: Euros
    share: Share


class ContractOut(BaseModel):
    id: int
    version: int
    procurement: str = Field(description="Reference of the procurement file.")
    project: str = Field(description="Portfolio and code: `ASN/P-001`.")
    lot: int | None
    contractor: str
    kind: str
    initial_amount: Euros = Field(description="Excluding VAT, as all amounts here.")
    amount: Euros = Field(description="With its modifications.")
    concluded_on: date
    order_to_start_on: date | None
    agreed_end: date | None = Field(description="That of the documents or the last modification.")
    end: date | None = Field(description="With suspensions; null where it is not known.")
    ended_on: date | None = Field(description="When its performance ended.")
    is_framework: bool
    consumption: ConsumptionOut | None = Field(description="Null where it is no framework agreement.")
    created_at: datetime
    changed_at: datetime


class ModificationOut(BaseModel):
    number: int
    ground: str = Field(description="Article of the decree: `38/1`.")
    title: str
    amount: DecimalOut
    decided_on: date
    document: str
    end_date: date | None
    cumulative: DecimalOut = Field(description="On the same ground, this one included.")
    share: Share
    ceiling: Euros
    verdict: Verdict = Field(description="As the rules say it now.")
    verdict_when_decided: Verdict
    is_verified: bool
    is_notice_due: bool | None = Field(description="Null: not known.")
    reason: str
    by: str


class CeilingOut(BaseModel):
    """One ground for modifications; ceiling and room are null where there is none or it is not known."""

    ground: str
    name: str
    net: DecimalOut
    share: Share
    ceiling: Euros
    room: Euros
    verdict: Verdict
    is_verified: bool


class CallOffOut(BaseModel):
    number: int
    title: str
    contractor: str = Field(description="Empty: that of the framework agreement.")
    ordered_on: date
    amount: DecimalOut
    cumulative: DecimalOut
    document: str
    withdrawn_on: date | None = Field(description="Stays in the list, and no longer counts.")
    withdrawn_reason: str


class ContractRead(ContractOut):
    as_of: date
    modifications: list[ModificationOut]
    ceilings: list[CeilingOut]
    call_offs: list[CallOffOut]


class ContractPage(BaseModel):
    as_of: date
    items: list[ContractOut]
    next: str | None = Field(description="Cursor of the next page; null on the last.")


class AskedContracts(Paged):
    portfolio: str = Field("", max_length=40, description="Key of a portfolio.")
    project: str = Field("", max_length=40, description="Code of a project.")
    procurement: str = Field("", max_length=40, description="Reference of a procurement file.")
    is_framework: bool | None = None
    changed_since: datetime | None = Field(
        None, description="Only contracts changed at or after this moment, in the order of their change."
    )


router = Router(tags=["contracts"])


@router.get("", response=ContractPage, operation_id="listContracts", summary="List contracts")
def contracts(request: HttpRequest, asked: Query[AskedContracts]):
    """As they stand today, of the files that one sees."""
    refuse_unknown(request, AskedContracts)
    found = in_projects(_seen(request), asked.portfolio, asked.project, "file__")
    if asked.procurement:
        found = found.filter(file__reference=tidy(asked.procurement))
    if asked.is_framework is not None:
        found = found.filter(is_framework=asked.is_framework)
    by_change = asked.changed_since is not None
    if asked.changed_since is not None:
        found = found.filter(changed_at__gte=aware(asked.changed_since, "changed_since"))
    day = today()
    page = after(with_all(found), asked.cursor, by_change)[: asked.limit + 1]
    rows = [_row(standing(one, day)) for one in page]
    more, rows = len(rows) > asked.limit, rows[: asked.limit]
    return JsonResponse(
        {"as_of": day, "items": rows, "next": cursor_of(rows[-1], by_change) if more else None}
    )


@router.get(
    "/{contract}",
    response=ContractRead,
    operation_id="readContract",
    summary="Read a contract, with its modifications against their ceilings and its orders",
)
def contract(request: HttpRequest, contract: Annotated[Id, Path(description="Number of the contract.")]):
    found = with_all(_seen(request)).filter(pk=contract).first()
    if found is None:
        raise Http404
    stand = standing(found, today())
    whole = _row(stand) | {
        "as_of": stand.as_of,
        "modifications": [_modification_row(one) for one in ledger_rows(stand)],
        "ceilings": [_ceiling_row(one) for one in total_rows(stand)],
        "call_offs": [_call_off_row(one.call_off, one.cumulative) for one in stand.call_offs],
    }
    return JsonResponse(whole)


def _seen(request: HttpRequest) -> QuerySet[Contract]:
    return Contract.objects.filter(file__in=files_seen(request.user).order_by().values("pk"))


def _row(stand: ContractStanding) -> dict[str, Any]:
    one = stand.contract
    names = ("version", "contractor", "kind", "concluded_on", "order_to_start_on", "is_framework")
    return {
        "id": one.pk,
        **{name: getattr(one, name) for name in (*names, "created_at", "changed_at")},
        **{name: getattr(stand, name) for name in ("agreed_end", "end", "ended_on")},
        "procurement": one.file.reference,
        "project": f"{one.file.project.portfolio.key}/{one.file.project.code}",
        "lot": one.lot.number if one.lot else None,
        "initial_amount": written_amount(one.initial_amount),
        "amount": written_amount(stand.amount),
        "consumption": _consumption_row(stand) if one.is_framework else None,
    }


def _consumption_row(stand: ContractStanding) -> Mapping[str, Any]:
    used = stand.consumption
    return {
        "used": written_amount(used.used),
        "invoiced": written_amount(used.invoiced),
        "paid": written_amount(used.paid),
        "maximum": written_amount(used.ceiling),
        "left": written_amount(used.left),
        "share": _fraction(used.share),
    }


def _modification_row(one: LedgerRow) -> Mapping[str, Any]:
    names = ("number", "ground", "title", "decided_on", "document", "end_date", "reason")
    return {
        **{name: getattr(one.line, name) for name in names},
        "amount": written_amount(one.line.amount),
        "cumulative": written_amount(one.entry.cumulative),
        "share": _fraction(one.entry.share),
        "ceiling": written_amount(one.entry.ceiling),
        "verdict": one.entry.verdict.value,
        "verdict_when_decided": one.line.verdict,
        "is_verified": one.entry.is_verified,
        "is_notice_due": one.entry.is_notice_due,
        "by": one.line.by_name,
    }


def _ceiling_row(one: TotalRow) -> Mapping[str, Any]:
    total = one.total
    return {
        "ground": total.ground.article,
        "name": one.name,
        "net": written_amount(total.net),
        "share": _fraction(total.share),
        "ceiling": written_amount(total.ceiling),
        "room": written_amount(total.room),
        "verdict": total.verdict.value,
        "is_verified": total.is_verified,
    }


def _call_off_row(one: CallOff, cumulative: Decimal) -> Mapping[str, Any]:
    names = ("number", "title", "contractor", "ordered_on", "document", "withdrawn_on", "withdrawn_reason")
    return {
        **{name: getattr(one, name) for name in names},
        "amount": written_amount(one.amount),
        "cumulative": written_amount(cumulative),
    }


def _fraction(share: Decimal | None) -> str | None:
    return None if share is None else f"{share:.4f}"
