"""What pages of other rooms show of gates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse

from stuurbord.web.gates.judging import Dossier
from stuurbord.web.gates.kept_panel import kept_next_dossier
from stuurbord.web.gates.rows import Bar, CriterionRow, bar_of, rows_of
from stuurbord.web.gates.sentences import conclusion, proposal_word, status_of
from stuurbord.web.projects.models import Project, Stage

register = template.Library()
_SHOWN = 8
_OVER = (Stage.CLOSED, Stage.STOPPED)


@dataclass(frozen=True)
class Panel:
    """The dossier of the next gate, beside the work."""

    dossier: Dossier
    url: str
    status_kind: str
    status_word: str
    conclusion: str
    bar: Bar
    rows: list[CriterionRow]
    n_more: int
    proposal: str

    @property
    def add_kind(self) -> str:
        """The first kind of evidence that is missing and that the reader may bring."""
        kinds = (
            code for row in self.rows if row.can_add and row.group != "met" for code, _label in row.kinds
        )
        return next(kinds, "")


@register.simple_tag(takes_context=True)
def gate_panel(context: Any, project: Project) -> Panel | None:
    """Return the dossier of the first gate that is not passed; None if there is none."""
    if project.stage in _OVER:
        return None
    found = kept_next_dossier(project, context.get("standing"))
    if found is None:
        return None
    rows = [one for one in rows_of(found, context["user"]) if one.group != "notice"]
    kind, word = status_of(found)
    return Panel(
        dossier=found,
        url=reverse("gate", args=[project.portfolio.key, project.code, found.gate.code]),
        status_kind=kind,
        status_word=word,
        conclusion=conclusion(found),
        bar=bar_of(found),
        rows=rows[:_SHOWN],
        n_more=max(len(rows) - _SHOWN, 0),
        proposal=proposal_word(found.proposal),
    )
