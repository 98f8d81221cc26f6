"""The terms of procurements in a report: what was missed, what ends soon, what nobody can count yet."""

from __future__ import annotations

from stuurbord.errors import N_
from stuurbord.reports.document import Block, Cell, Column, Paragraph, StatusMark, Table
from stuurbord.reports.project_reports.parts import section
from stuurbord.reports.project_reports.writing import DASH, Writing
from stuurbord.reports.snapshot import TermFacts
from stuurbord.reports.term_words import article_words, counted, origin_word, state_word, status_of, text_of

MOST_TERMS = 20


def terms(writing: Writing) -> list[Block]:
    """Return the open terms with day, state and article as a section; nothing where none is open."""
    facts = writing.facts
    if not facts.terms or facts.terms_until is None:
        return []
    told = counted(facts.terms, writing.language)
    columns = (
        Column(writing.gettext(N_("At the latest")), "right", 1.0),
        Column(writing.gettext(N_("What is due")), width=3.0),
        Column(writing.gettext(N_("State")), width=1.7),
        Column(writing.gettext(N_("Article")), width=2.1),
    )
    caption = writing.say(
        N_("Open periods of procurements up to {day}, counted in working days"),
        day=writing.day(facts.terms_until),
    )
    rows = tuple(_row(writing, one) for one in facts.terms[:MOST_TERMS])
    blocks: list[Block] = [Paragraph(told, "lead")] if told else []
    blocks.append(Table(columns, rows, caption))
    n_left = len(facts.terms) - MOST_TERMS
    if n_left > 0:
        more = writing.ngettext(
            "{n} more stands on the page of periods.", "{n} more stand on the page of periods.", n_left
        )
        blocks.append(Paragraph(more, "quiet"))
    return section(writing.gettext(N_("Periods of procurements")), *blocks)


def _row(writing: Writing, one: TermFacts) -> tuple[Cell, ...]:
    language = writing.language
    subject = f"{one.file} {one.name} · {origin_word(one, language)}"
    missing = text_of(one.missing, language)
    return (
        Cell(writing.day(one.due), is_bad=one.state == "late", is_legal=one.is_legal and one.due is not None),
        Cell(text_of(one.title, language), f"{subject}. {missing}" if missing else subject),
        Cell(mark=StatusMark(status_of(one), state_word(one, language))),
        Cell(article_words(one, language) or DASH),
    )
