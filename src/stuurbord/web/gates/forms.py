"""What people fill in at a gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.core import signing
from django.utils.translation import gettext as _

from stuurbord.web.accounts.models import Person
from stuurbord.web.gates.deciding import NewCondition
from stuurbord.web.lists.fields import DayField

CONDITIONS: Final = 3
_SALT: Final = "stuurbord.gates.seen"
_LONGEST: Final = 4000


def seal(facts: Mapping[str, Any]) -> str:
    """Return the facts that a page showed, so that a decision can be held against them."""
    return signing.dumps(dict(facts), salt=_SALT, compress=True)


def unseal(text: str) -> dict[str, Any] | None:
    """Return what `seal` wrote; None if it was not we who wrote it."""
    try:
        found = signing.loads(text, salt=_SALT)
    except signing.BadSignature:
        return None
    return found if isinstance(found, dict) else None


@dataclass(frozen=True)
class SentConditions:
    """The conditions of a form, and what is wrong with them."""

    conditions: list[NewCondition]
    errors: list[str]


def conditions_in(sent: Mapping[str, str]) -> SentConditions:
    """Return the conditions that were filled in; a row without text, owner and date is none."""
    made, errors = [], []
    for number in range(1, CONDITIONS + 1):
        text = sent.get(f"condition_text_{number}", "").strip()[:500]
        owner, due = (
            sent.get(f"condition_owner_{number}", ""),
            sent.get(f"condition_due_{number}", "").strip(),
        )
        if not (text or owner or due):
            continue
        day = _day(due)
        if due and day is None:
            errors.append(
                _("“{value}” is no day of the calendar. Write it as dd/mm/yyyy.").format(value=due[:40])
            )
        made.append(NewCondition(text, _person(owner), day))
    return SentConditions(made, errors)


def condition_rows(sent: Mapping[str, str]) -> list[tuple[int, str, str, str]]:
    """Return number, text, owner and date of each row, as it was sent."""
    return [
        (
            number,
            sent.get(f"condition_text_{number}", ""),
            sent.get(f"condition_owner_{number}", ""),
            sent.get(f"condition_due_{number}", ""),
        )
        for number in range(1, CONDITIONS + 1)
    ]


def _person(text: str) -> Person | None:
    return Person.objects.filter(pk=int(text)).first() if text.isdecimal() and len(text) < 18 else None


def _day(text: str) -> date | None:
    try:
        return DayField(required=False).clean(text)
    except forms.ValidationError:
        return None


def number_in(text: str | None) -> int:
    """Return a number that a form carries; 0 where there is none."""
    return int(text) if text and text.isdecimal() and len(text) < 18 else 0


def text_in(sent: Mapping[str, str], name: str) -> str:
    return sent.get(name, "").replace("\0", "").strip()[:_LONGEST]
