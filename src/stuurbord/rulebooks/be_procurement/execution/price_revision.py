"""Price revision: the formula, its indices month by month, and whether revision is mandatory.

References
----------
Law of 17 June 2016, article 10; Royal Decree of 14 January 2013 (AUR), article 38/7.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from stuurbord.errors import N_
from stuurbord.rulebooks.be_procurement.execution.values import (
    Outcome,
    Unanswered,
    cents,
    in_force,
    no_rules,
    questions,
    require_amount,
    unanswered,
)

_ONE: Final = Decimal(1)
_NUMBER: Final = r"\d{1,3}(?:[.,]\d{1,9})?"
_WHOLE: Final = re.compile(r"\s*(?:[Pp]\s*=\s*)?(?:[Pp]0?\s*[*×·]\s*)?(?P<inside>\(.*\)|.*)\s*\Z", re.DOTALL)
_INDEXED: Final = re.compile(
    rf"\s*(?P<weight>{_NUMBER})\s*[*×·]?\s*(?P<now>[A-Za-z][\w-]*)\s*/\s*(?P<base>[A-Za-z][\w-]*)\s*\Z",
    re.ASCII,
)
_FIXED: Final = re.compile(rf"\s*{_NUMBER}\s*\Z", re.ASCII)
MOST_PARTS: Final = 50
MOST_CHARACTERS: Final = 2000
"""No formula is so long."""

Series = Mapping[date, Decimal]
"""First day of the month → value of an index in that month."""


class FormulaError(ValueError):
    """A text is no formula, or one that contradicts itself; `message` tells why in the reader's language."""

    def __init__(self, text: str, **fields: str | int | Decimal) -> None:
        super().__init__(text.format(**fields))
        self.text = text
        self.fields = fields

    def message(self, translate: Callable[[str], str], figure: Callable[[Decimal], str]) -> str:
        """Return the sentence for people.

        Parameters
        ----------
        figure
            How the reader writes a number.
        """
        told = {
            name: figure(one) if isinstance(one, Decimal) else str(one) for name, one in self.fields.items()
        }
        return translate(self.text).format(**told)


@dataclass(frozen=True, slots=True)
class RevisionFormula:
    """``P = P0 × (a × S/s + b × I/i + c)``.

    Attributes
    ----------
    weights
        Index → its weight. The weights and the fixed part add up to 1.
    """

    weights: Mapping[str, Decimal]
    fixed: Decimal

    def __post_init__(self) -> None:
        if not self.weights:
            raise FormulaError(N_("A formula reads at least one index."))
        for name, weight in self.weights.items():
            if not weight.is_finite() or weight <= 0:
                raise FormulaError(
                    N_("The weight {weight} of {index} is not above zero."), weight=weight, index=name
                )
        if not self.fixed.is_finite() or self.fixed < 0:
            raise FormulaError(N_("The fixed part {fixed} is below zero."), fixed=self.fixed)
        total = sum(self.weights.values(), self.fixed)
        if total != _ONE:
            raise FormulaError(N_("The weights and the fixed part add up to {total}, not to 1."), total=total)

    def as_text(self) -> str:
        """Return it as people write it: ``P = P0 × (0.4 × S/s + 0.6)``."""
        parts = [f"{weight} × {name}/{name.lower()}" for name, weight in self.weights.items()]
        return f"P = P0 × ({' + '.join([*parts, str(self.fixed)])})"


def read_formula(text: str) -> RevisionFormula:
    """Return the formula that a text tells; nothing in it is executed.

    The index of the month is written over that of the start: ``S/s``. Figures have a point or a comma.

    Raises
    ------
    FormulaError
        If a part is no formula, an index stands over another, or the weights do not add up to 1.

    >>> read_formula("P = P0 × (0,40 × S/s + 0,40 × I/i + 0,20)").fixed
    Decimal('0.20')
    """
    if len(text) > MOST_CHARACTERS:
        raise FormulaError(N_("A formula has no more than {most} characters."), most=MOST_CHARACTERS)
    whole = _WHOLE.match(text)
    inside = whole["inside"].strip() if whole else ""
    if inside.startswith("(") and inside.endswith(")"):
        inside = inside[1:-1]
    parts = inside.split("+")
    if len(parts) > MOST_PARTS:
        raise FormulaError(N_("A formula has no more than {most} parts."), most=MOST_PARTS)
    weights: dict[str, Decimal] = {}
    fixed = Decimal(0)
    for part in parts:
        if found := _INDEXED.match(part):
            name = found["now"]
            if found["base"].casefold() != name.casefold():
                raise FormulaError(
                    N_("{index} stands over {base}: an index is divided by its own start."),
                    index=name,
                    base=found["base"],
                )
            if name in weights:
                raise FormulaError(N_("The index {index} stands there twice."), index=name)
            weights[name] = _decimal(found["weight"])
        elif _FIXED.match(part):
            fixed += _decimal(part)
        else:
            raise FormulaError(
                N_("“{part}” is neither a weight with an index nor a number."), part=part.strip()[:60]
            )
    return RevisionFormula(weights, fixed)


@dataclass(frozen=True, slots=True)
class RevisionTerm:
    """One index of a revision: its weight, its value at the start and now."""

    index: str
    weight: Decimal
    base: Decimal
    current: Decimal

    @property
    def contribution(self) -> Decimal:
        return self.weight * self.current / self.base


@dataclass(frozen=True, kw_only=True)
class Revision(Outcome):
    """A revised amount.

    Attributes
    ----------
    month
        First day of the month of the performance.
    coefficient
        By which the amount is multiplied, not rounded.
    revised, difference
        Euros.
    """

    month: date
    amount: Decimal
    terms: tuple[RevisionTerm, ...] = ()
    coefficient: Decimal | None = None
    revised: Decimal | None = None
    difference: Decimal | None = None


def revise(
    amount: Decimal, month: date, base_month: date, formula: RevisionFormula, series: Mapping[str, Series]
) -> Revision:
    """Return an amount revised to a month; an index that is not known there leaves it undetermined.

    Parameters
    ----------
    amount
        Euros at the prices of the tender.
    month, base_month
        Any day of the month of the performance, and of the month that the documents take as the start.
    series
        Index → its values by month.

    Raises
    ------
    ValueError
        If the amount is no number, or the value of an index is not > 0.
    """
    if not amount.is_finite():
        raise ValueError(f"amount {amount} is no number")
    now, start = month.replace(day=1), base_month.replace(day=1)
    missing: list[Unanswered] = []
    terms: list[RevisionTerm] = []
    for name, weight in formula.weights.items():
        values = series.get(name, {})
        found = [values.get(one) for one in (start, now)]
        for one, value in zip((start, now), found, strict=True):
            if value is None:
                detail = f"{name} {one:%Y-%m}"
                missing.append(Unanswered("index", questions()["index"], detail))
            elif not value.is_finite() or value <= 0:
                raise ValueError(f"{name} is {value} in {one:%Y-%m}, not > 0")
        base, current = found
        if base is not None and current is not None:
            terms.append(RevisionTerm(name, weight, base, current))
    if missing:
        return Revision(month=now, amount=amount, terms=tuple(terms), missing=tuple(dict.fromkeys(missing)))
    coefficient = sum((one.contribution for one in terms), formula.fixed)
    revised = cents(amount * coefficient)
    return Revision(
        month=now,
        amount=amount,
        terms=tuple(terms),
        coefficient=coefficient,
        revised=revised,
        difference=revised - cents(amount),
    )


def revise_monthly(
    claims: Iterable[tuple[date, Decimal]],
    base_month: date,
    formula: RevisionFormula,
    series: Mapping[str, Series],
) -> tuple[Revision, ...]:
    """Return the revision of each claim, by the month in which it was performed."""
    return tuple(revise(amount, month, base_month, formula, series) for month, amount in claims)


@dataclass(frozen=True, slots=True)
class RevisionFacts:
    """What tells whether revision is mandatory; None is not known.

    Attributes
    ----------
    on
        The day of publication, or of the invitation.
    kind
        ``works``, ``supplies``, ``services`` or ``social``.
    working_days, calendar_days
        The initial term, in the one or the other.
    is_revisable_service
        Whether the services are among those of the annex.
    """

    on: date | None
    kind: str | None
    estimate: Decimal | None = None
    working_days: int | None = None
    calendar_days: int | None = None
    is_revisable_service: bool | None = None

    def __post_init__(self) -> None:
        if self.estimate is not None:
            require_amount("estimate", self.estimate)


@dataclass(frozen=True, kw_only=True)
class RevisionDuty(Outcome):
    """Whether the documents must hold a revision clause; None while facts are missing."""

    is_mandatory: bool | None = None


def revision_duty(facts: RevisionFacts) -> RevisionDuty:
    """Return whether a revision clause is mandatory.

    A small estimate and a short term both exempt. Whether one of them is enough was not verified: where only
    one holds, the answer is not known and says so.
    """
    if facts.on is None or facts.kind is None:
        return RevisionDuty(missing=unanswered(date=facts.on, kind=facts.kind))
    law = in_force(facts.on, "price_revision_floor", "price_revision_working_days", "price_revision_days")
    if law is None:
        return RevisionDuty(missing=no_rules())
    if facts.kind == "supplies" or facts.is_revisable_service is False:
        return RevisionDuty(is_mandatory=False)
    is_asked = True if facts.kind == "works" else facts.is_revisable_service
    if missing := unanswered(revisable_service=is_asked, estimate=facts.estimate, term=_term(facts)):
        return RevisionDuty(missing=missing)
    assert facts.estimate is not None
    is_small = facts.estimate < law["price_revision_floor"].number
    is_short = (
        facts.working_days < law["price_revision_working_days"].number
        if facts.working_days is not None
        else (facts.calendar_days or 0) < law["price_revision_days"].number
    )
    because = tuple(law.values())
    if is_small != is_short:
        return RevisionDuty(missing=unanswered(exemptions_together=None), because=because)
    return RevisionDuty(is_mandatory=not is_small, because=because)


def _term(facts: RevisionFacts) -> int | None:
    return facts.calendar_days if facts.working_days is None else facts.working_days


def _decimal(text: str) -> Decimal:
    return Decimal(text.strip().replace(",", "."))
