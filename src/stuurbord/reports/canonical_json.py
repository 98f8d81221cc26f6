"""Frozen dataclasses as canonical JSON and back: the same facts are the same text, so the same hash."""

from __future__ import annotations

import json
import types
import typing
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final, TypeVar

SINCE: Final = "since"
"""In a field's metadata: a later schema added it, and what it does not know is not written."""
_Record = TypeVar("_Record")


def written(record: Any) -> str:
    """Return a dataclass as JSON: sorted keys, no spaces, dates in ISO form, money as text."""
    return json.dumps(plain(record), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def read(kind: type[_Record], text: str) -> _Record:
    """Return the dataclass that `written` wrote."""
    return typed(kind, json.loads(text))


def plain(value: Any) -> Any:
    """Return a dataclass as dicts, lists and texts."""
    if is_dataclass(value) and not isinstance(value, type):
        found = {one: getattr(value, one.name) for one in fields(value)}
        return {
            one.name: plain(it) for one, it in found.items() if it is not None or SINCE not in one.metadata
        }
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def typed(kind: type[_Record], value: Any) -> _Record:
    """Return plain data as a dataclass, with what its annotations say: the inverse of `plain`."""
    made: _Record = _typed(kind, value)
    return made


def _typed(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        return _typed(next(one for one in typing.get_args(kind) if one is not types.NoneType), value)
    if origin is tuple:
        return tuple(_typed(typing.get_args(kind)[0], one) for one in value)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _typed(hints[name], one) for name, one in value.items()})
    if kind is date:
        return date.fromisoformat(value)
    return Decimal(value) if kind is Decimal else value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)
