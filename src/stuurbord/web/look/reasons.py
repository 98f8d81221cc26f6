"""Reasons of the rule books as sentences in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from stuurbord.web.reader import reader


def sentence(reason: Any) -> str:
    """Return a reason of a rule book, or the plain data stored of one, as a sentence."""
    text, fields = _parts(reason)
    written = {name: _written(name, value) for name, value in fields.items()}
    return gettext(text).format(**written) if text else ""


def _parts(reason: Any) -> tuple[str, Mapping[str, Any]]:
    if isinstance(reason, Mapping):
        return reason.get("text", ""), reason.get("fields", {})
    return reason.text, reason.fields


def _written(name: str, value: Any) -> str:
    """Return a field as people write it; its ending says what it holds."""
    language = reader()
    if value is None:
        return "–"
    if name.endswith("_date"):
        return language.day(value if isinstance(value, date) else date.fromisoformat(value))
    if name.endswith("_fraction"):
        digits = 0 if round(float(value) * 100, 1) == round(float(value) * 100) else 1
        return language.percent(float(value), digits)
    if name.endswith("_eur"):
        return language.euro(Decimal(value))
    return language.number(value) if isinstance(value, int) else str(value)
