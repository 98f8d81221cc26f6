"""Paging by key: a page starts after the last line of the one before, however much was added meanwhile."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from stuurbord.web.api.problems import Refusal

LIMIT: Final = 100
MOST: Final = 500
_LARGEST: Final = 2**63


def after(lines: QuerySet[Any], cursor: str, by_change: bool) -> QuerySet[Any]:
    """Return the lines after a cursor, in their order.

    Parameters
    ----------
    by_change
        In the order of change, so that who follows along misses nothing; else in order of number.
    """
    lines = lines.order_by("changed_at", "pk") if by_change else lines.order_by("pk")
    if not cursor:
        return lines
    if not by_change:
        return lines.filter(pk__gt=number_in(cursor))
    at, pk = _moment_in(cursor)
    return lines.filter(Q(changed_at__gt=at) | Q(changed_at=at, pk__gt=pk))


def aware(moment: datetime, field: str) -> datetime:
    """Return a moment that names its time zone.

    Raises
    ------
    Refusal
        If it names none.
    """
    if moment.tzinfo is None:
        told = _("Write the moment with its time zone: 2026-11-25T08:00:00Z.")
        raise Refusal(422, errors=[{"field": field, "message": told}])
    return moment


def refuse_unknown(request: HttpRequest, asked: type[Any]) -> None:
    """Refuse parameters that a list does not know: a filter with a typing error would find too much.

    Raises
    ------
    Refusal
        With each of them.
    """
    unknown = [name for name in request.GET if name not in asked.model_fields]
    if unknown:
        told = _("There is no such parameter here.")
        raise Refusal(422, errors=[{"field": name, "code": "unknown", "message": told} for name in unknown])


def cursor_of(row: dict[str, Any], by_change: bool) -> str:
    """Return the cursor that stands after a row, which has ``id`` and ``changed_at``."""
    return written(row["changed_at"].isoformat(), row["id"]) if by_change else written(row["id"])


def written(*key: Any) -> str:
    """Return a key as text for an address."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def number_in(cursor: str) -> int:
    """Return the number in a cursor.

    Raises
    ------
    Refusal
        If it is no cursor of this list.
    """
    key = _read(cursor)
    if len(key) != 1 or not _is_number(key[0]):
        raise _refused()
    return key[0]


def _moment_in(cursor: str) -> tuple[datetime, int]:
    key = _read(cursor)
    if len(key) != 2 or not isinstance(key[0], str) or not _is_number(key[1]):
        raise _refused()
    try:
        at = datetime.fromisoformat(key[0])
    except ValueError:
        raise _refused() from None
    if at.tzinfo is None:
        raise _refused()
    return at, key[1]


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _LARGEST


def _read(cursor: str) -> list[Any]:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        key = json.loads(base64.urlsafe_b64decode(padded))
    except (UnicodeError, binascii.Error, ValueError, RecursionError):
        raise _refused() from None
    return key if isinstance(key, list) else []


def _refused() -> Refusal:
    told = _("This is no cursor of this list: take “next” of the page before.")
    return Refusal(422, errors=[{"field": "cursor", "message": told}])
