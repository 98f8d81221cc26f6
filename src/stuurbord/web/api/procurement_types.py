"""A procurement file in JSON: its fields, facts, lots and choices of procedure.

No postponed annotations here: Ninja reads the types of each class as they stand.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from stuurbord.web.accounts.models import User
from stuurbord.web.api.field_types import DecimalOut
from stuurbord.web.procurements.models import ProcedureChoice, ProcurementFile, ProcurementLot

_FIELDS: Final = (
    *("reference", "title", "description", "stage", "procedure", "is_against", "cpv", "buyer_reference"),
    *(
        "published_on",
        "requests_due",
        "tenders_due",
        "opened_at",
        "validity_days",
        "awarded_on",
        "informed_on",
    ),
    *("concluded_on", "started_on", "created_at", "changed_at"),
)


class AccountOut(BaseModel):
    """Somebody with an account; the number is that of the account."""

    model_config = ConfigDict(title="Account")

    id: int
    name: str
    email: str


class LotOut(BaseModel):
    number: int
    title: str
    estimate: DecimalOut | None
    cpv: str


class RulingOut(BaseModel):
    is_approved: bool
    reason: str
    by: str
    at: datetime


class ChoiceOut(BaseModel):
    """A choice of procedure, beside what the rules said of it."""

    number: int
    procedure: str
    verdict: str = Field(description="`allowed`, `conditional`, `refused` or `unknown`, when it was made.")
    reason: str
    by: str
    at: datetime
    is_imported: bool = Field(description="Made before the file was opened here.")
    needs_approval: bool = Field(description="Counts only once somebody else approved it.")
    ruling: RulingOut | None
    pack: str
    advice: str = Field(description="Hash of the advice that it rests on.")
    previous_hash: str
    hash: str


class ProcurementOut(BaseModel):
    id: int
    version: int = Field(description="Its ETag, and what If-Match takes.")
    reference: str
    project: str = Field(description="Portfolio and code: `ASN/P-001`.")
    title: str
    description: str
    stage: str
    procedure: str = Field(description="Code of the rule book; empty: not chosen, or it waits for approval.")
    is_against: bool = Field(description="The facts changed, and the rules no longer bear the choice.")
    estimate: DecimalOut | None = Field(description="Excluding VAT, as it follows from the facts.")
    cpv: str
    buyer_reference: str
    published_on: date | None
    requests_due: datetime | None = Field(description="By when requests to take part, in two phases.")
    tenders_due: datetime | None
    opened_at: datetime | None
    validity_days: int | None = Field(description="Calendar days that tenders hold.")
    awarded_on: date | None
    informed_on: date | None
    concluded_on: date | None
    started_on: date | None
    lawyer: AccountOut | None
    owner: AccountOut | None
    created_at: datetime
    changed_at: datetime


class ProcurementRead(ProcurementOut):
    facts: dict[str, Any] = Field(description="By the names of the rule book, as they are stored.")
    lots: list[LotOut]
    choices: list[ChoiceOut] = Field(description="Each links to the one before; the last first.")


def procurement_whole(file: ProcurementFile) -> dict[str, Any]:
    """Return a file as `ProcurementRead` reads it, in two queries."""
    choices = file.choices.select_related("advice", "ruling").defer("advice__answer", "advice__facts")
    return procurement_row(file) | {
        "facts": file.facts,
        "lots": [_lot_row(one) for one in file.lots.all()],
        "choices": [_choice_row(one) for one in choices],
    }


def procurement_row(file: ProcurementFile) -> dict[str, Any]:
    """Return a file as `ProcurementOut` reads it."""
    return {
        "id": file.pk,
        "version": file.version,
        "project": f"{file.project.portfolio.key}/{file.project.code}",
        **{name: getattr(file, name) for name in _FIELDS},
        "estimate": written_amount(file.estimate),
        "lawyer": account_row(file.lawyer),
        "owner": account_row(file.owner),
    }


def written_amount(amount: Decimal | None) -> str | None:
    """Return euros as text with a point."""
    return None if amount is None else f"{amount:.2f}"


def account_row(user: User | None) -> dict[str, Any] | None:
    """Return an account as `AccountOut` reads it."""
    return None if user is None else {"id": user.pk, "name": user.name, "email": user.email}


def _lot_row(lot: ProcurementLot) -> Mapping[str, Any]:
    return {
        "number": lot.number,
        "title": lot.title,
        "estimate": written_amount(lot.estimate),
        "cpv": lot.cpv,
    }


def _choice_row(one: ProcedureChoice) -> Mapping[str, Any]:
    ruling = getattr(one, "ruling", None)
    names = ("number", "procedure", "verdict", "reason", "at", "is_imported", "needs_approval")
    told = None
    if ruling is not None:
        told = {
            "is_approved": ruling.is_approved,
            "reason": ruling.reason,
            "by": ruling.by_name,
            "at": ruling.at,
        }
    return {
        **{name: getattr(one, name) for name in names},
        "by": one.by_name,
        "ruling": told,
        "pack": one.advice.pack,
        "advice": one.advice.hash,
        "previous_hash": one.previous_hash,
        "hash": one.hash,
    }
