"""Logging in and out, and the page of who guessed too often."""

from __future__ import annotations

from typing import Any

from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from stuurbord.web.accounts.forms import LogInForm
from stuurbord.web.middleware import public


@public
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Ask for e-mail address and password; who is logged in already goes on."""
    target = _safe_target(request)
    if request.user.is_authenticated:
        return redirect(target)
    form = LogInForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        return redirect(target)
    return render(request, "pages/login.html", {"form": form, "next": target})


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("login")


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """Answer who failed too often, in the place of the log-in page: 429, and from when it goes again."""
    wait = get_cool_off(request)
    context = {"until": timezone.now() + wait if wait else None}
    answer = render(request, "pages/locked_out.html", context, status=429)
    if wait:
        answer["Retry-After"] = str(int(wait.total_seconds()))
    answer["Cache-Control"] = "no-store"
    return answer


def _safe_target(request: HttpRequest) -> str:
    """Return where to go after logging in: only to an address of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_own else resolve_url(settings.LOGIN_REDIRECT_URL)
