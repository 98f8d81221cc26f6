"""Who brings the demo in, and the portfolio it is of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from stuurbord.web.accounts.models import Person, User
from stuurbord.web.accounts.permissions import Operator
from stuurbord.web.projects.models import Portfolio, Project

Table = dict[str, Any]
"""One table of ``demo/sturing.toml``."""


@dataclass(frozen=True, slots=True)
class Office:
    """The operator and the portfolio, with what is looked up in it by the words of the file."""

    actor: Operator
    portfolio: Portfolio

    def project(self, code: str) -> Project:
        """Return a project as it stands now."""
        return Project.objects.select_related("portfolio").get(portfolio=self.portfolio, code=code)

    def person(self, name: str) -> Person:
        """Return who has this name."""
        return Person.objects.select_related("user").get(name=name)

    def account(self, name: str) -> User:
        """Return the account of who has this name."""
        user: User | None = self.person(name).user
        assert user is not None  # the demo's files name people who can log in
        return user
