"""The secret address of a calendar: made, renewed and revoked by its owner; only its hash is kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any

from django.db import transaction

from stuurbord.web.accounts.models import User
from stuurbord.web.audit.chain import record
from stuurbord.web.clock import today
from stuurbord.web.notices.models import CalendarToken


@transaction.atomic
def make(user: User) -> str:
    """Return a new secret, told this once; an older address stops working."""
    secret = secrets.token_urlsafe(32)
    CalendarToken.objects.filter(user=user).delete()
    CalendarToken.objects.create(user=user, sha256=_hash(secret))
    record(user, "account.make_calendar", user.subject, {"name": user.name})
    return secret


@transaction.atomic
def revoke(user: User) -> None:
    """Let the address of one's calendar lead nowhere any more."""
    n_deleted, _per_model = CalendarToken.objects.filter(user=user).delete()
    if n_deleted:
        record(user, "account.revoke_calendar", user.subject, {"name": user.name})


def owner_of(secret: str) -> User | None:
    """Return whose calendar a secret opens; None if it is wrong, revoked or of a closed account."""
    wanted = _hash(secret)
    # Looked up by hash: how long that takes tells nothing of the secret.
    token = CalendarToken.objects.filter(sha256=wanted).select_related("user").first()
    if token is None or not hmac.compare_digest(token.sha256, wanted) or not token.user.is_active:
        return None
    if token.read_on != today():
        CalendarToken.objects.filter(pk=token.pk).update(read_on=today())
    return token.user


def token_of(user: Any) -> CalendarToken | None:
    """Return what is known of somebody's address: when it was made and last read."""
    return CalendarToken.objects.filter(user_id=user.pk).first()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
