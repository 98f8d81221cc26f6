"""What the award of a procurement keeps: criteria, tenders, examination, scores, report, decision."""

from __future__ import annotations

from stuurbord.web.tenders.models.assessor import Assessor, Declaration, Score
from stuurbord.web.tenders.models.comparison import TenderComparison
from stuurbord.web.tenders.models.conclusion import LotConclusion
from stuurbord.web.tenders.models.criterion import BY_AMOUNT, AwardCriterion, CriterionKind, PriceFormula
from stuurbord.web.tenders.models.decision import AwardDecision, DecisionKind, TendererInformed
from stuurbord.web.tenders.models.evaluation import TenderAccess, TenderEvaluation
from stuurbord.web.tenders.models.examination import (
    PENDING,
    REMOVED,
    VERDICTS,
    WITHOUT_REASON,
    Examination,
    ExaminationStep,
    ExaminationVerdict,
    PriceCheck,
    PriceVerdict,
)
from stuurbord.web.tenders.models.negotiation import NegotiationRound, RoundAmount
from stuurbord.web.tenders.models.report import AwardReport
from stuurbord.web.tenders.models.tender import Tender, TenderLine

__all__ = [
    "BY_AMOUNT",
    "PENDING",
    "REMOVED",
    "VERDICTS",
    "WITHOUT_REASON",
    "Assessor",
    "AwardCriterion",
    "AwardDecision",
    "AwardReport",
    "CriterionKind",
    "DecisionKind",
    "Declaration",
    "Examination",
    "ExaminationStep",
    "ExaminationVerdict",
    "LotConclusion",
    "NegotiationRound",
    "PriceCheck",
    "PriceFormula",
    "PriceVerdict",
    "RoundAmount",
    "Score",
    "Tender",
    "TenderAccess",
    "TenderComparison",
    "TenderEvaluation",
    "TenderLine",
    "TendererInformed",
]
