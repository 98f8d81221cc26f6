"""Many plans with links across them: what each comes to, and what a change of one does to the others."""

from stuurbord.engine.plan_network.links import CrossLink
from stuurbord.engine.plan_network.network import Dated, PlanNetwork

__all__ = ["CrossLink", "Dated", "PlanNetwork"]
