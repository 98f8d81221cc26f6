"""Who can log in, and which role each has where."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stuurbord.web.accounts import actions
from stuurbord.web.accounts.forms import AccountForm, RoleForm
from stuurbord.web.accounts.models import Role, User
from stuurbord.web.accounts.permissions import Permission, may, require
from stuurbord.web.accounts.queries import (
    administrators,
    asked_accounts,
    is_last_administrator,
    may_see_people,
    visible_accounts,
    visible_memberships,
    with_roles,
)
from stuurbord.web.reader import reader

PAGE_SIZE = 50
CHANGES = {"close": actions.close_account, "reopen": actions.reopen_account}


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List the accounts a reader may see, with their roles."""
    if not may_see_people(request.user):
        raise Http404
    accounts = visible_accounts(request.user)
    query, sort = request.GET.get("q", "").strip()[:100], request.GET.get("sort", "name")
    shows_closed = request.GET.get("closed") == "1"
    found = asked_accounts(accounts, query, sort, shows_closed)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    counts = {closed: accounts.filter(is_active=not closed).count() for closed in (False, True)}
    context = {
        "rows": with_roles(page.object_list),
        "page": page,
        "query": query,
        "sort": sort,
        "shows_closed": shows_closed,
        "views": [
            {"label": _("Open"), "url": "?", "count": counts[False], "is_current": not shows_closed},
            {"label": _("Closed"), "url": "?closed=1", "count": counts[True], "is_current": shows_closed},
        ],
        "conclusion": _conclusion(counts[False]),
        "may_manage": may(request.user, Permission.MANAGE_ACCESS),
    }
    return render(request, "pages/people.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account_new(request: HttpRequest) -> HttpResponse:
    """Open an account; its first password is shown once, in the answer itself."""
    if not may_see_people(request.user):
        raise Http404
    require(request.user, Permission.MANAGE_ACCESS)
    form = AccountForm(request.POST or None, initial={"language": "nl"})
    if request.method == "POST" and form.is_valid():
        try:
            made, password = actions.create_account(request.user, **form.cleaned_data)
        except IntegrityError:  # two administrators opened the same account at once
            form.add_error("email", _("Somebody has an account with this e-mail address already."))
        else:
            return _account_page(request, made, password=password)
    context = {
        "form": form,
        "breadcrumbs": [(_("People and roles"), reverse("people")), (_("New account"), "")],
        "conclusion": _("Who gets an account can do nothing yet; you give roles on the next page."),
    }
    return render(request, "pages/account_new.html", context, status=422 if form.errors else 200)


@require_safe
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one account with its roles."""
    return _account_page(request, _account_for(request, pk))


@require_POST
def account_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account or open it again."""
    found = _account_for(request, pk)
    change = CHANGES.get(request.POST.get("change", ""))
    if change is None:
        raise Http404
    change(request.user, found, _version(request))
    told = _("Account of {name} opened again") if found.is_active else _("Account of {name} closed")
    messages.success(request, told.format(name=found.name))
    return redirect("account", found.pk)


@never_cache
@require_POST
def account_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Replace a forgotten password; the new one is shown once, in the answer itself."""
    found = _account_for(request, pk)
    password = actions.reset_password(request.user, found, _version(request))
    return _account_page(request, found, password=password)


@require_POST
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an account a role."""
    found = _account_for(request, pk)
    require(request.user, Permission.MANAGE_ACCESS)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _account_page(request, found, form=form)
    role = Role(form.cleaned_data["role"])
    actions.grant_role(request.user, found, role, form.cleaned_data["where"])
    messages.success(request, _("Role given: {role}").format(role=role.label))
    return redirect("account", found.pk)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a role."""
    if not may_see_people(request.user):
        raise Http404
    seen = visible_memberships(request.user).select_related("user")
    membership = get_object_or_404(seen, pk=pk)
    account_id, label = membership.user_id, membership.get_role_display()
    actions.revoke_role(request.user, membership)
    messages.success(request, _("Role withdrawn: {role}").format(role=label))
    return redirect("account", account_id)


def _account_for(request: HttpRequest, pk: int) -> User:
    return get_object_or_404(visible_accounts(request.user), pk=pk)


def _version(request: HttpRequest) -> int:
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0


def _account_page(
    request: HttpRequest, found: User, *, form: RoleForm | None = None, password: str = ""
) -> HttpResponse:
    [(shown, roles)] = with_roles([_account_for(request, found.pk)])
    may_manage = may(request.user, Permission.MANAGE_ACCESS)
    is_own = shown.pk == request.user.pk
    context: dict[str, Any] = {
        "account": shown,
        "roles": roles,
        "form": (form or RoleForm()) if may_manage and not is_own and shown.is_active else None,
        "password": password,
        "language": dict(settings.LANGUAGES).get(shown.language, shown.language),
        "may_manage": may_manage,
        "is_own": is_own,
        "is_last_administrator": is_last_administrator(shown),
        "breadcrumbs": [(_("People and roles"), reverse("people")), (shown.name, "")],
        "conclusion": _account_conclusion(shown, len(roles)),
    }
    return render(request, "pages/account.html", context, status=422 if form and form.errors else 200)


def _conclusion(n_open: int) -> str:
    first = ngettext("{n} person can log in.", "{n} people can log in.", n_open)
    number = administrators().values("user_id").distinct().count()
    second = ngettext("{n} of them gives out roles.", "{n} of them give out roles.", number)
    count = reader().count_at_start
    return f"{first.format(n=count(n_open))} {second.format(n=count(number))}"


def _account_conclusion(shown: User, n_roles: int) -> str:
    if not shown.is_active:
        return _("This account is closed: nobody logs in with it.")
    if not n_roles:
        return _("This account has no role and so sees nothing.")
    told = ngettext("This account has {n} role.", "This account has {n} roles.", n_roles)
    return told.format(n=reader().count(n_roles))
