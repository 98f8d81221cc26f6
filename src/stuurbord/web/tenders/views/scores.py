"""The scores of one assessor."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from stuurbord.errors import NotPermitted, VersionConflict
from stuurbord.web.accounts.permissions import Permission
from stuurbord.web.procurements.frame import file_frame
from stuurbord.web.procurements.models import ProcurementFile, ProcurementLot
from stuurbord.web.procurements.queries import file_of
from stuurbord.web.reader import reader
from stuurbord.web.tenders.actions.assessing import score
from stuurbord.web.tenders.forms import lot_in, scores_in
from stuurbord.web.tenders.keeping import Refused, standing_decision, standing_report
from stuurbord.web.tenders.models import Assessor, Declaration, Score
from stuurbord.web.tenders.queries import note_access
from stuurbord.web.tenders.standing import LotStanding, lot_standing
from stuurbord.web.tenders.views.award import back, version_in


@require_http_methods(["GET", "HEAD", "POST"])
def tender_scores(request: HttpRequest, reference: str) -> HttpResponse:
    """Score the tenders of a lot, each criterion beside each tender; others' scores are not shown."""
    file = file_of(request.user, reference)
    own = Assessor.objects.filter(file=file, user_id=request.user.pk, is_archived=False).first()
    if own is None or own.declaration == Declaration.CONFLICT:
        raise NotPermitted(Permission.VIEW, _("Only who was asked to score these tenders can do this."))
    lots = list(file.lots.all())
    lot = lot_in(lots, request.POST.get("lot") or request.GET.get("perceel"))
    errors: list[str] = []
    status = 200
    if request.method == "POST":
        rows, errors = scores_in(request.POST)
        try:
            if not errors:
                made = score(request.user, file, version_in(request), rows)
                told = ngettext("{n} score kept", "{n} scores kept", len(made)).format(n=len(made))
                messages.success(request, told)
                return back(file, lot)
            status = 422
        except Refused as error:
            errors, status = [str(error)], 422
        except VersionConflict as error:
            errors, status = [str(error)], 409
        own = Assessor.objects.get(pk=own.pk)
    found = lot_standing(file, lot)
    note_access(request.user, file, is_sealed=not found.is_opened)
    context = file_frame(request, file, "tenders") | {
        "lot": lot,
        "own": own,
        "errors": errors,
        "standing": found,
        "rows": _rows(found, own, request.POST if errors else None),
        "is_ready": _is_ready(found, file, lot, own),
        "conclusion": _conclusion(found, own),
    }
    return render(request, "pages/tender_scores.html", context, status=status)


def _rows(found: LotStanding, own: Assessor, sent: Any) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Return each criterion with, per tender, what this assessor gave or sent."""
    given = {(one.criterion_id, one.tender_id): one for one in Score.objects.filter(assessor=own)}
    made = []
    for criterion in found.quality:
        cells = []
        for one in found.ranked:
            stored = given.get((criterion.pk, one.tender.pk))
            key = f"{criterion.pk}_{one.tender.pk}"
            points = "" if stored is None else reader().number(stored.points, 2)
            words = "" if stored is None else stored.text
            if sent is not None:
                points, words = sent.get(f"points_{key}", points), sent.get(f"text_{key}", words)
            cells.append({"tender": one.tender, "key": key, "points": points, "text": words})
        made.append((criterion, cells))
    return made


def _is_ready(found: LotStanding, file: ProcurementFile, lot: ProcurementLot | None, own: Assessor) -> bool:
    declared = any(one.assessor.pk == own.pk and one.has_declared for one in found.assessors)
    is_locked = standing_report(file, lot) is not None or standing_decision(file, lot) is not None
    return found.is_opened and declared and not is_locked


def _conclusion(found: LotStanding, own: Assessor) -> str:
    standing = next((one for one in found.assessors if one.assessor.pk == own.pk), None)
    if standing is None or not standing.has_declared:
        return _("Declare first that you have no conflict of interest with any tenderer.")
    left = max(standing.n_to_score - standing.n_scored, 0)
    if not left:
        return _("You scored everything.")
    text = ngettext("You still give {n} score.", "You still give {n} scores.", left)
    return text.format(n=left)
