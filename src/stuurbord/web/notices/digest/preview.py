"""The digest that somebody would get now, without sending it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from stuurbord.web.notices.choices import rhythm_of
from stuurbord.web.notices.digest.content import content_for
from stuurbord.web.notices.digest.message import message_for
from stuurbord.web.notices.digest.periods import LENGTH
from stuurbord.web.notices.models import Rhythm


def preview_for(user: Any) -> tuple[str, str]:
    """Return subject and text in the person's own language; both empty if there is nothing to tell."""
    now = timezone.now()
    chosen = rhythm_of(user)
    rhythm = Rhythm.WEEKLY if chosen == Rhythm.NONE else chosen
    with translation.override(user.language or settings.LANGUAGE_CODE):
        content = content_for(user, rhythm, now - LENGTH[rhythm])
        if not content:
            return "", ""
        message = message_for(user, content, "preview", now)
    body = message.get_body(("plain",))
    return str(message["Subject"]), body.get_content() if body else ""
