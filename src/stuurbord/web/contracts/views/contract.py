"""The performance of one contract, from its conclusion to its final acceptance, in the order of its life."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from stuurbord.errors import VersionConflict
from stuurbord.web.contracts import forms
from stuurbord.web.contracts.actions.accepting import (
    NewAcceptance,
    NewMeasure,
    accept,
    follow_default,
    record_default,
    take_measure,
)
from stuurbord.web.contracts.actions.bonding import post_bond, release_bond
from stuurbord.web.contracts.actions.calling_off import NewCallOff, call_off, withdraw_call_off
from stuurbord.web.contracts.actions.modifying import NewModification, modify, resume, suspend
from stuurbord.web.contracts.actions.opening import change_terms, conclude
from stuurbord.web.contracts.actions.paying import (
    NewRequest,
    grant_advance,
    link_request,
    pay_request,
    receive_request,
    recover_advance,
    send_to_finances,
)
from stuurbord.web.contracts.actions.revising import revise_request
from stuurbord.web.contracts.keeping import Refused
from stuurbord.web.contracts.models import Contract
from stuurbord.web.contracts.page import contract_context
from stuurbord.web.gates.forms import number_in, text_in
from stuurbord.web.procurements.actions import NotAccepted
from stuurbord.web.procurements.frame import file_frame
from stuurbord.web.procurements.models import ProcurementFile, ProcurementLot
from stuurbord.web.procurements.queries import file_of
from stuurbord.web.procurements.rights import require_edit
from stuurbord.web.reader import reader
from stuurbord.web.tenders.forms import lot_in


class Wrong(ValueError):
    """What was filled in cannot be read; each sentence says what."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__(" ".join(texts))
        self.texts = texts


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contract(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the contract of a lot, or of the whole; a post takes the next step."""
    file = file_of(request.user, reference)
    lots = list(file.lots.all())
    lot = _lot(request, lots)
    errors: list[str] = []
    status = 200
    if request.method == "POST":
        require_edit(request.user, file)
        try:
            told = _step(request, file, lot)
        except Wrong as error:
            errors, status = error.texts, 422
        except (Refused, NotAccepted) as error:
            errors, status = [str(error)], 422
        except VersionConflict as error:
            errors, status = [str(error)], 409
        else:
            messages.success(request, told)
            return _back(file, lot)
        file = file_of(request.user, reference)
    context = file_frame(request, file, "contract") | contract_context(request, file, lot, lots)
    return render(request, "pages/contract.html", context | {"errors": errors}, status=status)


def _lot(request: HttpRequest, lots: list[ProcurementLot]) -> ProcurementLot | None:
    """Return the lot that is meant; a change names one that exists, a page shows the first without."""
    if request.method != "POST":
        return lot_in(lots, request.GET.get("perceel"))
    sent = request.POST.get("lot", "")
    found = next((one for one in lots if str(one.number) == sent), None)
    if found is None and (lots or sent):
        raise Http404
    return found


def _back(file: ProcurementFile, lot: ProcurementLot | None) -> HttpResponse:
    address = reverse("contract", args=[file.reference])
    return redirect(f"{address}?perceel={lot.number}" if lot else address)


def _step(request: HttpRequest, file: ProcurementFile, lot: ProcurementLot | None) -> str:
    name = request.POST.get("do", "")
    if name == "conclude":
        return _conclude(request, file, lot)
    step = _STEPS.get(name)
    found = Contract.objects.select_related("file", "lot").filter(file=file, lot=lot).first()
    if step is None or found is None:
        raise Http404
    found.file = file
    return step(request, found)


def _valid(form: Any) -> dict[str, Any]:
    """Return what was filled in, or raise `Wrong` with each sentence under the name of its field."""
    if form.is_valid():
        found: dict[str, Any] = form.cleaned_data
        return found
    raise Wrong(
        [
            f"{form.fields[name].label}: {error}" if name in form.fields else str(error)
            for name, errors in form.errors.items()
            for error in errors
        ]
    )


def _version(request: HttpRequest) -> int:
    return number_in(request.POST.get("version"))


def _conclude(request: HttpRequest, file: ProcurementFile, lot: ProcurementLot | None) -> str:
    sent = _valid(forms.ConcludeForm(request.POST, project=file.project))
    on, reason = sent.pop("concluded_on"), sent.pop("reason", "")
    made = conclude(request.user, file, lot, _version(request), on=on, reason=reason, **sent)
    return _("Contract with {contractor} opened").format(contractor=made.contractor)


def _terms(request: HttpRequest, found: Contract) -> str:
    sent = _valid(forms.TermsForm(request.POST, project=found.file.project, contract=found))
    change_terms(request.user, found, sent, _version(request))
    return _("The data of the contract are kept")


def _bond(request: HttpRequest, found: Contract) -> str:
    sent = _valid(forms.BondForm(request.POST, prefix="bond"))
    post_bond(request.user, found, sent["amount"], sent["posted_on"], sent["proof"], _version(request))
    return _("Bond kept")


def _release(request: HttpRequest, found: Contract) -> str:
    sent = _valid(forms.ReleaseForm(request.POST, prefix="release"))
    release_bond(request.user, found, sent["on"], _version(request))
    return _("Release of the bond kept")


def _request(request: HttpRequest, found: Contract) -> str:
    sent = _valid(forms.RequestForm(request.POST, prefix="request", orders=_orders(found)))
    made = receive_request(request.user, found, NewRequest(**sent), _version(request))
    return _("Payment request {reference} kept").format(reference=made.reference)


def _numbers(found: Contract, name: str) -> list[tuple[int, str]]:
    lines = getattr(found, name).values_list("number", flat=True)
    return [(number, str(number)) for number in lines]


def _orders(found: Contract) -> list[tuple[int, str]]:
    """Return the orders of which payment can be asked."""
    orders = found.call_offs.filter(withdrawn_on=None) if found.is_framework else []
    return [(one.number, str(one)) for one in orders]


def _link(request: HttpRequest, found: Contract) -> str:
    numbers = _numbers(found, "payment_requests")
    form = forms.LinkForm(request.POST, prefix="link", numbers=numbers, orders=_orders(found))
    sent = _valid(form)
    made = link_request(request.user, found, sent["number"], sent["call_off"], _version(request))
    return _("Payment request {reference} kept").format(reference=made.reference)


def _paid(request: HttpRequest, found: Contract) -> str:
    sent = _valid(forms.PaidForm(request.POST, prefix="paid", numbers=_numbers(found, "payment_requests")))
    made = pay_request(request.user, found, sent.pop("number"), _version(request), **sent)
    return _("Payment request {reference} kept").format(reference=made.reference)


def _invoice(request: HttpRequest, found: Contract) -> str:
    number = number_in(request.POST.get("number"))
    made = send_to_finances(request.user, found, number, _version(request))
    return _("Invoice {code} written in the finances").format(code=made.code)


def _revise(request: HttpRequest, found: Contract) -> str:
    made = revise_request(request.user, found, number_in(request.POST.get("number")), _version(request))
    return _("Price revision of {amount} kept").format(amount=reader().euro(made.difference, 2))


def _advance(request: HttpRequest, found: Contract) -> str:
    sent = _valid(forms.AdvanceForm(request.POST, prefix="advance"))
    grant_advance(request.user, found, sent["amount"], sent["paid_on"], _version(request), sent["reason"])
    return _("Advance kept")


def _recover(request: HttpRequest, found: Contract) -> str:
    sent = _valid(forms.RecoverForm(request.POST, prefix="recover"))
    recover_advance(request.user, found, sent["amount"], _version(request))
    return _("Recovery of the advance kept")


def _modify(request: HttpRequest, found: Contract) -> str:
    sent = _valid(forms.ModificationForm(request.POST, prefix="modify"))
    made = modify(request.user, found, NewModification(**sent), _version(request))
    return _("Modification {number} kept").format(number=made.number)


def _suspend(request: HttpRequest, found: Contract) -> str:
    sent = _valid(forms.SuspendForm(request.POST, prefix="suspend"))
    suspend(
        request.user,
        found,
        sent["first"],
        sent["reason"],
        _version(request),
        is_by_buyer=sent["is_by_buyer"],
        resumed_on=sent["resumed_on"],
    )
    return _("Suspension kept")


def _resume(request: HttpRequest, found: Contract) -> str:
    sent = _valid(forms.ResumeForm(request.POST, prefix="resume"))
    resume(request.user, found, sent["on"], _version(request))
    return _("Resumption kept")


def _accept(request: HttpRequest, found: Contract) -> str:
    sent = _valid(forms.AcceptanceForm(request.POST, prefix="accept"))
    accept(request.user, found, NewAcceptance(**sent), _version(request))
    return _("Record of acceptance kept")


def _default(request: HttpRequest, found: Contract) -> str:
    sent = _valid(forms.DefaultForm(request.POST, prefix="default"))
    made = record_default(
        request.user, found, sent["title"], sent["recorded_on"], _version(request), sent["sent_on"]
    )
    return _("Default {number} kept").format(number=made.number)


def _defence(request: HttpRequest, found: Contract) -> str:
    sent = _valid(forms.DefenceForm(request.POST, prefix="defence", numbers=_numbers(found, "defaults")))
    made = follow_default(request.user, found, sent.pop("number"), _version(request), **sent)
    return _("Default {number} kept").format(number=made.number)


def _measure(request: HttpRequest, found: Contract) -> str:
    sent = _valid(forms.MeasureForm(request.POST, prefix="measure", numbers=_numbers(found, "defaults")))
    number = sent.pop("number")
    made = take_measure(request.user, found, number, NewMeasure(**sent), _version(request))
    if made.amount is not None:
        return _("Measure kept: penalty of {amount}").format(amount=reader().euro(made.amount, 2))
    return _("Measure kept")


def _call_off(request: HttpRequest, found: Contract) -> str:
    sent = _valid(forms.CallOffForm(request.POST, prefix="call_off"))
    made = call_off(request.user, found, NewCallOff(**sent), _version(request))
    return _("Order {number} kept").format(number=made.number)


def _withdraw(request: HttpRequest, found: Contract) -> str:
    number = number_in(request.POST.get("number"))
    withdraw_call_off(request.user, found, number, text_in(request.POST, "reason"), _version(request))
    return _("Order {number} withdrawn").format(number=number)


_STEPS: Final[dict[str, Callable[[HttpRequest, Contract], str]]] = {
    "terms": _terms,
    "bond": _bond,
    "release": _release,
    "request": _request,
    "paid": _paid,
    "link": _link,
    "invoice": _invoice,
    "revise": _revise,
    "advance": _advance,
    "recover": _recover,
    "modify": _modify,
    "suspend": _suspend,
    "resume": _resume,
    "accept": _accept,
    "default": _default,
    "defence": _defence,
    "measure": _measure,
    "call_off": _call_off,
    "withdraw": _withdraw,
}
