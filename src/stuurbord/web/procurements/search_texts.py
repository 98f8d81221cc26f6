"""Procurement files as texts that are searched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.search.index import Document, drop, put

PROCUREMENT = "procurement"


def documents() -> Iterator[Document]:
    """Yield every file: reference, subject, reference of the buyer and description."""
    for file in ProcurementFile.objects.filter(is_archived=False).order_by("pk").iterator(chunk_size=200):
        yield _of_file(file)


def on_file_saved(sender: Any, instance: ProcurementFile, **kwargs: Any) -> None:
    """Listen to files being saved."""
    if instance.is_archived:
        drop(PROCUREMENT, [instance.pk])
    else:
        put([_of_file(instance)])


def _of_file(file: ProcurementFile) -> Document:
    text = " ".join(filter(None, (file.buyer_reference, file.cpv, file.description)))
    return Document(PROCUREMENT, file.pk, file.project_id, str(file), text)
