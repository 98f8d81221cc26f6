"""The calendar that a program subscribes to: no log-in, only the secret in the address."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import translation
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from stuurbord.web.middleware import public
from stuurbord.web.notices.calendar_feed import calendar_of, etag_of
from stuurbord.web.notices.calendar_tokens import owner_of


@public
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Return somebody's days; a secret that opens nothing is told as a page that does not exist."""
    user = owner_of(secret)
    if user is None:
        raise Http404
    address = settings.STUURBORD_ADDRESS or f"{request.scheme}://{request.get_host()}"
    with translation.override(user.language or settings.LANGUAGE_CODE):
        content = calendar_of(user, address)
    etag = etag_of(content)
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="stuurbord.ics"'
    response["ETag"] = etag
    # Nobody else may keep it; who asked may, and asks whether it is still the same.
    response["Cache-Control"] = "private, no-cache"
    return response
