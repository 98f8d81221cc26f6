"""What the rule book answers: a verdict per procedure with its reasons, and what follows from the facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from stuurbord.rulebooks.rule_pack.model import Text, said

ALLOWED: Final = "allowed"
CONDITIONAL: Final = "conditional"
REFUSED: Final = "refused"
UNKNOWN: Final = "unknown"
GROUND: Final = "GROUND-"
"""Begins the name of a ground among the reasons of a verdict."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a procedure may or may not be used: one rule, its article and the days on which it holds."""

    rule: str
    text: Text
    article: str
    source: str
    valid_from: date | None = None
    valid_to: date | None = None
    """The last day; None as long as nothing replaces it."""
    verified: bool = True

    @property
    def reference(self) -> str:
        """Source and article in one line."""
        return f"{self.source}, {self.article}" if self.article else self.source


@dataclass(frozen=True, slots=True)
class ProcedureVerdict:
    """What the rules say of one procedure.

    Attributes
    ----------
    verdict
        ``allowed``, ``conditional``, ``refused`` or ``unknown``.
    condition
        On which ground it may be used, where it is conditional.
    min_days
        Calendar days of the shortest period: one for tenders, two for requests to take part and tenders; None
        where the law only asks that it be appropriate, or where it is not known.
    is_minimum_known
        Whether the facts tell which shortest period counts; never for what is not lawful, unless it was
        chosen all the same.
    standstill_days
        0 where none is due; None where that is not known.
    publication
        ``none``, ``BDA``, ``BDA and TED``, or empty where that is not known.
    """

    code: str
    verdict: str
    reasons: tuple[Reason, ...] = ()
    min_days: int | tuple[int, int] | None = None
    standstill_days: int | None = None
    publication: str = ""
    articles: tuple[str, ...] = ()
    condition: Text = field(default_factory=dict)
    after: str = ""
    is_minimum_known: bool = False

    @property
    def is_verified(self) -> bool:
        """Whether somebody read everything it rests on in the source."""
        return all(one.verified for one in self.reasons)

    @property
    def is_on_grounds(self) -> bool:
        """Whether the grounds that allow it were given, and stand among its reasons."""
        return any(one.rule.startswith(GROUND) for one in self.reasons)


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact that is not known, and the procedures that wait for it."""

    fact: str
    question: Text
    procedures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Obligation:
    """A duty that follows.

    Attributes
    ----------
    due
        By when, as a rule: ``within 30 days after conclusion``; empty where no day is set.
    due_unread
        What the days of ``due`` rest on and nobody read; empty where all of it was.
    """

    key: str
    text: Text
    article: str
    verified: bool = True
    due: str = ""
    due_unread: str = ""

    @property
    def is_due_verified(self) -> bool:
        """Whether somebody read the duty, and by when it falls due."""
        return self.verified and not self.due_unread


@dataclass(frozen=True, slots=True)
class Warned:
    """Something to mind: facts that contradict each other, an amount near a ceiling, an unverified rule."""

    code: str
    text: Text
    article: str = ""

    def plain(self, language: str) -> dict[str, Any]:
        """Return it as JSON writes it."""
        return {"code": self.code, "text": said(self.text, language), "article": self.article}


@dataclass(frozen=True, slots=True)
class Validity:
    """The days on which the law behind an answer stands unchanged; an open side is None."""

    valid_from: date | None
    valid_to: date | None
    """The last day."""


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A figure of the law, as it stands on a day."""

    amount: Decimal
    unit: str
    article: str
    source: str
    valid_from: date | None
    valid_to: date | None
    """The last day; None as long as nothing replaces it."""
    verified: bool


def number(amount: Decimal | int | None) -> int | float | None:
    """Return an amount as JSON writes it: whole euros stay whole, cents are exact to two places.

    >>> number(Decimal("6900.00")), number(Decimal("2499.75"))
    (6900, 2499.75)
    """
    if amount is None:
        return None
    return int(amount) if amount == int(amount) else float(round(Decimal(amount), 2))


def plain_reason(one: Reason, language: str) -> Mapping[str, Any]:
    """Return a reason as JSON writes it."""
    return {
        "rule": one.rule,
        "text": said(one.text, language),
        "article": one.article,
        "source": one.source,
        "valid_from": one.valid_from.isoformat() if one.valid_from else None,
        "valid_to": one.valid_to.isoformat() if one.valid_to else None,
        "verified": one.verified,
    }
