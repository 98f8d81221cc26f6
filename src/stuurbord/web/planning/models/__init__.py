"""Proposals to change a plan, and the promises that were made of it."""

from stuurbord.web.planning.models.named_baseline import NamedBaseline
from stuurbord.web.planning.models.presence import Presence
from stuurbord.web.planning.models.proposal import Proposal, ProposalSource, ProposalState

__all__ = ["NamedBaseline", "Presence", "Proposal", "ProposalSource", "ProposalState"]
