"""Every refusal as a problem document (RFC 9457): one shape, whatever went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from stuurbord.web.steering.problem import CONTENT_TYPE

TITLES: Final = {
    400: ("unreadable", gettext_noop("The request cannot be read")),
    401: ("not_authenticated", gettext_noop("Not logged in")),
    403: ("not_permitted", gettext_noop("Not permitted")),
    404: ("not_found", gettext_noop("Not found")),
    405: ("method_not_allowed", gettext_noop("This address does not take this method")),
    409: ("conflict", gettext_noop("This contradicts what is stored")),
    412: ("version_conflict", gettext_noop("Somebody else changed it first")),
    413: ("too_large", gettext_noop("Too large")),
    415: ("unsupported_media_type", gettext_noop("Only JSON is read")),
    422: ("invalid", gettext_noop("Not accepted")),
    428: ("version_required", gettext_noop("Say which version you change")),
    429: ("too_many_requests", gettext_noop("Too many requests")),
}
"""Status → the code that programs decide on, and the title."""


class Refusal(Exception):
    """Stops an operation with a problem document."""

    def __init__(
        self,
        status: int,
        detail: str = "",
        errors: Iterable[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail
        self.errors, self.headers, self.more = list(errors), dict(headers or {}), more

    def answer(self) -> JsonResponse:
        """Return the document."""
        return problem(self.status, self.detail, self.errors, self.headers, **self.more)


def problem(
    status: int,
    detail: str = "",
    errors: Iterable[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> JsonResponse:
    """Return a problem document; ``errors`` name each a field, a code and a sentence."""
    code, title = TITLES[status]
    document = {
        "type": f"urn:stuurbord:{code}",
        "title": _(title),
        "status": status,
        "detail": detail or _(title),
        "errors": [{"line": None, "field": None, "code": "invalid", **one} for one in errors],
        **more,
    }
    return JsonResponse(document, status=status, content_type=CONTENT_TYPE, headers=headers)


def form_errors(form: Any, line: int | None = None) -> list[dict[str, Any]]:
    """Return the errors of a form, a field at a time; None for those of the whole."""
    return [
        {
            "line": line,
            "field": None if name == "__all__" else name,
            "code": one["code"] or "invalid",
            "message": one["message"],
        }
        for name, found in form.errors.get_json_data().items()
        for one in found
    ]
