"""Who stands in for whom: the substitute sees what waits, and may do what his own roles allow."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from stuurbord.web.accounts.models import Membership, Scope, User
from stuurbord.web.accounts.permissions import Permission, scope_ids
from stuurbord.web.audit.chain import record
from stuurbord.web.clock import today
from stuurbord.web.notices.models import Substitute
from stuurbord.web.projects.queries import visible_portfolios, visible_projects


def absent_today(user: Any) -> QuerySet[Any, Any]:
    """Return the numbers of the accounts for whom somebody stands in today."""
    now = today()
    standing = Substitute.objects.filter(substitute_id=user.pk, first__lte=now, last__gte=now)
    return standing.filter(absent__is_active=True).values("absent_id")


def own_substitutes(user: Any) -> QuerySet[Substitute]:
    """Return who stands in for somebody, today or later."""
    return Substitute.objects.filter(absent_id=user.pk, last__gte=today()).select_related("substitute")


def possible_substitutes(user: Any) -> QuerySet[User]:
    """Return the accounts that have a role where somebody has one too: strangers stay unseen."""
    others = User.objects.filter(is_active=True).exclude(pk=user.pk)
    if scope_ids(user, Scope.PORTFOLIO, Permission.VIEW) is None:
        return others
    near = Membership.objects.filter(
        scope=Scope.PORTFOLIO, scope_id__in=visible_portfolios(user).values("pk")
    ) | Membership.objects.filter(scope=Scope.PROJECT, scope_id__in=visible_projects(user).values("pk"))
    return others.filter(pk__in=near.values("user_id"))


@transaction.atomic
def appoint(user: Any, substitute: User, first: date, last: date) -> Substitute:
    """Let somebody see what waits for one, for a while."""
    made = Substitute.objects.create(absent_id=user.pk, substitute=substitute, first=first, last=last)
    told = {"name": user.name, "substitute": substitute.name, "first": first, "last": last}
    record(user, "account.substitute", user.subject, told)
    return made


@transaction.atomic
def dismiss(user: Any, pk: int) -> None:
    """End a substitution of one's own; somebody else's does not exist."""
    found = Substitute.objects.filter(absent_id=user.pk, pk=pk).select_related("substitute").first()
    if found is not None:
        record(
            user,
            "account.end_substitute",
            user.subject,
            {"name": user.name, "substitute": found.substitute.name},
        )
        found.delete()


def names_stood_in_for(user: Any) -> list[str]:
    """Return for whom somebody stands in today."""
    return list(
        User.objects.filter(pk__in=absent_today(user)).order_by("name").values_list("name", flat=True)
    )
