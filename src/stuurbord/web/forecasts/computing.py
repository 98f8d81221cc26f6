"""The work behind a forecast: simulate, weigh the responses, store."""

from __future__ import annotations

from functools import partial
from time import perf_counter
from typing import Any

from django.db import transaction
from django.utils import timezone

from stuurbord.web.forecasts import simulating
from stuurbord.web.forecasts.answers import packed, plain, proposal_record
from stuurbord.web.forecasts.counting import counting
from stuurbord.web.forecasts.events import forecasts_made
from stuurbord.web.forecasts.last_shift import keep_before
from stuurbord.web.forecasts.limits import end_of
from stuurbord.web.forecasts.models import SimulationRun
from stuurbord.web.forecasts.runner import runner
from stuurbord.web.forecasts.simulated import take_figures
from stuurbord.web.forecasts.spending import course, spending
from stuurbord.web.forecasts.track_record import track_record
from stuurbord.web.jobs.kinds import Keep
from stuurbord.web.jobs.work import Work
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import schedule_of


def forecast(work: Work) -> Keep:
    """Compute the forecast of the project a job is about; what was computed already is taken as it is."""
    project = Project.objects.select_related("portfolio", "current_revision").get(pk=work.scope_id)
    question = simulating.question_of(project)
    if question is None:
        return lambda: ""
    same = SimulationRun.objects.filter(project=project, revision=question.revision, key=question.key)
    if same.exists():
        return partial(_still_true, same.values_list("pk", flat=True).get())
    made = computed(question, work)
    return partial(_stored, made)


def computed(question: simulating.Question, work: Work) -> SimulationRun:
    """Return the run of a question, not yet stored."""
    started = perf_counter()
    work.step("simulate")
    run = counting(runner(), work, _n_runs(question))
    outcome = simulating.answer(question, run)
    seconds = perf_counter() - started
    work.step("propose")
    proposed = simulating.proposal(question, outcome, run)
    limit = end_of(question.limits.limit)
    answers = plain(outcome) | {
        "reliability": track_record(question.project),
        "spending": spending(question.plan, schedule_of(question.revision.pk), outcome),
        "course": course(question.plan, schedule_of(question.revision.pk), outcome),
        "without": simulating.without_responses(question, outcome, run),
        "proposal": proposed
        and proposal_record(proposed.codes, proposed.cost, proposed.sure, proposed.chance_by(limit)),
    }
    kept = packed(outcome)
    kept["findings"] = [one.to_record() for one in question.findings] + kept["findings"]
    made = SimulationRun(
        project=question.project,
        revision=question.revision,
        key=question.key,
        goal_uid=question.goal_uid,
        seed=simulating.SEED,
        iterations=simulating.ITERATIONS,
        seconds=seconds,
        n_tasks=question.revision.n_tasks,
        n_risks=len(question.model.events),
        has_uncertainty=bool(outcome.finish.min() != outcome.finish.max() or outcome.cost.std() > 0),
        answers=answers,
        **kept,
    )
    take_figures(made, question.limits)
    return made


def _n_runs(question: simulating.Question) -> int:
    """Return how often all iterations run at most: with and without what is chosen, per response and step."""
    is_chosen = question.model.responses.is_chosen
    return 2 + len(is_chosen) + min(int((~is_chosen).sum()), simulating.MOST_PROPOSED)


def _still_true(pk: int) -> str:
    SimulationRun.objects.filter(pk=pk).update(is_stale=False)
    _tell(SimulationRun.objects.values_list("project_id", flat=True).get(pk=pk))
    return str(pk)


def _stored(made: SimulationRun) -> str:
    """Store a run in the place of the older one of the same revision, whose main figures it keeps."""
    keep_before(made)
    names = [one.name for one in SimulationRun._meta.fields if one.name not in ("id", "project", "revision")]
    values: dict[str, Any] = {name: getattr(made, name) for name in names} | {"made_at": timezone.now()}
    kept, _is_new = SimulationRun.objects.update_or_create(
        project=made.project, revision=made.revision, defaults=values
    )
    SimulationRun.objects.filter(pk=kept.pk).update(made_at=values["made_at"])
    _tell(made.project_id)
    return str(kept.pk)


def _tell(project_id: int) -> None:
    with transaction.atomic():
        forecasts_made.send(sender=SimulationRun, project_ids=[project_id])
