"""Other contracts of the organisation that the law may count together with one: of the same kind of thing."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from stuurbord.web.procurements.amounts import as_number
from stuurbord.web.procurements.models import ProcurementFile, Stage

_GROUP_DIGITS = 3
"""Of a CPV code: its group. The rule book narrows further."""


def related_contracts(file: ProcurementFile) -> list[dict[str, Any]]:
    """Return the files of the same buyer with the same CPV group, as the rule book reads them.

    The whole portfolio counts, also what a reader may not open: who splits need not see both halves.
    """
    group = file.cpv[:_GROUP_DIGITS]
    if len(group) < _GROUP_DIGITS:
        return []
    others = (
        ProcurementFile.objects.filter(
            project__portfolio_id=file.project.portfolio_id,
            cpv__startswith=group,
            estimate__isnull=False,
            is_archived=False,
        )
        .exclude(pk=file.pk)
        .exclude(stage=Stage.STOPPED)
        .order_by("reference")
    )
    return [
        {
            "reference": one.reference,
            "title": one.title,
            "cpv": one.cpv,
            "unit": str(file.project.portfolio_id),
            "estimate": as_number(one.estimate),
            "date": (one.facts.get("date") or timezone.localdate(one.created_at).isoformat()),
        }
        for one in others
    ]
