"""Annex A: what was decided before, what was promised then, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from stuurbord.errors import N_
from stuurbord.reports.snapshot import DecisionFacts, Snapshot
from stuurbord.reports.steering_pack import facts
from stuurbord.reports.steering_pack.conclusions import Conclusion, as_title, conclude
from stuurbord.reports.steering_pack.continued import Part, continued_by_height, shared_out
from stuurbord.reports.steering_pack.pack import DASH, Pack, Sheet
from stuurbord.reports.steering_pack.page import Page
from stuurbord.reports.steering_pack.rich_text import bold, glued
from stuurbord.reports.steering_pack.tables import SIDE, Cell, Column, Table, cell, height_needed, status_cell
from stuurbord.reports.steering_pack.text_fit import fitted, lines_of

MOST = 14
_SIZE = 11
_ROW, _ROOM, _LINES = 0.64, 4.78, 24
_WIDTHS = (0.90, 0.68, 3.35, 0.74, 1.36, 1.10, 1.75, 2.453)
_STATES = {"decided": N_("decided"), "executed": N_("executed")}


def sheets(snapshot: Snapshot) -> list[Sheet]:
    """Return the pages with the latest decisions; none if nothing was decided."""
    found = facts.taken(snapshot)[:MOST]
    return continued_by_height("earlier", "SB 04 Tabel", _draw, found, [_height(one) for one in found], _ROOM)


def title(pack: Pack) -> Conclusion:
    """Say how many decisions are carried out, and since when the oldest open one waits."""
    found = facts.taken(pack.snapshot)
    done = [one for one in found if one.state == "executed"]
    waiting = [one for one in found if one.state == "decided"]
    text = pack.ngettext(
        "{n} of {total} earlier decisions is carried out",
        "{n} of {total} earlier decisions are carried out",
        len(done),
    )
    first = conclude(text, n=pack.count(len(done)), total=pack.count(len(found)))
    oldest = waiting[-1] if waiting else None
    second = None
    if oldest and oldest.decided_on:
        second = conclude(
            pack.gettext("{code} of {project} is open since {day}"),
            code=oldest.code,
            project=oldest.project,
            day=pack.prose_day(oldest.decided_on),
        )
    return as_title([first.then(second), first])


def _draw(page: Page, pack: Pack, part: Part[DecisionFacts]) -> None:
    gettext = pack.gettext
    conclusion = title(pack)
    page.rubric(part.rubric(gettext("Annex A  ·  earlier decisions")))
    page.title(conclusion)
    page.table(
        "Tabel", _table(pack, part.items), gettext("Earlier decisions with their promise and their outcome")
    )
    n_older = len(facts.taken(pack.snapshot)) - MOST
    text = gettext(
        "Decision register. Promised effect as stated in the proposal; outcome as recorded afterwards."
    )
    if n_older > 0:
        more = pack.ngettext(
            "{n} older decision is in the register.", "{n} older decisions are in the register.", n_older
        )
        text += " " + more.format(n=n_older)
    page.source(text)
    pack.write_notes(
        page,
        conclusion,
        gettext("Decision register: decided and executed."),
        gettext("The effect is not measured by a paired simulation; none has been run."),
        gettext("What became of the decision? The column “Outcome” quotes the register."),
    )


def _table(pack: Pack, group: Sequence[DecisionFacts]) -> Table:
    heads = (
        pack.gettext("Date"),
        pack.gettext("No."),
        pack.gettext("Decision"),
        pack.gettext("Project"),
        pack.gettext("Competent"),
        pack.gettext("State"),
        pack.gettext("Promised effect"),
        pack.gettext("Outcome"),
    )
    columns = tuple(
        Column(width, head, "ctr" if number == 5 else "l")
        for number, (width, head) in enumerate(zip(_WIDTHS, heads, strict=True))
    )
    rows = tuple(_row(pack, one) for one in group)
    heights = shared_out([_height(one) for one in group], _ROW, _ROOM)
    return Table(columns, rows, _ROW, 0.44, _SIZE, 11.5, row_heights=heights)


def _fit(text: str, position: int, is_bold: bool = False) -> str:
    return fitted(text or DASH, _WIDTHS[position] - 2 * SIDE, _SIZE, _LINES, is_bold)


def _height(one: DecisionFacts) -> float:
    """Return the height of the row that shows a decision whole."""
    texts = (
        *((one.code, 1), (one.question, 2), (one.project, 3)),
        *((one.body, 4), (one.effect_on_date, 6), (one.outcome, 7)),
    )
    counts = [
        len(lines_of(glued(_fit(text, at, at == 1)), _WIDTHS[at] - 2 * SIDE, _SIZE, at == 1))
        for text, at in texts
    ]
    return height_needed(max(counts), _SIZE)


def _row(pack: Pack, one: DecisionFacts) -> tuple[Cell, ...]:
    is_done = one.state == "executed"
    return (
        cell(pack.day(one.decided_on)),
        cell(bold(_fit(one.code, 1, is_bold=True))),
        cell(_fit(one.question, 2)),
        cell(_fit(one.project, 3)),
        cell(_fit(one.body, 4)),
        status_cell("on_track" if is_done else "adjust", pack.gettext(_STATES[one.state])),
        cell(_fit(one.effect_on_date, 6)),
        cell(_fit(one.outcome, 7)),
    )
