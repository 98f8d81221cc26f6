"""What a status date asks: of people to report on their tasks, of the planner to take the reports over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.web.accounts.models import Person
from stuurbord.web.notices.bare_lines import seen_by
from stuurbord.web.notices.matter import Circle, Matter, Place
from stuurbord.web.planning.models import PlanResource, StatusRound
from stuurbord.web.planning.progress.rounds import open_rounds, reporters
from stuurbord.web.projects.models import Project


def progress_matters(circle: Circle) -> Iterator[Matter]:
    """Yield what a status date waits for: reports of people on their tasks, and the planner's proposal."""
    placed = {person.pk: (place, person) for place, person in reversed(circle.placed)}
    rounds = open_rounds(_projects_with_rounds(circle)) if placed else {}
    if not rounds:
        return
    projects = Project.objects.filter(pk__in=rounds, current_revision__isnull=False)
    involved = _involving(placed.values(), rounds)
    for project in projects.select_related("portfolio", "manager"):
        asked = rounds[project.pk]
        if project.pk in involved:
            for one in reporters(project, asked.status_date):
                if one.missing and one.person is not None and one.person.pk in placed:
                    yield _reports(project, asked, len(one.missing), placed[one.person.pk], circle)
        if project.manager_id in placed:
            yield _to_take(project, asked, placed[project.manager_id], circle)


def _projects_with_rounds(circle: Circle) -> list[int]:
    asked = StatusRound.objects.filter(
        report_by__lte=circle.until, closed_at=None, project__in=seen_by(circle.user).running
    )
    return list(asked.values_list("project_id", flat=True))


def _involving(placed: Iterable[tuple[Place, Person]], rounds: Collection[int]) -> set[int]:
    """Return the projects of which the plan may name one of these people; only those are read."""
    people = [person for _place, person in placed]
    called = {name for one in people for name in (one.name, one.email) if name}
    named = Q(people__in=people) | Q(is_said=False, name__in=called)
    rows = PlanResource.objects.filter(named, is_in_plan=True, project__in=rounds)
    return set(rows.values_list("project_id", flat=True))


def _reports(
    project: Project, asked: StatusRound, n_missing: int, placed: tuple[Place, Person], circle: Circle
) -> Matter:
    place, person = placed
    text = ngettext("Tell how far {n} task is on {day}", "Tell how far {n} tasks are on {day}", n_missing)
    own = person.user_id is not None and person.user_id == circle.user.pk
    page = reverse("my_progress") if own else _page(project)
    title = text.format(n=n_missing, day=f"{asked.status_date:%d/%m/%Y}")
    return _matter(project, title, _("Report"), page, asked, (place, circle.named(person)))


def _to_take(project: Project, asked: StatusRound, placed: tuple[Place, Person], circle: Circle) -> Matter:
    """Remind the planner of the day by which everybody was asked to report."""
    place, person = placed
    text = _("Take the reports of {day} into a proposal").format(day=f"{asked.status_date:%d/%m/%Y}")
    return _matter(project, text, _("Look"), _page(project), asked, (place, circle.named(person)))


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
