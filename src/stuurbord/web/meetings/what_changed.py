"""What changed in a line since somebody saw it: told to who decides on it, so that nobody decides blindly."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from stuurbord.errors import VersionConflict
from stuurbord.web.lists.history import FieldChange, written
from stuurbord.web.lists.line_values import raw_values, same, typed
from stuurbord.web.lists.register import Register
from stuurbord.web.lists.revisions import values_at


class StaleLine(VersionConflict):
    """A line changed since the reader saw it; ``changes`` says what.

    Told on the page of the item with status 409.
    """

    def __init__(self, text: str, changes: tuple[FieldChange, ...]) -> None:
        super().__init__(text)
        self.changes = changes


def require_fresh(register: Register, line: Any, version: int | None) -> None:
    """Do nothing if the line still stands as the reader saw it.

    Raises
    ------
    StaleLine
        With each field that changed since.
    """
    if version == line.version and not line.is_archived:
        return
    told = _("{code} changed since you saw it. Nothing was decided: look at what is new, then decide.")
    raise StaleLine(told.format(code=register.called(line)), changes_since(register, line, version))


def changes_since(register: Register, line: Any, version: int | None) -> tuple[FieldChange, ...]:
    """Return what changed since a version; empty if that version was never kept."""
    before = values_at(register, line, version) if version is not None else None
    if before is None:
        return ()
    now = raw_values(register, line)
    return tuple(
        FieldChange(
            register.label_of(name), *(_told(register, name, one) for one in (before[name], now[name]))
        )
        for name in register.form_fields
        if name in before and not same(register, name, before[name], now[name])
    )


def _told(register: Register, name: str, raw: Any) -> str:
    field = register.model._meta.get_field(name)
    if field.is_relation and raw is not None:
        return str(field.related_model._default_manager.filter(pk=raw).first() or raw)
    value = typed(register, name, raw)
    if field.choices and value:
        return str(dict(field.flatchoices).get(value, value))
    return str(written(register, name, value))
