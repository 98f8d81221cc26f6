"""The plan: is there one, was it promised, how sound is it, how old is what it tells."""

from __future__ import annotations

from collections.abc import Iterable

from stuurbord.engine.schedule_quality import Verdict, schedule_quality
from stuurbord.plan import NONE, Plan
from stuurbord.web.forecasts.models import SimulationRun
from stuurbord.web.gates.facts.subject import Asked
from stuurbord.web.gates.models import PlanFacts
from stuurbord.web.projects.models import PlanRevision
from stuurbord.web.projects.plans import is_work, plan_of, schedule_of

_MONTH_SECONDS = 365.25 / 12 * 86_400


def take(asked: Asked) -> None:
    revisions = [one.current_revision_id for one in asked.projects if one.current_revision_id]
    plans = plan_facts(revisions)
    asked.plans.update(plans)
    dates = dict(PlanRevision.objects.filter(pk__in=revisions).values_list("pk", "status_date"))
    simulated = set(
        SimulationRun.objects.filter(revision__in=revisions, is_stale=False).values_list(
            "revision_id", flat=True
        )
    )
    for project, facts in asked.each():
        number = project.current_revision_id
        found = plans.get(number) if number else None
        facts["plan_present"] = number is not None
        facts["baseline_set"] = bool(found and found.has_baseline)
        facts["plan_points_open"] = found.n_points_open if found else None
        told = dates.get(number) if number else None
        facts["plan_age_days"] = (asked.on - told).days if told else None
        facts["has_simulation"] = number in simulated


def plan_facts(revisions: Iterable[int]) -> dict[int, PlanFacts]:
    """Return what revisions tell; those that were never asked are worked out and kept."""
    wanted = set(revisions)
    found = PlanFacts.objects.in_bulk(wanted)
    absent = sorted(wanted - found.keys())
    made = [_worked_out(number) for number in absent]
    PlanFacts.objects.bulk_create(made, ignore_conflicts=True)
    return found | {one.revision_id: one for one in made}


def _worked_out(revision_id: int) -> PlanFacts:
    plan = plan_of(revision_id)
    quality = schedule_quality(plan)
    n_unknown = quality.count(Verdict.UNKNOWN)
    has_any = n_unknown < len(quality.points)
    return PlanFacts(
        revision_id=revision_id,
        has_baseline=_has_baseline(plan),
        n_points_open=quality.count(Verdict.FAIL) if has_any else None,
        n_points_unknown=n_unknown,
        months=_months(revision_id),
    )


def _has_baseline(plan: Plan) -> bool:
    baseline = plan.baselines.get(0)
    return baseline is not None and bool((baseline.finish != NONE).any())


def _months(revision_id: int) -> float | None:
    plan, schedule = plan_of(revision_id), schedule_of(revision_id)
    work = is_work(plan, schedule)
    if not work.any():
        return None
    return float(schedule.finish[work].max() - schedule.start[work].min()) / _MONTH_SECONDS
