"""The audit log: who did what, when; and the same as a file that is verified without the database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from stuurbord.web.accounts.permissions import Permission, may, require
from stuurbord.web.audit.chain import exported, verify_database
from stuurbord.web.reader import reader
from stuurbord.web.steering.queries import audit_entries, may_view_audit

PAGE_SIZE = 100


@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """Show the log within the scopes where the reader may see it."""
    if not may_view_audit(request.user):
        require(request.user, Permission.VIEW_AUDIT)
    found = audit_entries(request.user)
    query = request.GET.get("q", "").strip()[:100]
    if query:
        found = found.filter(
            Q(subject__icontains=query) | Q(actor_name__icontains=query) | Q(action__icontains=query)
        )
    context = {
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "query": query,
        "conclusion": _conclusion() if _may_verify(request.user) else "",
        "may_export": may(request.user, Permission.VIEW_AUDIT),
    }
    return render(request, "pages/audit.html", context)


@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """Send the whole chain, one entry a line; `stuurbord audit verify --file` reads it back."""
    require(request.user, Permission.VIEW_AUDIT)
    answer = StreamingHttpResponse(_lines(), content_type="application/jsonl; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="logboek.jsonl"'
    return answer


def _lines() -> Iterator[str]:
    for record in exported():
        yield json.dumps(record, ensure_ascii=False) + "\n"


def _may_verify(user: Any) -> bool:
    return may(user, Permission.VIEW_AUDIT) or may(user, Permission.MANAGE_ACCESS)


def _conclusion() -> str:
    """Say whether the chain holds; verified at every look."""
    count, broken = verify_database()
    if broken:
        return _("The chain does not hold: at entry {number}, {what}.").format(
            number=reader().number(broken.number), what=broken.message(_)
        )
    return ngettext("The chain of {n} entry holds.", "The chain of {n} entries holds.", count).format(
        n=reader().number(count)
    )
