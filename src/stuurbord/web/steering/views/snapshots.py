"""Snapshots of a portfolio and the steering packs made of them."""

from __future__ import annotations

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from stuurbord.web.accounts.permissions import Permission, may, require
from stuurbord.web.clock import today
from stuurbord.web.lists.fields import DayField
from stuurbord.web.projects.models import Portfolio
from stuurbord.web.projects.queries import portfolio_for
from stuurbord.web.reader import reader
from stuurbord.web.steering.models import StoredSnapshot
from stuurbord.web.steering.snapshots import content_of, default_as_of, take_snapshot

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SnapshotForm(forms.Form):
    """The day a snapshot speaks of."""

    as_of = DayField(label=gettext_lazy("Status date"))

    def clean_as_of(self) -> date:
        day: date = self.cleaned_data["as_of"]
        if day > today():
            raise forms.ValidationError(_("A snapshot cannot speak of a day that is still to come."))
        return day


@require_http_methods(["GET", "HEAD", "POST"])
def snapshots(request: HttpRequest, key: str) -> HttpResponse:
    """List the snapshots of a portfolio; a post takes a new one."""
    needed = Permission.MAKE_PACK if request.method == "POST" else Permission.VIEW
    portfolio = portfolio_for(request.user, key, needed)
    may_pack = may(request.user, Permission.MAKE_PACK, portfolio.scopes)
    form = SnapshotForm(
        request.POST or None, initial={"as_of": default_as_of(portfolio)} if may_pack else None
    )
    if request.method == "POST" and form.is_valid():
        stored = take_snapshot(request.user, portfolio, form.cleaned_data["as_of"])
        messages.success(request, _("Snapshot {hash} is there.").format(hash=stored.sha256[:8]))
        return redirect("snapshots", portfolio.key)
    listed = _whole(request, portfolio)
    context = {
        "portfolio": portfolio,
        "form": form,
        "conclusion": _conclusion(listed),
        "may_pack": may_pack,
        "snapshots": listed,
        "breadcrumbs": [
            (portfolio.name, f"/portefeuille/{portfolio.key}/"),
            (_("Steering committee"), ""),
        ],
    }
    return render(request, "pages/snapshots.html", context, status=422 if form.errors else 200)


@require_safe
def pack(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the PowerPoint of a snapshot."""
    stored = _stored(request, pk)
    from stuurbord.reports import steering_pack  # heavy: only for who asks

    content = steering_pack.write(content_of(stored), reader().code)
    return _file(content, PPTX, f"{_name(stored)}.pptx")


@require_safe
def pack_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the Excel behind a pack."""
    stored = _stored(request, pk)
    from stuurbord.reports import steering_workbook

    content = steering_workbook.write(content_of(stored), reader().code)
    return _file(content, XLSX, f"{_name(stored)}.xlsx")


def _whole(request: HttpRequest, portfolio: Portfolio) -> list[StoredSnapshot]:
    """Return the snapshots, for who may see the whole portfolio: a snapshot holds all its projects."""
    if not may(request.user, Permission.VIEW, portfolio.scopes):
        return []
    return list(portfolio.snapshots.select_related("created_by").defer("content")[:60])


def _stored(request: HttpRequest, pk: int) -> StoredSnapshot:
    """Return a snapshot, for who may see the whole portfolio: 403 with a part of it, 404 with nothing."""
    stored = get_object_or_404(StoredSnapshot.objects.select_related("portfolio"), pk=pk)
    portfolio = portfolio_for(request.user, stored.portfolio.key)
    require(request.user, Permission.VIEW, portfolio.scopes)
    return stored


def _conclusion(listed: list[StoredSnapshot]) -> str:
    if not listed:
        return _("There is no snapshot yet. A snapshot holds still what the steering committee decides on.")
    return _("The latest snapshot speaks of {day}. What it says never changes again.").format(
        day=reader().day(listed[0].as_of)
    )


def _name(stored: StoredSnapshot) -> str:
    return f"stuurgroeppakket-{stored.portfolio.key}-{stored.as_of.isoformat()}-{stored.sha256[:8]}"


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
