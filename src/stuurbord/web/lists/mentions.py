"""Who is called to a remark by name, and who has not looked yet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from stuurbord.web.accounts.models import Scope, User
from stuurbord.web.accounts.permissions import Permission, roles_with
from stuurbord.web.lists.models.comment import Mention
from stuurbord.web.lists.register import REGISTERS, Register
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.queries import visible_projects

_AT = re.compile(r"(?<![\w.@])@(?=\w)")
COMMENTS_TAB = "opmerkingen"


@dataclass(frozen=True, slots=True)
class Call:
    """A remark in which somebody calls the reader, unseen so far."""

    mention_id: int
    author: str
    at: datetime
    text: str
    register: Register
    line: Any
    called: str
    """How people call the line."""
    title: str
    url: str


def people_of(project: Project) -> QuerySet[User]:
    """Return the open accounts that may see a project: those that can be called to it, and nobody else."""
    here = Q(memberships__scope=Scope.ORGANISATION)
    for scope, scope_id in project.scopes:
        here |= Q(memberships__scope=scope, memberships__scope_id=scope_id)
    seeing = Q(memberships__role__in=roles_with(Permission.VIEW))
    return User.objects.filter(here & seeing, is_active=True).order_by("name", "pk").distinct()


def handles(people: Iterable[User]) -> dict[str, User]:
    """Return what people are called by → who that is: the name, and always the e-mail address.

    Who shares a name with somebody goes by the address alone: nobody is called by mistake.
    """
    people = list(people)
    times = Counter(one.name.casefold() for one in people)
    named = {one.name.casefold(): one for one in people if times[one.name.casefold()] == 1}
    return named | {one.email.casefold(): one for one in people}


def handle_of(person: User, called: dict[str, User]) -> str:
    """Return what to write after ``@`` for a person."""
    return person.name if called.get(person.name.casefold()) == person else person.email


def mentioned(text: str, people: Iterable[User]) -> list[User]:
    """Return whom a text calls by ``@name``, each once; the longest name that fits is meant."""
    if not _AT.search(text):
        return []
    called = handles(people)
    by_length = sorted(called, key=len, reverse=True)
    lowered = text.casefold()
    found: dict[int, User] = {}
    for at in _AT.finditer(lowered):
        rest = lowered[at.end() :]
        for handle in by_length:
            if rest.startswith(handle) and not rest[len(handle) : len(handle) + 1].isalnum():
                found[called[handle].pk] = called[handle]
                break
    return list(found.values())


def unseen(user: Any) -> list[Call]:
    """Return the calls to the user that nobody showed him yet, the latest first; a query per register."""
    waiting = (
        Mention.objects.filter(user_id=user.pk, seen_at=None, comment__is_withdrawn=False)
        .filter(comment__project__in=visible_projects(user))
        .select_related("comment__author")
        .order_by("-comment__at", "-pk")
    )
    mentions = list(waiting[:200])
    lines = _lines(user, mentions)
    calls = []
    for one in mentions:
        line = lines.get((one.comment.register, one.comment.line_id))
        if line is not None:
            calls.append(_call(one, REGISTERS[one.comment.register], line))
    return calls


def mark_seen(user: Any, mention_ids: Iterable[int]) -> int:
    """Note that the user saw these calls; those to others are left alone. Return how many that were."""
    own = Mention.objects.filter(user_id=user.pk, pk__in=list(mention_ids), seen_at=None)
    return own.update(seen_at=timezone.now())


def mark_line_seen(user: Any, register: Register, line: Any) -> int:
    """Note that the user saw the remarks on a line."""
    here = Mention.objects.filter(
        user_id=user.pk, seen_at=None, comment__register=register.slug, comment__line_id=line.pk
    )
    return mark_seen(user, list(here.values_list("pk", flat=True)))


def _lines(user: Any, mentions: list[Mention]) -> dict[tuple[str, int], Any]:
    wanted: dict[str, set[int]] = {}
    for one in mentions:
        wanted.setdefault(one.comment.register, set()).add(one.comment.line_id)
    return {
        (slug, line.pk): line
        for slug, ids in wanted.items()
        if slug in REGISTERS
        for line in REGISTERS[slug].every_line(user).filter(pk__in=ids)
    }


def _call(one: Mention, register: Register, line: Any) -> Call:
    return Call(
        mention_id=one.pk,
        author=one.comment.author.name,
        at=one.comment.at,
        text=one.comment.text,
        register=register,
        line=line,
        called=register.called(line),
        title=register.title_of(line),
        url=f"{reverse('register_line', args=[register.slug, line.pk])}?tab={COMMENTS_TAB}",
    )
