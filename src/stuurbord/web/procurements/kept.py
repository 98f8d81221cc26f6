"""A kept advice as a lawyer reads it: its facts in words, each verdict with its articles, what follows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from stuurbord.language import NBSP
from stuurbord.rulebooks.be_procurement.advice import Validity
from stuurbord.web.lists.fields import EuroField
from stuurbord.web.procurements.advising import day_of
from stuurbord.web.procurements.amounts import as_amount
from stuurbord.web.procurements.facts import FactsForm, lots_total
from stuurbord.web.procurements.models import ChoiceVerdict, KeptAdvice
from stuurbord.web.procurements.rows import STATUS_OF, validity
from stuurbord.web.procurements.words import procedure_name
from stuurbord.web.reader import reader

_LEVELS: Final = {
    "eu": pgettext_lazy("level of a contract", "European"),
    "national": pgettext_lazy("level of a contract", "Belgian"),
    "none": pgettext_lazy("level of a contract", "none: no procedure of its own"),
    "unknown": pgettext_lazy("level of a contract", "undetermined"),
}
_GROUPS: Final = (
    ("allowed", ChoiceVerdict.ALLOWED),
    ("cond", ChoiceVerdict.CONDITIONAL),
    ("unknown", ChoiceVerdict.UNKNOWN),
    ("refused", ChoiceVerdict.REFUSED),
)
"""Key of the kept answer → the verdict on the procedures below it."""
Line = tuple[str, str]
"""What it is called and what it is."""


@dataclass(frozen=True)
class KeptReason:
    """One reason of a verdict; its text is Dutch, as every kept advice is."""

    text: str
    reference: str
    validity: str
    is_verified: bool


@dataclass(frozen=True)
class KeptVerdict:
    """What was said of one procedure."""

    name: str
    status: str
    word: str
    minimum: str
    reasons: tuple[KeptReason, ...]
    is_chosen: bool


def fact_lines(facts: Mapping[str, Any]) -> list[Line]:
    """Return the facts that were known, as the page asks them; what no form asks stands in the JSON."""
    form = FactsForm(facts=facts)
    made = [(str(field.label), _told(field)) for field in form]
    if (lots := lots_total(facts)) is not None:
        made.append((pgettext("procurement", "Lots"), _euro(lots)))
    return [one for one in made if one[1]]


def answer_lines(answer: Mapping[str, Any]) -> list[Line]:
    """Return what the advice said of the contract as a whole."""
    days = validity(Validity(day_of(answer.get("valid_from")), day_of(answer.get("valid_to"))))
    estimate, threshold = as_amount(answer.get("estimate")), as_amount(answer.get("eu_threshold"))
    unknown = pgettext("procedure", "undetermined")
    standstill = answer.get("standstill")
    return [
        (_("Estimate, excluding VAT"), unknown if estimate is None else _euro(estimate)),
        (
            pgettext("procurement", "European threshold"),
            unknown if threshold is None else _euro(threshold),
        ),
        (pgettext("procurement", "Level"), str(_LEVELS.get(str(answer.get("level")), unknown))),
        (_("Standstill"), unknown if standstill is None else _days(standstill) if standstill else _("none")),
        (pgettext("law", "Rules valid"), days or unknown),
    ]


def kept_verdicts(advice: KeptAdvice, chosen: str) -> list[KeptVerdict]:
    """Return the verdict on each procedure, those that were allowed first."""
    answer: Mapping[str, Any] = advice.answer
    because: Sequence[Mapping[str, Any]] = answer.get("because") or ()
    least: Mapping[str, Any] = answer.get("min_days") or {}
    return [
        KeptVerdict(
            name=procedure_name(code),
            status=STATUS_OF[verdict],
            word=str(verdict.label),
            minimum=_minimum(least.get(code)),
            reasons=tuple(_reasons(one for one in because if one.get("procedure") == code)),
            is_chosen=code == chosen,
        )
        for key, verdict in _GROUPS
        for code in answer.get(key) or ()
    ]


def missing_lines(answer: Mapping[str, Any]) -> list[str]:
    """Return the questions that were not answered."""
    return [str(one) for one in (answer.get("questions") or {}).values()]


def exact(data: Mapping[str, Any]) -> str:
    """Return kept data to the letter, as JSON to be read."""
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True)


def _minimum(days: int | list[int] | None) -> str:
    """Return the shortest periods: ``30 d``, ``30 + 25 d``; a dash where the advice told none."""
    if days is None:
        return "–"
    told = [reader().number(one) for one in (days if isinstance(days, list) else [days])]
    return f"{f'{NBSP}+{NBSP}'.join(told)}{NBSP}{_('d')}"


def _reasons(found: Iterator[Mapping[str, Any]]) -> Iterator[KeptReason]:
    for one in found:
        days = validity(Validity(day_of(one.get("valid_from")), day_of(one.get("valid_to"))))
        reference = ", ".join(filter(None, (one.get("source"), one.get("article"))))
        yield KeptReason(str(one.get("text", "")), reference, days, bool(one.get("verified")))


def _told(bound: forms.BoundField) -> str:
    """Return the value of a field in words; empty where it is not known."""
    value, field = bound.initial, bound.field
    if value in (None, "", []):
        return ""
    if isinstance(field, forms.ChoiceField):
        labels = {code: str(label) for code, label in field.choices}
        codes = value if isinstance(value, list) else [value]
        return "; ".join(labels.get(code, str(code)) for code in codes)
    if isinstance(field, EuroField):
        return _euro(Decimal(value))
    day = day_of(value)
    return _day(day) if day is not None else _number(value)


def _number(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return str(value)
    exactly = Decimal(str(value)).normalize()
    return reader().number(exactly, max(-int(exactly.as_tuple().exponent), 0))


def _day(day: date) -> str:
    return reader().day(day)


def _days(n: int) -> str:
    return ngettext("{n} day", "{n} days", n).format(n=reader().number(n))


def _euro(amount: Decimal) -> str:
    return reader().exact_euro(amount)
