"""One project in one scenario: when it goes live, what it costs, how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from stuurbord.plan import NONE
from stuurbord.plan.model import Booleans
from stuurbord.web.forecasts.figures_row import day_of
from stuurbord.web.forecasts.limits import end_of
from stuurbord.web.scenarios.draws import Draws, Moves, euro_at, instant_at, moved, with_days
from stuurbord.web.scenarios.facts import Subject, begins
from stuurbord.web.scenarios.response_draws import chosen_codes, draws_of_choice, is_another_choice


@dataclass(frozen=True, slots=True)
class ProjectOutcome:
    """What a scenario gives for one project.

    Attributes
    ----------
    p50, p80
        Days of the go-live; without a simulation both are the forecast. None if it is stopped or unknown.
    in_time, within_cost
        Per iteration whether the limit holds; None where there is no limit or no simulation.
    budget
        Euro, with what the scenario adds.
    is_waiting
        A response was taken or dropped, but the simulation is being computed anew: it is not counted.
    """

    subject: Subject
    moves: Moves
    draws: Draws | None
    p50: date | None
    p80: date | None
    cost_p50: float | None
    cost_p80: float | None
    chance_time: float | None
    chance_cost: float | None
    in_time: Booleans | None
    within_cost: Booleans | None
    budget: float | None
    is_touched: bool
    is_waiting: bool = False

    @property
    def is_stopped(self) -> bool:
        return self.moves.is_stopped

    @property
    def is_simulated(self) -> bool:
        return self.draws is not None


def outcome_of(subject: Subject, moves: Moves | None) -> ProjectOutcome:
    """Return what a project comes to with these moves; None for as it is."""
    is_touched = moves is not None
    moves = moves or Moves()
    if moves.until is not None:
        moves = with_days(moves, begins(subject.project))
    if subject.draws is None:
        return _expected(subject, moves, is_touched)
    chosen, is_waiting = _with_responses(subject, moves)
    draws = moved(chosen, moves)
    budget, most = _limits(subject, moves)
    in_time = _in_time(subject, draws, moves)
    within = None if most is None or draws.cost is None else draws.cost <= most
    is_live = not moves.is_stopped
    return ProjectOutcome(
        subject=subject,
        moves=moves,
        draws=draws,
        p50=day_of(instant_at(draws.finish, 0.5)) if is_live else None,
        p80=day_of(instant_at(draws.finish, 0.8)) if is_live else None,
        cost_p50=None if draws.cost is None else euro_at(draws.cost, 0.5),
        cost_p80=None if draws.cost is None else euro_at(draws.cost, 0.8),
        chance_time=None if in_time is None else float(np.mean(in_time)),
        chance_cost=None if within is None else float(np.mean(within)),
        in_time=in_time,
        within_cost=within,
        budget=budget,
        is_touched=is_touched,
        is_waiting=is_waiting,
    )


def outcomes_of(subjects: Mapping[str, Subject], moves: Mapping[str, Moves]) -> dict[str, ProjectOutcome]:
    """Return all projects of a portfolio in one scenario, by code."""
    return {code: outcome_of(one, moves.get(code)) for code, one in subjects.items()}


def _with_responses(subject: Subject, moves: Moves) -> tuple[Draws, bool]:
    """Return the outcomes with the responses of the scenario, and whether they could not be counted."""
    assert subject.answers is not None
    assert subject.draws is not None
    if not moves.taken and not moves.dropped:
        return subject.draws, False
    codes = chosen_codes(subject.answers, moves.taken, moves.dropped)
    if not is_another_choice(subject.answers, codes):
        return subject.draws, False
    drawn = draws_of_choice(subject.project, subject.answers, codes)
    if drawn is None:
        return subject.draws, True
    finish, cost = drawn
    return replace(subject.draws, finish=finish, cost=None if subject.draws.cost is None else cost), False


def _expected(subject: Subject, moves: Moves, is_touched: bool) -> ProjectOutcome:
    """Return the outcome of a project without a simulation: its forecast, moved."""
    day = None
    if subject.expected is not None and not moves.is_stopped:
        day = subject.expected + timedelta(days=moves.days)
    budget, _most = _limits(subject, moves)
    cost = sum(subject.forecast.values()) if subject.forecast else None
    if moves.is_stopped and cost is not None:
        cost = sum(subject.paid.values())
    return ProjectOutcome(
        subject=subject,
        moves=moves,
        draws=None,
        p50=day,
        p80=day,
        cost_p50=cost,
        cost_p80=cost,
        chance_time=None,
        chance_cost=None,
        in_time=None,
        within_cost=None,
        budget=budget,
        is_touched=is_touched,
    )


def _limits(subject: Subject, moves: Moves) -> tuple[float | None, float | None]:
    """Return the budget and the largest amount within its tolerance, with what the scenario adds."""
    limits = subject.limits
    if limits.budget is None:
        return None, None
    budget = float(limits.budget) + moves.budget_change
    share = limits.cost_tolerance
    return budget, None if share is None else budget * (1 + float(share))


def _in_time(subject: Subject, draws: Draws, moves: Moves) -> Booleans | None:
    limit = end_of(subject.limits.limit)
    if limit == NONE or moves.is_stopped:
        return None
    return draws.finish <= limit
