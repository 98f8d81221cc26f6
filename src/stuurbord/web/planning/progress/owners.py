"""Who is asked about a task: the people behind the resources that work on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from stuurbord.plan import Plan
from stuurbord.plan.model import ResourceKind
from stuurbord.web.accounts.models import Person
from stuurbord.web.accounts.permissions import Permission, require
from stuurbord.web.audit.chain import record
from stuurbord.web.planning.actions import Refused
from stuurbord.web.planning.models import PlanResource
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import plan_of

_LONGEST: Final = 400
MOST_PEOPLE: Final = 20
"""Behind one resource."""


def key_of(name: str) -> str:
    """Return a name as it is compared: case and spaces do not count.

    >>> key_of(" Team  Netwerken ")
    'team netwerken'
    """
    return " ".join(name.split()).casefold()[:_LONGEST]


def resource_names(plan: Plan) -> dict[str, str]:
    """Return key → name of the resources that work."""
    found: dict[str, str] = {}
    for name, kind in zip(plan.resources.name, plan.resources.kind.tolist(), strict=True):
        if kind == ResourceKind.WORK and key_of(name):
            found.setdefault(key_of(name), " ".join(name.split())[:_LONGEST])
    return found


def on_projects_changed(
    sender: Any, project_ids: list[int], senders: frozenset[Any] = frozenset(), **named: Any
) -> None:
    """Know the resources of a plan that came in: people find their tasks without reading all plans."""
    if Project not in senders | {sender}:
        return
    for pk, revision_id in Project.objects.filter(
        pk__in=project_ids, current_revision__isnull=False
    ).values_list("pk", "current_revision_id"):
        know_resources(pk, plan_of(revision_id))


def know_resources(project_id: int, plan: Plan) -> None:
    """Write down which resources the plan of a project has now; what was said of them stays."""
    names = resource_names(plan)
    known = {row.key: row for row in PlanResource.objects.filter(project_id=project_id)}
    for key, row in known.items():
        if row.is_in_plan != (key in names):
            row.is_in_plan = key in names
            row.save(update_fields=["is_in_plan"])
    PlanResource.objects.bulk_create(
        [
            PlanResource(project_id=project_id, key=key, name=name)
            for key, name in names.items()
            if key not in known
        ]
    )


def resources_of(person: Person) -> QuerySet[PlanResource]:
    """Return the resources that a person stands behind, over all projects."""
    called = [person.email] if person.email else []
    if Person.objects.filter(name=person.name).count() == 1:  # of two with one name nobody is meant
        called.append(person.name)
    return PlanResource.objects.filter(
        Q(people=person) | Q(is_said=False, name__in=called), is_in_plan=True
    ).distinct()


def people_by_resource(project: Project, plan: Plan) -> dict[str, tuple[Person, ...]]:
    """Return key of a resource → the people behind it, empty where nobody is known."""
    names = resource_names(plan)
    said = {
        row.key: tuple(sorted(row.people.all(), key=lambda one: one.name))
        for row in project.plan_resources.filter(is_said=True).prefetch_related("people")
    }
    unsaid = {key: name for key, name in names.items() if key not in said}
    guessed = _named(unsaid.values())
    return {key: said.get(key, guessed.get(name, ())) for key, name in names.items()}


def _named(names: Iterable[str]) -> Mapping[str, tuple[Person, ...]]:
    """Return name → the one person with that name or address."""
    listed = list(names)
    found: dict[str, dict[int, Person]] = {}
    for person in Person.objects.filter(Q(name__in=listed) | Q(email__in=listed)):
        for called in (person.name, person.email):
            found.setdefault(called, {})[person.pk] = person
    return {name: tuple(people.values()) for name, people in found.items() if name and len(people) == 1}


@transaction.atomic
def say_people(actor: Any, project: Project, said: Mapping[str, str]) -> int:
    """Say who stands behind resources of the plan.

    Parameters
    ----------
    said
        Name of a resource → names or addresses of people, with ``;`` between them; empty: nobody.

    Returns
    -------
    How many resources have other people now.

    Raises
    ------
    Refused
        If a name stands for nobody, or for more than one.
    """
    require(actor, Permission.IMPORT_PLAN, project.scopes)
    if project.current_revision_id is None:
        return 0
    plan = plan_of(project.current_revision_id)
    now = people_by_resource(project, plan)
    meant = {key_of(name): _people_meant(text) for name, text in said.items() if key_of(name) in now}
    know_resources(project.pk, plan)
    told = {}
    for row in project.plan_resources.filter(key__in=meant):
        if {one.pk for one in now[row.key]} == {one.pk for one in meant[row.key]}:
            continue
        row.is_said = True
        row.save(update_fields=["is_said"])
        row.people.set(meant[row.key])
        told[row.name] = [one.pk for one in meant[row.key]]
    if told:
        record(
            actor,
            "progress.say_people",
            project.subject,
            {"n_resources": len(told), "resources": told},
            portfolio_id=project.portfolio_id,
            project_id=project.pk,
        )
    return len(told)


def _people_meant(text: str) -> list[Person]:
    found: dict[int, Person] = {}
    for word in (" ".join(one.split()) for one in text.split(";")):
        if not word:
            continue
        people = list(Person.objects.filter(Q(name__iexact=word) | Q(email__iexact=word))[:2])
        if not people:
            raise Refused(_("Nobody is called “{name}”. Choose from the list.").format(name=word[:80]))
        if len(people) > 1:
            raise Refused(
                _("More than one person is called “{name}”. Give the e-mail address.").format(name=word[:80])
            )
        found[people[0].pk] = people[0]
    if len(found) > MOST_PEOPLE:
        raise Refused(_("At most {n} people stand behind one resource.").format(n=MOST_PEOPLE))
    return list(found.values())
