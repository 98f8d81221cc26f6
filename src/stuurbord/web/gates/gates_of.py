"""Which gates a project has: those of its method, with the stage boundaries that it has itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from stuurbord.rulebooks.rule_pack.model import Text, said
from stuurbord.web.gates.naming import family, order
from stuurbord.web.projects.models import Project
from stuurbord.web.reader import reader
from stuurbord.web.registers.models import Milestone

PORTFOLIO: Final = "portfolio"
PROJECT: Final = "project"


@dataclass(frozen=True)
class ProjectGate:
    """One gate of one project.

    Attributes
    ----------
    body
        Level of the mandate: ``project`` or ``portfolio``.
    opens
        The stage after a go; empty: the stage stays.
    """

    code: str
    title: Text
    body: str = "project"
    body_title: Text | None = None
    opens: str = ""
    decides: Text | None = None
    milestone: Milestone | None = None

    @property
    def name(self) -> str:
        """How people call it: as its milestone, else as the method."""
        if self.milestone is not None:
            name = self.milestone.name.strip()
            return name if self.code in name else f"{self.code} {name}"
        return f"{self.code} {said(self.title, reader().code)}".strip()

    @property
    def body_name(self) -> str:
        return said(self.body_title or {}, reader().code)

    @property
    def question(self) -> str:
        return said(self.decides or {}, reader().code)

    @property
    def is_passed_on_paper(self) -> bool:
        """Whether its milestone was reached: a project from before has no other record of it."""
        return self.milestone is not None and self.milestone.passed_on is not None


def gates_of(
    project: Project, milestones: Iterable[Milestone], template: Any, more: Iterable[str] = ()
) -> list[ProjectGate]:
    """Return the gates of a project, in their order.

    Parameters
    ----------
    more
        Codes of gates that it has for another reason: a dossier, a decision.
    """
    own = {one.code: one for one in milestones if one.is_gate and not one.is_archived}
    known = {one.code: one for one in template.gates}
    families = {family(code) for code in own}
    codes = {
        code
        for code, gate in known.items()
        if not (gate.is_optional and code not in families)
        and not (gate.is_repeatable and code in families and code not in own)
    }
    codes |= set(own) | set(more)
    return [_gate(code, own.get(code), known) for code in sorted(codes, key=order)]


def _gate(code: str, milestone: Milestone | None, known: Mapping[str, Any]) -> ProjectGate:
    found = known.get(code) or known.get(family(code))
    if found is None:
        return ProjectGate(code, {"nl": ""}, milestone=milestone)
    return ProjectGate(code, found.title, found.body, found.body_title, found.opens, found.decides, milestone)
