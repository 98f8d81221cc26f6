"""Personal tokens: made and revoked by their owner, and turned back into a person with fewer rights."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stuurbord.errors import NotPermitted
from stuurbord.web.accounts.models import Scope, User
from stuurbord.web.accounts.permissions import EVERYWHERE, Permission, ScopeKey, grants
from stuurbord.web.api.models import ApiToken
from stuurbord.web.audit.chain import record
from stuurbord.web.clock import today
from stuurbord.web.projects.models import Portfolio, Project
from stuurbord.web.projects.queries import visible_portfolios

MARK: Final = "sb_"
LONGEST_DAYS: Final = 366
MOST_TOKENS: Final = 20
_SHOWN: Final = 6
READING: Final = frozenset(
    {Permission.VIEW, Permission.VIEW_AUDIT, Permission.VIEW_ACCESS, Permission.VIEW_TENDERS}
)
"""What a token for reading keeps of its owner's permissions."""


@transaction.atomic
def create_token(
    actor: User, name: str, expires_on: date, *, can_write: bool = False, portfolio: Portfolio | None = None
) -> tuple[ApiToken, str]:
    """Make a token for oneself and return it with its secret, which is shown once and stored nowhere.

    Raises
    ------
    NotPermitted
        If the portfolio is not one the actor sees, or there are too many tokens.
    ValueError
        If it would end before today or after `LONGEST_DAYS`.
    """
    if not today() <= expires_on <= today() + timedelta(days=LONGEST_DAYS):
        raise ValueError("a token ends between today and LONGEST_DAYS from now")
    if portfolio and not visible_portfolios(actor).filter(pk=portfolio.pk).exists():
        raise NotPermitted(Permission.VIEW)
    if usable_tokens(actor).count() >= MOST_TOKENS:
        raise NotPermitted(Permission.VIEW, _("You have too many tokens. Revoke one first."))
    secret = MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=actor,
        name=name,
        prefix=secret[: len(MARK) + _SHOWN],
        digest=digest_of(secret),
        can_write=can_write,
        portfolio=portfolio,
        expires_on=expires_on,
    )
    _record(actor, "token.create", token)
    return token, secret


@transaction.atomic
def revoke_token(actor: User, token: ApiToken) -> None:
    """End one of one's own tokens; once is enough."""
    if token.user_id != actor.pk:
        raise NotPermitted(Permission.VIEW)
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
        _record(actor, "token.revoke", token)


def usable_tokens(user: Any):
    """Return the tokens of a person that are taken today."""
    return ApiToken.objects.filter(user=user, revoked_at=None, expires_on__gte=today())


def bearer_of(secret: str) -> tuple[ApiToken, User] | None:
    """Return the token with this secret and its owner, with no more rights than the token has.

    None where the token is unknown, revoked or past its last day, or the account is closed.
    """
    if not secret.startswith(MARK):
        return None
    found = ApiToken.objects.select_related("user").filter(digest=digest_of(secret)).first()
    if found is None or found.revoked_at or found.expires_on < today() or not found.user.is_active:
        return None
    _note_use(found)
    user = found.user
    user._grants = narrowed(user, found)
    return found, user


def narrowed(user: User, token: ApiToken) -> dict[ScopeKey, frozenset[Permission]]:
    """Return the owner's grants within what the token allows."""
    granted = grants(user)
    if token.portfolio_id is not None:
        granted = _within(granted, token.portfolio_id)
    if not token.can_write:
        granted = {scope: allowed & READING for scope, allowed in granted.items()}
    return granted


def digest_of(secret: str) -> str:
    """Return what is stored of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _within(
    granted: dict[ScopeKey, frozenset[Permission]], portfolio_id: int
) -> dict[ScopeKey, frozenset[Permission]]:
    whole: ScopeKey = (Scope.PORTFOLIO, portfolio_id)
    own = {one_id for kind, one_id in granted if kind == Scope.PROJECT}
    inside = set(Project.objects.filter(pk__in=own, portfolio_id=portfolio_id).values_list("pk", flat=True))
    kept = {
        (kind, one_id): allowed
        for (kind, one_id), allowed in granted.items()
        if kind == Scope.PROJECT and one_id in inside
    }
    on_whole = granted.get(EVERYWHERE, frozenset()) | granted.get(whole, frozenset())
    return kept | {whole: on_whole} if on_whole else kept


def _note_use(token: ApiToken) -> None:
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > timedelta(minutes=1):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def _record(actor: User, action: str, token: ApiToken) -> None:
    told = {"name": token.name, "prefix": token.prefix, "until": token.expires_on, "writes": token.can_write}
    record(actor, action, actor.subject, told, portfolio_id=token.portfolio_id)
