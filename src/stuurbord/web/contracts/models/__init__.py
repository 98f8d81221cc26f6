"""A contract and everything that happens to it until its end."""

from stuurbord.web.contracts.models.acceptance import Acceptance, AcceptanceKind
from stuurbord.web.contracts.models.bond import Bond
from stuurbord.web.contracts.models.call_off import CallOff
from stuurbord.web.contracts.models.contract import Contract, ContractorSize, TermUnit
from stuurbord.web.contracts.models.default_record import DefaultRecord, Measure
from stuurbord.web.contracts.models.modification import (
    ContractModification,
    ContractSuspension,
    ModificationVerdict,
)
from stuurbord.web.contracts.models.payment import GrantedAdvance, PaymentRequest
from stuurbord.web.contracts.models.price import IndexSeries, IndexValue, PriceRevision

__all__ = [
    "Acceptance",
    "AcceptanceKind",
    "Bond",
    "CallOff",
    "Contract",
    "ContractModification",
    "ContractSuspension",
    "ContractorSize",
    "DefaultRecord",
    "GrantedAdvance",
    "IndexSeries",
    "IndexValue",
    "Measure",
    "ModificationVerdict",
    "PaymentRequest",
    "PriceRevision",
    "TermUnit",
]
