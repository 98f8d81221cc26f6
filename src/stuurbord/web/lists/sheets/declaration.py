"""A register's sheet, derived from its declaration: columns in the order of the form, in three languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.db import models
from django.utils import translation

from stuurbord.exchange.workbook import declaration as workbook
from stuurbord.exchange.workbook.declaration import Column, Sheet
from stuurbord.language import LANGUAGES
from stuurbord.web.lists.register import Register
from stuurbord.web.lists.sheets.sheet_fields import SheetField, choice_notation, kind_of, sheet_field

_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")
_WIDTHS: Final = {"text": 34, "euro": 15, "percent": 10, "date": 13, "whole": 11, "yes_no": 8, "choice": 18}


@dataclass(frozen=True)
class RegisterSheet:
    """The sheet of one register in one language; it is read in all three."""

    register: Register
    language: str

    @property
    def names(self) -> tuple[str, ...]:
        """The fields, as the columns stand."""
        return ("project", *self.register.form_fields)

    @property
    def fixed(self) -> frozenset[str]:
        """The fields that name a line, which a file does not change."""
        return frozenset({"project", *self.register.identity})

    @cached_property
    def page_name(self) -> str:
        """The name of the sheet, as long as Excel takes."""
        return page_name(self.register, self.language)

    @cached_property
    def sheet(self) -> Sheet:
        labels = {code: self._labels(code) for code in LANGUAGES}
        columns = tuple(self._column(name, labels) for name in self.names)
        names = {code: (page_name(self.register, code),) for code in LANGUAGES}
        return Sheet(self.register.slug, names, {"nl": "", "en": ""}, columns)

    @cached_property
    def fields(self) -> dict[str, SheetField]:
        """Field → how its cells are written and read."""
        return {name: self._field(name) for name in self.names}

    @cached_property
    def added(self) -> frozenset[str]:
        """The fields that are added up above the list."""
        return frozenset(one.name for one in self.register.columns if one.has_total) & frozenset(self.names)

    def _field(self, name: str) -> SheetField:
        field = self.register.model._meta.get_field(name)
        declared = self._declared.get(name)
        shown, others = self._choices(field, declared)
        bounds = (declared.least, declared.most) if declared else (None, None)
        return sheet_field(self.register, name, shown, choice_notation(shown, others, bounds))

    def _choices(
        self, field: models.Field, declared: Column | None
    ) -> tuple[dict[Any, str], list[tuple[str, Any]]]:
        """Return value → label shown, and other labels that are read: synonyms and other languages."""
        if not field.choices:
            return {}, []
        with translation.override(self.language):
            shown = {value: str(label) for value, label in field.flatchoices if value not in ("", None)}
        others = [
            (label, str(getattr(choice.value, "value", choice.value)))
            for choice in (declared.choices if declared else ())
            for labels in choice.labels.values()
            for label in labels
        ]
        for code in LANGUAGES:
            with translation.override(code):
                others += [(str(label), value) for value, label in field.flatchoices if value]
        known = {str(value): value for value in shown}
        return shown, [(label, known[str(value)]) for label, value in others if str(value) in known]

    @cached_property
    def _declared(self) -> Mapping[str, Column]:
        """The columns of the portfolio's workbook with the same lines, for their synonyms and bounds."""
        if not self.register.sheet:
            return {}
        return {column.field: column for column in workbook.sheet(self.register.sheet).columns}

    def _labels(self, code: str) -> dict[str, str]:
        """Return field → label; where two fields are called the same, with the section they stand in."""
        with translation.override(code):
            labels = {name: self.register.label_of(name) for name in self.names}
            times = Counter(labels.values())
            for section in self.register.sections:
                for name in section.fields:
                    if times[labels[name]] > 1:
                        labels[name] = f"{labels[name]} ({section.title})"
        return labels

    def _column(self, name: str, labels: Mapping[str, Mapping[str, str]]) -> Column:
        register, declared = self.register, self._declared.get(name)
        field = register.model._meta.get_field(name)
        kind = "code" if isinstance(field, models.ForeignKey) else kind_of(register, field)
        synonyms = declared.labels if declared else dict.fromkeys(LANGUAGES, ())
        return Column(
            field=name,
            kind=kind,
            labels={code: (labels[code][name], *synonyms[code], name) for code in LANGUAGES},
            help=self._help(name, declared),
            required=register.form_class.base_fields[name].required,
            width=_width(name, kind, field),
        )

    def _help(self, name: str, declared: Column | None) -> dict[str, str]:
        told = {}
        for code in LANGUAGES:
            with translation.override(code):
                told[code] = str(self.register.help.get(name, ""))
            if not told[code] and declared:
                told[code] = declared.explanation(code)
        return told


def page_name(register: Register, language: str) -> str:
    """Return the name of a register's sheet."""
    with translation.override(language):
        return _FORBIDDEN.sub(" ", str(register.title)).strip("' ")[:31]


def _width(name: str, kind: str, field: models.Field) -> int:
    if isinstance(field, models.ForeignKey):
        return 12 if name == "project" else 20
    if kind == "code":
        return 9 if name == "code" else 30 if (field.max_length or 0) > 100 else 16
    return _WIDTHS.get(kind, 12)
