"""Under the changes: what the projects below the threshold did, and which of them moved most."""

from __future__ import annotations

from collections.abc import Sequence

from stuurbord.reports.snapshot import ProjectFacts
from stuurbord.reports.steering_pack import facts
from stuurbord.reports.steering_pack.colours import BETTER, HEADING, WORSE
from stuurbord.reports.steering_pack.conclusions import capitalised
from stuurbord.reports.steering_pack.drawing import label
from stuurbord.reports.steering_pack.measures import CONTENT_BOTTOM, columns
from stuurbord.reports.steering_pack.pack import DASH, Pack
from stuurbord.reports.steering_pack.page import Page
from stuurbord.reports.steering_pack.rich_text import bold, paragraph
from stuurbord.reports.steering_pack.tables import SIDE, Cell, Column, Table, cell
from stuurbord.reports.steering_pack.text_fit import fitted, width_of

_SMALL_ROW, _SMALL_HEAD = 0.30, 0.34


def draw_rest(page: Page, pack: Pack, bottom: float) -> None:
    """Say under the table what the projects below the threshold did."""
    shown = {one.code for one in facts.changed(pack.snapshot)}
    rest = [one for one in pack.snapshot.projects if one.code not in shown]
    moves = sorted((move, one.code) for one in rest if (move := facts.moved_days(one)) is not None)
    unknown = len(rest) - len(moves)
    parts = []
    if moves:
        text = pack.ngettext(
            "{n} other project stays below the threshold: {low} days.",
            "{n} other projects stay below the threshold: from {low} to {high} days.",
            len(moves),
        )
        low, high = (f"{pack.signed_days(days)} ({code})" for days, code in (moves[0], moves[-1]))
        parts.append(capitalised(text.format(n=pack.count(len(moves)), low=low, high=high)))
    if unknown:
        text = pack.ngettext("{n} project cannot be compared.", "{n} projects cannot be compared.", unknown)
        parts.append(capitalised(text.format(n=pack.count(unknown))))
    if parts and bottom < 6.0:
        head = paragraph(bold(pack.gettext("Below the threshold"), HEADING))
        body = paragraph(" ".join(parts), before=3)
        page.draw(label(columns(1, 12, bottom + 0.22, 0.6), head, body, size=13), "Overige")
        _draw_small_moves(page, pack, [one for one in rest if facts.moved_days(one)], bottom + 0.92)


def _draw_small_moves(page: Page, pack: Pack, found: Sequence[ProjectFacts], top: float) -> None:
    """List the largest moves below the threshold, losses first, as many as there is room for."""
    n_rows = int((CONTENT_BOTTOM - top - _SMALL_HEAD) / _SMALL_ROW)
    if not found or n_rows < 1:
        return
    kept = sorted(found, key=lambda one: (-abs(facts.moved_days(one) or 0), one.code))[:n_rows]
    kept.sort(key=lambda one: (-(facts.moved_days(one) or 0), one.code))
    widths = (3.2, 0.9, 1.9, 6.33)
    heads = (
        pack.gettext("Project"),
        pack.gettext("Δ days"),
        pack.gettext("Expected finish"),
        pack.gettext("Where it stands"),
    )
    columns_ = tuple(Column(*one) for one in zip(widths, heads, ("l", "r", "ctr", "l"), strict=True))
    rows = tuple(_small_row(pack, one, widths) for one in kept)
    table = Table(columns_, rows, _SMALL_ROW, _SMALL_HEAD, 11, 11)
    alt = pack.gettext("The largest moves below the threshold, in days")
    page.free_table("Onder de drempel", table, alt, columns(1, 12, top))


def _small_row(pack: Pack, one: ProjectFacts, widths: Sequence[float]) -> tuple[Cell, ...]:
    code = fitted(one.code, widths[0] - 2 * SIDE, 11, is_bold=True)
    room = widths[0] - 2 * SIDE - width_of(f"{code}  ", 11, is_bold=True)
    days = facts.moved_days(one) or 0
    return (
        cell(bold(code), f"  {pack.short_name(one, room, 11)}" if room > 0.4 else ""),
        cell(bold(pack.signed_days(days), WORSE if days > 0 else BETTER)),
        cell(pack.day(facts.moved_to(one))),
        cell(fitted(pack.why(one) or DASH, widths[3] - 2 * SIDE, 11)),
    )
