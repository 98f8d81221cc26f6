"""Everything that the gates of many projects read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from stuurbord.rulebooks.rule_pack import Pack
from stuurbord.rulebooks.rule_pack.facts import typed
from stuurbord.web.gates.facts import forecast, money, plan, project, quality, registers, risks, size
from stuurbord.web.gates.facts.proof import Proof, proofs
from stuurbord.web.gates.facts.subject import Asked, Facts
from stuurbord.web.methods.queries import field_facts
from stuurbord.web.projects.models import Project

_SUBJECTS: Final = (project, plan, size, money, forecast, risks, quality, registers)
"""In this order: the changes read the budget."""


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """The facts of one project that hold at every gate, and its proof, which is looked at per gate."""

    facts: Facts
    proof: Proof
    fields: Mapping[str, Any]
    """Values of the fields that the method adds, as people wrote them."""

    def at(self, gate: str, on: date, kinds: Iterable[str], pack: Pack) -> Facts:
        """Return all facts of a gate; what people attested never replaces what is computed."""
        return {**self.proof.facts(gate, on, kinds), **self._fields(pack), **self.facts}

    def _fields(self, pack: Pack) -> Facts:
        made: Facts = {}
        for name, value in self.fields.items():
            declared = pack.fact(name)
            try:
                made[name] = typed(declared.kind, value) if declared else None
            except (ValueError, ArithmeticError):
                made[name] = None  # written under an older template, as another kind
        return made


def gather(projects: Sequence[Project], on: date) -> Mapping[int, ProjectFacts]:
    """Return the facts of projects, in a fixed number of queries."""
    asked = Asked(projects, on)
    for subject in _SUBJECTS:
        subject.take(asked)
    proof = proofs(asked.ids)
    fields = field_facts(asked.ids)
    return {one: ProjectFacts(asked.made[one], proof[one], fields.get(one, {})) for one in asked.ids}
