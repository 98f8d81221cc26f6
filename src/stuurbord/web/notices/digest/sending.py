"""Send the digests that are due: each at most once per person and period, whoever dies in between.

The row of a period is written before the mail goes. If the process dies after that, nobody knows whether the
mail went: the row stays as it is, and nothing is sent again. Only what the mail server refused for sure is
tried again: after 15 minutes, then twice as long each time, six times in all.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone, translation

from stuurbord.web.accounts.models import User
from stuurbord.web.jobs.periodic import Periodic
from stuurbord.web.notices.digest.content import content_for
from stuurbord.web.notices.digest.mail import (
    MailRefused,
    MailUnknown,
    Outbox,
    Server,
    is_mail_configured,
)
from stuurbord.web.notices.digest.message import message_for
from stuurbord.web.notices.digest.periods import LENGTH, period_of
from stuurbord.web.notices.models import Digest, MailState, Rhythm

MOST_ATTEMPTS: Final = 6
FIRST_WAIT: Final = timedelta(minutes=15)
LONGEST_RUN: Final = 400.0
"""Seconds; the rest goes at the next look, so that no second process begins meanwhile."""
_LONGEST_REASON: Final = 300
_TOO_SOON: Final = timedelta(hours=20)
"""Who goes over from weekly to daily gets no second mail on the same day."""
_log = logging.getLogger(__name__)


def send_due(now: datetime) -> None:
    """Send what is due; nothing where no mail server is set."""
    send_digests(now)


EVERY_FIVE_MINUTES = Periodic("digest", timedelta(minutes=5), send_due)


def send_digests(now: datetime) -> int:
    """Send what is due and return how many mails went."""
    if not is_mail_configured():
        return 0
    n_sent, until = 0, monotonic() + LONGEST_RUN
    with Outbox(Server.from_url(settings.STUURBORD_SMTP_URL)) as outbox:
        for user, rhythm, period in _due(now):
            if monotonic() > until:
                break
            digest = _claim(user, period, now)
            if digest is None:
                continue
            try:
                n_sent += _send(outbox, digest, user, rhythm, now)
            except MailRefused as error:
                _log.warning("the mail server cannot be used: %s", error)
                break
    return n_sent


def _due(now: datetime) -> Iterator[tuple[User, Rhythm, str]]:
    """Yield whose digest is due, by the rhythm each chose."""
    for rhythm in (Rhythm.DAILY, Rhythm.WEEKLY):
        if not (period := period_of(rhythm, now)):
            continue
        chosen = Q(notice_choice__rhythm=rhythm)
        if rhythm == Rhythm.WEEKLY:
            chosen |= Q(notice_choice=None)
        over = Digest.objects.filter(period=period).exclude(state=MailState.REFUSED, again_at__lte=now)
        fresh = Digest.objects.filter(state=MailState.SENT, began_at__gt=now - _TOO_SOON)
        users = User.objects.filter(chosen, is_active=True).exclude(email="")
        users = users.exclude(pk__in=over.values("user_id")).exclude(pk__in=fresh.values("user_id"))
        for user in users.order_by("pk"):
            yield user, rhythm, period


def _claim(user: User, period: str, now: datetime) -> Digest | None:
    """Return the period's row, ours to send; None if another process has it or it is done."""
    try:
        with transaction.atomic():
            return Digest.objects.create(user=user, period=period, began_at=now)
    except IntegrityError:
        again = Digest.objects.filter(user=user, period=period, state=MailState.REFUSED, again_at__lte=now)
        taken = again.update(state=MailState.SENDING, attempt=F("attempt") + 1, began_at=now, again_at=None)
        return Digest.objects.get(user=user, period=period) if taken else None


def _send(outbox: Outbox, digest: Digest, user: User, rhythm: Rhythm, now: datetime) -> int:
    """Send one digest and write down what came of it; return how many mails that was.

    Raises
    ------
    MailRefused
        If the server itself cannot be used: the others need not try.
    """
    try:
        with translation.override(user.language or settings.LANGUAGE_CODE):
            content = content_for(user, rhythm, _since(user, rhythm, now))
            message = message_for(user, content, digest.period, now) if content else None
    except Exception as error:  # noqa: BLE001 - nothing has gone: this one waits, the others get theirs
        _log.exception("the digest of account %s cannot be made", user.pk)
        _refused(digest, MailRefused(type(error).__name__), now)
        return 0
    if message is None:
        _end(digest, MailState.NOTHING)
        return 0
    try:
        outbox.send(message)
    except MailUnknown as error:
        _end(digest, MailState.SENDING, str(error))
        return 0
    except MailRefused as error:
        _refused(digest, error, now)
        if error.is_server:
            raise
        return 0
    _end(digest, MailState.SENT)
    return 1


def _since(user: User, rhythm: Rhythm, now: datetime) -> datetime:
    last = user.digests.filter(state=MailState.SENT).values_list("began_at", flat=True).first()
    return max(last or now - LENGTH[rhythm], now - 2 * LENGTH[Rhythm.WEEKLY])


def _refused(digest: Digest, error: MailRefused, now: datetime) -> None:
    if error.is_final or digest.attempt >= MOST_ATTEMPTS:
        _end(digest, MailState.FAILED, str(error))
        return
    _end(digest, MailState.REFUSED, str(error), again_at=now + FIRST_WAIT * 2 ** (digest.attempt - 1))


def _end(digest: Digest, state: MailState, reason: str = "", **facts: Any) -> None:
    Digest.objects.filter(pk=digest.pk).update(
        state=state, reason=reason[:_LONGEST_REASON], ended_at=timezone.now(), **facts
    )
