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

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stuurbord.engine.critical_path import critical_path
from stuurbord.errors import N_
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
from stuurbord.web.look.drawing import diamond, n
from stuurbord.web.procurements.advising import Asked
from stuurbord.web.procurements.plan_effect.on_plan import Planned, PlannedStep
from stuurbord.web.procurements.words import procedure_name
from stuurbord.web.reader import reader

INSPECTION_STEP: Final = "S07"
_INSPECTED: Final = ("inspection_of_finance",)
BEFORE_DISPATCH: Final = ("S01", "S02", "S03", "S04", "S05", "S06", "S07", "S08", "S09")
"""Steps that are done when the notice or invitation goes out: the dates are counted from there."""
DISPATCH: Final = "S09"
INFORMED: Final = "S22"
STANDSTILL: Final = "S23"
CONCLUSION: Final = "S24"
AFTER_CONCLUSION: Final = ("S25", "S26", "S27")
_GROUPS: Final = {
    "need": N_("Need and estimate"),
    "specifications": N_("Specifications"),
    "approval": N_("Approval"),
    "requests": N_("Requests"),
    "selection": N_("Selection"),
    "tenders": N_("Tenders"),
    "examination": N_("Examination"),
    "negotiation": N_("Negotiation"),
    "report": N_("Award report"),
    "inspection": N_("Inspectorate of Finance"),
    "decision": N_("Decision"),
    "standstill": N_("Standstill"),
}
"""What the picture calls the steps; the table tells each by its own name."""
_GROUP_OF: Final = {
    **dict.fromkeys(("S01", "S02", "S03", "S04"), "need"),
    **dict.fromkeys(("S05", "S06"), "specifications"),
    **dict.fromkeys(("S07", "S08", "S09"), "approval"),
    "S10": "requests",
    "S11": "selection",
    "S12": "tenders",
    **dict.fromkeys(("S13", "S14", "S15", "S16"), "examination"),
    "S17": "negotiation",
    "S18": "report",
    "S19": "inspection",
    **dict.fromkeys(("S20", "S21", "S22"), "decision"),
    "S23": "standstill",
}
_WIDTH, _LEFT, _RIGHT, _LANE, _HEAD = 780, 8, 72, 88, 26
_MILESTONES = 34
"""Pixels for the days that people write down, below the last lane."""
_FAR = timedelta(days=150)
"""A gate that comes later after the conclusion would leave no room for the steps: the table tells it."""
_MOST_TURNS = 30
INSPECTION = "INSPECTION"
"""Duty of the rule book: the Inspectorate of Finance has to advise."""
_ROWS, _LETTER = 3, 6.2
"""Rows of words below the bars, and about how wide a letter is, so that none runs into another."""


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


def picture(lanes: Sequence[Lane]) -> SafeString:
    """Return the lanes below each other on one axis, legal periods hatched; a table tells the same."""
    drawn = [one for one in lanes if one.bars]
    if not drawn:
        return SafeString("")
    first = min(bar.first for one in drawn for bar in one.bars)
    last = max(
        [bar.last for one in drawn for bar in one.bars] + [day for one in drawn if (day := _gate(one))]
    )
    axis = _Axis(first - timedelta(days=3), last + timedelta(days=4))
    height = _HEAD + _LANE * len(drawn) + _MILESTONES
    parts = [axis.months(height)]
    parts += [_drawn(one, axis, _HEAD + at * _LANE) for at, one in enumerate(drawn)]
    parts.append(_milestones(drawn[-1], axis, height - _MILESTONES))
    return SafeString(
        f'<svg class="procurement-timeline" width="{_WIDTH}" height="{height}" aria-hidden="true"'
        f' focusable="false"><defs><pattern id="law-hatch" width="5" height="5" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><path class="law-hatch" d="M0 0v5"/></pattern></defs>'
        f"{''.join(parts)}</svg>"
    )


@dataclass(frozen=True)
class _Axis:
    first: date
    last: date

    def x(self, day: date) -> float:
        days = (self.last - self.first).days or 1
        return _LEFT + (day - self.first).days / days * (_WIDTH - _LEFT - _RIGHT)

    def months(self, height: int) -> str:
        """Return a line and a name at the first of each month; every other name where they come close."""
        starts, day = [], self.first.replace(day=1)
        while day <= self.last:
            if day >= self.first:
                starts.append(day)
            day = (day + timedelta(days=32)).replace(day=1)
        step = 1 + len(starts) // 14
        made = []
        for at, one in enumerate(starts):
            x = n(self.x(one))
            made.append(f'<path class="grid" d="M{x} 14V{height}"/>')
            if at % step == 0:
                year = f" {one.year}" if at == 0 or one.month == 1 else ""
                made.append(f'<text x="{n(self.x(one) + 3)}" y="11">{reader().short_month(one)}{year}</text>')
        return "".join(made)


def _drawn(lane: Lane, axis: _Axis, top: int) -> str:
    kind = "proposed" if lane.is_proposal else "now"
    made = [f'<text class="lane" x="{_LEFT}" y="{top + 12}">{escape(lane.label)}</text>']
    y = top + 20
    blocks = _blocks(lane.bars)
    for block in blocks:
        left, right = axis.x(block.first), axis.x(block.last + timedelta(days=1))
        made.append(_rect(f"bar {kind}", left, right, y))
        if block.legal_until is not None:
            until = axis.x(block.legal_until + timedelta(days=1))
            made += [_rect("paper-ground", left, until, y), _rect("law", left, until, y)]
    made += _labels(blocks, axis, y)
    if lane.closing is not None:
        made.append(_to_gate(lane, axis, y, lane.closing))
    return "".join(made)


def _labels(blocks: Sequence[_Block], axis: _Axis, y: int) -> list[str]:
    """Return the names below their bars, each on a stem from the begin of its own bar.

    Legal periods find a place first, and the last of them before the others: a name that reaches beyond the
    begin of the next bar stands lower than that one's. What has no room then stands in the table.
    """
    made: list[str] = []
    words: list[list[tuple[float, float]]] = [[] for _row in range(_ROWS)]
    stems: list[list[float]] = [[] for _row in range(_ROWS)]
    for block in sorted(blocks, key=lambda one: (one.legal_until is None, -one.first.toordinal())):
        stem, width = axis.x(block.first), len(block.text) * _LETTER
        begin = min(stem + 3, _WIDTH - _LEFT - width)
        end = begin + width + _LETTER
        for row in range(_ROWS):
            is_free = all(end <= left or right <= begin for left, right in words[row])
            is_clear = not any(begin - 2 < one < end for one in stems[row])
            is_through = all(not left - 2 < stem < right for above in words[:row] for left, right in above)
            if is_free and is_clear and is_through:
                words[row].append((begin, end))
                for above in stems[: row + 1]:
                    above.append(stem)
                down = y + 26 + row * 13
                made.append(f'<path class="stem" d="M{n(stem)} {y + 12}V{down}"/>')
                made.append(f'<text x="{n(begin)}" y="{down - 1}">{escape(block.text)}</text>')
                break
    return made


def _to_gate(lane: Lane, axis: _Axis, y: int, closing: date) -> str:
    """Return the conclusion, and the gate that waits for it with the days between."""
    x, made = axis.x(closing), []
    if gate_on := _gate(lane):
        at, days = axis.x(gate_on), (gate_on - closing).days
        made.append(f'<path class="to-gate" d="M{n(x)} {y + 6}H{n(at)}"/>')
        words = _("{n} d to the gate").format(n=reader().number(days))
        if at - x > (len(words) + 4) * _LETTER:
            made.append(f'<text class="middle" x="{n((x + at) / 2)}" y="{y + 2}">{escape(words)}</text>')
        made.append(
            diamond(at, y + 6, 7, "milestone-gate now" if not lane.is_proposal else "milestone-gate proposed")
        )
        told = f"{lane.gate} {reader().short_day(gate_on)}"
        made.append(f'<text class="gate-name" x="{n(at + 11)}" y="{y + 10}">{escape(told)}</text>')
    return "".join([*made, diamond(x, y + 6, 5, "closing")])


def _gate(lane: Lane) -> date | None:
    """Return the day of the gate where the picture shows it."""
    if lane.gate_on is None or lane.closing is None or not lane.gate:
        return None
    return lane.gate_on if lane.closing <= lane.gate_on <= lane.closing + _FAR else None


def _milestones(lane: Lane, axis: _Axis, top: int) -> str:
    """Return the days of a lane that a lawyer writes down: dispatch, information and conclusion."""
    days = (
        (lane.last_of(DISPATCH), pgettext("milestone of a procurement", "dispatch")),
        (lane.last_of(INFORMED), pgettext("milestone of a procurement", "information")),
        (lane.closing, pgettext("milestone of a procurement", "conclusion")),
    )
    made, free = [], [0.0, 0.0]
    for day, word in days:
        if day is None:
            continue
        x, words = axis.x(day), f"{reader().short_day(day)} {word}"
        width = len(words) * _LETTER
        is_left = x + 8 + width > _WIDTH
        begin = x - 8 - width if is_left else x + 8
        row = next((row for row, end in enumerate(free) if end <= begin - 4), 1)
        free[row] = begin + width if is_left else x + 8 + width
        y = top + 8 + 15 * row
        kind = ' class="end"' if is_left else ""
        made.append(f'<circle class="milestone" cx="{n(x)}" cy="{y - 4}" r="3.5"/>')
        made.append(f'<text{kind} x="{n(x - 8 if is_left else x + 8)}" y="{y}">{escape(words)}</text>')
    return "".join(made)


def _rect(kind: str, left: float, right: float, y: int) -> str:
    return f'<rect class="{kind}" x="{n(left)}" y="{y}" width="{n(max(right - left, 2))}" height="12"/>'


@dataclass(frozen=True)
class _Block:
    """Steps that are drawn as one bar."""

    first: date
    last: date
    legal_until: date | None
    text: str


def _blocks(bars: Sequence[Bar]) -> list[_Block]:
    """Return the steps as they are drawn: what follows without a period of the law, together."""
    groups: dict[str, list[Bar]] = {}
    for bar in bars:
        if bar.step != CONCLUSION:
            groups.setdefault(_GROUP_OF.get(bar.step, bar.step), []).append(bar)
    return [_block(name, group) for name, group in groups.items()]


def _block(name: str, group: Sequence[Bar]) -> _Block:
    first, last = min(one.first for one in group), max(one.last for one in group)
    label = _(_GROUPS[name]) if name in _GROUPS else group[0].label
    legal = group[0] if len(group) == 1 and group[0].legal_days else None
    text = f"{label}, {reader().number(legal.legal_days)} {_('d')}" if legal else label
    return _Block(first, last, legal.legal_until if legal else None, text)


def _closing(bars: Sequence[Bar]) -> date | None:
    return next((one.last for one in bars if one.step == CONCLUSION), None)


def _bars(verdict: ProcedureVerdict, answer: Asked, recorded: Mapping[str, date]) -> tuple[Bar, ...]:
    day = answer.dispatch
    if day is None or not verdict.is_minimum_known:
        steps = procedure_steps(verdict.code, LegalTerms())
        done = [(one, recorded[one.step]) for one in steps if one.step in recorded]
        return tuple(_bar(one, on, on) for one, on in done)
    optional = _INSPECTED if any(one.key == INSPECTION for one in answer.advice.obligations) else ()
    return _scheduled(verdict.code, _legal(verdict, answer), day, optional, tuple(sorted(recorded.items())))


def inspection_begins(verdict: ProcedureVerdict, answer: Asked) -> date | None:
    """Return by when the advice of the Inspectorate is asked, to be just done for the dispatch.

    As the picture draws it; None where no dispatch is known, or the periods are not.
    """
    day = answer.dispatch
    if day is None or not verdict.is_minimum_known:
        return None
    bars = _scheduled(verdict.code, _legal(verdict, answer), day, _INSPECTED)
    return next((one.first for one in bars if one.step == INSPECTION_STEP), None)


def _legal(verdict: ProcedureVerdict, answer: Asked) -> LegalTerms:
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


__all__ = ["Bar", "Lane", "lane_of", "picture"]
