"""Figures of a rule book inside its sentences: ``{eu_works}`` becomes ``€ 5.404.000`` as of a day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from stuurbord.language import LANGUAGES, NBSP, language
from stuurbord.rulebooks.rule_pack.model import NamedValue, Obligation, Pack, Rule, Text

_PLACE: Final = re.compile(r"\{([A-Za-z_][\w.]*)\}")
_UNITS: Final[Mapping[str, Mapping[str, str]]] = {
    "dagen": {"nl": "dagen", "fr": "jours", "en": "days"},
    "maanden": {"nl": "maanden", "fr": "mois", "en": "months"},
    "jaar": {"nl": "jaar", "fr": "ans", "en": "years"},
}


def figure(value: NamedValue, code: str) -> str:
    """Return a figure with its unit as a reader of a language writes it.

    English leaves out the sign of the euro: its sentences are those of the machine-readable answers.
    """
    if not isinstance(value.value, Decimal | int) or isinstance(value.value, bool):
        return str(value.value)
    amount = Decimal(value.value)
    digits = 0 if amount == amount.to_integral_value() else 2
    told = language(code).number(amount, digits)
    if value.unit == "EUR":
        return {"nl": f"€{NBSP}{told}", "fr": f"{told}{NBSP}€"}.get(code, told)
    unit = _UNITS.get(value.unit, {}).get(code, value.unit)
    return f"{told}{NBSP}{unit}" if unit else told


def figures_on(pack: Pack, on: date) -> Mapping[str, NamedValue]:
    """Return name → the figure in force on a day."""
    return {one.name: one for one in pack.values if one.window.holds_on(on)}


def filled(text: Text, values: Mapping[str, NamedValue]) -> Text:
    """Return a text with the figures that it names; one that is not in force that day is a dash."""
    if not any("{" in one for one in text.values()):
        return text
    return {
        code: _PLACE.sub(lambda found, code=code: _told(values, found[1], code), one)  # type: ignore[misc]
        for code, one in text.items()
    }


def _told(values: Mapping[str, NamedValue], name: str, code: str) -> str:
    value = values.get(name)
    return figure(value, code if code in LANGUAGES else "nl") if value is not None else "–"


def with_figures(rules: Iterable[Rule], values: Mapping[str, NamedValue]) -> tuple[Rule, ...]:
    """Return rules with their figures filled in; one without braces is returned as it is."""
    return tuple(_filled(one, values, "title", "message") for one in rules)


def duties_with_figures(
    duties: Iterable[Obligation], values: Mapping[str, NamedValue]
) -> tuple[Obligation, ...]:
    """Return obligations with their figures filled in."""
    return tuple(_filled(one, values, "what") for one in duties)


def _filled(one: Any, values: Mapping[str, NamedValue], *names: str) -> Any:
    made = {name: filled(getattr(one, name), values) for name in names}
    return one if all(made[name] is getattr(one, name) for name in names) else replace(one, **made)
