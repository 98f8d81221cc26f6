"""Reads of accounts and roles, always within what the reader may see of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet

from stuurbord.web.accounts.models import Membership, Role, Scope, User
from stuurbord.web.accounts.permissions import Permission, grants, may, scope_ids
from stuurbord.web.accounts.scopes import SCOPE_NAMES, references_of

SORTS = {"name": "name", "email": "email", "last_login": "last_login"}


@dataclass(frozen=True, slots=True)
class HeldRole:
    """One role with the name of where it counts, for a page."""

    membership: Membership
    where: str

    @property
    def label(self) -> str:
        return str(self.membership.get_role_display())


def may_see_people(user: Any) -> bool:
    """Return whether the user may see who has access, somewhere at least."""
    if getattr(user, "is_operator", False):
        return True
    if not user.is_authenticated or not user.is_active:
        return False
    return any(Permission.VIEW_ACCESS in allowed for allowed in grants(user).values())


def visible_memberships(user: Any) -> QuerySet[Membership]:
    """Return the roles a reader may see: those in his own portfolios, and those that reach over them."""
    memberships = Membership.objects.order_by("scope", "scope_id", "role")
    portfolios = scope_ids(user, Scope.PORTFOLIO, Permission.VIEW_ACCESS)
    if portfolios is None:
        return memberships
    projects = scope_ids(user, Scope.PROJECT, Permission.VIEW_ACCESS) or set()
    if portfolios:
        projects |= SCOPE_NAMES[Scope.PROJECT].within(portfolios)
    return memberships.filter(
        Q(scope=Scope.ORGANISATION)
        | Q(scope=Scope.PORTFOLIO, scope_id__in=portfolios)
        | Q(scope=Scope.PROJECT, scope_id__in=projects)
    )


def visible_accounts(user: Any) -> QuerySet[User]:
    """Return the accounts a reader may see: all, or those with a role he may see; nobody else's."""
    if not may_see_people(user):
        return User.objects.none()
    seen = Prefetch("memberships", visible_memberships(user), to_attr="seen_memberships")
    accounts = User.objects.prefetch_related(seen)
    if may(user, Permission.VIEW_ACCESS):
        return accounts
    return accounts.filter(pk__in=visible_memberships(user).order_by().values("user_id"))


def asked_accounts(accounts: QuerySet[User], query: str, sort: str, closed: bool) -> QuerySet[User]:
    """Return the accounts a reader asks for, in the order he asks."""
    accounts = accounts.filter(is_active=not closed)
    if query:
        accounts = accounts.filter(Q(name__icontains=query) | Q(email__icontains=query))
    if sort.lstrip("-") not in SORTS:
        return accounts
    field = F(SORTS[sort.lstrip("-")])
    order = field.desc(nulls_last=True) if sort.startswith("-") else field.asc(nulls_last=True)
    return accounts.order_by(order, "pk")


def with_roles(accounts: Iterable[User]) -> list[tuple[User, list[HeldRole]]]:
    """Return each account with the roles the reader may see, named in one query per kind of scope."""
    accounts = list(accounts)
    called = references_of(one for account in accounts for one in account.seen_memberships)
    return [
        (account, [HeldRole(one, called[one.scope, one.scope_id]) for one in account.seen_memberships])
        for account in accounts
    ]


def own_roles(user: User) -> list[HeldRole]:
    """Return one's own roles."""
    memberships = list(user.memberships.order_by("scope", "scope_id", "role"))
    called = references_of(memberships)
    return [HeldRole(one, called[one.scope, one.scope_id]) for one in memberships]


def administrators() -> QuerySet[Membership]:
    """Return the memberships that make people administrators, of open accounts."""
    return Membership.objects.filter(role=Role.ADMINISTRATOR, scope=Scope.ORGANISATION, user__is_active=True)


def is_last_administrator(account: User) -> bool:
    """Return whether nobody but this account can give roles."""
    return set(administrators().values_list("user_id", flat=True)) == {account.pk}
