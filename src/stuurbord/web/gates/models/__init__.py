"""What a gate keeps: its dossier, the evidence, what people attest, decisions, conditions and waivers."""

from __future__ import annotations

from stuurbord.web.gates.models.attestation import Attestation, AttestedAnswer
from stuurbord.web.gates.models.condition import (
    CLOSED_CONDITIONS,
    HELD_BY_PROJECT,
    TO_MEET,
    ConditionState,
    GateCondition,
)
from stuurbord.web.gates.models.decision import GateDecision, GateVerdict
from stuurbord.web.gates.models.dossier import DossierState, GateDossier
from stuurbord.web.gates.models.evidence import Evidence, EvidenceState
from stuurbord.web.gates.models.plan_facts import PlanFacts
from stuurbord.web.gates.models.waiver import Waiver, WaiverState

__all__ = [
    "CLOSED_CONDITIONS",
    "HELD_BY_PROJECT",
    "TO_MEET",
    "Attestation",
    "AttestedAnswer",
    "ConditionState",
    "DossierState",
    "Evidence",
    "EvidenceState",
    "GateCondition",
    "GateDecision",
    "GateDossier",
    "GateVerdict",
    "PlanFacts",
    "Waiver",
    "WaiverState",
]
