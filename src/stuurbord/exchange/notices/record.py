"""A notice as plain data, for JSON: the field names of the model, empty ones left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from stuurbord.exchange.notices.model import Moment, Notice


def notice_record(notice: Notice) -> dict[str, Any]:
    """Return everything a notice says; amounts are numbers, days ``2024-05-23``."""
    made = _plain(notice)
    assert isinstance(made, dict)
    return made


def _plain(value: Any) -> Any:
    match value:
        case Moment():
            return value.as_text()
        case StrEnum():
            return value.value
        case date():
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case Mapping():
            return {name: _plain(one) for name, one in value.items()}
        case tuple() | list():
            return [_plain(one) for one in value]
    if is_dataclass(value):
        told = {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
        return {name: one for name, one in told.items() if one not in (None, "", [], {})}
    return value
