"""From a risk model to draws: which spread each task, event and project cost has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np

from stuurbord.engine.schedule_risk.building.costs import Costs
from stuurbord.engine.schedule_risk.building.draw_rows import (
    DrawRow,
    HiddenEvent,
    Jump,
    Points,
    Spread,
    Spreads,
)
from stuurbord.engine.schedule_risk.building.events import LeftOver
from stuurbord.engine.schedule_risk.building.factors import Factors
from stuurbord.engine.schedule_risk.building.rework import finished_of, longest_chain, open_of
from stuurbord.engine.schedule_risk.random_numbers import identity_keys
from stuurbord.plan.model import Integers, Plan
from stuurbord.plan.uncertainty import Quantity, RiskModel, Shape

_CENTS: Final = 100.0
_DURATION: Final = int(Quantity.DURATION)


@dataclass(frozen=True, slots=True)
class Grounds:
    """What draws are made for.

    Attributes
    ----------
    node
        Per task the node that lasts as long as what remains of it, −1 if nothing moves; (n_tasks,).
    span
        Seconds on the axis of that node, and ``remaining``: of the task's duration; (n_tasks,).
    whole
        Seconds that the task takes from its start, for when it runs again.
    """

    plan: Plan
    node: Integers
    span: Integers
    remaining: Integers
    whole: Integers
    costs: Costs
    identity: str


class TaskSpread(NamedTuple):
    """The spread of one task's duration or cost, in seconds or euro."""

    spread: Spread
    estimate_idx: int
    jumps: tuple[Jump, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether it adds nothing, whatever happens."""
        return not (self.spread.scale or self.spread.shift or any(one.amount for one in self.jumps))


@dataclass(slots=True)
class DrawMaker:
    """Gathers the draws of one model."""

    grounds: Grounds
    model: RiskModel
    factors: Factors
    left: LeftOver
    event_place: Integers
    """Where each event stands among those of the network."""
    spreads: Spreads = field(init=False)
    rows: list[DrawRow] = field(default_factory=list)
    fixed_cost: float = 0.0
    task_of_key: dict[int, int] = field(default_factory=dict)
    """Key of a draw → the task whose own spread it is."""
    hidden: list[HiddenEvent] = field(default_factory=list)
    """Values of discrete estimates; in the network they stand after the events of the model."""
    _task_idx: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.spreads = Spreads(self.model.references)
        self._task_idx = {uid: idx for idx, uid in enumerate(self.grounds.plan.tasks.uid.tolist())}

    def make(self) -> DrawMaker:
        """Gather everything."""
        durations = self._task_spreads(Quantity.DURATION)
        self._add_own(durations, Quantity.DURATION)
        self._add_own(self._task_spreads(Quantity.COST), Quantity.COST)
        self._add_impacts()
        self._add_repeats(durations)
        return self

    def _keys(self, purpose: str) -> list[int]:
        uids = self.grounds.plan.tasks.uid
        keys: list[int] = identity_keys(f"{purpose}\0{self.grounds.identity}", uids).tolist()
        return keys

    def _task_spreads(self, quantity: int) -> dict[int, TaskSpread]:
        """Return task → the spread of what remains of it, by its estimate or by the class for all others.

        Of the duration of what is done: of the whole, for when it runs again.
        """
        grounds = self.grounds
        found = {}
        of_task = estimates_of_tasks(grounds.plan, self.model, quantity)
        scale = self._spans() if quantity == Quantity.DURATION else grounds.costs.remaining
        remaining = np.where(grounds.node >= 0, grounds.remaining, grounds.whole).tolist()
        one = self.model.estimates
        all_points = self.spreads.of(Points(one.shape, one.low, one.likely, one.high, one.reference_idx))
        for task, estimate in of_task.items():
            amount = float(scale[task])
            if estimate < 0:
                spread = self.spreads.reference(self.model.default_reference)
                found[task] = TaskSpread(spread.times(amount), estimate)
                continue
            if not self.model.estimates.is_amount[estimate]:
                factor = amount
            elif quantity == Quantity.COST:
                factor = 1 / _CENTS
            else:
                factor = amount / remaining[task] if remaining[task] else 1.0
            jumps = tuple(jump.times(factor) for jump in self._jumps(estimate))
            found[task] = TaskSpread(all_points[estimate].times(factor), estimate, jumps)
        return found

    def _spans(self) -> Integers:
        return np.where(self.grounds.node >= 0, self.grounds.span, self.grounds.whole)

    def _jumps(self, estimate: int) -> tuple[Jump, ...]:
        """Return what lies beside the likely value of a discrete estimate: low from 0, high up to 1."""
        one = self.model.estimates
        if one.shape[estimate] != Shape.DISCRETE:
            return ()
        low, high = float(one.low_chance[estimate]), float(one.high_chance[estimate])
        likely = float(one.likely[estimate])
        made = (
            Jump(0.0, low, float(one.low[estimate]) - likely),
            Jump(1.0 - high, 1.0, float(one.high[estimate]) - likely),
        )
        return tuple(jump for jump in made if jump.upper > jump.lower and jump.amount)

    def _add_jumps(
        self, jumps: tuple[Jump, ...], node: int, key: int, is_cost: bool, condition: int, task: int
    ) -> None:
        for jump in jumps:
            place = len(self.model.events) + len(self.hidden)
            self.hidden.append(HiddenEvent(key, jump.lower, jump.upper, condition, task))
            self.rows.append(DrawRow(node, key, Spread(0, jump.amount, 0.0), is_cost, event_idx=place))

    def _add_own(self, spreads: dict[int, TaskSpread], quantity: int) -> None:
        is_cost = quantity == Quantity.COST
        grounds, keys = self.grounds, self._keys("cost" if is_cost else "duration")
        for task, own in spreads.items():
            node, spread = int(grounds.node[task]), own.spread
            if (node < 0 and not is_cost) or own.is_nothing:
                continue
            if is_cost:
                # What the planned duration costs is in the estimate; what it lasts longer comes on top.
                timed = float(grounds.costs.timed[task]) if node >= 0 and grounds.span[task] else 0.0
                spread = Spread(spread.shape_idx, spread.shift - timed, spread.scale)
            loads = self.factors.loads.get((int(grounds.plan.tasks.uid[task]), quantity), ())
            row = DrawRow(node, keys[task], spread, is_cost, node >= 0, -1, self.factors.own(loads), loads)
            if node < 0:
                self.fixed_cost -= float(grounds.costs.remaining[task])
            self.rows.append(row)
            self._add_jumps(own.jumps, node, keys[task], is_cost, -1, task)
            self.task_of_key[keys[task]] = task

    def _add_impacts(self) -> None:
        impacts = self.model.impacts
        keys: dict[str, list[int]] = {}
        points = Points(impacts.shape, impacts.low, impacts.likely, impacts.high, np.full(len(impacts), -1))
        spreads = self.spreads.of(points)
        columns = (impacts.event_idx, impacts.task_uid, impacts.quantity)
        for row, (event, uid, quantity) in enumerate(zip(*(one.tolist() for one in columns), strict=True)):
            is_cost = quantity == Quantity.COST
            task = self._task_idx.get(uid, -1)
            node = int(self.grounds.node[task]) if task >= 0 else -1
            if node < 0 and not is_cost:
                continue
            spread = spreads[row].times(float(self.left.impact[event]) / (_CENTS if is_cost else 1.0))
            purpose = f"impact\0{self.model.events.code[event]}\0{quantity}\0{self.grounds.identity}"
            if purpose not in keys:
                keys[purpose] = identity_keys(purpose, impacts.task_uid).tolist()
            place = int(self.event_place[event])
            self.rows.append(DrawRow(node, keys[purpose][row], spread, is_cost, event_idx=place))

    def _add_repeats(self, durations: dict[int, TaskSpread]) -> None:
        """Let listed tasks take their time once more; what is finished already, in the first that is not.

        Of what is finished that is the longest chain: the rest runs beside it.
        """
        repeats, grounds, spans = self.model.repeats, self.grounds, self._spans()
        for event in sorted(set(repeats.event_idx.tolist())):
            uids = repeats.task_uid[repeats.event_idx == event].tolist()
            tasks = [self._task_idx[uid] for uid in uids if uid in self._task_idx]
            open_ones = open_of(grounds, tasks)
            done = {task: int(grounds.whole[task]) for task in finished_of(grounds, tasks)}
            carrier = min((int(grounds.node[task]) for task in open_ones), default=-1)
            keys = self._keys(f"repeat\0{self.model.events.code[event]}")
            for task in [*open_ones, *longest_chain(grounds.plan, done)] if open_ones else []:
                node = int(grounds.node[task]) if grounds.node[task] >= 0 else carrier
                whole, span = float(grounds.whole[task]), float(spans[task])
                own = durations.get(task)
                again = whole / span if own and span else 0.0
                spread = own.spread.times(again) if own and span else Spread(0, whole, 0.0)
                loads = self.factors.loads.get((int(grounds.plan.tasks.uid[task]), _DURATION), ())
                place, weight = int(self.event_place[event]), self.factors.own(loads)
                self.rows.append(DrawRow(node, keys[task], spread, False, False, place, weight, loads))
                jumps = tuple(jump.times(again) for jump in own.jumps) if own else ()
                self._add_jumps(jumps, node, keys[task], False, place, -1)


def estimates_of_tasks(plan: Plan, model: RiskModel, quantity: int) -> dict[int, int]:
    """Return task → its estimate: its own, else that of the nearest summary above that has one.

    Tasks without either have −1 if the model has a class for all others (durations only).
    """
    estimates, tasks = model.estimates, plan.tasks
    rows = np.flatnonzero(estimates.quantity == quantity).tolist()
    by_uid: dict[int, int] = {}
    for row in rows:
        by_uid.setdefault(int(estimates.task_uid[row]), row)
    default = -1 if quantity == Quantity.DURATION and model.default_reference >= 0 else None
    inherited: list[int | None] = []
    found = {}
    uids, parents, is_summary = tasks.uid.tolist(), tasks.parent_idx.tolist(), tasks.is_summary.tolist()
    for task, (uid, parent) in enumerate(zip(uids, parents, strict=True)):
        estimate = by_uid.get(uid, inherited[parent] if parent >= 0 else default)
        inherited.append(estimate)
        if estimate is not None and not is_summary[task]:
            found[task] = estimate
    return found
