"""Find texts: only within what the reader may see, the best first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection
from django.db.models import Q, QuerySet

from stuurbord.web.search.expressions import match
from stuurbord.web.search.models import SearchText
from stuurbord.web.search.question import Question, read_question
from stuurbord.web.search.snippets import Part, marked, snippet

MOST_COUNTED: Final = 1_000
"""Hits beyond this number are told as “more than”."""
MOST_WEIGHED: Final = 5_000
# A code, or the beginning of a title, is meant as it stands.
_BEGINS: Final = """CASE WHEN search_searchtext.title_words = %s THEN 0
    WHEN search_searchtext.title_words LIKE %s THEN 1
    WHEN ' ' || search_searchtext.title_words LIKE %s THEN 2 ELSE 3 END"""


@dataclass(frozen=True)
class Sight:
    """What a reader may see.

    Attributes
    ----------
    projects
        Query of their numbers.
    objects
        Kind → query of the numbers of its objects, for kinds that belong to no project. A kind that is not
        named here, and has no project, is not seen.
    """

    projects: QuerySet[Any]
    objects: Mapping[str, QuerySet[Any]] = field(default_factory=dict)

    def condition(self) -> Q:
        """Return the condition of the rows that the reader may see."""
        seen = Q(project_id__in=self.projects)
        for kind, numbers in self.objects.items():
            seen |= Q(project_id__isnull=True, kind=kind, object_id__in=numbers)
        return seen


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found, with the words asked marked in its title and in a piece of its text."""

    kind: str
    object_id: int
    part: int
    project_id: int | None
    title: tuple[Part, ...]
    snippet: tuple[Part, ...]

    @property
    def plain_title(self) -> str:
        return "".join(one.text for one in self.title)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a reader narrows the answer to."""

    kinds: Sequence[str] = ()
    project_ids: Sequence[int] | None = None


EVERYTHING: Final = Narrowed()


def found(
    words: str, sight: Sight, narrowed: Narrowed = EVERYTHING, *, limit: int = 20, offset: int = 0
) -> list[Hit]:
    """Return what holds all the words, the best first: a title that begins with them before all others."""
    question = read_question(words)
    if not question.terms:
        return []
    ids = _in_order(_matching(question, sight, narrowed), question, limit, offset)
    rows = SearchText.objects.in_bulk(ids)
    return [_hit(rows[pk], question) for pk in ids if pk in rows]


def counted(words: str, sight: Sight, narrowed: Narrowed = EVERYTHING) -> dict[str, int]:
    """Return kind → how many hits, at most `MOST_COUNTED` in all."""
    question = read_question(words)
    if not question.terms:
        return {}
    kinds = _matching(question, sight, narrowed).order_by().values_list("kind", flat=True)
    return dict(Counter(kinds[:MOST_COUNTED]))


def _matching(question: Question, sight: Sight, narrowed: Narrowed) -> QuerySet[SearchText]:
    how = match(question, connection.vendor)
    rows = SearchText.objects.filter(sight.condition())
    if narrowed.kinds:
        rows = rows.filter(kind__in=list(narrowed.kinds))
    if narrowed.project_ids is not None:
        rows = rows.filter(project_id__in=list(narrowed.project_ids))
    # Its words are letters and digits only, and go as parameters.
    return rows.extra(  # noqa: S610
        tables=list(how.tables), where=list(how.where), params=list(how.parameters)
    )


def _in_order(rows: QuerySet[SearchText], question: Question, limit: int, offset: int) -> list[int]:
    """Return the numbers of the best rows. Of a word that stands everywhere, not every row is weighed."""
    how = match(question, connection.vendor)
    beginning = question.beginning
    weighed = rows.extra(  # noqa: S610 - as above
        select={"begins": _BEGINS, "weight": how.weight},
        select_params=[beginning, f"{beginning} %", f"% {beginning}%", *how.weight_parameters],
    )
    sql, parameters = (
        weighed.order_by().values("pk", "begins", "weight")[:MOST_WEIGHED].query.sql_with_params()
    )
    ordered = f"SELECT pk FROM ({sql}) AS m ORDER BY begins, weight, pk LIMIT %s OFFSET %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(ordered, [*parameters, limit, offset])
        return [pk for (pk,) in cursor.fetchall()]


def _hit(row: SearchText, question: Question) -> Hit:
    terms = question.terms
    return Hit(
        row.kind,
        row.object_id,
        row.part,
        row.project_id,
        marked(row.title, terms),
        snippet(row.text, terms),
    )
