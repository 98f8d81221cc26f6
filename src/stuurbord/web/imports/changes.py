"""What a file would change, line by line: what a person reviews, and what is then done."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from stuurbord.errors import Finding
from stuurbord.web.imports.announced import Announced
from stuurbord.web.imports.plan_arrivals import PlanArrival


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a dry run: what is new or which fields get another value."""

    entity: str
    key: str
    title: str
    action: str
    """``create`` or ``change``."""
    fields: tuple[tuple[str, str, str], ...] = ()
    """Field, old and new value as plain text."""

    def as_json(self) -> dict[str, Any]:
        """Return plain data to store."""
        return {
            "entity": self.entity,
            "key": self.key,
            "title": self.title,
            "action": self.action,
            "fields": [list(one) for one in self.fields],
        }


@dataclass(slots=True)
class Operation:
    """A change with what it takes to make it."""

    change: Change
    model: type[models.Model]
    project_code: str
    values: dict[str, Any]
    """Model field → value; projects, people and programmes by code or name until they exist."""
    instance: models.Model | None


@dataclass(slots=True)
class Preparation:
    """Everything one file would change in a portfolio, and what was noticed while comparing."""

    operations: list[Operation] = field(default_factory=list)
    reports: list[tuple[str, str, Any, Any]] = field(default_factory=list)
    """New milestone reports: project, milestone, reported on, forecast."""
    plans: list[tuple[Change, PlanArrival]] = field(default_factory=list)
    """The plan revisions to come."""
    findings: list[Finding] = field(default_factory=list)
    awaited: dict[str, Announced] = field(default_factory=dict)
    """Those of its projects that another waiting file brings, which has to be accepted first."""

    @property
    def project_codes(self) -> set[str]:
        """The projects that something changes in."""
        of_rows = {one.project_code for one in self.operations if one.project_code}
        return of_rows | {code for code, *_ in self.reports} | {one.project_code for _, one in self.plans}

    @property
    def changes(self) -> list[Change]:
        found = [operation.change for operation in self.operations]
        per_project: dict[str, int] = defaultdict(int)
        for project, *_ in self.reports:
            per_project[project] += 1
        for project, number in per_project.items():
            fields = (("reports", "", str(number)),)
            found.append(Change("milestone_report", project, "", "create", fields))
        return [*found, *(change for change, _ in self.plans)]


def digest(changes: Iterable[Change]) -> str:
    """Return a hash over a list of changes: equal when nothing moved between review and acceptance."""
    text = json.dumps([change.as_json() for change in changes], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
