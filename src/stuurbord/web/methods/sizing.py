"""How large a project is, by the rule book of sizes: the class, why, and what is missing to decide it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stuurbord.rulebooks.rule_pack import Answer, Pack, Truth, decide, facts_from
from stuurbord.rulebooks.rule_pack.model import said
from stuurbord.web.methods.queries import language
from stuurbord.web.rules.queries import pack_in_force

PACK: Final = "project-size"
CLASSES: Final = {"klein": "small", "middelgroot": "medium", "groot": "large"}
SIZE_NAMES: Final[Mapping[str, Promise]] = {
    "small": _("small"),
    "medium": _("medium-sized"),
    "large": _("large"),
    "": _("not determined"),
}


@dataclass(frozen=True, slots=True)
class Sized:
    """A verdict on the size of a project.

    Attributes
    ----------
    size
        ``small``, ``medium`` or ``large``; empty while it cannot be told.
    because
        What it rests on, as sentences.
    missing
        What is asked for to tell it.
    """

    size: str
    because: tuple[str, ...]
    missing: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def name(self) -> str:
        return str(SIZE_NAMES[self.size])


def sized(months: Decimal | None, person_days: Decimal | None, on: date) -> Sized:
    """Return the size of a project by the rule book that is in force."""
    pack = pack_in_force(PACK)
    given: dict[str, Any] = {"months": months, "person_days": person_days}
    answer = decide(pack, facts_from(pack, given)[0], on)
    size = CLASSES.get(answer.verdict, "")
    missing = () if size else tuple(_question(pack, name) for name in answer.missing)
    return Sized(size, (_label(pack, answer.verdict),) if size else (), missing, _unmet(answer))


def _label(pack: Pack, verdict: str) -> str:
    labels = {one.code: one.label for one in pack.verdicts} | {pack.default_verdict: pack.default_label}
    return said(labels.get(verdict, {"nl": verdict}), language())


def _question(pack: Pack, name: str) -> str:
    fact = pack.fact(name)
    return said(fact.question or fact.label, language()) if fact else name


def _unmet(answer: Answer) -> tuple[str, ...]:
    return tuple(
        said(one.rule.message or one.rule.title, language()) for one in answer.rules if one.met is Truth.FALSE
    )
