"""The terms of one file, those that are done among them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from stuurbord.errors import VersionConflict
from stuurbord.web.clock import today
from stuurbord.web.lists.fields import DayField
from stuurbord.web.procurement_desk.actions import mark_term
from stuurbord.web.procurement_desk.queries import terms_seen
from stuurbord.web.procurement_desk.standing import DONE, LATE, UNDETERMINED, TermRow, row_of
from stuurbord.web.procurements.changing import NotAccepted
from stuurbord.web.procurements.frame import file_frame
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.procurements.queries import file_of
from stuurbord.web.procurements.rights import require_edit
from stuurbord.web.reader import reader


@require_safe
def procurement_file_deadlines(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what is due for a file, and what was done."""
    return _page(request, file_of(request.user, reference))


@require_POST
def procurement_term(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """Write down that a term was done, or take that back with an empty day."""
    file = file_of(request.user, reference)
    require_edit(request.user, file)
    if not terms_seen(request.user).filter(file=file, key=key).exists():
        raise Http404
    try:
        mark_term(request.user, file, key, _sent_day(request), _sent_version(request))
    except forms.ValidationError as error:
        return _page(request, file, told=" ".join(error.messages), status=422)
    except NotAccepted as error:
        return _page(request, file, told=str(error), status=422)
    except VersionConflict as error:
        return _page(request, file, told=str(error), status=409)
    messages.success(request, _("The period is kept as you wrote it"))
    return redirect("procurement_file_deadlines", reference)


def _page(request: HttpRequest, file: ProcurementFile, *, told: str = "", status: int = 200) -> HttpResponse:
    day = today()
    terms = terms_seen(request.user).filter(file=file).select_related("responsible")
    rows = [row_of(one, day) for one in terms]
    context: dict[str, Any] = {
        **file_frame(request, file, "deadlines"),
        "open_rows": [one for one in rows if one.state != DONE],
        "done_rows": [one for one in rows if one.state == DONE],
        "conclusion": _conclusion(rows),
        "told": told,
        "as_of": day,
    }
    return render(request, "pages/procurement_file_deadlines.html", context, status=status)


def _sent_day(request: HttpRequest) -> date | None:
    day: date | None = DayField(required=False).clean(request.POST.get("done_on", "")[:20])
    return day


def _sent_version(request: HttpRequest) -> int:
    sent = request.POST.get("version", "")
    if not (sent.isascii() and sent.isdecimal() and len(sent) < 10):
        raise VersionConflict(_("Send the form of the page again."))
    return int(sent)


def _conclusion(rows: list[TermRow]) -> str:
    late = sum(one.state == LATE for one in rows)
    if late:
        text = ngettext(
            "{n} period of this procurement is late.", "{n} periods of this procurement are late.", late
        )
        return text.format(n=reader().count_at_start(late))
    coming = [one for one in rows if one.state not in (DONE, UNDETERMINED)]
    if not coming:
        return ""
    first = coming[0]
    return _("Next: {title}, {day}.").format(title=first.title, day=reader().day(first.term.due))
