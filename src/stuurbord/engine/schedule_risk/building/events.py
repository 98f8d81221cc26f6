"""Risk events as intervals of one draw, with what the chosen responses leave of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stuurbord.engine.schedule_risk.building.draw_rows import HiddenEvent
from stuurbord.engine.schedule_risk.network import Events
from stuurbord.engine.schedule_risk.random_numbers import identity_key
from stuurbord.plan.model import Booleans, Floats, Integers
from stuurbord.plan.uncertainty import RiskModel


@dataclass(frozen=True, slots=True)
class LeftOver:
    """What the chosen responses leave; per event, shape (n_events,).

    Attributes
    ----------
    probability, impact
        Shares 0–1: the product over the chosen responses.
    cost
        Euro that the chosen responses cost together.
    """

    probability: Floats
    impact: Floats
    cost: float


def left_over(model: RiskModel, chosen: Booleans) -> LeftOver:
    """Return what these chosen responses leave of the events, shape of ``chosen`` (n_responses,)."""
    responses = model.responses
    probability, impact = np.ones((2, len(model.events)))
    np.multiply.at(probability, responses.event_idx[chosen], responses.probability_left[chosen])
    np.multiply.at(impact, responses.event_idx[chosen], responses.impact_left[chosen])
    return LeftOver(probability, impact, float(responses.cost[chosen].sum()) / 100)


def order_of_events(model: RiskModel) -> Integers:
    """Return the events so that each comes after its condition.

    Raises
    ------
    ValueError
        If conditions go round in a circle, which `findings_of` tells.
    """
    conditions = model.events.condition_idx.tolist()
    order: list[int] = []
    done = [False] * len(conditions)
    for idx in range(len(conditions)):
        chain = []
        while idx >= 0 and not done[idx]:
            if idx in chain:
                raise ValueError("conditions of events go round in a circle")
            chain.append(idx)
            idx = conditions[idx]
        for one in reversed(chain):
            done[one] = True
            order.append(one)
    return np.array(order, np.int64)


def event_columns(model: RiskModel, order: Integers, left: LeftOver, identity: str) -> Events:
    """Return the events in this order.

    Where an event lies on the line from 0 to 1 does not depend on the responses: they shorten it from
    above, so that a response never makes another event of its group occur.
    """
    events = model.events
    lower = np.zeros(len(events))
    taken: dict[str, float] = {}
    for idx, group in enumerate(events.exclusive_group):
        if group:
            lower[idx] = taken.get(group, 0.0)
            taken[group] = lower[idx] + float(events.probability[idx])
    upper = np.minimum(lower + events.probability * left.probability, 1.0)
    named = zip(events.code, events.exclusive_group, strict=True)
    keys = [
        identity_key("group" if group else "event", f"{identity}\0{group or code}") for code, group in named
    ]
    place = np.full(len(events) + 1, -1)
    place[order] = np.arange(len(order))
    condition = place[events.condition_idx]
    return Events(
        np.array(keys, np.uint64)[order],
        lower[order],
        upper[order],
        condition[order].astype(np.int32),
        events.condition_occurs[order],
    )


def with_hidden(events: Events, hidden: Sequence[HiddenEvent]) -> Events:
    """Return the events with those of discrete estimates after them."""
    if not hidden:
        return events
    key, lower, upper, condition, _ = zip(*hidden, strict=True)
    return Events(
        np.concatenate([events.key, np.array(key, np.uint64)]),
        np.concatenate([events.lower, lower]),
        np.concatenate([events.upper, upper]),
        np.concatenate([events.condition_idx, np.array(condition, np.int32)]),
        np.concatenate([events.condition_occurs, np.ones(len(hidden), np.bool_)]),
    )
