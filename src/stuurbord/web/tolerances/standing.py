"""Where each project stands against what was agreed: one batch for one project or a thousand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from stuurbord.rulebooks.project_status import Status, Verdict
from stuurbord.rulebooks.project_status.check import KEY as STATUS
from stuurbord.rulebooks.tolerances import Measured, judge
from stuurbord.rulebooks.tolerances.targets import KEY as TOLERANCES
from stuurbord.web.projects.models import Project
from stuurbord.web.rules.queries import pack_in_force
from stuurbord.web.tolerances.agreements import Agreed, agreed_by_project
from stuurbord.web.tolerances.goals import Goal, goals_of
from stuurbord.web.tolerances.measuring import FromRegisters, measured
from stuurbord.web.tolerances.models import Basis, Level, Target
from stuurbord.web.tolerances.parts import part_used
from stuurbord.web.tolerances.verdicts import verdict_on


@dataclass(frozen=True, slots=True)
class TargetStanding:
    """One target: used and allowed in the same unit, None where not known.

    Attributes
    ----------
    basis
        ``simulation`` (P80), ``forecast`` or ``register``.
    is_beyond
        Beyond what was agreed: what raises an exception. Time and cost are held at P80 where simulated.
    status
        Of time and cost of the project as a whole: by chance where simulated, as its own status.
    """

    target: str
    level: str
    scope: str
    unit: str
    used: Decimal | None
    allowed: Decimal | None
    basis: str
    status: Status
    is_beyond: bool
    words: str = ""
    """What was agreed in words, where there is no figure."""
    others: Mapping[str, int] | None = None
    tolerance_id: int | None = None
    lacks: str = ""
    """A `Lack`: why a stage or a work package is not measured."""

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from the others of its project."""
        return self.level, self.scope, self.target

    @property
    def is_beyond_beside(self) -> bool:
        """Beyond although the figure is within: for what the rules ask beside it."""
        is_within = self.used is not None and self.allowed is not None and self.used <= self.allowed
        return self.is_beyond and is_within

    @property
    def is_agreed(self) -> bool:
        return self.allowed is not None or bool(self.words)


@dataclass(frozen=True, slots=True)
class Standing:
    """One project: what was promised, what is expected, how sure that is.

    Attributes
    ----------
    is_pending
        A simulation is being made anew: what was raised on the last one is not withdrawn meanwhile.
    """

    project_id: int
    baseline: date | None
    tolerance_days: int | None
    forecast: date | None
    p50_finish: date | None
    p80_finish: date | None
    chance_time: float | None
    budget: Decimal | None
    cost_tolerance: Decimal | None
    forecast_cost: Decimal | None
    p50_cost: Decimal | None
    p80_cost: Decimal | None
    chance_cost: float | None
    basis: str
    is_pending: bool
    verdict: Verdict
    targets: tuple[TargetStanding, ...]

    def of(self, target: str) -> TargetStanding | None:
        """Return where the project as a whole stands on one target."""
        wanted = (Level.PROJECT, "", target)
        return next((one for one in self.targets if one.key == wanted), None)


def standings(projects: Iterable[Project], on: date) -> dict[int, Standing]:
    """Return where these projects stand on a day, by project: some fifteen queries, however many they are."""
    listed = list(projects)
    goals = goals_of(listed)
    registers, agreed = measured(goals, on), agreed_by_project(listed)
    book = pack_in_force(STATUS) if listed else None
    verdicts = {one.pk: verdict_on(one, goals[one.pk], agreed[one.pk], on, book) for one in listed}
    open_targets = [
        (one.pk, target)
        for one in listed
        for target in _targets(one, goals[one.pk], registers, agreed[one.pk], verdicts[one.pk])
    ]
    judged = judge(
        (Measured(one.target, one.used, one.allowed, dict(one.others or {})) for _pk, one in open_targets),
        on,
        pack_in_force(TOLERANCES) if listed else None,
    )
    made: dict[int, list[TargetStanding]] = {}
    for (pk, target), verdict in zip(open_targets, judged, strict=True):
        own = _own_status(target, verdicts[pk])
        found = replace(target, status=own or verdict.status, is_beyond=verdict.is_beyond)
        made.setdefault(pk, []).append(found)
    return {one.pk: _standing(one, goals[one.pk], verdicts[one.pk], made[one.pk]) for one in listed}


def _own_status(target: TargetStanding, verdict: Verdict) -> Status | None:
    """Return the status by chance, for the project as a whole."""
    if target.level != Level.PROJECT or target.scope:
        return None
    return {Target.TIME: verdict.time, Target.COST: verdict.cost}.get(Target(target.target))


def _standing(project: Project, goal: Goal, verdict: Verdict, targets: list[TargetStanding]) -> Standing:
    made = goal.simulated
    return Standing(
        project_id=project.pk,
        baseline=goal.promised_on,
        tolerance_days=project.time_tolerance_days,
        forecast=goal.expected_on,
        p50_finish=made.p50_finish if made else None,
        p80_finish=made.p80_finish if made else None,
        chance_time=made.chance_time if made else None,
        budget=goal.budget,
        cost_tolerance=project.cost_tolerance,
        forecast_cost=goal.forecast_cost,
        p50_cost=made.p50_cost if made else None,
        p80_cost=made.p80_cost if made else None,
        chance_cost=made.chance_cost if made else None,
        basis=Basis.SIMULATION if made else Basis.FORECAST,
        is_pending=goal.is_pending,
        verdict=verdict,
        targets=tuple(targets),
    )


def _targets(
    project: Project, goal: Goal, found: FromRegisters, agreed: Agreed, verdict: Verdict
) -> list[TargetStanding]:
    """Return the seven targets of the project, then those of its stages and work packages."""
    pk = project.pk
    days, time_basis = goal.days_late()
    share, cost_basis = goal.share_over()
    allowed_days = None if project.time_tolerance_days is None else Decimal(project.time_tolerance_days)
    whole = [
        _target(Target.TIME, "days", days, allowed_days, time_basis),
        _target(Target.COST, "fraction", share, project.cost_tolerance, cost_basis),
        _agreed(agreed, Target.SCOPE, Decimal(found.changes.get(pk, 0)))
        | {"others": {"musts_not_met": found.musts_not_met.get(pk, 0)}},
        _agreed(agreed, Target.QUALITY, Decimal(found.findings.get(pk, 0)))
        | {"others": {"refused_reviews": found.refused.get(pk, 0)}},
        _agreed(agreed, Target.BENEFITS, _benefits(pk, found, agreed)),
        _agreed(agreed, Target.RISK, found.exposure.get(pk, Decimal(0))),
        _agreed(agreed, Target.SUSTAINABILITY, agreed.attested(Target.SUSTAINABILITY)),
    ]
    parts = []
    for one in agreed.of_parts:
        found_here = part_used(project, one)
        parts.append(
            _target(Target(one.target), one.unit, found_here.used, one.limit, found_here.basis)
            | {"level": one.level, "scope": one.scope, "words": one.criterion, "tolerance_id": one.pk}
            | {"lacks": str(found_here.lacks)}
        )
    return [TargetStanding(**one) for one in (*whole, *parts)]


def _benefits(pk: int, found: FromRegisters, agreed: Agreed) -> Decimal | None:
    line = agreed.line(Target.BENEFITS)
    if line is not None and line.attested_fraction is not None:
        return line.attested_fraction
    return found.benefit_loss(pk, line.benefit_id if line else None)


def _agreed(agreed: Agreed, target: Target, used: Decimal | None) -> dict[str, object]:
    line = agreed.line(target)
    return _target(target, agreed.unit(target), used, agreed.limit(target), Basis.REGISTER) | {
        "words": line.criterion if line else "",
        "tolerance_id": line.pk if line else None,
    }


def _target(
    target: Target, unit: str, used: Decimal | None, allowed: Decimal | None, basis: str
) -> dict[str, object]:
    return {
        "target": target.value,
        "level": Level.PROJECT.value,
        "scope": "",
        "unit": str(unit),
        "used": used,
        "allowed": allowed,
        "basis": str(basis),
        "status": Status.UNDETERMINED,
        "is_beyond": False,
    }
