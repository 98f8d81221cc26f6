"""The pages of the API: its description, a readable list of it, and one's own tokens."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stuurbord.web.api.forms import TokenForm
from stuurbord.web.api.models import ApiToken
from stuurbord.web.api.tokens import create_token, revoke_token
from stuurbord.web.projects.queries import visible_portfolios
from stuurbord.web.webhooks.actions import MANAGE


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """The operations on a page, for people."""
    from stuurbord.web.api.application import description as described
    from stuurbord.web.api.documentation import operations

    groups: dict[str, list[dict[str, Any]]] = {}
    for path, method, one in operations(described()):
        parameters = [each["name"] for each in one["parameters"] if each["in"] != "path"]
        row = {"method": method.upper(), "path": path, "summary": one["summary"], "parameters": parameters}
        groups.setdefault(one["tags"][0], []).append(row)
    context = {
        "groups": groups,
        "may_manage_webhooks": visible_portfolios(request.user, MANAGE).exists(),
        "breadcrumbs": [(_("API"), "")],
        "conclusion": _("What a program can ask of Stuurbord, with the rights of its owner."),
    }
    return render(request, "api/documentation.html", context)


@never_cache
@sensitive_variables("secret")
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens; a new one shows its secret on this answer, and never again."""
    form = TokenForm(request.user, request.POST if request.method == "POST" else None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        _token, secret = create_token(
            request.user,
            sent["name"],
            sent["expires_on"],
            can_write=sent["can_write"],
            portfolio=sent["portfolio"],
        )
        form = TokenForm(request.user)
    context = {
        "form": form,
        "secret": secret,
        "tokens": ApiToken.objects.filter(user=request.user, revoked_at=None).select_related("portfolio"),
        "conclusion": _("A token lets a program act for you, within what you may do yourself."),
    }
    return render(request, "api/tokens.html", context)


@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own tokens."""
    token = get_object_or_404(ApiToken, pk=pk, user=request.user)
    revoke_token(request.user, token)
    messages.success(request, _("Token {name} revoked").format(name=token.name))
    return redirect("api_tokens")
