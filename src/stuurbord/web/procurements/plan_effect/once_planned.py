"""What the plan had of steps before a proposal changed them: a procedure that has them again finds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stuurbord.web.planning.models import ProposalState
from stuurbord.web.procurements.models import PlanLink, ProcurementFile
from stuurbord.web.procurements.plan_effect.branch import DISPATCH, branch_of
from stuurbord.web.projects.plans import plan_of


@dataclass(frozen=True, slots=True, order=True)
class OncePlanned:
    """A step as it was planned.

    Attributes
    ----------
    uid
        Of its task: the registers speak of that.
    duration
        Seconds: working ones, or on the clock where ``is_elapsed``.
    """

    uid: int
    name: str
    duration: int
    is_elapsed: bool = False


def once_planned(file: ProcurementFile, link: PlanLink, procedure: str) -> Mapping[str, OncePlanned]:
    """Return step → how it last stood in a plan that an accepted proposal of this file replaced.

    Work is the same whatever the procedure; a period on the clock, and how it is sent off, are those of
    ``procedure`` only. Periods of the law are asked of the law, and what stood as several tasks is not told
    by one duration.
    """
    found: dict[str, OncePlanned] = {}
    for change in file.pending_changes.filter(proposal__state=ProposalState.ACCEPTED).order_by("-pk"):
        plan = plan_of(change.proposal.base_id)
        is_own = change.effect["before"]["procedure"] == procedure
        tasks, row_of = plan.tasks, {uid: row for row, uid in enumerate(plan.tasks.uid.tolist())}
        for step, uids in branch_of(plan, file.reference, link.branch_uid).step_uids.items():
            row = row_of[uids[0]]
            if len(uids) > 1 or tasks.is_summary[row] or tasks.legal_minimum[row]:
                continue
            is_elapsed = bool(tasks.is_elapsed[row])
            if is_own or not (is_elapsed or step == DISPATCH):
                told = OncePlanned(uids[0], tasks.name[row], int(tasks.duration[row]), is_elapsed)
                found.setdefault(step, told)
    return found
