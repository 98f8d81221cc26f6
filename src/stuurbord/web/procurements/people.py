"""Who can be named on a file: with an account and a role here."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Q, QuerySet

from stuurbord.web.accounts.models import Role, Scope, User
from stuurbord.web.accounts.permissions import Permission, roles_with
from stuurbord.web.procurements.rights import EDITORS
from stuurbord.web.projects.models import Project

Named = TypeVar("Named")


def in_charge(lawyer: Named | None, owner: Named | None, *, executes: bool) -> Named | None:
    """Return who sees to a duty or a term: the lawyer, of what the contract executes the holder of the file.

    Where that one is not named, the other; None: who leads the project.

    >>> in_charge("lawyer", "owner", executes=False), in_charge("lawyer", None, executes=True)
    ('lawyer', 'lawyer')
    """
    first, second = (owner, lawyer) if executes else (lawyer, owner)
    return second if first is None else first


def lawyers_for(project: Project) -> QuerySet[User]:
    """Return the procurement lawyers of a project, its portfolio or the organisation."""
    return _with_roles(project, [Role.PROCUREMENT_LAWYER])


def holders_for(project: Project) -> QuerySet[User]:
    """Return who can hold a file of this project."""
    return _with_roles(project, sorted({role for one in EDITORS for role in roles_with(one)}))


def deciders_for(project: Project) -> QuerySet[User]:
    """Return who decides in this project, and so approves or rejects what goes against the rules."""
    return _with_roles(project, roles_with(Permission.DECIDE))


def _with_roles(project: Project, roles: list[str]) -> QuerySet[User]:
    here = Q(memberships__scope=Scope.ORGANISATION)
    here |= Q(memberships__scope=Scope.PORTFOLIO, memberships__scope_id=project.portfolio_id)
    here |= Q(memberships__scope=Scope.PROJECT, memberships__scope_id=project.pk)
    return User.objects.filter(here, memberships__role__in=roles, is_active=True).distinct()
