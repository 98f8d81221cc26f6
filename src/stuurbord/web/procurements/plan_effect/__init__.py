"""What a choice of procedure does to the plan: one proposal that changes plan and file together.

The Procedure page shows it: `page_context` fills the bar and the panel, and as long as a proposal waits,
`pending_facts` are the facts that stand beside those of today.
"""

from __future__ import annotations

from stuurbord.web.procurements.plan_effect.context import page_context
from stuurbord.web.procurements.plan_effect.proposing import pending_change, pending_facts, plan_proposal

__all__ = ["page_context", "pending_change", "pending_facts", "plan_proposal"]
