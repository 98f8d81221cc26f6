"""The risk matrix: five classes of probability by five of impact, a table with a stepped appetite line."""

from __future__ import annotations

from collections.abc import Sequence

from stuurbord.engine.risk_matrix import (
    APPETITE,
    IMPACT_LIMITS,
    PROBABILITY_LIMITS,
    WATCH,
    first_above_appetite,
)
from stuurbord.reports.snapshot import RiskFacts
from stuurbord.reports.steering_pack import facts
from stuurbord.reports.steering_pack.colours import (
    ADJUST_SOFT,
    HEADING,
    SECONDARY,
    TILE,
    WORSE_SOFT,
    Colour,
)
from stuurbord.reports.steering_pack.drawing import Shape, Stroke, label, line
from stuurbord.reports.steering_pack.measures import Box, columns
from stuurbord.reports.steering_pack.pack import Pack
from stuurbord.reports.steering_pack.page import Page
from stuurbord.reports.steering_pack.rich_text import Run, bold, paragraph
from stuurbord.reports.steering_pack.tables import SIDE, Cell, Column, Table
from stuurbord.reports.steering_pack.text_fit import fitted, width_of

_LABELS, _CELL, _ROW, _FOOT = 0.95, 0.819, 0.66, 0.42
_SIZE = 11
_LINES = 3


def trend_of(risk: RiskFacts) -> int:
    """Return 1 if the risk grew since the previous report, −1 if it shrank, else 0."""
    before = (risk.previous_probability or 0) * (risk.previous_impact_days or 0)
    if risk.previous_probability is None or risk.previous_impact_days is None:
        return 0
    if risk.probability is None or risk.impact_days is None:
        return 0
    now = risk.probability * risk.impact_days
    return (now > before) - (now < before)


def draw_matrix(page: Page, pack: Pack) -> None:
    """Draw the table, the line, and the words under it."""
    table = _table(pack)
    at = page.table("Matrix", table, _words(pack))
    page.group(_appetite(at), "Risicobereidheid", pack.gettext("Stepped line: the risk appetite"))
    gettext = pack.gettext
    caption = paragraph(
        Run(gettext("Impact: delay if the risk occurs, in calendar days"), colour=SECONDARY), align="ctr"
    )
    page.draw(label(Box(at.x + _LABELS, at.bottom + 0.04, 5 * _CELL, 0.22), caption, size=11), "Bijschrift")
    text = gettext("Thick line = risk appetite: above it a measure and an owner are compulsory.")
    if any(trend_of(one) for one in pack.snapshot.risks):
        text = gettext("↑ ↓ = higher or lower than in the previous report.") + " " + text
    page.draw(label(columns(1, 5, at.bottom + 0.38, 0.4), paragraph(text), size=11), "Uitleg matrix")


def _shade(probability: int, impact: int) -> Colour:
    score = probability * impact
    if score >= APPETITE:
        return WORSE_SOFT
    return ADJUST_SOFT if score >= WATCH or max(probability, impact) == 5 else TILE


def _table(pack: Pack) -> Table:
    columns_ = (Column(_LABELS, align="r"), *(Column(_CELL, align="ctr") for _ in range(5)))
    rows = []
    for probability in range(5, 0, -1):
        cells = [_cell_of(pack, probability, impact) for impact in range(1, 6)]
        rows.append((_row_label(pack, probability), *cells))
    foot = (Cell(is_framed=True), *(_column_label(pack, impact) for impact in range(1, 6)))
    return Table(
        columns_, (*rows, foot), _ROW, size=_SIZE, has_head=False, row_heights=(_ROW,) * 5 + (_FOOT,)
    )


def _row_label(pack: Pack, probability: int) -> Cell:
    low, high = _range(probability, [round(one * 100) for one in PROBABILITY_LIMITS])
    text = f"< {high}" if low is None else f"≥ {low}" if high is None else f"{low}–{high}"
    return Cell((paragraph(bold(str(probability))), paragraph(f"{text} %")), is_framed=True)


def _column_label(pack: Pack, impact: int) -> Cell:
    low, high = _range(impact, IMPACT_LIMITS)
    text = f"< {high}" if low is None else f"≥ {low}" if high is None else f"{low}–{high}"
    days = pack.gettext("{n} d").format(n=text)
    return Cell((paragraph(bold(str(impact))), paragraph(days)), is_framed=True)


def _range(number: int, limits: Sequence[int]) -> tuple[int | None, int | None]:
    return (
        None if number == 1 else limits[number - 2],
        None if number == 5 else limits[number - 1],
    )


def _cell_of(pack: Pack, probability: int, impact: int) -> Cell:
    """Return the codes in a cell, the heaviest first; what does not fit is counted."""
    here = [one for one in facts.ranked_risks(pack.snapshot) if facts.place(one) == (probability, impact)]
    names = [f"{one.code}{ {1: '↑', -1: '↓', 0: ''}[trend_of(one)] }" for one in here]
    lines = _packed(names)
    text = tuple(paragraph(bold(one), align="ctr") for one in lines)
    return Cell(text, _shade(probability, impact), is_framed=True)


def _packed(names: Sequence[str]) -> list[str]:
    """Return the names on at most three lines; the last counts what is left out."""
    room = _CELL - 2 * SIDE
    lines: list[str] = []
    for name in names:
        joined = f"{lines[-1]}  {name}" if lines else name
        if lines and width_of(joined, _SIZE, is_bold=True) <= room:
            lines[-1] = joined
        elif len(lines) < _LINES:
            lines.append(fitted(name, room, _SIZE, is_bold=True))
        else:
            n_shown = sum(len(one.split("  ")) for one in lines[:-1])
            lines[-1] = f"+ {len(names) - n_shown}"
            return lines
    return lines


def _appetite(at: Box) -> list[Shape]:
    """Return the steps between the cells below and above the appetite."""
    edge = Stroke(HEADING, 2.5)
    left = at.x + _LABELS
    shapes: list[Shape] = []
    for row, probability in enumerate(range(5, 0, -1)):
        y = at.y + row * _ROW
        first = first_above_appetite(probability)
        below = first_above_appetite(probability - 1) if probability > 1 else 6
        if first <= 5:
            shapes.append(line(left + (first - 1) * _CELL, y, left + (first - 1) * _CELL, y + _ROW, edge))
            shapes.append(
                line(left + (first - 1) * _CELL, y + _ROW, left + (min(below, 6) - 1) * _CELL, y + _ROW, edge)
            )
    return shapes


def _words(pack: Pack) -> str:
    above = [f"{one.project} {one.code}" for one in pack.snapshot.risks if facts.is_above_appetite(one)]
    text = pack.gettext("Risk matrix, five by five; above the appetite: {codes}")
    return text.format(codes=", ".join(above[:20]) or pack.gettext("none"))
