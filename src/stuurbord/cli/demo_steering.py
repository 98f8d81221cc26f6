"""What of the demo is in no register: methods, roles, goals, scenarios, meetings, from ``demo/sturing.toml``.

Each goes in through the action that people use, so that rights, checks and the audit log hold here too.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

from stuurbord.cli.demo_meetings import load_meeting
from stuurbord.cli.demo_office import Office, Table
from stuurbord.web.accounts.permissions import Operator
from stuurbord.web.gates.deciding import record_past_decision
from stuurbord.web.methods.migrating import adopt_method
from stuurbord.web.methods.project_data import name_role
from stuurbord.web.projects.events import told_once
from stuurbord.web.projects.models import Portfolio
from stuurbord.web.registers.models import Benefit
from stuurbord.web.scenarios.actions import add_change, create_scenario
from stuurbord.web.scenarios.goal_actions import create_goal, set_contribution
from stuurbord.web.scenarios.models import ScenarioChange
from stuurbord.web.tolerances.actions import agree_for_portfolio


def load_steering(actor: Operator, portfolio: Portfolio, file: Path, parts: Mapping[str, Load]) -> None:
    """Bring in the tables of the file that these parts read, in the order of the parts."""
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    office = Office(actor, portfolio)
    with told_once():
        for name, load in parts.items():
            for table in told.get(name, []):
                load(office, dict(table))


def _method(office: Office, table: Table) -> None:
    for code in table["projects"]:
        adopt_method(office.actor, office.project(code), table["template"])


def _role(office: Office, table: Table) -> None:
    person = office.person(table["person"])
    for code in table["projects"]:
        name_role(office.actor, office.project(code), table["role"], person)


def _past_decision(office: Office, table: Table) -> None:
    project = office.project(table["project"])
    record_past_decision(
        office.actor, project, table["gate"], table["on"], table["verdict"], by_name=table["by"]
    )


def _goal(office: Office, table: Table) -> None:
    contributions = table.pop("contribution", [])
    goal = create_goal(office.actor, office.portfolio, owner=office.person(table.pop("owner")), **table)
    for one in contributions:
        project = office.project(one["project"])
        code = one.get("benefit")
        benefit = Benefit.objects.get(project=project, code=code) if code else None
        set_contribution(office.actor, goal, goal.version, project, one["weight"], one["why"], benefit)


def _scenario(office: Office, table: Table) -> None:
    changes = table.pop("change", [])
    owner = office.person(table.pop("owner"))
    scenario = create_scenario(office.actor, office.portfolio, owner=owner, **table)
    for one in changes:
        change = ScenarioChange(project=office.project(one.pop("project")), **one)
        add_change(office.actor, scenario, scenario.version, change)


def _portfolio_tolerance(office: Office, table: Table) -> None:
    limits = {name: Decimal(value) if isinstance(value, str) else value for name, value in table.items()}
    agree_for_portfolio(office.actor, office.portfolio, limits, 0)


Load = Callable[[Office, Table], None]
AGREED: dict[str, Load] = {"method": _method, "role": _role, "past_decision": _past_decision}
"""What is agreed before anything is judged: it comes before the simulations."""
STEERED: dict[str, Load] = {
    "goal": _goal,
    "scenario": _scenario,
    "meeting": load_meeting,
    "portfolio_tolerance": _portfolio_tolerance,
}
"""What people make of the answers."""
