"""What people fill in about a contract; figures and days as they write them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from stuurbord.rulebooks.be_procurement import execution
from stuurbord.web.contracts.models import (
    AcceptanceKind,
    Contract,
    ContractorSize,
    IndexSeries,
    Measure,
    TermUnit,
)
from stuurbord.web.finance.models import Order
from stuurbord.web.lists.fields import EMPTY, DayField, EuroField, VisibleText
from stuurbord.web.procurements.models.organisation import ContractKind
from stuurbord.web.projects.models import Project
from stuurbord.web.reader import reader
from stuurbord.web.tenders.forms import NumberField, long_text

_YES_NO: Final = (("", EMPTY), ("yes", gettext_lazy("yes")), ("no", gettext_lazy("no")))
_MOST_EUROS: Final = Decimal(10) ** 12
_CENT: Final = Decimal("0.01")


def label(name: str) -> Any:
    """Return what a field of a contract is called."""
    return Contract._meta.get_field(name).verbose_name  # type: ignore[union-attr]


class Euros(EuroField):
    """Euros to the cent, at least zero unless ``is_signed``."""

    def __init__(self, *, is_signed: bool = False, **options: Any) -> None:
        self.is_signed = is_signed
        super().__init__(**options)

    def to_python(self, value: Any) -> Decimal | None:
        found = super().to_python(value)
        if found is None:
            return None
        if not self.is_signed and found < 0:
            raise forms.ValidationError(_("An amount is not below zero."))
        if abs(found) >= _MOST_EUROS:
            raise forms.ValidationError(_("This amount is too large."))
        if found != found.quantize(_CENT):
            raise forms.ValidationError(_("An amount goes to the cent."))
        return found.quantize(_CENT)


class Percentage(NumberField):
    """A percentage between 0 and 100, to a hundredth."""

    def to_python(self, value: Any) -> Decimal | None:
        text = value.replace("%", "") if isinstance(value, str) else value
        found = super().to_python(text)
        if found is None:
            return None
        if not 0 <= found <= 100:
            raise forms.ValidationError(_("A percentage lies between 0 and 100."))
        return found.quantize(_CENT)


class YesNo(forms.ChoiceField):
    """Yes, no, or not known."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=_YES_NO, required=False, **options)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value

    def clean(self, value: Any) -> bool | None:
        return {"yes": True, "no": False}.get(super().clean(value))


class MonthField(DayField):
    """A month, written as one of its days, ``2026-03`` or ``03/2026``; it comes back as its first day."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "month"}, format="%Y-%m")
        formats = ("%Y-%m", "%m/%Y", "%Y-%m-%d", "%d/%m/%Y")
        super().__init__(widget=widget, input_formats=formats, **options)

    def to_python(self, value: Any) -> date | None:
        found: date | None = super().to_python(value)
        return found.replace(day=1) if found else None


def number_of_days(text: Any, *, required: bool = False, least: int = 1) -> forms.IntegerField:
    """Return a field of a number of days."""
    return forms.IntegerField(label=text, required=required, min_value=least, max_value=9999)


class TermsForm(forms.Form):
    """What the documents of a contract say."""

    kind = forms.ChoiceField(
        label=label("kind"), choices=[("", EMPTY), *ContractKind.choices], required=False
    )
    size = forms.ChoiceField(
        label=label("size"), choices=[("", EMPTY), *ContractorSize.choices], required=False
    )
    order_to_start_on = DayField(label=label("order_to_start_on"), required=False)
    term_days = number_of_days(label("term_days"))
    term_unit = forms.ChoiceField(label=label("term_unit"), choices=TermUnit)
    end_date = DayField(label=label("end_date"), required=False)
    performance_ended_on = DayField(label=label("performance_ended_on"), required=False)
    bond_pct = Percentage(label=label("bond_pct"), required=False)
    advance_pct = Percentage(label=label("advance_pct"), required=False)
    advance_reference = Euros(label=label("advance_reference"), required=False)
    is_obliged_buyer = YesNo(label=label("is_obliged_buyer"))
    processing_days = number_of_days(label("processing_days"))
    is_processing_reasoned = forms.BooleanField(label=label("is_processing_reasoned"), required=False)
    is_healthcare = forms.BooleanField(label=label("is_healthcare"), required=False)
    acceptance_days = number_of_days(label("acceptance_days"))
    guarantee_months = forms.IntegerField(
        label=label("guarantee_months"), required=False, min_value=0, max_value=600
    )
    revision_formula = VisibleText(
        label=label("revision_formula"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("As in the documents: P = P0 × (0,40 × S/s + 0,40 × I/i + 0,20)"),
    )
    revision_base_month = MonthField(label=label("revision_base_month"), required=False)
    ceiling = Euros(label=label("ceiling"), required=False)
    framework_years = NumberField(label=label("framework_years"), required=False)
    framework_reason = VisibleText(label=label("framework_reason"), required=False, max_length=1000)
    is_single_supplier = forms.BooleanField(label=label("is_single_supplier"), required=False)
    has_global_bond = forms.BooleanField(label=label("has_global_bond"), required=False)
    order = forms.ModelChoiceField(label=label("order"), queryset=None, required=False, empty_label=EMPTY)

    OF_FRAMEWORK: Final = (
        "ceiling",
        "framework_years",
        "framework_reason",
        "is_single_supplier",
        "has_global_bond",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        project: Project,
        contract: Contract | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        names = [name for name in TermsForm.base_fields if hasattr(Contract, name)]
        given = {name: getattr(contract, name) for name in names} if contract else dict(initial or {})
        super().__init__(data, prefix="terms", initial={"term_unit": TermUnit.CALENDAR} | given)
        if contract is not None and not contract.is_framework:
            for name in self.OF_FRAMEWORK:
                del self.fields[name]
        order = self.fields["order"]
        assert isinstance(order, forms.ModelChoiceField)
        order.queryset = Order.objects.filter(project=project, is_archived=False).order_by("code")
        order.label_from_instance = lambda one: f"{one.code} {one.title}"  # type: ignore[method-assign]

    def clean_framework_years(self) -> Decimal | None:
        years: Decimal | None = self.cleaned_data["framework_years"]
        if years is not None and not 0 < years <= 50:
            raise forms.ValidationError(_("A duration lies between 0 and 50 years."))
        return None if years is None else years.quantize(_CENT)


class ConcludeForm(TermsForm):
    """A contract that is opened."""

    contractor = VisibleText(label=label("contractor"), max_length=200)
    concluded_on = DayField(label=label("concluded_on"))
    initial_amount = Euros(label=label("initial_amount"), required=False)
    is_framework = forms.BooleanField(label=label("is_framework"), required=False)
    reason = long_text(gettext_lazy("Why it is concluded although something stands against it"), most=1000)
    FIRST: Final = (
        "contractor",
        "concluded_on",
        "initial_amount",
        "kind",
        "is_framework",
        "order_to_start_on",
        "term_days",
        "term_unit",
        "end_date",
        "reason",
    )
    """What is asked at once; the rest can wait."""
    field_order = FIRST

    @property
    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FIRST if name in self.fields]

    @property
    def rest(self) -> list[forms.BoundField]:
        return [one for one in self if one.name not in self.FIRST]


class BondForm(forms.Form):
    """A bond that was posted."""

    amount = Euros(label=pgettext_lazy("bond", "Amount posted"))
    posted_on = DayField(label=pgettext_lazy("bond", "Posted on"))
    proof = VisibleText(label=pgettext_lazy("bond", "Proof"), max_length=300)


class ReleaseForm(forms.Form):
    """The release of what is free of a bond."""

    on = DayField(label=pgettext_lazy("bond", "Released on"))


class RequestForm(forms.Form):
    """A payment request."""

    reference = VisibleText(label=pgettext_lazy("payment", "Number of the invoice"), max_length=60)
    received_on = DayField(label=pgettext_lazy("payment", "Received on"))
    performed_on = DayField(
        label=pgettext_lazy("payment", "Delivered, or end of the services found on"), required=False
    )
    amount = Euros(label=pgettext_lazy("payment", "Amount, excluding VAT"))
    amount_incl = Euros(label=pgettext_lazy("payment", "Amount, including VAT"), required=False)
    call_off = forms.TypedChoiceField(
        label=pgettext_lazy("payment", "Order under the framework agreement"),
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, data: Any = None, *, orders: Iterable[tuple[int, str]] = (), **options: Any) -> None:
        super().__init__(data, **options)
        listed = list(orders)
        self.fields["call_off"].choices = [("", EMPTY), *listed]  # type: ignore[attr-defined]
        if not listed:
            del self.fields["call_off"]


class LinkForm(forms.Form):
    """The order that a payment request is about."""

    number = forms.TypedChoiceField(label=pgettext_lazy("payment", "Payment request"), coerce=int)
    call_off = forms.TypedChoiceField(
        label=pgettext_lazy("payment", "Order under the framework agreement"),
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        numbers: Iterable[tuple[int, str]],
        orders: Iterable[tuple[int, str]],
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.fields["number"].choices = list(numbers)  # type: ignore[attr-defined]
        self.fields["call_off"].choices = [("", EMPTY), *orders]  # type: ignore[attr-defined]


class PaidForm(forms.Form):
    """What happens to a payment request after it came in."""

    number = forms.TypedChoiceField(label=pgettext_lazy("payment", "Payment request"), coerce=int)
    performed_on = DayField(
        label=pgettext_lazy("payment", "Delivered, or end of the services found on"), required=False
    )
    verified_on = DayField(label=pgettext_lazy("payment", "Verified on"), required=False)
    paid_on = DayField(label=pgettext_lazy("payment", "Paid on"), required=False)

    def __init__(self, data: Any = None, *, numbers: Iterable[tuple[int, str]], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["number"].choices = list(numbers)  # type: ignore[attr-defined]


class AdvanceForm(forms.Form):
    """An advance that was paid."""

    amount = Euros(label=pgettext_lazy("advance", "Advance granted, excluding VAT"))
    paid_on = DayField(label=pgettext_lazy("advance", "Paid on"))
    reason = VisibleText(
        label=pgettext_lazy("advance", "Reason for another amount"), required=False, max_length=1000
    )


class RecoverForm(forms.Form):
    """How much of an advance was recovered."""

    amount = Euros(label=pgettext_lazy("advance", "Recovered until now"))


class ModificationForm(forms.Form):
    """A modification of the contract."""

    ground = forms.ChoiceField(label=pgettext_lazy("modification", "Legal ground"))
    title = VisibleText(label=pgettext_lazy("modification", "What changes"), max_length=300)
    amount = Euros(
        label=pgettext_lazy("modification", "Amount, plus or minus, excluding VAT"), is_signed=True
    )
    decided_on = DayField(label=pgettext_lazy("modification", "Decided on"))
    document = VisibleText(
        label=pgettext_lazy("modification", "Decision, reference or address"), max_length=500
    )
    end_date = DayField(label=pgettext_lazy("modification", "New end of the contract"), required=False)
    reason = long_text(gettext_lazy("Why it is decided although something stands against it"))

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        code = reader().code
        choices = [(one.article, f"{one.article} {one.name[code]}") for one in execution.grounds().values()]
        self.fields["ground"].choices = [("", EMPTY), *choices]  # type: ignore[attr-defined]


class SuspendForm(forms.Form):
    """A suspension."""

    first = DayField(label=pgettext_lazy("suspension", "First day"))
    resumed_on = DayField(label=pgettext_lazy("suspension", "Resumed on"), required=False)
    is_by_buyer = forms.BooleanField(
        label=pgettext_lazy("suspension", "Ordered by the buyer"), required=False, initial=True
    )
    reason = VisibleText(label=pgettext_lazy("suspension", "Reason"), max_length=500)


class ResumeForm(forms.Form):
    """The end of a suspension."""

    on = DayField(label=pgettext_lazy("suspension", "Resumed on"))


class AcceptanceForm(forms.Form):
    """A record of acceptance."""

    kind = forms.ChoiceField(label=pgettext_lazy("acceptance", "Kind"), choices=AcceptanceKind)
    is_granted = forms.ChoiceField(
        label=pgettext_lazy("acceptance", "Acceptance"),
        choices=(
            ("yes", pgettext_lazy("acceptance", "granted")),
            ("no", pgettext_lazy("acceptance", "refused")),
        ),
    )
    on = DayField(label=pgettext_lazy("acceptance", "Record of"))
    document = VisibleText(label=pgettext_lazy("acceptance", "Record, reference or address"), max_length=500)
    remarks = long_text(pgettext_lazy("acceptance", "Remarks"))

    def clean_is_granted(self) -> bool:
        return bool(self.cleaned_data["is_granted"] == "yes")


class DefaultForm(forms.Form):
    """A record of default."""

    title = VisibleText(label=pgettext_lazy("default", "What was found"), max_length=500)
    recorded_on = DayField(label=pgettext_lazy("default", "Record of default of"))
    sent_on = DayField(label=pgettext_lazy("default", "Sent by registered letter on"), required=False)


class _OfDefault(forms.Form):
    number = forms.TypedChoiceField(label=pgettext_lazy("default", "Default"), coerce=int)

    def __init__(self, data: Any = None, *, numbers: Iterable[tuple[int, str]], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["number"].choices = list(numbers)  # type: ignore[attr-defined]


class DefenceForm(_OfDefault):
    """The sending of a record, or a defence."""

    sent_on = DayField(label=pgettext_lazy("default", "Sent by registered letter on"), required=False)
    defended_on = DayField(label=pgettext_lazy("default", "Defence received on"), required=False)
    defence = long_text(pgettext_lazy("default", "Defence"))


class MeasureForm(_OfDefault):
    """A measure on a default."""

    measure = forms.ChoiceField(
        label=pgettext_lazy("default", "Measure"), choices=[("", EMPTY), *Measure.choices]
    )
    on = DayField(label=pgettext_lazy("default", "Measure decided on"))
    days = number_of_days(pgettext_lazy("default", "Days"))
    value = Euros(label=pgettext_lazy("default", "Value of what is late, excluding VAT"), required=False)
    reason = long_text(pgettext_lazy("default", "Reasons of the measure"), required=True)
    exception_reason = long_text(
        gettext_lazy("Why before the end of the defence, or for more days than it was late"), most=1000
    )


class CallOffForm(forms.Form):
    """An order under a framework agreement."""

    title = VisibleText(label=pgettext_lazy("call-off", "Subject"), max_length=300)
    ordered_on = DayField(label=pgettext_lazy("call-off", "Ordered on"))
    amount = Euros(label=pgettext_lazy("call-off", "Amount, excluding VAT"))
    contractor = VisibleText(
        label=pgettext_lazy("call-off", "Contractor, if another"), max_length=200, required=False
    )
    document = VisibleText(
        label=pgettext_lazy("call-off", "Order, reference or address"), max_length=500, required=False
    )


class SeriesForm(forms.Form):
    """A new index."""

    code = VisibleText(label=pgettext_lazy("index", "Code"), max_length=40)
    title = VisibleText(label=pgettext_lazy("index", "Index"), max_length=200)
    source = VisibleText(label=pgettext_lazy("index", "Source"), max_length=300)


class IndexValueForm(forms.Form):
    """The value of an index in a month."""

    code = forms.ChoiceField(label=pgettext_lazy("index", "Index"))
    month = MonthField(label=pgettext_lazy("index", "Month"))
    value = NumberField(label=pgettext_lazy("index", "Value"))

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        listed = [(one.code, f"{one.code} {one.title}") for one in IndexSeries.objects.all()]
        self.fields["code"].choices = listed  # type: ignore[attr-defined]

    def clean_value(self) -> Decimal:
        value: Decimal = self.cleaned_data["value"]
        if not 0 < value < 10**8:
            raise forms.ValidationError(_("The value of an index is above zero."))
        return value
