"""The terms of one file, those that are done among them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from stuurbord.web.clock import today
from stuurbord.web.procurement_desk.queries import terms_seen
from stuurbord.web.procurement_desk.standing import DONE, LATE, UNDETERMINED, TermRow, row_of
from stuurbord.web.procurements.frame import file_frame
from stuurbord.web.procurements.queries import file_of
from stuurbord.web.reader import reader


@require_safe
def procurement_file_deadlines(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what is due for a file, and what was done."""
    file, day = file_of(request.user, reference), today()
    terms = terms_seen(request.user).filter(file=file).select_related("responsible")
    rows = [row_of(one, day) for one in terms]
    context: dict[str, Any] = {
        **file_frame(request, file, "deadlines"),
        "open_rows": [one for one in rows if one.state != DONE],
        "done_rows": [one for one in rows if one.state == DONE],
        "conclusion": _conclusion(rows),
        "as_of": day,
    }
    return render(request, "pages/procurement_file_deadlines.html", context)


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
