"""What a scenario does beside dates and money: benefits, exposure to risks, dependencies that break."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from stuurbord.web.registers.models import Benefit, ProjectDependency, Risk
from stuurbord.web.scenarios.draws import Moves


@dataclass(frozen=True, slots=True)
class BenefitShift:
    """A benefit that comes later, or not at all (``until`` is None then)."""

    benefit: Benefit
    before: date | None
    until: date | None
    days: int
    is_lost: bool


@dataclass(frozen=True, slots=True)
class Exposure:
    """Expected loss of the open threats: the sum of probability times impact."""

    euro: float
    days: float
    n_risks: int
    top: tuple[Risk, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A dependency that gives later than it is needed, or never.

    Attributes
    ----------
    given, needed
        Days on which the giver has it and the receiver needs it, in this scenario.
    days
        Calendar days too late; None if it is never given.
    """

    dependency: ProjectDependency
    given: date | None
    needed: date | None
    days: int | None


def benefit_shifts(
    benefits: Iterable[Benefit], days: Mapping[str, int], stopped: Iterable[str]
) -> tuple[BenefitShift, ...]:
    """Return the benefits that come later or are lost: they follow the go-live of their project.

    Parameters
    ----------
    days
        By how many calendar days the P50 of a project comes later, by its code.
    """
    gone, found = set(stopped), []
    for one in benefits:
        code = one.project.code
        late = days.get(code, 0)
        if code not in gone and not late:
            continue
        until = one.target_on + timedelta(days=late) if one.target_on and code not in gone else None
        found.append(BenefitShift(one, one.target_on, until, late, code in gone))
    return tuple(found)


def exposure(
    risks: Iterable[Risk], moves: Mapping[str, Moves], events: Mapping[tuple[str, str], str]
) -> Exposure:
    """Return what the open threats may cost; those of a project that is stopped are gone.

    Parameters
    ----------
    events
        The code of the risk that a response is about, by project and response: a response that is taken
        leaves the residual risk, where that was estimated.
    """
    weighed = []
    for risk in risks:
        move = moves.get(risk.project.code, Moves())
        if move.is_stopped:
            continue
        treated = {events.get((risk.project.code, response)) for response in move.taken}
        weighed.append((*_weight(risk, risk.code in treated), risk))
    ordered = sorted(weighed, key=lambda one: (-one[0], -one[1], one[2].code))
    return Exposure(
        euro=sum(one[0] for one in weighed),
        days=sum(one[1] for one in weighed),
        n_risks=len(weighed),
        top=tuple(one[2] for one in ordered[:3]),
    )


def _weight(risk: Risk, is_treated: bool) -> tuple[float, float]:
    """Return expected euro and days; what is left of it where that is known and the response is taken."""
    chance, euro, days = risk.probability, risk.impact_cost, risk.impact_days
    if is_treated:
        chance = chance if risk.residual_probability is None else risk.residual_probability
        euro = euro if risk.residual_cost is None else risk.residual_cost
        days = days if risk.residual_days is None else risk.residual_days
    share = float(chance or 0)
    return share * float(euro or 0), share * (days or 0)


def conflicts(
    dependencies: Iterable[ProjectDependency], days: Mapping[str, int], stopped: Iterable[str]
) -> tuple[Conflict, ...]:
    """Return the dependencies that are given later than needed, the latest first.

    What a project gives moves with it, and so does the day on which a project needs what it receives.
    """
    gone, found = set(stopped), []
    for one in dependencies:
        receiver = one.project.code
        if receiver in gone:
            continue
        needed = one.agreed_on and one.agreed_on + timedelta(days=days.get(receiver, 0))
        if one.giver in gone:
            found.append(Conflict(one, None, needed, None))
            continue
        expected = one.forecast or one.agreed_on
        given = expected and expected + timedelta(days=days.get(one.giver, 0))
        if given and needed and given > needed:
            found.append(Conflict(one, given, needed, (given - needed).days))
    return tuple(sorted(found, key=lambda one: (one.days is not None, -(one.days or 0), one.dependency.code)))
