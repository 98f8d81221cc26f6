"""What people fill in about a file beside its facts."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from stuurbord.exchange.code_lists import code_list
from stuurbord.web.lists.fields import EMPTY, DayField, EuroField, VisibleText
from stuurbord.web.procurements.models import MarkState, ProcurementFile
from stuurbord.web.procurements.models.organisation import ContractKind
from stuurbord.web.procurements.people import holders_for, lawyers_for
from stuurbord.web.procurements.words import procedure_name
from stuurbord.web.projects.models import Project

_CPV = re.compile(r"(\d{8})(-\d)?\Z", re.ASCII)
MOST_VALIDITY_DAYS = 999
LOTS_BESIDE = 3
"""Empty rows offered beside the lots that are there."""
_MOST_LOTS = 60


class CpvField(VisibleText):
    """A CPV code: eight digits, with or without its check digit."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=10, **options)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        found = _CPV.match(text.strip()) if text else None
        if text and found is None:
            raise forms.ValidationError(_("A CPV code has eight digits, such as 48000000."))
        if found and found.group(1) not in code_list("cpv"):
            raise forms.ValidationError(_("There is no CPV code {code}.").format(code=found.group(1)))
        return found.group(1) if found else ""


class MomentField(forms.DateTimeField):
    """A day with its hour, in the time of Brussels."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "widget", forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        )
        options.setdefault("input_formats", ("%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M:%S"))
        super().__init__(**options)

    def clean(self, value: Any) -> datetime | None:
        try:
            found: datetime | None = super().clean(value)
        except forms.ValidationError:
            told = _("“{value}” is no moment. Write it as dd/mm/yyyy hh:mm.")
            raise forms.ValidationError(told.format(value=str(value)[:40])) from None
        return found


class FileForm(forms.Form):
    """Subject, reference of the buyer, people."""

    title = VisibleText(label=pgettext_lazy("procurement", "Subject"), max_length=300)
    description = VisibleText(
        label=pgettext_lazy("procurement", "Description"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    cpv = CpvField(label=pgettext_lazy("procurement", "CPV code"), required=False)
    buyer_reference = VisibleText(
        label=pgettext_lazy("procurement", "Reference of the buyer"), max_length=100, required=False
    )
    validity_days = forms.IntegerField(
        label=pgettext_lazy("procurement", "Validity of tenders, calendar days"),
        required=False,
        min_value=1,
        max_value=MOST_VALIDITY_DAYS,
    )
    lawyer = forms.ModelChoiceField(
        label=pgettext_lazy("procurement", "Procurement lawyer"),
        queryset=None,
        required=False,
        empty_label=EMPTY,
    )
    owner = forms.ModelChoiceField(
        label=pgettext_lazy("procurement", "File holder"), queryset=None, required=False, empty_label=EMPTY
    )

    def __init__(self, data: Any = None, *, project: Project, file: ProcurementFile | None = None):
        initial = {name: getattr(file, name) for name in self.base_fields} if file else {}
        super().__init__(data, initial=initial)
        for name, people in (("lawyer", lawyers_for(project)), ("owner", holders_for(project))):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = people


class NewFileForm(forms.Form):
    """What a file starts with."""

    project = forms.ChoiceField(label=gettext_lazy("Project"))
    title = VisibleText(label=pgettext_lazy("procurement", "Subject"), max_length=300)
    cpv = CpvField(label=pgettext_lazy("procurement", "CPV code"), required=False)

    def __init__(self, data: Any = None, *, projects: list[Project], **options: Any):
        super().__init__(data, **options)
        self.by_key = {f"{one.portfolio.key}/{one.code}": one for one in projects}
        choices = [(key, str(one)) for key, one in self.by_key.items()]
        self.fields["project"].choices = choices if len(choices) == 1 else [("", EMPTY), *choices]  # type: ignore[attr-defined]

    @property
    def chosen_project(self) -> Project:
        return self.by_key[self.cleaned_data["project"]]


class LotForm(forms.Form):
    """One lot; an empty row is none."""

    title = VisibleText(label=pgettext_lazy("procurement", "Subject"), max_length=300, required=False)
    estimate = EuroField(label=pgettext_lazy("procurement", "Estimate, excluding VAT"), required=False)
    cpv = CpvField(label=pgettext_lazy("procurement", "CPV code"), required=False)

    def clean(self) -> dict[str, Any]:
        sent: dict[str, Any] = super().clean() or {}
        if not sent.get("title") and (sent.get("estimate") is not None or sent.get("cpv")):
            self.add_error("title", _("Say what each lot is about."))
        estimate = sent.get("estimate")
        if isinstance(estimate, Decimal) and estimate < 0:
            self.add_error("estimate", _("An amount is not below zero."))
        return sent


LotForms = forms.formset_factory(LotForm, extra=LOTS_BESIDE, max_num=_MOST_LOTS, validate_max=True)


class MarkForm(forms.Form):
    """One line of the checklist."""

    state = forms.ChoiceField(label=pgettext_lazy("checklist", "State"), choices=MarkState)
    reference = VisibleText(
        label=pgettext_lazy("checklist", "Reference or address"), max_length=500, required=False
    )
    document_date = DayField(label=pgettext_lazy("checklist", "Date of the document"), required=False)
    remark = VisibleText(label=pgettext_lazy("checklist", "Remark"), max_length=4000, required=False)


def _kinds() -> list[tuple[str, Any]]:
    return [("", pgettext_lazy("contract", "all kinds")), *ContractKind.choices]


def _procedures() -> list[tuple[str, Any]]:
    from stuurbord.rulebooks.be_procurement import procedure_labels

    return [("", _("all procedures")), *((code, procedure_name(code)) for code in procedure_labels())]


class _Agreed(forms.Form):
    """What every agreed figure has."""

    valid_from = DayField(label=pgettext_lazy("procurement", "Valid from"))
    valid_to = DayField(label=pgettext_lazy("procurement", "Valid to"), required=False)
    source = VisibleText(label=pgettext_lazy("procurement", "Source"), max_length=300)

    def clean(self) -> dict[str, Any]:
        sent: dict[str, Any] = super().clean() or {}
        first, last = sent.get("valid_from"), sent.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("The last day lies before the first."))
        for name, value in list(sent.items()):
            if isinstance(value, Decimal) and value < 0:
                self.add_error(name, _("An amount is not below zero."))
        return sent


class InspectionForm(_Agreed):
    """From which estimate the Inspectorate of Finance advises."""

    kind = forms.ChoiceField(label=pgettext_lazy("procurement", "Kind"), choices=_kinds, required=False)
    procedure = forms.ChoiceField(
        label=pgettext_lazy("procurement", "Procedure"), choices=_procedures, required=False
    )
    amount = EuroField(label=pgettext_lazy("procurement", "From, euro excluding VAT"))
    field_order = ("kind", "procedure", "amount")


class DelegationForm(_Agreed):
    """Up to which amount somebody approves."""

    body = VisibleText(label=pgettext_lazy("procurement", "Body or function"), max_length=200)
    kind = forms.ChoiceField(label=pgettext_lazy("procurement", "Kind"), choices=_kinds, required=False)
    up_to = EuroField(
        label=pgettext_lazy("procurement", "Up to, euro excluding VAT"),
        required=False,
        help_text=gettext_lazy("Empty: without limit."),
    )
    field_order = ("body", "kind", "up_to")


class RateForm(forms.Form):
    """The reference rate of a half-year."""

    valid_from = DayField(label=pgettext_lazy("procurement", "From 1 January or 1 July"))
    percent = forms.DecimalField(
        label=pgettext_lazy("procurement", "Reference rate, percent"),
        max_digits=6,
        decimal_places=3,
        min_value=-100,
        max_value=100,
        localize=True,
    )
    source = VisibleText(label=pgettext_lazy("procurement", "Source"), max_length=300)

    def clean_valid_from(self) -> Any:
        day = self.cleaned_data["valid_from"]
        if day.day != 1 or day.month not in (1, 7):
            raise forms.ValidationError(_("A rate holds from 1 January or 1 July."))
        return day
