"""Lines of registers, what is said of them and the names of their files, as texts that are searched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.db import models
from django.db.models import QuerySet

from stuurbord.web.lists.models import Attachment, Comment
from stuurbord.web.lists.register import REGISTERS, Register
from stuurbord.web.search.index import Document, drop, put

COMMENT, ATTACHMENT = "comment", "attachment"
_BATCH: Final = 500


def documents() -> Iterator[Document]:
    """Yield every line that is not archived, and what belongs to it."""
    for register in REGISTERS.values():
        lines = register.model._default_manager.filter(is_archived=False).order_by("pk")
        for line in _with_names(register, lines).iterator(chunk_size=_BATCH):
            yield _of_line(register, line)
        yield from _beside(register)


def on_lines_changed(sender: Any, register: Register, lines: Iterable[Any], **kwargs: Any) -> None:
    """Listen to `lines_changed`: archived lines drop out with all that belongs to them."""
    ids = [line.pk for line in lines]
    for first in range(0, len(ids), _BATCH):
        _bring_up_to_date(register, ids[first : first + _BATCH])


def on_comment_saved(sender: Any, instance: Comment, **kwargs: Any) -> None:
    """Listen to remarks being written and withdrawn."""
    if instance.is_withdrawn:
        drop(COMMENT, [instance.pk])
    else:
        put([_of_comment(instance)])


def on_attachment_saved(sender: Any, instance: Attachment, **kwargs: Any) -> None:
    """Listen to files being added and archived."""
    if instance.is_archived:
        drop(ATTACHMENT, [instance.pk])
    else:
        put([_of_attachment(instance)])


def _bring_up_to_date(register: Register, ids: list[int]) -> None:
    lines = list(_with_names(register, register.model._default_manager.filter(pk__in=ids)))
    put(_of_line(register, line) for line in lines if not line.is_archived)
    gone = [line.pk for line in lines if line.is_archived]
    if gone:
        drop(register.slug, gone)
        for kind, model in ((COMMENT, Comment), (ATTACHMENT, Attachment)):
            own = model.objects.filter(register=register.slug, line_id__in=gone)
            drop(kind, own.values_list("pk", flat=True))
    # What belongs to lines that come back comes back; for others nothing differs, and nothing is written.
    back = [line.pk for line in lines if not line.is_archived and line.version > 1]
    if back:
        put(_beside(register, back))


def _beside(register: Register, ids: list[int] | None = None) -> Iterator[Document]:
    """Yield remarks and files of lines that are not archived: of these lines, or of all."""
    lines = register.model._default_manager.filter(is_archived=False)
    within = ids if ids is not None else lines.values("pk")
    about = {"register": register.slug, "line_id__in": within}
    for comment in Comment.objects.filter(**about, is_withdrawn=False).iterator(chunk_size=_BATCH):
        yield _of_comment(comment)
    for attachment in Attachment.objects.filter(**about, is_archived=False).iterator(chunk_size=_BATCH):
        yield _of_attachment(attachment)


def _with_names(register: Register, lines: QuerySet[Any]) -> QuerySet[Any]:
    """Return lines with the records they name, in one query."""
    named = {name for name in _text_fields(register) if register.model._meta.get_field(name).is_relation}
    return lines.select_related(*register.related, *named)


def _text_fields(register: Register) -> list[str]:
    """Return the fields that hold words: texts, and the names of other records."""
    return [
        name
        for name in register.form_fields
        if name not in ("code", "project", register.title_field)
        and _holds_words(register.model._meta.get_field(name))
    ]


def _holds_words(field: Any) -> bool:
    if isinstance(field, models.ForeignKey):
        return True
    return isinstance(field, (models.CharField, models.TextField)) and not field.choices


def _of_line(register: Register, line: Any) -> Document:
    title = f"{register.called(line)} {register.title_of(line)}".strip()
    values = (getattr(line, name) for name in _text_fields(register))
    text = " · ".join(str(value) for value in values if value)
    return Document(register.slug, line.pk, line.project_id, title, text)


def _of_comment(one: Comment) -> Document:
    return Document(COMMENT, one.pk, one.project_id, one.text)


def _of_attachment(one: Attachment) -> Document:
    return Document(ATTACHMENT, one.pk, one.project_id, one.file_name)
