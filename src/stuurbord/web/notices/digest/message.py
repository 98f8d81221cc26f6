"""The mail itself: a text and the same in simple HTML, in the reader's language."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stuurbord.web.notices.digest.content import Content
from stuurbord.web.notices.models import Rhythm
from stuurbord.web.notices.sentences import week_conclusion


def message_for(user: Any, content: Content, period: str, now: datetime) -> EmailMessage:
    """Return the digest as a mail.

    Raises
    ------
    ValueError
        If the person's address is none.
    """
    address = settings.STUURBORD_ADDRESS
    context = {
        "content": content,
        "user": user,
        "address": address,
        "conclusion": week_conclusion(content.matters, content.on),
        "notices_url": f"{address}{reverse('notices')}",
        "week_url": f"{address}{reverse('my_week')}",
        "is_weekly": content.rhythm == Rhythm.WEEKLY,
    }
    made = EmailMessage()
    made["Subject"] = _subject(content)
    made["From"] = Address("Stuurbord", addr_spec=sender())
    made["To"] = Address(_one_line(user.name), addr_spec=user.email)
    made["Date"] = format_datetime(now)
    # Always the same for this person and period: a server that gets it twice can tell.
    made["Message-ID"] = f"<digest-{user.pk}-{period}@{urlsplit(address).hostname}>"
    made["Auto-Submitted"] = "auto-generated"
    made["List-Unsubscribe"] = f"<{context['notices_url']}>"
    made.set_content(render_to_string("mail/digest.txt", context))
    made.add_alternative(render_to_string("mail/digest.html", context), subtype="html")
    made["Content-Language"] = get_language() or settings.LANGUAGE_CODE
    return made


def sender() -> str:
    """Return the address mail comes from."""
    return settings.STUURBORD_MAIL_FROM or f"stuurbord@{urlsplit(settings.STUURBORD_ADDRESS).hostname}"


def _subject(content: Content) -> str:
    if not content.matters:
        return _("Stuurbord: what changed in your projects")
    return f"Stuurbord: {week_conclusion(content.matters, content.on).rstrip('.')}"


def _one_line(name: str) -> str:
    return " ".join(name.split())
