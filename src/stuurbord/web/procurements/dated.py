"""When each procedure in question would be concluded: as the plan has it, else by the usual durations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from django.utils import timezone

from stuurbord.rulebooks.be_procurement import ProcedureVerdict
from stuurbord.web.procurements.advising import Asked
from stuurbord.web.procurements.choosing import may_choose
from stuurbord.web.procurements.models import PendingChange, PlanLink, ProcurementFile
from stuurbord.web.procurements.plan_effect.on_plan import (
    Planned,
    PlanNow,
    former_of,
    plan_now,
    planned_by,
    planned_now,
    planned_with,
)
from stuurbord.web.procurements.plan_effect.once_planned import PlanBefore, plans_before
from stuurbord.web.procurements.plan_effect.proposing import link_of
from stuurbord.web.procurements.plan_effect.steps import Wanted, wanted_of
from stuurbord.web.procurements.timeline import CONCLUSION, DISPATCH, INFORMED, Lane, lane_of

REQUESTS, TENDERS, OPENING, AWARD = "S10", "S12", "S13", "S21"
"""Steps that are done on a day that people write down, beside those of the timeline."""


class Dates:
    """The days of the procedures in one advice on a file.

    Parameters
    ----------
    pending
        The proposal whose facts the advice was asked on; None: on the facts as they are, or others.
    is_changed
        Whether it was asked on other facts than those that are kept.
    """

    def __init__(
        self,
        file: ProcurementFile,
        answer: Asked,
        pending: PendingChange | None = None,
        *,
        is_changed: bool = False,
    ) -> None:
        self.file, self.answer, self.pending, self.is_changed = file, answer, pending, is_changed

    @cached_property
    def link(self) -> PlanLink:
        """How the file is tied to the plan."""
        return link_of(self.file)

    @cached_property
    def lanes(self) -> dict[str, Lane]:
        """Code of a procedure → its days."""
        return {one.code: self.lane(one) for one in self.answer.advice.procedures}

    @property
    def gate(self) -> str:
        """The gate that waits for the contract; empty where no plan tells."""
        return next((one.gate for one in self.lanes.values() if one.gate), "")

    @property
    def is_planned(self) -> bool:
        """Whether some of the days are those of the plan."""
        return any(one.is_planned for one in self.lanes.values())

    @property
    def is_usual(self) -> bool:
        """Whether some of the days rest on usual durations."""
        return any(one.closing and not one.is_planned for one in self.lanes.values())

    def lane(self, verdict: ProcedureVerdict, label: str = "", *, is_proposal: bool = False) -> Lane:
        """Return one procedure on the calendar; where another one is under way it has no days."""
        is_own = verdict.code == (self.file.procedure or verdict.code)
        if not is_own and not self.is_open and (self.pending is None or verdict.code != self.pending.choice):
            return Lane(verdict.code, "", (), None, is_proposal)
        planned = self._planned(verdict)
        recorded = self.recorded if is_own else {}
        return lane_of(verdict, self.answer, label, planned, recorded, is_proposal=is_proposal)

    @cached_property
    def is_open(self) -> bool:
        """Whether the procedure can still be chosen."""
        return may_choose(self.file)

    @cached_property
    def recorded(self) -> Mapping[str, date]:
        """Step → the day on which it was done, or has to be, as written down."""
        file = self.file
        moments = (file.requests_due, file.tenders_due, file.opened_at)
        asked_by, due, opened = (one and timezone.localtime(one).date() for one in moments)
        days = {
            DISPATCH: file.published_on,
            REQUESTS: asked_by,
            TENDERS: due,
            OPENING: opened,
            AWARD: file.awarded_on,
            INFORMED: file.informed_on,
            CONCLUSION: file.concluded_on,
        }
        return {step: day for step, day in days.items() if day is not None}

    @cached_property
    def now(self) -> PlanNow | None:
        """The plan that counts."""
        return plan_now(self.file)

    @cached_property
    def former(self) -> Wanted | None:
        """The procedure so far."""
        return former_of(self.file)

    @cached_property
    def before(self) -> tuple[PlanBefore, ...]:
        """The plans that earlier proposals of this file replaced."""
        return plans_before(self.file, self.link)

    def _planned(self, verdict: ProcedureVerdict) -> Planned | None:
        code = verdict.code
        if self.pending is not None and code == self.pending.choice:
            return planned_by(self.pending.proposal, self.file, self.link)
        if self.now is None:
            return None
        if not self.is_changed and code == self.file.procedure:
            return planned_now(self.file, self.link, self.now)
        if not verdict.is_minimum_known or (code != self.file.procedure and not self.is_open):
            return None
        wanted = wanted_of(self.answer, verdict)
        return planned_with(self.file, self.link, self.now, wanted, self.former, self.before)


def earliest(dates: Dates) -> str:
    """Return the code of the allowed procedure that is concluded first; empty where no day is known."""
    found = [
        (lane.closing, at, one.code)
        for at, one in enumerate(dates.answer.advice.procedures)
        if one.verdict == "allowed" and (lane := dates.lanes[one.code]).closing is not None
    ]
    return min(found)[2] if found else ""
