"""What a status date asks: of people to report on their tasks, of the planner to take the reports over."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.web.accounts.models import Person
from stuurbord.web.notices.bare_lines import seen_by
from stuurbord.web.notices.matter import Circle, Matter, Place
from stuurbord.web.planning.models import StatusRound
from stuurbord.web.planning.progress.owners import resources_of
from stuurbord.web.planning.progress.rounds import missing_for, open_rounds
from stuurbord.web.projects.models import Project


def progress_matters(circle: Circle) -> Iterator[Matter]:
    """Yield what a status date waits for: reports of people on their tasks, and the planner's proposal."""
    if not circle.placed:
        return
    rounds = open_rounds(_projects_with_rounds(circle))
    if not rounds:
        return
    projects = Project.objects.filter(pk__in=rounds, current_revision__isnull=False)
    known = {one.pk: one for one in projects.select_related("portfolio", "manager")}
    for place, person in circle.placed:
        for project_id, keys in _resources(person, rounds).items():
            if project_id in known:
                yield from _reports(known[project_id], rounds[project_id], keys, (place, person), circle)
        for project in known.values():
            if project.manager_id == person.pk:
                yield from _to_take(project, rounds[project.pk], (place, person), circle)


def _projects_with_rounds(circle: Circle) -> list[int]:
    asked = StatusRound.objects.filter(
        Q(report_by__lte=circle.until), closed_at=None, project__in=seen_by(circle.user).running
    )
    return list(asked.values_list("project_id", flat=True))


def _resources(person: Person, rounds: dict[int, StatusRound]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for row in resources_of(person).filter(project__in=rounds):
        found.setdefault(row.project_id, set()).add(row.key)
    return found


def _reports(
    project: Project, asked: StatusRound, keys: set[str], placed: tuple[Place, Person], circle: Circle
) -> Iterator[Matter]:
    missing = missing_for(project, keys, asked.status_date)
    if not missing:
        return
    place, person = placed
    text = ngettext(
        "Tell how far {n} task is on {day}", "Tell how far {n} tasks are on {day}", len(missing)
    ).format(n=len(missing), day=f"{asked.status_date:%d/%m/%Y}")
    own = person.user_id is not None and person.user_id == circle.user.pk
    page = reverse("my_progress") if own else _page(project)
    yield _matter(project, text, _("Report"), page, asked, (place, circle.named(person)))


def _to_take(
    project: Project, asked: StatusRound, placed: tuple[Place, Person], circle: Circle
) -> Iterator[Matter]:
    """Remind the planner once reports can be taken over: from the last day to report on."""
    place, person = placed
    text = _("Take the reports of {day} into a proposal").format(day=f"{asked.status_date:%d/%m/%Y}")
    yield _matter(project, text, _("Look"), _page(project), asked, (place, circle.named(person)))


def _page(project: Project) -> str:
    return reverse("plan_progress", args=[project.portfolio.key, project.code])


def _matter(
    project: Project,
    title: str,
    verb: str,
    url: str,
    asked: StatusRound,
    placed: tuple[Place, Person | None],
) -> Matter:
    return Matter(
        kind=_("Progress"),
        title=title,
        verb=verb,
        url=url,
        due=asked.report_by,
        project=project,
        detail=asked.note,
        place=placed[0],
        person=placed[1],
    )
