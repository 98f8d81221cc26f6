"""What each subject is asked: facts of these projects as of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from stuurbord.rulebooks.rule_pack.literals import Value
from stuurbord.web.gates.models import PlanFacts
from stuurbord.web.projects.models import Project

Facts = dict[str, Value]
"""Name → value as the rule engine holds it; absent or None is not known."""


@dataclass(frozen=True)
class Asked:
    """Projects with portfolio loaded, and what is known of them so far."""

    projects: Sequence[Project]
    on: date
    made: dict[int, Facts] = field(default_factory=lambda: defaultdict(dict))
    budgets: dict[int, Any] = field(default_factory=dict)
    """Euro, where it is completely known."""
    plans: dict[int, PlanFacts] = field(default_factory=dict)
    """By revision."""

    @cached_property
    def ids(self) -> list[int]:
        return [one.pk for one in self.projects]

    def put(self, project_id: int, **facts: Value) -> None:
        self.made[project_id].update(facts)

    def put_counts(self, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Keep counts per project; where there is no row there is nothing to count, which is known."""
        found = {row[0]: row[1:] for row in rows}
        nothing = (0,) * len(names)
        for project_id in self.ids:
            self.made[project_id].update(zip(names, found.get(project_id, nothing), strict=True))

    def each(self) -> Iterator[tuple[Project, Facts]]:
        for one in self.projects:
            yield one, self.made[one.pk]
