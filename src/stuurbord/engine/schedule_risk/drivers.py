"""What moves the finish and the cost: tasks, risk events, shared causes and the weather.

No iteration is run again: the draws are looked up by their keys and laid beside the outcome. The causes
are independent, so their parts of the variance add up; what they do together is in none of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stuurbord.engine.schedule_risk.building.prepared import Drawn, Prepared
from stuurbord.engine.schedule_risk.looking_up import draw_values, normals, scenarios
from stuurbord.engine.schedule_risk.network import Network, Runs
from stuurbord.engine.schedule_risk.outcome import Driver, DriverKind
from stuurbord.engine.schedule_risk.own_spread import effects_of_draws
from stuurbord.engine.schedule_risk.side_by_side import Beside, Effect
from stuurbord.plan.calendar import DAY
from stuurbord.plan.model import Floats, Integers

MOST_DRIVERS: Final = 50
_LEAST_SHARE: Final = 1e-4


def drivers_of(
    ready: Prepared, drawn: Drawn, runs: Runs, finish: Integers, criticality: Floats
) -> tuple[Driver, ...]:
    """Return the drivers, greatest part of the variance of the finish (then of the cost) first."""
    search = _Search(ready, drawn, runs, Beside.of(finish, runs.cost), criticality)
    found = [*search.tasks(), *search.events(), *search.factors(), *search.weather()]
    found = _adding_up([one for one in found if one.share > _LEAST_SHARE or one.cost_share > _LEAST_SHARE])
    return tuple(sorted(found, key=lambda one: (-one.share, -one.cost_share, one.code))[:MOST_DRIVERS])


@dataclass(frozen=True, slots=True)
class _Search:
    ready: Prepared
    drawn: Drawn
    runs: Runs
    beside: Beside
    criticality: Floats

    @property
    def _network(self) -> Network:
        return self.drawn.network

    def tasks(self) -> list[Driver]:
        """Return what the spread of single tasks does, of those that can matter."""
        keys = self._network.draws.key.tolist()
        is_own = np.array([key in self.drawn.task_of_key for key in keys], np.bool_)
        found = effects_of_draws(self._network, self.ready.seed, self.runs, self.beside, is_own)
        effects: dict[int, list[Effect]] = {}
        for draw, effect in found.items():
            effects.setdefault(self.drawn.task_of_key[keys[draw]], []).append(effect)
        for task, effect in self._of_separate_values():
            effects.setdefault(task, []).append(effect)
        tasks = self.ready.plan.tasks
        return [
            self._driver(
                DriverKind.TASK, str(tasks.uid[task]), tasks.name[task], both, float(self.criticality[task])
            )
            for task, both in effects.items()
        ]

    def _of_separate_values(self) -> list[tuple[int, Effect]]:
        """Return task and effect of discrete estimates, of the tasks that are critical or cost most."""
        draws, of_event = self._network.draws, self.drawn.task_of_event
        rows: dict[tuple[int, bool], list[int]] = {}
        for draw in np.flatnonzero(draws.event_idx >= len(self.drawn.event_order)).tolist():
            if (event := int(draws.event_idx[draw])) in of_event:
                rows.setdefault((of_event[event], bool(draws.is_cost[draw])), []).append(draw)

        def size(key: tuple[int, bool]) -> float:
            amount = max(abs(float(draws.shift[draw])) for draw in rows[key])
            return amount * (1.0 if key[1] else float(self.criticality[key[0]]))

        found = []
        for is_cost in (False, True):
            largest = sorted((key for key in rows if key[1] == is_cost), key=size, reverse=True)
            for key in largest[:MOST_DRIVERS]:
                amount = draws.shift[rows[key]] @ self.runs.occurred[draws.event_idx[rows[key]]]
                found.append((key[0], self.beside.along(amount, only_cost=is_cost)))
        return found

    def events(self) -> list[Driver]:
        """Return what each event does when it occurs, and when it does not."""
        draws, model = self._network.draws, self.ready.model.events
        found = []
        for place, event in enumerate(self.drawn.event_order.tolist()):
            occurred = self.runs.occurred[place]
            if occurred.all() or not occurred.any():
                continue
            size = np.zeros(len(occurred), np.float64)
            for draw in np.flatnonzero((draws.event_idx == place) & ~draws.is_cost).tolist():
                size += self._values(draw)
            money = np.zeros(len(occurred), np.float64)
            for draw in np.flatnonzero((draws.event_idx == place) & draws.is_cost).tolist():
                money += self._values(draw)
            effect = self.beside.split(occurred, occurred * size, occurred * money)
            found.append(self._driver(DriverKind.EVENT, model.code[event], model.name[event], [effect], None))
        return found

    def factors(self) -> list[Driver]:
        """Return what the causes do that tasks share."""
        factors, found = self.ready.model.factors, []
        for idx, key in enumerate(self._network.factor_key.tolist()):
            z = normals(self.ready.seed, key, self.runs.first, len(self.runs.finish))
            effect = self.beside.along(z)
            found.append(
                self._driver(DriverKind.FACTOR, factors.code[idx], factors.name[idx], [effect], None)
            )
        return found

    def weather(self) -> list[Driver]:
        """Return what much and little lost days do, per kind of weather."""
        ready, weather = self.ready, self.ready.weather
        kinds = sorted({kind for kinds in weather.kinds.values() for kind in kinds})
        if not kinds:
            return []
        scenario = scenarios(self._network, ready.seed, self.runs.first, len(self.runs.finish))
        first = max(ready.plan.start, ready.plan.status_date) // DAY
        last = max(first + 1, int(np.median(self.beside.finish)) // DAY)
        found = []
        for kind in kinds:
            lost = weather.lost_days(kind, first, last)[scenario]
            code, name = ready.model.weather.code[kind], ready.model.weather.name[kind]
            found.append(self._driver(DriverKind.WEATHER, code, name, [self.beside.along(lost)], None))
        return found

    def _values(self, draw: int) -> NDArray[np.float32]:
        n = len(self.runs.finish)
        return draw_values(self._network, self.ready.seed, draw, self.runs.first, n).value

    def _driver(
        self, kind: DriverKind, code: str, name: str, effects: list[Effect], criticality: float | None
    ) -> Driver:
        """Return one row; of a task with a spread in time and one in money both count."""
        return Driver(
            kind=kind,
            code=code,
            name=name,
            seconds_low=sum(one.seconds_low for one in effects),
            seconds_high=sum(one.seconds_high for one in effects),
            eur_low=sum(one.eur_low for one in effects),
            eur_high=sum(one.eur_high for one in effects),
            share=sum(one.share for one in effects),
            cost_share=sum(one.cost_share for one in effects),
            criticality=criticality,
            cruciality=max((one.cruciality for one in effects), key=abs),
        )


def _adding_up(drivers: list[Driver]) -> list[Driver]:
    """Return drivers whose parts add up to at most 1, which chance in the sample may exceed by a little."""
    over = max(sum(one.share for one in drivers), 1.0)
    cost_over = max(sum(one.cost_share for one in drivers), 1.0)
    return [replace(one, share=one.share / over, cost_share=one.cost_share / cost_over) for one in drivers]
