"""Take back a change: a new change that puts back what stood there, if nobody touched it since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stuurbord.errors import VersionConflict
from stuurbord.web.lists.actions import Sent, archive_lines, save_lines
from stuurbord.web.lists.changing import changed_form
from stuurbord.web.lists.line_values import changed_names, same
from stuurbord.web.lists.models.line_revision import LineRevision
from stuurbord.web.lists.register import Register


@dataclass(frozen=True, slots=True)
class Done:
    """One change of one line: the version that it made."""

    line_id: int
    version: int


@transaction.atomic
def undo(actor: Any, register: Register, done: Sequence[Done]) -> list[Any]:
    """Take back changes the actor made, all or none, and return the lines as they are then.

    A field that somebody changed afterwards is not touched: the whole is refused.

    Raises
    ------
    NotPermitted
        If the actor may not edit the lines any more.
    VersionConflict
        If one of the fields was changed since, or the change was not the actor's own.
    """
    forms: list[Sent] = []
    archived: dict[bool, list[tuple[Any, int]]] = {True: [], False: []}
    lines = {
        line.pk: line for line in register.every_line(actor).filter(pk__in=[one.line_id for one in done])
    }
    for one in done:
        line = lines.get(one.line_id)
        before, after = _versions(actor, register, one)
        if line is None or after is None:
            raise VersionConflict(_("This change cannot be taken back any more."))
        was_archived = bool(before["is_archived"]) if before else True
        if was_archived != after["is_archived"]:
            archived[was_archived].append((line, line.version))
            continue
        names = changed_names(register, before, after)
        if not all(_stands(register, line, name, after) for name in names):
            raise VersionConflict(_("Somebody changed it since; nothing was taken back."))
        form = changed_form(register, actor, line, {name: before[name] for name in names}, is_raw=True)
        if not form.is_valid():
            raise VersionConflict(" ".join(str(text) for texts in form.errors.values() for text in texts))
        forms.append(Sent(form, line.version))
    saved = save_lines(actor, register, forms) if forms else []
    for archive, asked in archived.items():
        if asked:
            saved += archive_lines(actor, register, asked, archive)
    return saved


def _versions(
    actor: Any, register: Register, one: Done
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Return the values before and after; no values after if the change was not the actor's own."""
    kept = LineRevision.objects.filter(register=register.slug, line_id=one.line_id)
    after = kept.filter(version=one.version, actor_id=actor.pk).first()
    before = kept.filter(version=one.version - 1).first()
    return before.values if before else None, after.values if after else None


def _stands(register: Register, line: Any, name: str, after: dict[str, Any]) -> bool:
    field = register.model._meta.get_field(name)
    return same(register, name, getattr(line, field.attname), after[name])
