"""What an answer says besides its verdicts: the sentences of ``warnings.toml``, filled in per language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final

from stuurbord.language import LANGUAGES, language
from stuurbord.rulebooks.be_procurement.advice import Warned
from stuurbord.rulebooks.be_procurement.catalogue import catalogue, text_of
from stuurbord.rulebooks.be_procurement.law import Law
from stuurbord.rulebooks.rule_pack.figures import figure
from stuurbord.rulebooks.rule_pack.model import Text

PLACE: Final = re.compile(r"\{([A-Za-z_][\w.]*)\}")
"""Where a figure or a field stands in a sentence."""


@cache
def _told() -> Mapping[str, Any]:
    return tomllib.loads(text_of("warnings.toml"))


@cache
def _warnings() -> Mapping[str, tuple[Text, str]]:
    return {one["code"]: (one["text"], one.get("article", "")) for one in _told()["warning"]}


@cache
def questions() -> Mapping[str, Text]:
    """Return fact → the question for it, where no rule compares the fact itself."""
    return {one["fact"]: one["text"] for one in _told()["question"]}


@cache
def labels() -> Mapping[str, Text]:
    """Return fact → how it is called, where no rule compares the fact itself."""
    return {one["fact"]: one["label"] for one in _told()["question"]}


def warned(law: Law, code: str, **fields: Any) -> Warned:
    """Return a warning with its fields, amounts written as a reader of each language does."""
    return (
        law.keep(("warned", code), lambda: _warned(law, code, {}))
        if not fields
        else _warned(law, code, fields)
    )


def _warned(law: Law, code: str, fields: Mapping[str, Any]) -> Warned:
    text, article = _warnings()[code]
    return Warned(code, {key: filled(one, law, key, fields) for key, one in text.items()}, article)


def filled(text: str, law: Law, code: str, fields: Mapping[str, Any]) -> str:
    """Return a sentence with its fields and the figures of the law."""

    def place(found: re.Match[str]) -> str:
        name = found[1]
        if name in fields:
            return _written(fields[name], code)
        value = law.values.get(name)
        return figure(value, code) if value is not None else "–"

    return PLACE.sub(place, text)


def _written(value: Any, code: str) -> str:
    if isinstance(value, Decimal):
        digits = 0 if value == value.to_integral_value() else 2
        return language(code if code in LANGUAGES else "nl").euro(value, digits)
    if isinstance(value, date):
        return language(code if code in LANGUAGES else "nl").long_day(value)
    if isinstance(value, Mapping):
        return str(value.get(code, value.get("nl", "")))
    return str(value)


def plain(law: Law, name: str, **fields: Any) -> str:
    """Return a short text of the machine-readable answer, its figures as plain English numbers."""
    key = ("plain", name, *fields.items())
    return law.keep(key, lambda: plain_text(catalogue().plain[name], law, **fields))


def plain_text(text: str, law: Law, **fields: Any) -> str:
    """Return a short text with its figures as plain English numbers: ``216,000``, ``30``."""

    def place(found: re.Match[str]) -> str:
        value = fields.get(found[1], law.amounts.get(found[1]))
        return plain_number(value) if isinstance(value, Decimal) else str(value)

    return PLACE.sub(place, text)


def plain_number(value: Decimal) -> str:
    """Return ``216,000`` or ``2,499.75``.

    >>> plain_number(Decimal("216000")), plain_number(Decimal("2499.75"))
    ('216,000', '2,499.75')
    """
    return f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"
