"""Which version somebody changes: the ETag of what was read, sent back as If-Match."""

from __future__ import annotations

import re
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.utils.translation import gettext as _

from stuurbord.web.api.problems import Refusal

_TAG: Final = re.compile(r'(?:W/)?"(\d{1,9})"')


def etag(version: int) -> str:
    """Return a version as an ETag."""
    return f'"{version}"'


def with_version(row: dict[str, Any], status: int = 200, location: str = "") -> JsonResponse:
    """Return a record with its ETag."""
    response = JsonResponse(row, status=status, headers={"ETag": etag(row["version"])})
    if location:
        response.headers["Location"] = location
    return response


def unless_known(request: HttpRequest, row: dict[str, Any]) -> HttpResponse:
    """Return a record with its ETag, or 304 to who has this version already."""
    known = request.headers.get("If-None-Match", "")
    if str(row["version"]) in _TAG.findall(known):
        return HttpResponseNotModified(headers={"ETag": etag(row["version"])})
    return with_version(row)


def asked_version(request: HttpRequest, stored: int) -> int:
    """Return the version that the request names.

    Raises
    ------
    Refusal
        428 if it names none; 412 if it is not the stored one.
    """
    sent = request.headers.get("If-Match", "")
    if not sent:
        raise Refusal(428, _("Send If-Match with the ETag of the version that you change."))
    found = _TAG.fullmatch(sent.strip())
    version = int(found.group(1)) if found else -1
    if version != stored:
        raise late(stored)
    return version


def late(stored: int) -> Refusal:
    """Return the refusal of a change on a version that is no longer the stored one."""
    told = _("The stored version is {version}. Read it, put your change on it and send it again.")
    return Refusal(412, told.format(version=stored), headers={"ETag": etag(stored)}, version=stored)
