"""A question in the language of each database. Every word is letters and digits only: nothing to escape."""

from __future__ import annotations

from dataclasses import dataclass

from stuurbord.web.search.question import Question, Term

TABLE = "search_words"
"""The FTS5 table of SQLite."""


@dataclass(frozen=True, slots=True)
class Match:
    """How a database finds rows of `SearchText`: what to add to the query, and what weighs a row.

    Attributes
    ----------
    weight
        Expression that is smaller the better a row fits.
    """

    tables: tuple[str, ...]
    where: tuple[str, ...]
    weight: str
    parameters: tuple[str, ...]
    weight_parameters: tuple[str, ...] = ()


def match(question: Question, vendor: str) -> Match:
    """Return how to find what is asked; the question has at least one term."""
    return _on_postgresql(question) if vendor == "postgresql" else _on_sqlite(question)


# -- SQLite ------------------------------------------------------------------------------------------


def _on_sqlite(question: Question) -> Match:
    asked = " AND ".join(_fts5(term) for term in question.terms)
    if question.excluded:
        asked = f"({asked}) NOT ({' OR '.join(_fts5(term) for term in question.excluded)})"
    return Match(
        tables=(TABLE,),
        # The plus keeps SQLite from asking its index of words once per row instead of once.
        where=(f"{TABLE} MATCH %s", f"+{TABLE}.rowid = search_searchtext.id"),
        weight=f"bm25({TABLE}, 10.0, 3.0, 1.0)",
        parameters=(asked,),
    )


def _fts5(term: Term) -> str:
    words = f'{{title_words text_words}} : "{" ".join(term.words)}"{" *" if term.is_begun else ""}'
    return f'({words} OR {{title_words text_words stems}} : "{term.stem}")' if term.stem else f"({words})"


# -- PostgreSQL --------------------------------------------------------------------------------------


def _on_postgresql(question: Question) -> Match:
    pieces, parameters = [], []
    for term, sign in [(one, "") for one in question.terms] + [(one, "!!") for one in question.excluded]:
        sql, values = _tsquery(term)
        pieces.append(f"{sign}({sql})")
        parameters += values
    asked = " && ".join(pieces)
    return Match(
        tables=(),
        where=(f"search_searchtext.vector @@ ({asked})",),
        weight=f"-ts_rank(search_searchtext.vector, {asked})",
        parameters=tuple(parameters),
        weight_parameters=tuple(parameters),
    )


def _tsquery(term: Term) -> tuple[str, list[str]]:
    """Return SQL and its values. Weights: A title, B text, C stems, D what ``dutch`` makes of them."""
    star = "*" if term.is_begun else ""
    within = [
        " <-> ".join(
            f"'{word}':{star if position == len(term.words) - 1 else ''}{place}"
            for position, word in enumerate(term.words)
        )
        for place in "AB"
    ]
    asked = " | ".join(f"({one})" for one in within)
    if not term.stem:
        return "%s::tsquery", [asked]
    return "(%s::tsquery || to_tsquery('dutch', %s))", [
        f"{asked} | '{term.stem}':ABC",
        f"'{term.words[0]}':D",
    ]
