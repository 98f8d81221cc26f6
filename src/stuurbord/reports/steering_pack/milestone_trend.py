"""The milestone trend: what each report said of the goal milestones; a rising line is a moving promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from stuurbord.reports.snapshot import Snapshot, TrendLine
from stuurbord.reports.steering_pack.colours import ACTION, BETTER, CONTEXT, HEADING, WORSE, Colour
from stuurbord.reports.steering_pack.conclusions import Conclusion, as_title, conclude
from stuurbord.reports.steering_pack.drawing import Shape, Stroke, label, line
from stuurbord.reports.steering_pack.measures import CONTENT_TOP, MARGIN, Box, columns
from stuurbord.reports.steering_pack.pack import Pack, Sheet
from stuurbord.reports.steering_pack.page import Page
from stuurbord.reports.steering_pack.rich_text import Paragraph, Run, bold, paragraph
from stuurbord.reports.steering_pack.tables import SIDE, Cell, Column, Table, cell, height_needed
from stuurbord.reports.steering_pack.text_fit import fitted, lines_of, width_of
from stuurbord.reports.steering_pack.trend_chart import draw_trend

FEWEST_REPORTS = 3
MOST_NAMED, MOST_GREY = 6, 30
JUMP_DAYS = 30
"""Lost in one report: red."""
STILL_DAYS = 10
_SIZE = 11
_WIDTHS = (1.54, 0.75, 0.75, 0.45, 0.514)


@dataclass(frozen=True, slots=True)
class Move:
    """A goal milestone with how it moved over the last report and over the last three."""

    line: TrendLine
    last: int
    three: int
    in_a_row: bool
    """Later in each of the last three reports."""

    @property
    def colour(self) -> Colour:
        """Red for a jump, green for a gain, blue else."""
        if self.last > JUMP_DAYS:
            return WORSE
        return BETTER if self.last <= 0 and self.three < 0 else ACTION

    @property
    def now(self) -> date | None:
        """What the last report says."""
        return self.line.forecasts[-1]


def sheets(snapshot: Snapshot) -> list[Sheet]:
    """Return the page, if there are enough reports to speak of a trend."""
    is_enough = len(snapshot.report_dates) >= FEWEST_REPORTS and any(moves(snapshot))
    return [Sheet("trend", "SB 06 Grafiek en duiding", _draw)] if is_enough else []


def moves(snapshot: Snapshot) -> list[Move]:
    """Return the milestones reported last time, those that moved most first."""
    found = [move for one in snapshot.trend if (move := _move(one)) is not None]
    return sorted(found, key=lambda one: (-max(abs(one.last), abs(one.three)), one.line.project))


def _move(one: TrendLine) -> Move | None:
    """Return how a milestone moved, or None if the last report does not name it."""
    if len(one.forecasts) < FEWEST_REPORTS or one.forecasts[-1] is None:
        return None
    last = [day for day in one.forecasts[-4:] if day is not None]
    steps = [(after - before).days for before, after in pairwise(last)]
    if not steps:
        return Move(one, 0, 0, False)
    before = one.forecasts[-2]
    step = (last[-1] - before).days if before is not None else 0
    return Move(one, step, (last[-1] - last[0]).days, len(steps) == 3 and min(steps) > 0)


def title(pack: Pack) -> Conclusion:
    """Say what keeps slipping, else what moved last, else what was won, else that all stands still."""
    found, count = moves(pack.snapshot), pack.count
    later = sorted(found, key=lambda one: (-one.last, one.line.project))
    slipping = [one for one in found if one.in_a_row]
    slipped = [one for one in later if one.last >= STILL_DAYS]
    gained = [one for one in reversed(later) if one.last < 0]
    most = None
    if slipped:
        most = conclude(
            pack.gettext("{code} lost {days} in the last report"),
            code=slipped[0].line.project,
            days=pack.in_days(slipped[0].last),
        )
    won = None
    if gained:
        won = conclude(
            pack.gettext("{code} gains {days}"),
            code=gained[0].line.project,
            days=pack.in_days(-gained[0].last),
        )
    plain = conclude(pack.gettext("no goal milestone moved by more than ten days since the last report"))
    if len(slipping) == 1:
        text = pack.gettext("{code} slips three reports in a row, together {days}")
        first = conclude(text, code=slipping[0].line.project, days=pack.in_days(slipping[0].three))
        return as_title([first.then(won), first, plain])
    if slipping:
        text = pack.ngettext(
            "{n} milestone slips three reports in a row",
            "{n} milestones slip three reports in a row",
            len(slipping),
        )
        return as_title([conclude(text, n=count(len(slipping))).then(most or won), plain])
    if slipped:
        text = pack.ngettext(
            "{n} milestone moved later by ten days or more",
            "{n} milestones moved later by ten days or more",
            len(slipped),
        )
        return as_title([conclude(text, n=count(len(slipped))).then(most), plain])
    return as_title([plain.then(won), plain])


def _draw(page: Page, pack: Pack) -> None:
    gettext = pack.gettext
    conclusion, found = title(pack), moves(pack.snapshot)
    named = [one for one in found if one.last or one.three][:MOST_NAMED]
    grey = [one for one in found if one not in named][:MOST_GREY]
    page.rubric(gettext("Portfolio  ·  milestone trend"))
    page.title(conclusion)
    draw_trend(page, pack, [(one.line, one.colour) for one in named], [one.line for one in grey])
    page.group(_key(pack), "Legende", gettext("Key to the lines"))
    right = columns(9, 4)
    below = right.y
    if named:
        head = paragraph(bold(gettext("What moves"), HEADING))
        page.draw(label(columns(9, 4, 1.50, 0.28), head, size=14), "Kop tabel")
        table = _table(pack, named)
        alt = gettext("The milestones that moved most, with their baseline and forecast")
        below = page.free_table("Verschuivingen", table, alt, columns(9, 4, 1.84)).bottom + 0.25
    page.text("Duiding", _meaning(pack, found, named), 13, right.at(y=below, h=right.bottom - below))
    n_hidden = len(found) - len(named) - len(grey)
    more = ""
    if n_hidden:
        text = pack.ngettext(
            "{n} unmoved milestone is not drawn.", "{n} unmoved milestones are not drawn.", n_hidden
        )
        more = " " + text.format(n=n_hidden)
    source = gettext(
        "Forecast of the goal milestone in {n} reports, as reported. Rising = later. "
        "Δ 1 = days since the previous report, Δ 3 = days over the last three; + is later."
    )
    page.source(source.format(n=len(pack.snapshot.report_dates)) + more)
    pack.write_notes(
        page,
        conclusion,
        gettext("Milestone register: the dates that each report named."),
        gettext(
            "Earlier reports are never changed afterwards; the last point is the forecast of this snapshot."
        ),
        gettext("Is one bad report a trend? Three slips in a row are; a single jump asks for its cause."),
    )


def _key(pack: Pack) -> list[Shape]:
    """Return a stroke and a word for each colour of the lines."""
    jump = pack.gettext("more than {days} days lost in one report").format(days=JUMP_DAYS)
    entries = (
        (WORSE, 3.0, jump),
        (ACTION, 3.0, pack.gettext("moved otherwise")),
        (BETTER, 3.0, pack.gettext("gained")),
        (CONTEXT, 1.25, pack.gettext("other projects")),
    )
    x, y = MARGIN, CONTENT_TOP + 0.14
    shapes: list[Shape] = []
    for colour, thick, text in entries:
        width = width_of(text, _SIZE)
        shapes.append(line(x, y, x + 0.3, y, Stroke(colour, thick)))
        at = Box(x + 0.37, y - 0.1, width, 0.2)
        shapes.append(label(at, paragraph(text), size=_SIZE, anchor="ctr", wraps=False))
        x = at.right + 0.28
    return shapes


def _label(pack: Pack, code: str, width: float) -> tuple[str, str]:
    project = next((one for one in pack.snapshot.projects if one.code == code), None)
    room = width - width_of(f"{code} ", _SIZE, is_bold=True)
    code = fitted(code, width, _SIZE, 3, is_bold=True)
    return code, pack.short_name(project, room, _SIZE) if project and room > 0.3 else ""


def _table(pack: Pack, named: Sequence[Move]) -> Table:
    heads = (
        pack.gettext("Goal"),
        pack.gettext("Baseline"),
        pack.gettext("Now"),
        pack.gettext("Δ 1"),
        pack.gettext("Δ 3"),
    )
    columns_ = tuple(
        Column(width, head, "l" if number == 0 else "r")
        for number, (width, head) in enumerate(zip(_WIDTHS, heads, strict=True))
    )
    rows = tuple(_row(pack, one) for one in named)
    room = _WIDTHS[0] - 2 * SIDE
    counts = [len(lines_of(_label(pack, one.line.project, room)[0], room, _SIZE, True)) for one in named]
    heights = tuple(0.32 if n == 1 else height_needed(n, _SIZE) for n in counts)
    return Table(columns_, rows, 0.32, 0.36, _SIZE, _SIZE, row_heights=heights)


def _row(pack: Pack, one: Move) -> tuple[Cell, ...]:
    code, name = _label(pack, one.line.project, _WIDTHS[0] - 2 * SIDE)
    return (
        cell(bold(code), f" {name}" if name else ""),
        cell(pack.short_day(one.line.baseline)),
        cell(pack.short_day(one.now)),
        cell(_signed(pack, one.last, is_bold=True)),
        cell(_signed(pack, one.three)),
    )


def _signed(pack: Pack, days: int, is_bold: bool = False) -> Run:
    colour = WORSE if days > 0 else BETTER if days < 0 else None
    return Run(pack.signed_days(days), is_bold or None, colour)


def _meaning(pack: Pack, found: Sequence[Move], named: Sequence[Move]) -> list[Paragraph]:
    """Return what the lines say, in at most three sentences."""
    lines: list[Paragraph] = []
    for one in named[:4]:
        text = _sentence(pack, one)
        if text and len(lines) < 3:
            lines.append(paragraph(bold(f"{one.line.project}: "), text, level=3, before=4))
    if not lines:
        lines = [paragraph(pack.gettext("All goal milestones stand still."), level=3, before=4)]
    return [paragraph(pack.gettext("What this means"), level=1), *lines]


def _sentence(pack: Pack, one: Move) -> str:
    reported = [day for day in one.line.forecasts if day is not None]
    whole = (reported[-1] - reported[0]).days
    if one.last > JUMP_DAYS:
        return pack.gettext("a jump in one report, no creeping delay.")
    if one.in_a_row:
        text = pack.gettext("later in three reports in a row, together {days}.")
        return text.format(days=pack.in_days(one.three))
    if whole > STILL_DAYS and len(reported) > FEWEST_REPORTS:
        text = pack.gettext("{days} lost over {n} reports.")
        return text.format(days=pack.in_days(whole), n=pack.count(len(reported)))
    if one.three < 0:
        return pack.gettext("gains {days} in three reports.").format(days=pack.in_days(-one.three))
    if one.three > 0:
        return pack.gettext("loses {days} in three reports.").format(days=pack.in_days(one.three))
    return ""
