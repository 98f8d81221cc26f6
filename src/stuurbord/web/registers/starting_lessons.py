"""Lessons found again: what other projects learned that a project about to start can use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _

from stuurbord.web.lists.register import register_of
from stuurbord.web.projects.models import Project, Stage
from stuurbord.web.registers.models import Lesson, LessonCategory, LessonState

STARTING: Final = (Stage.IDEA, Stage.STARTUP, Stage.PLANNING, "")
"""In these stages a project can still do it otherwise."""
SHOWN: Final = 6
_READ: Final = 500
"""So many lessons are weighed; the latest first."""
_TIMELY: Final = {
    Stage.PLANNING: {LessonCategory.PROCUREMENT, LessonCategory.PLANNING},
    Stage.STARTUP: {LessonCategory.STEERING, LessonCategory.PEOPLE},
}
"""What is decided in a stage."""
_WORD = re.compile(r"[^\W\d_]{5,}")


@dataclass(frozen=True, slots=True)
class FoundLesson:
    """A lesson with why it is shown."""

    lesson: Lesson
    score: int
    reason: str


def lessons_for(project: Project, user: Any, shown: int = SHOWN) -> list[FoundLesson]:
    """Return lessons of other projects that fit this one, the best first, within what the user may see.

    The same kind of project counts most, then what the stage is about, then words that the lesson shares
    with name and description of the project.
    """
    if project.stage not in STARTING:
        return []
    fits = Q(project_kind="") | Q(project_kind=project.kind)
    found = (
        register_of(Lesson)
        .lines(user)
        .filter(fits)
        .exclude(Q(project=project) | Q(state=LessonState.DROPPED) | Q(recommendation=""))
        .order_by("-learned_on", "-pk")[:_READ]
    )
    words = _words(f"{project.name} {project.description}")
    weighed = [_weighed(one, project, words) for one in found]
    weighed = sorted((one for one in weighed if one.score), key=lambda one: -one.score)
    return weighed[:shown]


def _weighed(lesson: Lesson, project: Project, words: set[str]) -> FoundLesson:
    reasons = []
    score = 0
    if project.kind and project.kind in (lesson.project_kind, lesson.project.kind):
        score += 4
        reasons.append(_("same kind of project"))
    if lesson.category in _TIMELY.get(project.stage, ()):
        score += 2
        reasons.append(_("comes up in this stage"))
    shared = sorted(words & _words(f"{lesson.title} {lesson.what_happened} {lesson.recommendation}"))
    if shared:
        score += min(len(shared), 4)
        reasons.append(_("speaks of {words}").format(words=_listed(shared[:3])))
    return FoundLesson(
        lesson, score + (lesson.state == LessonState.ADOPTED if score else 0), "; ".join(reasons)
    )


def _words(text: str) -> set[str]:
    """Return the words of five letters or more, without case: what a text is about."""
    return {one.casefold() for one in _WORD.findall(text)}


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
