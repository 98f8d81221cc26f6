"""From rows of the risk register to events, what they do, and what can be done about them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from stuurbord.errors import N_, Severity
from stuurbord.exchange.records import ResponseActionRecord, ResponseState, RiskRecord, RiskState
from stuurbord.exchange.risk_workbook.told import Told, place_of
from stuurbord.plan.model import table
from stuurbord.plan.uncertainty import Impacts, Quantity, Repeats, Responses, RiskEvents, Shape

GONE = (RiskState.CLOSED, RiskState.OCCURRED)
_PAST = (ResponseState.DONE, ResponseState.DROPPED)
_NOT = re.compile(r"(?:!|¬|(?:niet|geen|not|no|pas|non)\s)\s*", re.IGNORECASE)
_NO_CONDITION = (-1, True)
Rows = dict[str, list[Any]]


@dataclass(slots=True)
class EventTables:
    """The tables of a model that follow from the register."""

    events: RiskEvents
    impacts: Impacts
    repeats: Repeats
    responses: Responses


def event_tables(
    risks: Sequence[RiskRecord], responses: Sequence[ResponseActionRecord], told: Told
) -> EventTables:
    """Return what the open risks and the responses still to carry out mean for a simulation."""
    making = _Making(told, {one.code: one for one in reversed(risks)})
    for risk in making.in_order():
        making.add(risk)
    for response in responses:
        making.add_response(response)
    return EventTables(
        _table(RiskEvents, making.events),
        _table(Impacts, making.impacts),
        _table(Repeats, making.repeats),
        _table(Responses, making.responses),
    )


@dataclass(slots=True)
class _Making:
    told: Told
    risks: dict[str, RiskRecord]
    events: Rows = field(default_factory=dict)
    impacts: Rows = field(default_factory=dict)
    repeats: Rows = field(default_factory=dict)
    responses: Rows = field(default_factory=dict)
    idx_of: dict[str, int] = field(default_factory=dict)

    def in_order(self) -> list[RiskRecord]:
        """Return the open risks, each after the one it depends on; what waits for itself comes last."""
        waiting = [one for one in reversed(self.risks.values()) if one.state not in GONE]
        done: list[RiskRecord] = []
        while waiting:
            pending = {one.code for one in waiting}
            ready = [one for one in waiting if condition_of(one)[0] not in pending]
            if not ready:
                self._tell_circle(waiting)
                return done
            done += ready
            waiting = [one for one in waiting if one.code not in {two.code for two in ready}]
        return done

    def add(self, risk: RiskRecord) -> None:
        if risk.probability is None:
            text = N_("Risk {risk} has no probability yet; it is not simulated.")
            self.told.tell("risk_without_probability", text, risk.where, Severity.INFO, risk=risk.code)
            return
        condition = self._condition(risk)
        if condition is None:
            return
        self.idx_of[risk.code] = len(self.idx_of)
        _add(
            self.events,
            code=risk.code,
            name=risk.title,
            probability=float(risk.probability),
            exclusive_group=risk.exclusive_group,
            condition_idx=condition[0],
            condition_occurs=condition[1],
            where=place_of(risk.where, risk.code),
        )
        self._add_impacts(risk)
        for named in self.told.tasks(risk.repeats, risk.where, risk.code):
            _add(
                self.repeats,
                event_idx=self.idx_of[risk.code],
                task_uid=self.told.uid(named),
                where=place_of(risk.where, risk.code),
            )

    def _condition(self, risk: RiskRecord) -> tuple[int, bool] | None:
        """Return the event a risk waits for, or None if it cannot occur any more."""
        code, occurs = condition_of(risk)
        if not code:
            return _NO_CONDITION
        other = self.risks.get(code)
        if other is not None and other.state in GONE:
            has_occurred = other.state == RiskState.OCCURRED
            return _NO_CONDITION if has_occurred == occurs else None
        if code in self.idx_of:
            return self.idx_of[code], occurs
        text = N_("Risk {risk} depends on risk “{other}”, which is not there or has no probability.")
        self.told.tell("risk_condition_unknown", text, risk.where, risk=risk.code, other=code[:40])
        return None

    def _add_impacts(self, risk: RiskRecord) -> None:
        named = self.told.tasks(risk.tasks, risk.where, risk.code, summaries_whole=True)
        uids = [self.told.uid(one) for one in named]
        delay = _points(risk.impact_days_low, risk.impact_days, risk.impact_days_high, 1.0)
        cost = _points(risk.impact_cost_low, risk.impact_cost, risk.impact_cost_high, 100)
        if delay and not risk.tasks and not risk.repeats:
            text = N_("Risk {risk} does not say which task it delays; only its cost is simulated.")
            self.told.tell("risk_without_task", text, risk.where, Severity.WARNING, risk=risk.code)
        if delay:
            for one in named:
                day = self.told.day(one.idx)
                points = {name: delay[name] * day for name in ("low", "likely", "high")}
                self._impact(risk, self.told.uid(one), Quantity.DURATION, delay | points)
        if cost:
            # Several tasks share the extra cost, so that it counts once.
            self._impact(risk, uids[0] if len(uids) == 1 else -1, Quantity.COST, cost)

    def _impact(self, risk: RiskRecord, uid: int, quantity: Quantity, points: dict[str, Any]) -> None:
        _add(
            self.impacts,
            event_idx=self.idx_of[risk.code],
            task_uid=uid,
            quantity=quantity,
            where=place_of(risk.where, risk.code),
            **points,
        )

    def add_response(self, response: ResponseActionRecord) -> None:
        if response.state in _PAST:
            return  # what works already is in the probability of the risk
        risk = self.risks.get(response.risk)
        if risk is None:
            text = N_("Response {response} answers risk “{risk}”, which is not in the register.")
            fields: dict[str, Any] = {"response": response.code, "risk": response.risk[:40]}
            self.told.tell("response_risk_unknown", text, response.where, **fields)
        if risk is None or response.risk not in self.idx_of:
            return
        _add(
            self.responses,
            code=response.code,
            name=response.name,
            event_idx=self.idx_of[response.risk],
            probability_left=self._probability_left(response, risk),
            impact_left=1.0 if response.impact_left is None else float(response.impact_left),
            cost=int((response.cost or Decimal(0)) * 100),
            is_chosen=bool(response.is_chosen),
            where=place_of(response.where, response.code),
        )

    def _probability_left(self, response: ResponseActionRecord, risk: RiskRecord) -> float:
        """Return the share of the probability that is left; a response never makes a risk likelier."""
        if response.probability_after is None or not risk.probability:
            return 1.0
        if response.probability_after > risk.probability:
            text = N_(
                "Response {response} leaves risk {risk} a higher probability than now; it stays as it is."
            )
            fields: dict[str, Any] = {"response": response.code, "risk": risk.code}
            self.told.tell("response_raises_probability", text, response.where, Severity.WARNING, **fields)
            return 1.0
        return float(response.probability_after / risk.probability)

    def _tell_circle(self, waiting: list[RiskRecord]) -> None:
        for risk in waiting:
            text = N_("Risk {risk} waits for a risk that waits for it; it is not simulated.")
            self.told.tell("risk_condition_circle", text, risk.where, risk=risk.code)


def condition_of(risk: RiskRecord) -> tuple[str, bool]:
    """Return the code of the risk that one depends on, and whether that has to occur.

    >>> condition_of(RiskRecord("P", "R-2", "x", depends_on="niet R-1"))
    ('R-1', False)
    """
    text = risk.depends_on.strip()
    if found := _NOT.match(text):
        return text[found.end() :].strip(), False
    return text, True


def _points(low: Any, likely: Any, high: Any, factor: float) -> dict[str, Any] | None:
    """Return the three points of an impact as columns; None if nothing is said of it.

    One point is certain; without a most likely value everything between the two others is alike.
    """
    given = [one for one in (low, likely, high) if one is not None]
    if not given or not any(given):
        return None
    shape = Shape.UNIFORM if likely is None and len(given) == 2 else Shape.PERT
    first = given[0] if low is None else low
    last = given[-1] if high is None else high
    middle = (first + last) / 2 if likely is None else likely
    least, middle, most = (float(value) * factor for value in (first, middle, last))
    return {"shape": shape, "low": least, "likely": middle, "high": most}


def _add(rows: Rows, **values: Any) -> None:
    for name, value in values.items():
        rows.setdefault(name, []).append(value)


def _table(kind: type, rows: Rows) -> Any:
    return table(kind, rows, len(next(iter(rows.values()), [])))
