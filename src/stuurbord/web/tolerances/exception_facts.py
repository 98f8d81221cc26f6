"""An exception as plain facts: what its report, its page and the agenda of a meeting are made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from stuurbord.web.tolerances.deciding import body_above
from stuurbord.web.tolerances.guards import still_missing
from stuurbord.web.tolerances.models import ExceptionReport
from stuurbord.web.tolerances.queries import options_of


@dataclass(frozen=True, slots=True)
class OptionFacts:
    """One option: calendar days (earlier is negative) and euro; None where not known."""

    code: str
    title: str
    effect_days: int | None
    effect_cost: Decimal | None
    effect_risk: str
    is_recommended: bool


@dataclass(frozen=True, slots=True)
class ExceptionFacts:
    """An exception as it stands. ``unit``: days, fraction, euro or number, of measured and allowed."""

    code: str
    project: str
    title: str
    target: str
    level: str
    scope: str
    unit: str
    measured: Decimal | None
    measured_now: Decimal | None
    allowed: Decimal | None
    is_beyond: bool
    basis: str
    raised_on: date | None
    state: str
    cause: str
    consequence: str
    recommendation: str
    owner: str
    due: date | None
    body: str
    decision: str
    outcome: str
    options: tuple[OptionFacts, ...]
    missing: tuple[str, ...]
    """In words, what it lacks before a decision can be asked; empty once that was done."""


def exception_facts(exception: ExceptionReport) -> ExceptionFacts:
    """Return the facts of an exception."""
    is_open = exception.state in ("raised", "reported")
    return ExceptionFacts(
        code=exception.code,
        project=exception.project.code,
        title=exception.title,
        target=exception.target,
        level=exception.level,
        scope=exception.scope,
        unit=exception.unit,
        measured=exception.measured,
        measured_now=exception.measured_now,
        allowed=exception.allowed,
        is_beyond=exception.is_beyond,
        basis=exception.basis,
        raised_on=exception.raised_on,
        state=exception.state,
        cause=exception.cause,
        consequence=exception.consequence,
        recommendation=exception.recommendation,
        owner=exception.owner.name if exception.owner else "",
        due=exception.due,
        body=exception.decision.body if exception.decision else body_above(exception),
        decision=exception.decision.code if exception.decision else "",
        outcome=exception.outcome,
        options=tuple(
            OptionFacts(
                one.code,
                one.title,
                one.effect_days,
                one.effect_cost,
                one.effect_risk,
                one.is_recommended,
            )
            for one in options_of(exception)
        ),
        missing=tuple(still_missing(exception)) if is_open else (),
    )
