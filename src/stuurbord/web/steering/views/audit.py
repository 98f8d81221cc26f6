"""The audit log: who did what, when; chosen entries as a file, and the chain to verify elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from stuurbord.web.accounts.permissions import Permission, may, require
from stuurbord.web.audit.chain import sealed_export
from stuurbord.web.audit.verifying import Standing, standing, verify_and_keep
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.look import figures
from stuurbord.web.projects.queries import visible_portfolios
from stuurbord.web.reader import reader
from stuurbord.web.steering.audit_export import as_csv, as_jsonl, as_xlsx
from stuurbord.web.steering.audit_filters import KINDS, AuditRequest, asked_entries
from stuurbord.web.steering.audit_rows import log_rows
from stuurbord.web.steering.queries import audit_entries, may_view_audit

PAGE_SIZE = 100
_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
}


@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """Show the log within the scopes where the reader may see it."""
    _require_sight(request)
    asked = AuditRequest.from_query(request.GET)
    found = asked_entries(audit_entries(request.user), asked)
    if asked.before:
        found = found.filter(number__lt=asked.before)
    # One more than is shown tells whether there are older ones; nobody has to count a hundred thousand.
    page = list(found[: PAGE_SIZE + 1])
    known = standing() if _may_verify(request.user) else None
    context = {
        "rows": log_rows(request.user, page[:PAGE_SIZE]),
        "asked": asked,
        "query": asked.as_query(),
        "older": f"?{asked.as_query(page[PAGE_SIZE - 1].number)}" if len(page) > PAGE_SIZE else "",
        "newest": f"?{asked.as_query()}" if asked.before else "",
        "kinds": [(kind, _(label)) for kind, (label, _condition) in KINDS.items()],
        "registers": [(slug, one.title) for slug, one in REGISTERS.items()],
        "portfolios": visible_portfolios(request.user).values_list("key", "name"),
        "conclusion": _conclusion(known) if known else "",
        "breaks": [one.message(_) for one in known.breaks] if known else [],
        "head": known.head if known else None,
        "may_verify": known is not None,
        "may_export": may(request.user, Permission.VIEW_AUDIT),
    }
    return render(request, "pages/audit.html", context)


@require_safe
def selection(request: HttpRequest, form: str) -> HttpResponseBase:
    """Send the entries that the filters leave, as a workbook, a table or lines of JSON."""
    _require_sight(request)
    if form not in _TYPES:
        raise Http404
    asked = AuditRequest.from_query(request.GET)
    found = asked_entries(audit_entries(request.user), asked).iterator(chunk_size=1000)
    name = f"logboek-selectie.{form}"
    if form == "xlsx":
        return FileResponse(as_xlsx(found), as_attachment=True, filename=name, content_type=_TYPES[form])
    answer = StreamingHttpResponse((as_csv if form == "csv" else as_jsonl)(found), content_type=_TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """Send the whole chain, one entry a line, sealed; `stuurbord audit verify --file` reads it back."""
    require(request.user, Permission.VIEW_AUDIT)
    answer = StreamingHttpResponse(_lines(sealed_export()), content_type=_TYPES["jsonl"])
    answer["Content-Disposition"] = 'attachment; filename="logboek.jsonl"'
    return answer


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Follow the whole chain now, and show what was found."""
    if not _may_verify(request.user):
        require(request.user, Permission.VIEW_AUDIT)
    verify_and_keep()
    asked = AuditRequest.from_query(request.GET).as_query()
    return redirect(f"{reverse('audit')}?{asked}" if asked else "audit")


def _lines(records: Iterable[dict[str, Any]]) -> Iterator[str]:
    for record in records:
        yield json.dumps(record, ensure_ascii=False) + "\n"


def _require_sight(request: HttpRequest) -> None:
    if not may_view_audit(request.user):
        require(request.user, Permission.VIEW_AUDIT)


def _may_verify(user: Any) -> bool:
    return may(user, Permission.VIEW_AUDIT) or may(user, Permission.MANAGE_ACCESS)


def _conclusion(known: Standing) -> str:
    """Say whether the chain holds, how far that was seen and when."""
    if not known.holds:
        text = ngettext(
            "The chain does not hold in {n} place.", "The chain does not hold in {n} places.", known.n_breaks
        )
        return text.format(n=reader().number(known.n_breaks))
    text = ngettext("The chain of {n} entry holds.", "The chain of {n} entries holds.", known.until)
    said = text.format(n=reader().number(known.until)) if known.until else _("The chain is empty.")
    if known.n_unseen:
        unseen = ngettext(
            "{n} later entry was not verified yet.",
            "{n} later entries were not verified yet.",
            known.n_unseen,
        )
        said = (
            f"{said} {unseen.format(n=reader().number(known.n_unseen))}"
            if known.until
            else unseen.format(n=reader().number(known.n_unseen))
        )
    if known.verified_at:
        said += " " + _("Verified as a whole on {moment}.").format(moment=figures.moment(known.verified_at))
    return said
