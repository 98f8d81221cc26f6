"""What is refused or not there, told in words: what happened, that nothing changed, the way out."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.web.middleware import public
from stuurbord.web.reader import reader


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer for what a browser sent that cannot be taken: too much at once, or broken."""
    if isinstance(exception, TooManyFilesSent):
        most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
        text = ngettext(
            "At most {n} file can be sent at once.", "At most {n} files can be sent at once.", most
        ).format(n=reader().number(most))
        return render(request, "pages/error.html", {"status": 413, "error": text}, status=413)
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent)):
        text = _("What was sent is larger than a form can be.")
        return render(request, "pages/error.html", {"status": 413, "error": text}, status=413)
    text = _("What the browser sent cannot be read. Go back and try again.")
    return render(request, "pages/error.html", {"status": 400, "error": text}, status=400)


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
