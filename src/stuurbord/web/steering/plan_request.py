"""What a reader asks of a plan: which tasks, how deep, at which scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stuurbord.web.look.gantt import ZOOMS

BLOCK = 100
"""Rows that are fetched together."""
ONLY = ("critical", "milestones", "late")
LINKS = ("critical", "all", "none")
_MOST_DEPTH = 9


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """What a reader asks of a plan."""

    query: str = ""
    only: str = ""
    zoom: str = ""
    links: str = "critical"
    depth: int = 0
    """Levels unfolded; 0: all."""
    first: int = 0
    """Row from which a reader without scripts goes on."""
    everything: bool = False
    """All rows at once and the whole plan within the width of a page: for paper."""
    task_uid: int | None = None
    """The task whose dates are explained."""
    is_task_given: bool = False

    @classmethod
    def from_query(cls, parameters: Mapping[str, str]) -> PlanRequest:
        """Return what an address asks; what it asks wrongly is left at its default."""
        only, zoom = parameters.get("only", ""), parameters.get("zoom", "")
        links = parameters.get("links", "critical")
        return cls(
            query=parameters.get("q", "").strip()[:100],
            only=only if only in ONLY else "",
            zoom=zoom if zoom in ZOOMS else "",
            links=links if links in LINKS else "critical",
            depth=min(_whole(parameters.get("depth")), _MOST_DEPTH),
            first=_whole(parameters.get("first")) // BLOCK * BLOCK,
            everything=parameters.get("everything") == "1",
            task_uid=_whole(parameters["task"]) if _is_whole(parameters.get("task")) else None,
            is_task_given="task" in parameters,
        )

    @property
    def is_filtered(self) -> bool:
        return bool(self.query or self.only)


def _is_whole(text: str | None) -> bool:
    return bool(text) and text.isascii() and text.isdigit() and len(text) < 12


def _whole(text: str | None) -> int:
    return int(text) if text is not None and _is_whole(text) else 0
