"""Facts of a procurement as a program sends them: the names of the rule book, put onto what is stored.

No postponed annotations here: Ninja reads the types of each class as they stand.
"""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from stuurbord.exchange.tabular.numbers import MOST_EURO
from stuurbord.rulebooks.be_procurement.catalogue import catalogue
from stuurbord.rulebooks.be_procurement.told import CHOICES
from stuurbord.web.api.field_types import DayIn, text_type
from stuurbord.web.api.problems import Refusal
from stuurbord.web.procurements.amounts import as_number

NUMBER, PARTS = "as_number", "in_parts"
"""The two ways to write an estimate; the place of a mistake does not name them."""
MOST_YEARS: Final = 99
MOST_SUPPLIERS: Final = 999
_CENT: Final = Decimal("0.01")
_STRICT: Final = ConfigDict(extra="forbid")


def _in_cents(number: float) -> int | float | None:
    amount = Decimal(str(number))
    if amount != amount.quantize(_CENT):
        raise PydanticCustomError("euro_cents", "at most two decimals")
    return as_number(amount)


Euro = Annotated[
    float,
    Field(strict=True, ge=0, lt=int(MOST_EURO), allow_inf_nan=False, examples=[139000, 2499.75]),
    AfterValidator(_in_cents),
]
"""An amount as the rule book reads it: a number, never a text."""
Buyer = Literal[CHOICES["buyer"]]  # type: ignore[valid-type]
Sector = Literal[CHOICES["sector"]]  # type: ignore[valid-type]
Kind = Literal[CHOICES["kind"]]  # type: ignore[valid-type]
Urgency = Literal[CHOICES["urgency"]]  # type: ignore[valid-type]
Size = Literal[CHOICES["sme"]]  # type: ignore[valid-type]
GroundCode = Literal[tuple(catalogue().grounds)]  # type: ignore[valid-type]
Flag = Annotated[bool, Field(strict=True)]


class EstimateParts(BaseModel):
    """What an estimate adds up, beside the lots; what is not sent stays, null takes away."""

    model_config = _STRICT

    base: Euro | None = None
    options: Euro | None = None
    renewals: Euro | None = None
    conditional_parts: Euro | None = None
    repetitions: Euro | None = None
    premiums: Euro | None = None


class FrameworkFacts(BaseModel):
    model_config = _STRICT

    years: Annotated[float, Field(strict=True, gt=0, le=MOST_YEARS, allow_inf_nan=False)] | None = None
    value_per_year: Euro | None = None
    maximum: Euro | None = None
    suppliers: Annotated[int, Field(strict=True, ge=1, le=MOST_SUPPLIERS)] | None = None
    reason: Annotated[text_type(1_000) | None, Field(description="Why it runs longer.")] = None


class DocumentFacts(BaseModel):
    """What the procurement documents say or how one comes by them."""

    model_config = _STRICT

    bond_pct: Annotated[float, Field(strict=True, ge=0, le=100, allow_inf_nan=False)] | None = None
    electronic: Flag | None = None
    confidential: Flag | None = None
    derogations: Annotated[Flag | None, Field(description="From the general rules of execution.")] = None


def _way(estimate: Any) -> str:
    return PARTS if isinstance(estimate, Mapping | EstimateParts) else NUMBER


class FactsIn(BaseModel):
    """Facts by the names of the rule book: what is not sent stays, null is not known (any more).

    What the file holds itself is not sent here: procedure, CPV code, lots, other contracts.
    """

    model_config = _STRICT

    buyer: Buyer | None = None
    sector: Annotated[Sector | None, Field(description="By the activity that is served.")] = None
    kind: Kind | None = None
    date: Annotated[DayIn | None, Field(description="Dispatch of the notice or invitation.")] = None
    estimate: Annotated[
        Annotated[
            Annotated[Euro, Tag(NUMBER)] | Annotated[EstimateParts, Tag(PARTS)],
            Discriminator(_way),
        ]
        | None,
        Field(description="Excluding VAT; a number is the whole, parts are put beside the parts that stand."),
    ] = None
    award: Annotated[Euro | None, Field(description="Expenditure to approve, excluding VAT.")] = None
    urgency: Urgency | None = None
    grounds: Annotated[list[GroundCode] | None, Field(max_length=40)] = None
    no_grounds: Annotated[Flag | None, Field(description="None of the legal grounds can be shown.")] = None
    framework: FrameworkFacts | None = None
    documents: DocumentFacts | None = None
    sme: Annotated[Size | None, Field(description="Size of the contractor.")] = None
    e_submission: Flag | None = None
    pin: Annotated[Flag | None, Field(description="A prior information notice shortens periods.")] = None
    central_purchasing: Flag | None = None
    concession: Flag | None = None
    only_concerned_tenderer: Flag | None = None
    supplier: text_type(200) | None = None
    call_off_of: text_type(200) | None = None


def facts_with(stored: Mapping[str, Any], sent: FactsIn) -> dict[str, Any]:
    """Return stored facts with what was sent put onto them.

    Raises
    ------
    Refusal
        If an estimate as one number would stand beside lots that have an estimate.
    """
    facts = dict(stored)
    for name, value in sent.model_dump(exclude_unset=True).items():
        if name == "estimate":
            value = _estimate(facts.get(name), value)
        elif isinstance(value, Mapping):
            value = _put(facts.get(name), value)
        elif isinstance(value, datetime.date):
            value = value.isoformat()
        if value in (None, {}, []):
            facts.pop(name, None)
        else:
            facts[name] = value
    return facts


def lots_beside_number() -> Refusal:
    """Return the refusal of an estimate as one number beside lots that have one: does it hold theirs?"""
    told = _("The lots have an estimate of their own: send the other parts, such as “base”.")
    return Refusal(422, errors=[{"field": "facts.estimate", "message": told}])


def _estimate(stored: Any, sent: Any) -> dict[str, Any]:
    """Return an estimate in parts; one number that stands is its base."""
    known = stored if isinstance(stored, Mapping) else {} if stored is None else {"base": stored}
    if isinstance(sent, Mapping):
        return _put(known, sent)
    lots = {"lots": known["lots"]} if known.get("lots") else {}
    if sent is None:
        return lots
    if lots:
        raise lots_beside_number()
    return {"base": sent}


def _put(stored: Any, sent: Mapping[str, Any]) -> dict[str, Any]:
    made = (dict(stored) if isinstance(stored, Mapping) else {}) | dict(sent)
    return {name: value for name, value in made.items() if value is not None}
