"""From what a program calls a project, a person or a record to the number that a form takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from stuurbord.web.accounts.models import Person
from stuurbord.web.projects.queries import visible_projects


class Unknown(ValueError):
    """There is no such thing, or not for this person."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who asks."""

    user: Any


def find_project(reference: Any, wanted: Wanted) -> Any:
    """Return the number of a project that the person may see, from ``ASN/P-001``."""
    if reference is None:
        return None
    key, _slash, code = str(reference).partition("/")
    found = visible_projects(wanted.user).filter(portfolio__key=key, code=code)
    number = found.values_list("pk", flat=True).first()
    if number is None:
        raise Unknown(_("There is no project {reference} that you may see.").format(reference=reference))
    return number


def find_person(given: Any, wanted: Wanted) -> Any:
    """Return the number of a person, from the number, the e-mail address or a name that one person has."""
    if given in (None, ""):
        return None
    if isinstance(given, int):
        found = Person.objects.filter(pk=given)
    else:
        found = Person.objects.filter(Q(email__iexact=given) | Q(name=given))
    numbers = list(found.values_list("pk", flat=True)[:2])
    if len(numbers) != 1:
        told = _("“{given}” is not exactly one person.")
        raise Unknown(told.format(given=given))
    return numbers[0]


def find_record(field: models.ForeignKey) -> Callable[[Any, Wanted], Any]:
    """Return what checks that a record exists; whether it may be chosen, the form says."""

    def find(number: Any, wanted: Wanted) -> Any:
        if number is None:
            return None
        if not field.related_model._default_manager.filter(pk=number).exists():
            raise Unknown(_("There is no record {number}.").format(number=number))
        return number

    return find
