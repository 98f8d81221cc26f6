"""The form of a register line: figures typed as people here write them, and errors that say what is meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext as _

from stuurbord.exchange.tabular.dates import FIRST_YEAR, LAST_YEAR
from stuurbord.exchange.tabular.invisible import visible
from stuurbord.exchange.tabular.numbers import read_euro, read_number
from stuurbord.exchange.tabular.problem import CellProblem, Notation
from stuurbord.exchange.workbook.declaration import sheet
from stuurbord.web.reader import reader

_SMALLEST_FRACTION = Decimal("0.0001")
EMPTY = "–"
_LANGUAGES_WITH_POINT = ("en",)
_DAYS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%Y-%m-%d")
"""The same in every language: 05/11 is never the eleventh of May."""
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
        if isinstance(value, Decimal):  # from a program, not from a person: nothing to read
            return self.checked(value)
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

    def checked(self, value: Decimal) -> Decimal:
        return value


_EURO_SIGN = re.compile(r"€|\beur(?:o)?\b", re.IGNORECASE)


class EuroField(FigureField):
    """Euros: ``230.000``, ``€ 1.234,50``."""

    def read(self, text: str) -> Decimal:
        return read_euro(text, _notation())

    def written(self, value: Any) -> str:
        return reader().number(value, 0 if value == int(value) else 2)


class ExactEuroField(EuroField):
    """Euros on which a threshold hangs: three decimals are more likely a slip than a part of a cent."""

    def read(self, text: str) -> Decimal:
        amount = super().read(text)
        if read_number(_EURO_SIGN.sub("", text).strip(), _notation()).as_tuple().exponent < -2:  # type: ignore[operator]
            told = _("“{value}” has more than two decimals: write it as {example}.")
            raise forms.ValidationError(told.format(value=text[:40], example=reader().number(1234.5, 2)))
        return amount


class PercentField(FigureField):
    """A fraction typed as a percentage: ``40`` and ``40 %`` are 0.4."""

    def read(self, text: str) -> Decimal:
        return self.checked(read_number(text.replace("%", ""), _notation()) / 100)

    def checked(self, fraction: Decimal) -> Decimal:
        if not 0 <= fraction <= 1:
            told = _("{label} lies between 0 and 100 %.")
            raise forms.ValidationError(told.format(label=self.bare_label))
        return fraction.quantize(_SMALLEST_FRACTION, ROUND_HALF_UP)

    def written(self, value: Any) -> str:
        percent = Decimal(str(value)) * 100
        text = reader().number(percent, 2)
        return text.rstrip("0").rstrip(",.") if percent != int(percent) else reader().number(percent)

    bare_label: Any = ""


class VisibleText(forms.CharField):
    """Text as people see it: what hides in it or turns its direction goes, whichever road it came by."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(visible(value) if isinstance(value, str) else value)


class LineField(VisibleText):
    """A line of another register in the same project, by the number people call it by."""

    def __init__(self, model: type[models.Model], **options: Any) -> None:
        super().__init__(max_length=80, **options)
        self.model = model

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            found = self.model._default_manager.filter(pk=value).first()
            return getattr(found, "code", "")
        return value

    def to_python(self, value: Any) -> Any:
        # Which line it is depends on the project: `LineForm.clean` finds it.
        return value if isinstance(value, int) else super().to_python(value)

    def run_validators(self, value: Any) -> None:
        if not isinstance(value, int):  # a number of the database has no length
            super().run_validators(value)

    def line_in(self, project: Any, value: Any) -> Any:
        """Return the line meant.

        Raises
        ------
        ValidationError
            If the project has no such line.
        """
        if value in self.empty_values:
            return None
        wanted = {"pk": value} if isinstance(value, int) else {"code": value}
        found = self.model._default_manager.filter(project=project, is_archived=False, **wanted).first()
        if found is None:
            told = _("Project {project} has no {what} “{code}”. Write the number it has in the register.")
            what = str(self.model._meta.verbose_name)
            raise forms.ValidationError(told.format(project=project.code, what=what, code=value))
        return found


class DayField(forms.DateField):
    """A day within the years that the workbook takes: beyond them no calendar, picture or report reaches."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        options.setdefault("input_formats", _DAYS)
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        try:
            return super().to_python(value)
        except forms.ValidationError:
            told = _("“{value}” is no day of the calendar. Write it as dd/mm/yyyy.")
            raise forms.ValidationError(told.format(value=str(value)[:40])) from None

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
    checks: Iterable[Callable[[forms.ModelForm], None]] = (),
) -> type[forms.ModelForm]:
    """Return the form class of a register.

    Parameters
    ----------
    kind_of
        How each field is written.
    sheet_key
        The workbook's sheet with the same lines: whole numbers keep its bounds.
    checks
        Each adds errors about fields that contradict each other, other lines or the table of states.
    """
    bounds = {one.field: one for one in sheet(sheet_key).columns} if sheet_key else {}

    def form_field(model_field: models.Field, **options: Any) -> forms.Field | None:
        if isinstance(model_field, models.ForeignKey) and is_line(model_field.related_model):
            label, required = model_field.verbose_name, not model_field.blank
            return LineField(model_field.related_model, label=label, required=required)
        if isinstance(model_field, models.DecimalField):
            label, required = model_field.verbose_name, not model_field.blank
            if kind_of(model_field.name) == "percent":
                # Lazy: the form class is made once, and read in every language.
                made = PercentField(label=format_lazy("{}, %", label), required=required)
                made.bare_label = label
                return made
            return EuroField(label=label, required=required)
        if isinstance(model_field, models.DateField):
            options["form_class"] = DayField
        if type(model_field) in (models.CharField, models.TextField):
            options["form_class"] = VisibleText  # others, such as an e-mail address, have a form of their own
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
            self._find_lines()
            for check in checks:
                check(self)
            return cleaned

        def _find_lines(self) -> None:
            project = self.cleaned_data.get("project")
            for name, field in self.fields.items():
                if not isinstance(field, LineField) or name not in self.cleaned_data:
                    continue
                try:
                    sent = self.cleaned_data[name]
                    self.cleaned_data[name] = field.line_in(project, sent) if project else None
                except forms.ValidationError as error:
                    self.add_error(name, error)

    return forms.modelform_factory(model, LineForm, fields=list(names), formfield_callback=form_field)


def is_line(model: Any) -> bool:
    """Return whether a related record is a line of a register in a project, not a person or a project."""
    names = {field.name for field in model._meta.fields}
    return {"project", "code", "is_archived"} <= names
