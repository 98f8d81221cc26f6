"""A procedure on the calendar: what the law asks at least, and how long the rest takes as a rule.

The dates are computed by the engine from the dispatch of the notice or invitation, with the template of
`stuurbord.rulebooks.be_procurement.planning` and the calendar of the Flemish administration.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stuurbord.engine.critical_path import critical_path
from stuurbord.errors import N_
from stuurbord.plan import moment
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
from stuurbord.web.procurements.models import ChoiceVerdict
from stuurbord.web.procurements.words import procedure_name
from stuurbord.web.reader import reader

BEFORE_DISPATCH: Final = ("S01", "S02", "S03", "S04", "S05", "S06", "S07", "S08", "S09")
"""Steps that are done when the notice or invitation goes out: the dates are counted from there."""
CONCLUSION: Final = "S24"
AFTER_CONCLUSION: Final = ("S25", "S26", "S27")
_GROUPS: Final = {
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
_WIDTH, _LEFT, _LANE, _HEAD = 780, 8, 88, 26
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
    """One procedure on the calendar; no bars where the day of dispatch is not known."""

    code: str
    label: str
    bars: tuple[Bar, ...]
    closing: date | None
    is_proposal: bool


def closing_of(verdict: ProcedureVerdict, answer: Asked) -> date | None:
    """Return the day on which a procedure would be concluded; None if that cannot be told."""
    if verdict.verdict == ChoiceVerdict.REFUSED:
        return None
    return _closing(_bars(verdict, answer))


def lane_of(verdict: ProcedureVerdict, answer: Asked, label: str, *, is_proposal: bool = False) -> Lane:
    """Return a procedure on the calendar."""
    bars = _bars(verdict, answer)
    text = f"{label}: {procedure_name(verdict.code)}"
    return Lane(verdict.code, text, bars, _closing(bars), is_proposal)


def picture(lanes: Sequence[Lane]) -> SafeString:
    """Return the lanes below each other on one axis, legal periods hatched; a table tells the same."""
    drawn = [one for one in lanes if one.bars]
    if not drawn:
        return SafeString("")
    first = min(bar.first for one in drawn for bar in one.bars)
    last = max(bar.last for one in drawn for bar in one.bars) + timedelta(days=4)
    axis = _Axis(first - timedelta(days=3), last)
    height = _HEAD + _LANE * len(drawn)
    parts = [axis.months(height)]
    parts += [_drawn(one, axis, _HEAD + at * _LANE) for at, one in enumerate(drawn)]
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
        return _LEFT + (day - self.first).days / days * (_WIDTH - 2 * _LEFT)

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
    free = [0.0] * _ROWS
    for block in _blocks(lane.bars):
        left, right = axis.x(block.first), axis.x(block.last + timedelta(days=1))
        made.append(_rect(f"bar {kind}", left, right, y))
        if block.legal_until is not None:
            until = axis.x(block.legal_until + timedelta(days=1))
            made += [_rect("paper-ground", left, until, y), _rect("law", left, until, y)]
        width = len(block.text) * _LETTER
        at = min(left, _WIDTH - _LEFT - width)
        row = next((row for row, end in enumerate(free) if end <= at), None)
        if row is not None:  # what has no room stands in the table
            free[row] = at + width + _LETTER
            made.append(f'<text x="{n(at)}" y="{y + 25 + row * 13}">{escape(block.text)}</text>')
    if lane.closing is not None:
        made.append(diamond(axis.x(lane.closing), y + 6, 6, "closing"))
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


def _bars(verdict: ProcedureVerdict, answer: Asked) -> tuple[Bar, ...]:
    day = day_of(answer.own.get("date"))
    if day is None:
        return ()
    sector = answer.own.get("sector")
    terms = terms_of(verdict, sector if sector in ("classic", "special") else "classic")
    return _scheduled(verdict.code, terms, day)


@lru_cache(maxsize=512)
def _scheduled(code: str, terms: LegalTerms, dispatch: date) -> tuple[Bar, ...]:
    """Return the steps from the dispatch to the conclusion, each with its first and last day."""
    steps = _from_dispatch(procedure_steps(code, terms))
    if not steps:
        return ()
    part = plan_part(steps, dispatch)
    plan = as_plan(part, dispatch, code)
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


def _from_dispatch(steps: Sequence[PlanningStep]) -> list[PlanningStep]:
    """Return the steps after the dispatch up to the conclusion; what waited for the others begins with it."""
    kept = [one for one in steps if one.step not in (*BEFORE_DISPATCH, *AFTER_CONCLUSION)]
    names = {one.step for one in kept}
    return [replace(one, after=tuple(link for link in one.after if link.step in names)) for one in kept]


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


def day_of(value: Any) -> date | None:
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


__all__ = ["Bar", "Lane", "closing_of", "day_of", "lane_of", "picture"]
