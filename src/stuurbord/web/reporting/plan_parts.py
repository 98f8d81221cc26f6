"""What the plan that counts gives a report: the curve of cost, what was finished, what comes."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from stuurbord.engine.cost_curve import cost_curve, progress
from stuurbord.plan import NONE
from stuurbord.reports.snapshot import CurvePoint
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import plan_of, schedule_of
from stuurbord.web.registers.plan_dates import day_of

MOST = 6
AHEAD = timedelta(days=31)
_EPOCH = date(1970, 1, 1)


def plan_name(project: Project) -> str:
    """Return file and number of the revision that counts, empty without one."""
    revision = project.current_revision
    return f"{revision.file_name} r{revision.number}" if revision else ""


def progress_of(project: Project) -> float | None:
    """Return the share of the planned work time that is done, 0–1."""
    if project.current_revision_id is None:
        return None
    return progress(plan_of(project.current_revision_id))


def curve_of(project: Project) -> tuple[CurvePoint, ...]:
    """Return cumulative cost per month in euros, empty when the plan has no costs."""
    if project.current_revision_id is None:
        return ()
    curve = cost_curve(plan_of(project.current_revision_id), schedule_of(project.current_revision_id))
    return tuple(
        CurvePoint(_EPOCH + timedelta(days=int(day)), _euros(planned), _euros(forecast), _euros(earned))
        for day, planned, forecast, earned in zip(
            curve.months, curve.planned, curve.forecast, curve.earned, strict=True
        )
    )


def _euros(cents: int) -> Decimal | None:
    return None if cents == NONE else (Decimal(int(cents)) / 100).quantize(Decimal("0.01"))


def highlights_of(project: Project, since: date, as_of: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what was finished from a day on and what should finish soon: milestones, then summaries."""
    if project.current_revision_id is None:
        return (), ()
    plan, schedule = plan_of(project.current_revision_id), schedule_of(project.current_revision_id)
    done: list[tuple[Any, ...]] = []
    upcoming: list[tuple[Any, ...]] = []
    for idx, name in enumerate(plan.tasks.name):
        if not plan.tasks.is_active[idx]:
            continue
        # Milestones tell most, then work packages, then the longest tasks.
        weight = 0 if plan.tasks.is_milestone[idx] else 1 if plan.tasks.is_summary[idx] else 2
        order = (weight, -int(plan.tasks.duration[idx]), idx)
        finished, expected = day_of(plan.tasks.actual_finish[idx]), day_of(schedule.finish[idx])
        if finished and since <= finished <= as_of:
            done.append((*order, name))
        elif not finished and expected and as_of < expected <= as_of + AHEAD:
            upcoming.append((*order, name))
    return tuple(one[-1] for one in sorted(done)[:MOST]), tuple(one[-1] for one in sorted(upcoming)[:MOST])
