"""What a form of money refuses: contradicting amounts, months that are none, approved figures."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Q
from django.forms import ModelForm
from django.utils.translation import gettext as _

from stuurbord.exchange.tabular.dates import FIRST_YEAR, LAST_YEAR
from stuurbord.web.finance.balances import CENT, in_euro
from stuurbord.web.finance.guards import left_on
from stuurbord.web.finance.models import COUNTED_COMMITMENTS, Invoice, Labour, MonthForecast, Order, Rate
from stuurbord.web.lists.register import REGISTERS

Check = Callable[[ModelForm], None]
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})")
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/.](\d{4})")


def in_turn(*checks: Check) -> Check:
    """Return the check that makes several."""

    def check(form: ModelForm) -> None:
        for one in checks:
            one(form)

    return check


def month_of(text: str) -> str:
    """Return a month as it is kept, ``2026-03``; empty if the text is none.

    >>> month_of("3/2026"), month_of("2026-03"), month_of("13/2026")
    ('2026-03', '2026-03', '')
    """
    if found := _YEAR_FIRST.fullmatch(text.strip()):
        year, number = map(int, found.groups())
    elif found := _MONTH_FIRST.fullmatch(text.strip()):
        number, year = map(int, found.groups())
    else:
        return ""
    return f"{year}-{number:02}" if 1 <= number <= 12 and FIRST_YEAR <= year < LAST_YEAR else ""


def first_and_last(month: str) -> tuple[date, date]:
    """Return the days between which a month lies."""
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def check_month(form: ModelForm) -> None:
    """Write a month as it is kept, or refuse it."""
    if text := form.cleaned_data.get("month"):
        form.cleaned_data["month"] = month_of(text)
        if not form.cleaned_data["month"]:
            form.add_error("month", _("Write a month as 2026-03 or 03/2026."))


def check_month_forecast(form: ModelForm) -> None:
    """Write the month as it is kept; refuse a second forecast of the same, which would be counted twice."""
    check_month(form)
    names = ("project", "month", "kind", "credit", "budget_line")
    sent = {name: form.cleaned_data.get(name) for name in names}
    is_whole = all(sent[name] for name in names[:-1]) and "budget_line" not in form.errors
    if not is_whole or not set(names) & set(form.changed_data):
        return
    if other := same_forecast(form.instance.pk, **sent):
        told = _("{code} is the forecast of this month already, for the same budget line. Change that one.")
        form.add_error("month", told.format(code=other.code))


def same_forecast(pk: int | None, **named: Any) -> MonthForecast | None:
    """Return another forecast of the same month, kind and budget line, beside which this one would count."""
    return MonthForecast.objects.filter(**named, is_archived=False).exclude(pk=pk).first()


def check_vat(form: ModelForm) -> None:
    """Refuse an amount with tax that is smaller than without, or that goes the other way."""
    without, with_tax = (form.cleaned_data.get(name) for name in ("amount_excl", "amount_incl"))
    if without is None or with_tax is None:
        return
    if abs(with_tax) < abs(without) or without * with_tax < 0:
        form.add_error("amount_incl", _("The amount incl. VAT is not smaller than the one excl. VAT."))


def written_before(states: Iterable[str], *names: str) -> Check:
    """Return the check that refuses another value of these fields together with the step into these states.

    Otherwise who approves could change the amount in the same breath, and nobody else would have seen it.
    """

    def check(form: ModelForm) -> None:
        is_step = form.initial.get("state") not in states and form.cleaned_data.get("state") in states
        if not form.instance.pk or not is_step:
            return
        for name in ("project", *names):
            if name in form.cleaned_data and _raw(form.cleaned_data[name]) != form.initial.get(name):
                form.add_error(name, _("Save this change first; then somebody else approves it."))

    return check


def check_commitment(form: ModelForm) -> None:
    """Refuse a decrease beyond the amount, or below what was ordered already."""
    amount, decrease = (form.cleaned_data.get(name) for name in ("amount", "decrease"))
    _not_negative(form, "amount", "decrease")
    if not decrease or form.errors:
        return
    if amount is None or decrease > amount:
        form.add_error("decrease", _("The decrease is at most the amount."))
    elif form.instance.pk and form.initial.get("state") in COUNTED_COMMITMENTS:
        form.instance.amount, form.instance.decrease = amount, decrease
        left = left_on(form.instance)
        if left is not None and left < 0:
            told = _("{amount} more than that was ordered on it.").format(amount=in_euro(-left))
            form.add_error("decrease", told)


def check_invoice(form: ModelForm) -> None:
    """Fill in until when to pay; refuse the same invoice twice."""
    sent = form.cleaned_data
    order, received = sent.get("order"), sent.get("received_on")
    if order and received and not sent.get("due") and "due" not in form.errors:
        sent["due"] = received + timedelta(days=order.payment_days)
    number = sent.get("supplier_number")
    if number and order and (other := same_invoice(form.instance.pk, sent.get("project"), order, number)):
        told = _("Invoice {code} has this number of the same supplier already.")
        form.add_error("supplier_number", told.format(code=other.code))


def same_invoice(pk: int | None, project: Any, order: Order | None, number: str) -> Invoice | None:
    """Return another invoice with this number of the same supplier in a project; None if there is none."""
    if order is None or not number:
        return None
    same = Invoice.objects.filter(
        project=project, order__supplier=order.supplier, supplier_number=number, is_archived=False
    )
    return same.exclude(pk=pk).first()


def check_transfer(form: ModelForm) -> None:
    """Refuse a transfer to the same line, to another year, or of nothing."""
    source, target, amount = (form.cleaned_data.get(name) for name in ("from_line", "to_line", "amount"))
    if source and target and source.pk == target.pk:
        form.add_error("to_line", _("A transfer goes to another budget line."))
    elif source and target and source.year != target.year:
        form.add_error("to_line", _("A transfer stays within one budget year."))
    if amount is not None and amount <= 0:
        form.add_error("amount", _("The amount is above zero."))


def check_draw(form: ModelForm) -> None:
    """Refuse a risk that the project does not have, and draws below zero."""
    _not_negative(form, "amount")
    code, project = form.cleaned_data.get("risk"), form.cleaned_data.get("project")
    if not code or not project or not {"risk", "project"} & set(form.changed_data):
        return
    # By its slug: the registers of risks lie in another app.
    risks = REGISTERS["risicos"].model._default_manager
    if not risks.filter(project=project, code=code, is_archived=False).exists():
        told = _("Project {project} has no risk “{risk}”. Write the number it has in the register.")
        form.add_error("risk", told.format(project=project.code, risk=code))


def check_rate(form: ModelForm) -> None:
    """Refuse a period that ends before it begins or overlaps another, and another figure once it is used."""
    sent = form.cleaned_data
    begin, end = sent.get("valid_from"), sent.get("valid_until")
    if begin and end and end < begin:
        form.add_error("valid_until", _("The period ends before it begins."))
        return
    named = {name: sent.get(name) for name in ("project", "title", "employment", "unit")}
    if begin and all(named.values()) and (other := overlapping(form.instance.pk, begin, end, **named)):
        told = _("Rate {code} holds in a part of this period already.")
        form.add_error("valid_from", told.format(code=other.code))
    if form.instance.pk and Labour.objects.filter(rate=form.instance.pk, is_archived=False).exists():
        for name in ("project", "amount", "unit", "employment"):
            if name in sent and _raw(sent[name]) != form.initial.get(name):
                told = _("Labour is computed with this rate: let it end and write a new one.")
                form.add_error(name, told)


def overlapping(pk: int | None, begin: date, end: date | None, **named: Any) -> Rate | None:
    """Return another rate of the same name that holds on one of these days."""
    title = named.pop("title")
    others = Rate.objects.filter(title__iexact=title, is_archived=False, **named).exclude(pk=pk)
    others = others.filter(Q(valid_until=None) | Q(valid_until__gte=begin))
    return (others.filter(valid_from__lte=end) if end else others).first()


def check_labour(form: ModelForm) -> None:
    """Compute the amount from the rate; refuse a rate of another kind, unit or time."""
    sent = form.cleaned_data
    rate, quantity, month = (sent.get(name) for name in ("rate", "quantity", "month"))
    if rate is None:
        return
    if sent.get("employment") and sent["employment"] != rate.employment:
        told = _("Rate {code} is for {kind} labour.")
        form.add_error("rate", told.format(code=rate.code, kind=rate.get_employment_display()))
    if sent.get("unit") and sent["unit"] != rate.unit:
        told = _("Rate {code} is per {unit}.").format(code=rate.code, unit=rate.get_unit_display())
        form.add_error("unit", told)
    if month and not _holds(rate, month):
        form.add_error("rate", _("Rate {code} does not hold in this month.").format(code=rate.code))
    if quantity is not None:
        sent["amount"] = (quantity * rate.amount).quantize(CENT, ROUND_HALF_UP)


def _holds(rate: Rate, month: str) -> bool:
    first, last = first_and_last(month)
    return rate.valid_from <= last and (rate.valid_until is None or rate.valid_until >= first)


def _not_negative(form: ModelForm, *names: str) -> None:
    for name in names:
        if (form.cleaned_data.get(name) or Decimal(0)) < 0:
            form.add_error(name, _("The amount is not below zero."))


def _raw(value: Any) -> Any:
    return getattr(value, "pk", value)
