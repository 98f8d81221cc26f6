"""Fields of the forms of this room: a number as people here write it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from stuurbord.exchange.tabular.numbers import read_number
from stuurbord.exchange.tabular.problem import Notation
from stuurbord.web.lists.fields import FigureField
from stuurbord.web.reader import reader


class NumberField(FigureField):
    """A number from 0 on, in the notation of the reader: ``1.250``, ``7,5``."""

    def read(self, text: str) -> Decimal:
        decimal = "." if reader().code == "en" else ""
        return self.checked(read_number(text, Notation(decimal=decimal)))

    def checked(self, value: Decimal) -> Decimal:
        if not 0 <= value < 10**12:
            raise forms.ValidationError(_("Write a number from 0 on."))
        return value

    def written(self, value: Any) -> str:
        number = Decimal(str(value))
        text = reader().number(number, 0 if number == int(number) else 2)
        return text if number == int(number) else text.rstrip("0")
