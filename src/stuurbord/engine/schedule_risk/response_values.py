"""What each response brings: the same iterations with it and without it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from stuurbord.engine.schedule_risk.building.prepared import Prepared
from stuurbord.engine.schedule_risk.network import Runs
from stuurbord.engine.schedule_risk.outcome import ResponseValue, quantile_of_instants
from stuurbord.engine.schedule_risk.percentiles import rank_of
from stuurbord.plan.calendar import NONE
from stuurbord.plan.model import Floats, Integers

if TYPE_CHECKING:
    from stuurbord.engine.schedule_risk.reading import Run

PERCENTILE: Final = 0.8
"""What a response brings is read at the P80."""


def response_values(
    ready: Prepared, runs: Runs, finish: Integers, run: Run, limit: int = NONE
) -> tuple[ResponseValue, ...]:
    """Return the value of each response, with the choice of all others as it stands.

    Every run meets the same random numbers, so that a difference is what the response does.

    Parameters
    ----------
    limit
        Instant to tell the chance for, `NONE` for no chance.
    """
    responses, events = ready.model.responses, ready.model.events
    now = _percentiles(finish, runs.cost)
    found = []
    for row in range(len(responses)):
        is_chosen = bool(responses.is_chosen[row])
        chosen = responses.is_chosen.copy()
        chosen[row] = not is_chosen
        other = run(ready.drawn(chosen).network, ready.seed, runs.first, len(finish), criticality=False)
        other_finish = ready.finish_instants(other.finish)
        there = _percentiles(other_finish, other.cost)
        with_it, without = (now, there) if is_chosen else (there, now)
        found.append(
            ResponseValue(
                code=responses.code[row],
                name=responses.name[row],
                event_code=events.code[int(responses.event_idx[row])],
                cost=float(responses.cost[row]) / 100,
                is_chosen=is_chosen,
                seconds_won=float(without[0] - with_it[0]),
                eur_won=without[1] - with_it[1],
                finish=with_it[0],
                chance=_chance(finish if is_chosen else other_finish, limit),
            )
        )
    return tuple(found)


def _chance(finish: Integers, limit: int) -> float | None:
    return None if limit == NONE else float(np.mean(finish <= limit))


def _percentiles(finish: Integers, cost: Floats) -> tuple[int, float]:
    rank = rank_of(len(cost), PERCENTILE)
    return quantile_of_instants(finish, PERCENTILE), float(np.partition(cost, rank)[rank])
