"""What a procurement file keeps: facts, moments, lots, choices with the advice below them, evidence."""

from __future__ import annotations

from stuurbord.web.procurements.models.advice import KeptAdvice
from stuurbord.web.procurements.models.checklist_mark import ChecklistMark, MarkState
from stuurbord.web.procurements.models.choice import ChoiceVerdict, ProcedureChoice
from stuurbord.web.procurements.models.file import (
    CLOSED_STAGES,
    MOMENT_STAGES,
    ProcurementFile,
    ProcurementLot,
    Stage,
)
from stuurbord.web.procurements.models.organisation import Delegation, InspectionAmount, ReferenceRate
from stuurbord.web.procurements.models.pending_change import PendingChange
from stuurbord.web.procurements.models.plan_link import PlanLink
from stuurbord.web.procurements.models.ruling import ChoiceRuling

__all__ = [
    "CLOSED_STAGES",
    "MOMENT_STAGES",
    "ChecklistMark",
    "ChoiceRuling",
    "ChoiceVerdict",
    "Delegation",
    "InspectionAmount",
    "KeptAdvice",
    "MarkState",
    "PendingChange",
    "PlanLink",
    "ProcedureChoice",
    "ProcurementFile",
    "ProcurementLot",
    "ReferenceRate",
    "Stage",
]
