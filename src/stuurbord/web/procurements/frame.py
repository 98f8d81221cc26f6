"""What all pages of one procurement file show around their own content: its place and its tabs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from stuurbord.web.procurements.advising import Asked, asked
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.procurements.moments import breaches, has_periods, what_was_passed_over
from stuurbord.web.procurements.rights import may_decide, may_edit


def file_frame(
    request: HttpRequest, file: ProcurementFile, active: str, answer: Asked | None = None
) -> dict[str, Any]:
    """Return the context of `pages/parts/procurement_head.html`, which pages of a file extend.

    Parameters
    ----------
    active
        The tab of this page: ``procedure``, ``dossier``, ``tenders``, ``contract`` or ``deadlines``.
    answer
        What the rules say of the file as it is kept, where the page asked that already.
    """
    project = file.project
    own = reverse("procurement_file", args=[file.reference])
    return {
        "file": file,
        "project": project,
        "breadcrumbs": [
            (_("Procurements"), reverse("procurements")),
            (str(project), reverse("project", args=[project.portfolio.key, project.code])),
            (file.reference, "" if active == "procedure" else own),
        ],
        "views": _views(file.reference, active),
        "may_edit": may_edit(request.user, file),
        "may_decide": may_decide(request.user, file),
        "breaches": breaches(file, answer or asked(file)) if has_periods(file) else [],
        "passed_over": what_was_passed_over(file),
    }


def _views(reference: str, active: str) -> list[dict[str, Any]]:
    """Return the tabs of which the page exists."""
    tabs = (
        ("procedure", _("Procedure"), "procurement_file"),
        ("dossier", _("Procurement file"), "procurement_dossier"),
        ("tenders", _("Tenders and award"), "tenders"),
        ("contract", _("Performance of the contract"), "contract"),
        ("deadlines", _("Periods"), "procurement_file_deadlines"),
    )
    return [
        {"label": label, "url": url, "count": None, "is_current": code == active}
        for code, label, name in tabs
        if (url := _address(name, reference))
    ]


def _address(name: str, reference: str) -> str:
    try:
        return reverse(name, args=[reference])
    except NoReverseMatch:
        return ""
