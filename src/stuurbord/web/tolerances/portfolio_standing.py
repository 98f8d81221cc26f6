"""Where a portfolio as a whole stands against its own tolerances: all its running projects together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from stuurbord.rulebooks.project_status import Status
from stuurbord.rulebooks.tolerances import Measured, judge
from stuurbord.rulebooks.tolerances.targets import KEY
from stuurbord.web.notices.matter import FINISHED
from stuurbord.web.projects.models import Portfolio, Project
from stuurbord.web.rules.queries import pack_in_force
from stuurbord.web.tolerances.agreements import Agreed, agreed_by_project
from stuurbord.web.tolerances.goals import Goal, goals_of
from stuurbord.web.tolerances.measuring import FromRegisters, measured
from stuurbord.web.tolerances.models import Basis, PortfolioTolerances, Target
from stuurbord.web.tolerances.models.tolerance import UNITS
from stuurbord.web.tolerances.sure_cost import sure_cost


@dataclass(frozen=True, slots=True)
class PortfolioStanding:
    """One target of a portfolio as a whole: used and allowed in the same unit, None where not known.

    Attributes
    ----------
    missing
        Codes of the projects of which something is not known; with them nobody can say what is used.
    left_out
        Codes of the projects that do not count, since they promised no date or have no budget.
    is_pending
        A simulation is being made anew: what was raised on the last one is not withdrawn meanwhile.
    """

    target: str
    used: Decimal | None
    allowed: Decimal | None
    basis: str
    missing: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    status: Status = Status.UNDETERMINED
    is_beyond: bool = False
    is_pending: bool = False

    @property
    def unit(self) -> str:
        return str(UNITS[Target(self.target)])


def portfolio_standing(
    portfolio: Portfolio, stored: PortfolioTolerances | None, on: date
) -> list[PortfolioStanding]:
    """Return where a portfolio stands on each of the seven targets, in a fixed number of queries."""
    running = Project.objects.filter(portfolio=portfolio, is_archived=False).exclude(stage__in=FINISHED)
    projects = list(running.order_by("code"))
    goals, registers = goals_of(projects), measured((one.pk for one in projects), on)
    codes = {one.pk: one.code for one in projects}
    is_pending = any(one.is_pending for one in goals.values())
    found = [
        _time(goals, codes, _limit(stored, Target.TIME)),
        _cost(goals, codes, stored),
        *_from_registers(registers, stored),
        _benefits(registers, codes, stored),
        _sustainability(agreed_by_project(projects), codes, stored),
    ]
    order = list(Target)
    found.sort(key=lambda one: order.index(Target(one.target)))
    verdicts = judge((Measured(one.target, one.used, one.allowed) for one in found), on, pack_in_force(KEY))
    return [
        replace(one, status=verdict.status, is_beyond=verdict.is_beyond, is_pending=is_pending)
        for one, verdict in zip(found, verdicts, strict=True)
    ]


def _limit(stored: PortfolioTolerances | None, target: Target) -> Decimal | None:
    return stored.limit_together(target) if stored else None


def _time(goals: Mapping[int, Goal], codes: Mapping[int, str], allowed: Decimal | None) -> PortfolioStanding:
    """Measure the last finish against the last promise, at P80 where simulated.

    A finish that is not known can only be later: what lies beyond without it lies beyond.
    """
    promised = {pk: one for pk, one in goals.items() if one.promised_on is not None}
    reached = {
        pk: one.simulated.p80_finish if one.simulated else one.expected_on for pk, one in promised.items()
    }
    known = [day for day in reached.values() if day is not None]
    missing = _codes(codes, (pk for pk, day in reached.items() if day is None))
    last = max((one.promised_on for one in promised.values() if one.promised_on), default=None)
    used = Decimal((max(known) - last).days) if known and last else None
    if missing and used is not None and (allowed is None or used <= allowed):
        used = None
    return PortfolioStanding(
        Target.TIME,
        used,
        allowed,
        _basis(promised.values()),
        missing,
        _codes(codes, set(goals) - set(promised)),
    )


def _cost(
    goals: Mapping[int, Goal], codes: Mapping[int, str], stored: PortfolioTolerances | None
) -> PortfolioStanding:
    """Measure the cost of all together against their budgets: P80 of the sum, at least each forecast."""
    costed = {pk: one for pk, one in goals.items() if one.budget is not None and one.budget > 0}
    missing = _codes(
        codes,
        (
            pk
            for pk, one in costed.items()
            if one.forecast_cost is None and (one.simulated is None or one.simulated.p80_cost is None)
        ),
    )
    budget = sum((one.budget for one in costed.values() if one.budget), Decimal(0))
    used = sure_cost(costed.values(), stored) / budget - 1 if costed and not missing else None
    return PortfolioStanding(
        Target.COST,
        used,
        _limit(stored, Target.COST),
        _basis(one for one in costed.values() if one.simulated and one.simulated.p80_cost is not None),
        missing,
        _codes(codes, set(goals) - set(costed)),
    )


def _basis(goals: Iterable[Goal]) -> str:
    return Basis.SIMULATION if any(one.simulated for one in goals) else Basis.FORECAST


def _from_registers(found: FromRegisters, stored: PortfolioTolerances | None) -> list[PortfolioStanding]:
    """Add up what is counted: approved changes, severe findings, the expected cost of the risks."""
    sums = {
        Target.SCOPE: Decimal(sum(found.changes.values())),
        Target.QUALITY: Decimal(sum(found.findings.values())),
        Target.RISK: sum(found.exposure.values(), Decimal(0)),
    }
    return [
        PortfolioStanding(target, used, _limit(stored, target), Basis.REGISTER)
        for target, used in sums.items()
    ]


def _benefits(
    found: FromRegisters, codes: Mapping[int, str], stored: PortfolioTolerances | None
) -> PortfolioStanding:
    """Take the mean of the benefits that are due; one that was not measured leaves it open."""
    missing = _codes(
        codes, (pk for pk, due in found.benefits.items() if any(found.loss[one] is None for one in due))
    )
    losses = [one for one in found.loss.values() if one is not None]
    used = sum(losses, Decimal(0)) / len(losses) if losses else Decimal(0)
    is_known = bool(found.has_benefits) and not missing
    return PortfolioStanding(
        Target.BENEFITS,
        used if is_known else None,
        _limit(stored, Target.BENEFITS),
        Basis.REGISTER,
        missing,
    )


def _sustainability(
    agreed: Mapping[int, Agreed], codes: Mapping[int, str], stored: PortfolioTolerances | None
) -> PortfolioStanding:
    """Take the worst that was attested; who agreed on a goal and attested nothing leaves it open."""
    lines = {pk: line for pk, one in agreed.items() if (line := one.line(Target.SUSTAINABILITY))}
    known = [one.attested_fraction for one in lines.values() if one.attested_fraction is not None]
    missing = _codes(codes, (pk for pk, one in lines.items() if one.attested_fraction is None))
    allowed, used = _limit(stored, Target.SUSTAINABILITY), max(known, default=None)
    if missing and used is not None and (allowed is None or used <= allowed):
        used = None
    return PortfolioStanding(Target.SUSTAINABILITY, used, allowed, Basis.REGISTER, missing)


def _codes(codes: Mapping[int, str], ids: Iterable[int]) -> tuple[str, ...]:
    return tuple(sorted(codes[pk] for pk in ids))
