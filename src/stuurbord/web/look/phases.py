"""The phase line: gates as diamonds. Small in a table row, large with dates under a project's title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stuurbord.web.look.drawing import diamond, drawing, n
from stuurbord.web.reader import reader

_SMALL_WIDTH = 80
_LEAST_GAP = 11.0
"""Percent of the width between two gates, so that their names do not touch."""


def phase_small(gates: Sequence[Sequence[Any]]) -> SafeString:
    """Return the small line: passed gates filled, the next open, later ones pale.

    Parameters
    ----------
    gates
        ``[code, passed]`` in order.
    """
    if not gates:
        return SafeString("")
    step = min(12.0, (_SMALL_WIDTH - 10) / max(len(gates) - 1, 1))
    upcoming = next((index for index, (_code, passed) in enumerate(gates) if not passed), len(gates))
    last = 5 + step * (len(gates) - 1)
    parts = [f'<path class="p-link" d="M{n(5 + step * min(upcoming, len(gates) - 1))} 6H{n(last)}"/>']
    for index, (_code, passed) in enumerate(gates):
        kind = "p-done" if passed else "p-open" if index == upcoming else "p-later"
        parts.append(diamond(5 + step * index, 6, 4.2 if index == upcoming else 3.4, kind))
    return drawing(_SMALL_WIDTH, 12, "".join(parts), "phases")


@dataclass(frozen=True)
class Gate:
    """One gate on the large line; dates as far as they are known."""

    code: str
    name: str
    baseline: date | None
    forecast: date | None
    passed_on: date | None
    is_goal: bool = False

    @property
    def on(self) -> date | None:
        return self.passed_on or self.forecast or self.baseline


def phase_line(gates: Sequence[Gate], today: date, tolerance: int | None = None) -> SafeString:
    """Return the large line: as wide as its box, positions in percent, so text is never scaled.

    The goal gate carries its promise as an open diamond and the way from there to the forecast, red beyond
    the tolerance.
    """
    dated = sorted((gate for gate in gates if gate.on), key=lambda gate: gate.on or today)
    if not dated:
        return SafeString("")
    places = _places([gate.on for gate in dated if gate.on])
    upcoming = next((index for index, gate in enumerate(dated) if not gate.passed_on), len(dated))
    now = _between(today, [gate.on for gate in dated if gate.on], places)
    parts = [
        f'<line class="done" x1="{n(places[0])}%" x2="{n(now)}%" y1="26" y2="26"/>',
        f'<line class="ahead" x1="{n(now)}%" x2="{n(places[-1])}%" y1="26" y2="26"/>',
    ]
    for index, gate in enumerate(dated):
        parts.append(_promise(gate, dated, places, index, tolerance))
    parts.append(_today(now))
    for index, gate in enumerate(dated):
        parts.append(_gate(gate, places[index], index == upcoming, index, len(dated)))
    words = "".join(f"<li>{_in_words(gate)}</li>" for gate in dated)
    # The picture and the list say the same: narrow screens and screen readers get the list.
    return SafeString(
        f'<div class="phase-line"><svg width="100%" height="64" aria-hidden="true" focusable="false">'
        f"{''.join(parts)}</svg>"
        f'<ol aria-label="{escape(_("Gates"))}">{words}</ol></div>'
    )


def _places(days: Sequence[date]) -> list[float]:
    """Return percent positions in proportion to time, pushed apart where names would touch."""
    if len(days) == 1:
        return [50.0]
    first, last = 3.0, 97.0
    gap = min(_LEAST_GAP, (last - first) / (len(days) - 1))
    span = max((days[-1] - days[0]).days, 1)
    places = [first + (last - first) * (day - days[0]).days / span for day in days]
    for index in range(1, len(places)):
        places[index] = max(places[index], places[index - 1] + gap)
    places[-1] = min(places[-1], last)
    for index in range(len(places) - 2, -1, -1):
        places[index] = min(places[index], places[index + 1] - gap)
    return places


def _between(day: date, days: Sequence[date], places: Sequence[float]) -> float:
    """Return where a day lies on the line whose gates were pushed apart."""
    if day <= days[0]:
        return places[0] if day == days[0] else max(places[0] - 2, 0.5)
    for index in range(1, len(days)):
        if day <= days[index]:
            span = max((days[index] - days[index - 1]).days, 1)
            share = (day - days[index - 1]).days / span
            return places[index - 1] + (places[index] - places[index - 1]) * share
    return places[-1]


def _promise(
    gate: Gate, dated: Sequence[Gate], places: Sequence[float], index: int, tolerance: int | None
) -> str:
    """The goal's way from promise to forecast."""
    if not gate.is_goal or gate.passed_on or not gate.baseline or not gate.forecast:
        return ""
    days = [one.on for one in dated if one.on]
    promised = _between(gate.baseline, days, places)
    at = places[index]
    late = (gate.forecast - gate.baseline).days
    if abs(at - promised) < 0.4:
        return ""
    kind = "over" if tolerance is not None and late > tolerance else "within"
    left, right = min(at, promised), max(at, promised)
    return (
        f'<rect class="{kind}" x="{n(left)}%" y="22.5" width="{n(right - left)}%" height="7"/>'
        f'<svg x="{n(promised)}%" y="26" overflow="visible">{diamond(0, 0, 4, "gate")}</svg>'
    )


def _today(now: float) -> str:
    anchor, shift = ("start", 4) if now < 6 else ("end", -4)
    return (
        f'<line class="now" x1="{n(now)}%" x2="{n(now)}%" y1="8" y2="38"/>'
        f'<svg x="{n(now)}%" y="0" overflow="visible">'
        f'<text class="name" x="{shift}" y="14" text-anchor="{anchor}">{escape(_("today"))}</text></svg>'
    )


def _gate(gate: Gate, place: float, is_next: bool, index: int, count: int) -> str:
    kind = "passed" if gate.passed_on else "next" if is_next else "later"
    anchor, shift = "middle", 0
    if index == 0 and place < 5:
        anchor, shift = "start", -12
    elif index == count - 1 and place > 95:
        anchor, shift = "end", 12
    tick = '<path class="tick" d="M-3 0l2.2 2.4L3.2-2.6"/>' if gate.passed_on else ""
    return (
        f'<svg x="{n(place)}%" y="26" overflow="visible">{diamond(0, 0, 7, f"gate {kind}")}{tick}'
        f'<text class="name" x="{shift}" y="24" text-anchor="{anchor}">{escape(_label(gate))}</text>'
        f'<text x="{shift}" y="37" text-anchor="{anchor}">{escape(_date(gate))}</text></svg>'
    )


def _label(gate: Gate) -> str:
    """Return code and name once: a name may repeat its code or the word gate."""
    name = gate.name.strip()
    return name if gate.code and gate.code in name else f"{gate.code} {name}".strip()


def _date(gate: Gate) -> str:
    return reader().day(gate.on) if gate.on else "–"


def _in_words(gate: Gate) -> str:
    pattern = _("{gate}: passed on {date}") if gate.passed_on else _("{gate}: expected on {date}")
    return escape(pattern.format(gate=_label(gate), date=_date(gate)))
