"""The six tiles of the summary: one figure each, with its measure and its difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from stuurbord.reports.snapshot import JointFacts
from stuurbord.reports.steering_pack import facts
from stuurbord.reports.steering_pack.colours import (
    ADJUST,
    BETTER,
    CONTEXT,
    HEADING,
    INK,
    PAPER,
    TILE,
    WORSE,
)
from stuurbord.reports.steering_pack.drawing import (
    STATUS_SHAPES,
    Shape,
    Stroke,
    label,
    marker,
    rectangle,
)
from stuurbord.reports.steering_pack.measures import Box, columns
from stuurbord.reports.steering_pack.pack import DASH, Pack
from stuurbord.reports.steering_pack.page import Page
from stuurbord.reports.steering_pack.rich_text import Run, bold, paragraph
from stuurbord.reports.steering_pack.text_fit import fitted, width_of

_TOP, _HEIGHT = 1.50, 1.28
_NEAR, _APART = 0.05, 0.13
_STATUS_COLOURS = {"intervene": WORSE, "adjust": ADJUST, "on_track": BETTER, "undetermined": PAPER}


@dataclass(frozen=True, slots=True)
class Tile:
    """A head, a large figure, a note, and a difference: positive is worse unless said otherwise."""

    head: str
    figure: str
    note: str
    difference: str = ""
    is_worse: bool | None = None
    """None: neither better nor worse."""


def draw_tiles(page: Page, pack: Pack) -> None:
    """Draw the tiles over the width of the slide."""
    _draw_status(page, pack, columns(1, 2, _TOP, _HEIGHT))
    first = (_cost(pack), _worst(pack))
    if pack.snapshot.joint is not None:
        first = (_middle_cost(pack, pack.snapshot.joint), _sure_cost(pack, pack.snapshot.joint))
    tiles = (*first, _commitment(pack), _payment(pack), _gate(pack))
    for position, tile in enumerate(tiles):
        _draw_tile(page, tile, columns(3 + 2 * position, 2, _TOP, _HEIGHT))


def _frame(box: Box, head: str) -> list[Shape]:
    inner = box.w - 0.2
    text = paragraph(bold(fitted(head, inner, 12, is_bold=True), HEADING))
    return [rectangle(box, TILE), label(Box(box.x + 0.1, box.y + 0.10, inner, 0.24), text, size=12)]


def _draw_tile(page: Page, tile: Tile, box: Box) -> None:
    inner = box.w - 0.2
    size = 28 if width_of(tile.figure, 28, is_bold=True) <= inner else 20
    colour = INK if tile.is_worse is None else WORSE if tile.is_worse else BETTER
    move = f"  {tile.difference}" if tile.difference else ""
    room = inner - width_of(move, 11, is_bold=True)
    note_size = 11 if width_of(tile.note, 11) <= room else 10
    room = inner - width_of(move, note_size, is_bold=True)
    parts: list[str | Run] = [fitted(tile.note, room, note_size)]
    if move:
        parts.append(bold(move, colour))
    shapes = [
        *_frame(box, tile.head),
        label(
            Box(box.x + 0.1, box.y + 0.38, inner, 0.5),
            paragraph(bold(tile.figure, INK)),
            size=size,
            anchor="ctr",
        ),
        label(Box(box.x + 0.1, box.y + 0.95, inner, 0.24), paragraph(*parts), size=note_size),
    ]
    page.group(shapes, tile.head, f"{tile.head}: {tile.figure}, {tile.note} {tile.difference}".strip())


def _draw_status(page: Page, pack: Pack, box: Box) -> None:
    """Draw the count of each status behind its shape, as large as fits."""
    per = facts.counts(pack.snapshot.projects)
    shown = [one for one in STATUS_SHAPES if per[one]]
    head = pack.gettext("Status of projects")
    shapes = _frame(box, head)
    size = next(
        one for one in (22, 20, 18, 16, 14, 12) if one == 12 or _row_width(shown, per, one) <= box.w - 0.2
    )
    x = box.x + 0.1
    for status in shown:
        edge = Stroke(CONTEXT, 2) if status == "undetermined" else None
        mark, text = size / 96, str(per[status])
        shapes.append(
            marker(STATUS_SHAPES[status], x + mark / 2, box.y + 0.63, mark, _STATUS_COLOURS[status], edge)
        )
        width = width_of(text, size, is_bold=True)
        at = Box(x + mark + _NEAR, box.y + 0.38, width, 0.5)
        shapes.append(label(at, paragraph(bold(text, INK)), size=size, anchor="ctr", wraps=False))
        x = at.right + _APART
    if not shown:
        at = Box(box.x + 0.1, box.y + 0.38, 1, 0.5)
        shapes.append(label(at, paragraph(bold(DASH, INK)), size=28, anchor="ctr"))
    note = Box(box.x + 0.1, box.y + 0.95, box.w - 0.2, 0.24)
    shapes.append(label(note, paragraph(_status_note(pack)), size=11))
    said = ", ".join(f"{per[one]} {pack.status_word(one)}" for one in shown)
    page.group(shapes, head, said or DASH)


def _row_width(shown: Sequence[str], per: Mapping[str, int], size: float) -> float:
    figures = sum(width_of(str(per[one]), size, is_bold=True) + size / 96 + _NEAR for one in shown)
    return figures + _APART * (len(shown) - 1)


def _status_note(pack: Pack) -> str:
    """Return what changed since the previous report, else how many projects there are."""
    known = [one for one in pack.snapshot.projects if one.previous and one.previous.status]
    if known:
        changed = sum(1 for one in known if one.previous and one.previous.status != one.status.value)
        return pack.ngettext("{n} changed", "{n} changed", changed).format(n=changed)
    n = len(pack.snapshot.projects)
    return pack.ngettext("{n} project", "{n} projects", n).format(n=n)


def _moved(pack: Pack, move: Decimal, digits: int) -> tuple[str, bool | None]:
    """Return a move since the previous report with its arrow, and whether more is worse."""
    if not move:
        return "", None
    return f"{'↑' if move > 0 else '↓'} {pack.language.signed(move, digits)}", move > 0


def _cost(pack: Pack) -> Tile:
    sums = facts.totals(pack.snapshot.projects)
    head = pack.gettext("Expected cost")
    if not sums.n_known:
        return Tile(head, DASH, pack.gettext("budget not known"))
    digits = facts.digits_of(sums.budget, sums.forecast)
    figure = pack.millions(sums.forecast, digits)
    note = pack.gettext("budget {amount}").format(amount=pack.millions(sums.budget, digits))
    if sums.moved is not None:
        moved = facts.in_millions(sums.moved, digits)
        return Tile(head, figure, note, *_moved(pack, moved, digits))
    over = facts.in_millions(sums.forecast, digits) - facts.in_millions(sums.budget, digits)
    text = pack.language.signed(over, digits) if over else ""
    return Tile(head, figure, note, text, over > 0 if over else None)


def _middle_cost(pack: Pack, joint: JointFacts) -> Tile:
    """Return P50 of all projects together."""
    digits = facts.digits_of(joint.p50_cost, joint.p80_cost)
    note = pack.gettext("budget {amount}").format(amount=pack.millions(joint.budget, digits))
    if joint.budget is None:
        note = pack.gettext("budget not known")
    moved = _moved_amount(pack, joint.p50_cost, joint.previous_p50_cost, digits)
    return Tile(pack.gettext("Final cost (P50)"), pack.millions(joint.p50_cost, digits), note, *moved)


def _sure_cost(pack: Pack, joint: JointFacts) -> Tile:
    """Return the joint P80: of the sum per simulation, not the sum of the P80s."""
    digits = facts.digits_of(joint.p50_cost, joint.p80_cost)
    margin = facts.in_millions(joint.p80_cost, digits) - facts.in_millions(joint.p50_cost, digits)
    note = pack.gettext("margin {amount}").format(amount=pack.language.number(margin, digits))
    if joint.n_missing:
        text = pack.ngettext("{n} not simulated", "{n} not simulated", joint.n_missing)
        note = text.format(n=joint.n_missing)
    moved = _moved_amount(pack, joint.p80_cost, joint.previous_p80_cost, digits)
    return Tile(pack.gettext("Final cost (P80)"), pack.millions(joint.p80_cost, digits), note, *moved)


def _moved_amount(pack: Pack, now: Decimal, before: Decimal | None, digits: int) -> tuple[str, bool | None]:
    if before is None:
        return "", None
    return _moved(pack, facts.in_millions(now, digits) - facts.in_millions(before, digits), digits)


def _worst(pack: Pack) -> Tile:
    """Return the project furthest beyond its tolerance, else the latest one."""
    head = pack.gettext("Largest delay")
    dated = [one for one in pack.snapshot.projects if facts.shown_days(one) is not None]
    if not dated:
        return Tile(head, DASH, pack.gettext("no baselines"))
    worst = max(dated, key=lambda one: (facts.days_beyond(one), facts.shown_days(one) or 0))
    figure = pack.gettext("{days} d").format(days=pack.signed_days(facts.shown_days(worst)))
    note = worst.code
    if worst.finish.tolerance_days is not None:
        note = pack.gettext("{code}, {days} d allowed").format(
            code=worst.code, days=worst.finish.tolerance_days
        )
    return Tile(head, figure, note)


def _commitment(pack: Pack) -> Tile:
    year = facts.this_year(pack.snapshot)
    head = pack.gettext("Commitment {year}").format(year=pack.snapshot.as_of.year)
    if year is None:
        return Tile(head, DASH, pack.gettext("credit not known"))
    before = year.previous_forecast_commitment
    return _credit_tile(pack, head, year.forecast_commitment, year.budgeted_commitment, before)


def _payment(pack: Pack) -> Tile:
    year = facts.this_year(pack.snapshot)
    head = pack.gettext("Payment {year}").format(year=pack.snapshot.as_of.year)
    if year is None:
        return Tile(head, DASH, pack.gettext("credit not known"))
    before = year.previous_forecast_payment
    return _credit_tile(pack, head, year.forecast_payment, year.budgeted_payment, before)


def _credit_tile(
    pack: Pack, head: str, forecast: Decimal | None, credit: Decimal | None, before: Decimal | None
) -> Tile:
    digits = facts.digits_of(forecast, credit)
    figure = pack.millions(forecast, digits)
    note = pack.gettext("credit {amount}").format(amount=pack.millions(credit, digits))
    if credit is None:
        note = pack.gettext("credit not known")
    if forecast is None or credit is None:
        return Tile(head, figure, note)
    if before is not None:
        moved = facts.in_millions(forecast, digits) - facts.in_millions(before, digits)
        return Tile(head, figure, note, _moved(pack, moved, digits)[0])
    gap = facts.in_millions(forecast, digits) - facts.in_millions(credit, digits)
    text = pack.language.signed(gap, digits) if gap else ""
    return Tile(head, figure, note, text, True if gap > 0 else None)


def _gate(pack: Pack) -> Tile:
    head = pack.gettext("Next gate")
    coming = [
        (one.forecast, project.code, one.code)
        for project in pack.snapshot.projects
        if (one := facts.gate(project)) and one.forecast and one.forecast >= pack.snapshot.as_of
    ]
    if not coming:
        return Tile(head, DASH, pack.gettext("no gate planned"))
    day, project, gate = min(coming)
    return Tile(head, f"{day:%d/%m}", f"{project} {gate}, {day.year}")
