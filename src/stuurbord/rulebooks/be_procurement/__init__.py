"""Belgian public procurement: which procedure may be used for a contract, why, and what follows."""

from stuurbord.rulebooks.be_procurement.advice import (
    DatedValue,
    MissingFact,
    Obligation,
    ProcedureVerdict,
    Reason,
    Validity,
    Warned,
)
from stuurbord.rulebooks.be_procurement.catalogue import procedure_labels, source_titles
from stuurbord.rulebooks.be_procurement.evaluate import Advice, advise
from stuurbord.rulebooks.be_procurement.law import value
from stuurbord.rulebooks.be_procurement.told import assumed

__all__ = [
    "Advice",
    "DatedValue",
    "MissingFact",
    "Obligation",
    "ProcedureVerdict",
    "Reason",
    "Validity",
    "Warned",
    "advise",
    "assumed",
    "procedure_labels",
    "source_titles",
    "value",
]
