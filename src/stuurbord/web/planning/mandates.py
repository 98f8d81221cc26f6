"""Who may make a proposal true: change control begins where a promise was made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from stuurbord.engine.critical_path import Schedule
from stuurbord.errors import NotPermitted
from stuurbord.plan import NONE, Plan, moment
from stuurbord.plan.changes import Change
from stuurbord.plan.changes.change import PLAN
from stuurbord.web.accounts.permissions import Permission, may, require
from stuurbord.web.forecasts.limits import goal_uid, limits_of
from stuurbord.web.projects.models import Project


@dataclass(frozen=True, slots=True)
class Mandate:
    """What a change of a plan asks.

    Attributes
    ----------
    permission
        ``IMPORT_PLAN`` within what was agreed, ``DECIDE`` beyond it.
    reasons
        Why it has to be decided, as sentences; empty within what was agreed.
    """

    permission: Permission
    reasons: tuple[str, ...]

    @property
    def asks_decision(self) -> bool:
        return self.permission == Permission.DECIDE

    def and_for(self, reasons: Iterable[str]) -> Mandate:
        """Return it with more reasons why it has to be decided."""
        told = (*self.reasons, *reasons)
        return Mandate(Permission.DECIDE if told else self.permission, told)


def mandate(
    project: Project,
    before: tuple[Plan, Schedule],
    after: tuple[Plan, Schedule],
    changes: Iterable[Change],
) -> Mandate:
    """Tell what a change asks: without a baseline nothing was promised, and the planner is free.

    To promise is to decide: also the first baseline 0 is not the planner's own. The others, 1 to 10, are.
    """
    reasons = [*_of_promise(changes)]
    if 0 in before[0].baselines:
        if not reasons and _promised_gates(before[0]) - set(after[0].tasks.uid.tolist()):
            reasons.append(_("It changes the baseline itself."))
        reasons += _of_time(project, before, after)
    return Mandate(Permission.DECIDE if reasons else Permission.IMPORT_PLAN, tuple(reasons))


def may_accept(actor: Any, project: Project, asked: Mandate, author_id: int | None) -> bool:
    """Tell whether somebody may accept: beyond what was agreed never the one who proposed."""
    if not may(actor, asked.permission, project.scopes):
        return False
    return not asked.asks_decision or author_id is None or actor.pk != author_id


def require_acceptance(actor: Any, project: Project, asked: Mandate, author_id: int | None) -> None:
    """Do nothing if `may_accept`.

    Raises
    ------
    NotPermitted
        With what it asks and who may.
    """
    require(actor, asked.permission, project.scopes)
    if asked.asks_decision and author_id is not None and actor.pk == author_id:
        told = _("You proposed this yourself: beyond what was agreed, somebody else decides.")
        raise NotPermitted(asked.permission, told)


def _promised_gates(plan: Plan) -> set[int]:
    """Return the gates that have a baseline: a promise that goes with them."""
    uids, promised = plan.tasks.uid.tolist(), plan.baselines[0].finish.tolist()
    return {
        uid for uid, gate, day in zip(uids, plan.tasks.gate, promised, strict=True) if gate and day != NONE
    }


def _of_promise(changes: Iterable[Change]) -> Iterable[str]:
    for one in changes:
        if one.column.startswith("baseline.0.") or _brings_or_takes_promise(one):
            yield _("It changes the baseline itself.")
            return


def _brings_or_takes_promise(one: Change) -> bool:
    return one.table == PLAN and one.column == "baselines" and (0 in one.before) != (0 in one.after)


def _of_time(project: Project, before: tuple[Plan, Schedule], after: tuple[Plan, Schedule]) -> Iterable[str]:
    """The goal may not end later than its promise with the tolerance, unless it did already and stays."""
    agreed = limits_of([project])[project.pk]
    was, now = (_goal_day(project, *one) for one in (before, after))
    if now is None:
        if was is not None:
            yield _("The goal of the project is no longer in the plan.")
        return
    limit = agreed.limit or _promised(project, before[0], agreed.tolerance_days)
    if limit is not None and now > limit and (was is None or now > was):
        yield _("The goal ends on {day}, after the last day within the tolerance, {limit}.").format(
            day=f"{now:%d/%m/%Y}", limit=f"{limit:%d/%m/%Y}"
        )


def _goal_day(project: Project, plan: Plan, schedule: Schedule) -> Any:
    uid = goal_uid(project, plan)
    finish = schedule.project_finish
    if uid >= 0:
        finish = int(schedule.finish[plan.tasks.uid.tolist().index(uid)])
    return None if finish == NONE else moment(finish).date()


def _promised(project: Project, plan: Plan, tolerance_days: int | None) -> Any:
    """Return the last day within the tolerance after the goal's own baseline."""
    uid = goal_uid(project, plan)
    if uid < 0 or tolerance_days is None:
        return None
    finish = int(plan.baselines[0].finish[plan.tasks.uid.tolist().index(uid)])
    return None if finish == NONE else moment(finish).date() + timedelta(days=tolerance_days)
