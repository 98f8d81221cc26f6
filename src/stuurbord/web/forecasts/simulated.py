"""The main figures of runs as plain numbers: P50, P80 and the chance to stay within what was agreed.

They stand beside the outcomes of a run, so that a thousand projects are read without opening ten thousand
iterations of each. Where a promise, a budget or a tolerance moved since, the chance alone is counted anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import F

from stuurbord.web.forecasts.answers import Answers
from stuurbord.web.forecasts.figures_row import day_of
from stuurbord.web.forecasts.limits import Limits, end_of, limits_of
from stuurbord.web.forecasts.models import SimulationRun
from stuurbord.web.projects.models import Project

FIGURES: Final = (
    "p50_finish",
    "p80_finish",
    "p50_cost",
    "p80_cost",
    "limit_day",
    "most_euro",
    "chance_time",
    "chance_cost",
)
_CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Simulated:
    """What a simulation of the plan that counts says today.

    Attributes
    ----------
    p50_cost, p80_cost
        Euro; None if the plan holds no costs.
    chance_time, chance_cost
        0–1; None where nothing was agreed to stay within.
    """

    run_id: int
    p50_finish: date
    p80_finish: date
    p50_cost: Decimal | None
    p80_cost: Decimal | None
    chance_time: float | None
    chance_cost: float | None


def simulated(
    projects: Iterable[Project], limits: Mapping[int, Limits] | None = None
) -> dict[int, Simulated]:
    """Return the figures of each project whose plan that counts was simulated as it stands now.

    Projects of which nothing is uncertain, or of which the run is being made anew, are left out.
    """
    listed = list(projects)
    runs = _runs(listed)
    if not runs:
        return {}
    found = limits if limits is not None else limits_of([one for one in listed if one.pk in runs])
    late = [pk for pk, run in runs.items() if _differs(run, found[pk])]
    for run in SimulationRun.objects.filter(pk__in=[runs[pk].pk for pk in late]):
        take_figures(run, found[run.project_id])
        SimulationRun.objects.filter(pk=run.pk, key=run.key).update(
            **{name: getattr(run, name) for name in FIGURES}
        )
        runs[run.project_id] = run
    return {pk: _plain(run) for pk, run in runs.items()}


def take_figures(run: SimulationRun, limits: Limits) -> None:
    """Write the main figures of a run beside its outcomes; not saved."""
    found, has_cost = Answers(run), bool(run.planned_cost)
    run.p50_finish, run.p80_finish = found.finish_at(0.5), found.finish_at(0.8)
    run.p50_cost = found.cost_at(0.5) if has_cost else None
    run.p80_cost = found.cost_at(0.8) if has_cost else None
    run.limit_day, run.most_euro = limits.limit, _most(limits)
    run.chance_time = found.chance_by(end_of(limits.limit))
    run.chance_cost = found.chance_for(float(run.most_euro)) if has_cost and run.most_euro else None


def projects_awaiting(project_ids: Iterable[int]) -> set[int]:
    """Return those of these projects of which a run was made that no longer holds: a new one is coming."""
    from stuurbord.web.forecasts.queries import uncertain_projects

    runs = SimulationRun.objects.filter(project__in=list(project_ids)).order_by()
    had = set(runs.values_list("project_id", flat=True))
    if not had:
        return set()
    holding = runs.filter(revision=F("project__current_revision"), is_stale=False, has_uncertainty=True)
    absent = had - set(holding.values_list("project_id", flat=True))
    # Asking whether anything is uncertain takes four registers; mostly nothing is absent.
    return {one.pk for one in uncertain_projects(absent)} if absent else set()


def _runs(projects: list[Project]) -> dict[int, SimulationRun]:
    revisions = [one.current_revision_id for one in projects if one.current_revision_id]
    runs = SimulationRun.objects.filter(revision__in=revisions, is_stale=False, has_uncertainty=True)
    return {run.project_id: run for run in runs.only("project", "key", "planned_cost", *FIGURES)}


def _differs(run: SimulationRun, limits: Limits) -> bool:
    return run.p50_finish is None or (run.limit_day, run.most_euro) != (limits.limit, _most(limits))


def _most(limits: Limits) -> Decimal | None:
    most = limits.most_euro
    return most.quantize(_CENT) if most is not None and limits.budget else None


def _plain(run: SimulationRun) -> Simulated:
    first, last = day_of(run.p50_finish or 0), day_of(run.p80_finish or 0)
    assert first
    assert last
    return Simulated(
        run.pk, first, last, _euro(run.p50_cost), _euro(run.p80_cost), run.chance_time, run.chance_cost
    )


def _euro(amount: Any) -> Decimal | None:
    return None if amount is None else Decimal(str(amount)).quantize(_CENT)
