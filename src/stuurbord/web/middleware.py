"""What happens around every request: nothing kept, own language, deny by default, refusals in words."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from stuurbord.errors import (
    DamagedFile,
    InvalidPlan,
    InvalidRiskModel,
    NotPermitted,
    UnreadableFile,
    VersionConflict,
)

View = Callable[[HttpRequest], HttpResponse]


class KeepNothing:
    """Let no browser and no proxy keep a page or a download: the next at the same screen may not see it."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class ReaderLanguage:
    """Speak the reader's own language; Dutch until somebody chose another, whatever the browser says."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "") or settings.LANGUAGE_CODE
        with translation.override(chosen):
            return self.get_response(request)


def public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a view that may be seen without logging in."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


class DenyByDefault:
    """Send whoever is not logged in to the log-in page, unless the view is marked `public`."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: object, kwargs: object):
        if request.user.is_authenticated or getattr(view, "is_public", False):
            return None
        return redirect_to_login(request.get_full_path())


class PassOverNull:
    """Pass over the null character in an address: PostgreSQL compares nothing with it, no page has it."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: object, kwargs: object):
        if "\0" in request.path and not getattr(view, "tells_problems", False):
            raise Http404


class TellRefusals:
    """Turn what an action refuses into a page with the right status and a sentence that helps."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception):
        if isinstance(exception, NotPermitted):
            return render(request, "pages/error.html", {"status": 403, "error": exception}, status=403)
        if isinstance(exception, VersionConflict):
            return render(request, "pages/error.html", {"status": 409, "error": exception}, status=409)
        if isinstance(exception, DamagedFile):
            return render(request, "pages/error.html", {"status": 500, "error": exception}, status=500)
        if isinstance(exception, UnreadableFile):
            context = {"status": 422, "findings": exception.findings}
            return render(request, "pages/error.html", context, status=422)
        if isinstance(exception, (InvalidPlan, InvalidRiskModel)):
            context = {"status": 422, "findings": exception.findings, "is_contradiction": True}
            return render(request, "pages/error.html", context, status=422)
        return None
