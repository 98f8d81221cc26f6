"""The portfolio table: every project with its status, its band, its money; worst first."""

from __future__ import annotations

from collections.abc import Sequence

from stuurbord.errors import N_
from stuurbord.reports.snapshot import ProjectFacts, Snapshot
from stuurbord.reports.steering_pack import facts
from stuurbord.reports.steering_pack.colours import ADJUST_TEXT, BETTER, SECONDARY, WORSE
from stuurbord.reports.steering_pack.conclusions import Conclusion, as_title, conclude
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
from stuurbord.reports.steering_pack.rich_text import Run, bold, paragraph
from stuurbord.reports.steering_pack.tables import SIDE, Cell, Column, Table, cell, status_cell
from stuurbord.reports.steering_pack.text_fit import fitted, width_of

PER_PAGE = 14
_SIZE = 11
_HEAD = 0.50
_WIDTHS = (2.58, 0.60, 1.10, 2.92, 0.52, 0.84, 0.62, 0.58, 0.58, 0.66, 0.76, 0.57)
_BAND = 3


def sheets(snapshot: Snapshot) -> list[Sheet]:
    """Return the pages of the table, at most 14 projects on each; none without projects."""
    return continued("portfolio", "SB 04 Tabel", _draw, facts.ordered(snapshot.projects), PER_PAGE)


def title(pack: Pack) -> Conclusion:
    """Count what asks for action; then name the strongest worsening, or the strongest gain."""
    per, n = facts.counts(pack.snapshot.projects), len(pack.snapshot.projects)
    beyond, adjust = per["intervene"], per["adjust"]
    count, gettext = pack.count, pack.gettext
    if beyond and adjust:
        text = pack.ngettext(
            "{n} project asks for intervention and {m} for adjusting",
            "{n} projects ask for intervention and {m} for adjusting",
            beyond,
        )
        first = conclude(text, n=count(beyond), m=count(adjust))
    elif beyond or adjust:
        text = pack.ngettext("{n} project asks for intervention", "{n} projects ask for intervention", beyond)
        if not beyond:
            text = pack.ngettext("{n} project asks for adjusting", "{n} projects ask for adjusting", adjust)
        first = conclude(text, n=count(beyond or adjust))
    elif per["undetermined"] == n:
        first = conclude(gettext("no project can be judged: baselines or budgets are missing"))
    else:
        text = pack.ngettext(
            "{n} of {total} projects is on track", "{n} of {total} projects are on track", per["on_track"]
        )
        first = conclude(text, n=count(per["on_track"]), total=count(n))
    return as_title([first.then(_strongest(pack)), first])


def _strongest(pack: Pack) -> Conclusion | None:
    """Name the project that moved most, or the one that lies furthest from its promise."""
    moves = [(facts.moved_days(one) or 0, one) for one in pack.snapshot.projects]
    worst = max(moves, key=lambda each: (each[0], each[1].code), default=(0, None))
    if worst[1] and worst[0] >= facts.CHANGE_DAYS:
        text = N_("{code} worsened most, by {days} since {day}")
        days = pack.in_days(worst[0])
        return conclude(pack.gettext(text), code=worst[1].code, days=days, day=pack.since())
    dated = [one for one in pack.snapshot.projects if one.finish.deviation_days is not None]
    last = max(dated, key=lambda one: (one.finish.deviation_days or 0, one.code), default=None)
    if last is None or not last.finish.deviation_days or last.finish.deviation_days <= 0:
        return None
    text = N_("{code} runs latest, {days} after its baseline")
    return conclude(pack.gettext(text), code=last.code, days=pack.in_days(last.finish.deviation_days))


def _draw(page: Page, pack: Pack, part: Part[ProjectFacts]) -> None:
    gettext = pack.gettext
    conclusion = title(pack)
    page.rubric(part.rubric(gettext("Portfolio  ·  overview")))
    page.title(conclusion)
    table = _table(pack, part.items, part.is_last)
    place = page.table("Tabel", table, gettext("Projects with status, dates and money, the worst first"))
    axis = day_axis(pack.snapshot.projects, MARGIN + sum(_WIDTHS[:_BAND]) + 0.1, _WIDTHS[_BAND] - 0.2)
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
    if pack.snapshot.compared_with:
        text += " " + gettext("Δ = difference with {day}.").format(day=pack.day(pack.snapshot.compared_with))
    if any(one.status.is_judged for one in pack.snapshot.projects):
        text += " " + gettext("° = own judgement.")
    if axis.is_cut:
        text += " " + gettext("Longer bands end at the edge.")
    return text


def row_height(n_rows: int) -> float:
    """Return the height of a row: more air when there are few."""
    return 0.35 if n_rows <= 12 else 0.31


def _table(pack: Pack, projects: Sequence[ProjectFacts], is_last: bool) -> Table:
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
    n = min(len(pack.snapshot.projects), PER_PAGE)
    return Table(columns, tuple(rows), row_height(n), _HEAD, _SIZE, _SIZE, n_total_rows=int(is_last))


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
    code = fitted(one.code, room / 2, _SIZE, is_bold=True)
    name = pack.short_name(one, room - width_of(f"{code}  ", _SIZE, is_bold=True), _SIZE)
    return cell(bold(code), f"  {name}")


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
    shapes = legend_shapes(pack, MARGIN + 1.35, y, has_previous)
    page.group(shapes, "Legende", pack.gettext("Key to the band"))
