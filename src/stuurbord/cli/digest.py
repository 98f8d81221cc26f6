"""``stuurbord digest``: the mails with what waits, sent now or looked at first."""

from __future__ import annotations

from typing import Annotated

import typer

from stuurbord.cli.options import Json
from stuurbord.cli.refusals import CannotContinue
from stuurbord.cli.terminal import Terminal, terminal
from stuurbord.errors import N_

HELP = N_(
    "Send the digests that are due now, each at most once.\n\n"
    "The pages and `stuurbord worker` do so by themselves every five minutes; this is for who wants to do it "
    "from a timetable, or to see a mail before it goes."
)


def digest(
    context: typer.Context,
    show: Annotated[
        str,
        typer.Option(
            "--show", metavar="EMAIL", help=N_("Print the mail this account would get now; send nothing.")
        ),
    ] = "",
    json: Json = False,
) -> None:
    from stuurbord.cli.database import open_for_reading

    speaker = terminal(context)
    open_for_reading(speaker)
    if show:
        _show(show, speaker, json)
        return
    _refuse_without_server(speaker)
    from django.utils import timezone

    from stuurbord.web.notices.digest.sending import send_digests

    n_sent = send_digests(timezone.now())
    if json:
        speaker.print_json({"sent": n_sent})
    else:
        speaker.say(speaker.ngettext(N_("{count} mail was sent."), N_("{count} mails were sent."), n_sent))


def _refuse_without_server(speaker: Terminal) -> None:
    from stuurbord.web.notices.digest.mail import is_mail_configured

    if not is_mail_configured():
        text = N_("No mail server is set: STUURBORD_SMTP_URL and STUURBORD_ADDRESS are both needed.")
        raise CannotContinue(speaker.gettext(text))


def _show(email: str, speaker: Terminal, wants_json: bool) -> None:
    from stuurbord.web.accounts.models import User
    from stuurbord.web.notices.digest.preview import preview_for

    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise CannotContinue(speaker.gettext(N_("Nobody has an open account with this e-mail address.")))
    subject, text = preview_for(user)
    if wants_json:
        speaker.print_json({"to": user.email, "subject": subject, "text": text})
        return
    speaker.say(subject or speaker.gettext(N_("There is nothing to tell: no mail would go.")), style="bold")
    if text:
        speaker.say(text)
