"""Which portfolio and project an import is for."""

from __future__ import annotations

from dataclasses import dataclass

import typer

from stuurbord.cli.portfolio import unknown_portfolio
from stuurbord.cli.terminal import Terminal
from stuurbord.errors import N_
from stuurbord.web.accounts.permissions import Operator
from stuurbord.web.projects.actions import create_portfolio
from stuurbord.web.projects.models import Portfolio, Project

DEFAULT_KEY = "portefeuille"


@dataclass(slots=True)
class Target:
    """The portfolio of an import, made at its first file when it is not there yet."""

    terminal: Terminal
    actor: Operator
    key: str
    name: str
    portfolio: Portfolio | None = None
    project: Project | None = None

    @property
    def is_new(self) -> bool:
        """Whether the portfolio has still to be made."""
        return self.portfolio is None

    def made(self) -> Portfolio:
        """Return the portfolio, made now if it is not there; the caller decides whether that lasts."""
        return self.portfolio or create_portfolio(self.actor, self.key, self.name)


def chosen_target(terminal: Terminal, actor: Operator, key: str, create: bool, project: str) -> Target:
    """Return where files go: the portfolio named, the only one there is, or a first one.

    Raises
    ------
    typer.BadParameter
        If there are several and none is named, or the one named does not exist and is not to be created.
    """
    portfolios = list(Portfolio.objects.filter(is_archived=False).order_by("key"))
    found = next((one for one in portfolios if one.key == key), None)
    if not key and len(portfolios) == 1:
        found = portfolios[0]
    elif not key and portfolios:
        text = terminal.gettext(N_("Say which portfolio with --portfolio: {keys}."))
        raise typer.BadParameter(text.format(keys=", ".join(one.key for one in portfolios)))
    elif key and found is None and portfolios and not create:
        text = terminal.gettext(N_("--create makes it."))
        raise typer.BadParameter(f"{unknown_portfolio(key, terminal)} {text}")
    key = key or DEFAULT_KEY
    target = Target(terminal, actor, key, _name(key, terminal), found)
    if project:
        target.project = _project(target, project)
    return target


def _name(key: str, terminal: Terminal) -> str:
    if key == DEFAULT_KEY:
        return terminal.gettext(N_("Portfolio"))
    return key


def _project(target: Target, code: str) -> Project:
    found = Project.objects.filter(portfolio=target.portfolio, code=code).first()
    if found is None:
        text = target.terminal.gettext(
            N_("There is no project {code} in this portfolio; without --project the file tells which it is.")
        )
        raise typer.BadParameter(text.format(code=code))
    return found
