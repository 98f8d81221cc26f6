"""What fills an agenda: sources that each know of matters that wait for the body that meets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from stuurbord.web.meetings.models import AgendaItem, Meeting
from stuurbord.web.meetings.models.agenda import matter_key
from stuurbord.web.meetings.queries import of_the_same_body, projects_of
from stuurbord.web.projects.models import Project, Stage


@dataclass(frozen=True, slots=True)
class Proposal:
    """One matter that could stand on the agenda.

    Attributes
    ----------
    source, line_id
        The line of a register it is about; or ``gate``, of ``project``.
    minutes
        Time it usually takes.
    why
        What makes it ripe, in the reader's language: ``laatste nuttige datum 11/12/2026``.
    """

    kind: str
    title: str
    purpose: str
    minutes: int
    project: Project | None = None
    source: str = ""
    line_id: int | None = None
    gate: str = ""
    due: date | None = None
    why: str = ""
    presenter_id: int | None = None

    @property
    def key(self) -> str:
        """What it stands for, the same in every meeting."""
        return matter_key(self.source, self.line_id, self.project.pk if self.project else None, self.gate)


@dataclass(frozen=True, slots=True)
class Asked:
    """For what matters are looked for: a meeting, the running projects its body decides on, the day."""

    meeting: Meeting
    projects: Sequence[Project]
    on: date


@dataclass(frozen=True, slots=True)
class AgendaSource:
    """One room that knows of matters for meetings; ``rank`` orders the agenda, lowest first."""

    slug: str
    rank: int
    find: Callable[[Asked], Iterable[Proposal]]


SOURCES: dict[str, AgendaSource] = {}


def declare(source: AgendaSource) -> AgendaSource:
    """Add a source; called when its app is ready. A later one with the same slug replaces the first."""
    SOURCES[source.slug] = source
    return source


def proposals_for(meeting: Meeting, *, with_skipped: bool = False) -> list[Proposal]:
    """Return what could stand on this agenda and does not: ripest source first, then by date.

    What stands on the agenda of another meeting of the same body that has yet to be held is left out too.
    """
    if meeting.is_over:
        return []
    projects = projects_of(meeting).exclude(stage__in=(Stage.CLOSED, Stage.STOPPED))
    asked = Asked(
        meeting,
        list(projects.select_related("portfolio", "manager", "owner")),
        timezone.localtime(meeting.at).date(),
    )
    taken = _taken(meeting)
    if not with_skipped:
        taken |= set(meeting.skipped.values_list("key", flat=True))
    found: list[Proposal] = []
    for source in sorted(SOURCES.values(), key=lambda one: one.rank):
        own = [one for one in source.find(asked) if one.key not in taken]
        own.sort(key=lambda one: (one.due or date.max, one.project.code if one.project else "", one.title))
        for one in own:
            if one.key not in taken:
                taken.add(one.key)
                found.append(one)
    return found


def _taken(meeting: Meeting) -> set[str]:
    open_meetings = of_the_same_body(meeting).exclude(state__in=("held", "minutes_approved"))
    items = AgendaItem.objects.filter(is_archived=False, meeting__in=open_meetings)
    return {one.key for one in items} - {""}


def skipped_of(meeting: Meeting) -> list[Proposal]:
    """Return what was left out of this agenda and still waits."""
    keys = set(meeting.skipped.values_list("key", flat=True))
    if not keys:
        return []
    return [one for one in proposals_for(meeting, with_skipped=True) if one.key in keys]


def presenter_of(line: Any, project: Project) -> int | None:
    """Return who brings a line to the table: its owner, else who leads the project."""
    return getattr(line, "owner_id", None) or project.manager_id
