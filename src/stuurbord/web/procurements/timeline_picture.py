"""The picture of procedures on the calendar: bars, legal periods hatched, the days that people write down.

A table tells the same in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stuurbord.errors import N_
from stuurbord.web.look.drawing import diamond, n
from stuurbord.web.procurements.timeline import CONCLUSION, DECISION, DISPATCH, INFORMED, Bar, Lane
from stuurbord.web.reader import reader

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
_WIDTH, _LEFT, _RIGHT, _HEAD = 780, 8, 72, 26
_LANE, _LINE = 49, 13
"""Pixels of a lane without its words, and of a row of these."""
_MILESTONES = 34
"""Pixels for the days that people write down, below the last lane."""
_FAR = timedelta(days=150)
"""A gate that comes later after the conclusion would leave no room for the steps: the table tells it."""
_FEWEST_ROWS, _ROWS, _LETTER = 3, 6, 6.2
"""Rows of words below the bars, and about how wide a letter is, so that none runs into another."""


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
    lanes_drawn, top = [], _HEAD
    for one in drawn:
        svg, deep = _drawn(one, axis, top)
        lanes_drawn.append(svg)
        top += deep
    height = top + _MILESTONES
    parts = [axis.months(height), *lanes_drawn]
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


def _drawn(lane: Lane, axis: _Axis, top: int) -> tuple[str, int]:
    """Return a lane, and its height."""
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
    labels, n_rows = _labels(blocks, axis, y)
    made += labels
    if lane.closing is not None:
        made.append(_to_gate(lane, axis, y, lane.closing))
    return "".join(made), _LANE + _LINE * max(n_rows, _FEWEST_ROWS)


def _labels(blocks: Sequence[_Block], axis: _Axis, y: int) -> tuple[list[str], int]:
    """Return the names below their bars, each on a stem from the begin of its own bar, and their rows.

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
                down = y + 26 + row * _LINE
                made.append(f'<path class="stem" d="M{n(stem)} {y + 12}V{down}"/>')
                made.append(f'<text x="{n(begin)}" y="{down - 1}">{escape(block.text)}</text>')
                break
    return made, sum(map(bool, words))


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
    """Return the days of a lane that a lawyer writes down: dispatch, information and conclusion.

    A plan that has no information of its own has it with the decision.
    """
    informed = lane.last_of(INFORMED) or lane.last_of(DECISION)
    days = (
        (lane.last_of(DISPATCH), pgettext("milestone of a procurement", "dispatch")),
        (informed, pgettext("milestone of a procurement", "information")),
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
