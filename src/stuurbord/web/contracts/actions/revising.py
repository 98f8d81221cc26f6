"""Indices of the organisation, and the price revision of a payment request."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stuurbord.rulebooks.be_procurement import execution
from stuurbord.web.audit.chain import record
from stuurbord.web.clock import today
from stuurbord.web.contracts.keeping import Refused, held, kept, needed
from stuurbord.web.contracts.models import (
    Contract,
    IndexSeries,
    IndexValue,
    PaymentRequest,
    PriceRevision,
)
from stuurbord.web.contracts.models.price import is_code
from stuurbord.web.procurements.rights import require_configure


@transaction.atomic
def add_series(actor: Any, code: str, title: str, source: str) -> IndexSeries:
    """Add an index under the code by which formulas name it.

    Raises
    ------
    Refused
        If the code cannot stand in a formula or is there already, or title or source is missing.
    NotPermitted
        If the actor does not set what the organisation agreed.
    """
    require_configure(actor)
    code = code.strip()
    if not is_code(code):
        raise Refused(_("The code of an index begins with a letter: letters, digits, - and _ follow."))
    title = needed(title, _("Say what the index is."), 200)
    source = needed(source, _("Say where the index comes from."), 300)
    if IndexSeries.objects.filter(code__iexact=code).exists():
        raise Refused(_("Index {code} is there already.").format(code=code))
    made = IndexSeries.objects.create(code=code, title=title, source=source)
    _written(actor, made, "index.add", {"code": code, "title": title})
    return made


@transaction.atomic
def set_value(actor: Any, code: str, month: date, value: Decimal) -> IndexValue:
    """Write down the value of an index in a month; another value than before stays in the audit log.

    Raises
    ------
    Refused
        If there is no such index or the value is not above zero.
    NotPermitted
        If the actor does not set what the organisation agreed.
    """
    require_configure(actor)
    series = IndexSeries.objects.select_for_update().filter(code=code).first()
    if series is None:
        raise Refused(_("There is no index {code}.").format(code=code))
    if not value.is_finite() or value <= 0:
        raise Refused(_("The value of an index is above zero."))
    first = month.replace(day=1)
    before = series.values.filter(month=first).first()
    made, _is_new = IndexValue.objects.update_or_create(series=series, month=first, defaults={"value": value})
    data = {"code": code, "month": f"{first:%Y-%m}", "value": [before.value if before else None, value]}
    _written(actor, series, "index.value", data)
    return made


@transaction.atomic
def revise_request(actor: Any, contract: Contract, number: int, expected_version: int) -> PriceRevision:
    """Compute the price revision of a payment request and keep it with its indices.

    From then on the revised amount is what is owed, and what goes to the finances.

    Raises
    ------
    Refused
        If the contract has no formula, an index is not known for a month, or it was revised before.
    NotPermitted, VersionConflict
        As every action.
    """
    found = held(actor, contract, expected_version)
    one = found.payment_requests.filter(number=number).first()
    if one is None:
        raise Refused(_("This contract has no payment request {number}.").format(number=number))
    if PriceRevision.objects.filter(request=one).exists():
        raise Refused(_("This request was revised already."))
    made = computed_revision(found, one)
    if made.coefficient is None:
        what = ", ".join(gap.detail for gap in made.missing)
        raise Refused(
            _("The price revision is undetermined: these indices are missing: {what}.").format(what=what)
        )
    assert found.revision_base_month is not None
    stored = PriceRevision(
        request=one,
        month=made.month,
        made_on=today(),
        coefficient=made.coefficient.quantize(Decimal("0.00000001")),
        revised=made.revised,
        difference=made.difference,
        formula=found.revision_formula,
        base_month=found.revision_base_month,
        terms=[
            {"index": term.index, "weight": term.weight, "base": term.base, "current": term.current}
            for term in made.terms
        ],
    )
    try:
        with transaction.atomic():
            stored.save(force_insert=True)
    except IntegrityError:
        raise Refused(_("This request was revised already.")) from None
    kept(actor, found, "contract.revise", {"invoice": one.reference, "difference": stored.difference})
    return stored


def computed_revision(contract: Contract, one: PaymentRequest) -> execution.Revision:
    """Return the revision of a request by the month in which it was performed.

    Raises
    ------
    Refused
        If the contract has no formula or start month.
    """
    if not contract.revision_formula or contract.revision_base_month is None:
        raise Refused(_("The documents of this contract hold no formula of price revision."))
    formula = execution.read_formula(contract.revision_formula)
    month = one.performed_on or one.received_on
    months = (month.replace(day=1), contract.revision_base_month)
    names = {name.casefold(): name for name in formula.weights}
    series: dict[str, dict[date, Decimal]] = {}
    for value in IndexValue.objects.filter(month__in=months).select_related("series"):
        if name := names.get(value.series.code.casefold()):
            series.setdefault(name, {})[value.month] = value.value
    return execution.revise(one.amount, month, contract.revision_base_month, formula, series)


def _written(actor: Any, series: IndexSeries, action: str, data: dict[str, Any]) -> None:
    record(actor, action, f"index:{series.code}", data)
