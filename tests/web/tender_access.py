"""What the addresses of tenders need in the table of who may do what."""

from __future__ import annotations

import hashlib
from typing import Any

from django.utils import timezone

from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.tenders.models import Assessor, AwardReport, Tender

NAMES = ("tenders", "tender", "tender_scores", "award_report_file")
FORMS: dict[str, dict[str, Any]] = {
    "tenders": {
        "do": "criteria",
        "version": 1,
        "title_1": "Prijs",
        "kind_1": "price",
        "weight_1": "100",
    },
    "tender": {"do": "withdraw", "version": 1, "reason": "Bij brief."},
    "tender_scores": {"version": 1, "points_1_1": "8", "text_1_1": "Goed."},
}


def arguments(world: Any, name: str) -> tuple[Any, ...]:
    """Return what an address needs, made where it is not there: a file with a tender, or a report."""
    own = {"project": world.project, "title": "Sluisdeuren"}
    file = ProcurementFile.objects.get_or_create(reference="O-2026-901", defaults=own)[0]
    if name == "tender":
        at = timezone.now()
        values = {"tenderer": "Sluis nv", "received_at": at, "recorded_at": at}
        Tender.objects.get_or_create(file=file, number=1, defaults=values)
        return (file.reference, 1)
    if name == "tender_scores":
        Assessor.objects.get_or_create(file=file, user=world.actors["portfolio_manager"])
    if name == "award_report_file":
        content = b"verslag"
        kept = {"facts": {}, "facts_sha256": "0" * 64, "docx": content, "by_name": "M. Manager"}
        kept |= {"docx_sha256": hashlib.sha256(content).hexdigest(), "at": timezone.now()}
        AwardReport.objects.get_or_create(file=file, number=1, defaults=kept)
        return (file.reference, 1)
    return (file.reference,)
