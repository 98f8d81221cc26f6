"""How often somebody wants the digest."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from stuurbord.web.accounts.models import User
from stuurbord.web.audit.chain import record
from stuurbord.web.notices.models import NoticeChoice, Rhythm


def rhythm_of(user: Any) -> Rhythm:
    """Return what somebody chose; the digest every Monday where nothing was."""
    chosen = NoticeChoice.objects.filter(user_id=user.pk).values_list("rhythm", flat=True).first()
    return Rhythm(chosen or Rhythm.WEEKLY)


@transaction.atomic
def choose_rhythm(user: User, rhythm: Rhythm) -> None:
    """Choose how often the digest comes."""
    before = rhythm_of(user)
    NoticeChoice.objects.update_or_create(user=user, defaults={"rhythm": rhythm})
    if before != rhythm:
        told = {"name": user.name, "before": before, "rhythm": rhythm}
        record(user, "account.change_digest", user.subject, told)
