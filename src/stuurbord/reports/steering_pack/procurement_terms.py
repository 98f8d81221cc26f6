"""The terms of procurements: what was missed, what ends soon, and what nobody can count yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from stuurbord.language import LANGUAGES, Language, language
from stuurbord.reports.snapshot import Snapshot, TermFacts
from stuurbord.reports.steering_pack.colours import INK, SECONDARY, WORSE
from stuurbord.reports.steering_pack.conclusions import Conclusion, as_title, conclude
from stuurbord.reports.steering_pack.continued import Part, continued_by_height, shared_out
from stuurbord.reports.steering_pack.pack import DASH, Pack, Sheet
from stuurbord.reports.steering_pack.page import Page
from stuurbord.reports.steering_pack.rich_text import Run, bold, glued, paragraph
from stuurbord.reports.steering_pack.tables import SIDE, Cell, Column, Table, cell, height_needed, status_cell
from stuurbord.reports.steering_pack.text_fit import fitted, lines_of
from stuurbord.reports.term_words import article_words, origin_word, state_word, status_of, text_of

MOST = 28
_SIZE, _LINES = 11, 6
_ROW, _ROOM = 0.50, 4.78
_WIDTHS = (1.00, 4.60, 1.05, 1.75, 3.933)
_WHAT, _PROJECT, _STATE, _ARTICLE = 1, 2, 3, 4


def listed(snapshot: Snapshot) -> tuple[TermFacts, ...]:
    """Return the terms of a snapshot; none where it was taken before there were any."""
    return snapshot.terms or ()


def sheets(snapshot: Snapshot) -> list[Sheet]:
    """Return the pages, as many terms on each as fit; none if no term is open."""
    found = listed(snapshot)[:MOST]
    heights = [_height(one) for one in found]
    return continued_by_height("procurement", "SB 04 Tabel", _draw, found, heights, _ROOM)


def title(pack: Pack) -> Conclusion:
    """Say what is late and since when, else what ends first, else what cannot be counted."""
    found = listed(pack.snapshot)
    late = [one for one in found if one.state == "late"]
    soon = [one for one in found if one.state == "soon"]
    dated = [one for one in found if one.due is not None and one.state != "late"]
    unknown = [one for one in found if one.due is None]
    if late:
        text = pack.ngettext(
            "{n} period of a procurement is late", "{n} periods of procurements are late", len(late)
        )
        first = conclude(text, n=pack.count(len(late)))
        oldest = min(late, key=lambda one: (one.due or date.max, one.file))
        return as_title([first.then(_since(pack, oldest)), first.then(_soon(pack, soon)), first])
    if dated:
        text = pack.ngettext(
            "{n} period of a procurement ends by {day}, none is late",
            "{n} periods of procurements end by {day}, none is late",
            len(dated),
        )
        until = pack.snapshot.terms_until or pack.snapshot.as_of
        first = conclude(text, n=pack.count(len(dated)), day=pack.prose_day(until))
        nearest = min(dated, key=lambda one: (one.due or date.max, one.file))
        return as_title([first.then(_soon(pack, soon)), first.then(_first_of(pack, nearest)), first])
    text = pack.ngettext(
        "{n} period of a procurement cannot be counted: facts are missing",
        "{n} periods of procurements cannot be counted: facts are missing",
        len(unknown),
    )
    return as_title([conclude(text, n=pack.count(len(unknown)))])


def _since(pack: Pack, one: TermFacts) -> Conclusion | None:
    if one.due is None:
        return None
    text = pack.gettext("the oldest, of {file}, ended on {day}")
    return conclude(text, file=one.file, day=pack.prose_day(one.due))


def _first_of(pack: Pack, one: TermFacts) -> Conclusion | None:
    if one.due is None:
        return None
    return conclude(
        pack.gettext("the first is that of {file} on {day}"), file=one.file, day=pack.prose_day(one.due)
    )


def _soon(pack: Pack, soon: Sequence[TermFacts]) -> Conclusion | None:
    if not soon:
        return None
    text = pack.ngettext("{n} ends within five working days", "{n} end within five working days", len(soon))
    return conclude(text, n=pack.count(len(soon)))


def _draw(page: Page, pack: Pack, part: Part[TermFacts]) -> None:
    gettext = pack.gettext
    conclusion = title(pack)
    page.rubric(part.rubric(gettext("Portfolio  ·  periods of procurements")))
    page.title(conclusion)
    alt = gettext("Open periods of procurements with their last day, state and article")
    page.table("Tabel", _table(pack, part.items), alt)
    page.source(_source(pack))
    pack.write_notes(
        page,
        conclusion,
        gettext("Procurement files, their tenders and contracts."),
        gettext(
            "A period of the law is counted by Regulation 1182/71 and ends on a working day; what remains "
            "is told in working days. “Not verified” means that nobody held the article beside the official "
            "text yet."
        ),
        gettext("What follows from a missed period? That differs per article; ask the procurement lawyer."),
    )


def _source(pack: Pack) -> str:
    snapshot = pack.snapshot
    until = pack.day(snapshot.terms_until or snapshot.as_of)
    text = pack.gettext("Procurement files: missed, undetermined, or ending by {day}.").format(day=until)
    n_more = len(listed(snapshot)) - MOST
    if n_more > 0:
        more = pack.ngettext("{n} more is in the files.", "{n} more are in the files.", n_more)
        text += " " + more.format(n=n_more)
    return text


def _table(pack: Pack, group: Sequence[TermFacts]) -> Table:
    heads = (
        pack.gettext("At the latest"),
        pack.gettext("What is due"),
        pack.gettext("Project"),
        pack.gettext("State"),
        pack.gettext("Article"),
    )
    columns = tuple(
        Column(width, head, "ctr" if at == _STATE else "l")
        for at, (width, head) in enumerate(zip(_WIDTHS, heads, strict=True))
    )
    rows = tuple(_row(pack, one) for one in group)
    heights = shared_out([_height(one) for one in group], _ROW, _ROOM)
    return Table(columns, rows, _ROW, 0.44, _SIZE, 11.5, row_heights=heights)


def _room(at: int) -> float:
    return _WIDTHS[at] - 2 * SIDE


def _fit(text: str, at: int, n_lines: int = _LINES, is_bold: bool = False) -> str:
    return fitted(text or DASH, _room(at), _SIZE, n_lines, is_bold)


def _n_lines(text: str, at: int, is_bold: bool = False) -> int:
    return len(lines_of(glued(text), _room(at), _SIZE, is_bold))


def _height(one: TermFacts) -> float:
    """Return the height of the row that shows a term whole, in whichever language it takes most room."""
    return max(_height_in(one, language(code)) for code in LANGUAGES)


def _height_in(one: TermFacts, spoken: Language) -> float:
    title_, under = _what(one, spoken)
    counts = (
        _n_lines(title_, _WHAT, is_bold=True) + sum(_n_lines(text, _WHAT) for text in under),
        _n_lines(_fit(one.project, _PROJECT), _PROJECT),
        _n_lines(_state(one, spoken), _STATE, is_bold=True),
        _n_lines(_fit(article_words(one, spoken), _ARTICLE), _ARTICLE),
    )
    return height_needed(max(counts), _SIZE)


def _what(one: TermFacts, spoken: Language) -> tuple[str, list[str]]:
    """Return what is due, and the lines under it: the file, where the day comes from, what it waits for."""
    under = [_fit(f"{one.file} {one.name} · {origin_word(one, spoken)}", _WHAT, 3)]
    if missing := text_of(one.missing, spoken):
        under.append(_fit(missing, _WHAT, 3))
    return _fit(text_of(one.title, spoken), _WHAT, 3, is_bold=True), under


def _state(one: TermFacts, spoken: Language) -> str:
    return _fit(state_word(one, spoken), _STATE, 3, is_bold=True)


def _row(pack: Pack, one: TermFacts) -> tuple[Cell, ...]:
    title_, under = _what(one, pack.language)
    what = (paragraph(bold(title_)), *(paragraph(Run(text, colour=SECONDARY)) for text in under))
    return (
        cell(bold(pack.day(one.due), WORSE if one.state == "late" else INK)),
        Cell(what),
        cell(_fit(one.project, _PROJECT)),
        status_cell(status_of(one), _state(one, pack.language)),
        cell(_fit(article_words(one, pack.language), _ARTICLE)),
    )
