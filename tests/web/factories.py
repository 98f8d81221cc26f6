"""People, portfolios, projects and plans for the web tests, made the way the product makes them."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count

from stuurbord.plan import (
    BaselineRow,
    DependencyRow,
    Plan,
    PlanDraft,
    TaskRow,
    freeze,
    instant,
)
from stuurbord.web.accounts.models import Membership, Person, Role, Scope, User
from stuurbord.web.accounts.permissions import Operator
from stuurbord.web.forecasts.asking import ask_forecast
from stuurbord.web.forecasts.models import SimulationRun
from stuurbord.web.projects.actions import add_plan_revision, create_portfolio
from stuurbord.web.projects.events import projects_changed
from stuurbord.web.projects.models import PlanRevision, Portfolio, Project
from stuurbord.web.registers.models import TaskEstimate

PASSWORD = "vaarweg-sluis-2026"
WORKDAY = 8 * 3600
DAY = 86_400
WEEK = 4 * DAY + 9 * 3600
"""From Monday 08:00 to Friday 17:00."""
OPERATOR = Operator("test")
_numbers = count(1)


def user(
    role: Role | None = None, scope: Scope = Scope.ORGANISATION, scope_id: int = 0, name: str = ""
) -> User:
    """Return an account with a person, and one membership if a role is given."""
    number = next(_numbers)
    made = User.objects.create_user(
        f"persoon{number}@voorbeeld.example", PASSWORD, name=name or f"Persoon {number}"
    )
    Person.objects.create(name=made.name, email=made.email, user=made)
    if role:
        Membership.objects.create(user=made, role=role, scope=scope, scope_id=scope_id)
    return made


def portfolio(key: str = "") -> Portfolio:
    """Return a portfolio."""
    number = next(_numbers)
    return create_portfolio(
        OPERATOR, key or f"PF{number}", f"Portefeuille {number}", "Agentschap", "Stuurgroep"
    )


def project(of: Portfolio, code: str = "", **fields: object) -> Project:
    """Return a project with tolerances; its state is computed."""
    number = next(_numbers)
    values = {"name": f"Project {number}", "time_tolerance_days": 30, "cost_tolerance": "0.1"} | fields
    made = Project.objects.create(portfolio=of, code=code or f"P-{number:03}", **values)
    projects_changed.send(sender=Project, project_ids=[made.pk])
    return made


def plan(n_tasks: int = 4, status_date: str = "2026-11-20T17:00", late_days: int = 0) -> Plan:
    """Return a chain of tasks of five days that ends in gate G4, with a baseline and the first task done.

    ``late_days`` lengthens the last task after the baseline was set.
    """
    start = instant(datetime.fromisoformat("2026-11-16T08:00"))
    tasks = [TaskRow(0, "Project", 1)]
    for uid in range(1, n_tasks + 1):
        begin = start + (uid - 1) * 7 * DAY
        promised = BaselineRow(begin, begin + WEEK, 5 * WORKDAY)
        tasks.append(TaskRow(uid, f"Taak {uid}", 2, duration=5 * WORKDAY, baselines={0: promised}))
    end = start + (n_tasks - 1) * 7 * DAY + WEEK
    tasks[-1].duration += late_days * WORKDAY
    tasks[1].percent_complete, tasks[1].actual_start, tasks[1].actual_finish = 1.0, start, start + WEEK
    goal = TaskRow(n_tasks + 1, "G4 Ingebruikname", 2, is_milestone=True, gate="G4")
    goal.baselines = {0: BaselineRow(end, end, 0)}
    draft = PlanDraft(
        start=start,
        status_date=instant(datetime.fromisoformat(status_date)),
        tasks=[*tasks, goal],
        dependencies=[DependencyRow(uid, uid + 1) for uid in range(1, n_tasks + 1)],
    )
    return freeze(draft)[0]


def revision(of: Project, made: Plan | None = None) -> PlanRevision:
    """Return a plan revision that became the project's current one."""
    return add_plan_revision(
        OPERATOR, of, made or plan(), file_name="plan.xml", file_sha256="0" * 64, reader="mspdi"
    )


def forecast(of: Project) -> SimulationRun:
    """Return the forecast of a project with a plan: its tasks may take half as long again."""
    TaskEstimate.objects.create(
        project=of, task="2", quantity="duration", shape="pert", unit="percent", low=90, likely=100, high=150
    )
    of.refresh_from_db()
    ask_forecast(of)
    return SimulationRun.objects.get(project=of)


TODAY = date(2026, 11, 25)
