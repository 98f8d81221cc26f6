"""What a project starts with, once all is filled in, and what its template makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from stuurbord.engine.critical_path import Schedule
from stuurbord.plan import Plan, moment
from stuurbord.rulebooks.methods.first_plan import PlannedTask, first_plan, planned_tasks
from stuurbord.rulebooks.methods.model import Template, said
from stuurbord.web.accounts.models import Person
from stuurbord.web.methods.models import MethodTemplate
from stuurbord.web.methods.queries import language, read
from stuurbord.web.projects.models import Programme
from stuurbord.web.projects.plans import forecast_schedule


@dataclass(frozen=True, slots=True)
class StartStakeholder:
    """Somebody with a stake, as the start knows them."""

    name: str
    why: str = ""
    influence: int | None = None
    interest: int | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """Everything that `create_project` needs, at once.

    Attributes
    ----------
    size
        ``small``, ``medium``, ``large``, or empty while it is not known.
    tolerances
        Target → limit in the unit of the template; absent where only words say it.
    days
        Task code → likely working days, where somebody knows better than the template.
    roles
        Role of the method → person; owner and manager stand apart.
    lessons
        Numbers of lessons of other projects to take along.
    code
        Empty: the next free one of the portfolio.
    """

    name: str
    kind: str
    template: MethodTemplate
    starts_on: date
    goal: str = ""
    why_now: str = ""
    owner: Person | None = None
    manager: Person | None = None
    programme: Programme | None = None
    size: str = ""
    months: Decimal | None = None
    person_days: Decimal | None = None
    budget: Decimal | None = None
    tolerances: Mapping[str, Decimal] = field(default_factory=dict)
    days: Mapping[str, int] = field(default_factory=dict)
    roles: Mapping[str, Person] = field(default_factory=dict)
    stakeholders: tuple[StartStakeholder, ...] = ()
    lessons: tuple[int, ...] = ()
    reference_class: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One line of the first plan as people see it."""

    name: str
    code: str
    uid: int
    start: date
    finish: date
    low: int = 0
    likely: int = 0
    high: int = 0
    role: str = ""
    gate: str = ""
    source: str = ""
    is_stage: bool = False
    is_elapsed: bool = False

    @property
    def is_milestone(self) -> bool:
        return bool(self.gate) and not self.high


@dataclass(frozen=True)
class FirstPlan:
    """The first plan of a template from a day on, computed."""

    template: Template
    size: str
    starts_on: date
    name: str
    days: Mapping[str, int]

    @cached_property
    def plan(self) -> Plan:
        return first_plan(
            self.template,
            self.size,
            self.starts_on,
            name=self.name,
            language=language(),
            days=self.days,
        )

    @cached_property
    def schedule(self) -> Schedule:
        return forecast_schedule(self.plan)

    @cached_property
    def tasks(self) -> dict[int, PlannedTask]:
        return {one.uid: one for one in planned_tasks(self.template, self.size, self.days)}

    @cached_property
    def rows(self) -> list[PlannedRow]:
        """Stages, tasks and gates with their dates, in the order of the plan."""
        return [self._row(idx) for idx in range(len(self.plan.tasks.uid))]

    @property
    def gates(self) -> list[PlannedRow]:
        return [one for one in self.rows if one.gate]

    @property
    def finish(self) -> date:
        return max(one.finish for one in self.rows)

    def gate_on(self, code: str) -> date | None:
        """Return when a gate is planned; ``G3`` is the first of its kind."""
        found = (one.finish for one in self.gates if one.gate == code or one.gate.startswith(f"{code}."))
        return next(found, None)

    def _row(self, idx: int) -> PlannedRow:
        tasks, uid = self.plan.tasks, int(self.plan.tasks.uid[idx])
        planned = self.tasks.get(uid)
        common: dict[str, Any] = {
            "name": tasks.name[idx],
            "uid": uid,
            "start": moment(self.schedule.start[idx]).date(),
            "finish": moment(self.schedule.finish[idx]).date(),
        }
        if planned is None:
            return PlannedRow(code="", is_stage=True, **common)
        role = self.template.role(planned.task.role)
        return PlannedRow(
            code=planned.task.code,
            low=planned.low,
            likely=planned.likely,
            high=planned.high,
            role=said(role.title, language()) if role else "",
            gate=planned.task.gate,
            source=planned.task.source,
            is_elapsed=planned.task.is_elapsed,
            **common,
        )


def first_plan_of(start: Start) -> FirstPlan:
    """Return the computed first plan of a start."""
    return FirstPlan(
        read(start.template), start.size or "medium", start.starts_on, start.name, dict(start.days)
    )
