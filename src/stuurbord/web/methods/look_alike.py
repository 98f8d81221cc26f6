"""Projects that look like the one about to start, and what they learned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from stuurbord.web.methods.queries import sizes_of
from stuurbord.web.projects.models import Portfolio, Project, Stage
from stuurbord.web.registers.models import Lesson
from stuurbord.web.registers.starting_lessons import lessons_for

_WEIGHED = 24
SHOWN = 8


@dataclass(frozen=True, slots=True)
class FittingLesson:
    """A lesson with why it is shown."""

    lesson: Lesson
    reason: str
    score: int


def fitting_lessons(
    user: Any, portfolio: Portfolio, name: str, kind: str, goal: str, size: str
) -> list[FittingLesson]:
    """Return lessons of other projects, the best first: same kind, same words, same size."""
    # Number 0 is no project's: nothing is left out as its own.
    coming = Project(pk=0, portfolio=portfolio, name=name, kind=kind, description=goal, stage=Stage.STARTUP)
    found = lessons_for(coming, user, _WEIGHED)
    sizes = sizes_of({one.lesson.project_id for one in found})
    weighed = [
        FittingLesson(
            one.lesson,
            "; ".join(
                [one.reason, _("same size of project")]
                if size and sizes.get(one.lesson.project_id) == size
                else [one.reason]
            ),
            one.score + 2 * bool(size and sizes.get(one.lesson.project_id) == size),
        )
        for one in found
    ]
    return sorted(weighed, key=lambda one: -one.score)[:SHOWN]
