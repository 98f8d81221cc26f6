"""What doctor says of mail: whether any goes, and what of it did not."""

from __future__ import annotations

from stuurbord.cli.doctor_finding import Check, State
from stuurbord.cli.terminal import Terminal
from stuurbord.errors import N_

_LABEL = N_("Mail")


def mail_check(terminal: Terminal) -> Check:
    """Return whether a mail server is set, in a form that can be read; nothing is sent."""
    from django.conf import settings

    from stuurbord.web.notices.digest.mail import Server

    if not settings.STUURBORD_SMTP_URL:
        text = N_("none goes: STUURBORD_SMTP_URL is not set")
        return Check("mail", _LABEL, State.NOTE, terminal.gettext(text))
    try:
        server = Server.from_url(settings.STUURBORD_SMTP_URL)
    except ValueError:
        text = N_("STUURBORD_SMTP_URL is not of the form smtp://name:word@host:587/?tls=1")
        return Check("mail", _LABEL, State.PROBLEM, terminal.gettext(text))
    if not settings.STUURBORD_ADDRESS.startswith(("http://", "https://")):
        text = N_("none goes: STUURBORD_ADDRESS, where the links lead to, is not set")
        return Check("mail", _LABEL, State.PROBLEM, terminal.gettext(text))
    return Check("mail", _LABEL, State.OK, f"{server.host}:{server.port}")


def digests_check(terminal: Terminal) -> Check:
    """Return what became of the digests of the last seven days that did not go as they should."""
    from datetime import timedelta

    from django.utils import timezone

    from stuurbord.web.notices.models import Digest, MailState

    week = Digest.objects.filter(began_at__gte=timezone.now() - timedelta(days=7))
    failed = week.filter(state__in=(MailState.FAILED, MailState.REFUSED)).count()
    # What is under way takes minutes; after an hour its process is gone.
    unknown = week.filter(state=MailState.SENDING, began_at__lt=timezone.now() - timedelta(hours=1)).count()
    sent = week.filter(state=MailState.SENT).count()
    text = terminal.gettext(N_("{sent} sent in seven days, {failed} refused, {unknown} unknown"))
    state = State.NOTE if failed or unknown else State.OK
    return Check("digests", N_("Digests"), state, text.format(sent=sent, failed=failed, unknown=unknown))
