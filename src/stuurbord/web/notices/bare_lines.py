"""Lines of a register with only what My week shows of them.

My week asks every register at once, on every visit. What a list computes and joins for its columns would cost
it more than all the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.db.models import Q, QuerySet

from stuurbord.web.lists.register import Register
from stuurbord.web.notices.matter import FINISHED
from stuurbord.web.projects.queries import visible_projects

MOST_LISTED: Final = 300
"""Projects; of more, the database itself looks up which they are."""
_OF_PROJECT: Final = (
    "project__code",
    "project__name",
    "project__stage",
    "project__manager",
    "project__owner",
    "project__portfolio__key",
)


@dataclass(frozen=True)
class Seen:
    """The projects a reader may see: all, and those that have not ended; as numbers or as a subquery."""

    every: Any
    running: Any


def seen_by(user: Any) -> Seen:
    """Return the projects a reader may see; read once per request."""
    if not hasattr(user, "_seen"):
        projects = visible_projects(user)
        found = list(projects.order_by().values_list("pk", "stage")[: MOST_LISTED + 1])
        if len(found) <= MOST_LISTED:
            running = [pk for pk, stage in found if stage not in FINISHED]
            user._seen = Seen([pk for pk, _stage in found], running)
        else:
            user._seen = Seen(projects.values("pk"), projects.exclude(stage__in=FINISHED).values("pk"))
    seen: Seen = user._seen
    return seen


def bare_lines(register: Register, condition: Q, *shown: str) -> QuerySet[Any]:
    """Return open lines that meet a condition, with their project and the fields that are shown.

    What a register computes in the database is computed only where the condition or the fields need it.
    """
    lines = register.model._default_manager.filter(is_archived=False)
    if {*names_in(condition), *shown} & set(register.annotations):
        lines = lines.annotate(**register.annotations)
    fields = {one.name: one for one in register.model._meta.fields}
    named = {register.title_field, *register.identity, *shown} & set(fields)
    if register.states is not None:
        named.add(register.states.field)
    related = [name for name in sorted(named) if isinstance(fields[name], models.ForeignKey)]
    lines = register.open_lines(lines.filter(condition))
    return lines.select_related("project__portfolio", *related).only(
        "version", *_OF_PROJECT, *sorted(named), *(f"{name}__{_name_of(fields[name])}" for name in related)
    )


def _name_of(field: Any) -> str:
    """Return the field by which people call a related record."""
    names = {one.name for one in field.related_model._meta.fields}
    return next(name for name in ("name", "code", "id") if name in names)


def names_in(condition: Q) -> Iterator[str]:
    """Yield the fields and annotations that a condition names first."""
    for lookup, _value in leaves(condition):
        yield lookup.partition("__")[0]


def leaves(condition: Any) -> Iterable[tuple[str, Any]]:
    """Yield each comparison of a condition."""
    for child in getattr(condition, "children", ()):
        if isinstance(child, Q):
            yield from leaves(child)
        elif isinstance(child, tuple):
            yield child
