"""A procedure on the calendar: what the law asks at least, and how long the rest takes.

Where the plan of the project has the procurement, its dates count. Else the engine computes them from the
dispatch of the notice or invitation, with the template of `stuurbord.rulebooks.be_procurement.planning` and
the calendar of the Flemish administration; what comes before the dispatch is counted back from it. A moment
that was written down counts before both: what follows is counted from the last one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from stuurbord.engine.critical_path import critical_path
from stuurbord.plan import moment
from stuurbord.plan.legal_periods import legal_period
from stuurbord.rulebooks.be_procurement import ProcedureVerdict
from stuurbord.rulebooks.be_procurement.planning import (
    LegalTerms,
    PlanningStep,
    as_plan,
    plan_part,
    procedure_steps,
    terms_of,
)
from stuurbord.rulebooks.rule_pack.model import said
from stuurbord.web.procurements.advising import Asked
from stuurbord.web.procurements.plan_effect.on_plan import Planned, PlannedStep
from stuurbord.web.procurements.words import procedure_name
from stuurbord.web.reader import reader

INSPECTION_STEP: Final = "S07"
_INSPECTED: Final = ("inspection_of_finance",)
BEFORE_DISPATCH: Final = ("S01", "S02", "S03", "S04", "S05", "S06", "S07", "S08", "S09")
"""Steps that are done when the notice or invitation goes out: the dates are counted from there."""
DISPATCH: Final = "S09"
DECISION: Final = "S21"
INFORMED: Final = "S22"
STANDSTILL: Final = "S23"
CONCLUSION: Final = "S24"
AFTER_CONCLUSION: Final = ("S25", "S26", "S27")
_MOST_TURNS = 30
INSPECTION = "INSPECTION"
"""Duty of the rule book: the Inspectorate of Finance has to advise."""


@dataclass(frozen=True)
class Bar:
    """One step on the calendar.

    Attributes
    ----------
    legal_until
        The last day of the period that the law asks at least; None where it asks none.
    """

    step: str
    name: Mapping[str, str]
    first: date
    last: date
    legal_days: int
    legal_until: date | None
    article: str
    is_verified: bool

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return said(self.name, reader().code)


@dataclass(frozen=True)
class Lane:
    """One procedure on the calendar; no bars where no day is known.

    Attributes
    ----------
    gate, gate_on
        The gate that waits for the contract, and its day in the plan; empty and None outside a plan.
    is_planned
        Whether the days are those of the plan, and not by the usual durations.
    """

    code: str
    label: str
    bars: tuple[Bar, ...]
    closing: date | None
    is_proposal: bool = False
    gate: str = ""
    gate_on: date | None = None
    is_planned: bool = False

    def last_of(self, step: str) -> date | None:
        """Return the last day of a step; None where it has none."""
        return next((one.last for one in self.bars if one.step == step), None)


def lane_of(
    verdict: ProcedureVerdict,
    answer: Asked,
    label: str = "",
    planned: Planned | None = None,
    recorded: Mapping[str, date] | None = None,
    *,
    is_proposal: bool = False,
) -> Lane:
    """Return a procedure on the calendar.

    Without a plan, one that is not allowed, or of which it is not known what the law asks at least, has no
    other days than those that were written down.

    Parameters
    ----------
    planned
        What the plan has of it; None: by the usual durations.
    recorded
        Step → the day on which it was done, as written down.
    """
    text = f"{label}: {procedure_name(verdict.code)}" if label else ""
    recorded = recorded or {}
    if planned is None or planned.conclusion is None:
        bars = _bars(verdict, answer, recorded)
        return Lane(verdict.code, text, bars, _closing(bars), is_proposal)
    bars = tuple(_planned_bar(one) for one in planned.steps if one.step not in AFTER_CONCLUSION)
    where = planned.gate, planned.gate_on, True
    bars, closing = _as_recorded(bars, recorded), _closing_of(planned.conclusion, recorded, bars)
    return Lane(verdict.code, text, bars, closing, is_proposal, *where)


def _closing(bars: Sequence[Bar]) -> date | None:
    return next((one.last for one in bars if one.step == CONCLUSION), None)


def _bars(verdict: ProcedureVerdict, answer: Asked, recorded: Mapping[str, date]) -> tuple[Bar, ...]:
    day = answer.dispatch
    if day is None or not verdict.is_minimum_known:
        steps = procedure_steps(verdict.code, LegalTerms())
        done = [(one, recorded[one.step]) for one in steps if one.step in recorded]
        return tuple(_bar(one, on, on) for one, on in done)
    optional = _INSPECTED if any(one.key == INSPECTION for one in answer.advice.obligations) else ()
    return _scheduled(
        verdict.code, legal_terms(verdict, answer), day, optional, tuple(sorted(recorded.items()))
    )


def inspection_begins(verdict: ProcedureVerdict, answer: Asked) -> date | None:
    """Return by when the advice of the Inspectorate is asked, to be just done for the dispatch.

    As the picture draws it; None where no dispatch is known, or the periods are not.
    """
    day = answer.dispatch
    if day is None or not verdict.is_minimum_known:
        return None
    bars = _scheduled(verdict.code, legal_terms(verdict, answer), day, _INSPECTED)
    return next((one.first for one in bars if one.step == INSPECTION_STEP), None)


def legal_terms(verdict: ProcedureVerdict, answer: Asked) -> LegalTerms:
    """Return the periods that the law sets for a procedure, in the sector of the contract."""
    sector = answer.own.get("sector")
    return terms_of(verdict, sector if sector in ("classic", "special") else "classic")


@lru_cache(maxsize=512)
def _scheduled(
    code: str,
    terms: LegalTerms,
    dispatch: date,
    optional: tuple[str, ...],
    recorded: tuple[tuple[str, date], ...] = (),
) -> tuple[Bar, ...]:
    """Return the steps up to the conclusion, each with its first and last day."""
    steps = procedure_steps(code, terms, optional=optional)
    before = _counted_back(code, _among(steps, BEFORE_DISPATCH), dispatch)
    made = [*_as_recorded(before, {DISPATCH: dispatch})]
    rest = _among(steps, {one.step for one in steps} - {*BEFORE_DISPATCH, *AFTER_CONCLUSION})
    since = dispatch
    for step, day in recorded:
        if step in {one.step for one in rest}:
            done = _dated(code, _among(rest, {one.step for one in rest if one.step <= step}), since)
            made += _as_recorded(done, {step: day})
            rest, since = _among(rest, {one.step for one in rest if one.step > step}), day
    return (*made, *_dated(code, rest, since))


def _as_recorded(bars: Sequence[Bar], recorded: Mapping[str, date]) -> tuple[Bar, ...]:
    """Return steps so that each that was written down ends on its day, and the others before or after it."""
    made = []
    for bar in bars:
        since = max((day for step, day in recorded.items() if step < bar.step), default=date.min)
        until = min((day for step, day in recorded.items() if step > bar.step), default=date.max)
        first, last = (min(max(day, since), until) for day in (bar.first, bar.last))
        if bar.step in recorded:
            last = recorded[bar.step]
        elif bar.step == STANDSTILL and INFORMED in recorded and bar.legal_days:
            first = min(since + timedelta(days=1), until)
            last = min(legal_period(since, bar.legal_days).last_day, until)
        made.append(_moved(bar, min(first, last), last))
    return tuple(made)


def _moved(bar: Bar, first: date, last: date) -> Bar:
    """Return a step on other days; the part that the law asks stays as long, where it fits."""
    if bar.legal_until is None or (first, last) == (bar.first, bar.last):
        return replace(bar, first=first, last=last)
    is_all = bar.legal_until == bar.last
    until = last if is_all else min(last, first + (bar.legal_until - bar.first))
    return replace(bar, first=first, last=last, legal_until=until)


def _closing_of(planned: date, recorded: Mapping[str, date], bars: Sequence[Bar]) -> date:
    """Return the day of the conclusion: as written down, else as planned, but after the standstill."""
    if CONCLUSION in recorded:
        return recorded[CONCLUSION]
    runs = [one.last + timedelta(days=1) for one in bars if one.step == STANDSTILL and INFORMED in recorded]
    return max([planned, *runs, *recorded.values()])


def _counted_back(code: str, steps: Sequence[PlanningStep], dispatch: date) -> tuple[Bar, ...]:
    """Return the steps before the dispatch, begun so late that they are just done on that day."""
    start = dispatch
    for _turn in range(_MOST_TURNS):
        bars = _dated(code, steps, start)
        late = (max((bar.last for bar in bars), default=dispatch) - dispatch).days
        if late <= 0:
            return bars
        start -= timedelta(days=late)
    return ()


def _dated(code: str, steps: Sequence[PlanningStep], start: date) -> tuple[Bar, ...]:
    """Return steps that begin on a day."""
    if not steps:
        return ()
    part = plan_part(steps, start)
    plan = as_plan(part, start, code)
    schedule = critical_path(plan)
    at = {int(uid): index for index, uid in enumerate(plan.tasks.uid)}
    rows = [one for one in part.tasks if one.step]
    made = []
    for one in steps:
        own = [at[row.uid] for row in rows if row.step == one.step]
        first = moment(int(schedule.early_start[own[0]])).date()
        last = moment(int(schedule.early_finish[own[-1]])).date()
        made.append(_bar(one, first, last))
    return tuple(made)


def _among(steps: Sequence[PlanningStep], names: Collection[str]) -> list[PlanningStep]:
    """Return some of the steps; what waited for another one begins with them."""
    kept = [one for one in steps if one.step in names]
    there = {one.step for one in kept}
    return [replace(one, after=tuple(link for link in one.after if link.step in there)) for one in kept]


def _planned_bar(one: PlannedStep) -> Bar:
    """Return a step of the plan; what lasts longer than the law asks is hatched as far as that goes."""
    days = one.legal_days
    begin = one.first + timedelta(days=1) if days else one.first
    is_all = (one.last - one.first).days <= days
    until = one.last if is_all else one.first + timedelta(days=days)
    return Bar(
        one.step,
        dict.fromkeys(("nl", "fr", "en"), one.name),
        min(begin, one.last),
        one.last,
        days,
        until if days else None,
        one.article,
        one.is_verified,
    )


def _bar(one: PlanningStep, first: date, last: date) -> Bar:
    begin = first if not one.legal_minimum else first + timedelta(days=1)
    until = min(last, first + timedelta(days=one.legal_minimum)) if one.legal_minimum else None
    if until is not None and one.typical <= one.legal_minimum:
        until = last
    return Bar(
        one.step,
        one.name,
        min(begin, last),
        last,
        one.legal_minimum,
        until,
        one.article,
        one.verified,
    )
