"""The portfolio table: every project with its status, its band, its money; worst first."""

from __future__ import annotations

from collections.abc import Sequence

from stuurbord.reports.snapshot import ProjectFacts, Snapshot
from stuurbord.reports.steering_pack import facts
from stuurbord.reports.steering_pack.colours import ADJUST_TEXT, BETTER, SECONDARY, WORSE
from stuurbord.reports.steering_pack.continued import Part, continued
from stuurbord.reports.steering_pack.day_axis import (
    DayAxis,
    band_shapes,
    band_words,
    day_axis,
    legend_shapes,
    scale_shapes,
)
from stuurbord.reports.steering_pack.drawing import label
from stuurbord.reports.steering_pack.measures import CONTENT_TOP, MARGIN, Box
from stuurbord.reports.steering_pack.pack import DASH, Pack, Sheet
from stuurbord.reports.steering_pack.page import Page
from stuurbord.reports.steering_pack.portfolio_title import title
from stuurbord.reports.steering_pack.rich_text import Run, bold, paragraph
from stuurbord.reports.steering_pack.simulated_table import BAND, WIDTHS, simulated_source, simulated_table
from stuurbord.reports.steering_pack.tables import SIDE, Cell, Column, Table, cell, status_cell
from stuurbord.reports.steering_pack.text_fit import fitted, lines_of, width_of

PER_PAGE, PER_PAGE_OF_TWO_LINES = 14, 10
MOST_LISTED, FIRST_PAGES = 60, 4
"""Of a larger portfolio, those without a verdict are listed on the first pages only."""
_SIZE = 11
_HEAD = 0.50
_WIDTHS = (2.58, 0.60, 1.10, 2.92, 0.52, 0.84, 0.62, 0.58, 0.58, 0.66, 0.76, 0.57)
_BAND = 3


def sheets(snapshot: Snapshot) -> list[Sheet]:
    """Return the pages of the table, at most 14 projects on each; none without projects."""
    per_page = _per_page(snapshot.projects)
    return continued("portfolio", "SB 04 Tabel", _draw, listed(snapshot), per_page)


def listed(snapshot: Snapshot) -> list[ProjectFacts]:
    """Return the projects of the table: all, or of many all with a verdict and some without."""
    found = facts.ordered(snapshot.projects)
    if len(found) <= MOST_LISTED:
        return found
    unknown = [one for one in found if one.status.value == "undetermined"]
    room = FIRST_PAGES * _per_page(snapshot.projects) - (len(found) - len(unknown))
    left_out = {one.code for one in unknown[max(room, 0) :]}
    return [one for one in found if one.code not in left_out]


def _per_page(projects: Sequence[ProjectFacts]) -> int:
    return PER_PAGE_OF_TWO_LINES if _takes_two_lines(projects) else PER_PAGE


def _takes_two_lines(projects: Sequence[ProjectFacts]) -> bool:
    """Tell whether a code is so long that rows need a second line to show it whole."""
    room = (_WIDTHS[0] - 2 * SIDE) / 2
    return any(width_of(one.code, _SIZE, is_bold=True) > room for one in projects)


def _draw(page: Page, pack: Pack, part: Part[ProjectFacts]) -> None:
    gettext = pack.gettext
    conclusion = title(pack)
    page.rubric(part.rubric(gettext("Portfolio  ·  overview")))
    page.title(conclusion)
    table = _table(pack, part.items, part.is_last)
    place = page.table("Tabel", table, gettext("Projects with status, dates and money, the worst first"))
    widths, band = (WIDTHS, BAND) if pack.snapshot.is_simulated else (_WIDTHS, _BAND)
    axis = day_axis(pack.snapshot.projects, MARGIN + sum(widths[:band]) + 0.1, widths[band] - 0.2)
    _draw_bands(page, pack, part.items, table, axis)
    _draw_legend(page, pack, place.bottom, table.row_height, part.is_last)
    page.source(_source(pack, axis))
    pack.write_notes(
        page,
        conclusion,
        gettext("Plans (baseline and forecast), budget lines, project register (tolerances)."),
        gettext(
            "Deviation = expected finish minus original baseline in calendar days. Status = worst of "
            "time and cost; "
            "a person may only make it worse (°). One scale for all rows and pages."
        ),
        gettext("Why is a project undetermined? A fact is missing; the annex on method names which source."),
    )


def _source(pack: Pack, axis: DayAxis) -> str:
    gettext = pack.gettext
    text = gettext(
        "Forecast = single forecast from the plan. Band in days from the baseline of the goal. M€ "
        "including VAT."
    )
    if pack.snapshot.is_simulated:
        text = simulated_source(pack)
    if pack.snapshot.compared_with:
        text += " " + gettext("Δ = difference with {day}.").format(day=pack.day(pack.snapshot.compared_with))
    if any(one.status.is_judged for one in pack.snapshot.projects):
        text += " " + gettext("° = own judgement.")
    n_left = len(pack.snapshot.projects) - len(listed(pack.snapshot))
    if n_left:
        more = pack.ngettext(
            "{n} project without a verdict is in the workbook.",
            "{n} projects without a verdict are in the workbook.",
            n_left,
        )
        text = f"{more.format(n=n_left)} {text}"
    if axis.is_cut:
        text += " " + gettext("Longer bands end at the edge.")
    return text


def row_height(n_rows: int, has_two_lines: bool = False) -> float:
    """Return the height of a row: more air when there are few."""
    if has_two_lines:
        return 0.41
    return 0.35 if n_rows <= 12 else 0.31


def _table(pack: Pack, projects: Sequence[ProjectFacts], is_last: bool) -> Table:
    if pack.snapshot.is_simulated:
        name_cells = [_name_cell(pack, one) for one in projects]
        is_tall = _takes_two_lines(pack.snapshot.projects)
        height = row_height(min(len(pack.snapshot.projects), PER_PAGE), is_tall)
        return simulated_table(pack, projects, name_cells, height, has_total=is_last)
    gettext = pack.gettext
    heads = (
        gettext("Project"),
        gettext("Gate"),
        gettext("Status"),
        "",
        gettext("Goal"),
        gettext("Forecast"),
        gettext("Dev.\ndays"),
        gettext("Tol.\ndays"),
        gettext("Δ\ndays"),
        gettext("Budget\nM€"),
        gettext("Forecast\nM€"),
        gettext("Dev.\n%"),
    )
    aligns = ("l", "l", "ctr", "l", "l", "r", "r", "r", "r", "r", "r", "r")
    columns = tuple(Column(*one) for one in zip(_WIDTHS, heads, aligns, strict=True))
    rows = [_row(pack, one) for one in projects]
    if is_last:
        rows.append(_total_row(pack))
    is_tall = _takes_two_lines(pack.snapshot.projects)
    height = row_height(min(len(pack.snapshot.projects), PER_PAGE), is_tall)
    return Table(columns, tuple(rows), height, _HEAD, _SIZE, _SIZE, n_total_rows=int(is_last))


def _row(pack: Pack, one: ProjectFacts) -> tuple[Cell, ...]:
    finish, money = one.finish, one.money
    word = pack.status_word(one.status.value) + ("°" if one.status.is_judged else "")
    moved, share = facts.moved_days(one), facts.overrun(one)
    reached = facts.goal(one)
    return (
        _name_cell(pack, one),
        cell(fitted(one.next_gate or DASH, _WIDTHS[1] - 2 * SIDE, _SIZE)),
        status_cell(one.status.value, word),
        cell(),
        cell(fitted(finish.milestone or DASH, _WIDTHS[4] - 2 * SIDE, _SIZE)),
        cell(
            bold(pack.short_day(finish.forecast))
            if reached and reached.actual
            else pack.short_day(finish.forecast)
        ),
        cell(_judged(pack.signed_days(finish.deviation_days), one.status.time)),
        cell(Run(DASH if finish.tolerance_days is None else str(finish.tolerance_days), colour=SECONDARY)),
        cell(_moved(pack, moved)),
        cell(pack.millions(money.budget)),
        cell(pack.millions(money.forecast)),
        cell(_judged(DASH if share is None else pack.language.signed(share * 100, 1), one.status.cost)),
    )


def _name_cell(pack: Pack, one: ProjectFacts) -> Cell:
    room = _WIDTHS[0] - 2 * SIDE
    if not _takes_two_lines(pack.snapshot.projects):
        name = pack.short_name(one, room - width_of(f"{one.code}  ", _SIZE, is_bold=True), _SIZE)
        return cell(bold(one.code), f"  {name}")
    code = fitted(one.code, room, _SIZE, 2, is_bold=True)
    if len(lines_of(code, room, _SIZE, is_bold=True)) > 1:
        return cell(bold(code))
    return Cell((paragraph(bold(code)), paragraph(pack.short_name(one, room, _SIZE))))


def _judged(text: str, status: str) -> Run:
    """Return a figure in the colour of its own judgement."""
    if status == "intervene":
        return bold(text, WORSE)
    return bold(text, ADJUST_TEXT) if status == "adjust" else Run(text)


def _moved(pack: Pack, days: int | None) -> Run:
    text = pack.signed_days(days)
    if days is None or abs(days) < facts.CHANGE_DAYS:
        return Run(text)
    return bold(text, WORSE if days > 0 else BETTER)


def _total_row(pack: Pack) -> tuple[Cell, ...]:
    sums = facts.totals(pack.snapshot.projects)
    empty = [cell() for _ in range(8)]
    known = bool(sums.n_known)
    share = sums.forecast / sums.budget - 1 if known and sums.budget else None
    return (
        cell(bold(pack.gettext("Portfolio"))),
        *empty,
        cell(bold(pack.millions(sums.budget) if known else DASH)),
        cell(bold(pack.millions(sums.forecast) if known else DASH)),
        cell(bold(DASH if share is None else pack.language.signed(share * 100, 1))),
    )


def _draw_bands(
    page: Page, pack: Pack, projects: Sequence[ProjectFacts], table: Table, axis: DayAxis
) -> None:
    head = Box(axis.x, CONTENT_TOP, axis.w, table.head_height)
    bottom = head.bottom + table.row_height * len(projects)
    words = pack.gettext("Days from the baseline")
    page.group(scale_shapes(axis, head, bottom, words), "Schaal", words)
    for position, project in enumerate(projects):
        y = head.bottom + table.row_height * (position + 0.5)
        shapes = band_shapes(axis, project, y)
        if shapes:
            page.group(shapes, f"Band {project.code}"[:60], band_words(pack, project))
            continue
        text = paragraph(Run(pack.gettext("no baseline"), colour=SECONDARY))
        page.draw(label(Box(axis.at(0) + 0.1, y - 0.1, 1.4, 0.2), text, size=10, anchor="ctr"), "Geen band")


def _draw_legend(page: Page, pack: Pack, bottom: float, row: float, is_last: bool) -> None:
    y = bottom - row / 2 if is_last else bottom + 0.16
    has_previous = any(
        one.previous and one.previous.deviation_days is not None for one in pack.snapshot.projects
    )
    if pack.snapshot.is_simulated:
        has_previous = any(facts.sure_days_before(one) is not None for one in pack.snapshot.projects)
    shapes = legend_shapes(pack, MARGIN + 1.35, y, has_previous)
    page.group(shapes, "Legende", pack.gettext("Key to the band"))
