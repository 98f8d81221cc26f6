"""One's own account: language, password, and which roles one has."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from stuurbord.web.accounts.actions import change_own_language, change_own_password
from stuurbord.web.accounts.forms import LanguageForm, OwnPasswordForm
from stuurbord.web.accounts.own_parts import parts_of
from stuurbord.web.accounts.queries import own_roles


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_account(request: HttpRequest) -> HttpResponse:
    """Show the account; change the language or the password, whichever form was sent."""
    sent = request.POST.get("form") if request.method == "POST" else None
    language_form = LanguageForm(
        request.POST if sent == "language" else None, initial={"language": request.user.language}
    )
    password_form = OwnPasswordForm(request.user, request.POST if sent == "password" else None)
    if sent == "language" and language_form.is_valid():
        return _change_language(request, language_form.cleaned_data["language"])
    if sent == "password" and password_form.is_valid():
        return _change_password(request, password_form.cleaned_data["new_password1"])
    context = {
        "language_form": language_form,
        "password_form": password_form,
        "roles": own_roles(request.user),
        "parts": [] if request.user.must_change_password else parts_of(request),
        "conclusion": _("Your language, your password and where you have a role."),
    }
    return render(request, "pages/own_account.html", context)


def _change_language(request: HttpRequest, language: str) -> HttpResponse:
    change_own_language(request.user, language)
    with translation.override(language):
        messages.success(request, _("Language changed"))
    return redirect("own_account")


def _change_password(request: HttpRequest, password: str) -> HttpResponse:
    was_initial = request.user.must_change_password
    change_own_password(request.user, password)
    # This session goes on under a new key; all others of this account end here.
    update_session_auth_hash(request, request.user)
    messages.success(request, _("Password changed"))
    return redirect("my_week" if was_initial else "own_account")
