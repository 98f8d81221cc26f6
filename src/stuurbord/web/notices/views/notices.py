"""One's own notices: the digest by mail, the address of the calendar, who stands in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stuurbord.web.notices import calendar_tokens, choices, substitutes
from stuurbord.web.notices.digest.mail import is_mail_configured
from stuurbord.web.notices.forms import RhythmForm, SubstituteForm
from stuurbord.web.notices.models import Rhythm


@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """Show the choices; change one of them, whichever form was sent."""
    sent = request.POST.get("form", "") if request.method == "POST" else ""
    rhythm = RhythmForm(
        request.POST if sent == "digest" else None, initial={"rhythm": choices.rhythm_of(request.user)}
    )
    substitute = SubstituteForm(request.user, request.POST if sent == "substitute" else None)
    if sent == "digest" and rhythm.is_valid():
        choices.choose_rhythm(request.user, Rhythm(rhythm.cleaned_data["rhythm"]))
        return _done(request, _("Digest by mail: {rhythm}"), rhythm=choices.rhythm_of(request.user).label)
    if sent == "substitute" and substitute.is_valid():
        made = substitutes.appoint(request.user, **substitute.cleaned_data)
        return _done(request, _("{name} stands in for you"), name=made.substitute.name)
    if sent == "end-substitute" and request.POST.get("pk", "").isdecimal():
        substitutes.dismiss(request.user, int(request.POST["pk"][:18]))
        return _done(request, _("The substitution has ended"))
    if sent == "calendar-revoke":
        calendar_tokens.revoke(request.user)
        return _done(request, _("The old address of your calendar leads nowhere any more"))
    secret = calendar_tokens.make(request.user) if sent == "calendar" else ""
    return _page(request, rhythm, substitute, secret)


def _page(request: HttpRequest, rhythm: RhythmForm, substitute: SubstituteForm, secret: str) -> HttpResponse:
    context: dict[str, Any] = {
        "rhythm_form": rhythm,
        "substitute_form": substitute,
        "substitutes": list(substitutes.own_substitutes(request.user)),
        "stands_in_for": substitutes.names_stood_in_for(request.user),
        "token": calendar_tokens.token_of(request.user),
        "calendar_address": _calendar_address(request, secret) if secret else "",
        "has_mail": is_mail_configured(),
        "breadcrumbs": [(_("My account"), reverse("own_account")), (_("Notices"), "")],
        "conclusion": _("What you are told, how often, and who sees your work while you are away."),
    }
    has_errors = bool(rhythm.errors or substitute.errors)
    return render(request, "pages/notices.html", context, status=422 if has_errors else 200)


def _calendar_address(request: HttpRequest, secret: str) -> str:
    path = reverse("calendar_feed", args=[secret])
    return (
        f"{settings.STUURBORD_ADDRESS}{path}"
        if settings.STUURBORD_ADDRESS
        else request.build_absolute_uri(path)
    )


def _done(request: HttpRequest, told: str, **fields: Any) -> HttpResponse:
    messages.success(request, told.format(**fields))
    return redirect("notices")
