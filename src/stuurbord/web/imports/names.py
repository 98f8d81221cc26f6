"""The people, programmes and projects that records call by name, found or made."""

from __future__ import annotations

from typing import Any

from stuurbord.web.accounts.models import Person
from stuurbord.web.imports.changes import Operation
from stuurbord.web.projects.models import Portfolio, Programme, Project


class Names:
    """Finds, and where needed makes, the people and programmes that records name."""

    def __init__(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        self.projects: dict[str, Project] = {}
        self.programmes: dict[str, Programme] = {}
        self.people: dict[str, Person] = {}
        self.load()

    def load(self) -> None:
        """Read the programmes and projects that exist by now."""
        self.programmes = {one.name: one for one in self.portfolio.programmes.all()}
        self.projects = {one.code: one for one in self.portfolio.projects.select_related("portfolio")}

    def resolved(self, operation: Operation) -> dict[str, Any]:
        """Return the operation's values with names replaced by rows."""
        values = dict(operation.values)
        for name in ("owner", "manager"):
            if isinstance(values.get(name), str):
                values[name] = self.person(values[name])
        if "programme" in values:
            values["programme"] = self.programme(values["programme"])
        if operation.instance is None:
            if operation.model is Project:
                values["portfolio"] = self.portfolio
            elif operation.project_code:
                values["project"] = self.projects[operation.project_code]
        return {name: value for name, value in values.items() if value is not None}

    def programme(self, name: str) -> Programme:
        if name not in self.programmes:
            self.programmes[name] = Programme.objects.create(portfolio=self.portfolio, name=name)
        return self.programmes[name]

    def person(self, name: str) -> Person:
        """Return the person with this name or e-mail address, made when there is none."""
        if not self.people:
            for one in Person.objects.all():
                self.people[one.name.casefold()] = one
                if one.email:
                    self.people[one.email.casefold()] = one
        key = name.casefold()
        if key not in self.people:
            is_email = "@" in name
            made = Person.objects.create(name=name, email=name if is_email else "")
            self.people[key] = made
        return self.people[key]
