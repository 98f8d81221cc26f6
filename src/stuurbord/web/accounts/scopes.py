"""How far a role reaches, told by name: the rooms above that know portfolios and projects declare them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stuurbord.web.accounts.models import Membership, Scope
from stuurbord.web.accounts.permissions import ScopeKey


@dataclass(frozen=True)
class ScopeNames:
    """What a room above tells about the scopes of one kind.

    Parameters
    ----------
    references
        From ids to how people call these scopes: ``ASN``, ``ASN/P-001``. Ids that do not exist are left out.
    find
        From such a reference to its id; None if nothing is called that.
    choices
        Reference and label of each scope that a role can be given in.
    within
        The ids of this kind inside these portfolios.
    portfolio_of
        The id of the portfolio a scope belongs to; None if the scope does not exist.
    titles
        From ids to code and name, as a list shows them: ``P-001``, ``Sluisdeuren``.
    """

    references: Callable[[Iterable[int]], dict[int, str]]
    find: Callable[[str], int | None]
    choices: Callable[[], list[tuple[str, str]]]
    within: Callable[[Iterable[int]], set[int]]
    portfolio_of: Callable[[int], int | None]
    titles: Callable[[Iterable[int]], dict[int, tuple[str, str]]]


SCOPE_NAMES: dict[str, ScopeNames] = {}


def declare(scope: Scope, names: ScopeNames) -> None:
    """Make the names of one kind of scope known; called once per kind when its app is ready."""
    SCOPE_NAMES[scope] = names


def references_of(memberships: Iterable[Membership]) -> dict[ScopeKey, str]:
    """Return how each scope of these memberships is called, in one query per kind of scope."""
    wanted: dict[str, set[int]] = {}
    for membership in memberships:
        wanted.setdefault(membership.scope, set()).add(membership.scope_id)
    found: dict[ScopeKey, str] = {}
    for scope, ids in wanted.items():
        if scope == Scope.ORGANISATION:
            found |= {(scope, one_id): _("Whole organisation") for one_id in ids}
            continue
        called = SCOPE_NAMES[scope].references(ids)
        found |= {(scope, one_id): called.get(one_id, _("no longer exists")) for one_id in ids}
    return found


def titles_of(scopes: Iterable[ScopeKey]) -> dict[ScopeKey, tuple[str, str]]:
    """Return code and name of portfolios and projects, in one query per kind; who is gone is left out."""
    wanted: dict[str, set[int]] = {}
    for scope, scope_id in scopes:
        wanted.setdefault(scope, set()).add(scope_id)
    found: dict[ScopeKey, tuple[str, str]] = {}
    for scope, ids in wanted.items():
        if scope in SCOPE_NAMES:
            found |= {(scope, one_id): title for one_id, title in SCOPE_NAMES[scope].titles(ids).items()}
    return found


def reference_of(where: ScopeKey) -> str:
    """Return how one scope is called."""
    scope, scope_id = where
    return references_of([Membership(scope=scope, scope_id=scope_id)])[where]


def portfolio_of(where: ScopeKey) -> int | None:
    """Return the id of the portfolio that a scope lies in; None for the whole organisation."""
    scope, scope_id = where
    return None if scope == Scope.ORGANISATION else SCOPE_NAMES[scope].portfolio_of(scope_id)
