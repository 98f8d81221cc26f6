"""The steps of a procedure for one plan: which of them it needs, and what is uncertain about those."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from stuurbord.plan import NONE, Plan, TaskRow, moment
from stuurbord.rulebooks.be_procurement.advice import ProcedureVerdict
from stuurbord.rulebooks.be_procurement.planning import (
    CALENDAR,
    PlanningStep,
    PlanPart,
    plan_part,
    procedure_risks,
    procedure_steps,
    terms_of,
)
from stuurbord.rulebooks.rule_pack.model import said
from stuurbord.web.clock import today
from stuurbord.web.procurements.advising import Asked
from stuurbord.web.procurements.plan_effect.branch import Branch, Merged, Parts
from stuurbord.web.procurements.plan_effect.once_planned import OncePlanned
from stuurbord.web.procurements.plan_effect.uncertainty import StepRisk, StepSpread, Uncertainty, percents
from stuurbord.web.reader import reader

INSPECTION: Final = "inspection_of_finance"
_INSPECTION: Final = "INSPECTION"
"""Duty of the rule book: the Inspectorate of Finance has to advise."""
_OPTION_OF: Final = {"market_consultation": ("S02",), INSPECTION: ("S07", "S19")}
"""What a file may ask for → the steps that show that the plan has it."""
_WORKING_PER_CALENDAR_DAY: Final = Decimal(5) / 7
_NUMBER: Final = {"retender": 1, "suspension": 2}
"""Risk of the template → its own number within a file: it keeps that whatever the procedure."""


@dataclass(frozen=True, slots=True)
class ProcedureParts:
    """The tasks of a procedure, and what they come from."""

    parts: Parts
    part: PlanPart
    steps: tuple[PlanningStep, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A procedure that a plan is to follow.

    Attributes
    ----------
    asks_inspection
        Whether the Inspectorate of Finance has to advise.
    """

    verdict: ProcedureVerdict
    sector: str = "classic"
    asks_inspection: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """What its steps follow from, to compare with."""
        return self.verdict.code, terms_of(self.verdict, self.sector), self.asks_inspection

    def steps(self, options: Collection[str]) -> tuple[PlanningStep, ...]:
        """Return its steps, with those that are optional where the plan has them or the rules ask them."""
        return procedure_steps(self.verdict.code, terms_of(self.verdict, self.sector), optional=options)


def wanted_of(answer: Asked, verdict: ProcedureVerdict) -> Wanted:
    """Return a procedure as an advice has it."""
    sector = "special" if answer.own.get("sector") == "special" else "classic"
    asks_inspection = any(one.key == _INSPECTION for one in answer.advice.obligations)
    return Wanted(verdict, sector, asks_inspection)


def begin_of(plan: Plan) -> date:
    """Return the first day of a new procurement: today, or the status date where that is later."""
    return today() if plan.status_date == NONE else max(today(), moment(plan.status_date).date())


def parts_of(
    wanted: Wanted,
    former: Wanted | None,
    plan: Plan,
    branch: Branch,
    start: date,
    once: Mapping[str, OncePlanned],
) -> ProcedureParts:
    """Return the tasks of a procedure that the plan should have.

    Where the plan has steps of the procurement already, those that somebody left out of it stay out: only
    what the law asks for and what the former procedure did not have comes in. What comes in again lasts as
    long as it was planned before it went, so that there and back changes nothing.

    Parameters
    ----------
    former
        The procedure so far; None if none was chosen.
    start
        The first day of a procurement that is new to the plan.
    once
        Step → how it stood in the plan before, as `once_planned` finds it.
    """
    in_plan = {name for name, steps in _OPTION_OF.items() if branch.step_uids.keys() & {*steps}}
    asked_so_far = {INSPECTION} if former and former.asks_inspection else set()
    asked_now = {INSPECTION} if wanted.asks_inspection else set()
    steps = wanted.steps((in_plan - asked_so_far) | asked_now)
    part = plan_part(steps, start, language=reader().code, seconds_per_day=plan.seconds_per_day)
    rows = [_as_once_planned(row, once.get(row.step)) for row in part.tasks]
    uids = {step: one.uid for step, one in once.items()}
    parts = Parts(rows, part.dependencies, (part.calendar,), uids=uids)
    if branch.uid is not None and branch.step_uids:
        was = former.steps(asked_so_far | in_plan) if former else steps
        before, kinds = {one.step for one in was}, {_kind(one) for one in was}
        anew = {one.step for one in steps if _kind(one) not in kinds}
        parts = replace(parts.without(_left_out(steps, before, branch)), anew=anew)
    return ProcedureParts(parts, part, steps)


def _kind(one: PlanningStep) -> tuple[object, ...]:
    """Return what tells a step from that of another procedure: its name, and days that run on the clock."""
    days = (one.typical, one.legal_minimum) if one.unit == CALENDAR else ()
    return one.step, one.name["nl"], *days


def _as_once_planned(row: TaskRow, once: OncePlanned | None) -> TaskRow:
    if once is None or row.legal_minimum or row.is_elapsed != once.is_elapsed:
        return row
    return replace(row, name=once.name, duration=once.duration)


def _left_out(steps: Collection[PlanningStep], former: Collection[str], branch: Branch) -> set[str]:
    return {
        one.step
        for one in steps
        if one.step in former and one.step not in branch.step_uids and not one.legal_minimum
    }


def uncertainty_of(
    made: ProcedureParts, found: Merged, once: Mapping[int, tuple[Decimal, Decimal, Decimal]]
) -> Uncertainty:
    """Return what is uncertain about the tasks that are new or take another period, and about the whole.

    Parameters
    ----------
    once
        Uid → the three points in percent that people gave a task before it went; see `estimated_once`.
    """
    spreads = _spreads(made, found, once)
    has_spread = {(one.step, one.n) for one in spreads}
    places = {uid: (step, n) for step, uids in found.branch.step_uids.items() for n, uid in enumerate(uids)}
    renewed = [places[uid] for uid in found.renewed if uid in places]
    certain = tuple(one for one in renewed if one not in has_spread)
    return Uncertainty(tuple(spreads), tuple(_risks(made)), certain)


def _spreads(
    made: ProcedureParts, found: Merged, once: Mapping[int, tuple[Decimal, Decimal, Decimal]]
) -> list[StepSpread]:
    rows = {row.uid: row for row in made.parts.rows}
    table = made.part.uncertainty.estimates
    points = zip(
        table.task_uid.tolist(), table.low.tolist(), table.likely.tolist(), table.high.tolist(), strict=True
    )
    spreads = []
    for uid, low, likely, high in points:
        row = rows.get(uid)
        if row is None or not row.duration or found.uid_of[uid] not in found.renewed:
            continue
        place = found.branch.step_uids[row.step].index(found.uid_of[uid])
        own = found.uid_of[uid]
        is_back = own in found.added and made.parts.uids.get(row.step) == own
        if is_back and own not in once:
            continue  # nobody had called it uncertain
        # Of the likely duration of the template, also where the plan gives the step another one.
        points_of_it = once.get(own) or percents(low, likely, high, likely)
        spreads.append(StepSpread(row.step, place, *points_of_it))
    return spreads


def _risks(made: ProcedureParts) -> list[StepRisk]:
    risks = []
    for one in procedure_risks(made.steps):
        days = tuple(round(Decimal(day) * _WORKING_PER_CALENDAR_DAY) for day in one.delay)
        chance, title = Decimal(str(one.probability)), said(one.name, reader().code)
        risks.append(
            StepRisk(_NUMBER[one.key], title, chance, one.repeats, one.delays, days if one.delays else None)
        )
    return risks
