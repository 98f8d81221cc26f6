"""Outcomes with another choice of responses: simulated once on the same random numbers, then kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from time import perf_counter

import numpy as np

from stuurbord.plan.model import Floats, Integers
from stuurbord.web.forecasts.answers import Answers
from stuurbord.web.forecasts.packing import euro_of, instants_of, packed_euro, packed_instants
from stuurbord.web.projects.models import Project
from stuurbord.web.scenarios.models import ResponseDraws


def chosen_codes(found: Answers, taken: Iterable[str], dropped: Iterable[str]) -> frozenset[str]:
    """Return the responses that are on in a scenario: those chosen now, with what it takes and drops."""
    known = {one.code for one in found.responses}
    now = {one.code for one in found.responses if one.is_chosen}
    return frozenset((now | set(taken) & known) - set(dropped))


def is_another_choice(found: Answers, codes: frozenset[str]) -> bool:
    """Tell whether a choice differs from the one that was simulated."""
    return codes != {one.code for one in found.responses if one.is_chosen}


def draws_of_choice(
    project: Project, found: Answers, codes: frozenset[str]
) -> tuple[Integers, Floats] | None:
    """Return finish and cost per iteration with exactly these responses; of the same run only once.

    None while the run that stands is out of date: a difference with it would not be what the responses do.
    """
    choice = hashlib.sha256("\n".join(sorted(codes)).encode()).hexdigest()
    wanted = {"project": project, "run_key": found.run.key, "choice": choice}
    kept = ResponseDraws.objects.filter(**wanted).first()
    if kept is not None:
        return instants_of(bytes(kept.finish)), euro_of(bytes(kept.cost))
    started = perf_counter()
    drawn = _simulated(project, found, codes)
    if drawn is None:
        return None
    finish, cost = packed_instants(drawn[0]), packed_euro(drawn[1])
    packed = {"finish": finish, "cost": cost, "seconds": perf_counter() - started}
    ResponseDraws.objects.get_or_create(**wanted, defaults=packed)
    ResponseDraws.objects.filter(project=project).exclude(run_key=found.run.key).delete()
    return instants_of(finish), euro_of(cost)


def _simulated(project: Project, found: Answers, codes: frozenset[str]) -> tuple[Integers, Floats] | None:
    # The engine comes in here: who only looks does not wait for it to load.
    from stuurbord.engine.schedule_risk.reading import is_cut_off
    from stuurbord.web.forecasts import simulating
    from stuurbord.web.forecasts.runner import runner

    asking = Project.objects.select_related("portfolio", "current_revision").get(pk=project.pk)
    question, run = simulating.question_of(asking), runner()
    if question is None or question.key != found.run.key:
        return None
    is_chosen = np.array([code in codes for code in question.model.responses.code], np.bool_)
    for room in (1.0, 4.0):
        ready = simulating.ready_for(question, room)
        drawn = run(ready.drawn(is_chosen).network, simulating.SEED, 0, simulating.ITERATIONS)
        finish = ready.finish_instants(drawn.finish)
        if not is_cut_off(ready, finish):
            break
    return finish, np.asarray(drawn.cost, np.float64)
