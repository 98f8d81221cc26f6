"""Documents on the table: the steering pack, reports; other rooms add theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from stuurbord.web.meetings.models import AgendaItem, Meeting


@dataclass(frozen=True, slots=True)
class Paper:
    """One document: what it is called and where it is read or fetched."""

    label: str
    url: str
    note: str = ""


Source = Callable[[Any, Meeting, AgendaItem | None], Iterable[Paper]]
_SOURCES: list[Source] = []


def declare(source: Source) -> Source:
    """Add a room that has documents: from reader, meeting and item (None: of the whole meeting)."""
    if source not in _SOURCES:
        _SOURCES.append(source)
    return source


def papers_for(user: Any, meeting: Meeting, item: AgendaItem | None = None) -> list[Paper]:
    """Return the documents of a meeting or of one item, in the order in which rooms were added."""
    return [paper for source in _SOURCES for paper in source(user, meeting, item)]
