"""How sure the goal and the gates are with edits, for the page that asks while somebody tries them."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from django.utils.translation import gettext as _

from stuurbord.exchange.risk_workbook import RiskRecords
from stuurbord.plan import Plan, moment
from stuurbord.web.forecasts.limits import limits_of
from stuurbord.web.forecasts.queries import is_uncertain
from stuurbord.web.forecasts.simulating import Question, question_about
from stuurbord.web.planning.actions import Refused
from stuurbord.web.planning.chances import (
    MOST_TASKS_AT_ONCE,
    Spread,
    iterations_for,
    question_with,
    spread_of,
)
from stuurbord.web.planning.events import proposal_asked
from stuurbord.web.planning.models import Proposal, ProposalState
from stuurbord.web.planning.workspace import Tried
from stuurbord.web.projects.models import PlanRevision, Project
from stuurbord.web.reader import reader

_NOTHING = {
    "p50": None,
    "p80": None,
    "p80_before": None,
    "days": None,
    "chance": None,
    "chance_before": None,
    "gates": [],
}


def uncertain_with(proposal: Proposal, plan: Plan) -> RiskRecords | None:
    """Return what is uncertain about an open proposal beside what the registers say; see `proposal_asked`.

    Parameters
    ----------
    plan
        The plan as it becomes.
    """
    if proposal.state != ProposalState.OPEN:
        return None  # what was accepted stands in the registers
    told = proposal_asked.send(sender=Proposal, proposal=proposal, plan=plan)
    return next((records for _receiver, records in told if records is not None), None)


def sureness(
    project: Project, base: PlanRevision, found: Tried, more: RiskRecords | None = None
) -> dict[str, Any]:
    """Return P50 and P80 of the goal with and without the edits, the chance to keep the limit, and per gate.

    Instants in seconds, ``days`` in calendar days (later is positive), chances 0–1. Where nothing is
    uncertain, ``missing`` says so and the figures are None: unknown is not sure. ``goal`` is the gate that
    the figures are of; empty for the whole plan or a task that is no gate.

    Parameters
    ----------
    more
        What is uncertain about the edited plan and not in the registers yet.

    Raises
    ------
    Refused
        If the plan is too large to answer while somebody waits.
    """
    started = perf_counter()
    limits = limits_of([project])[project.pk]
    answer: dict[str, Any] = {
        "goal": limits.goal,
        "limit": str(limits.limit) if limits.limit else None,
        "missing": [],
    }
    if limits.limit is None:
        answer["missing"].append(_("No tolerance in time is agreed, so there is no chance to tell."))
    if not is_uncertain(project):
        told = _("Nothing uncertain is written down. Add risks, estimates or a reference class.")
        return _NOTHING | answer | {"missing": [told], "iterations": 0}
    if len(found.new_plan.tasks) > MOST_TASKS_AT_ONCE:
        text = _("A plan of {n} tasks takes longer than a moment. Save a variant: it is computed apart.")
        raise Refused(text.format(n=reader().number(len(found.new_plan.tasks))))
    question, iterations = question_about(project, base), iterations_for(found.plan)
    before = spread_of(question, iterations)
    after = _after(question, found, iterations, before, more)
    return answer | {
        "p50": after.p50,
        "p80": after.p80,
        "p80_before": before.p80,
        "days": _days(before.p80, after.p80),
        "chance": after.chance,
        "chance_before": before.chance,
        "gates": _gates(found.new_plan, before, after),
        "iterations": iterations,
        "seconds": round(perf_counter() - started, 3),
    }


def _after(
    question: Question, found: Tried, iterations: int, before: Spread, more: RiskRecords | None
) -> Spread:
    if found.new_plan is found.plan:
        return before
    return spread_of(question_with(question, found.new_plan, more), iterations)


def _gates(plan: Plan, before: Spread, after: Spread) -> list[dict[str, Any]]:
    tasks = plan.tasks
    return [
        {
            "uid": uid,
            "gate": gate,
            "name": name,
            "p80": after.p80_of[uid],
            "p80_before": before.p80_of.get(uid),
            "days": _days(before.p80_of.get(uid), after.p80_of[uid]),
        }
        for uid, gate, name in zip(tasks.uid.tolist(), tasks.gate, tasks.name, strict=True)
        if gate and uid in after.p80_of
    ]


def _days(before: int | None, after: int) -> int | None:
    return None if before is None else (moment(after).date() - moment(before).date()).days
