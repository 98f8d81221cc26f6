"""What is refused or not there, told in words: what happened, that nothing changed, the way out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stuurbord.web.middleware import public


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer for an address that does not exist, or not for this reader."""
    return render(request, "pages/error.html", {"status": 404}, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer when the program itself failed: without the database, which may be what failed."""
    return render(None, "pages/broken.html", status=500)


@public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer for a form that came from elsewhere or was open too long."""
    return render(request, "pages/error.html", {"status": 403, "is_stale_form": True}, status=403)
