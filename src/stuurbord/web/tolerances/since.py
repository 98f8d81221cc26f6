"""What others changed since a reader saw a page, from the audit log: told where a change came too late."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _

from stuurbord.errors import VersionConflict
from stuurbord.web.audit.models import AuditEntry
from stuurbord.web.look import figures
from stuurbord.web.reader import reader

_MOST_TOLD = 5


def require_fresh(stored: models.Model, subject: str, expected_version: int) -> None:
    """Do nothing if a record still stands as the reader saw it.

    Raises
    ------
    VersionConflict
        With who changed which fields since.
    """
    if stored.version == expected_version:  # type: ignore[attr-defined]
        return
    told = [_("Somebody else saved this record in the meantime; nothing was overwritten.")]
    entries = AuditEntry.objects.filter(subject=subject, version__gt=expected_version)
    for one in reversed(entries[:_MOST_TOLD]):
        text = _("{day}: {who} – {what}.")
        what = "; ".join(
            _change(type(stored), name, pair) for name, pair in one.data.items() if _is_pair(pair)
        )
        if what:
            told.append(text.format(day=figures.day(one.at.date()), who=one.actor_name, what=what))
    raise VersionConflict(" ".join(told))


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and value[0] != value[1]


def _change(model: type[models.Model], name: str, pair: list[Any]) -> str:
    try:
        field: Any = model._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    return f"{field.verbose_name} {_written(field, pair[0])} → {_written(field, pair[1])}"


def _written(field: Any, value: Any) -> str:
    """Return a value as the log keeps it in the reader's words."""
    if value in (None, ""):
        return "–"
    if getattr(field, "choices", None):
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateField):
        return figures.day(date.fromisoformat(str(value)))
    if isinstance(field, models.DecimalField):
        amount = Decimal(str(value))
        return str(reader().percent(amount) if field.max_digits <= 6 else reader().euro(round(amount)))
    return str(value)
