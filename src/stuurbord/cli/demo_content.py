"""What the demo holds: the agency's files, accounts for its roles, and a first snapshot."""

from __future__ import annotations

from datetime import date
from threading import Event
from typing import Final

from django.db import transaction
from django.utils import translation

from stuurbord.cli.database import operator
from stuurbord.cli.demo_accounts import ACCOUNTS, KEY, PASSWORD, DemoAccount
from stuurbord.cli.demo_home import DemoHome
from stuurbord.cli.demo_office import Office
from stuurbord.cli.demo_planning import PLANNED
from stuurbord.cli.demo_procurement import load_procurements
from stuurbord.cli.demo_steering import AGREED, STEERED, load_steering
from stuurbord.cli.given_file import GivenFile
from stuurbord.cli.import_report import show_outcome
from stuurbord.cli.import_run import ImportRun
from stuurbord.cli.import_target import Target
from stuurbord.cli.refusals import CannotContinue
from stuurbord.cli.terminal import Terminal
from stuurbord.errors import N_, Finding
from stuurbord.web.accounts.actions import change_own_password, create_account, grant_role
from stuurbord.web.accounts.models import Role, Scope
from stuurbord.web.accounts.permissions import EVERYWHERE, Operator, ScopeKey
from stuurbord.web.jobs.running import run_waiting
from stuurbord.web.lists.models.sheet_review import SheetState
from stuurbord.web.lists.sheets.accepting import Choice, accept, receive
from stuurbord.web.projects.actions import create_portfolio
from stuurbord.web.projects.models import Portfolio, Project
from stuurbord.web.steering.snapshots import take_snapshot

STATUS_DAY: Final = date(2026, 11, 20)


def load_content(place: DemoHome, terminal: Terminal) -> None:
    """Bring in files, accounts and a snapshot, each through the action that people use.

    Raises
    ------
    CannotContinue
        If one of the demo's own files is refused.
    """
    actor = operator(terminal)
    portfolio = create_portfolio(
        actor,
        KEY,
        "Portefeuille ICT en infrastructuur",
        "Agentschap Sluizen en Netwerken",
        "Stuurgroep ICT en infrastructuur",
    )
    _import(place, Target(terminal, actor, KEY, portfolio.name, portfolio), terminal)
    if place.registers.is_file():
        _load_registers(place, actor, terminal)
    with terminal.progress(terminal.gettext(N_("Opening accounts, simulating and taking a snapshot …"))):
        for one in ACCOUNTS:
            open_account(actor, portfolio, one)
        load_steering(actor, portfolio, place.steering, AGREED)
        with translation.override("nl"):  # what is stored of a proposal is in words
            load_steering(actor, portfolio, place.planning, PLANNED)
            load_procurements(Office(actor, portfolio), place.procurement)
        run_waiting(Event())
        load_steering(actor, portfolio, place.steering, STEERED)
        take_snapshot(actor, portfolio, STATUS_DAY)


def _import(place: DemoHome, target: Target, terminal: Terminal) -> None:
    run = ImportRun(terminal, target)
    for outcome in run.outcomes([GivenFile(path) for path in place.sources]):
        if outcome.is_refused:
            show_outcome(outcome, terminal, details=False)
            text = N_("A file of the demo was refused: {file}.")
            raise CannotContinue(terminal.gettext(text).format(file=outcome.given.path.name))
        if not terminal.wants_json:
            terminal.tell(f"✓ {outcome.given.path.name}")


def _load_registers(place: DemoHome, actor: Operator, terminal: Terminal) -> None:
    """Bring in the lines of all registers; a line that cannot go in stops the demo with its reason."""
    name = place.registers.name
    with terminal.progress(terminal.gettext(N_("Storing {file} …")).format(file=name)):
        review = receive(actor, None, name, place.registers.read_bytes(), makes_people=True)
        left = accept(actor, review, Choice()).left if review.state == SheetState.READY else []
    told = [Finding.from_record(one) for one in review.findings] if review.state == SheetState.REFUSED else []
    reasons = [one.message(terminal.gettext) for one in told] + [one.reason for one in left]
    for reason in reasons[:20]:
        terminal.tell(reason)
    if reasons:
        text = N_("A file of the demo was refused: {file}.")
        raise CannotContinue(terminal.gettext(text).format(file=name))
    if not terminal.wants_json:
        terminal.tell(f"✓ {name}")


@transaction.atomic
def open_account(actor: Operator, portfolio: Portfolio, one: DemoAccount) -> None:
    account, _ = create_account(actor, one.email, one.name)
    change_own_password(account, PASSWORD)
    for where in _scopes(portfolio, one):
        grant_role(actor, account, Role(one.role), where)
    if one.is_on_board:
        grant_role(actor, account, Role.READER, (Scope.PORTFOLIO, portfolio.pk))


def _scopes(portfolio: Portfolio, one: DemoAccount) -> list[ScopeKey]:
    if one.is_everywhere:
        return [EVERYWHERE]
    if not one.projects:
        return [(Scope.PORTFOLIO, portfolio.pk)]
    projects = Project.objects.filter(portfolio=portfolio, code__in=one.projects)
    return [(Scope.PROJECT, project.pk) for project in projects]
