"""The indices of price revision, of the whole organisation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from stuurbord.web.contracts.actions.revising import add_series, set_value
from stuurbord.web.contracts.forms import IndexValueForm, SeriesForm
from stuurbord.web.contracts.keeping import Refused
from stuurbord.web.contracts.models import IndexSeries, IndexValue
from stuurbord.web.procurements.rights import may_configure, require_configure

_MOST_MONTHS = 24


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contract_indices(request: HttpRequest) -> HttpResponse:
    """Show each index with its last months; add an index or a value."""
    told, status, form = "", 200, None
    if request.method == "POST":
        require_configure(request.user)
        what = request.POST.get("do", "")
        if what not in ("series", "value"):
            raise Http404
        form = SeriesForm(request.POST) if what == "series" else IndexValueForm(request.POST)
        status = 422
        if form.is_valid():
            try:
                _keep(request, what, form.cleaned_data)
            except Refused as error:
                told = str(error)
            else:
                messages.success(request, _("Kept"))
                return redirect("contract_indices")
    return render(request, "pages/contract_indices.html", _context(request, form, told), status=status)


def _keep(request: HttpRequest, what: str, sent: dict[str, Any]) -> None:
    if what == "series":
        add_series(request.user, sent["code"], sent["title"], sent["source"])
    else:
        set_value(request.user, sent["code"], sent["month"], sent["value"])


def _context(request: HttpRequest, form: Any, told: str) -> dict[str, Any]:
    values: dict[int, list[IndexValue]] = {}
    for one in IndexValue.objects.order_by("-month"):
        listed = values.setdefault(one.series_id, [])
        if len(listed) < _MOST_MONTHS:
            listed.append(one)
    return {
        "told": told,
        "rows": [(one, values.get(one.pk, [])) for one in IndexSeries.objects.all()],
        "series_form": form if isinstance(form, SeriesForm) else SeriesForm(),
        "value_form": form if isinstance(form, IndexValueForm) else IndexValueForm(),
        "may_configure": may_configure(request.user),
        "breadcrumbs": [(_("Procurements"), reverse("procurements")), (_("Indices of price revision"), "")],
    }
