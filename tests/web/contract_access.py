"""What the addresses of contracts need in the table of who may do what."""

from __future__ import annotations

from datetime import date
from typing import Any

from stuurbord.web.contracts.models import Contract, IndexSeries
from stuurbord.web.procurements.models import ProcurementFile

NAMES = ("contract",)
FORMS: dict[str, dict[str, Any]] = {
    "contract": {
        "do": "bond",
        "version": 1,
        "bond-amount": "2.500",
        "bond-posted_on": "2026-06-01",
        "bond-proof": "DCK 1",
    },
    "contract_indices": {"do": "value", "code": "S", "month": "2026-05", "value": "1,5"},
}


def arguments(world: Any, name: str) -> tuple[Any, ...]:
    """Return what an address needs, made where it is not there: a concluded file with its contract."""
    own = {"project": world.project, "title": "Sluisdeuren", "procedure": "OP"}
    file = ProcurementFile.objects.get_or_create(reference="O-2026-902", defaults=own)[0]
    agreed = {"contractor": "Sluis nv", "initial_amount": 50_000, "concluded_on": date(2026, 5, 6)}
    Contract.objects.get_or_create(file=file, lot=None, defaults=agreed)
    IndexSeries.objects.get_or_create(code="S", defaults={"title": "Lonen", "source": "FOD Economie"})
    return (file.reference,)
