"""What the organisation agreed on procurements: amounts for advice, who approves, interest rates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from stuurbord.web.procurements.agreeing import MODELS, add_agreed, as_fraction, remove_agreed
from stuurbord.web.procurements.changing import NotAccepted
from stuurbord.web.procurements.forms import DelegationForm, InspectionForm, RateForm
from stuurbord.web.procurements.models import Delegation, InspectionAmount, ReferenceRate
from stuurbord.web.procurements.rights import may_configure, require_configure
from stuurbord.web.procurements.words import procedure_name

FORMS: dict[str, type[forms.Form]] = {
    "inspection": InspectionForm,
    "delegation": DelegationForm,
    "rate": RateForm,
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def procurement_agreed(request: HttpRequest) -> HttpResponse:
    """Show what was agreed; add or take away one line."""
    if request.method != "POST":
        return _page(request, {})
    require_configure(request.user)
    what = request.POST.get("what", "")
    if what not in MODELS:
        raise Http404
    if number := request.POST.get("remove", ""):
        return _removed(request, what, number)
    form = FORMS[what](request.POST)
    if not form.is_valid():
        return _page(request, {what: form}, status=422)
    try:
        add_agreed(request.user, what, _values(what, form.cleaned_data))
    except NotAccepted as error:
        return _page(request, {what: form}, told=str(error), status=422)
    messages.success(request, _("Kept"))
    return redirect("procurement_agreed")


def _removed(request: HttpRequest, what: str, number: str) -> HttpResponse:
    if not number.isdecimal() or len(number) > 17:
        raise Http404
    try:
        remove_agreed(request.user, what, int(number))
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.success(request, _("Taken away"))
    return redirect("procurement_agreed")


def _values(what: str, sent: dict[str, Any]) -> dict[str, Any]:
    if what != "rate":
        return sent
    return {
        "valid_from": sent["valid_from"],
        "fraction": as_fraction(sent["percent"]),
        "source": sent["source"],
    }


def _page(
    request: HttpRequest, sent: dict[str, forms.Form], *, told: str = "", status: int = 200
) -> HttpResponse:
    inspections = list(InspectionAmount.objects.all())
    delegations, rates = list(Delegation.objects.all()), list(ReferenceRate.objects.all())
    context = {
        "told": told,
        "inspections": [(one, procedure_name(one.procedure)) for one in inspections],
        "delegations": delegations,
        "rates": rates,
        "empty": _empty(inspections, delegations, rates),
        "form_inspection": sent.get("inspection") or InspectionForm(),
        "form_delegation": sent.get("delegation") or DelegationForm(),
        "form_rate": sent.get("rate") or RateForm(),
        "may_configure": may_configure(request.user),
        "breadcrumbs": [(_("Procurements"), reverse("procurements")), (_("Agreed amounts"), "")],
    }
    return render(request, "pages/procurement_agreed.html", context, status=status)


def _empty(inspections: list[Any], delegations: list[Any], rates: list[Any]) -> list[str]:
    """Return what follows from each table that is empty, as sentences."""
    told = []
    if not inspections:
        told.append(_("From which amount the Inspectorate of Finance advises is not known."))
    if not delegations:
        told.append(_("Who approves up to which amount is not known."))
    if not rates:
        told.append(_("Without a reference rate no late interest can be computed."))
    return told
