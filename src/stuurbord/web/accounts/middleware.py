"""Who logs in with a password made by somebody else replaces it before anything else opens."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

_OPEN = frozenset({"own_account", "logout"})


class ReplaceInitialPassword:
    """Send an account with a handed-out password to the page where it is replaced."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: object, kwargs: object):
        name = request.resolver_match.url_name if request.resolver_match else ""
        must = getattr(request.user, "must_change_password", False)
        if not must or name in _OPEN or getattr(view, "is_public", False):
            return None
        return redirect("own_account")
