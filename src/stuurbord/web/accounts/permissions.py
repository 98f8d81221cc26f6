"""Which role allows what, and the one question every action and page asks: may this person do this here?

Deny by default: without a membership in the scope or one above it, nothing is allowed, not even seeing.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from stuurbord.errors import NotPermitted
from stuurbord.web.accounts.models import Membership, Role, Scope


class Permission(StrEnum):
    """What can be allowed."""

    VIEW = "view"
    EDIT_REGISTER = "edit_register"
    EDIT_BUDGET = "edit_budget"
    APPROVE_SPENDING = "approve_spending"
    """Approve commitments, invoices, transfers and draws on the contingency that somebody else wrote."""
    DECIDE = "decide"
    """Approve, refuse or postpone a change of what was agreed."""
    IMPORT_PLAN = "import_plan"
    IMPORT_PORTFOLIO = "import_portfolio"
    MAKE_PACK = "make_pack"
    VIEW_AUDIT = "view_audit"
    CREATE_PORTFOLIO = "create_portfolio"
    CREATE_PROJECT = "create_project"
    """Start a project in a portfolio."""
    STEER_PORTFOLIO = "steer_portfolio"
    """Set tolerances and thresholds of a portfolio, its goals, scenarios and meetings."""
    ADVISE_PROCUREMENT = "advise_procurement"
    """Open and change procurement files without leading the project."""
    VIEW_TENDERS = "view_tenders"
    """See what tenders ask, also before the decision."""
    MANAGE_METHODS = "manage_methods"
    """Change method templates and rule books; asked of the whole organisation."""
    MANAGE_WEBHOOKS = "manage_webhooks"
    """Let another system hear of changes in a portfolio."""
    VIEW_ACCESS = "view_access"
    """See who has which role here."""
    MANAGE_ACCESS = "manage_access"
    """Open and close accounts, give and withdraw roles; asked of the whole organisation."""


_P = Permission
ROLE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.READER: frozenset({_P.VIEW}),
    Role.PROJECT_MANAGER: frozenset({_P.VIEW, _P.EDIT_REGISTER, _P.IMPORT_PLAN, _P.VIEW_TENDERS}),
    Role.PROJECT_OWNER: frozenset({_P.VIEW, _P.EDIT_REGISTER, _P.DECIDE, _P.VIEW_TENDERS}),
    Role.CONTROLLER: frozenset({_P.VIEW, _P.EDIT_BUDGET, _P.APPROVE_SPENDING}),
    Role.PORTFOLIO_MANAGER: frozenset(
        {
            _P.VIEW,
            _P.EDIT_REGISTER,
            _P.EDIT_BUDGET,
            _P.APPROVE_SPENDING,
            _P.DECIDE,
            _P.IMPORT_PLAN,
            _P.IMPORT_PORTFOLIO,
            _P.MAKE_PACK,
            _P.CREATE_PROJECT,
            _P.STEER_PORTFOLIO,
            _P.VIEW_TENDERS,
            _P.VIEW_AUDIT,
            _P.MANAGE_WEBHOOKS,
            _P.VIEW_ACCESS,
            # Asked of the whole organisation, so it counts only for who has the role there.
            _P.CREATE_PORTFOLIO,
            _P.MANAGE_METHODS,
        }
    ),
    Role.PROCUREMENT_LAWYER: frozenset({_P.VIEW, _P.ADVISE_PROCUREMENT, _P.VIEW_TENDERS}),
    Role.AUDITOR: frozenset({_P.VIEW, _P.VIEW_AUDIT, _P.VIEW_TENDERS}),
    # Separation of duties: who opens doors sees the log of that, not the portfolios behind them.
    Role.ADMINISTRATOR: frozenset({_P.CREATE_PORTFOLIO, _P.VIEW_ACCESS, _P.MANAGE_ACCESS}),
}

ScopeKey = tuple[str, int]
EVERYWHERE: ScopeKey = (Scope.ORGANISATION, 0)


class Operator:
    """Whoever runs the command line on the server itself: already able to do everything there."""

    is_authenticated = True
    is_operator = True
    pk = None
    language = "nl"

    def __init__(self, name: str) -> None:
        self.name = name

    def __str__(self) -> str:
        return self.name


def grants(user: Any) -> dict[ScopeKey, frozenset[Permission]]:
    """Return scope → what the user may do there; read once per request."""
    if not hasattr(user, "_grants"):
        read_grants([user])
    found: dict[ScopeKey, frozenset[Permission]] = user._grants
    return found


def read_grants(users: Iterable[Any]) -> None:
    """Read what many users may do in one query; each knows it afterwards."""
    made: dict[int, dict[ScopeKey, frozenset[Permission]]] = {}
    unknown = [user for user in users if not hasattr(user, "_grants")]
    if not unknown:
        return
    held = Membership.objects.filter(user_id__in={user.pk for user in unknown})
    for pk, role, scope, scope_id in held.values_list("user_id", "role", "scope", "scope_id"):
        own = made.setdefault(pk, {})
        own[scope, scope_id] = own.get((scope, scope_id), frozenset()) | ROLE_PERMISSIONS[role]
    for user in unknown:
        user._grants = made.get(user.pk, {})


def grants_key(user: Any) -> tuple[Any, ...]:
    """Return what the user may do as one value that can be compared: the same as long as the rights are."""
    return tuple(sorted((scope, tuple(sorted(given))) for scope, given in grants(user).items()))


def may(user: Any, permission: Permission, scopes: Iterable[ScopeKey] = ()) -> bool:
    """Return whether ``user`` has ``permission`` in one of ``scopes`` or in the whole organisation."""
    if getattr(user, "is_operator", False):
        return True
    if not user.is_authenticated or not user.is_active:
        return False
    granted = grants(user)
    return any(permission in granted.get(scope, ()) for scope in (EVERYWHERE, *scopes))


def require(user: Any, permission: Permission, scopes: Iterable[ScopeKey] = ()) -> None:
    """Do nothing if the user may, else raise.

    Raises
    ------
    NotPermitted
        With a sentence that says which roles may.
    """
    if not may(user, permission, scopes):
        roles = ", ".join(str(Role(role).label).lower() for role in roles_with(permission))
        raise NotPermitted(permission, _("Only these roles can do this here: {roles}.").format(roles=roles))


def roles_with(permission: Permission) -> list[str]:
    """Return the roles that have a permission."""
    return [role for role, allowed in ROLE_PERMISSIONS.items() if permission in allowed]


def scope_ids(user: Any, scope: Scope, permission: Permission = Permission.VIEW) -> set[int] | None:
    """Return the ids of the scopes of one kind where the user has a permission; None means everywhere."""
    if getattr(user, "is_operator", False):
        return None
    granted = grants(user)
    if permission in granted.get(EVERYWHERE, ()):
        return None
    return {one_id for (kind, one_id), allowed in granted.items() if kind == scope and permission in allowed}
