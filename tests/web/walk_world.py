"""The office in which a project walks from idea to closed: the people of the demo, and their registers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from web import factories, register_lines

from stuurbord.cli.demo_accounts import ACCOUNTS
from stuurbord.web.accounts.actions import change_own_password, create_account, grant_role
from stuurbord.web.accounts.models import Person, Role, Scope, User
from stuurbord.web.accounts.permissions import EVERYWHERE
from stuurbord.web.clock import today
from stuurbord.web.finance.models import BudgetLine
from stuurbord.web.projects.events import projects_changed
from stuurbord.web.projects.models import Portfolio, Project

MANAGER, OWNER, PORTFOLIO_MANAGER = "T. Callewaert", "K. De Backer", "N. Vandersteene"
ADMINISTRATOR, CONTROLLER, CISO = "L. Claessens", "W. Bogaert", "C. Janssens"
DPO = "O. Desmet"


@dataclass(frozen=True)
class Office:
    """A portfolio without projects, and the accounts of the demo with their roles."""

    portfolio: Portfolio

    @cached_property
    def accounts(self) -> dict[str, User]:
        return {one.name: one for one in User.objects.all()}

    def account(self, name: str) -> User:
        """Return an account as it is now, with the rights that it has now."""
        return User.objects.get(name=name)

    def person(self, name: str) -> Person:
        return Person.objects.get(name=name)

    def grant(self, project: Project) -> None:
        """Let manager and owner work in a project, as an administrator does after it was started."""
        administrator = self.account(ADMINISTRATOR)
        where = (Scope.PROJECT, project.pk)
        grant_role(administrator, self.account(MANAGER), Role.PROJECT_MANAGER, where)
        grant_role(administrator, self.account(OWNER), Role.PROJECT_OWNER, where)


def office() -> Office:
    """Return the office; who has a role in single projects of the demo only reads as yet."""
    portfolio = factories.portfolio("ASN")
    for one in ACCOUNTS:
        account, _first = create_account(factories.OPERATOR, one.email, one.name)
        change_own_password(account, factories.PASSWORD)
        role = Role.READER if one.projects else Role(one.role)
        where = EVERYWHERE if one.is_everywhere else (Scope.PORTFOLIO, portfolio.pk)
        grant_role(factories.OPERATOR, account, role, where)
    return Office(portfolio)


def write_registers(project: Project, owner: Person) -> None:
    """Write what a well run project has in its registers before it is planned."""
    later = today() + timedelta(days=400)
    register_lines.risk(project, owner=owner, reviewed_on=today())
    register_lines.line("belanghebbenden", project, owner=owner)
    register_lines.line("communicatie", project, owner=owner)
    register_lines.line("producten", project, owner=owner)
    register_lines.line("baten", project, owner=owner, baseline_value=42, target_on=later)
    register_lines.line("criteria", project, moscow="must", state="met")
    register_lines.line("lessen", project, owner=owner)
    BudgetLine.objects.create(
        project=project,
        year=today().year,
        budgeted_commitment=500_000,
        committed=100_000,
        budgeted_payment=500_000,
        forecast_payment=490_000,
    )
    projects_changed.send(sender=Project, project_ids=[project.pk])
