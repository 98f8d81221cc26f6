"""What the plan had of steps before a proposal changed them: a procedure that has them again finds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stuurbord.plan import Plan
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


PlanBefore = tuple[str, Mapping[str, OncePlanned]]
"""The procedure of a plan that was replaced, and step → how it stood there."""


def plans_before(file: ProcurementFile, link: PlanLink) -> tuple[PlanBefore, ...]:
    """Return the plans that accepted proposals of this file replaced, the last first.

    Periods of the law are left out: these are asked of the law. So is what stood as several tasks, which one
    duration does not tell.
    """
    accepted = file.pending_changes.filter(proposal__state=ProposalState.ACCEPTED).order_by("-pk")
    return tuple(
        (change.effect["before"]["procedure"], _steps(plan_of(change.proposal.base_id), file, link))
        for change in accepted.select_related("proposal")
    )


def _steps(plan: Plan, file: ProcurementFile, link: PlanLink) -> Mapping[str, OncePlanned]:
    tasks, row_of = plan.tasks, {uid: row for row, uid in enumerate(plan.tasks.uid.tolist())}
    found = {}
    for step, uids in branch_of(plan, file.reference, link.branch_uid).step_uids.items():
        row = row_of[uids[0]]
        if len(uids) == 1 and not tasks.is_summary[row] and not tasks.legal_minimum[row]:
            is_elapsed = bool(tasks.is_elapsed[row])
            found[step] = OncePlanned(uids[0], tasks.name[row], int(tasks.duration[row]), is_elapsed)
    return found


def once_planned(before: Sequence[PlanBefore], procedure: str) -> Mapping[str, OncePlanned]:
    """Return step → how it last stood in one of these plans, for a procedure that has it again.

    Work is the same whatever the procedure; a period on the clock, and how it is sent off, are those of
    ``procedure`` only.
    """
    found: dict[str, OncePlanned] = {}
    for own, steps in before:
        for step, one in steps.items():
            if own == procedure or not (one.is_elapsed or step == DISPATCH):
                found.setdefault(step, one)
    return found
