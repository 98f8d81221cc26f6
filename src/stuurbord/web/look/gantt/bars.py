"""One row of a Gantt: a thin bar for work, a thick dark one where it is critical, a diamond for a moment.

All facts stand in words in the table beside it; the drawing is hidden from screen readers.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString

from stuurbord.web.look.drawing import diamond, drawing, n
from stuurbord.web.look.gantt.timescale import Timescale

ROW_HEIGHT = 26
_MIDDLE = 14.0
_LEAST_WIDTH = 2.0


@dataclass(frozen=True, slots=True)
class Bar:
    """What is drawn of one task; instants as in `stuurbord.plan`, None where not known.

    Parameters
    ----------
    kind
        ``task``, ``summary``, ``milestone`` or ``gate``.
    progress
        Fraction from 0 to 1.
    float_until
        Where the float ends; None where there is none to show.
    label
        What stands at the right of a gate.
    is_legal
        The period is set by law: hatched, for nobody works on it.
    legal_until
        Where the least period by law is over and what the plan adds to it begins; None where it adds nothing.
    """

    kind: str
    start: int
    finish: int
    is_critical: bool = False
    progress: float = 0.0
    float_until: int | None = None
    baseline_start: int | None = None
    baseline_finish: int | None = None
    deadline: int | None = None
    label: str = ""
    is_legal: bool = False
    legal_until: int | None = None


def row_drawing(scale: Timescale, bar: Bar | None, *, baseline: str = "strip") -> SafeString:
    """Return the picture of one row, empty for a task without dates.

    Parameters
    ----------
    baseline
        ``strip``: a grey strip above the bar; ``tick``: only where it should end.
    """
    if bar is None:
        return SafeString("")
    parts = [_baseline(scale, bar, baseline), _float(scale, bar)]
    if bar.kind in ("milestone", "gate"):
        parts.append(_diamond(scale, bar))
    elif bar.kind == "summary":
        parts.append(_summary(scale, bar))
    else:
        parts.append(_work(scale, bar))
    if bar.deadline is not None:
        parts.append(f'<path class="g-deadline" d="M{n(scale.x(bar.deadline) - 4)} 3h8l-4 6z"/>')
    return drawing(scale.width, ROW_HEIGHT, "".join(parts), "g-row")


def _work(scale: Timescale, bar: Bar) -> str:
    left, right = _ends(scale, bar)
    height = 11 if bar.is_critical else 8
    work = "g-crit" if bar.is_critical else "g-bar"
    parts = [(work, left, right)]
    if bar.is_legal:
        over = right if bar.legal_until is None else min(max(scale.x(bar.legal_until), left), right)
        parts = [("g-legal", left, over), (work, over, right)]
    drawn = "".join(
        f'<rect class="{kind}" x="{n(begin)}" y="{n(_MIDDLE - height / 2)}" '
        f'width="{n(end - begin)}" height="{height}"/>'
        for kind, begin, end in parts
        if end > begin
    )
    return drawn + _progress(left, right, bar.progress)


def _summary(scale: Timescale, bar: Bar) -> str:
    """A bracket over its parts; darker where a part is critical."""
    left, right = _ends(scale, bar)
    foot = min(4.0, (right - left) / 2)
    kind = "g-sum crit" if bar.is_critical else "g-sum"
    top, f = n(_MIDDLE - 5), n(foot)
    return f'<path class="{kind}" d="M{n(left)} {top}H{n(right)}v9l-{f} -5H{n(left + foot)}l-{f} 5z"/>'


def _diamond(scale: Timescale, bar: Bar) -> str:
    x = scale.x(bar.finish)
    is_gate = bar.kind == "gate"
    kind = "g-gate" if is_gate or bar.is_critical else "g-milestone"
    drawn = diamond(x, _MIDDLE, 6 if is_gate else 5, kind)
    if bar.progress >= 1:
        drawn += f'<path class="g-tick" d="M{n(x - 2.6)} {n(_MIDDLE)}l2 2 3.2 -4"/>'
    if bar.label:
        drawn += f'<text class="g-label" x="{n(x + 11)}" y="{n(_MIDDLE + 4)}">{escape(bar.label)}</text>'
    return drawn


def _baseline(scale: Timescale, bar: Bar, how: str) -> str:
    if bar.baseline_finish is None:
        return ""
    finish = scale.x(bar.baseline_finish)
    if bar.kind in ("milestone", "gate"):
        if abs(finish - scale.x(bar.finish)) < 1:
            return ""
        return diamond(finish, _MIDDLE, 5, "g-was")
    if how == "tick":
        return f'<path class="g-base-tick" d="M{n(finish)} {n(_MIDDLE - 9)}v18"/>'
    start = finish if bar.baseline_start is None else scale.x(bar.baseline_start)
    width = n(max(finish - start, _LEAST_WIDTH))
    return f'<rect class="g-base" x="{n(start)}" y="3" width="{width}" height="3"/>'


def _float(scale: Timescale, bar: Bar) -> str:
    if bar.float_until is None or bar.float_until <= bar.finish:
        return ""
    start, end = scale.x(bar.finish), scale.x(bar.float_until)
    return f'<path class="g-float" d="M{n(start)} {n(_MIDDLE)}H{n(end)}M{n(end)} {n(_MIDDLE - 4)}v8"/>'


def _progress(left: float, right: float, progress: float) -> str:
    if progress <= 0:
        return ""
    width = (right - left - 2) * min(progress, 1.0)
    if width <= 0:
        return ""
    return f'<rect class="g-done" x="{n(left + 1)}" y="{n(_MIDDLE - 1)}" width="{n(width)}" height="2"/>'


def _ends(scale: Timescale, bar: Bar) -> tuple[float, float]:
    left = scale.x(bar.start)
    return left, max(scale.x(bar.finish), left + _LEAST_WIDTH)
