"""The one door of the API: who comes in, with which rights, in which language; and every way out.

What lies behind it is loaded at the first request: neither the command line nor a page waits for it.
"""

from __future__ import annotations

import time
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.urls import Resolver404
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.web.api.problems import Refusal, problem
from stuurbord.web.api.tokens import bearer_of
from stuurbord.web.middleware import public

SAFE: Final = ("GET", "HEAD")
DESCRIPTION: Final = "openapi.json"
JSON_TYPES: Final = ("application/json", "application/merge-patch+json")
MINUTE: Final = 60


@public
@csrf_exempt
def gate(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer any request to the API."""
    try:
        _let_in(request)
        with translation.override(request.user.language or settings.LANGUAGE_CODE):
            return _told(_answer, request, rest)
    except Refusal as refusal:
        return refusal.answer()


gate.tells_problems = True  # type: ignore[attr-defined]
"""Refuses what no page takes in its own way: programs read no pages."""


def _told(view: Any, request: HttpRequest, rest: str) -> HttpResponse:
    """Return the answer; what is refused is told in the reader's language."""
    try:
        return view(request, rest)
    except Refusal as refusal:
        return refusal.answer()
    except NotPermitted as error:
        return problem(403, str(error))
    except VersionConflict as error:
        return problem(409, str(error), lines=list(error.lines))
    except Http404:
        return problem(404, _("There is nothing here, or not for you."))
    except (RequestDataTooBig, UnreadablePostError):
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        return problem(413, _("At most {n} bytes are read.").format(n=most))


def _let_in(request: HttpRequest) -> None:
    """Put the person on the request who is behind it, or refuse."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme:
        found = bearer_of(secret.strip()) if scheme.lower() == "bearer" else None
        if found is None:
            _refuse_stranger(_("The token is unknown, revoked or expired, or the account is closed."))
        token, request.user = found
        request._cached_user = request.user
        if request.user.must_change_password:
            raise Refusal(403, _("Choose your own password first."))
        _count(token.pk)
        if request.method not in SAFE and not token.can_write:
            raise Refusal(403, _("This token is for reading only."))
        return
    if isinstance(request.user, AnonymousUser) or not request.user.is_authenticated:
        _refuse_stranger(_("Send a token: Authorization: Bearer sb_…"))
    if request.user.must_change_password:
        raise Refusal(403, _("Choose your own password first."))
    if request.method not in SAFE:
        # A session comes by itself with every request of the browser, also one that another site made.
        raise Refusal(403, _("With a session one only reads here. Send a token to change something."))


def _refuse_stranger(detail: str) -> None:
    raise Refusal(401, detail, headers={"WWW-Authenticate": 'Bearer realm="Stuurbord"'})


def _count(token_id: int) -> None:
    """Refuse a token that asks too much in one minute; counted in each process by itself."""
    most = settings.STUURBORD_API_RATE
    if not most:
        return
    minute = int(time.time()) // MINUTE
    name = f"api-rate:{token_id}:{minute}"
    cache.add(name, 0, 2 * MINUTE)
    if cache.incr(name) > most:
        left = MINUTE - int(time.time()) % MINUTE
        raise Refusal(
            429,
            _("At most {n} requests a minute.").format(n=most),
            headers={"Retry-After": str(left)},
        )


def _answer(request: HttpRequest, rest: str) -> HttpResponse:
    from stuurbord.web.api.application import description, resolver

    if "\0" in request.path:
        raise Http404
    if rest == DESCRIPTION and request.method in SAFE:
        return JsonResponse(description())
    try:
        match = resolver().resolve(rest)
    except Resolver404:
        raise Http404 from None
    _refuse_other_media(request)
    is_head = request.method == "HEAD"
    if is_head:
        request.method = "GET"
    response = match.func(request, *match.args, **match.kwargs)
    if is_head:
        request.method = "HEAD"
        response.content = b""
    if response.status_code == 405:
        return problem(405, headers={"Allow": response.headers.get("Allow", "")})
    return response


def _refuse_other_media(request: HttpRequest) -> None:
    if request.method in SAFE or not request.body:
        return
    if request.content_type not in JSON_TYPES:
        raise Refusal(415, _("Send the body as application/json."))
