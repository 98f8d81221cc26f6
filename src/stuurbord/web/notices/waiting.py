"""What waits for a reader: his own matters, those of his team, and what he asked of others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.core.cache import cache
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stuurbord.web.accounts.models import Person
from stuurbord.web.clock import today
from stuurbord.web.imports.models import Import, ImportState
from stuurbord.web.lists.mentions import unseen
from stuurbord.web.lists.models import LineRevision
from stuurbord.web.notices.matter import SOURCES, Circle, Matter, Place
from stuurbord.web.notices.register_matters import register_matters
from stuurbord.web.notices.substitutes import absent_today
from stuurbord.web.projects.queries import visible_portfolios, visible_projects

HORIZON_DAYS: Final = 30
MOST_TEAM: Final = 40
MOST_WRITTEN: Final = 1000
_KEPT_SECONDS: Final = 60


@dataclass(frozen=True)
class Week:
    """What waits, by whose desk it lies on; each most urgent first."""

    own: list[Matter] = field(default_factory=list)
    written: list[Matter] = field(default_factory=list)
    team: list[Matter] = field(default_factory=list)


def waiting_for(user: Any, until: date | None = None) -> list[Matter]:
    """Return what waits for a reader, and for those he stands in for, most urgent first.

    Without ``until`` it is read once per request: the frame counts what my week lists.
    """
    if until is not None:
        return _read(Circle(user, until, _own_persons(user))).own
    if not hasattr(user, "_waiting"):
        user._waiting = _read(Circle(user, _horizon(), _own_persons(user))).own
    found: list[Matter] = user._waiting
    return found


def waiting_count(user: Any) -> int:
    """Return how many matters wait, for the frame of every page; what others did shows within a minute.

    Counting asks every register. Done anew after each change by anybody, it would be the dearest part of most
    pages as soon as many people work at once. My week itself always counts.
    """
    if hasattr(user, "_waiting"):
        return _keep_count(user)
    counted = cache.get(_count_key(user))
    if counted is None:
        waiting_for(user)
        counted = _keep_count(user)
    return int(counted)


def _count_key(user: Any) -> str:
    return f"waiting:{user.pk}:{today()}"


def _keep_count(user: Any) -> int:
    counted = len(user._waiting)
    cache.set(_count_key(user), counted, _KEPT_SECONDS)
    return counted


def week_of(user: Any) -> Week:
    """Return everything that My week shows of matters, each source read once."""
    own = _own_persons(user)
    found = _read(Circle(user, _horizon(), own, _team(user, own), _written_by(user)))
    user._waiting = found.own
    return found


def _read(circle: Circle) -> Week:
    found = [*register_matters(circle), *_files(circle.user), *_mentions(circle.user)]
    for source in SOURCES:
        found += source(circle)
    return Week(own=_at(found, Place.OWN), written=_at(found, Place.WRITTEN), team=_at(found, Place.TEAM))


def _at(found: Iterable[Matter], place: Place) -> list[Matter]:
    return sorted((one for one in found if one.place == place), key=lambda one: one.order)


def _horizon() -> date:
    return today() + timedelta(days=HORIZON_DAYS)


def _own_persons(user: Any) -> tuple[Person, ...]:
    """Return the reader as a person, and those he stands in for today."""
    if user.pk is None:
        return ()
    persons = Person.objects.filter(Q(user_id=user.pk) | Q(user__in=absent_today(user))).select_related(
        "user"
    )
    return tuple(sorted(persons, key=lambda one: one.user_id != user.pk))


def _team(user: Any, own: tuple[Person, ...]) -> tuple[Person, ...]:
    """Return the others in the reader's team."""
    me = next((one for one in own if one.user_id == user.pk), None)
    if me is None or not me.team:
        return ()
    others = Person.objects.filter(team=me.team, organisation=me.organisation).select_related("user")
    return tuple(others.exclude(pk__in=[one.pk for one in own]).order_by("name")[:MOST_TEAM])


def _written_by(user: Any) -> dict[str, frozenset[int]]:
    made = LineRevision.objects.filter(actor_id=user.pk, version=1).order_by("-pk")
    found: dict[str, set[int]] = {}
    for slug, number in made.values_list("register", "line_id")[:MOST_WRITTEN]:
        found.setdefault(slug, set()).add(number)
    return {slug: frozenset(numbers) for slug, numbers in found.items()}


def _files(user: Any) -> list[Matter]:
    """Return the files the reader sent in that wait for his word, where he still sees what they are for."""
    seen = Q(project=None, portfolio__in=visible_portfolios(user)) | Q(project__in=visible_projects(user))
    waiting = Import.objects.filter(
        seen, created_by_id=user.pk, state__in=(ImportState.READY, ImportState.NEEDS_MAPPING)
    ).select_related("project__portfolio", "portfolio")
    waiting = waiting.defer("content", "findings", "changes", "mapping", "date_checks")  # files may be large
    return [
        Matter(
            kind=_("Import"),
            title=one.file_name,
            verb=pgettext("what is asked", "Review"),
            url=reverse("import", args=[one.pk]),
            project=one.project,
        )
        for one in waiting
    ]


def _mentions(user: Any) -> list[Matter]:
    """Return the remarks to which somebody called the reader and that he has not seen."""
    return [
        Matter(
            kind=_("Remark"),
            title=_("{name} calls you to {code}").format(name=call.author, code=call.called),
            verb=_("Read"),
            url=call.url,
            project=call.line.project,
            detail=call.text,
        )
        for call in unseen(user)
    ]
