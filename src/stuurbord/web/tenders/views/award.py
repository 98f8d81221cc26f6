"""Tenders and award of one procurement: from its criteria to its conclusion, in the order of the law."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stuurbord.errors import VersionConflict
from stuurbord.web.accounts.models import User
from stuurbord.web.audit.kept_files import KeptFile, require_intact
from stuurbord.web.gates.forms import number_in, text_in
from stuurbord.web.procurements.actions import NotAccepted
from stuurbord.web.procurements.frame import file_frame
from stuurbord.web.procurements.models import ProcurementFile, ProcurementLot
from stuurbord.web.procurements.queries import file_of
from stuurbord.web.tenders.actions.assessing import assign_assessor, declare, release_assessor
from stuurbord.web.tenders.actions.comparing import compare_tenders
from stuurbord.web.tenders.actions.criteria import set_criteria
from stuurbord.web.tenders.actions.deciding import Judgement, decide_award
from stuurbord.web.tenders.actions.informing import conclude, inform
from stuurbord.web.tenders.actions.negotiating import hold_round
from stuurbord.web.tenders.actions.opening import begin_opening, complete_opening
from stuurbord.web.tenders.actions.receiving import NewTender, record_tender
from stuurbord.web.tenders.actions.reporting import make_report, withdraw_report
from stuurbord.web.tenders.award_page import AwardPage, award_page
from stuurbord.web.tenders.forms import ConcludeForm, criteria_in, importance_in, lot_in
from stuurbord.web.tenders.keeping import Refused
from stuurbord.web.tenders.models import Assessor, AwardReport
from stuurbord.web.tenders.queries import note_access
from stuurbord.web.tenders.rights import has_conflict, is_involved, require_involved

_DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Wrong(ValueError):
    """What was filled in cannot be read; each sentence says what."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__(" ".join(texts))
        self.texts = texts


@require_http_methods(["GET", "HEAD", "POST"])
def tenders(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the award of a lot, or of the whole; a post takes the next step."""
    file = file_of(request.user, reference)
    lots = list(file.lots.all())
    lot = lot_in(lots, request.POST.get("lot") or request.GET.get("perceel"))
    errors: list[str] = []
    status = 200
    if request.method == "POST":
        require_involved(request.user, file)  # before a form is read: its errors name tenderers
        step = _STEPS.get(request.POST.get("do", ""))
        if step is None:
            raise Http404
        try:
            told = step(request, file, lot)
        except Wrong as error:
            errors, status = error.texts, 422
        except (Refused, NotAccepted) as error:
            errors, status = [str(error)], 422
        except VersionConflict as error:
            errors, status = [str(error)], 409
        else:
            messages.success(request, told)
            return back(file, lot)
        file = file_of(request.user, reference)
    involved = is_involved(request.user, file)
    page = award_page(request, file, lot, lots, is_involved=involved)
    if involved:
        note_access(request.user, file, is_sealed=not page.standing.is_opened)
    context = file_frame(request, file, "tenders") | page.context(errors)
    if not involved:
        context["has_conflict"] = has_conflict(request.user, file)
    return render(request, "pages/tenders.html", context, status=status)


@require_safe
def award_report_file(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The bytes of an award report as they were frozen."""
    file = file_of(request.user, reference)
    if number >= 2**31:
        raise Http404
    require_involved(request.user, file)  # first: whether there is a report is confidential too
    found = get_object_or_404(AwardReport, file=file, number=number)
    note_access(request.user, file, is_sealed=False)
    found.file = file
    name = f"{_('Award report')} {file.reference} {number}.docx"
    kept = KeptFile(bytes(found.docx), found.docx_sha256, found.subject, "tender.report", "docx_sha256")
    where = {"portfolio_id": file.project.portfolio_id, "project_id": file.project_id}
    content = require_intact(request.user, kept, name, **where)
    response = HttpResponse(content, content_type=_DOCX)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def back(file: ProcurementFile, lot: ProcurementLot | None) -> HttpResponse:
    """Return the way back to the award of a lot."""
    address = reverse("tenders", args=[file.reference])
    return redirect(f"{address}?perceel={lot.number}" if lot else address)


def version_in(request: HttpRequest) -> int:
    return number_in(request.POST.get("version"))


def _number(lot: ProcurementLot | None) -> int | None:
    return None if lot is None else lot.number


def _valid(form: Any) -> dict[str, Any]:
    """Return what was filled in.

    Raises
    ------
    Wrong
        With each sentence, under the name of its field.
    """
    if form.is_valid():
        found: dict[str, Any] = form.cleaned_data
        return found
    texts = [
        f"{form.fields[name].label}: {error}" if name in form.fields else str(error)
        for name, errors in form.errors.items()
        for error in errors
    ]
    raise Wrong(texts)


def _page(request: HttpRequest, file: ProcurementFile, lot: ProcurementLot | None) -> AwardPage:
    return award_page(request, file, lot, list(file.lots.all()), is_involved=True)


def _criteria(request: HttpRequest, file: ProcurementFile, lot: ProcurementLot | None) -> str:
    rows, errors = criteria_in(request.POST)
    if errors:
        raise Wrong(errors)
    of_lot = _number(lot) if request.POST.get("only_lot") else None
    reason = text_in(request.POST, "criteria_reason")
    set_criteria(request.user, file, of_lot, version_in(request), rows, reason, importance_in(request.POST))
    return _("Award criteria kept")


def _record(request: HttpRequest, file: ProcurementFile, lot: ProcurementLot | None) -> str:
    page = _page(request, file, lot)
    sent = _valid(page.tender_form(request.POST))
    made = record_tender(request.user, file, NewTender(lot=_number(lot), **sent))
    if made.is_late:
        return _("Tender {number} came too late: it is kept and refused").format(number=made.number)
    return _("Tender {number} kept").format(number=made.number)


def _begin(request: HttpRequest, file: ProcurementFile, lot: ProcurementLot | None) -> str:
    begin_opening(request.user, file, version_in(request))
    return _("The opening began; a second person completes it within the hour")


def _open(request: HttpRequest, file: ProcurementFile, lot: ProcurementLot | None) -> str:
    complete_opening(request.user, file, version_in(request))
    return _("The tenders are open")


def _assign(request: HttpRequest, file: ProcurementFile, lot: ProcurementLot | None) -> str:
    user = User.objects.filter(pk=number_in(request.POST.get("user"))).first()
    if user is None:
        raise Wrong([_("Choose who scores.")])
    assign_assessor(request.user, file, version_in(request), user)
    return _("{name} scores these tenders").format(name=user.name)


def _release(request: HttpRequest, file: ProcurementFile, lot: ProcurementLot | None) -> str:
    found = get_object_or_404(
        Assessor.objects.select_related("user"), file=file, pk=number_in(request.POST.get("assessor"))
    )
    found.file = file
    release_assessor(request.user, found, version_in(request), text_in(request.POST, "release_reason"))
    return _("{name} scores no longer").format(name=found.user.name)


def _declare(request: HttpRequest, file: ProcurementFile, lot: ProcurementLot | None) -> str:
    declaration, words = request.POST.get("declaration", ""), text_in(request.POST, "explanation")
    declare(request.user, file, version_in(request), declaration, words)
    return _("Declaration kept")


def _negotiate(request: HttpRequest, file: ProcurementFile, lot: ProcurementLot | None) -> str:
    form = _page(request, file, lot).round_form(request.POST)
    sent = _valid(form)
    made = hold_round(
        request.user,
        file,
        _number(lot),
        version_in(request),
        sent["held_on"],
        sent["minutes"],
        form.amounts,
        is_final=sent["is_final"],
    )
    return _("Round {number} kept").format(number=made.number)


def _compare(request: HttpRequest, file: ProcurementFile, lot: ProcurementLot | None) -> str:
    form = _page(request, file, lot).comparison_form(request.POST)
    sent = _valid(form)
    seen = request.POST.get("seen", "")
    compare_tenders(request.user, file, _number(lot), version_in(request), form.places, sent["reason"], seen)
    return _("Comparison kept")


def _report(request: HttpRequest, file: ProcurementFile, lot: ProcurementLot | None) -> str:
    seen = request.POST.get("seen", "")
    made = make_report(request.user, file, _number(lot), version_in(request), seen)
    return _("Award report {number} made").format(number=made.number)


def _withdraw_report(request: HttpRequest, file: ProcurementFile, lot: ProcurementLot | None) -> str:
    reason = text_in(request.POST, "report_reason")
    withdraw_report(request.user, file, _number(lot), version_in(request), reason)
    return _("Award report withdrawn")


def _decide(request: HttpRequest, file: ProcurementFile, lot: ProcurementLot | None) -> str:
    sent = _valid(_page(request, file, lot).award_form(request.POST))
    judgement = Judgement(
        kind=sent["kind"],
        on=sent["on"],
        reason=sent["reason"],
        tender=sent.get("tender"),
        alarm_reason=sent.get("alarm_reason", ""),
        seen=request.POST.get("seen", ""),
    )
    made = decide_award(request.user, file, _number(lot), version_in(request), judgement)
    return _("Decision {number} kept: {kind}").format(number=made.number, kind=made.get_kind_display())


def _inform(request: HttpRequest, file: ProcurementFile, lot: ProcurementLot | None) -> str:
    sent = _valid(_page(request, file, lot).inform_form(request.POST))
    inform(
        request.user,
        file,
        _number(lot),
        version_in(request),
        sent["tenders"],
        sent["sent_on"],
        sent["channel"],
    )
    return _("Information kept")


def _conclude(request: HttpRequest, file: ProcurementFile, lot: ProcurementLot | None) -> str:
    sent = _valid(ConcludeForm(request.POST))
    conclude(request.user, file, _number(lot), version_in(request), sent["on"], sent["reason"])
    return _("Conclusion kept")


_STEPS: Final[dict[str, Callable[[HttpRequest, ProcurementFile, ProcurementLot | None], str]]] = {
    "criteria": _criteria,
    "record": _record,
    "begin": _begin,
    "open": _open,
    "assign": _assign,
    "release": _release,
    "declare": _declare,
    "negotiate": _negotiate,
    "compare": _compare,
    "report": _report,
    "withdraw_report": _withdraw_report,
    "decide": _decide,
    "inform": _inform,
    "conclude": _conclude,
}
