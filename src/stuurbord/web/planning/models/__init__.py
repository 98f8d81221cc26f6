"""Proposals to change a plan, the promises that were made of it, and what was told of the work."""

from stuurbord.web.planning.models.named_baseline import NamedBaseline
from stuurbord.web.planning.models.plan_resource import PlanResource
from stuurbord.web.planning.models.plan_variant import PlanVariant
from stuurbord.web.planning.models.presence import Presence
from stuurbord.web.planning.models.progress_sheet import ProgressSheet, ProgressSheetState
from stuurbord.web.planning.models.proposal import Proposal, ProposalSource, ProposalState
from stuurbord.web.planning.models.revision_figures import RevisionFigures
from stuurbord.web.planning.models.status_round import StatusRound
from stuurbord.web.planning.models.task_report import ReportSource, TaskReport

__all__ = [
    "NamedBaseline",
    "PlanResource",
    "PlanVariant",
    "Presence",
    "ProgressSheet",
    "ProgressSheetState",
    "Proposal",
    "ProposalSource",
    "ProposalState",
    "ReportSource",
    "RevisionFigures",
    "StatusRound",
    "TaskReport",
]
