"""The form of a register line: figures typed as people here write them, and errors that say what is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _

from stuurbord.exchange.tabular.dates import FIRST_YEAR, LAST_YEAR
from stuurbord.exchange.tabular.numbers import read_euro, read_number
from stuurbord.exchange.tabular.problem import CellProblem, Notation
from stuurbord.exchange.workbook.declaration import sheet
from stuurbord.web.reader import reader

_SMALLEST_FRACTION = Decimal("0.0001")
EMPTY = "–"
_LANGUAGES_WITH_POINT = ("en",)
LONGEST_TEXT = 32_767
"""Characters: what a cell of the workbook holds, so that a text comes back as it left."""


def _notation() -> Notation:
    """Return how the reader's own figures are written, so that what a form wrote is read back the same."""
    return Notation(decimal="." if reader().code in _LANGUAGES_WITH_POINT else "")


class FigureField(forms.Field):
    """A figure in the notation of the reader: comma or point, with or without thousands."""

    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off", "maxlength": 30, "class": "figure"}

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            return self.read(str(value))
        except CellProblem as problem:
            raise forms.ValidationError(_(problem.text).format(**problem.fields)) from None

    def prepare_value(self, value: Any) -> Any:
        # What was typed comes back as it was typed; what is stored is written.
        return self.written(value) if isinstance(value, (Decimal, int, float)) else value

    def read(self, text: str) -> Decimal:
        raise NotImplementedError

    def written(self, value: Any) -> str:
        raise NotImplementedError


class EuroField(FigureField):
    """Euros: ``230.000``, ``€ 1.234,50``."""

    def read(self, text: str) -> Decimal:
        return read_euro(text, _notation())

    def written(self, value: Any) -> str:
        return reader().number(value, 0 if value == int(value) else 2)


class PercentField(FigureField):
    """A fraction typed as a percentage: ``40`` and ``40 %`` are 0.4."""

    def read(self, text: str) -> Decimal:
        fraction = read_number(text.replace("%", ""), _notation()) / 100
        if not 0 <= fraction <= 1:
            told = _("{label} lies between 0 and 100 %.")
            raise forms.ValidationError(told.format(label=self.bare_label))
        return fraction.quantize(_SMALLEST_FRACTION, ROUND_HALF_UP)

    def written(self, value: Any) -> str:
        percent = Decimal(str(value)) * 100
        text = reader().number(percent, 2)
        return text.rstrip("0").rstrip(",.") if percent != int(percent) else reader().number(percent)

    bare_label: Any = ""


class DayField(forms.DateField):
    """A day within the years that the workbook takes: beyond them no calendar, picture or report reaches."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**options)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is not None and not FIRST_YEAR <= value.year < LAST_YEAR:
            told = _("“{value}” lies outside the years {first}–{last}.")
            shown = reader().day(value)
            raise forms.ValidationError(told.format(value=shown, first=FIRST_YEAR, last=LAST_YEAR - 1))


def line_form(
    model: type[models.Model],
    names: Iterable[str],
    kind_of: Callable[[str], str],
    sheet_key: str = "",
    check: Callable[[forms.ModelForm], None] | None = None,
) -> type[forms.ModelForm]:
    """Return the form class of a register.

    Parameters
    ----------
    kind_of
        How each field is written.
    sheet_key
        The workbook's sheet with the same lines: whole numbers keep its bounds.
    check
        Adds errors about fields that contradict each other or other lines.
    """
    bounds = {one.field: one for one in sheet(sheet_key).columns} if sheet_key else {}

    def form_field(model_field: models.Field, **options: Any) -> forms.Field | None:
        if isinstance(model_field, models.DecimalField):
            label, required = model_field.verbose_name, not model_field.blank
            if kind_of(model_field.name) == "percent":
                made = PercentField(label=f"{label}, %", required=required)
                made.bare_label = label
                return made
            return EuroField(label=label, required=required)
        if isinstance(model_field, models.DateField):
            options["form_class"] = DayField
        if isinstance(model_field, models.TextField):
            options |= {"widget": forms.Textarea(attrs={"rows": 3}), "max_length": LONGEST_TEXT}
        if isinstance(model_field, models.IntegerField) and (bound := bounds.get(model_field.name)):
            options |= {"min_value": bound.least, "max_value": bound.most}
        made = model_field.formfield(**options)
        if isinstance(made, forms.ModelChoiceField):
            made.empty_label = EMPTY
        elif isinstance(made, forms.TypedChoiceField):
            made.choices = [(value, label if value != "" else EMPTY) for value, label in made.choices]
        return made

    class LineForm(forms.ModelForm):
        def clean(self) -> Any:
            cleaned = super().clean()
            if check is not None:
                check(self)
            return cleaned

    return forms.modelform_factory(model, LineForm, fields=list(names), formfield_callback=form_field)
