"""One tender: its examination, its arithmetic and its price."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stuurbord.errors import VersionConflict
from stuurbord.web.clock import today
from stuurbord.web.gates.forms import number_in, text_in
from stuurbord.web.procurements.actions import NotAccepted
from stuurbord.web.procurements.frame import file_frame
from stuurbord.web.procurements.models import ProcurementFile
from stuurbord.web.procurements.queries import file_of
from stuurbord.web.procurements.rights import may_edit
from stuurbord.web.tenders.abnormal import price_look
from stuurbord.web.tenders.actions.examining import (
    ask_justification,
    correct_amount,
    examine,
    judge_price,
    record_answer,
    set_lines,
)
from stuurbord.web.tenders.actions.receiving import state_amounts, withdraw_tender
from stuurbord.web.tenders.bills import checked_bill
from stuurbord.web.tenders.forms import AmountsForm, AnswerForm, CorrectionForm, QuestionForm, bill_in
from stuurbord.web.tenders.keeping import Refused, standing_decision, standing_report
from stuurbord.web.tenders.law import justification_rule
from stuurbord.web.tenders.models import (
    VERDICTS,
    CriterionKind,
    ExaminationStep,
    ExaminationVerdict,
    PriceVerdict,
    Tender,
)
from stuurbord.web.tenders.queries import note_access
from stuurbord.web.tenders.rights import require_involved
from stuurbord.web.tenders.standing import WAITING, TenderStanding, lot_standing
from stuurbord.web.tenders.views.award import Wrong, version_in


@require_http_methods(["GET", "HEAD", "POST"])
def tender(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Show one tender; a post examines it further."""
    file = file_of(request.user, reference)
    require_involved(request.user, file)  # first: how many tenders there are is confidential too
    found = _tender_or_404(file, number)
    errors: list[str] = []
    status = 200
    if request.method == "POST":
        step = _STEPS.get(request.POST.get("do", ""))
        if step is None:
            raise Http404
        try:
            told = step(request, found)
        except Wrong as error:
            errors, status = error.texts, 422
        except (Refused, NotAccepted) as error:
            errors, status = [str(error)], 422
        except VersionConflict as error:
            errors, status = [str(error)], 409
        else:
            messages.success(request, told)
            return redirect("tender", reference, number)
        found = _tender_or_404(file, number)
    return render(request, "pages/tender.html", _context(request, file, found, errors), status=status)


def _tender_or_404(file: ProcurementFile, number: int) -> Tender:
    if number >= 2**31:
        raise Http404
    found = get_object_or_404(Tender.objects.select_related("lot"), file=file, number=number)
    found.file = file
    return found


def _context(request: HttpRequest, file: ProcurementFile, found: Tender, errors: list[str]) -> dict[str, Any]:
    whole = lot_standing(file, found.lot)
    own = next(one for one in whole.tenders if one.tender.pk == found.pk)
    note_access(request.user, file, is_sealed=not whole.is_opened)
    look = price_look(whole) if whole.is_opened else None
    is_locked = bool(standing_report(file, found.lot) or standing_decision(file, found.lot))
    can_edit = may_edit(request.user, file) and not is_locked
    lines = list(found.lines.all()) if whole.is_opened else []
    bill = checked_bill(lines, own.tender.amount_given if whole.is_opened else None)
    sent = request.POST.get("do") if request.method == "POST" else ""
    return file_frame(request, file, "tenders") | {
        "tender": own.tender,
        "own": own,
        "lot": found.lot,
        "errors": errors,
        "is_opened": whole.is_opened,
        "is_locked": is_locked,
        "can_edit": can_edit,
        "can_examine": can_edit and whole.is_opened and own.tender.is_in_play,
        "steps": _steps(own, request.POST if sent == "examine" else None),
        "bill": bill,
        "bill_rows": list(zip(lines, bill.lines, strict=True)) if bill else [],
        "lines_sent": request.POST.get("lines", "") if sent == "lines" else "",
        "has_cost": any(one.kind == CriterionKind.COST for one in whole.criteria),
        "look": look,
        "below": look.below.get(found.number) if look else None,
        "is_flagged": bool(look and found.number in look.flagged),
        "justification_rule": justification_rule(file),
        "price_verdicts": _price_verdicts(own),
        "amounts_form": AmountsForm(request.POST if sent == "amounts" else None),
        "correction_form": CorrectionForm(request.POST if sent == "correct" else None),
        "question_form": QuestionForm(request.POST if sent == "ask" else None, initial={"asked_on": today()}),
        "answer_form": AnswerForm(
            request.POST if sent == "answer" else None, initial={"answered_on": today()}
        ),
        "sent": request.POST,
        "conclusion": _conclusion(own, is_opened=whole.is_opened),
    }


def _steps(own: TenderStanding, sent: Any) -> list[dict[str, Any]]:
    """Return each step of the examination with what was found and what can be chosen."""
    made = []
    for step in ExaminationStep.values:
        found = own.steps.get(step)
        is_sent = sent is not None and sent.get("step") == step
        made.append(
            {
                "step": step,
                "label": ExaminationStep(step).label,
                "found": found,
                "choices": [(one, ExaminationVerdict(one).label) for one in VERDICTS[step]],
                "verdict": sent.get("verdict", "") if is_sent else found.verdict if found else "",
                "reason": sent.get("reason", "") if is_sent else found.reason if found else "",
            }
        )
    return made


def _price_verdicts(own: TenderStanding) -> list[tuple[str, Any]]:
    is_asked = own.price is not None and own.price.asked_on is not None
    choices = (PriceVerdict.JUSTIFIED, PriceVerdict.REJECTED) if is_asked else (PriceVerdict.NORMAL,)
    return [(one.value, one.label) for one in choices]


def _conclusion(own: TenderStanding, *, is_opened: bool) -> str:
    if own.tender.is_late:
        return _("This tender came too late; it is kept and not considered.")
    if own.tender.is_withdrawn:
        return _("This tender was withdrawn.")
    if not is_opened:
        return _("This tender is sealed until two people open it.")
    if own.removed_by:
        return _("This tender was removed: {reason}").format(reason=own.removed_reason)
    lacking = [step for step in ExaminationStep.values if step not in own.steps]
    if lacking or own.price is None:
        return _("The examination of this tender is not done yet.")
    if own.price.verdict == PriceVerdict.ASKED:
        return _("The price of this tender waits for its justification; only then does it go to the scoring.")
    if own.standing == WAITING:
        return _("A verdict on this tender is still pending; only then does it go to the scoring.")
    return _("This tender was examined and goes to the scoring.")


def _valid(form: Any) -> dict[str, Any]:
    if not form.is_valid():
        raise Wrong([str(error) for errors in form.errors.values() for error in errors])
    found: dict[str, Any] = form.cleaned_data
    return found


def _examine(request: HttpRequest, found: Tender) -> str:
    step, verdict = request.POST.get("step", ""), request.POST.get("verdict", "")
    examine(request.user, found, version_in(request), step, verdict, text_in(request.POST, "reason"))
    return _("Verdict kept")


def _lines(request: HttpRequest, found: Tender) -> str:
    lines, errors = bill_in(request.POST.get("lines", "")[:200_000])
    if errors:
        raise Wrong(errors[:20])
    made = set_lines(request.user, found, version_in(request), lines)
    return _("Lines checked: {n}").format(n=len(made))


def _amounts(request: HttpRequest, found: Tender) -> str:
    sent = _valid(AmountsForm(request.POST))
    state_amounts(request.user, found, version_in(request), sent["amount"], sent["cost"])
    return _("Amount kept")


def _correct(request: HttpRequest, found: Tender) -> str:
    sent = _valid(CorrectionForm(request.POST))
    correct_amount(request.user, found, version_in(request), sent["amount"], sent["reason"])
    return _("Correction kept")


def _ask(request: HttpRequest, found: Tender) -> str:
    sent = _valid(QuestionForm(request.POST))
    ask_justification(request.user, found, version_in(request), sent["question"], sent["asked_on"])
    return _("Question kept")


def _answer(request: HttpRequest, found: Tender) -> str:
    sent = _valid(AnswerForm(request.POST))
    record_answer(request.user, found, version_in(request), sent["answer"], sent["answered_on"])
    return _("Answer kept")


def _price(request: HttpRequest, found: Tender) -> str:
    verdict = request.POST.get("verdict", "")
    judge_price(request.user, found, version_in(request), verdict, text_in(request.POST, "reason"))
    return _("Verdict on the price kept")


def _withdraw(request: HttpRequest, found: Tender) -> str:
    withdraw_tender(
        request.user, found, number_in(request.POST.get("version")), text_in(request.POST, "reason")
    )
    return _("Withdrawal kept")


_STEPS: Final[dict[str, Callable[[HttpRequest, Tender], str]]] = {
    "examine": _examine,
    "lines": _lines,
    "amounts": _amounts,
    "correct": _correct,
    "ask": _ask,
    "answer": _answer,
    "price": _price,
    "withdraw": _withdraw,
}
