"""The page of a change of the law: which running files it touches."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stuurbord.rulebooks.be_procurement.law import law_on, laws_after
from stuurbord.web.clock import today
from stuurbord.web.procurements.advising import day_of
from stuurbord.web.procurements.law_change import LawChange, law_change
from stuurbord.web.procurements.models import CLOSED_STAGES
from stuurbord.web.procurements.queries import files_seen
from stuurbord.web.reader import reader


@require_safe
def procurement_law_change(request: HttpRequest) -> HttpResponse:
    """Show the files that were not concluded yet and that the law of another day answers otherwise."""
    since, until = _days(request)
    files = files_seen(request.user).exclude(stage__in=CLOSED_STAGES).filter(concluded_on=None)
    found = law_change(
        files.select_related(None).select_related("project").defer("description"), since, until
    )
    context = {
        "since": since,
        "until": until,
        "found": found,
        "conclusion": _conclusion(found, until),
        "breadcrumbs": [
            (_("Procurements"), reverse("procurements")),
            (_("Change of the law"), ""),
        ],
    }
    return render(request, "pages/procurement_law_change.html", context)


def _days(request: HttpRequest) -> tuple[date, date]:
    """Return the days asked for; else today and the next change that is known, or a year's end and today."""
    sent = [day_of(request.GET.get(name, "")) for name in ("van", "tot")]
    if sent[0] is not None and sent[1] is not None:
        return min(sent[0], sent[1]), max(sent[0], sent[1])
    coming = next((one.on for one in laws_after(law_on(today())) if one.is_known), None)
    return (today(), coming) if coming else (date(today().year - 1, 12, 31), today())


def _conclusion(found: LawChange, until: date) -> str:
    if not found.n_files:
        return _("No procurement is running.")
    return _("Running procurements that the law of {day} answers otherwise: {n} of {whole}.").format(
        day=reader().day(until), n=reader().number(len(found.touched)), whole=reader().number(found.n_files)
    )
