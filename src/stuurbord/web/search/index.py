"""Put texts into the index and take them out, in the transaction of the change that they tell of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from stuurbord.web.search.models import SearchText
from stuurbord.web.search.words import stems_of, words_of

BATCH: Final = 500
_Key = tuple[str, int, int]
_KEY: Final = ("kind", "object_id", "part")
_WRITTEN: Final = ("project_id", "title", "text", "title_words", "text_words", "stems")


@dataclass(frozen=True, slots=True)
class Document:
    """The text of one thing.

    Attributes
    ----------
    project_id
        Who sees this project sees the text; None where the kind itself says who does.
    title
        What a result shows, its code first.
    part
        Of a thing that holds many: the uid of a task, its project being the object.
    """

    kind: str
    object_id: int
    project_id: int | None
    title: str
    text: str = ""
    part: int = 0

    @property
    def key(self) -> _Key:
        return self.kind, self.object_id, self.part


@transaction.atomic
def put(documents: Iterable[Document]) -> None:
    """Write documents, over what stood there; what did not change is not written."""
    given = iter(documents)
    while batch := list({one.key: one for one in islice(given, BATCH)}.values()):
        for kind in dict.fromkeys(one.kind for one in batch):
            of_kind = [one for one in batch if one.kind == kind]
            stored = SearchText.objects.filter(kind=kind, object_id__in={one.object_id for one in of_kind})
            if any(one.part for one in of_kind):
                stored = stored.filter(part__in=[one.part for one in of_kind])
            _write(of_kind, _known(stored))


@transaction.atomic
def replace(kind: str, object_id: int, documents: Iterable[Document]) -> None:
    """Write all parts of one thing; parts that are no longer given drop out."""
    given = {one.key: one for one in documents}
    stored = _known(SearchText.objects.filter(kind=kind, object_id=object_id))
    gone = [pk for key, (pk, *_rest) in stored.items() if key not in given]
    for first in range(0, len(gone), BATCH):
        SearchText.objects.filter(pk__in=gone[first : first + BATCH]).delete()
    _write(list(given.values()), stored)


def drop(kind: str, object_ids: Iterable[int]) -> None:
    """Take things out of the index."""
    ids = list(object_ids)
    for first in range(0, len(ids), BATCH):
        SearchText.objects.filter(kind=kind, object_id__in=ids[first : first + BATCH]).delete()


_Stored = dict[_Key, tuple[int, int | None, str, str]]


def _known(stored: QuerySet[SearchText]) -> _Stored:
    rows = stored.values_list("kind", "object_id", "part", "pk", "project_id", "title", "text")
    return {row[:3]: row[3:] for row in rows.iterator(chunk_size=5000)}


def _write(documents: list[Document], stored: _Stored) -> None:
    changed = [
        one
        for one in documents
        if one.key not in stored or stored[one.key][1:] != (one.project_id, _kept(one.title), _kept(one.text))
    ]
    # Over what stands there, also when somebody else wrote it a moment ago.
    SearchText.objects.bulk_create(
        _rows(changed),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=_KEY,
        update_fields=_WRITTEN,
    )


def _rows(documents: Iterable[Document]) -> Iterator[SearchText]:
    for one in documents:
        title, text = words_of(one.title), words_of(one.text)
        yield SearchText(
            kind=one.kind,
            object_id=one.object_id,
            part=one.part,
            project_id=one.project_id,
            title=_kept(one.title),
            text=_kept(one.text),
            title_words=" ".join(title),
            text_words=" ".join(text),
            stems=" ".join(stems_of([*title, *text])),
        )


def _kept(text: str) -> str:
    # PostgreSQL refuses the character NUL.
    return text.replace("\0", "")
