"""How far our dates agree with the ones a file stores, and why they do not where they don't."""

from stuurbord.exchange.fidelity.causes import SENTENCES, Cause
from stuurbord.exchange.fidelity.columns import stores_dates
from stuurbord.exchange.fidelity.comparison import Deviation, Fidelity, compare
from stuurbord.exchange.fidelity.findings import date_findings
from stuurbord.exchange.fidelity.record import fidelity_record

__all__ = [
    "SENTENCES",
    "Cause",
    "Deviation",
    "Fidelity",
    "compare",
    "date_findings",
    "fidelity_record",
    "stores_dates",
]
